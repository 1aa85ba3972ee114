import { open, type FileHandle } from 'node:fs/promises';
import { problem } from '../problems.ts';

/** Sector numbers with a meaning of their own ([MS-CFB] 2.1). */
const endOfChain = 0xfffffffe;
const lastRegularSector = 0xfffffffa;
const headerBytes = 512;

export interface StreamEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly start: number;
}

/** A compound file ([MS-CFB]): a small file system in one file, as Office wrote its documents until 2003. */
export class CompoundFile {
  readonly name: string;
  readonly #handle: FileHandle;
  readonly #fileBytes: number;
  #sectorBytes = 512;
  #miniCutoff = 4096;
  #fat: Uint32Array = new Uint32Array();
  #miniFat: Uint32Array = new Uint32Array();
  #miniStream: StreamEntry | null = null;
  #entries: StreamEntry[] = [];

  private constructor(name: string, handle: FileHandle, fileBytes: number) {
    this.name = name;
    this.#handle = handle;
    this.#fileBytes = fileBytes;
  }

  /** Throws Problems `damaged-file`, `truncated-file`. */
  static async open(path: string, name: string): Promise<CompoundFile> {
    const handle = await open(path, 'r');
    try {
      const file = new CompoundFile(name, handle, (await handle.stat()).size);
      await file.#readDirectory();
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  find(name: string): StreamEntry | undefined {
    return this.#entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  }

  /** The bytes of a stream from `offset` on. Throws Problem `truncated-file` where the file ends before it. */
  async *read(entry: StreamEntry, offset = 0): AsyncGenerator<Buffer> {
    if (entry.sizeBytes < this.#miniCutoff && this.#miniStream) yield* this.#readMini(entry, offset);
    else yield* this.#readSectors(this.#chain(entry.start, this.#fat), entry.sizeBytes, offset);
  }

  async #readDirectory(): Promise<void> {
    const header = await this.#bytes(0, headerBytes);
    if (header.length < headerBytes)
      throw problem('truncated-file', { file: this.name, place: `byte ${header.length}` });
    const shift = header.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw this.#damaged('sector size');
    this.#sectorBytes = 1 << shift;
    this.#miniCutoff = header.readUInt32LE(56);
    this.#fat = await this.#readFat(header);
    const directory: Buffer[] = [];
    const chain = this.#chain(header.readUInt32LE(48), this.#fat);
    for await (const part of this.#readSectors(chain, chain.length * this.#sectorBytes, 0)) directory.push(part);
    this.#readEntries(Buffer.concat(directory));
    const mini: Buffer[] = [];
    const miniChain = this.#chain(header.readUInt32LE(60), this.#fat);
    for await (const part of this.#readSectors(miniChain, miniChain.length * this.#sectorBytes, 0)) mini.push(part);
    this.#miniFat = numbersOf(Buffer.concat(mini));
  }

  async #readFat(header: Buffer): Promise<Uint32Array> {
    const places = [...numbersOf(header.subarray(76, headerBytes))];
    let next = header.readUInt32LE(68);
    const perSector = this.#sectorBytes / 4;
    for (let seen = 0; next <= lastRegularSector && seen <= this.#sectors; seen += 1) {
      const more = numbersOf(await this.#sector(next));
      places.push(...more.subarray(0, perSector - 1));
      next = more[perSector - 1] ?? endOfChain;
    }
    const wanted = places.filter((place) => place <= lastRegularSector).slice(0, this.#sectors);
    const fat = new Uint32Array(wanted.length * perSector).fill(endOfChain);
    for (const [index, place] of wanted.entries()) fat.set(numbersOf(await this.#sector(place)), index * perSector);
    return fat;
  }

  #readEntries(directory: Buffer): void {
    for (let at = 0; at + 128 <= directory.length; at += 128) {
      const kind = directory[at + 66];
      const nameBytes = Math.min(directory.readUInt16LE(at + 64), 64);
      const entry = {
        name: directory.toString('utf16le', at, at + Math.max(0, nameBytes - 2)),
        start: directory.readUInt32LE(at + 116),
        sizeBytes: directory.readUInt32LE(at + 120),
      };
      if (kind === 2) this.#entries.push(entry);
      else if (kind === 5) this.#miniStream = entry;
    }
  }

  get #sectors(): number {
    return Math.ceil(this.#fileBytes / this.#sectorBytes);
  }

  /** Sectors one after another; a chain that goes round in circles or out of the file ends there. */
  #chain(start: number, fat: Uint32Array): number[] {
    const chain: number[] = [];
    const most = fat.length;
    for (let sector = start; sector <= lastRegularSector && chain.length < most; sector = fat[sector] ?? endOfChain) {
      chain.push(sector);
    }
    return chain;
  }

  async *#readSectors(chain: readonly number[], sizeBytes: number, offset: number): AsyncGenerator<Buffer> {
    const size = this.#sectorBytes;
    let left = sizeBytes - offset;
    let skip = offset % size;
    for (let index = Math.floor(offset / size); left > 0;) {
      const first = chain[index];
      if (first === undefined) throw problem('truncated-file', { file: this.name, place: `byte ${sizeBytes - left}` });
      // Neighbouring sectors are read at one go.
      let count = 1;
      while (count < 256 && chain[index + count] === first + count) count += 1;
      const bytes = (await this.#bytes((first + 1) * size, count * size)).subarray(skip, skip + left);
      if (bytes.length === 0) throw problem('truncated-file', { file: this.name, place: `byte ${sizeBytes - left}` });
      yield bytes;
      left -= bytes.length;
      skip = 0;
      index += count;
    }
  }

  async *#readMini(entry: StreamEntry, offset: number): AsyncGenerator<Buffer> {
    const root = this.#miniStream!;
    const chain = this.#chain(root.start, this.#fat);
    const size = 64;
    let left = entry.sizeBytes;
    const parts: Buffer[] = [];
    for (const mini of this.#chain(entry.start, this.#miniFat)) {
      if (left <= 0) break;
      const at = mini * size;
      const sector = chain[Math.floor(at / this.#sectorBytes)];
      if (sector === undefined) break;
      const bytes = await this.#bytes(
        (sector + 1) * this.#sectorBytes + (at % this.#sectorBytes),
        Math.min(size, left),
      );
      parts.push(bytes);
      left -= bytes.length;
    }
    if (left > 0) throw problem('truncated-file', { file: this.name, place: entry.name });
    yield Buffer.concat(parts).subarray(offset);
  }

  #sector(sector: number): Promise<Buffer> {
    return this.#bytes((sector + 1) * this.#sectorBytes, this.#sectorBytes);
  }

  async #bytes(at: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.#fileBytes - at));
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(wanted), 0, wanted, at);
    return buffer.subarray(0, bytesRead);
  }

  #damaged(reason: string) {
    return problem('damaged-file', { file: this.name, place: 'OLE2', reason });
  }
}

function numbersOf(bytes: Buffer): Uint32Array {
  const numbers = new Uint32Array(bytes.length >> 2);
  for (let index = 0; index < numbers.length; index += 1) numbers[index] = bytes.readUInt32LE(index * 4);
  return numbers;
}
