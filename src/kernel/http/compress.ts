import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable, pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createGzip, gzip } from 'node:zlib';

const gzipBuffer = promisify(gzip);
const brotliBuffer = promisify(brotliCompress);
/** Level 3 gives about 90 % of level 6's saving on JSON at twice its speed. */
const level = 3;
/** Quality 4 packs a page a sixth smaller than gzip, in about the same time: what counts on a slow network. */
const pageQuality = 4;
const worthBytes = 1_400;

/** Sends the body, packed where the caller accepts it and it is text worth the work: pages with Brotli, data with gzip. */
export async function compressReply(
  raw: FastifyRequest,
  reply: FastifyReply,
  body: string | Buffer | Readable,
): Promise<void> {
  const type = String(reply.getHeader('content-type') ?? '');
  // Events are told when they happen; a compressor would hold them until it has enough.
  const isWorthIt = /json|text|csv|xml|svg|javascript/.test(type) && !type.startsWith('text/event-stream');
  const encodings = String(raw.headers['accept-encoding'] ?? '');
  const isBrotli = type.startsWith('text/html') && /\bbr\b/.test(encodings) && !(body instanceof Readable);
  const accepted = isWorthIt && (isBrotli || /\bgzip\b/.test(encodings));
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
  const packed = isBrotli
    ? await brotliBuffer(body, { params: { [constants.BROTLI_PARAM_QUALITY]: pageQuality } })
    : await gzipBuffer(body, { level });
  reply.header('content-encoding', isBrotli ? 'br' : 'gzip').send(packed);
}
