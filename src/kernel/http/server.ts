import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { checkBody } from './check-body.ts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { DatabaseError, isInterruption } from '../db/database-error.ts';
import { databaseProblem } from '../db/problems.ts';
import type { Language } from '../i18n.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Problem } from '../problem.ts';
import { mayEnter, publicCaller, type Caller } from './caller.ts';
import { Admission } from './admission.ts';
import { compressReply } from './compress.ts';
import { openToOtherOrigins, sendMethods } from './cross-origin.ts';
import { negotiate } from './negotiate.ts';
import { commonParameterNames } from './openapi.ts';
import { httpProblem } from './problems.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Witness, WitnessedRequest, Work } from './witness.ts';
import {
  representations,
  type ApiRequest,
  type BytesReply,
  type RedirectReply,
  type Reply,
  type RepresentationName,
  type ResourceReply,
  type Route,
  type Upload,
} from './route.ts';

/** What a page needs to know besides its resource. */
export interface PageContext {
  readonly language: Language;
  readonly url: URL;
  readonly base: string;
  readonly caller: Caller;
  readonly problem: Record<string, unknown> | null;
  /** Of a refused form or address: what was typed, and the field that the problem names, where it names one. */
  readonly refused: RefusedForm | null;
}

export interface RefusedForm {
  readonly typed: Readonly<Record<string, unknown>>;
  readonly field: string | null;
}

/** The portal: a view for each resource type it knows. */
export interface PageRenderer {
  hasView(resource: string): boolean;
  render(resource: string, data: unknown, context: PageContext): string;
}

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly pages: PageRenderer;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Says who sends the request from its headers (`authorization`, `cookie`). */
  identify(headers: { authorization?: string; cookie?: string }): Promise<Caller>;
  /** The caller that stands in `view-as`, looked at by the real one; throws a Problem where that may not be. */
  viewAs(viewer: Caller, as: string): Promise<Caller>;
  /** Keeps what happens; without one nothing is kept. */
  readonly witness?: Witness;
  /** What answers on its own below an address: a protocol that a library speaks. */
  readonly mounts?: readonly Mount[];
  /** How many requests one caller may send; null: as many as he likes. */
  readonly rateLimit?: RateLimit | null;
  /** Addresses of proxies whose word about where a request came from is taken. */
  readonly trustedProxies?: readonly string[];
  /** Address that links carry; asked per request because port 0 is known only after listening. */
  base(): string;
}

