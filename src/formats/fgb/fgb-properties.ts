import { carrierDecoder } from '../carrier-text.ts';
import type { Cell } from '../model.ts';
import type { FgbColumn } from './fgb-header.ts';

const decode = carrierDecoder('utf-8')!;

/** Cells by column: pairs of a column's number and a value stand one after another. Throws RangeError. */
export function cellsOfFgb(bytes: Buffer | null, columns: readonly FgbColumn[]): Cell[] {
  const cells: Cell[] = columns.map(() => null);
  if (!bytes) return cells;
  let at = 0;
  while (at < bytes.length) {
    const index = bytes.readUInt16LE(at);
    const column = columns[index];
    if (!column) throw new RangeError(`column ${index}`);
    at += 2;
    const { cell, length } = valueAt(bytes, at, column);
    cells[index] = cell;
    at += length;
  }
  return cells;
}

function valueAt(bytes: Buffer, at: number, { type }: FgbColumn): { readonly cell: Cell; readonly length: number } {
  switch (type) {
    case 'byte':
      return { cell: bytes.readInt8(at), length: 1 };
    case 'ubyte':
      return { cell: bytes.readUInt8(at), length: 1 };
    case 'bool':
      return { cell: bytes.readUInt8(at) !== 0, length: 1 };
    case 'short':
      return { cell: bytes.readInt16LE(at), length: 2 };
    case 'ushort':
      return { cell: bytes.readUInt16LE(at), length: 2 };
    case 'int':
      return { cell: bytes.readInt32LE(at), length: 4 };
    case 'uint':
      return { cell: bytes.readUInt32LE(at), length: 4 };
    case 'long':
      return { cell: whole(bytes.readBigInt64LE(at)), length: 8 };
    case 'ulong':
      return { cell: whole(bytes.readBigUInt64LE(at)), length: 8 };
    case 'float':
      return { cell: single(bytes.readFloatLE(at)), length: 4 };
    case 'double':
      return { cell: finite(bytes.readDoubleLE(at)), length: 8 };
    default: {
      const length = bytes.readUInt32LE(at);
      if (at + 4 + length > bytes.length) throw new RangeError(`text of ${length} bytes`);
      const text = bytes.subarray(at + 4, at + 4 + length);
      return { cell: textCell(text, type), length: 4 + length };
    }
  }
}

/** A number while it is exact, else its digits. */
function whole(value: bigint): Cell {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}

function finite(value: number): Cell {
  return Number.isFinite(value) ? value : null;
}

/** The shortest decimal that gives the same single: 0.1, not 0.10000000149011612. */
function single(value: number): Cell {
  if (!Number.isFinite(value)) return null;
  for (let digits = 1; digits <= 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}

function textCell(bytes: Buffer, type: FgbColumn['type']): Cell {
  if (type === 'binary') return null;
  const text = decode(bytes);
  if (type !== 'json') return text;
  try {
    return JSON.parse(text) as Cell;
  } catch {
    return text;
  }
}
