import type { Decode } from '../carrier-text.ts';
import type { Cell } from '../model.ts';
import type { DbfField, DbfHeader } from './dbf-header.ts';

/** `undefined`: the block is not there. */
export type ReadMemo = (block: number) => Buffer | undefined;

export interface CellCounts {
  /** Memo texts that the table points to and nobody sent. */
  memosMissing: number;
  /** Numbers that did not fit into their field: only asterisks stand there. */
  overflown: number;
}

/** One record (with its deletion mark) as cells. */
export type ReadRecord = (record: Buffer) => Cell[];

export function recordReader(
  header: DbfHeader,
  decode: Decode,
  readMemo: ReadMemo | null,
  counts: CellCounts,
): ReadRecord {
  const readers = header.fields.map((field) => cellReader(field, header, decode, readMemo, counts));
  const { nullFlags } = header;
  const nullable = header.fields.some(({ nullBit, lengthBit }) => nullBit >= 0 || lengthBit >= 0);
  return (record) => {
    const flags = nullable && nullFlags ? record.subarray(nullFlags.offset, nullFlags.offset + nullFlags.length) : null;
    return readers.map((read, index) => {
      const field = header.fields[index]!;
      if (flags && isSet(flags, field.nullBit)) return null;
      const bytes = record.subarray(field.offset, field.offset + field.length);
      if (flags && isSet(flags, field.lengthBit)) return read(bytes.subarray(0, Math.min(bytes.length, bytes.at(-1)!)));
      return read(bytes);
    });
  };
}

function isSet(flags: Buffer, bit: number): boolean {
  return bit >= 0 && ((flags[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

type ReadCell = (bytes: Buffer) => Cell;

function cellReader(
  field: DbfField,
  header: DbfHeader,
  decode: Decode,
  readMemo: ReadMemo | null,
  counts: CellCounts,
): ReadCell {
  const { type, length } = field;
  switch (type) {
    case 'N':
    case 'F':
      return (bytes) => numberCell(bytes.toString('latin1'), counts);
    case 'D':
      return (bytes) => dateCell(bytes.toString('latin1'));
    case 'L':
      return (bytes) => truthCell(bytes);
    case 'I':
    case '+':
      if (length === 4) return header.isVisualFoxPro ? (bytes) => bytes.readInt32LE(0) : dbase7Integer;
      break;
    case 'B':
      // In dBase a memo of bytes, in Visual FoxPro a number.
      if (length === 8) return (bytes) => finite(bytes.readDoubleLE(0));
      return memoReader(decode, readMemo, counts);
    case 'Y':
      if (length === 8) return (bytes) => currencyCell(bytes.readBigInt64LE(0));
      break;
    case 'T':
      if (length === 8) return (bytes) => momentCell(bytes.readInt32LE(0), bytes.readInt32LE(4));
      break;
    case 'M':
      return memoReader(decode, readMemo, counts);
    case 'G':
    case 'P':
    case 'W':
      // Pictures and embedded documents are no values of a table.
      return () => null;
  }
  return (bytes) => {
    const end = endOfText(bytes);
    return end === 0 ? null : decode(end === bytes.length ? bytes : bytes.subarray(0, end));
  };
}

/** Where the padding with blanks and zeros begins. */
export function endOfText(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end -= 1;
  return end;
}

function numberCell(text: string, counts: CellCounts): Cell {
  const trimmed = text.replace(/[\s\0]+$/, '').replace(/^\s+/, '');
  if (trimmed === '') return null;
  if (/^\*+$/.test(trimmed)) {
    counts.overflown += 1;
    return null;
  }
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(trimmed)) return trimmed;
  const value = Number(trimmed);
  // More digits than a double holds stay as they stand.
  const digits = trimmed
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  return digits.replace(/0+$/, '').length > 15 && String(value) !== trimmed ? trimmed : value;
}

function dateCell(text: string): Cell {
  const trimmed = text.replaceAll('\0', ' ').trim();
  if (trimmed === '' || /^0+$/.test(trimmed)) return null;
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed);
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : trimmed;
}

function truthCell(bytes: Buffer): Cell {
  const letter = String.fromCharCode(bytes[0] ?? 0x20);
  if ('TtYy1'.includes(letter)) return true;
  if ('FfNn0'.includes(letter)) return false;
  return null;
}

function dbase7Integer(bytes: Buffer): Cell {
  const raw = bytes.readUInt32BE(0);
  return raw === 0 ? null : (raw ^ 0x80000000) | 0;
}

function finite(value: number): Cell {
  return Number.isFinite(value) ? value : null;
}

/** Ten-thousandths. */
function currencyCell(value: bigint): Cell {
  const number = Number(value) / 10_000;
  if (Number.isSafeInteger(Number(value))) return number;
  const absolute = (value < 0n ? -value : value).toString().padStart(5, '0');
  return `${value < 0n ? '-' : ''}${absolute.slice(0, -4)}.${absolute.slice(-4)}`;
}

/** Julian day number and milliseconds of the day, local time without zone. */
function momentCell(day: number, milliseconds: number): Cell {
  if (day === 0) return null;
  const moment = new Date((day - 2_440_588) * 86_400_000 + Math.round(milliseconds / 10) * 10);
  if (Number.isNaN(moment.getTime())) return null;
  return moment.toISOString().replace(/(\.000)?Z$/, '');
}

function memoReader(decode: Decode, readMemo: ReadMemo | null, counts: CellCounts): ReadCell {
  return (bytes) => {
    const block = bytes.length === 4 ? bytes.readUInt32LE(0) : Number(bytes.toString('latin1').replaceAll('\0', ' '));
    if (!Number.isInteger(block) || block <= 0) return null;
    const memo = readMemo?.(block);
    if (memo === undefined) {
      counts.memosMissing += 1;
      return null;
    }
    return memo.length === 0 ? null : decode(memo);
  };
}
