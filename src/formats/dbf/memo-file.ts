import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import type { ByteSource } from '../byte-source.ts';
import type { Companions } from '../companions.ts';
import type { ReadMemo } from './dbf-cells.ts';
import type { DbfHeader } from './dbf-header.ts';

export interface MemoFile {
  readonly read: ReadMemo;
  close(): void;
}

/** The file with long texts that stands beside a table: .dbt of dBase, .fpt of FoxPro. Null when nobody sent it. */
export async function openMemo(companions: Companions, header: DbfHeader, maxBytes: number): Promise<MemoFile | null> {
  const isFoxPro = header.isVisualFoxPro || header.version === 0xf5 || header.version === 0xfb;
  const source = isFoxPro ? companions.find('fpt') : (companions.find('dbt') ?? companions.find('fpt'));
  if (!source) return null;
  return openFile(source, isFoxPro || companions.find('dbt') === null, header.version === 0x83, maxBytes);
}

async function openFile(source: ByteSource, isFoxPro: boolean, isDbase3: boolean, maxBytes: number): Promise<MemoFile> {
  const file = openSync(await source.path(), 'r');
  const size = fstatSync(file).size;
  const at = (offset: number, length: number): Buffer => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset, maxBytes)));
    return bytes.subarray(0, bytes.length > 0 ? readSync(file, bytes, 0, bytes.length, offset) : 0);
  };
  const head = at(0, 512);
  const blockSize = blockSizeOf(head, isFoxPro, isDbase3);
  const read = (block: number): Buffer | undefined => {
    const offset = block * blockSize;
    if (offset >= size) return undefined;
    const start = at(offset, 8);
    if (start.length < 8) return undefined;
    if (isFoxPro) return at(offset + 8, start.readUInt32BE(4));
    // dBase IV begins each text with FF FF 08 00 and its length, these eight bytes counted.
    if (start.readUInt32LE(0) === 0x0008ffff) return at(offset + 8, Math.max(0, start.readUInt32LE(4) - 8));
    return untilEndMark(at, offset, maxBytes);
  };
  return { read, close: () => closeSync(file) };
}

function blockSizeOf(head: Buffer, isFoxPro: boolean, isDbase3: boolean): number {
  if (isFoxPro) return head.length >= 8 ? head.readUInt16BE(6) || 1 : 64;
  const stated = !isDbase3 && head.length >= 22 ? head.readUInt16LE(20) : 0;
  return stated || 512;
}

/** dBase III: text until the mark 1A. */
function untilEndMark(at: (offset: number, length: number) => Buffer, offset: number, maxBytes: number): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < maxBytes) {
    const part = at(offset + length, 4_096);
    const end = part.indexOf(0x1a);
    parts.push(end === -1 ? part : part.subarray(0, end));
    length += part.length;
    if (end !== -1 || part.length < 4_096) break;
  }
  return Buffer.concat(parts);
}
