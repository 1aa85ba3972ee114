import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Problem } from '../problem.ts';
import { Admission } from './admission.ts';
import { asProblem, jsonLimitBytes, pathOf } from './as-problem.ts';
import { publicCaller } from './caller.ts';
import { checkBody } from './check-body.ts';
import { sendMethods } from './cross-origin.ts';
import { checkParameters, checkSender, guardDoor } from './guard-request.ts';
import { httpProblem } from './problems.ts';
import { isForm, readBody, readContext, readLanguage, singleValues } from './read-request.ts';
import { methods, type ApiRequest, type Reply, type Route } from './route.ts';
import { sayWhenToRetry, send, sendPage, sendProblem } from './send-reply.ts';
import type { HttpServerOptions, Mount, ServingOptions } from './server-options.ts';
import type { Work } from './witness.ts';

export interface HttpServer {
  listen(port: number, host: string): Promise<{ port: number; url: string }>;
  /** Stops accepting, lets open requests end (at most `drainMs`), then closes. */
  close(drainMs?: number): Promise<void>;
}

const uploadLimitBytes = 64 * 1024 ** 3;

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
    url: definition.path.replace(/\{(\w+)\}/g, ':$1').replace(/\{\w+\*\}$/, '*'),
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

function addErrorHandling(app: FastifyInstance, options: HttpServerOptions): void {
  const languageOf = (raw: FastifyRequest) => readLanguage((raw.query as Record<string, string>)?.['lang']);
  app.setErrorHandler((error, raw, reply) => {
    sendProblem(raw, reply, asProblem(error, raw, options.log), languageOf(raw), options, publicCaller);
  });
  app.setNotFoundHandler((raw, reply) => {
    const path = new URL(raw.url, 'http://node').pathname;
    const taken = methods.filter(
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
  const pattern = (template: string): string => template.replace(/\{\w+\*\}$/, '.*').replace(/\{\w+\}/g, '[^/]+');
  return routes.some(
    (candidate) => candidate.method === method && new RegExp(`^${pattern(candidate.path)}/?$`).test(path),
  );
}
