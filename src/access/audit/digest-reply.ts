import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { BytesReply, Reply } from '../../kernel/index.ts';
import { canonicalJson, sha256 } from './canonical.ts';

/** Lists in answers, by the names that routes give them. */
const listNames = ['features', 'changes', 'rows', 'issues', 'entries', 'datasets', 'collections', 'sources', 'runs'];

/** Digest of an answer that is whole: of the bytes as they stand before packing, or of the resource in canonical form. */
export function digestOfReply(reply: Reply): string | undefined {
  if ('mediaType' in reply) return reply.body instanceof Readable ? undefined : sha256(reply.body);
  return reply.data === undefined ? undefined : sha256(canonicalJson(reply.data));
}

/** How many rows are in it: what the route says, else the length of the list in it. */
export function rowsOfReply(reply: Reply): number | undefined {
  if ('mediaType' in reply) return typeof reply.rows === 'function' ? reply.rows() : reply.rows;
  if ('location' in reply) return undefined;
  if (reply.rows !== undefined) return reply.rows;
  const data = (reply.data ?? {}) as Record<string, unknown>;
  const list = listNames.map((name) => data[name]).find(Array.isArray);
  return list?.length;
}

interface Ended {
  /** False where the caller went away or the data broke off. */
  readonly whole: boolean;
  readonly bytes: number;
  readonly digest: string;
  readonly rows: number | undefined;
}

/** A streamed answer whose bytes are counted and digested as they leave; null where the answer is whole already. */
export function watchStream(reply: Reply): { readonly reply: Reply; readonly ended: Promise<Ended> } | null {
  if (!('mediaType' in reply) || !(reply.body instanceof Readable)) return null;
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const source = reply.body;
  source.once('error', (error) => counting.destroy(error));
  counting.once('close', () => source.destroy());
  const ended = finished(counting).then(
    () => true,
    () => false,
  );
  const watched: BytesReply = { ...reply, body: source.pipe(counting) };
  return {
    reply: watched,
    ended: ended.then((whole) => ({ whole, bytes, digest: hash.digest('hex'), rows: rowsOfReply(reply) })),
  };
}
