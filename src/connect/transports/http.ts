import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { connectProblem } from '../problems.ts';
import type { Arrival } from './arrival.ts';
import { reasonOf } from './file.ts';

const answerWithinMs = 60_000;

/** Fetches an http(s) address; the name comes from Content-Disposition or the path. Throws `address-not-reached`. */
export async function openAddress(url: string, signal?: AbortSignal): Promise<Arrival> {
  const timeout = AbortSignal.timeout(answerWithinMs);
  let response: Response;
  try {
    response = await fetch(url, {
      redirect: 'follow',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: { accept: '*/*', 'user-agent': 'lienthong' },
    });
  } catch (error) {
    const cause = (error as { cause?: unknown }).cause;
    throw connectProblem('address-not-reached', { url, reason: reasonOf(cause ?? error) }, { cause: error });
  }
  if (!response.ok || !response.body) {
    throw connectProblem('address-not-reached', { url, reason: `HTTP ${response.status}` });
  }
  return { name: nameOf(response, url), stream: Readable.fromWeb(response.body as ReadableStream) };
}

function nameOf(response: Response, url: string): string {
  const given = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const last = new URL(url).pathname.split('/').filter(Boolean).at(-1);
  return decode(given ?? last ?? 'download');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
