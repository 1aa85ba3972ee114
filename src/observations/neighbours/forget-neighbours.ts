import { sql, type Db } from '../../kernel/index.ts';

/**
 * After a series has become another one (its unit, its station or its parameter): what was derived from its history and
 * from that of those around holds no more, for it and for those whose neighbour it is. Their values are not evaluated by
 * this test until the hourly job has found neighbours again; limits that somebody has set stay.
 */
export async function forgetNeighbours(tx: Db, series: number, now: Date): Promise<void> {
  await tx.query(sql`
    with forgotten as (
      insert into neighbour_limits (series, version, neighbours, differences, suspect, basis, made_by, made_at)
      select l.series, l.version + 1, '{}', '{}', null, jsonb_build_object('redefined', ${series}::integer), 'derived',
        -- Looked for again by the next run of the job.
        ${now}::timestamptz - interval '100 days'
      from (select distinct series from neighbour_limits
          where series = ${series}::integer or neighbours @> array[${series}::integer]) c
        cross join lateral (select * from neighbour_limits where series = c.series order by version desc limit 1) l
      where l.made_by = 'derived' and (l.series = ${series}::integer or l.neighbours @> array[${series}::integer])
      returning series)
    insert into neighbour_pending (series, from_time, to_time)
    select array_agg(s.series order by s.series), array_agg(s.first_time order by s.series),
      array_agg(s.last_time order by s.series)
    from forgotten join series_state s on s.series = forgotten.series where s.first_time is not null
    having count(*) > 0`);
}
