import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { spanStartMs } from '../rollup/grains.ts';
import type { ChangedSpan } from '../store/cut-spans.ts';

/**
 * Notes hours that are over and whose sums have changed, of series that have neighbours or are some: late and corrected
 * values. The running hour is noted when it is over (`noteClosedHours`), not with each of its values.
 */
export async function noteChangedHours(tx: Db, clock: Clock, changed: readonly ChangedSpan[]): Promise<void> {
  const running = spanStartMs('hour', clock.now().getTime());
  const over = changed.filter(({ from }) => from <= running);
  if (over.length === 0) return;
  const moment = (at: number): string => new Date(at).toISOString();
  await tx.query(sql`
    insert into neighbour_pending (series, from_time, to_time)
    select array_agg(w.series), array_agg(w.from_time), array_agg(w.to_time)
    from unnest(${over.map(({ series }) => series)}::integer[], ${over.map(({ from }) => moment(from))}::timestamptz[],
        ${over.map(({ to }) => moment(Math.min(to, running - 1)))}::timestamptz[]) as w (series, from_time, to_time)
    where exists (select from neighbour_limits l where l.series = w.series)
      or exists (select from neighbour_limits l where l.neighbours @> array[w.series])
    having count(*) > 0`);
}

/** Notes the hours that have ended since the last call, of the series that have neighbours. Gives how many series. */
export async function noteClosedHours(db: Db, clock: Clock): Promise<number> {
  const running = new Date(spanStartMs('hour', clock.now().getTime())).toISOString();
  return db.transaction(async (tx) => {
    const [last] = await tx.query<{ until: string }>(sql`
      insert into neighbour_hours (id, until) values (1, ${running}) on conflict (id) do update set id = 1 returning until`);
    await tx.query(sql`update neighbour_hours set until = ${running}`);
    const [noted] = await tx.query<{ count: number }>(sql`
      with due as (
        select distinct l.series from neighbour_limits l join series_state s on s.series = l.series
        where s.last_time >= ${last!.until}::timestamptz - interval '1 hour'),
      noted as (
        insert into neighbour_pending (series, from_time, to_time)
        select array_agg(series), array_agg(${last!.until}::timestamptz - interval '1 hour'),
          array_agg(${running}::timestamptz - interval '1 millisecond')
        from due having count(*) > 0)
      select count(*)::integer as count from due`);
    return noted!.count;
  });
}
