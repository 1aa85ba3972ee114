/** Writes small .xls files by hand, for what no program at hand writes. */

function record(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
}

const bof = record(0x0809, numbers(0x0600, 0x0005, 0, 0, 0, 0, 0, 0));
const eof = record(0x000a, Buffer.alloc(0));
const wide = (text: string) => Buffer.concat([numbers(text.length), Buffer.from([1]), Buffer.from(text, 'utf16le')]);

export const biff8 = {
  record,
  label: (row: number, column: number, text: string) =>
    record(0x0204, Buffer.concat([numbers(row, column, 0), wide(text)])),
  number(row: number, column: number, value: number): Buffer {
    const double = Buffer.alloc(8);
    double.writeDoubleLE(value);
    return record(0x0203, Buffer.concat([numbers(row, column, 0), double]));
  },
  textFormula: (row: number, column: number, text: string) =>
    Buffer.concat([
      record(0x0006, Buffer.concat([numbers(row, column, 0, 0, 0, 0, 0xffff, 0), Buffer.alloc(6)])),
      record(0x0207, wide(text)),
    ]),
  /** The stream `Workbook`; `first` stands behind its beginning. */
  book(sheets: readonly { readonly name: string; readonly cells: Buffer }[], first: Buffer = Buffer.alloc(0)): Buffer {
    const entry = (offset: number, name: string) => {
      const body = Buffer.alloc(8);
      body.writeUInt32LE(offset, 0);
      body[6] = name.length;
      return record(0x0085, Buffer.concat([body, Buffer.from(name, 'latin1')]));
    };
    const globals =
      bof.length + first.length + eof.length + sheets.reduce((sum, { name }) => sum + 12 + name.length, 0);
    const bodies = sheets.map(({ cells }) => Buffer.concat([bof, cells, eof]));
    let offset = globals;
    const entries = sheets.map(({ name }, index) => {
      const bytes = entry(offset, name);
      offset += bodies[index]!.length;
      return bytes;
    });
    return Buffer.concat([bof, first, ...entries, eof, ...bodies]);
  },
};

/** A compound file with one stream `Workbook` ([MS-CFB]), in sectors of 512 bytes and without a mini stream. */
export function compoundFileOf(stream: Buffer): Buffer {
  const size = Math.max(stream.length, 4096);
  const sectors = Math.ceil(size / 512);
  const fatSectors = Math.ceil((sectors + 1) / 127) + 1;
  const header = Buffer.alloc(512, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.fill(0, 8, 76);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(fatSectors, 44);
  header.writeUInt32LE(fatSectors, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(0xfffffffe, 60);
  header.writeUInt32LE(0xfffffffe, 68);
  const fat = Buffer.alloc(fatSectors * 512, 0xff);
  for (let index = 0; index < fatSectors; index += 1) {
    header.writeUInt32LE(index, 76 + index * 4);
    fat.writeUInt32LE(0xfffffffd, index * 4);
  }
  fat.writeUInt32LE(0xfffffffe, fatSectors * 4);
  const start = fatSectors + 1;
  for (let index = 0; index < sectors; index += 1) {
    fat.writeUInt32LE(index === sectors - 1 ? 0xfffffffe : start + index + 1, (start + index) * 4);
  }
  const directory = Buffer.alloc(512);
  const entry = (at: number, name: string, kind: number, first: number, bytes: number) => {
    directory.write(name, at, 'utf16le');
    directory.writeUInt16LE(name.length * 2 + 2, at + 64);
    directory[at + 66] = kind;
    directory.writeUInt32LE(first, at + 116);
    directory.writeUInt32LE(bytes, at + 120);
  };
  entry(0, 'Root Entry', 5, 0xfffffffe, 0);
  entry(128, 'Workbook', 2, start, size);
  const padded = Buffer.alloc(sectors * 512);
  stream.copy(padded);
  return Buffer.concat([header, fat, directory, padded]);
}
