import { isUtf8 } from 'node:buffer';
import type { ByteStream } from '../byte-source.ts';
import { isObject } from '../geojson/feature.ts';
import type { RejectedRecord } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { parseJson } from './flatten.ts';
import { jsonBytes } from './json-bytes.ts';
import { isWithinDepth, PieceSplitter } from './json-pieces.ts';
import { JsonWalk } from './json-walk.ts';
import { splitPath, type RecordPlace } from './record-path.ts';

/** One record: its value, the key it has in an object of records, and members of what it stands in. */
export interface JsonRecord {
  readonly value: unknown;
  readonly key: string | null;
  readonly parents: Readonly<Record<string, unknown>> | null;
}

export type JsonFound =
  | { readonly position: number; readonly record: JsonRecord }
  | { readonly position: number; readonly rejected: Omit<RejectedRecord, 'position'> };

export interface JsonPlace {
  readonly path: string;
  readonly kind: RecordPlace['kind'] | 'lines';
}

/** Records at one place, streamed; ends with the text around them, null when that is too long. */
export async function* jsonRecords(
  bytes: ByteStream,
  place: JsonPlace,
  file: string,
  reading: Reading,
): AsyncGenerator<JsonFound[], Buffer | null> {
  if (place.kind === 'lines') return yield* recordsOfLines(bytes, file, reading);
  if (place.kind === 'single') return yield* onlyRecord(bytes, file, reading);
  const { outer, inner } = splitPath(place.path);
  const collect = new Collector(outer, inner, place.kind);
  const walk = new JsonWalk(
    file,
    reading.limits,
    {
      element: (piece, key) => collect.element(piece, key),
      elementTooLong: () => collect.reject({ reason: 'record-too-long', raw: '' }),
    },
    { path: outer },
  );
  for await (const chunk of jsonBytes(bytes)) {
    reading.signal?.throwIfAborted();
    walk.pushAll(chunk);
    const found = collect.take();
    if (found.length > 0) yield found;
  }
  walk.end();
  if (!walk.found) throw problem('layer-not-found', { file, layer: place.path });
  return walk.skeleton;
}

class Collector {
  readonly #inner: readonly string[];
  readonly #kind: JsonPlace['kind'];
  readonly #outerName: string;
  #found: JsonFound[] = [];
  #position = 0;

  constructor(outer: string, inner: readonly string[], kind: JsonPlace['kind']) {
    this.#inner = inner;
    this.#kind = kind;
    this.#outerName = outer.slice(outer.lastIndexOf('/') + 1) || 'parent';
  }

  take(): JsonFound[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  reject(rejected: Omit<RejectedRecord, 'position'>): void {
    this.#position += 1;
    this.#found.push({ position: this.#position, rejected });
  }

  element(piece: Buffer, key: string | null): void {
    const parsed = parsePiece(piece);
    if ('rejected' in parsed) return this.reject(parsed.rejected);
    if (this.#inner.length === 0) this.#add({ value: parsed.value, key, parents: null });
    else this.#descend(parsed.value, this.#inner, {}, this.#outerName);
  }

  #add(record: JsonRecord): void {
    this.#position += 1;
    this.#found.push({ position: this.#position, record });
  }

  /** Goes the rest of the way inside one outer record; plain members of what is passed go along with each inner one. */
  #descend(value: unknown, way: readonly string[], parents: Readonly<Record<string, unknown>>, name: string): void {
    const [step, ...rest] = way;
    if (step === undefined) {
      if (Array.isArray(value)) for (const one of value) this.#add({ value: one, key: null, parents });
      else if (this.#kind === 'members' && isObject(value)) {
        for (const [key, one] of Object.entries(value)) this.#add({ value: one, key, parents });
      } else if (value !== null && value !== undefined) this.#add({ value, key: null, parents });
    } else if (step === '*') {
      const parts = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
      for (const part of parts) this.#descend(part, rest, parents, name);
    } else if (isObject(value)) {
      this.#descend(value[step], rest, { ...parents, [name]: plainMembers(value, step) }, step);
    }
  }
}

function plainMembers(value: Readonly<Record<string, unknown>>, without: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key, member]) => key !== without && !Array.isArray(member)));
}

function parsePiece(piece: Buffer): { value: unknown } | { rejected: Omit<RejectedRecord, 'position'> } {
  const raw = () => piece.toString('utf8', 0, 8_000).trim().slice(0, 2_000);
  if (!isUtf8(piece)) return { rejected: { reason: 'invalid-json', raw: raw(), detail: 'UTF-8' } };
  try {
    return { value: parseJson(piece.toString('utf8')) };
  } catch (error) {
    return { rejected: { reason: 'invalid-json', raw: raw(), detail: (error as Error).message.slice(0, 200) } };
  }
}

async function* recordsOfLines(bytes: ByteStream, file: string, reading: Reading): AsyncGenerator<JsonFound[], null> {
  const { recordBytes, jsonDepth } = reading.limits;
  let found: JsonFound[] = [];
  const splitter = new PieceSplitter(0x0a, recordBytes, (piece, position) => {
    if (!piece) throw problem('record-too-long', { file, place: `dòng / line ${position}`, limit: recordBytes });
    if (piece.every((byte) => byte <= 0x20)) return;
    if (!isWithinDepth(piece, jsonDepth)) {
      throw problem('json-too-deep', { file, place: `dòng / line ${position}`, limit: jsonDepth });
    }
    const parsed = parsePiece(piece);
    if ('rejected' in parsed) found.push({ position, rejected: parsed.rejected });
    else found.push({ position, record: { value: parsed.value, key: null, parents: null } });
  });
  for await (const chunk of jsonBytes(bytes)) {
    reading.signal?.throwIfAborted();
    splitter.push(chunk);
    if (found.length > 0) yield found;
    found = [];
  }
  splitter.end();
  if (found.length > 0) yield found;
  return null;
}

async function* onlyRecord(bytes: ByteStream, file: string, reading: Reading): AsyncGenerator<JsonFound[], null> {
  const limit = reading.limits.recordBytes;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of jsonBytes(bytes)) {
    length += chunk.length;
    if (length > limit) throw problem('record-too-long', { file, place: 'byte 0', limit });
    parts.push(chunk);
  }
  const parsed = parsePiece(Buffer.concat(parts));
  if ('rejected' in parsed) {
    throw problem('damaged-file', { file, place: 'JSON', reason: parsed.rejected.detail ?? parsed.rejected.reason });
  }
  yield [{ position: 1, record: { value: parsed.value, key: null, parents: null } }];
  return null;
}
