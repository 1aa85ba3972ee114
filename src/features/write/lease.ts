import { sql, type Db } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';

/** A writer that has not renewed its lease for this long is taken for dead. */
export const leaseSeconds = 30;

/**
 * One writer at a time per collection. Returns null when the run now holds the lease, else the run that does.
 * The database's clock decides, so that several app servers agree.
 */
export async function claimLease(db: Db, collection: string, run: number): Promise<number | null> {
  const claimed = await db.query(sql`
    update collection set writer_run = ${run}, writer_until = now() + make_interval(secs => ${leaseSeconds})
    where id = ${collection} and (writer_run is null or writer_run = ${run} or writer_until < now())
    returning id`);
  if (claimed.length > 0) return null;
  const holder = await db.query<{ writer_run: number }>(
    sql`select writer_run from collection where id = ${collection}`,
  );
  return holder[0]?.writer_run ?? null;
}

/** Renews the lease; throws Problem `lease-lost` when another run has taken the collection over. */
export async function renewLease(db: Db, collection: string, run: number): Promise<void> {
  const renewed = await db.query(sql`
    update collection set writer_until = now() + make_interval(secs => ${leaseSeconds})
    where id = ${collection} and writer_run = ${run} returning id`);
  if (renewed.length === 0) throw featureProblem('lease-lost', { run, collection });
}

/** Inside a writing transaction: nobody else may have taken over, and nobody can until it commits. */
export async function requireLease(tx: Db, collection: string, run: number): Promise<void> {
  const held = await tx.query(sql`
    select 1 from collection where id = ${collection} and writer_run = ${run} for share`);
  if (held.length === 0) throw featureProblem('lease-lost', { run, collection });
}

export async function releaseLease(db: Db, collection: string, run: number): Promise<void> {
  await db.query(sql`
    update collection set writer_run = null, writer_until = null where id = ${collection} and writer_run = ${run}`);
}

/** At the start of a node that is alone on its store: no writer can be alive, so every lease is free. */
export async function freeAllLeases(db: Db): Promise<void> {
  await db.query(sql`update collection set writer_run = null, writer_until = null where writer_run is not null`);
}
