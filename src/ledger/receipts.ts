import { sql, type Db, type ProblemRecord } from '../kernel/index.ts';

/** What became of the readings of one delivery: read = inserted + updated + unchanged + duplicates + quarantined. */
export interface ReceiptCounts {
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly quarantined: number;
}

/** The entry of one delivery of readings, through whatever door it came. */
export interface Receipt extends ReceiptCounts {
  readonly id: number;
  readonly network: string;
  /** `files`, `bulk`, `sensorthings`, `mqtt` or `source`. */
  readonly door: string;
  /** Id of the caller. */
  readonly sender: string;
  /** The sender's own name for the delivery; null without one. */
  readonly key: string | null;
  readonly receivedAt: string;
  /** Null while more of it is expected. */
  readonly closedAt: string | null;
  /** Checksum of the kept file; null where there was none. */
  readonly file: string | null;
}

export type NewReceipt = Pick<Receipt, 'network' | 'door' | 'sender' | 'key' | 'receivedAt' | 'file'>;

/** A reading kept out of the store, as it came, with the reason. */
export interface Refusal {
  /** Line or place in what was sent, from 1; null where it has none. */
  readonly position: number | null;
  readonly raw: string;
  readonly problem: ProblemRecord;
}

const columns = sql`id, network, door, sender, key, received_at as "receivedAt", closed_at as "closedAt", file, read,
  inserted, updated, unchanged, duplicates, quarantined`;

/** Throws a unique violation where the network has a receipt of this key. */
export async function openReceipt(tx: Db, receipt: NewReceipt): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    sql.kept(sql`
    insert into receipt (network, door, sender, key, received_at, file)
    values (${receipt.network}, ${receipt.door}, ${receipt.sender}, ${receipt.key}, ${receipt.receivedAt}, ${receipt.file})
    returning id`),
  );
  return row!.id;
}

/** What more has become of the readings of a delivery. */
export interface ReceiptAddition {
  readonly id: number;
  readonly counts: ReceiptCounts;
  readonly refusals: readonly Refusal[];
  /** Moment from which nothing more of it is expected; null: more may come. */
  readonly closedAt: string | null;
}

/** Adds counts and refused readings, in the transaction that stored the others. No receipt twice. */
export async function addToReceipts(tx: Db, additions: readonly ReceiptAddition[]): Promise<void> {
  if (additions.length === 0) return;
  const of = <T>(part: (addition: ReceiptAddition) => T): T[] => additions.map(part);
  await tx.query(
    sql.kept(sql`
    update receipt r set read = r.read + n.read, inserted = r.inserted + n.inserted, updated = r.updated + n.updated,
      unchanged = r.unchanged + n.unchanged, duplicates = r.duplicates + n.duplicates,
      quarantined = r.quarantined + n.quarantined, closed_at = coalesce(r.closed_at, n.closed_at)
    from unnest(${of(({ id }) => id)}::integer[], ${of(({ counts }) => counts.read)}::integer[],
      ${of(({ counts }) => counts.inserted)}::integer[], ${of(({ counts }) => counts.updated)}::integer[],
      ${of(({ counts }) => counts.unchanged)}::integer[], ${of(({ counts }) => counts.duplicates)}::integer[],
      ${of(({ counts }) => counts.quarantined)}::integer[], ${of(({ closedAt }) => closedAt)}::timestamptz[])
      as n (id, read, inserted, updated, unchanged, duplicates, quarantined, closed_at)
    where r.id = n.id`),
  );
  for (const { id, refusals } of additions) if (refusals.length > 0) await addRefusals(tx, id, refusals);
}

async function addRefusals(tx: Db, id: number, refusals: readonly Refusal[]): Promise<void> {
  await tx.query(sql`
    insert into receipt_refusal (receipt, number, position, raw, problem)
    select ${id}::integer, coalesce((select max(number) from receipt_refusal where receipt = ${id}), 0) + row_number() over (order by place),
      position, raw, problem
    from unnest(${refusals.map((each) => each.position)}::bigint[], ${refusals.map((each) => each.raw.replaceAll('\u0000', '\uFFFD'))}::text[],
      ${refusals.map((each) => JSON.stringify(each.problem))}::jsonb[]) with ordinality as refused (position, raw, problem, place)`);
}

/** Counts a delivery that broke off from the start again. */
export async function resetReceipt(tx: Db, id: number): Promise<void> {
  await tx.query(sql`
    update receipt set read = 0, inserted = 0, updated = 0, unchanged = 0, duplicates = 0, quarantined = 0
    where id = ${id}`);
  await tx.query(sql`delete from receipt_refusal where receipt = ${id}`);
}

export async function findReceipt(db: Db, network: string, id: number): Promise<Receipt | null> {
  const rows = await db.query<Receipt>(sql`select ${columns} from receipt where network = ${network} and id = ${id}`);
  return rows[0] ?? null;
}

export async function receiptOfKey(db: Db, network: string, key: string): Promise<Receipt | null> {
  const rows = await db.query<Receipt>(sql`select ${columns} from receipt where network = ${network} and key = ${key}`);
  return rows[0] ?? null;
}

/** Newest first; `before` is the last id of the page before. */
export function listReceipts(db: Db, network: string, before: number | null, limit: number): Promise<Receipt[]> {
  return db.query<Receipt>(sql`
    select ${columns} from receipt where network = ${network} and id < ${before ?? 2_147_483_647}
    order by id desc limit ${limit}`);
}

/** In the order in which they came; `after` is the last number of the page before. */
export function listRefusals(
  db: Db,
  receipt: number,
  after: number,
  limit: number,
): Promise<(Refusal & { readonly number: number })[]> {
  return db.query<Refusal & { number: number }>(sql`
    select number, position, raw, problem from receipt_refusal where receipt = ${receipt} and number > ${after}
    order by number limit ${limit}`);
}