/** Gets requests as they come, bodies unread, and answers them itself. */
export interface Mount {
  readonly prefix: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface ServingOptions extends HttpServerOptions {
  readonly admission: Admission;
}

export interface HttpServer {
  listen(port: number, host: string): Promise<{ port: number; url: string }>;
  /** Stops accepting, lets open requests end (at most `drainMs`), then closes. */
  close(drainMs?: number): Promise<void>;
}

const jsonLimitBytes = 16 * 1024 * 1024;
const uploadLimitBytes = 64 * 1024 ** 3;

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

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const app = Fastify({
    bodyLimit: jsonLimitBytes,
    forceCloseConnections: 'idle',
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    ...(options.trustedProxies?.length && { trustProxy: [...options.trustedProxies] }),
    routerOptions: { maxParamLength: 2_000, ignoreTrailingSlash: true },
    logger: false,
  });
  // Once met by TLS, a browser never asks without it.
  app.addHook('onSend', async (_request, reply) => {
    if (options.base().startsWith('https:')) reply.header('strict-transport-security', 'max-age=31536000');
  });
  await app.register(cookie);
  await app.register(formbody);
  await app.register(multipart, { limits: { fileSize: uploadLimitBytes, files: 1, fields: 100 } });
  // Any other content type stays a stream: that is an upload.
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  const ajv = new Ajv2020({ allErrors: true, strict: false, coerceTypes: 'array' });
  const admission = new Admission(options.rateLimit ?? null);
  for (const definition of options.routes) addRoute(app, definition, ajv, { ...options, admission });
  addErrorHandling(app, options);
  for (const mount of options.mounts ?? []) await addMount(app, mount, options);
  return {
    listen: async (port, host) => {
      await app.listen({ port, host });
      const address = app.server.address();
      const actual = typeof address === 'object' && address ? address.port : port;
      return { port: actual, url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}` };
    },
    close: async (drainMs = 10_000) => {
      const force = setTimeout(() => app.server.closeAllConnections(), drainMs);
      force.unref();
      await app.close();
      clearTimeout(force);
    },
  };
}

async function addMount(app: FastifyInstance, mount: Mount, options: HttpServerOptions): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all(`${mount.prefix}/*`, (raw, reply) => {
      reply.hijack();
      mount.handle(raw.raw, reply.raw).catch((error: unknown) => {
        options.log.error({ path: pathOf(raw), error: String(error) }, 'a mounted service failed');
        if (!reply.raw.headersSent) reply.raw.writeHead(500);
        reply.raw.end();
      });
    });
  });
}

function addRoute(app: FastifyInstance, definition: Route, ajv: Ajv2020, options: ServingOptions): void {
  const validateBody = definition.body?.kind === 'json' ? ajv.compile(definition.body.schema) : null;
  app.route({
    method: definition.method,
    url: definition.path.replace(/\{(\w+)\}/g, ':$1').replace(/\{(\w+)\*\}/g, '*'),
    ...(definition.body?.kind === 'upload' ? { bodyLimit: uploadLimitBytes } : {}),
    handler: async (raw, reply) => {
      const started = process.hrtime.bigint();
      try {
        await serve(raw, reply, definition, validateBody, options);
      } finally {
        options.metrics.requests.observe(
          { method: definition.method, route: definition.path, status: String(reply.statusCode) },
          Number(process.hrtime.bigint() - started) / 1e9,
        );
      }
      return reply;
    },
  });
}

async function serve(
  raw: FastifyRequest,
  reply: FastifyReply,
  definition: Route,
  validateBody: ValidateFunction | null,
  options: ServingOptions,
): Promise<void> {
  const query = singleValues(raw.query as Record<string, string | string[]>);
  const language = readLanguage(query['lang']);
  const fromForm = isForm(raw);
  const context = await readContext(raw, reply, definition, query, language, options);
  // A refused form is shown again with what was typed into it.
  let request = context;
  try {
    const work: Work = async (onBody) => {
      guardDoor(context.caller, definition);
      await checkParameters(context, definition);
      request = { ...context, ...(await readBody(raw, definition)) };
      checkSender(raw, request, definition);
      if (validateBody) checkBody(validateBody, request.body, fromForm, request.language);
      onBody(request.body);
      return definition.handle(request);
    };
    const answer = await admitted(context, definition, options, () => witnessed(context, definition, options, work));
    await send(raw, reply, answer, request, fromForm, options);
  } catch (error) {
    const problem = asProblem(error, raw, options.log);
    if (fromForm && definition.formPage && isOfTheForm(problem)) {
      const page = await definition.formPage(request, problem);
      const { status } = problem.type;
      sayWhenToRetry(reply, problem);
      return sendPage(reply, page, request, options, status < 500 && status !== 429 ? 422 : status, problem);
    }
    sendProblem(raw, reply, problem, language, options, context.caller);
  }
}

/** Work that is let in; who is not is told to the witness. */
async function admitted(
  context: ApiRequest,
  definition: Route,
  { admission, witness }: ServingOptions,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const { caller, address } = context;
  let isIn = false;
  try {
    return await admission.run(caller.viewer ?? caller, address, definition, () => {
      isIn = true;
      return work();
    });
  } catch (error) {
    if (!isIn) witness?.turnedAway(context, definition, error);
    throw error;
  }
}

function witnessed(
  { method, url, caller, address, header }: ApiRequest,
  definition: Route,
  { witness }: HttpServerOptions,
  work: Work,
): Promise<Reply> {
  return witness ? witness.witness({ method, url, caller, header, address }, definition, work) : work(() => {});
}

/**
 * What can be mended in the form. Who may not send it at all gets the problem alone; and where the node itself cannot work
 * (500, 503) it cannot make the form's page either.
 */
function isOfTheForm({ type }: Problem): boolean {
  return ![401, 403, 500, 503].includes(type.status);
}

/** Everything of the request that is known before its body is looked at. */
async function readContext(
  raw: FastifyRequest,
  reply: FastifyReply,
  definition: Route,
  query: Record<string, string>,
  language: Language,
  options: ServingOptions,
): Promise<ApiRequest> {
  const abort = new AbortController();
  // The caller went away before the answer was written.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) abort.abort();
  });
  const base = options.base();
  const offered: RepresentationName[] = options.pages.hasView(definition.resource)
    ? [...definition.formats, 'html']
    : [...definition.formats];
  const seen = {
    method: raw.method,
    url: new URL(raw.url, `${base}/`),
    address: raw.ip,
    header: (name: string) => singleHeader(raw.headers[name.toLowerCase()]),
  };
  return {
    ...seen,
    params: raw.params as Record<string, string>,
    query,
    base,
    language,
    caller: await findCaller(seen, query['view-as'], definition, options),
    format: negotiate(raw.raw, query['f'], offered),
    body: null,
    upload: null,
    signal: abort.signal,
  };
}

/** Who asks, and as whom; who may not is told to the witness. */
async function findCaller(
  request: Omit<WitnessedRequest, 'caller'>,
  as: string | undefined,
  definition: Route,
  options: ServingOptions,
): Promise<Caller> {
  const [authorization, cookie] = [request.header('authorization'), request.header('cookie')];
  let caller = publicCaller;
  try {
    caller = await options.admission.identify(request.address, () =>
      options.identify({ ...(authorization && { authorization }), ...(cookie && { cookie }) }),
    );
    return as ? await viewedAs(caller, as, definition, options) : caller;
  } catch (error) {
    options.witness?.turnedAway({ ...request, caller }, definition, error);
    throw error;
  }
}

/** Only pages and data that are there for everybody can be looked at with other eyes, and only looked at. */
function viewedAs(viewer: Caller, as: string, { access, method }: Route, options: HttpServerOptions): Promise<Caller> {
  if (access !== 'public' || method !== 'GET') throw httpProblem('view-as-elsewhere');
  return options.viewAs(viewer, as);
}

/** The one place that enforces a route's `access`, and that a key for reading writes nothing. */
function guardDoor(caller: Caller, { access, method }: Route): void {
  if (!mayEnter(caller, access)) {
    if (caller.kind === 'public') throw httpProblem('sign-in-required');
    if (caller.lacks) throw httpProblem('second-factor-needed');
    throw httpProblem('role-required', { roles: typeof access === 'string' ? access : access.join(', ') });
  }
  if (method !== 'GET' && access !== 'public' && !caller.mayWrite) throw httpProblem('reading-only');
}

async function checkParameters(context: ApiRequest, definition: Route): Promise<void> {
  const known = new Set([
    ...commonParameterNames,
    ...(definition.parameters ?? []).filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name),
  ]);
  const unknown = Object.keys(context.query).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const extra = definition.extraParameters ? await definition.extraParameters(context) : new Set<string>();
  const name = unknown.find((candidate) => !extra.has(candidate));
  if (name !== undefined) {
    throw httpProblem('unknown-parameter', { name, known: [...known, ...extra].join(', ') });
  }
}

