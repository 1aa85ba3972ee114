import { sql, type Db } from '../../kernel/index.ts';
import type { ReadingDetail } from '../model.ts';
import { observationKey } from '../observation-id.ts';

/** An observation as it stands, with its network. */
export interface StoredObservation {
  readonly id: number;
  readonly network: string;
  readonly series: number;
  /** True where its row is told by series and second. */
  readonly isRegular: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The same as the store writes it. */
  readonly time: string;
  readonly value: number | null;
  readonly status: number;
  readonly detail: ReadingDetail;
}

interface StoredRow {
  network: string;
  series: number;
  time: string;
  value: number | null;
  status: number;
  ends_at: string | null;
  result_time: string | null;
  result: unknown;
  quality: unknown;
  valid_from: string | null;
  valid_to: string | null;
  parameters: Record<string, unknown> | null;
  feature: number | null;
}

const rare = (alias: string) =>
  sql.join(
    ['ends_at', 'result_time', 'result', 'quality', 'valid_from', 'valid_to', 'parameters', 'feature'].map((name) =>
      sql.identifier(alias, name),
    ),
  );

/** Null where there is none. One whose time was changed stands among the others by its id, and is found there first. */
export async function findStoredObservation(tx: Db, id: number): Promise<StoredObservation | null> {
  const [extra] = await tx.query<StoredRow>(sql`
    select ds.network, o.series, o.time, o.value, o.status, ${rare('o')}
    from observation_extra o join datastream ds on ds.id = o.series where o.id = ${id}::bigint`);
  if (extra) return stored(id, extra, false);
  const key = observationKey(id);
  if (key?.kind !== 'regular') return null;
  const [row] = await tx.query<StoredRow>(sql`
    select ds.network, o.series, o.time, o.value, o.status, ${rare('d')}
    from observation o join datastream ds on ds.id = o.series
      left join observation_detail d on d.series = o.series and d.time = o.time
    where o.series = ${key.series} and o.time = ${new Date(key.at).toISOString()}::timestamptz`);
  return row ? stored(id, row, true) : null;
}

function stored(id: number, row: StoredRow, isRegular: boolean): StoredObservation {
  const { network, series, time, value, status, ends_at, result_time, valid_from, valid_to } = row;
  const ms = (moment: string): number => Date.parse(moment);
  const detail: ReadingDetail = {
    ...(ends_at !== null && { endsAt: ms(ends_at) }),
    ...(result_time !== null && { resultAt: ms(result_time) }),
    ...(row.result !== null && { result: row.result }),
    ...(row.quality !== null && { quality: row.quality }),
    ...(valid_from !== null && { validTime: [ms(valid_from), ms(valid_to ?? valid_from)] as const }),
    ...(row.parameters !== null && { parameters: row.parameters }),
    ...(row.feature !== null && { feature: row.feature }),
  };
  return { id, network, series, isRegular, at: ms(time), time, value, status, detail };
}
