import { sql, type Db } from '../../kernel/index.ts';
import type { ReadingDetail } from '../model.ts';
import { momentOf, type Entry } from './entry.ts';

/** Columns of `observation_detail` and of the end of `observation_extra`; null where there is nothing to say. */
export function detailRow(detail: ReadingDetail): Record<string, unknown> {
  return {
    ends_at: moment(detail.endsAt),
    result_time: moment(detail.resultAt),
    result: detail.result === undefined ? null : detail.result,
    quality: detail.quality ?? null,
    valid_from: moment(detail.validTime?.[0]),
    valid_to: moment(detail.validTime?.[1]),
    parameters: detail.parameters ?? null,
    feature: detail.feature ?? null,
  };
}

const moment = (at: number | undefined): string | null => (at === undefined ? null : momentOf(at));

const names = [
  'ends_at',
  'result_time',
  'result',
  'quality',
  'valid_from',
  'valid_to',
  'parameters',
  'feature',
] as const;
const recordType =
  sql.raw(`(series integer, time timestamptz, ends_at timestamptz, result_time timestamptz, result jsonb,
  quality jsonb, valid_from timestamptz, valid_to timestamptz, parameters jsonb, feature bigint)`);
const all = sql.join(names.map((name) => sql.identifier(name)));

/** Writes what the stored or changed regular entries have beside their number; removes what a new version has no more. */
export async function writeDetails(tx: Db, entries: readonly Entry[]): Promise<void> {
  const written = entries.filter(({ outcome }) => outcome === 'inserted' || outcome === 'updated');
  const bare = written.filter(({ reading, outcome }) => !reading.detail && outcome === 'updated');
  if (bare.length > 0) {
    await tx.query(sql`
      delete from observation_detail d
      using unnest(${bare.map(({ reading }) => reading.series)}::integer[],
        ${bare.map(({ reading }) => momentOf(reading.at))}::timestamptz[]) as n (series, time)
      where d.series = n.series and d.time = n.time`);
  }
  const rows = written.filter(({ reading }) => reading.detail).map(rowOf);
  if (rows.length === 0) return;
  await tx.query(sql`
    insert into observation_detail (series, time, ${all})
    select series, time, ${all} from json_to_recordset(${JSON.stringify(rows)}::json) as n ${recordType}
    on conflict (series, time) do update set ${sql.join(
      names.map((name) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`),
    )}`);
}

function rowOf({ reading }: Entry): Record<string, unknown> {
  return { series: reading.series, time: momentOf(reading.at), ...detailRow(reading.detail!) };
}
