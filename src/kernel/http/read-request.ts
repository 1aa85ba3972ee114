import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { isDatabaseLost } from '../db/is-away.ts';
import type { Language } from '../i18n.ts';
import { publicCaller, type Caller } from './caller.ts';
import { negotiate } from './negotiate.ts';
import { httpProblem } from './problems.ts';
import type { ApiRequest, RepresentationName, Route, Upload } from './route.ts';
import type { HttpServerOptions, ServingOptions } from './server-options.ts';
import type { WitnessedRequest } from './witness.ts';

/** Everything of the request that is known before its body is looked at. */
export async function readContext(
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
    params: paramsOf(raw, definition),
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

/** The router gives the rest of an address as `*`; here it has the name of its template. */
function paramsOf(raw: FastifyRequest, { path }: Route): Record<string, string> {
  const { '*': rest, ...params } = raw.params as Record<string, string>;
  const name = /\{(\w+)\*\}$/.exec(path)?.[1];
  return name === undefined ? params : { ...params, [name]: rest ?? '' };
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
    const headers = { ...(authorization && { authorization }), ...(cookie && { cookie }) };
    caller = await options.admission.identify(request.address, () => identified(headers, definition, options));
    return as ? await viewedAs(caller, as, definition, options) : caller;
  } catch (error) {
    options.witness?.turnedAway({ ...request, caller }, definition, error);
    throw error;
  }
}

async function identified(
  headers: { authorization?: string; cookie?: string },
  { outlivesDatabase }: Route,
  { identify, recall, isDatabaseAway: isKnownAway }: HttpServerOptions,
): Promise<Caller> {
  const remembered = (): Caller | null => (outlivesDatabase ? (recall?.(headers) ?? null) : null);
  const known = isKnownAway?.() ? remembered() : null;
  if (known) return known;
  try {
    return await identify(headers);
  } catch (error) {
    const caller = isDatabaseLost(error) ? remembered() : null;
    if (!caller) throw error;
    return caller;
  }
}

/** Only pages and data that are there for everybody can be looked at with other eyes, and only looked at. */
function viewedAs(viewer: Caller, as: string, { access, method }: Route, options: HttpServerOptions): Promise<Caller> {
  if (access !== 'public' || method !== 'GET') throw httpProblem('view-as-elsewhere');
  return options.viewAs(viewer, as);
}

export async function readBody(
  raw: FastifyRequest,
  definition: Route,
): Promise<{ body: unknown; upload: Upload | null }> {
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

export function isForm(raw: FastifyRequest): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(raw.headers['content-type'] ?? '');
}

export function readLanguage(text: string | undefined): Language {
  return text === 'en' ? 'en' : 'vi';
}

/** A repeated query parameter keeps its last value. */
export function singleValues(query: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1)! : value]),
  );
}

function singleHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
