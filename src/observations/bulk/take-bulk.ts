import type { Readable } from 'node:stream';
import { CsvSplitter } from '../../formats/index.ts';
import { isDatabaseLost, isDiskFull, Problem, recordProblem, sql, type Db } from '../../kernel/index.ts';
import { deviceStates, type MatchedSeries, type Reading } from '../model.ts';
import { observationProblem } from '../problems.ts';
import type { Matched, SeriesBook } from '../series/series-book.ts';
import type { SeriesKey, SeriesTraits } from '../series/series-key.ts';
import { DeliveryInBatches } from '../store/delivery-in-batches.ts';
import type { TakesBatches } from '../store/batch.ts';
import { readBulkHeader, readBulkObject, type BulkRow } from './bulk-columns.ts';
import { readBulkMoment } from './read-moment.ts';

export interface BulkOrder {
  readonly network: string;
  readonly sender: string;
  readonly key?: string;
  readonly kind: 'csv' | 'ndjson';
  readonly traits: SeriesTraits;
  /** Nobody sends it again under its key: it had waited with the node. */
  readonly isLeft?: boolean;
  readonly signal: AbortSignal;
}

interface Line {
  readonly position: number;
  readonly raw: string;
  readonly row: BulkRow | null;
}

type Delivery = DeliveryInBatches<BulkRow>;

const maxRecordBytes = 64 * 1024;

/** Stores the values of a stream of rows; what cannot be stored is in the receipt's quarantine with its line. */
export async function takeBulk(
  intake: TakesBatches,
  book: SeriesBook,
  db: Db,
  stream: Readable,
  order: BulkOrder,
): Promise<{ readonly receipt: number; readonly isRepeated: boolean }> {
  const { network, sender, key } = order;
  const find = new SeriesOfRow(book, db, order);
  const head = { network, door: 'bulk', sender, mode: 'upsert', ...(key !== undefined && { key }) } as const;
  const delivery = new DeliveryInBatches(intake, head, async (row: BulkRow, gone) =>
    readingOf(row, await find.matchAgain(row, gone)),
  );
  try {
    for await (const lines of linesOf(stream, order.kind)) {
      order.signal.throwIfAborted();
      for (const line of lines) {
        const unknown = addKnown(delivery, find, line);
        if (unknown) await addUnknown(delivery, find, line, unknown);
        if (!delivery.isFull) continue;
        await delivery.pass();
        if (delivery.isRepeated) return delivery.end();
      }
    }
  } catch (error) {
    throw await brokenOff(delivery, order, error);
  }
  return delivery.end();
}

/**
 * What the sender is told where a delivery cannot be read to its end: with the receipt and the last line of what stays, if
 * something does. One with a key stays open, so that the same again goes on with it.
 */
async function brokenOff(delivery: Delivery, { key, isLeft }: BulkOrder, error: unknown): Promise<unknown> {
  if (!(error instanceof Problem) || isDatabaseLost(error) || isDiskFull(error)) return error;
  const stays = await delivery.breakOff(error, key === undefined || isLeft === true);
  if (!stays) return error;
  const members = { ...error.members, receipt: stays.receipt, storedThroughLine: stays.line };
  return new Problem(error.code, error.type, error.parameters, { cause: error, members });
}

/** Null where the line was added or refused; else its row, whose series has to be looked for. Most need not wait for anything. */
function addKnown(delivery: Delivery, find: SeriesOfRow, line: Line): BulkRow | null {
  const { position, raw, row } = line;
  try {
    if (!row) throw observationProblem('line-not-understood', { line: raw });
    const matched = find.known(row);
    if (!matched) return row;
    delivery.add(readingOf(row, matched), position, row);
  } catch (error) {
    refuse(delivery, line, error);
  }
  return null;
}

async function addUnknown(delivery: Delivery, find: SeriesOfRow, line: Line, row: BulkRow): Promise<void> {
  try {
    delivery.add(readingOf(row, await find.match(row)), line.position, row);
  } catch (error) {
    refuse(delivery, line, error);
  }
}

function refuse(delivery: Delivery, { position, raw }: Line, error: unknown): void {
  if (!(error instanceof Problem)) throw error;
  delivery.refuse({ position, raw, problem: recordProblem(error) });
}

const states: readonly string[] = ['0', '1', '2', '3'];

