import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { Language } from '../i18n.ts';
import type { Problem } from '../problem.ts';
import type { Caller } from './caller.ts';
import { compressReply } from './compress.ts';
import { openToOtherOrigins } from './cross-origin.ts';
import {
  representations,
  type ApiRequest,
  type BytesReply,
  type RedirectReply,
  type Reply,
  type ResourceReply,
} from './route.ts';
import type { HttpServerOptions, RefusedForm } from './server-options.ts';

/**
 * Headers of every page. A form's answer may lead on to the given origins: browsers hold a redirect after a form to the
 * page's policy.
 */
export function pageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  const targets = ["'self'", ...formTargets].join(' ');
  const policy = securityHeaders['content-security-policy'].replace("form-action 'self'", `form-action ${targets}`);
  return { ...securityHeaders, 'content-security-policy': policy };
}

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
};

export async function send(
  raw: FastifyRequest,
  reply: FastifyReply,
  answer: Reply,
  request: ApiRequest,
  fromForm: boolean,
  options: HttpServerOptions,
): Promise<void> {
  reply.headers(securityHeaders).header('vary', 'Accept, Accept-Encoding, Authorization, Cookie');
  openToOtherOrigins(reply, request.method, request.caller);
  reply.header('cache-control', cacheRule(request));
  reply.headers(answer.headers ?? {});
  if ('location' in answer) return sendRedirect(reply, answer, request, fromForm);
  if ('mediaType' in answer) return sendBytes(raw, reply, answer);
  if (request.format === 'html') {
    return sendPage(reply, answer, request, options, answer.status ?? 200, null);
  }
  reply.header('content-language', request.language);
  await sendBytes(raw, reply, {
    mediaType: representations[request.format === 'geojson' ? 'geojson' : request.format],
    body: JSON.stringify(answer.data),
    ...(answer.status ? { status: answer.status } : {}),
  });
}

/** Pages of somebody known are kept nowhere: who sits down at the machine afterwards must not find them. */
function cacheRule({ caller, format }: ApiRequest): string {
  if (caller.kind === 'public') return 'no-cache';
  return format === 'html' ? 'no-store' : 'private, no-cache';
}

async function sendBytes(raw: FastifyRequest, reply: FastifyReply, answer: BytesReply): Promise<void> {
  reply.status(answer.status ?? 200).type(answer.mediaType);
  if (
    typeof answer.body === 'string' &&
    answer.status === undefined &&
    raw.method === 'GET' &&
    !reply.hasHeader('etag')
  ) {
    reply.header('etag', `W/"${createHash('sha1').update(answer.body).digest('base64url')}"`);
  }
  const etag = reply.getHeader('etag');
  if (etag !== undefined && raw.headers['if-none-match']?.split(/,\s*/).includes(String(etag))) {
    reply.status(304).send();
    return;
  }
  await compressReply(raw, reply, answer.body);
}

function sendRedirect(reply: FastifyReply, answer: RedirectReply, request: ApiRequest, fromForm: boolean): void {
  const target = new URL(answer.location, `${request.base}/`);
  if (fromForm || request.format === 'html') {
    if (request.language === 'en') target.searchParams.set('lang', 'en');
    reply
      .status(303)
      .header('location', target.pathname + target.search + target.hash)
      .send();
    return;
  }
  reply.status(answer.status).header('location', target.href);
  if (answer.data === undefined) reply.send();
  else reply.type('application/json').send(JSON.stringify(answer.data));
}

export function sendPage(
  reply: FastifyReply,
  page: ResourceReply,
  request: ApiRequest,
  options: HttpServerOptions,
  status: number,
  problem: Problem | null,
): void | Promise<void> {
  const html = options.pages.render(page.resource, page.data, {
    language: request.language,
    url: request.url,
    base: request.base,
    caller: request.caller,
    problem: problem?.toDocument(request.language) ?? null,
    refused: problem && refusedForm(problem, request.body),
  });
  reply.headers(securityHeaders).header('vary', 'Accept, Accept-Encoding, Authorization, Cookie');
  reply.header('content-language', request.language).headers(page.headers ?? {});
  return sendBytes(reply.request, reply, { mediaType: 'text/html; charset=utf-8', body: html, status });
}

function refusedForm(problem: Problem, body: unknown): RefusedForm {
  const { name } = problem.parameters;
  const isOfParameter = problem.code === 'invalid-parameter' || problem.code === 'unknown-parameter';
  return { typed: (body ?? {}) as Record<string, unknown>, field: isOfParameter ? String(name) : null };
}

export function sendProblem(
  raw: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  language: Language,
  options: HttpServerOptions,
  caller: Caller,
): void {
  const base = options.base();
  const document = problem.toDocument(language, base);
  const wantsPage = /text\/html/.test(raw.headers.accept ?? '') && options.pages.hasView('problem');
  const f = (raw.query as Record<string, string>)?.['f'];
  reply.headers(securityHeaders).status(problem.type.status).header('content-language', language);
  openToOtherOrigins(reply, raw.method, caller);
  sayWhenToRetry(reply, problem);
  if (problem.type.status === 401) reply.header('www-authenticate', 'Bearer realm="lienthong"');
  if ((f === 'html' || (wantsPage && f === undefined)) && options.pages.hasView('problem')) {
    const page = options.pages.render('problem', document, {
      language,
      url: new URL(raw.url, `${base}/`),
      base,
      caller,
      problem: document,
      refused: refusedForm(problem, null),
    });
    reply.type('text/html; charset=utf-8').send(page);
    return;
  }
  reply.type('application/problem+json').send(JSON.stringify(document));
}

/** Of what ends by itself: a database that is restarted, a queue that is full. */
const retryAfterSeconds = 10;

/** RFC 9110, 10.2.3: as a problem says, in seconds; of every 503 something is said, so that no sender gives up or hammers. */
export function sayWhenToRetry(reply: FastifyReply, problem: Problem): void {
  const seconds = problem.members['retryAfter'] ?? (problem.type.status === 503 ? retryAfterSeconds : undefined);
  if (typeof seconds === 'number') reply.header('retry-after', String(seconds));
}
