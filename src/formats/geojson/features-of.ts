import type { ByteStream } from '../byte-source.ts';
import { jsonBytes } from '../json/json-bytes.ts';
import { isWithinDepth, PieceSplitter } from '../json/json-pieces.ts';
import { JsonWalk, type WalkListener } from '../json/json-walk.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { isObject, parseFeature, type Parsed } from './feature.ts';

const LF = 0x0a;
const RECORD_SEPARATOR = 0x1e;

/** One record, where it stands, and the bytes it was read from. */
export interface Found {
  readonly position: number;
  readonly parsed: Parsed;
  readonly bytes: Buffer;
}

export type JsonKind = 'collection' | 'single' | 'lines' | 'sequence';

interface Root {
  readonly type: unknown;
  readonly crs: string | null;
}

/** Over the root's `features`, wherever they stand among its members. */
function walkFeatures(file: string, reading: Reading, listener: WalkListener): JsonWalk {
  return new JsonWalk(file, reading.limits, listener, { path: '/features', isArray: true });
}

/** Records of one JSON document: the `features` of a collection, or the root itself. Ends with what the root says. */
export async function* featuresOfDocument(
  bytes: ByteStream,
  file: string,
  reading: Reading,
): AsyncGenerator<Found[], Root> {
  let found: Found[] = [];
  const walk = walkFeatures(file, reading, {
    element: (piece, _, position) => found.push({ position, parsed: parseFeature(piece), bytes: piece }),
    elementTooLong: (position) =>
      found.push({ position, parsed: { reason: 'record-too-long' }, bytes: Buffer.alloc(0) }),
  });
  for await (const chunk of jsonBytes(bytes)) {
    reading.signal?.throwIfAborted();
    walk.pushAll(chunk);
    if (found.length > 0) yield found;
    found = [];
  }
  walk.end();
  const root = walk.skeleton;
  if (!root) {
    if (walk.found) return { type: 'FeatureCollection', crs: null };
    throw problem('record-too-long', { file, place: 'byte 0', limit: reading.limits.recordBytes });
  }
  if (!walk.found) yield [{ position: 1, parsed: parseFeature(root), bytes: root }];
  return describeRoot(root, file);
}

function describeRoot(root: Buffer, file: string): Root {
  let value: unknown;
  try {
    value = JSON.parse(root.toString('utf8'));
  } catch (error) {
    throw problem('damaged-file', { file, place: 'byte 0', reason: (error as Error).message.slice(0, 200) });
  }
  return isObject(value) ? { type: value['type'], crs: crsName(value['crs']) } : { type: null, crs: null };
}

/** The name in the `crs` member of GeoJSON 2008, which RFC 7946 left out and many tools still write. */
function crsName(crs: unknown): string | null {
  if (!isObject(crs) || !isObject(crs['properties'])) return null;
  const { name } = crs['properties'];
  return typeof name === 'string' ? name : null;
}

/** Records of a text sequence: one JSON text a line, or one after each record separator (RFC 8142). */
export async function* featuresOfSequence(
  bytes: ByteStream,
  kind: 'lines' | 'sequence',
  file: string,
  reading: Reading,
): AsyncGenerator<Found[], { readonly lastIsWhole: boolean }> {
  const { recordBytes, jsonDepth } = reading.limits;
  let found: Found[] = [];
  let lastByte = LF;
  const splitter = new PieceSplitter(kind === 'lines' ? LF : RECORD_SEPARATOR, recordBytes, (piece, ordinal) => {
    // The first separator stands before the first text.
    const position = kind === 'lines' ? ordinal : ordinal - 1;
    if (!piece) {
      const place = kind === 'lines' ? `dòng / line ${position}` : `№ ${position}`;
      throw problem('record-too-long', { file, place, limit: recordBytes });
    }
    // RFC 8142 lines may begin with a separator of their own.
    const text = piece[0] === RECORD_SEPARATOR ? piece.subarray(1) : piece;
    if (isBlank(text)) return;
    if (!isWithinDepth(text, jsonDepth)) {
      throw problem('json-too-deep', { file, place: `№ ${position}`, limit: jsonDepth });
    }
    found.push({ position, parsed: parseFeature(text), bytes: text });
  });
  for await (const chunk of jsonBytes(bytes)) {
    reading.signal?.throwIfAborted();
    if (chunk.length > 0) lastByte = chunk[chunk.length - 1]!;
    splitter.push(chunk);
    if (found.length > 0) yield found;
    found = [];
  }
  splitter.end();
  if (found.length > 0) yield found;
  return { lastIsWhole: lastByte === LF };
}

/**
 * How records stand in a file that begins like JSON: looked for only until the first root object ends or its `features`
 * begin. Null for a file that begins with an array.
 */
export async function kindOfJson(bytes: ByteStream, file: string, reading: Reading): Promise<JsonKind | null> {
  const walk = walkFeatures(file, reading, {});
  let isFirst = true;
  let firstLineEnded = false;
  for await (const chunk of jsonBytes(bytes)) {
    reading.signal?.throwIfAborted();
    let rest = chunk;
    if (isFirst) {
      rest = withoutSpace(chunk);
      if (rest.length === 0) continue;
      if (rest[0] === RECORD_SEPARATOR) return 'sequence';
      if (rest[0] !== 0x7b) return null;
      isFirst = false;
    }
    if (!walk.ended) {
      const used = walk.push(rest);
      firstLineEnded ||= rest.subarray(0, used).includes(LF);
      if (walk.found) return 'collection';
      rest = rest.subarray(used);
    }
    if (walk.ended && !isBlank(rest)) {
      // A root over several lines with more after it is not one JSON text a line.
      if (firstLineEnded) throw problem('damaged-file', { file, place: 'JSON', reason: '}…{' });
      return 'lines';
    }
  }
  walk.end();
  return 'single';
}

function withoutSpace(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length && bytes[start]! <= 0x20 && bytes[start] !== RECORD_SEPARATOR) start += 1;
  return bytes.subarray(start);
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte > 0x20) return false;
  return true;
}
