import { sql, type Db } from '../../kernel/index.ts';
import { momentOf, type Entry } from './entry.ts';
import { detailRow } from './write-details.ts';

const recordType = sql.raw(`(series integer, time timestamptz, value double precision, receipt integer, tests integer,
  flag smallint, status smallint, ends_at timestamptz, result_time timestamptz, result jsonb, quality jsonb,
  valid_from timestamptz, valid_to timestamptz, parameters jsonb, feature bigint, place integer)`);
const columns = sql.raw(`series, time, value, receipt, tests, flag, status, ends_at, result_time, result, quality,
  valid_from, valid_to, parameters, feature`);

interface Known {
  place: number;
  id: number;
  same: boolean;
}

/**
 * Observations that cannot be told by series and second: a fraction of a second, long ago, a second value at one moment.
 * Those of mode `upsert` replace what stands at exactly their moment.
 */
export async function writeExtras(tx: Db, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const known = await replaceKnown(tx, entries);
  const fresh = entries.flatMap((entry, place) => (known.has(place) ? [] : [{ entry, place }]));
  if (fresh.length === 0) return;
  // An id for each first: which of several inserted rows got which id is nowhere promised.
  const ids = await tx.query<{ id: number }>(sql`
    select nextval(pg_get_serial_sequence('observation_extra', 'id')) as id
    from generate_series(1, ${fresh.length}::integer)`);
  const rows = fresh.map(({ entry, place }) => rowOf(entry, place));
  await tx.query(sql`
    insert into observation_extra (id, ${columns})
    select (${ids.map(({ id }) => id)}::bigint[])[row_number() over (order by place)], ${columns}
    from json_to_recordset(${JSON.stringify(rows)}::json) as n ${recordType}`);
  fresh.forEach(({ entry }, index) => {
    entry.outcome = 'inserted';
    entry.id = ids[index]!.id;
  });
}

async function replaceKnown(tx: Db, entries: readonly Entry[]): Promise<Set<number>> {
  const upserted = entries.flatMap((entry, place) => (entry.mode === 'upsert' ? [rowOf(entry, place)] : []));
  if (upserted.length === 0) return new Set();
  const known = await tx.query<Known>(sql`
    with wanted as (select * from json_to_recordset(${JSON.stringify(upserted)}::json) as n ${recordType}),
      found as (
        select distinct on (wanted.place) wanted.*, o.id,
          o.value is not distinct from wanted.value and o.status = wanted.status
            and o.result is not distinct from wanted.result as same
        from wanted join observation_extra o on o.series = wanted.series and o.time = wanted.time
        order by wanted.place, o.id),
      changed as (
        update observation_extra o set value = found.value, receipt = found.receipt, tests = found.tests,
          flag = found.flag, status = found.status, approval = 0, result = found.result
        from found where o.id = found.id and not found.same)
    select place, id, same from found`);
  for (const { place, id, same } of known) {
    entries[place]!.id = id;
    entries[place]!.outcome = same ? 'unchanged' : 'updated';
  }
  return new Set(known.map(({ place }) => place));
}

function rowOf({ reading, receipt, tests, flag }: Entry, place: number): Record<string, unknown> {
  const { series, at, value, status } = reading;
  const base = { series, time: momentOf(at), value, receipt, tests, flag, status: status ?? 0, place };
  return { ...base, ...detailRow(reading.detail ?? {}) };
}
