import { open, type FileHandle } from 'node:fs/promises';
import { parquetMetadataAsync, type AsyncBuffer, type FileMetaData, type RowGroup } from 'hyparquet';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import { ParquetFault } from './parquet-fault.ts';

/** An open Parquet file with its footer. `close` it when done. */
export interface ParquetFile {
  readonly name: string;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  close(): Promise<void>;
}

/** The two words that a file begins and ends with; the second one when its footer is encrypted. */
const magic = 'PAR1';
const encryptedMagic = 'PARE';

/** Throws ParquetFaults `truncated-file`, `damaged-file`, `encrypted-file`. */
export async function openParquet(path: string, name: string): Promise<ParquetFile> {
  const handle = await open(path, 'r');
  try {
    const buffer = await bufferOf(handle);
    const end = Buffer.from(await buffer.slice(Math.max(0, buffer.byteLength - 8))).toString('latin1');
    if (end.endsWith(encryptedMagic)) throw new ParquetFault('encrypted-file', { file: name });
    if (!end.endsWith(magic) || buffer.byteLength < 12) {
      throw new ParquetFault('truncated-file', { file: name, place: `byte ${buffer.byteLength}` });
    }
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
    return { name, buffer, metadata, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start: number, end = size): Promise<ArrayBuffer> {
      if (start < 0 || end > size || start > end) throw new RangeError(`bytes ${start}–${end}`);
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      if (bytesRead < bytes.length) throw new RangeError(`byte ${start + bytesRead}`);
      return bytes.buffer;
    },
  };
}

// Writers make pages of about 1 MiB; what claims more than these only makes us reserve memory.
const mostPageBytes = 512 * 1024 * 1024;
const mostPageValues = 50_000_000;

interface PageHeader {
  readonly field_1?: number;
  readonly field_2?: number;
  readonly field_3?: number;
  readonly field_5?: { readonly field_1?: number };
  readonly field_7?: { readonly field_1?: number };
  readonly field_8?: { readonly field_1?: number };
}

/**
 * Looks at the header of every page of a row group before any is unpacked: sizes and counts must fit what the footer
 * says, so that damaged bytes cannot make the library reserve or count without end. Throws ParquetFault `damaged-file`.
 */
export async function checkPages(file: ParquetFile, group: RowGroup, place: string): Promise<void> {
  if (group.num_rows === 0n) return;
  for (const { meta_data: column } of group.columns) {
    if (!column) throw new ParquetFault('damaged-file', { file: file.name, place, reason: 'meta_data' });
    const dictionary = Number(column.dictionary_page_offset ?? 0);
    const data = Number(column.data_page_offset);
    const start = dictionary > 0 && dictionary < data ? dictionary : data;
    const length = Number(column.total_compressed_size);
    const check = (isRight: boolean, reason: string) => {
      if (!isRight) {
        throw new ParquetFault('damaged-file', {
          file: file.name,
          place: `${place}, ${column.path_in_schema.join('.')}`,
          reason,
        });
      }
    };
    check(start >= 0 && length >= 0 && start + length <= file.buffer.byteLength, 'column chunk');
    check(length <= 2 ** 31 - 1, 'column chunk');
    const view = new DataView(await file.buffer.slice(start, start + length));
    let values = 0;
    for (const reader = { view, offset: 0 }; reader.offset < length - 1;) {
      const header = deserializeTCompactProtocol(reader) as PageHeader;
      const packed = header.field_3 ?? -1;
      const unpacked = header.field_2 ?? -1;
      check(packed >= 0 && reader.offset + packed <= length, 'compressed_page_size');
      check(unpacked >= 0 && unpacked <= mostPageBytes, 'uncompressed_page_size');
      const count = header.field_5?.field_1 ?? header.field_8?.field_1 ?? 0;
      check(count >= 0 && count <= mostPageValues, 'num_values');
      check((header.field_7?.field_1 ?? 0) <= mostPageValues, 'dictionary num_values');
      values += count;
      reader.offset += packed;
    }
    check(values === Number(column.num_values), `num_values ${column.num_values}`);
    if (column.path_in_schema.length === 1 && values < Number(group.num_rows)) check(false, 'num_rows');
  }
}
