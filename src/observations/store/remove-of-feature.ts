import { sql, type Db } from '../../kernel/index.ts';
import { noteChanged, restateSeries } from './restate-series.ts';

/** Removes every observation of a feature of interest (18-088, 10.4): its own, and those of series whose feature it is. */
export async function removeOfFeature(tx: Db, feature: number): Promise<void> {
  const series = await tx.query<{ id: number; first: string | null; last: string | null }>(sql`
    select ds.id, s.first_time as first, s.last_time as last
    from datastream ds left join series_state s on s.series = ds.id
    where ds.feature = ${feature}::bigint
      or ds.id in (select series from observation_detail where feature = ${feature}::bigint
        union all select series from observation_extra where feature = ${feature}::bigint)
    order by ds.id`);
  for (const { id, first, last } of series) {
    const gone = await removeFrom(tx, id, feature);
    await tx.query(sql`update datastream set feature = null where id = ${id} and feature = ${feature}::bigint`);
    if (gone === 0 || first === null || last === null) continue;
    await restateSeries(tx, id, gone);
    await noteChanged(tx, id, first, last);
  }
}

async function removeFrom(tx: Db, series: number, feature: number): Promise<number> {
  const own = sql`(select feature from datastream where id = ${series})`;
  const regular = await tx.query(sql`
    delete from observation o where o.series = ${series} and coalesce((
      select d.feature from observation_detail d where d.series = o.series and d.time = o.time), ${own}) = ${feature}::bigint`);
  await tx.query(sql`
    delete from observation_detail d where d.series = ${series} and not exists (
      select 1 from observation o where o.series = d.series and o.time = d.time)`);
  const extra = await tx.query(sql`
    delete from observation_extra o where o.series = ${series} and coalesce(o.feature, ${own}) = ${feature}::bigint`);
  return regular.affected + extra.affected;
}
