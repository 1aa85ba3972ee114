import { crc32, inflateRawSync } from 'node:zlib';
import type { Part } from './memory-file.ts';

const noCrc = (bytes: Buffer): number => bytes.length;
/** Node 20.15 and later have it; without it the checksums are wrong, and that is an input too. */
const checksum: (bytes: Buffer) => number = typeof crc32 === 'function' ? (bytes) => crc32(bytes) : noCrc;

/** A zip of uncompressed entries (APPNOTE 4.3), made in memory at once: what is inside can be mutated. */
export function storedZip(entries: readonly Part[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt32LE(checksum(bytes) >>> 0, 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, path]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** What a sound zip holds, folders left out. */
export function partsOfZip(zip: Buffer): Part[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const parts: Part[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    if (!name.endsWith('/'))
      parts.push({ name, bytes: zip.readUInt16LE(at + 10) === 0 ? Buffer.from(packed) : inflateRawSync(packed) });
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}
