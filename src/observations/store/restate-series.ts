import { sql, type Db } from '../../kernel/index.ts';

/**
 * Makes what is known of a series anew from what stands in it, after observations went or moved. `gone`: by how many there
 * are fewer. The ends are read by the key, not by going through the series.
 */
export async function restateSeries(tx: Db, series: number, gone: number): Promise<void> {
  await tx.query(sql`
    with ends as (
      select * from (
        (select o.time, o.value, o.flag, o.status, d.result from observation o
          left join observation_detail d on d.series = o.series and d.time = o.time
          where o.series = ${series} order by o.time desc limit 1)
        union all
        (select time, value, flag, status, result from observation_extra where series = ${series}
          order by time desc, id desc limit 1)) newest order by time desc limit 1),
      oldest as (
        select min(time) as time from (
          (select time from observation where series = ${series} order by time limit 1)
          union all (select time from observation_extra where series = ${series} order by time limit 1)) first),
      rare as (
        select max(ends_at) as ends_at, min(result_time) as result_from, max(result_time) as result_to from (
          select ends_at, result_time from observation_detail where series = ${series}
          union all select ends_at, result_time from observation_extra where series = ${series}) each)
    update series_state s set count = greatest(s.count - ${gone}, 0), first_time = oldest.time, last_time = ends.time,
      last_value = ends.value, last_flag = ends.flag, last_status = ends.status, last_result = ends.result,
      phenomenon_end = rare.ends_at, result_from = rare.result_from, result_to = rare.result_to
    from oldest cross join rare left join ends on true
    where s.series = ${series}`);
}

/** Notes that values between these moments changed: they are judged again, and summed up anew. */
export async function noteChanged(tx: Db, series: number, from: string, to: string): Promise<void> {
  for (const table of ['judge_pending', 'roll_up_pending']) {
    await tx.query(sql`
      insert into ${sql.identifier(table)} (series, from_time, to_time)
      values (array[${series}]::integer[], array[${from}]::timestamptz[], array[${to}]::timestamptz[])`);
  }
}
