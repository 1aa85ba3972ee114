import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import { problem } from '../problems.ts';
import type { LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { detectDialect } from './dialect.ts';
import { EncodingCheck, textDecoding } from './encoding.ts';

/** What `readCsv` needs to know; a steward may change single ones. */
export interface CsvSettings {
  readonly encoding: string;
  readonly delimiter: string;
  readonly quote: string;
  readonly loneCr: boolean;
  readonly comment: string;
  readonly headerLine: number;
  readonly firstLine: number;
}

/** Read for guessing the layout; the encoding is checked over the whole file. */
const sampleBytes = 256 * 1024;

/** Throws Problems `not-a-table`, `too-many-columns`, `empty-file`. */
export async function inspectCsv(source: ByteSource, reading: Reading): Promise<LayerParts> {
  const { sample, isWhole, encoding } = await sampleOf(source, reading);
  const decoding = textDecoding(encoding.value)!;
  const text = stripMark(decoding.write(sample) + (isWhole ? decoding.end() : ''));
  if (isWhole && text.trim() === '') throw problem('empty-file', { file: source.name });
  const dialect = detectDialect(text, isWhole);
  if (!dialect) throw problem('not-a-table', { file: source.name });
  if (dialect.header.length > reading.limits.columns) {
    throw problem('too-many-columns', { file: source.name, limit: reading.limits.columns });
  }
  const { delimiter, quote, loneCr, comment, headerLine, firstLine } = dialect;
  const settings: CsvSettings = { encoding: encoding.value, delimiter, quote, loneCr, comment, headerLine, firstLine };
  return {
    format: 'csv',
    columns: uniqueColumns(dialect.header),
    hasGeometry: false,
    detected: [encoding, ...dialect.detected],
    settings: { ...settings },
    empty: !dialect.hasRecords,
  };
}

async function sampleOf(source: ByteSource, reading: Reading) {
  const check = new EncodingCheck();
  const parts: Buffer[] = [];
  let kept = 0;
  let total = 0;
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    check.push(chunk);
    total += chunk.length;
    if (kept < sampleBytes) {
      parts.push(chunk.subarray(0, sampleBytes - kept));
      kept += parts.at(-1)!.length;
    }
  }
  return { sample: Buffer.concat(parts), isWhole: kept === total, encoding: check.end() };
}

export function stripMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
