import { sql, type Db } from '../../kernel/index.ts';
import { momentOf } from './entry.ts';
import { holdSeries } from './gone-series.ts';
import { noteChanged, restateSeries } from './restate-series.ts';

/** A value that its source does not have any more. */
export interface WithdrawnValue {
  /** Code of the station within the network. */
  readonly station: string;
  /** Symbol of the parameter. */
  readonly parameter: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Taken {
  series: number;
  time: string;
  id: number | null;
}

/**
 * Takes values out of their series that came from `sender`; those that somebody else has replaced since are theirs, and
 * stay. What is taken out stays among the versions. Gives how many values.
 */
export async function withdrawValues(
  db: Db,
  network: string,
  sender: string,
  values: readonly WithdrawnValue[],
  now: Date,
): Promise<number> {
  if (values.length === 0) return 0;
  return db.transaction(async (tx) => {
    await holdSeries(tx);
    const taken = await valuesOfSender(tx, network, sender, values);
    const regular = taken.filter(({ id }) => id === null);
    await takeOut(tx, regular, sender, now);
    const others = taken.flatMap(({ id }) => (id === null ? [] : [id]));
    await tx.query(sql`delete from observation_extra where id = any(${others}::bigint[])`);
    const bySeries = new Map<number, number[]>();
    for (const { series, time } of taken) {
      const moments = bySeries.get(series);
      if (moments) moments.push(Date.parse(time));
      else bySeries.set(series, [Date.parse(time)]);
    }
    // In the order of the series, as all writers do.
    for (const [series, moments] of [...bySeries].sort(([a], [b]) => a - b)) {
      await restateSeries(tx, series, moments.length);
      await noteChanged(
        tx,
        series,
        momentOf(moments.reduce((a, b) => Math.min(a, b))),
        momentOf(moments.reduce((a, b) => Math.max(a, b))),
      );
    }
    return taken.length;
  });
}

/** Those that are told by their second have no id here. */
function valuesOfSender(
  tx: Db,
  network: string,
  sender: string,
  values: readonly WithdrawnValue[],
): Promise<readonly Taken[]> {
  return tx.query<Taken>(sql`
    with wanted as (
      select distinct d.id as series, w.time
      from unnest(${values.map(({ station }) => station)}::text[], ${values.map(({ parameter }) => parameter)}::text[],
          ${values.map(({ at }) => momentOf(at))}::timestamptz[]) as w (station, parameter, time)
        join thing t on t.network = ${network} and t.code = w.station
        join observed_property p on p.network = ${network} and p.symbol = w.parameter
        join datastream d on d.thing = t.id and d.observed_property = p.id)
    select o.series, o.time, null::bigint as id
    from wanted cross join lateral (
      select * from observation where series = wanted.series and time = wanted.time offset 0) o
      join receipt r on r.id = o.receipt and r.network = ${network} and r.sender = ${sender}
    union all
    select o.series, o.time, o.id
    from wanted join observation_extra o on o.series = wanted.series and o.time = wanted.time
      join receipt r on r.id = o.receipt and r.network = ${network} and r.sender = ${sender}`);
}

async function takeOut(tx: Db, taken: readonly Taken[], sender: string, now: Date): Promise<void> {
  const keys = sql`unnest(${taken.map(({ series }) => series)}::integer[],
    ${taken.map(({ time }) => time)}::timestamptz[]) as k (series, time)`;
  await tx.query(sql`
    insert into observation_version
      (series, time, version, value, flag, status, approval, receipt, replaced_at, replaced_by, reason)
    select o.series, o.time, coalesce((select max(version) from observation_version v
        where v.series = o.series and v.time = o.time), 0) + 1,
      o.value, o.flag, o.status, o.approval, o.receipt, ${now}, ${sender}, 'deleted'
    from ${keys} join observation o on o.series = k.series and o.time = k.time`);
  for (const table of ['observation', 'observation_detail']) {
    await tx.query(sql`
      delete from ${sql.identifier(table)} o using ${keys} where o.series = k.series and o.time = k.time`);
  }
}
