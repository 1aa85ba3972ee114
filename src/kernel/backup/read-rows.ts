import type { Lease, Snapshot } from '../db/index.ts';
import { sql, type Sql } from '../sql.ts';
import { withoutLease } from './leases.ts';
import type { TableDescription } from './model.ts';

/** Some whole lines of COPY's text format. */
export interface Part {
  readonly bytes: Buffer;
  readonly rows: number;
}

/** Size from which a part is complete; with one row's length it bounds the memory of a copy. */
export const partBytes = 8 * 1024 * 1024;
/** What one turn of the embedded engine is to give: measured 15 to 30 ms of work. */
const turnBytes = 512 * 1024;
const newline = 10;

/** Columns that a copy carries: generated ones follow from the others. */
export function copiedColumns(table: TableDescription): string[] {
  return table.columns.filter((column) => !column.generated).map((column) => column.name);
}

export function selectRows(table: TableDescription, leases: readonly Lease[]): Sql {
  const list = sql.join(copiedColumns(table).map((column) => withoutLease(table.name, column, leases)));
  return sql`select ${list} from only ${sql.identifier(table.name)}`;
}

/** All rows in parts. The server streams one COPY; the embedded engine reads some pages in each turn. */
export async function* readParts(
  snapshot: Snapshot,
  engine: 'embedded' | 'server',
  table: TableDescription,
  leases: readonly Lease[],
): AsyncGenerator<Part> {
  if (table.partitionKey !== null) return;
  yield* cutParts(
    engine === 'server' ? snapshot.copyOut(selectRows(table, leases)) : pagesOnly(readPages(snapshot, table, leases)),
  );
}

async function* pagesOnly(pages: AsyncIterable<{ bytes: Buffer }>): AsyncGenerator<Buffer> {
  for await (const { bytes } of pages) yield bytes;
}

/**
 * Reads a table by ranges of its pages (`ctid`), from `page` on: exact as long as nobody writes, and without need of a
 * key. The number of pages follows from what the last range gave, because long values stand outside the pages.
 */
export async function* readPages(
  snapshot: Snapshot,
  table: TableDescription,
  leases: readonly Lease[],
  page = 0,
): AsyncGenerator<{ bytes: Buffer; nextPage: number }> {
  const total = await countPages(snapshot, table.name);
  let step = 1;
  for (let from = page; from < total;) {
    const to = Math.min(from + step, total);
    const range = sql.raw(`ctid >= '(${from},0)' and ctid < '(${to},0)'`);
    const pieces: Buffer[] = [];
    for await (const piece of snapshot.copyOut(sql`${selectRows(table, leases)} where ${range}`)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    yield { bytes, nextPage: to };
    const perPage = Math.max(bytes.length / (to - from), 1);
    step = Math.min(Math.max(Math.floor(turnBytes / perPage), 1), step * 4);
    from = to;
  }
}

async function countPages(snapshot: Snapshot, table: string): Promise<number> {
  const [row] = await snapshot.query<{ pages: number }>(sql`
    select pg_relation_size(quote_ident(${table})::regclass) / current_setting('block_size')::int8 as pages`);
  return row!.pages;
}

/** Cuts behind a line's end: in COPY's text format a line break within a value is written `\n`. */
export async function* cutParts(pieces: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size < partBytes) continue;
    const bytes = Buffer.concat(held);
    const end = bytes.lastIndexOf(newline) + 1;
    if (end === 0) {
      held = [bytes];
      continue;
    }
    yield partOf(bytes.subarray(0, end));
    held = end < bytes.length ? [Buffer.from(bytes.subarray(end))] : [];
    size = bytes.length - end;
  }
  if (size > 0) yield partOf(Buffer.concat(held));
}

function partOf(bytes: Buffer): Part {
  return { bytes, rows: countLines(bytes) };
}

export function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}