async function readBody(raw: FastifyRequest, definition: Route): Promise<{ body: unknown; upload: Upload | null }> {
  if (raw.isMultipart()) return readMultipart(raw);
  if (definition.body?.kind === 'upload') {
    if (raw.body instanceof Readable) {
      const name = (raw.query as Record<string, string>)['name'] ?? 'upload';
      return { body: null, upload: { name, stream: raw.body } };
    }
    return { body: raw.body ?? null, upload: null };
  }
  if (raw.body instanceof Readable) {
    throw httpProblem('unsupported-media-type', {
      type: raw.headers['content-type'] ?? '',
      expected: 'application/json',
    });
  }
  return { body: raw.body ?? null, upload: null };
}

/** Form fields must stand before the file field, as the studio's form has them: the file is then streamed, not held. */
async function readMultipart(raw: FastifyRequest): Promise<{ body: unknown; upload: Upload | null }> {
  const fields: Record<string, unknown> = {};
  for await (const part of raw.parts()) {
    if (part.type === 'file') return { body: fields, upload: { name: part.filename, stream: part.file } };
    fields[part.fieldname] = part.value;
  }
  return { body: fields, upload: null };
}

/**
 * A session's request that changes something carries the form's token; a form of anybody comes from a page of this node,
 * as its browser says. A token in the header needs neither: no other page can send it.
 */
