import { sql, type Db } from '../../kernel/index.ts';
import { selectCheckpoints, type Checkpoint } from './checkpoint.ts';
import { selectEntries } from './entry-store.ts';
import { selectKeys } from './key-ring.ts';
import type { SealedEntry } from './sealed-entry.ts';
import type { KeyEntry } from './signing-key.ts';

/**
 * A line of a bundle (NDJSON): the head, all keys, then entries and checkpoints in the order of the chain, and an end, without
 * which the bundle is not whole.
 */
export type BundleLine =
  | {
      readonly kind: 'bundle';
      readonly version: 1;
      readonly node: string;
      readonly madeAt: string;
      /** The entry that the first one here follows; 0 where the bundle begins with the chain. */
      readonly after: number;
      /** The last entry in it. */
      readonly until: number;
      /** The bundle goes to the end of the log as it was when the bundle was begun. */
      readonly isWhole: boolean;
      /** How many entries wait to be chained. */
      readonly waiting: number;
    }
  | ({ readonly kind: 'key' } & KeyEntry)
  | ({ readonly kind: 'entry' } & SealedEntry)
  | ({ readonly kind: 'checkpoint' } & Checkpoint)
  | { readonly kind: 'end'; readonly entries: number; readonly checkpoints: number };

export interface BundleRange {
  /** Days or moments, ISO 8601; the bundle is widened to whole checkpoints. Null: without bound. */
  readonly from: string | null;
  readonly to: string | null;
}

const pageRows = 1_000;

/** Reads a bundle from the store, holding one page at a time. */
export async function* readBundle(db: Db, range: BundleRange, madeAt: string): AsyncGenerator<BundleLine> {
  const [chain] = await db.query<{ node: string; waiting: number }>(sql`
    select node, (select count(*) from audit_pending)::int4 as waiting from audit_chain where id = 1`);
  const { after, until } = await boundsOf(db, range);
  const isWhole = range.to === null;
  yield {
    kind: 'bundle',
    version: 1,
    node: chain?.node ?? '',
    madeAt,
    after,
    until,
    isWhole,
    waiting: chain?.waiting ?? 0,
  };
  for (const key of await selectKeys(db)) yield { kind: 'key', ...key };
  const [before] = await db.query<{ number: number }>(sql`
    select coalesce(max(number), 0) as number from audit_checkpoint where entry <= ${after}`);
  const checkpoints = pages(Number(before!.number), (number) => selectCheckpoints(db, number, pageRows));
  const entries = pages(after, (number) => selectEntries(db, { after: number, limit: pageRows }));
  yield* merge(entries, checkpoints, until);
}

async function* pages<Row extends { readonly number: number }>(
  after: number,
  read: (after: number) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (;;) {
    const rows = await read(after);
    yield* rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)!.number;
  }
}

/** Each checkpoint stands behind the last entry that it covers. */
async function* merge(
  entries: AsyncGenerator<SealedEntry>,
  checkpoints: AsyncGenerator<Checkpoint>,
  until: number,
): AsyncGenerator<BundleLine> {
  let [entry, checkpoint] = [await entries.next(), await checkpoints.next()];
  const counts = { entries: 0, checkpoints: 0 };
  for (;;) {
    const number = entry.done ? Infinity : entry.value.number;
    const covered = checkpoint.done ? Infinity : checkpoint.value.entry;
    if (Math.min(number, covered) > until || (entry.done && checkpoint.done)) break;
    if (!entry.done && number <= covered) {
      yield { kind: 'entry', ...entry.value };
      counts.entries++;
      entry = await entries.next();
    } else if (!checkpoint.done) {
      yield { kind: 'checkpoint', ...checkpoint.value };
      counts.checkpoints++;
      checkpoint = await checkpoints.next();
    }
  }
  yield { kind: 'end', ...counts };
}

/** In one look, so that what is sealed meanwhile is either in the bundle with its checkpoint or not at all. */
async function endOf(db: Db): Promise<number> {
  const [row] = await db.query<{ number: number }>(sql`
    select greatest((select max(number) from audit_entry), (select max(entry) from audit_checkpoint), 0) as number`);
  return Number(row!.number);
}

/** From behind the checkpoint before the first entry of the range to the checkpoint that covers the last one. */
async function boundsOf(db: Db, { from, to }: BundleRange): Promise<{ after: number; until: number }> {
  const number = async (statement: ReturnType<typeof sql>): Promise<number | null> => {
    const [row] = await db.query<{ number: number | null }>(statement);
    return row?.number ?? null;
  };
  const first =
    from === null ? 1 : await number(sql`select min(number) as number from audit_entry where at >= ${from}`);
  const last = to === null ? null : await number(sql`select max(number) as number from audit_entry where at <= ${to}`);
  const after =
    first === null
      ? ((await number(sql`select max(number) as number from audit_entry`)) ?? 0)
      : ((await number(sql`select max(entry) as number from audit_checkpoint where entry < ${first}`)) ?? 0);
  if (to === null) return { after, until: await endOf(db) };
  if (last === null) return { after, until: after };
  return {
    after,
    until: (await number(sql`select min(entry) as number from audit_checkpoint where entry >= ${last}`)) ?? last,
  };
}
