import { sql, type Db } from '../../kernel/index.ts';
import { observationProblem } from '../problems.ts';
import { grainNumber } from '../rollup/grains.ts';
import { neighbourRule } from './derive-neighbours.ts';
import { noteWholeHistory } from './forget-neighbours.ts';
import { fewestNeighbours } from './judge-neighbours.ts';

export interface OwnLimits {
  readonly series: number;
  readonly neighbours: readonly number[];
  /** Distance of an hour's mean from what is expected, from which on it is suspect; in the unit of the series. */
  readonly suspect: number;
}

interface Difference {
  readonly neighbour: number;
  readonly hours: number;
  readonly difference: number;
}

/**
 * Has a series held against the neighbours that somebody chose, from its start, until they are taken back: the hourly job
 * leaves them alone. How far each is usually away is found in the hours that both have, as for derived ones. Throws Problem
 * `neighbours-unfit`.
 */
export async function setOwnLimits(db: Db, { series, neighbours, suspect }: OwnLimits, who: string, now: Date) {
  await db.transaction(async (tx) => {
    const differences = await differencesTo(tx, series, neighbours);
    const known = differences.map(({ neighbour }) => neighbour);
    const unfit = neighbours.filter((neighbour) => !known.includes(neighbour));
    if (known.length < fewestNeighbours || unfit.length > 0) {
      const [fewest, most] = [fewestNeighbours, neighbourRule.candidates];
      const { leastHours, historyDays } = neighbourRule;
      const named = unfit.length > 0 ? unfit.join(', ') : String(known.length);
      throw observationProblem('neighbours-unfit', { named, fewest, most, hours: leastHours, days: historyDays });
    }
    await putVersion(tx, {
      ...{ series, suspect, who, now, neighbours: known },
      differences: differences.map(({ difference }) => difference),
      basis: { reason: 'set', historyDays: neighbourRule.historyDays, hours: differences.map(({ hours }) => hours) },
    });
  });
}

/**
 * Gives the choice of neighbours back to the job, whose next run finds them; until then the test is not evaluated. Throws
 * Problem `neighbours-not-own` where nobody has chosen any.
 */
export async function takeBackOwnLimits(db: Db, series: number, who: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [last] = await tx.query<{ version: number; made_by: string }>(sql`
      select version, made_by from neighbour_limits where series = ${series} order by version desc limit 1 for update`);
    if (!last || last.made_by === 'derived') throw observationProblem('neighbours-not-own', { series });
    const basis = { reason: 'taken-back', by: who, lookAgain: true };
    await putVersion(tx, { series, neighbours: [], differences: [], suspect: null, basis, who: 'derived', now });
  });
}

/** Those of the chosen that are fit to be neighbours: another station's series of the same kind with common hours enough. */
function differencesTo(tx: Db, series: number, neighbours: readonly number[]): Promise<Difference[]> {
  const { leastHours, historyDays } = neighbourRule;
  const hour = sql.raw(`grain = ${grainNumber('hour')} and layer = 0 and measured > 0`);
  return tx.query<Difference>(sql`
    select d.id as neighbour, seen.hours, seen.difference
    from datastream own join series_state s on s.series = own.id
      join datastream d on d.network = own.network and d.observed_property = own.observed_property
        and d.thing <> own.thing and d.ucum is not distinct from own.ucum and d.stamp = own.stamp
      cross join lateral (
        select count(*)::integer as hours,
          percentile_cont(0.5) within group (order by a.sum / a.measured - b.sum / b.measured) as difference
        from (select start, sum, measured from roll_up where series = own.id and ${hour}
            and start >= s.last_time - ${historyDays}::integer * interval '1 day') a
          join (select start, sum, measured from roll_up where series = d.id and ${hour}) b on b.start = a.start) seen
    where own.id = ${series} and d.id = any(${[...neighbours]}::integer[]) and seen.hours >= ${leastHours}
    order by array_position(${[...neighbours]}::integer[], d.id)`);
}

interface Version {
  readonly series: number;
  readonly neighbours: readonly number[];
  readonly differences: readonly number[];
  readonly suspect: number | null;
  readonly basis: Readonly<Record<string, unknown>>;
  readonly who: string;
  readonly now: Date;
}

async function putVersion(tx: Db, version: Version): Promise<void> {
  const { series, neighbours, differences, suspect, basis, who, now } = version;
  // Somebody else, or the job, may be making a version at this moment: this one comes after it.
  for (let isKept = false; !isKept;) {
    const kept = await tx.query(sql`
      insert into neighbour_limits (series, version, neighbours, differences, suspect, basis, made_by, made_at)
      select ${series}::integer, coalesce(max(version), 0) + 1, ${[...neighbours]}::integer[],
        ${[...differences]}::double precision[], ${suspect}::double precision, ${JSON.stringify(basis)}::jsonb, ${who}::text,
        ${now}::timestamptz
      from neighbour_limits where series = ${series} on conflict do nothing returning version`);
    isKept = kept.length > 0;
  }
  await noteWholeHistory(tx, [series]);
}
