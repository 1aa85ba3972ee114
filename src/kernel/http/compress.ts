import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable, pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';

const gzipBuffer = promisify(gzip);
/** Level 3 gives about 90 % of level 6's saving on JSON at twice its speed. */
const level = 3;
const worthBytes = 1_400;

/** Sends the body, gzipped where the caller accepts it and it is text worth the work. */
export async function compressReply(
  raw: FastifyRequest,
  reply: FastifyReply,
  body: string | Buffer | Readable,
): Promise<void> {
  const type = String(reply.getHeader('content-type') ?? '');
  // Events are told when they happen; a compressor would hold them until it has enough.
  const isWorthIt = /json|text|csv|xml|svg|javascript/.test(type) && !type.startsWith('text/event-stream');
  const accepted = isWorthIt && /\bgzip\b/.test(String(raw.headers['accept-encoding'] ?? ''));
  if (!accepted || reply.hasHeader('content-encoding')) {
    reply.send(body);
    return;
  }
  if (body instanceof Readable) {
    reply.header('content-encoding', 'gzip');
    reply.send(pipeline(body, createGzip({ level }), () => undefined));
    return;
  }
  if (Buffer.byteLength(body) < worthBytes) {
    reply.send(body);
    return;
  }
  const packed = await gzipBuffer(body, { level });
  reply.header('content-encoding', 'gzip').send(packed);
}
