import type { ByteSource } from '../byte-source.ts';
import { chosenEncoding } from '../chosen-encoding.ts';
import { uniqueColumns } from '../columns.ts';
import { problem } from '../problems.ts';
import type { LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { headerRowsOf, type ReadingChoice } from '../reading-choice.ts';
import { findTail, tailRows, type Tail } from '../table-tail.ts';
import { detectDialect, lastLines, type CsvDialect } from './dialect.ts';
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
  /** Physical line of the last record; `null` or absent: to the end of the file. */
  readonly lastLine?: number | null;
  /** Rows of the header; where one comes again between the records, it is none. */
  readonly headerRows?: readonly (readonly string[])[];
}

/** Read for guessing the layout; the encoding is checked over the whole file. */
const sampleBytes = 256 * 1024;

/** Kept from the end, for totals and notes below the records. */
const tailBytes = 64 * 1024;

/** Throws Problems `not-a-table`, `too-many-columns`, `empty-file`, `unknown-setting`. */
export async function inspectCsv(source: ByteSource, reading: Reading): Promise<LayerParts> {
  const choice = reading.choiceFor(source.name);
  const looked = await sampleOf(source, reading);
  const { sample, isWhole } = looked;
  const encoding = chosenEncoding(choice, source.name) ?? looked.encoding;
  const decoding = textDecoding(encoding.value)!;
  const text = stripMark(decoding.write(sample) + (isWhole ? decoding.end() : ''));
  if (isWhole && text.trim() === '') throw problem('empty-file', { file: source.name });
  const dialect = detectDialect(text, isWhole, {
    ...{ delimiter: chosenDelimiter(choice, source.name), comment: choice.comment, isUnit: reading.isUnit },
    header: chosenHeader(choice, source.name),
  });
  if (!dialect) throw problem('not-a-table', { file: source.name });
  if (dialect.header.length > reading.limits.columns) {
    throw problem('too-many-columns', { file: source.name, limit: reading.limits.columns });
  }
  const { delimiter, quote, loneCr, comment, headerLine, headerRows } = dialect;
  const firstLine = choice.firstRow ?? dialect.firstLine;
  const tail = tailOf(text, looked, encoding.value, dialect, firstLine);
  const settings: CsvSettings = {
    ...{ encoding: encoding.value, delimiter, quote, loneCr, comment, headerLine, firstLine },
    lastLine: choice.lastRow ?? tail.lastRecord,
    headerRows,
  };
  return {
    format: 'csv',
    columns: uniqueColumns(dialect.header),
    hasGeometry: false,
    detected: [encoding, ...dialect.detected, ...(choice.lastRow === undefined ? tail.detected : [])],
    settings: { ...settings },
    empty: !dialect.hasRecords,
  };
}

/** One character; `tab` and `\t` as people type it. */
function chosenDelimiter({ delimiter }: ReadingChoice, file: string): string | undefined {
  if (delimiter === undefined) return undefined;
  const written = /^(tab|\\t)$/i.test(delimiter) ? '\t' : delimiter;
  if (written.length !== 1 || /[\r\n"]/.test(written)) {
    throw problem('unknown-setting', { file, setting: 'delimiter', value: delimiter });
  }
  return written;
}

function chosenHeader({ headerRow }: ReadingChoice, file: string): { from: number; to: number } | null | undefined {
  if (headerRow === undefined) return undefined;
  const rows = headerRowsOf(headerRow);
  if (rows === undefined) throw problem('unknown-setting', { file, setting: 'headerRow', value: headerRow });
  return rows;
}

type Looked = Awaited<ReturnType<typeof sampleOf>>;

/** Looks at the last lines; where they begin inside a cell of several lines, or cannot be counted, at none. */
function tailOf(text: string, looked: Looked, encoding: string, dialect: CsvDialect, firstLine: number): Tail {
  const none: Tail = { lastRecord: null, detected: [] };
  if (dialect.loneCr || encoding.startsWith('utf-16')) return none;
  let lines: { row: number; cells: string[] }[];
  if (looked.isWhole) lines = lastLines(text, dialect, 1);
  else {
    const start = looked.tail.indexOf(0x0a) + 1;
    const end = textDecoding(encoding)!.write(looked.tail.subarray(start));
    if ((end.split('"').length - 1) % 2 === 1) return none;
    const before = looked.lineEnds - countOf(looked.tail.subarray(start));
    lines = lastLines(end, dialect, before + 1);
  }
  const width = dialect.header.length;
  return findTail(lines.filter(({ row }) => row >= firstLine).slice(-tailRows), width);
}

async function sampleOf(source: ByteSource, reading: Reading) {
  const check = new EncodingCheck();
  const parts: Buffer[] = [];
  let kept = 0;
  let total = 0;
  let lineEnds = 0;
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    check.push(chunk);
    total += chunk.length;
    lineEnds += countOf(chunk);
    tail = Buffer.concat([tail, chunk.subarray(-tailBytes)]).subarray(-tailBytes);
    if (kept < sampleBytes) {
      parts.push(chunk.subarray(0, sampleBytes - kept));
      kept += parts.at(-1)!.length;
    }
  }
  return { sample: Buffer.concat(parts), isWhole: kept === total, encoding: check.end(), tail, lineEnds };
}

/** Line feeds. */
function countOf(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) count += 1;
  return count;
}

export function stripMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
