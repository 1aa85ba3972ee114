import { problem } from '../problems.ts';

export interface DbfField {
  /** As bytes: names are in the encoding of the cells. */
  readonly name: Buffer;
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly decimals: number;
  /** Bit of `_NullFlags` that says the cell is null; -1 where the field has none. */
  readonly nullBit: number;
  /** Bit that says the last byte holds the length (Varchar, Varbinary); -1 where there is none. */
  readonly lengthBit: number;
}

export interface DbfHeader {
  readonly version: number;
  readonly records: number;
  readonly headerLength: number;
  readonly recordLength: number;
  /** Language driver: a hint at the encoding, often wrong. */
  readonly languageDriver: number;
  readonly fields: readonly DbfField[];
  readonly nullFlags: { readonly offset: number; readonly length: number } | null;
  readonly isVisualFoxPro: boolean;
}

// dBase III+ to V, FoxBASE, FoxPro and Visual FoxPro; the high bits only say which memo file goes with it.
const versions = new Set([0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0xcb, 0xf5, 0xfb]);
const fieldTypes = 'CNFDLMIBTYGPVQWO+@0';

/** dBASE has no signature of its own: version, lengths and the first field must all fit. */
export function looksLikeDbf(head: Buffer): boolean {
  if (head.length < 65 || !versions.has(head[0]!)) return false;
  const headerLength = head.readUInt16LE(8);
  if (headerLength < 65 || head.readUInt16LE(10) < 2 || head[2]! > 12 || head[3]! > 31) return false;
  // A name of one printable character at least, padded with zeros, then a letter that is a type.
  return head[32]! >= 0x20 && fieldTypes.includes(String.fromCharCode(head[43]!)) && head[43] !== 0x30;
}

/** Throws Problems `truncated-file`, `damaged-file`, `too-many-columns`. */
export function parseDbfHeader(bytes: Buffer, file: string, maxFields: number): DbfHeader {
  const version = bytes[0]!;
  const isVisualFoxPro = version >= 0x30 && version <= 0x32;
  const described = descriptors(bytes, file);
  if (described.length > maxFields) throw problem('too-many-columns', { file, limit: maxFields });
  const recordLength = bytes.readUInt16LE(10);
  const layout = layOut(described, isVisualFoxPro);
  if (described.length === 0 || layout.end > recordLength) {
    throw problem('damaged-file', { file, place: 'DBF', reason: `record ${recordLength} < ${layout.end} byte` });
  }
  return {
    version,
    records: bytes.readUInt32LE(4),
    headerLength: bytes.readUInt16LE(8),
    recordLength,
    languageDriver: bytes[29]!,
    isVisualFoxPro,
    fields: layout.fields,
    nullFlags: layout.nullFlags,
  };
}

function descriptors(bytes: Buffer, file: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 32; at + 32 <= bytes.length && bytes[at] !== 0x0d; at += 32) {
    const descriptor = bytes.subarray(at, at + 32);
    const type = String.fromCharCode(descriptor[11]!);
    if (!fieldTypes.includes(type)) {
      // Some writers forget the end mark and leave zeros.
      if (descriptor.every((byte) => byte === 0)) break;
      throw problem('damaged-file', { file, place: `byte ${at}`, reason: 'DBF' });
    }
    found.push(descriptor);
  }
  return found;
}

function layOut(described: readonly Buffer[], isVisualFoxPro: boolean) {
  const fields: DbfField[] = [];
  let nullFlags: DbfHeader['nullFlags'] = null;
  let offset = 1;
  let bit = 0;
  for (const descriptor of described) {
    const type = String.fromCharCode(descriptor[11]!);
    const flags = isVisualFoxPro ? descriptor[18]! : 0;
    // Long texts of FoxPro and Clipper keep the high byte of their length where decimals stand.
    const isLong = type === 'C' && descriptor[17] !== 0;
    const length = descriptor[16]! + (isLong ? descriptor[17]! * 256 : 0);
    if (type === '0') nullFlags = { offset, length };
    else {
      const lengthBit = isVisualFoxPro && (type === 'V' || type === 'Q') ? bit++ : -1;
      const nullBit = (flags & 2) !== 0 ? bit++ : -1;
      const decimals = isLong ? 0 : descriptor[17]!;
      fields.push({ name: nameOf(descriptor), type, offset, length, decimals, nullBit, lengthBit });
    }
    offset += length;
  }
  return { fields, nullFlags, end: offset };
}

function nameOf(descriptor: Buffer): Buffer {
  const zero = descriptor.subarray(0, 11).indexOf(0);
  return descriptor.subarray(0, zero === -1 ? 11 : zero);
}
