import type { ByteSource } from '../byte-source.ts';
import type { Cell, Layer, LeftOut, RejectedRecord, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { isBlankRecord } from './dialect.ts';
import { textDecoding } from './encoding.ts';
import { stripMark, type CsvSettings } from './inspect-csv.ts';
import { CsvSplitter, type CsvListener } from './split-records.ts';

const rawCharacters = 2_000;
// Text of this many bytes stays among the young objects, which are collected at once when its rows are done with. The
// text of a whole chunk counts as a large object, and gigabytes of those pile up before the next full collection.
const pieceBytes = 32 * 1024;

/** Records of a CSV layer in file order. Throws Problems `record-too-long`, `unknown-setting`. */
export async function* readCsv(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const settings = layer.settings as unknown as CsvSettings;
  const decoding = textDecoding(settings.encoding);
  if (!decoding) {
    throw problem('unknown-setting', { file: source.name, setting: 'encoding', value: settings.encoding });
  }
  const rows = new CsvRows(settings, layer.columns.length);
  const splitter = new CsvSplitter(settings, reading.limits.recordBytes, {
    record: (cells, line, text, start, end) => rows.record(cells, line, text, start, end),
    unterminated: (line, text, start, end) => rows.unterminated(line, text, start, end),
    tooLong: (line) => {
      throw problem('record-too-long', {
        file: source.name,
        place: `dòng / line ${line}`,
        limit: reading.limits.recordBytes,
      });
    },
  });
  const bytes = source.open();
  let isStart = true;
  for await (const chunk of bytes) {
    reading.signal?.throwIfAborted();
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const text = decoding.write(chunk.subarray(from, from + pieceBytes));
      if (text === '') continue;
      splitter.push(isStart ? stripMark(text) : text);
      isStart = false;
      while (rows.count >= batchRows) yield rows.take(batchRows, bytes.bytesRead());
    }
  }
  splitter.push(decoding.end());
  splitter.end();
  while (rows.count > 0) yield rows.take(batchRows, bytes.bytesRead());
}

/** Collects records, in the layer's width, until a batch is taken. */
class CsvRows implements Omit<CsvListener, 'tooLong'> {
  readonly #width: number;
  readonly #firstLine: number;
  readonly #lastLine: number;
  readonly #comment: number;
  readonly #headerRows: readonly (readonly string[])[];
  #rows: Cell[][] = [];
  #positions: number[] = [];
  #rejected: RejectedRecord[] = [];
  #leftOut: LeftOut[] = [];

  constructor(settings: CsvSettings, width: number) {
    this.#width = width;
    this.#firstLine = settings.firstLine;
    this.#lastLine = settings.lastLine ?? Number.MAX_SAFE_INTEGER;
    this.#headerRows = settings.headerRows ?? [];
    this.#comment = settings.comment === '' ? -1 : settings.comment.charCodeAt(0);
  }

  get count(): number {
    return this.#rows.length + this.#rejected.length + this.#leftOut.length;
  }

  record(cells: (string | null)[], line: number, text: string, start: number, end: number): void {
    if (line < this.#firstLine || line > this.#lastLine || text.charCodeAt(start) === this.#comment) return;
    if (cells[0] === '' || cells.length === 1) {
      if (isBlankRecord(cells as string[])) return;
    }
    if (this.#isHeaderAgain(cells)) {
      this.#leftOut.push({ position: line, reason: 'header-again' });
      return;
    }
    if (cells.length !== this.#width) {
      if (cells.length > this.#width && cells.slice(this.#width).some((cell) => cell !== '')) {
        const detail = `${cells.length} > ${this.#width}`;
        this.#rejected.push({ position: line, reason: 'too-many-cells', raw: rawText(text, start, end), detail });
        return;
      }
      while (cells.length < this.#width) cells.push(null);
      cells.length = this.#width;
    }
    this.#rows.push(cells);
    this.#positions.push(line);
  }

  #isHeaderAgain(cells: readonly (string | null)[]): boolean {
    for (const header of this.#headerRows) {
      if (
        cells[0] === header[0] &&
        cells.length === header.length &&
        header.every((cell, index) => cell === cells[index])
      ) {
        return true;
      }
    }
    return false;
  }

  unterminated(line: number, text: string, start: number, end: number): void {
    if (line < this.#firstLine || line > this.#lastLine || text.charCodeAt(start) === this.#comment) return;
    this.#rejected.push({ position: line, reason: 'unterminated-quote', raw: rawText(text, start, end) });
  }

  take(batchRows: number, bytesRead: number): RowBatch {
    const rows = this.#rows;
    const positions = this.#positions;
    this.#rows = rows.length > batchRows ? rows.splice(batchRows) : [];
    this.#positions = positions.length > batchRows ? positions.splice(batchRows) : [];
    const rejected = this.#rejected;
    this.#rejected = [];
    const leftOut = this.#leftOut;
    this.#leftOut = [];
    return {
      ...{ rows, positions, bytesRead },
      ...(rejected.length > 0 ? { rejected } : {}),
      ...(leftOut.length > 0 ? { leftOut } : {}),
    };
  }
}

function rawText(text: string, start: number, end: number): string {
  return text.slice(start, Math.min(end, start + rawCharacters));
}
