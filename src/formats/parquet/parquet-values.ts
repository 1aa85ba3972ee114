import { isUtf8 } from 'node:buffer';
import type { ParquetParsers, SchemaElement } from 'hyparquet';
import type { Cell } from '../model.ts';

/** Turns a value as stored into a cell. */
export type ValueReader = (value: unknown) => Cell;

/**
 * How one plain column is read: the annotations that the library would turn into inexact numbers or dates are taken
 * away from `element`, so that it gives stored values, and their meaning is applied here.
 */
export function takeMeaning(element: SchemaElement): ValueReader {
  const { converted_type: converted, logical_type: logical } = element;
  const strip = () => {
    delete element.converted_type;
    delete element.logical_type;
  };
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = logical?.type === 'DECIMAL' ? logical.scale : (element.scale ?? 0);
    strip();
    return (value) => decimalOf(value, scale);
  }
  if (logical?.type === 'TIMESTAMP' || converted?.startsWith('TIMESTAMP_')) {
    const unit = logical?.type === 'TIMESTAMP' ? logical.unit : converted === 'TIMESTAMP_MICROS' ? 'MICROS' : 'MILLIS';
    const isUtc = logical?.type !== 'TIMESTAMP' || logical.isAdjustedToUTC;
    strip();
    return (value) => momentOf(value, unit, isUtc);
  }
  if (logical?.type === 'TIME' || converted?.startsWith('TIME_')) {
    const unit = logical?.type === 'TIME' ? logical.unit : converted === 'TIME_MICROS' ? 'MICROS' : 'MILLIS';
    strip();
    return (value) => timeOf(value, unit);
  }
  if (logical?.type === 'DATE' || converted === 'DATE') {
    strip();
    return (value) => (typeof value === 'number' ? dayOf(value) : plainCell(value));
  }
  if (
    converted === 'BSON' ||
    converted === 'INTERVAL' ||
    logical?.type === 'GEOMETRY' ||
    logical?.type === 'GEOGRAPHY'
  ) {
    strip();
  }
  return plainCell;
}

/** For values inside lists, maps and structures, where the library itself applies the annotations. */
export const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value) => momentOf(value, 'MILLIS', true),
  timestampFromMicroseconds: (value) => momentOf(value, 'MICROS', true),
  timestampFromNanoseconds: (value) => momentOf(value, 'NANOS', true),
  dateFromDays: (days) => (typeof days === 'number' ? dayOf(days) : null),
  stringFromBytes: (bytes) => (bytes instanceof Uint8Array ? textOf(bytes) : bytes),
  jsonFromBytes: (bytes) => (bytes instanceof Uint8Array ? jsonOf(textOf(bytes)) : bytes),
  geometryFromBytes: (bytes) => bytes,
  geographyFromBytes: (bytes) => bytes,
};

export function plainCell(value: unknown): Cell {
  switch (typeof value) {
    case 'bigint':
      return exact(value);
    case 'number':
      return Number.isNaN(value) ? null : Number.isFinite(value) ? value : String(value);
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : structure(value);
    default:
      return null;
  }
}

/** Whole numbers beyond 2^53 stay exact as text. */
function exact(value: bigint): Cell {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : String(value);
}

function structure(value: object): Cell {
  if (value instanceof Uint8Array) return textOf(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plainCell);
  if (Array.isArray(value)) return value.map(plainCell);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainCell(member)]));
}

/** Text where the bytes are, else their digits. */
function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) && !buffer.includes(0) ? buffer.toString('utf8') : buffer.toString('hex');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Exact: a number where a double holds all digits, else text. */
function decimalOf(value: unknown, scale: number): Cell {
  const whole = value instanceof Uint8Array ? signed(value) : typeof value === 'bigint' ? value : null;
  const unscaled = whole ?? (typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : null);
  if (unscaled === null) return plainCell(value);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const places = Math.max(0, Math.min(scale, digits.length));
  const point = digits.length - places;
  const text = `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${places > 0 ? `.${digits.slice(point)}` : ''}`;
  return digits.replace(/^0+/, '').length <= 15 ? Number(text) : text;
}

function signed(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const value = BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`);
  return bytes[0]! >= 0x80 ? value - (1n << BigInt(bytes.length * 8)) : value;
}

const perSecond = { MILLIS: 1_000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;

/** ISO text with as many digits of a second as say something; `Z` only where the file says UTC. */
function momentOf(value: unknown, unit: keyof typeof perSecond, isUtc: boolean): Cell {
  if (typeof value !== 'bigint' && typeof value !== 'number') return plainCell(value);
  const ticks = BigInt(value);
  const per = perSecond[unit];
  const seconds = ticks >= 0n ? ticks / per : -((-ticks + per - 1n) / per);
  const date = new Date(Number(seconds) * 1_000);
  if (Number.isNaN(date.getTime())) return String(ticks);
  return `${date.toISOString().slice(0, -5)}${fraction(ticks - seconds * per, unit)}${isUtc ? 'Z' : ''}`;
}

function timeOf(value: unknown, unit: keyof typeof perSecond): Cell {
  if (typeof value !== 'bigint' && typeof value !== 'number') return plainCell(value);
  const ticks = BigInt(value);
  const seconds = Number(ticks / perSecond[unit]);
  if (seconds < 0 || seconds >= 86_400) return String(ticks);
  return new Date(seconds * 1_000).toISOString().slice(11, 19) + fraction(ticks % perSecond[unit], unit);
}

function fraction(ticks: bigint, unit: keyof typeof perSecond): string {
  if (ticks === 0n) return '';
  const places = String(perSecond[unit]).length - 1;
  return `.${String(ticks).padStart(places, '0').replace(/0+$/, '')}`;
}

function dayOf(days: number): Cell {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, 10);
}