function readingOf(row: BulkRow, { series, revision, convert }: Matched): Reading {
  const at = readBulkMoment(row.time);
  if (Number.isNaN(at)) throw observationProblem('no-moment', { time: row.time });
  const value = row.value === '' ? null : Number(row.value);
  if (value !== null && !Number.isFinite(value)) throw observationProblem('no-number', { value: row.value });
  const converted = value === null ? null : convert(value);
  const reading = { series, at, value: converted, ...(revision !== undefined && { revision }) };
  if (row.status === '') return reading;
  const status = states.indexOf(row.status.replace(/^0(?=\d)/, ''));
  if (status < 0) throw observationProblem('unknown-device-state', { code: row.status });
  return status === deviceStates.measuring ? reading : { ...reading, status };
}

/** The series of a row: by its number, or by station and parameter. */
class SeriesOfRow {
  readonly #book: SeriesBook;
  readonly #db: Db;
  readonly #order: BulkOrder;
  readonly #numbered = new Map<string, Matched>();

  constructor(book: SeriesBook, db: Db, order: BulkOrder) {
    this.#book = book;
    this.#db = db;
    this.#order = order;
  }

  known(row: BulkRow): Matched | undefined {
    if (row.datastream !== '') return this.#numbered.get(row.datastream);
    return this.#book.known(this.#order.network, keyOf(row));
  }

  /** A number that is gone names nothing; by station and parameter the series is made anew. */
  async matchAgain(row: BulkRow, gone: MatchedSeries): Promise<Matched> {
    this.#numbered.delete(row.datastream);
    if (row.datastream !== '') return this.match(row);
    return this.#book.matchAgain(this.#order.network, keyOf(row), this.#order.traits, gone);
  }

  async match(row: BulkRow): Promise<Matched> {
    if (row.datastream === '') {
      if (row.station === '' || row.parameter === '') throw observationProblem('no-series', { named: row.station });
      return this.#book.match(this.#order.network, keyOf(row), this.#order.traits);
    }
    const series = Number(row.datastream);
    const [found] = Number.isSafeInteger(series)
      ? await this.#db.query(sql`
          select 1 as one from datastream where id = ${series}::bigint and network = ${this.#order.network}`)
      : [];
    if (!found) throw observationProblem('no-series', { named: row.datastream });
    const matched: Matched = { series, convert: (value) => value };
    this.#numbered.set(row.datastream, matched);
    return matched;
  }
}

function keyOf({ station, parameter, unit }: BulkRow): SeriesKey {
  return { station, parameter, unit: unit === '' ? null : unit };
}

async function* linesOf(stream: Readable, kind: BulkOrder['kind']): AsyncGenerator<Line[]> {
  yield* kind === 'csv' ? csvLines(stream) : jsonLines(stream);
}

async function* csvLines(stream: Readable): AsyncGenerator<Line[]> {
  let lines: Line[] = [];
  let toRow: ((cells: readonly string[]) => BulkRow) | null = null;
  const bad = (position: number, raw: string): void => void lines.push({ position, raw, row: null });
  const splitter = new CsvSplitter({ delimiter: ',', quote: '"', loneCr: false }, maxRecordBytes, {
    record(cells, position, text, start, end) {
      if (cells.length === 1 && cells[0]!.trim() === '') return;
      if (toRow) lines.push({ position, raw: text.slice(start, end), row: toRow(cells) });
      else toRow = readBulkHeader(cells);
    },
    unterminated: (position, text, start, end) => bad(position, text.slice(start, end)),
    tooLong: (position) => bad(position, ''),
  });
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    splitter.push(decoder.decode(chunk as Buffer, { stream: true }));
    yield lines;
    lines = [];
  }
  splitter.push(decoder.decode());
  splitter.end();
  yield lines;
  if (!toRow) throw observationProblem('bulk-columns', { columns: '' });
}

async function* jsonLines(stream: Readable): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder();
  let rest = '';
  let position = 0;
  const lineOf = (raw: string): Line[] => {
    position++;
    return raw.trim() === '' ? [] : [{ position, raw, row: readBulkObject(raw) }];
  };
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = parts.pop()!;
    if (rest.length > maxRecordBytes) throw observationProblem('line-too-long', { line: position + 1 });
    yield parts.flatMap(lineOf);
  }
  rest += decoder.decode();
  yield lineOf(rest);
}
