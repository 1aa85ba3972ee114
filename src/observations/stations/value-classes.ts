import { LRUCache } from 'lru-cache';
import { sql, type Db } from '../../kernel/index.ts';
import { grainNumber, type Grain } from '../rollup/grains.ts';
import { approvedOnlyOf, parameterSeries, type StationScope } from './select-stations.ts';
import { offeredTimes, readShownTime } from './shown-time.ts';

const classes = 5;
/** Series that are looked at for the ends of classes: enough to tell how values are spread. */
const mostSeries = 2_000;
/** An hour that has ended, and a day but the last, hardly change: ends are remembered by the steps that are offered. */
const kept = new LRUCache<string, Promise<readonly number[]>>({ max: 500 });

/**
 * Ends between classes of values, rising, none twice: as many means of the offered hours (of days where a day is shown) lie
 * in each. They belong to a view, a filter and the hour or day in which it is looked at, so that one step of its slider is
 * told from another by the stations and not by the key. Empty without a parameter, or where nothing was measured.
 */
export async function valueClasses(db: Db, scope: StationScope): Promise<readonly number[]> {
  const { filter, now, at, views } = scope;
  if (filter.parameter === null) return [];
  const grain = at?.grain ?? 'hour';
  const times = offeredTimes(now)[grain === 'day' ? 'days' : 'hours'];
  const networks = filter.network === null ? [...views.keys()] : [filter.network];
  const seen = networks.map((id) => [id, views.get(id)!.approvedOnly, views.get(id)!.grant.key]);
  const key = JSON.stringify([filter.parameter, seen, grain, times[0]]);
  let found = kept.get(key);
  if (!found) {
    found = endsOf(db, scope, networks, grain, times);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
  }
  return found;
}

async function endsOf(
  db: Db,
  scope: StationScope,
  networks: readonly string[],
  grain: Grain,
  times: readonly string[],
): Promise<readonly number[]> {
  const [first, last] = [times[0]!, times.at(-1)!].map((time) => new Date(readShownTime(time)!.start).toISOString());
  const shares = Array.from({ length: classes - 1 }, (_, i) => (i + 1) / classes);
  const [row] = await db.query<{ ends: readonly number[] | null }>(sql`
    select percentile_disc(${shares}::float8[]) within group (order by r.sum / r.measured) as ends
    from (select d.id, d.network = any(${approvedOnlyOf(scope.views)}::text[]) as "approvedOnly"
        from datastream d join observed_property p on p.id = d.observed_property
        where d.network = any(${networks}::text[]) and ${parameterSeries(scope)} order by d.id limit ${mostSeries}) d
      join roll_up r on r.series = d.id and r.grain = ${grainNumber(grain)}
        and r.start between ${first}::timestamptz and ${last}::timestamptz
        and r.layer = case when d."approvedOnly" then 1 else 0 end
    where r.measured > 0`);
  return [...new Set((row?.ends ?? []).map(Number))];
}
