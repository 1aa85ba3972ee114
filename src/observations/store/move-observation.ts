import { emit, sql, type Db } from '../../kernel/index.ts';
import { flags, type Reading } from '../model.ts';
import { flagOfState } from './judge.ts';
import { noteChanged, restateSeries } from './restate-series.ts';
import { lineOf, type StoredReadings } from './stored-readings.ts';
import type { StoredObservation } from './stored-observation.ts';
import { momentOf } from './entry.ts';
import { detailRow } from './write-details.ts';

const columns = sql.raw(`id, series, time, value, receipt, flag, status, ends_at, result_time, result, quality,
  valid_from, valid_to, parameters, feature`);
const recordType = sql.raw(`(id bigint, series integer, time timestamptz, value double precision, receipt integer,
  flag smallint, status smallint, ends_at timestamptz, result_time timestamptz, result jsonb, quality jsonb,
  valid_from timestamptz, valid_to timestamptz, parameters jsonb, feature bigint)`);
const changing = [
  'time',
  'value',
  'flag',
  'status',
  'ends_at',
  'result_time',
  'result',
  'quality',
  'valid_from',
].concat(['valid_to', 'parameters', 'feature']);

/**
 * Gives an observation another moment or, where it stands among those that are told by an id, other members. It keeps its
 * id: a row that is told by its second goes over to the others.
 */
export async function moveObservation(
  tx: Db,
  was: StoredObservation,
  reading: Reading,
  sender: string,
  now: Date,
): Promise<void> {
  const { id, series } = was;
  const receipt = await receiptOf(tx, was);
  if (was.isRegular) await takeAway(tx, was, sender, 'moved', now);
  const entry = { reading, mode: 'upsert', receipt, sender, tests: 0, outcome: null, id, flag: 0 } as const;
  const flag = flagOfState(entry) ?? flags.notEvaluated;
  const status = reading.status ?? 0;
  const row = {
    ...{ id, series, time: momentOf(reading.at), value: reading.value, receipt, flag, status },
    ...detailRow(reading.detail ?? {}),
  };
  await tx.query(sql`
    insert into observation_extra (${columns})
    select ${columns} from json_to_record(${JSON.stringify(row)}::json) as n ${recordType}
    on conflict (id) do update set approval = 0, ${sql.join(
      changing.map((name) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`),
    )}`);
  await tx.query(sql`update series_state set has_extra = true where series = ${series}`);
  await restateSeries(tx, series, 0);
  const moments = [was.time, momentOf(reading.at)].sort();
  await noteChanged(tx, series, moments[0]!, moments[1]!);
  const { at, value, detail } = reading;
  const lines = lineOf({ series, id, at, value, flag, status, isChanged: true, hasMore: detail !== undefined });
  const data: StoredReadings = { network: was.network, receipt, lines };
  await emit(tx, 'observations.stored', `/networks/${was.network}`, data);
}

/** Removes an observation; what it was stays among the versions. */
export async function removeObservation(tx: Db, was: StoredObservation, sender: string, now: Date): Promise<void> {
  const { id, series, time } = was;
  if (was.isRegular) await takeAway(tx, was, sender, 'deleted', now);
  else await tx.query(sql`delete from observation_extra where id = ${id}::bigint`);
  await restateSeries(tx, series, 1);
  await noteChanged(tx, series, time, time);
}

async function receiptOf(tx: Db, { isRegular, series, time, id }: StoredObservation): Promise<number> {
  const [row] = await tx.query<{ receipt: number }>(
    isRegular
      ? sql`select receipt from observation where series = ${series} and time = ${time}::timestamptz`
      : sql`select receipt from observation_extra where id = ${id}::bigint`,
  );
  return row!.receipt;
}

async function takeAway(
  tx: Db,
  { series, time }: StoredObservation,
  sender: string,
  reason: string,
  now: Date,
): Promise<void> {
  await tx.query(sql`
    insert into observation_version
      (series, time, version, value, flag, status, approval, receipt, replaced_at, replaced_by, reason)
    select o.series, o.time, coalesce((select max(version) from observation_version v
        where v.series = o.series and v.time = o.time), 0) + 1,
      o.value, o.flag, o.status, o.approval, o.receipt, ${now}, ${sender}, ${reason}
    from observation o where o.series = ${series} and o.time = ${time}::timestamptz`);
  for (const table of ['observation', 'observation_detail']) {
    await tx.query(sql`delete from ${sql.identifier(table)} where series = ${series} and time = ${time}::timestamptz`);
  }
}
