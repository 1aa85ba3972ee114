import { sql, type Db } from '../../kernel/index.ts';

/**
 * After a series has become another one (its unit, its station or its parameter): what was derived from its history and
 * from that of those around holds no more, for it and for those whose neighbour it is. Their values are not evaluated by
 * this test until the hourly job has found neighbours again. What somebody has set for the series itself was said in its
 * old unit and goes too; a set for another series goes on without this neighbour.
 */
export async function forgetNeighbours(tx: Db, series: number, now: Date): Promise<void> {
  const forgotten = await tx.query<{ series: number }>(sql`
    insert into neighbour_limits (series, version, neighbours, differences, suspect, basis, made_by, made_at)
    select l.series, l.version + 1, coalesce(rest.neighbours, '{}'), coalesce(rest.differences, '{}'),
      case when keeps.own then l.suspect end,
      jsonb_build_object('reason', 'redefined', 'redefined', ${series}::integer, 'lookAgain', not keeps.own),
      case when keeps.own then l.made_by else 'derived' end, ${now}::timestamptz
    from (select distinct series from neighbour_limits
        where series = ${series}::integer or neighbours @> array[${series}::integer]) c
      cross join lateral (select * from neighbour_limits where series = c.series order by version desc limit 1) l
      cross join lateral (select l.made_by <> 'derived' and l.series <> ${series}::integer as own) keeps
      left join lateral (
        select array_agg(n order by place) as neighbours, array_agg(difference order by place) as differences
        from unnest(l.neighbours, l.differences) with ordinality as each (n, difference, place)
        where keeps.own and n <> ${series}::integer) rest on true
    where l.series = ${series}::integer or l.neighbours @> array[${series}::integer]
    returning series`);
  await noteWholeHistory(
    tx,
    forgotten.map((one) => one.series),
  );
}

/** Has all hours of series judged again by the limits that hold now. */
export async function noteWholeHistory(tx: Db, series: readonly number[]): Promise<void> {
  if (series.length === 0) return;
  await tx.query(sql`
    insert into neighbour_pending (series, from_time, to_time)
    select array_agg(series order by series), array_agg(first_time order by series), array_agg(last_time order by series)
    from series_state where series = any(${[...series]}::integer[]) and first_time is not null having count(*) > 0`);
}
