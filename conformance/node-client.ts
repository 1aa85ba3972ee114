import assert from 'node:assert/strict';

/** An answer, read whole. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Media type without parameters. */
  readonly mediaType: string;
  json<T = Record<string, unknown>>(): T;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A plain HTTP client of a node under test: nothing of the product is in it. */
export interface NodeClient {
  /** Base address without trailing slash. */
  readonly base: string;
  /** Fetches a path of the node or an absolute address from one of its links. */
  fetch(place: string, query?: Query, init?: RequestInit): Promise<Answer>;
  /** Fetches and expects 200. */
  get(place: string, query?: Query, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

const patienceMs = 60_000;

export function createNodeClient(address: string): NodeClient {
  const base = address.replace(/\/+$/, '');
  const ask = async (place: string, query: Query = {}, init: RequestInit = {}): Promise<Answer> => {
    const url = new URL(/^https?:/.test(place) ? place : `${base}${place}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs), ...init });
    const text = await response.text();
    return {
      url: url.href,
      status: response.status,
      headers: response.headers,
      text,
      mediaType: (response.headers.get('content-type') ?? '').split(';')[0]!.trim(),
      json: <T>() => parse(url.href, text) as T,
    };
  };
  return {
    base,
    fetch: ask,
    get: async (place, query, headers) => {
      const answer = await ask(place, query, headers ? { headers } : {});
      assert.equal(answer.status, 200, `${answer.url} answers ${answer.status}: ${answer.text.slice(0, 200)}`);
      return answer;
    },
  };
}

function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${url} is not JSON: ${text.slice(0, 120)}`);
  }
}
