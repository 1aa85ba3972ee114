import { Problem, representations, type Db, type Language, type Reply } from '../../kernel/index.ts';
import { dispatch, type StaRequest } from './dispatch.ts';
import type { StaContext } from './model.ts';
import { staProblem } from './problems.ts';
import { asBody, bodyInvalid, type Body } from './write/body-reader.ts';

const mostRequests = 1_000;

interface BatchRequest extends StaRequest {
  readonly id: string;
  readonly group: string | null;
}

interface BatchResponse {
  readonly id: string;
  readonly status: number;
  readonly location?: string;
  readonly body?: unknown;
}

/**
 * JSON batch (18-088, 11.1): requests in order, each with its answer. What a request made is named by `$ID` in the address
 * and bodies of later ones. Requests of one `atomicityGroup` stand together or not at all.
 */
export async function answerBatch(context: StaContext, given: unknown, language: Language): Promise<Reply> {
  const list = asBody(given, '')['requests'];
  if (!Array.isArray(list) || list.length > mostRequests)
    throw bodyInvalid('/requests', `[{"id", "method", "url", "body"}] ≤ ${mostRequests}`);
  const requests = list.map((each, place) =>
    readRequest(context, asBody(each, `/requests/${place}`), `/requests/${place}`),
  );
  const made = new Map<string, string>();
  const responses: BatchResponse[] = [];
  for (let place = 0; place < requests.length;) {
    const { group } = requests[place]!;
    let end = place + 1;
    while (group !== null && requests[end]?.group === group) end++;
    const part = requests.slice(place, end);
    responses.push(
      ...(group === null
        ? [await answer(context, part[0]!, made, language)]
        : await together(context, part, made, language)),
    );
    place = end;
  }
  return { resource: 'sensorthings', data: { responses } };
}

function readRequest({ root }: StaContext, request: Body, pointer: string): BatchRequest {
  const { id, method, url, atomicityGroup, body } = request;
  if (typeof id !== 'string' && typeof id !== 'number') throw bodyInvalid(`${pointer}/id`, '"1"');
  if (typeof method !== 'string') throw bodyInvalid(`${pointer}/method`, 'get, post, patch, put, delete');
  if (typeof url !== 'string') throw bodyInvalid(`${pointer}/url`, 'Things(1)?$select=name');
  const own = [root, new URL(root).pathname].find((prefix) => url.startsWith(prefix)) ?? '';
  const [path = '', query = ''] = splitOnce(url.slice(own.length).replace(/^\/+/, ''));
  return {
    id: String(id),
    method: method.toUpperCase(),
    path: decode(path, pointer),
    query: Object.fromEntries(new URLSearchParams(query)),
    body,
    group: atomicityGroup == null ? null : String(atomicityGroup as string),
  };
}

function splitOnce(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

function decode(path: string, pointer: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw bodyInvalid(`${pointer}/url`, 'Things(1)');
  }
}

async function answer(
  context: StaContext,
  request: BatchRequest,
  made: Map<string, string>,
  language: Language,
): Promise<BatchResponse> {
  try {
    return await perform(context, request, made);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { id: request.id, status: error.type.status, body: error.toDocument(language) };
  }
}

async function perform(context: StaContext, request: BatchRequest, made: Map<string, string>): Promise<BatchResponse> {
  const { id } = request;
  const reply = await dispatch(context, {
    ...request,
    path: request.path.replace(/^\$([^/]+)/, (whole, name: string) => made.get(name) ?? whole),
    body: resolved(request.body, made),
  });
  if ('location' in reply) {
    made.set(id, reply.location.slice(context.root.length + 1));
    return { id, status: reply.status, location: reply.location };
  }
  if ('mediaType' in reply) {
    const text = String(reply.body);
    const body: unknown = text !== '' && reply.mediaType === representations.json ? JSON.parse(text) : text;
    return { id, status: reply.status ?? 200, ...(body !== '' && { body }) };
  }
  return { id, status: reply.status ?? 200, body: reply.data };
}

/** `"@iot.id": "$1"` becomes the id of what request 1 made. */
function resolved(value: unknown, made: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, made));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const named = name === '@iot.id' && typeof member === 'string' ? made.get(member.slice(1)) : undefined;
      return [name, named === undefined ? resolved(member, made) : Number(/\((\d+)\)$/.exec(named)?.[1])];
    }),
  );
}

/** Ends a group's transaction. */
class Broken extends Error {
  readonly id: string;
  readonly problem: Problem;
  constructor(id: string, problem: Problem) {
    super(problem.message);
    this.id = id;
    this.problem = problem;
  }
}

/** Observations are taken in by a transaction of their own, which no group can hold. */
const takesIn = ({ method, path, body }: BatchRequest): boolean =>
  method !== 'GET' &&
  (/Observations(?:\(\d+\))?$|^CreateObservations$/.test(path) ||
    JSON.stringify(body ?? null).includes('"Observations"'));

async function together(
  context: StaContext,
  requests: readonly BatchRequest[],
  made: Map<string, string>,
  language: Language,
): Promise<BatchResponse[]> {
  const inside = new Map(made);
  try {
    const responses = await context.db.transaction(async (tx) => {
      const found: BatchResponse[] = [];
      for (const request of requests) {
        try {
          if (takesIn(request)) throw staProblem('sta-unsupported', { what: 'atomicityGroup + Observations' });
          found.push(await perform({ ...context, db: within(tx) }, request, inside));
        } catch (error) {
          throw error instanceof Problem ? new Broken(request.id, error) : error;
        }
      }
      return found;
    });
    for (const [id, path] of inside) made.set(id, path);
    return responses;
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { problem } = error;
    return requests.map(({ id }) =>
      id === error.id ? { id, status: problem.type.status, body: problem.toDocument(language) } : { id, status: 424 },
    );
  }
}

/** A transaction in whose place another one would stand. */
function within(tx: Db): Db {
  return new Proxy(tx, {
    get(target, name) {
      if (name === 'transaction') return <T>(work: (inner: Db) => Promise<T>) => work(target);
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
