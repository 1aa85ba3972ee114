import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import { CsvSplitter } from '../csv/split-records.ts';
import { EncodingCheck, textDecoding } from '../csv/encoding.ts';
import { stripMark, type CsvSettings } from '../csv/inspect-csv.ts';
import { readCsv } from '../csv/read-csv.ts';
import type { Detection, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';

/** Tables of Campbell loggers: lines about the station, names, units and kinds of value, then records. */
export const toa5Reader: FormatReader = { formats: ['toa5'], inspect: inspectToa5, read: readToa5 };

export interface Toa5Settings extends CsvSettings {
  /** Null where a column of the file says so already. */
  readonly station: string | null;
}

const headerLines = 4;
const headBytes = 256 * 1024;

async function inspectToa5(source: ByteSource, reading: Reading): Promise<Inspected> {
  const check = new EncodingCheck();
  let head: Buffer = Buffer.alloc(0);
  let total = 0;
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    check.push(chunk);
    total += chunk.length;
    if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes);
  }
  const encoding = check.end();
  const lines = linesOf(head, encoding.value);
  const [about, names, units] = lines;
  if (lines.length < headerLines || !about || !names || !units) {
    throw problem('truncated-file', { file: source.name, place: `dòng / line ${lines.length + 1}` });
  }
  const limit = reading.limits.columns;
  if (names.length > limit) throw problem('too-many-columns', { file: source.name, limit });
  const station = names.some((name) => /^station[_ ]?(id|name)?$/i.test(name)) ? null : (about[1] ?? '');
  const settings: Toa5Settings = {
    ...{ encoding: encoding.value, delimiter: ',', quote: '"', loneCr: false, comment: '' },
    ...{ headerLine: 2, firstLine: headerLines + 1, station },
  };
  const columns = names.map((name, column) => withUnit(name, units[column] ?? ''));
  return {
    layers: [
      {
        format: 'toa5',
        columns: uniqueColumns(station === null ? columns : [...columns, 'station']),
        hasGeometry: false,
        detected: [encoding, ...detectionsOf(about)],
        settings: { ...settings },
        empty: lines.length === headerLines && total <= headBytes,
      },
    ],
  };
}

function linesOf(head: Buffer, encoding: string): string[][] {
  const lines: string[][] = [];
  const splitter = new CsvSplitter({ delimiter: ',', quote: '"', loneCr: false }, headBytes * 2, {
    record: (cells) => {
      if (lines.length <= headerLines && cells.some((cell) => cell !== '')) lines.push(cells);
    },
    unterminated: () => {},
    tooLong: () => {},
  });
  splitter.push(stripMark(textDecoding(encoding)!.write(head)));
  splitter.end();
  return lines;
}

/** `TS` and `RN` say that a column is the time and the number of a record; they are no units. */
function withUnit(name: string, unit: string): string {
  return unit.trim() === '' || /^(TS|RN|unitless)$/i.test(unit.trim()) ? name : `${name} (${unit.trim()})`;
}

function detectionsOf([, station, model, serial, , program, , table]: readonly string[]): Detection[] {
  const told = (what: string, value: string | undefined): Detection[] =>
    value ? [{ what, value, reason: 'declared', confidence: 1 }] : [];
  return [
    { what: 'standard', value: 'TOA5', reason: 'declared', confidence: 1 },
    ...told('station', station),
    ...told('logger', [model, serial].filter(Boolean).join(' ')),
    ...told('program', program),
    ...told('logger-table', table),
  ];
}

async function* readToa5(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const { station } = layer.settings as unknown as Toa5Settings;
  const own = typeof station === 'string' ? { ...layer, columns: layer.columns.slice(0, -1) } : layer;
  for await (const batch of readCsv(source, own, reading, batchRows)) {
    yield typeof station === 'string' ? { ...batch, rows: batch.rows.map((row) => [...row, station]) } : batch;
  }
}
