import { sql, type Db } from '../../kernel/index.ts';
import type { Text } from '../../packs/index.ts';
import { stationsAround } from './derive-neighbours.ts';

/** Versions that are shown; the newest. */
const shownVersions = 20;
/** Stations among which neighbours can be chosen on the page; those that are chosen already stand there anyway. */
const offered = { kilometres: 100, candidates: 30 } as const;

/** A series with its station, as people know it. */
export interface NamedSeries {
  readonly series: number;
  readonly station: number;
  readonly name: string;
}

export interface NeighbourVersion {
  readonly version: number;
  readonly neighbours: readonly (NamedSeries & {
    /** By which it is usually lower, in the unit of the series. */
    readonly difference: number;
  })[];
  /** Null: not held against others. */
  readonly suspect: number | null;
  /** `derived` by the job, or the id of who set it or took it back. */
  readonly madeBy: string;
  readonly madeAt: string;
  /** Why there is this version: `derived` by the job, `set`, `taken-back`, or the series or a neighbour was `redefined`. */
  readonly reason: 'derived' | 'set' | 'taken-back' | 'redefined';
}

export interface HeldSeries extends NamedSeries {
  readonly network: string;
  readonly symbol: string;
  readonly title: Text;
  readonly unit: string;
}

/** Null where the network has no such series. */
export async function findHeldSeries(db: Db, network: string, series: number): Promise<HeldSeries | null> {
  const rows = await db.query<HeldSeries>(sql`
    select d.id as series, d.thing as station, t.name, d.network, coalesce(p.symbol, p.name) as symbol,
      coalesce(p.properties -> 'title', jsonb_build_object('vi', p.name, 'en', p.name)) as title,
      coalesce(d.unit ->> 'symbol', '') as unit
    from datastream d join thing t on t.id = d.thing join observed_property p on p.id = d.observed_property
    where d.id = ${series} and d.network = ${network}`);
  return rows[0] ?? null;
}

interface Row extends Omit<NeighbourVersion, 'neighbours'> {
  readonly neighbours: readonly number[];
  readonly differences: readonly number[];
}

/** Newest first; the first is in force. Neighbours that are gone since are left out. */
export async function neighbourVersions(db: Db, series: number): Promise<NeighbourVersion[]> {
  const rows = await db.query<Row>(sql`
    select version, neighbours, differences, suspect, coalesce(basis ->> 'by', made_by) as "madeBy", made_at as "madeAt",
      coalesce(basis ->> 'reason', 'derived') as reason
    from neighbour_limits where series = ${series} order by version desc limit ${shownVersions}`);
  const names = await namesOf(
    db,
    rows.flatMap(({ neighbours }) => neighbours),
  );
  return rows.map(({ neighbours, differences, ...row }) => ({
    ...row,
    neighbours: neighbours.flatMap((neighbour, i) => {
      const named = names.get(neighbour);
      return named ? [{ ...named, difference: differences[i]! }] : [];
    }),
  }));
}

/** Series that can be chosen: of the same kind at the stations next to it, nearest first. */
export async function offeredNeighbours(db: Db, series: number): Promise<NamedSeries[]> {
  const around = (await stationsAround(db, [series], offered)).map(({ neighbour }) => neighbour);
  const names = await namesOf(db, around);
  return around.flatMap((neighbour) => names.get(neighbour) ?? []);
}

async function namesOf(db: Db, series: readonly number[]): Promise<Map<number, NamedSeries>> {
  if (series.length === 0) return new Map();
  const rows = await db.query<NamedSeries>(sql`
    select d.id as series, t.id as station, t.name from datastream d join thing t on t.id = d.thing
    where d.id = any(${[...new Set(series)]}::integer[])`);
  return new Map(rows.map((row) => [row.series, row]));
}
