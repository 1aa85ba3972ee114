import type { FastifyReply } from 'fastify';
import type { Caller } from './caller.ts';

/** Headers of ours that a page of another origin may look at. */
const shownHeaders = 'Content-Crs, ETag, Link, Lienthong-Edition';

/**
 * Lets pages of any origin read what the public reads (17-069r4, /rec/core/cross-origin). A browser sends neither cookie
 * nor token along with `*`, so nothing that needs the operator can be read this way.
 */
export function openToOtherOrigins(reply: FastifyReply, method: string, caller: Caller): void {
  if (caller.kind !== 'public' || (method !== 'GET' && method !== 'HEAD')) return;
  reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', shownHeaders);
}

/** Answers OPTIONS: the methods of an address and, to a browser that asks first, what another origin may send. */
export function sendMethods(reply: FastifyReply, allowed: readonly string[]): void {
  reply.header('allow', allowed.join(', '));
  if (allowed.includes('GET')) {
    reply
      .header('access-control-allow-origin', '*')
      .header('access-control-allow-methods', 'GET, HEAD')
      .header('access-control-allow-headers', 'Accept, If-None-Match')
      .header('access-control-max-age', '86400');
  }
  reply.status(204).send();
}
