import { sql, type Db, type ProblemRecord } from '../../kernel/index.ts';
import type { SpilledMessage } from './model.ts';

/** What became of a delivery that had waited outside the store. */
export interface SpilledDelivery {
  readonly id: string;
  readonly network: string;
  readonly door: string;
  /** Id of the caller. */
  readonly sender: string;
  readonly receivedAt: string;
  readonly settledAt: string;
  /** Its receipt; null where the network is there no more. */
  readonly receipt: number | null;
  /** Why nothing of it was stored; null where it was. */
  readonly problem: ProblemRecord | null;
  /** Checksum of the bytes as they came, of what was refused. */
  readonly file: string | null;
}

const columns = sql`id, network, door, sender, received_at as "receivedAt", settled_at as "settledAt", receipt, problem, file`;

export type Settled = Pick<SpilledDelivery, 'receipt' | 'problem' | 'file'>;

/** Enters what became of a message, once. */
export async function enterSettled(tx: Db, message: SpilledMessage, settled: Settled, now: Date): Promise<void> {
  const { id, network, order, sender, receivedAt } = message;
  const problem = settled.problem && JSON.stringify(settled.problem);
  await tx.query(sql`
    insert into spilled_delivery (id, network, door, sender, received_at, settled_at, receipt, problem, file)
    values (${id}, ${network}, ${order.door}, ${sender}, ${receivedAt}, ${now}, ${settled.receipt}, ${problem}::jsonb,
      ${settled.file})
    on conflict (id) do nothing`);
}

export async function findSettled(db: Db, id: string): Promise<SpilledDelivery | null> {
  const rows = await db.query<SpilledDelivery>(sql`select ${columns} from spilled_delivery where id = ${id}`);
  return rows[0] ?? null;
}

/** How many were refused since a moment, and the newest of them. */
export async function refusedSince(db: Db, since: Date): Promise<{ count: number; newest: SpilledDelivery | null }> {
  const rows = await db.query<SpilledDelivery & { count: number }>(sql`
    select ${columns}, count(*) over () as count from spilled_delivery
    where problem is not null and settled_at > ${since} order by settled_at desc, id limit 1`);
  return { count: rows[0]?.count ?? 0, newest: rows[0] ?? null };
}
