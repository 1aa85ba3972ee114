import { DatabaseError } from '../database-error.ts';
import { affectedOf } from '../command-tag.ts';
import { parserOf } from '../values.ts';

/**
 * The few messages of PostgreSQL's protocol 3 (manual, chapter 55) that the embedded engine needs. Statements are
 * encoded and answers decoded in the caller's thread; the worker only passes bytes, which move without a copy.
 */

export interface Answer {
  readonly rows: Record<string, unknown>[];
  /** Rows that an insert, update, delete, merge or copy touched. */
  readonly affected: number;
  /** The command tag's first word, e.g. `COMMIT`; empty for an empty statement. */
  readonly command: string;
  readonly error: DatabaseError | null;
  readonly notifications: readonly { channel: string; payload: string }[];
  /** What a COPY … TO STDOUT gave, in its messages' pieces. */
  readonly copied: readonly Buffer[];
  /** `I` idle, `T` in a transaction, `E` in a failed one; null where the engine broke off. */
  readonly status: string | null;
}

/** Without values a simple query, which may hold several statements; else Parse, Bind, Describe, Execute, Sync. */
export function encodeStatement(text: string, values: readonly (string | null)[]): Uint8Array<ArrayBuffer> {
  if (values.length === 0) return joinBytes([message('Q', cstring(text))]);
  return joinBytes([
    message('P', Buffer.concat([cstring(''), cstring(text), int16(0)])),
    message('B', bindBody(values)),
    message('D', Buffer.from('P\0')),
    message('E', Buffer.concat([cstring(''), int32(0)])),
    message('S', Buffer.alloc(0)),
  ]);
}

function bindBody(values: readonly (string | null)[]): Buffer {
  const parts = [cstring(''), cstring(''), int16(0), int16(values.length)];
  for (const value of values) {
    if (value === null) parts.push(int32(-1));
    else parts.push(int32(Buffer.byteLength(value)), Buffer.from(value));
  }
  parts.push(int16(0));
  return Buffer.concat(parts);
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.allocUnsafe(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** PostgreSQL text ends at U+0000: a statement or name that holds one is refused, never cut. */
function cstring(text: string): Buffer {
  if (text.includes('\0')) throw new DatabaseError({ code: '22021', message: 'A statement cannot hold U+0000.' });
  return Buffer.from(`${text}\0`);
}

function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** A copy with an `ArrayBuffer` of its own, so that it can be given to the worker whole. */
function joinBytes(parts: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

interface Reading {
  rows: Record<string, unknown>[];
  affected: number;
  command: string;
  error: DatabaseError | null;
  notifications: { channel: string; payload: string }[];
  copied: Buffer[];
  status: string | null;
  columns: Column[];
  /** The statement in hand gives rows, be it rows without columns. */
  givesRows: boolean;
}

/** Decodes all messages of an answer. Of several statements the last one's rows count. */
export function decodeAnswer(bytes: Uint8Array): Answer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reading: Reading = {
    rows: [],
    affected: 0,
    command: '',
    error: null,
    notifications: [],
    copied: [],
    status: null,
    columns: [],
    givesRows: false,
  };
  for (let at = 0; at < buffer.length;) {
    const end = at + 1 + buffer.readInt32BE(at + 1);
    readMessage(reading, buffer.toString('latin1', at, at + 1), buffer, at + 5, end);
    at = end;
  }
  return reading;
}

function readMessage(reading: Reading, type: string, buffer: Buffer, at: number, end: number): void {
  switch (type) {
    case 'T':
      reading.columns = readColumns(buffer, at);
      reading.givesRows = true;
      reading.rows = [];
      return;
    case 'D':
      reading.rows.push(readRow(reading.columns, buffer, at));
      return;
    case 'd':
      reading.copied.push(buffer.subarray(at, end));
      return;
    case 'C':
      return readTag(reading, buffer.toString('utf8', at, end - 1));
    case 'E':
      reading.error ??= readError(buffer, at, end);
      return;
    case 'A':
      reading.notifications.push(readNotification(buffer, at, end));
      return;
    case 'Z':
      reading.status = buffer.toString('latin1', at, at + 1);
      return;
  }
}

function readColumns(buffer: Buffer, start: number): Column[] {
  const count = buffer.readUInt16BE(start);
  const columns: Column[] = [];
  let at = start + 2;
  for (let i = 0; i < count; i++) {
    const nameEnd = buffer.indexOf(0, at);
    const typeId = buffer.readUInt32BE(nameEnd + 7);
    columns.push({ name: buffer.toString('utf8', at, nameEnd), parse: parserOf(typeId) });
    at = nameEnd + 19;
  }
  return columns;
}

function readRow(columns: readonly Column[], buffer: Buffer, start: number): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = start + 2;
  for (const column of columns) {
    const length = buffer.readInt32BE(at);
    at += 4;
    if (length < 0) {
      row[column.name] = null;
      continue;
    }
    row[column.name] = column.parse(buffer.toString('utf8', at, at + length));
    at += length;
  }
  return row;
}

function readTag(reading: Reading, tag: string): void {
  reading.command = tag.split(' ')[0]!;
  reading.affected = affectedOf(tag);
  if (!reading.givesRows) reading.rows = [];
  reading.givesRows = false;
}

function readError(buffer: Buffer, at: number, end: number): DatabaseError {
  const fields = new Map<string, string>();
  for (let place = at; place < end && buffer[place] !== 0;) {
    const stop = buffer.indexOf(0, place + 1);
    fields.set(buffer.toString('latin1', place, place + 1), buffer.toString('utf8', place + 1, stop));
    place = stop + 1;
  }
  return new DatabaseError({
    message: fields.get('M') ?? 'The database gave an error without a text.',
    code: fields.get('C') ?? 'XX000',
    detail: fields.get('D'),
    hint: fields.get('H'),
    position: fields.get('P'),
    where: fields.get('W'),
    schema: fields.get('s'),
    table: fields.get('t'),
    column: fields.get('c'),
    constraint: fields.get('n'),
  });
}

function readNotification(buffer: Buffer, at: number, end: number): { channel: string; payload: string } {
  const nameEnd = buffer.indexOf(0, at + 4);
  return { channel: buffer.toString('utf8', at + 4, nameEnd), payload: buffer.toString('utf8', nameEnd + 1, end - 1) };
}
