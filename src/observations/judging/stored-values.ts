import { sql, type Db } from '../../kernel/index.ts';
import type { JudgedObservation } from '../quality/judge.ts';
import type { LookBack } from '../quality/judge-series.ts';

/** More than this is not looked back at, whatever the limits ask for: what is older than so many values is forgotten. */
const mostValues = 3_000;
const seriesAtOnce = 200;

export interface StoredObservation extends JudgedObservation {
  readonly flag: number;
  readonly tests: number;
}

/** A moment (milliseconds since 1970) of a series and how much of what precedes it is wanted. */
export interface Before extends LookBack {
  readonly series: number;
  readonly before: number;
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
export async function valuesBefore(tx: Db, wanted: Before): Promise<readonly StoredObservation[]> {
  return (await valuesBeforeEach(tx, [wanted])).get(wanted.series) ?? [];
}

/** The same of several series, each once; those without such values are not among them. */
export async function valuesBeforeEach(tx: Db, wanted: readonly Before[]): Promise<Map<number, StoredObservation[]>> {
  const found = new Map<number, StoredObservation[]>();
  for (let from = 0; from < wanted.length; from += seriesAtOnce) {
    const part = wanted.slice(from, from + seriesAtOnce);
    const of = <T>(value: (each: Before) => T): T[] => part.map(value);
    const rows = await tx.query<Row & { series: number }>(sql`
      select series, ${columns} from unnest(${of(({ series }) => series)}::integer[],
          ${of(({ before }) => moment(before))}::timestamptz[],
          ${of(({ before, milliseconds }) => moment(before - milliseconds))}::timestamptz[],
          ${of(({ observations }) => observations)}::integer[]) as w (wanted, before, since, observations)
        cross join lateral (
          select * from observation
          where series = w.wanted and time < w.before and time >= least(w.since, coalesce((
            select time from observation where series = w.wanted and time < w.before
            order by time desc offset w.observations - 1 limit 1), '-infinity'))
          order by time desc limit ${mostValues}) o
      order by series, time`);
    for (const row of rows) {
      const own = found.get(row.series);
      if (own) own.push(observed(row));
      else found.set(row.series, [observed(row)]);
    }
  }
  return found;
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
