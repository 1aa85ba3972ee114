import { sql, type Db } from '../../kernel/index.ts';
import { momentOf } from './entry.ts';
import type { Amendment, Judged } from './judge.ts';

/** Flags stored values as later ones decided, and notes the spans in which late values came, to be judged again. */
export async function amendValues(tx: Db, { amended, late }: Judged): Promise<void> {
  await setFlags(tx, amended);
  const spans = new Map<number, { from: number; to: number }>();
  for (const { reading, outcome } of late) {
    if (outcome === 'unchanged' || outcome === 'duplicate') continue;
    const span = spans.get(reading.series);
    if (!span) spans.set(reading.series, { from: reading.at, to: reading.at });
    else {
      span.from = Math.min(span.from, reading.at);
      span.to = Math.max(span.to, reading.at);
    }
  }
  if (spans.size === 0) return;
  const each = [...spans];
  await tx.query(sql`
    insert into judge_pending (series, from_time, to_time)
    values (${each.map(([series]) => series)}::integer[], ${each.map(([, { from }]) => momentOf(from))}::timestamptz[],
      ${each.map(([, { to }]) => momentOf(to))}::timestamptz[])`);
}

/** Sets flags of stored values, and has the spans summed up anew. */
export async function setFlags(tx: Db, amended: readonly Amendment[]): Promise<void> {
  if (amended.length === 0) return;
  const of = <T>(part: (each: Amendment) => T): T[] => amended.map(part);
  const moments = of(({ at }) => momentOf(at));
  await tx.query(sql`
    update observation o set flag = n.flag, tests = n.tests
    from unnest(${of(({ series }) => series)}::integer[], ${moments}::timestamptz[],
      ${of(({ flag }) => flag)}::smallint[], ${of(({ tests }) => tests)}::integer[]) as n (series, time, flag, tests)
    where o.series = n.series and o.time = n.time and o.status = 0 and o.value is not null
      -- What a person has decided stands.
      and o.approval = 0`);
  await tx.query(sql`
    insert into roll_up_pending (series, from_time, to_time)
    values (${of(({ series }) => series)}::integer[], ${moments}::timestamptz[], ${moments}::timestamptz[])`);
}