function checkSender(raw: FastifyRequest, { caller, body, base }: ApiRequest, { method }: Route): void {
  if (method === 'GET' || caller.via === 'token') return;
  const { origin } = raw.headers;
  const isOwn = origin === undefined || origin === new URL(base).origin || hostOf(origin) === raw.headers.host;
  if (!isOwn) throw httpProblem('invalid-form-token');
  if (caller.via !== 'session') return;
  const fields = (body ?? {}) as Record<string, unknown>;
  const given = fields['csrf'] ?? raw.headers['x-csrf-token'];
  if (given !== caller.csrfToken || caller.csrfToken === '') throw httpProblem('invalid-form-token');
  delete fields['csrf'];
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

async function send(
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

function sendPage(
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

function sendProblem(
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

/** RFC 9110, 10.2.3, where a problem says how many seconds to wait. */
function sayWhenToRetry(reply: FastifyReply, problem: Problem): void {
  const seconds = problem.members['retryAfter'];
  if (typeof seconds === 'number') reply.header('retry-after', String(seconds));
}

function addErrorHandling(app: FastifyInstance, options: HttpServerOptions): void {
  const languageOf = (raw: FastifyRequest) => readLanguage((raw.query as Record<string, string>)?.['lang']);
  app.setErrorHandler((error, raw, reply) => {
    sendProblem(raw, reply, asProblem(error, raw, options.log), languageOf(raw), options, publicCaller);
  });
  app.setNotFoundHandler((raw, reply) => {
    const path = new URL(raw.url, 'http://node').pathname;
    const taken = (['GET', 'POST', 'PUT', 'DELETE'] as const).filter(
      (method) => app.findRoute({ url: path, method }) || matches(options.routes, method, path),
    );
    const allowed = [...taken.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'];
    if (taken.length > 0 && raw.method === 'OPTIONS') return sendMethods(reply, allowed);
    const problem =
      taken.length > 0
        ? httpProblem('method-not-allowed', { path, method: raw.method, allowed: allowed.join(', ') })
        : httpProblem('not-found', { path });
    if (taken.length > 0) reply.header('allow', allowed.join(', '));
    sendProblem(raw, reply, problem, languageOf(raw), options, publicCaller);
  });
}

function matches(routes: readonly Route[], method: string, path: string): boolean {
  return routes.some(
    (candidate) =>
      candidate.method === method && new RegExp(`^${candidate.path.replace(/\{\w+\*?\}/g, '[^/]+')}/?$`).test(path),
  );
}

/** Problems pass; the framework's own refusals become ours; anything else is our fault and gets an id. */
function asProblem(error: unknown, raw: FastifyRequest, log: Log): Problem {
  if (error instanceof Problem) return error;
  const fault = error as { code?: string; statusCode?: number; message?: string };
  if (fault.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || fault.code === 'FST_REQ_FILE_TOO_LARGE') {
    return httpProblem('body-too-large', { limit: `${jsonLimitBytes / 1024 ** 2} MiB` });
  }
  if (fault.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500) {
    return httpProblem('invalid-body', { pointer: '/', reason: fault.message ?? '' });
  }
  if (isTooCostly(error)) return databaseProblem('query-too-costly', {}, { cause: error });
  if (isInterruption(error)) {
    log.warn({ method: raw.method, path: pathOf(raw), reason: (error as Error).message }, 'the database broke off');
    return databaseProblem('database-interrupted', {}, { cause: error });
  }
  const id = randomUUID();
  log.error(
    { id, method: raw.method, path: pathOf(raw), error: error instanceof Error ? error.stack : String(error) },
    'request failed',
  );
  return httpProblem('internal', { id });
}

/** Without its query, where one-time codes may stand. */
const pathOf = (raw: FastifyRequest): string => new URL(raw.url, 'http://node').pathname;

/** SQLSTATE of a statement that ran out of its time, its memory or its temporary files. */
const costly = new Set(['57014', '53200', '53400']);
const isTooCostly = (error: unknown): boolean => error instanceof DatabaseError && costly.has(error.code);

function isForm(raw: FastifyRequest): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(raw.headers['content-type'] ?? '');
}

function readLanguage(text: string | undefined): Language {
  return text === 'en' ? 'en' : 'vi';
}

/** A repeated query parameter keeps its last value. */
function singleValues(query: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1)! : value]),
  );
}

function singleHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
