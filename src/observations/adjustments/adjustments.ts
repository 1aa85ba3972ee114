import { sql, type Db } from '../../kernel/index.ts';
import { observationProblem } from '../problems.ts';
import { applyAdjustment, revertAdjustment } from './apply-adjustment.ts';
import { adjustmentSteps, type Adjustment, type AdjustmentEvent, type AdjustmentStep } from './model.ts';

export type NewAdjustment = Omit<Adjustment, 'id' | 'state' | 'changed'>;

const columns = sql`id, network, series, from_time as "from", to_time as "to", action, flag, factor, shift as "offset",
  reason, state, changed`;

/** Throws Problem `no-series` where the network has no such series. */
export async function draftAdjustment(db: Db, slip: NewAdjustment, who: string, now: Date): Promise<number> {
  const [series] = await db.query(sql`
    select 1 as one from datastream where id = ${slip.series} and network = ${slip.network}`);
  if (!series) throw observationProblem('no-series', { named: String(slip.series) });
  return db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>(sql`
      insert into adjustment (network, series, from_time, to_time, action, flag, factor, shift, reason, state)
      values (${slip.network}, ${slip.series}, ${slip.from}, ${slip.to}, ${slip.action}, ${slip.flag}, ${slip.factor},
        ${slip.offset}, ${slip.reason}, 'draft') returning id`);
    await enter(tx, row!.id, { at: now.toISOString(), who, state: 'draft', note: null });
    return row!.id;
  });
}

/** One step of a slip; its values change in the same transaction. Throws Problem `adjustment-not-so`. */
export async function stepAdjustment(
  db: Db,
  slip: Adjustment,
  step: AdjustmentStep,
  { who, note, now }: { readonly who: string; readonly note: string | null; readonly now: Date },
): Promise<void> {
  const { from, to } = adjustmentSteps[step];
  await db.transaction(async (tx) => {
    const [current] = await tx.query<Adjustment>(
      sql`select ${columns} from adjustment where id = ${slip.id} for update`,
    );
    if (!current || !(from as readonly string[]).includes(current.state)) {
      throw observationProblem('adjustment-not-so', { adjustment: slip.id, state: current?.state ?? '', step });
    }
    const changed =
      step === 'accept'
        ? await applyAdjustment(tx, current, now)
        : current.state === 'accepted'
          ? await revertAdjustment(tx, current, now)
          : current.changed;
    await tx.query(sql`update adjustment set state = ${to}, changed = ${changed} where id = ${slip.id}`);
    await enter(tx, slip.id, { at: now.toISOString(), who, state: to, note });
  });
}

export async function findAdjustment(db: Db, network: string, id: number): Promise<Adjustment | null> {
  const rows = await db.query<Adjustment>(sql`
    select ${columns} from adjustment where network = ${network} and id = ${id}`);
  return rows[0] ?? null;
}

/** Newest first. */
export function listAdjustments(db: Db, network: string, before: number, limit: number): Promise<Adjustment[]> {
  return db.query<Adjustment>(sql`
    select ${columns} from adjustment where network = ${network} and id < ${before} order by id desc limit ${limit}`);
}

export function historyOf(db: Db, id: number): Promise<AdjustmentEvent[]> {
  return db.query<AdjustmentEvent>(sql`
    select at, who, state, note from adjustment_event where adjustment = ${id} order by number`);
}

async function enter(tx: Db, id: number, { at, who, state, note }: AdjustmentEvent): Promise<void> {
  await tx.query(sql`
    insert into adjustment_event (adjustment, number, at, who, state, note)
    select ${id}::integer, coalesce(max(number), 0) + 1, ${at}::timestamptz, ${who}, ${state}, ${note}::text
    from adjustment_event where adjustment = ${id}`);
}
