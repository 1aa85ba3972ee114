/** Tables of FlatBuffers, the way FlatGeobuf uses them. Every look is checked: RangeError where bytes are missing. */
export class FlatTable {
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #fields: number;
  readonly #fieldCount: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#fields = at - bytes.readInt32LE(at);
    this.#fieldCount = (bytes.readUInt16LE(this.#fields) - 4) >> 1;
  }

  /** The table a buffer begins with. */
  static root(bytes: Buffer): FlatTable {
    return new FlatTable(bytes, bytes.readUInt32LE(0));
  }

  #place(field: number): number {
    if (field >= this.#fieldCount) return 0;
    const offset = this.#bytes.readUInt16LE(this.#fields + 4 + field * 2);
    return offset === 0 ? 0 : this.#at + offset;
  }

  uint8(field: number, without = 0): number {
    const at = this.#place(field);
    return at === 0 ? without : this.#bytes.readUInt8(at);
  }

  bool(field: number): boolean {
    return this.uint8(field) !== 0;
  }

  uint16(field: number, without: number): number {
    const at = this.#place(field);
    return at === 0 ? without : this.#bytes.readUInt16LE(at);
  }

  int32(field: number, without = 0): number {
    const at = this.#place(field);
    return at === 0 ? without : this.#bytes.readInt32LE(at);
  }

  uint64(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : Number(this.#bytes.readBigUInt64LE(at));
  }

  table(field: number): FlatTable | null {
    const at = this.#place(field);
    return at === 0 ? null : new FlatTable(this.#bytes, at + this.#bytes.readUInt32LE(at));
  }

  text(field: number): string | null {
    const bytes = this.vector(field, 1);
    return bytes && bytes.toString('utf8');
  }

  /** The bytes of a vector whose items take `size` bytes each. */
  vector(field: number, size: number): Buffer | null {
    const at = this.#place(field);
    if (at === 0) return null;
    const start = at + this.#bytes.readUInt32LE(at);
    const length = this.#bytes.readUInt32LE(start) * size;
    if (start + 4 + length > this.#bytes.length) throw new RangeError(`vector of ${length} bytes`);
    return this.#bytes.subarray(start + 4, start + 4 + length);
  }

  tables(field: number): FlatTable[] {
    const at = this.#place(field);
    if (at === 0) return [];
    const start = at + this.#bytes.readUInt32LE(at);
    const count = this.#bytes.readUInt32LE(start);
    if (start + 4 + count * 4 > this.#bytes.length) throw new RangeError(`vector of ${count} tables`);
    const tables: FlatTable[] = [];
    for (let place = start + 4; tables.length < count; place += 4) {
      tables.push(new FlatTable(this.#bytes, place + this.#bytes.readUInt32LE(place)));
    }
    return tables;
  }
}
