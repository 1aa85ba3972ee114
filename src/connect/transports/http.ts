import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { connectProblem } from '../problems.ts';
import type { Arrival } from './arrival.ts';
import { reasonOf } from './file.ts';
import { InsideAddress, lookupOutside, refuseInside } from './reachable.ts';

const answerWithinMs = 60_000;
const mostRedirects = 10;

/** Hosts inside the network that the operator lets be fetched from; `*`: all. */
export type AllowedHosts = readonly string[];

/**
 * Fetches an http(s) address; the name comes from Content-Disposition or the path. Every step of a redirect is checked.
 * Throws `address-not-reached`, or `address-inside` where it leads into the node's own network and nobody allowed that.
 */
export async function openAddress(url: string, allowed: AllowedHosts, signal?: AbortSignal): Promise<Arrival> {
  try {
    let here = new URL(url);
    for (let step = 0; step <= mostRedirects; step++) {
      const answer = await ask(here, allowed, signal);
      const status = answer.statusCode ?? 0;
      const next = answer.headers.location;
      if (status >= 300 && status < 400 && next !== undefined) {
        answer.resume();
        here = new URL(next, here);
        continue;
      }
      if (status < 200 || status >= 300) {
        answer.resume();
        throw new Error(`HTTP ${status}`);
      }
      return { name: nameOf(answer, here), stream: unpacked(answer) };
    }
    throw new Error(`more than ${mostRedirects} redirects`);
  } catch (error) {
    if (error instanceof InsideAddress) throw connectProblem('address-inside', { url, host: error.host });
    throw connectProblem('address-not-reached', { url, reason: reasonOf(error) }, { cause: error });
  }
}

function ask(url: URL, allowed: AllowedHosts, signal?: AbortSignal): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`${url.protocol} is not fetched`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isAllowed = allowed.includes('*') || allowed.includes(host) || allowed.includes(url.host);
  if (!isAllowed) refuseInside(host);
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestSecure : requestPlain;
    const sent = request(
      url,
      {
        headers: { accept: '*/*', 'accept-encoding': 'gzip, identity', 'user-agent': 'lienthong' },
        ...(isAllowed ? {} : { lookup: lookupOutside }),
        ...(signal && { signal }),
      },
      resolve,
    );
    sent.setTimeout(answerWithinMs, () => sent.destroy(new Error(`no answer within ${answerWithinMs / 1_000} s`)));
    sent.once('error', reject);
    sent.end();
  });
}

function unpacked(answer: IncomingMessage): Readable {
  if (answer.headers['content-encoding'] !== 'gzip') return answer;
  return pipeline(answer, createGunzip(), () => {});
}

function nameOf(answer: IncomingMessage, url: URL): string {
  const given = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(answer.headers['content-disposition'] ?? '')?.[1];
  const last = url.pathname.split('/').filter(Boolean).at(-1);
  return decode(given ?? last ?? 'download');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
