import { sql, type Db } from '../../kernel/index.ts';
import type { JudgedObservation } from '../quality/judge.ts';
import type { LookBack } from '../quality/judge-series.ts';

/** More than this is not looked back at, whatever the limits ask for: what is older than so many values is forgotten. */
const mostValues = 3_000;

export interface StoredObservation extends JudgedObservation {
  readonly flag: number;
  readonly tests: number;
}

interface Row {
  at: number;
  value: number | null;
  status: number;
  flag: number;
  tests: number;
}

const columns = sql`(extract(epoch from time) * 1000)::double precision as at, value, status, flag, tests`;
const moment = (at: number): string => new Date(at).toISOString();

/** The values of a series before a moment that its judge needs, oldest first. */
export async function valuesBefore(
  tx: Db,
  series: number,
  before: number,
  { observations, milliseconds }: LookBack,
): Promise<StoredObservation[]> {
  const rows = await tx.query<Row>(sql`
    select ${columns} from observation where series = ${series} and time < ${moment(before)}::timestamptz
    order by time desc limit ${mostValues}`);
  const needed = rows.filter(({ at }, place) => place < observations || at >= before - milliseconds);
  return needed.reverse().map(observed);
}

/** The values of a series within a span, both ends included, oldest first. */
export async function valuesWithin(tx: Db, series: number, from: number, to: number): Promise<StoredObservation[]> {
  const rows = await tx.query<Row>(sql`
    select ${columns} from observation
    where series = ${series} and time between ${moment(from)}::timestamptz and ${moment(to)}::timestamptz
    order by time`);
  return rows.map(observed);
}

function observed({ at, value, status, flag, tests }: Row): StoredObservation {
  return { at, value, measured: status === 0, flag, tests };
}
