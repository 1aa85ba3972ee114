import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { rowsAt, type SeenRows, type View } from '../read/view.ts';
import { boxOf, tileBuffer, tileExtent, type Box, type TileAddress } from './tile-grid.ts';

/** Features that a tile shows at most; a tile of so many points is full. */
export const mostFeatures = 10_000;
/** Rows that are thinned to a tile; of more than twice as many only a share of the table's pages is read. */
const sampledRows = 50_000;

/** What a tile is asked for. */
export interface TileAsk {
  readonly address: TileAddress;
  /** Conditions of the caller over alias `t`. */
  readonly conditions: readonly Sql[];
  /** Features that it may have at most. */
  readonly most: number;
}

/** Rows of a tile as they are seen: `from` and `where` with alias `t`. */
export interface TileRows {
  readonly from: Sql;
  readonly where: Sql;
}

/** How a tile's rows are chosen. `every`: all of them; `thinned`: those that a map of this scale can show. */
export interface TilePlan {
  readonly kind: 'every' | 'thinned';
  /** The tile in degrees, with and without what is drawn around it. */
  readonly box: Box;
  readonly inner: Box;
  /** All rows there. */
  readonly rows: TileRows;
  /** As many of them as can be thinned in time, evenly chosen. */
  readonly sample: TileRows;
}

/** Looks how much lies in the tile, by what the database's planner knows: a count would read what is to be avoided. */
export async function planTile(db: Db, view: View, ask: TileAsk): Promise<TilePlan> {
  const box = boxOf(ask.address, tileBuffer / tileExtent);
  const rows = rowsIn(view, ask, box, 1);
  const plan = { box, inner: boxOf(ask.address), rows };
  if (view.edition.count <= ask.most || isSurelyFew(view, ask, box)) return { ...plan, kind: 'every', sample: rows };
  const expected = await expectedRows(db, rows);
  if (expected <= ask.most) return { ...plan, kind: 'every', sample: rows };
  const share = expected > 2 * sampledRows ? sampledRows / expected : 1;
  return { ...plan, kind: 'thinned', sample: share < 1 ? rowsIn(view, ask, box, share) : rows };
}

/** Places are rarely so crowded; where they are, reading one row too many tells, and the tile is planned again. */
const mostCrowded = 20;

/** Spares the planner's answer, which costs as much as a small tile, where an even spread would leave far fewer rows. */
function isSurelyFew({ edition: { extent, count } }: View, { most }: TileAsk, box: Box): boolean {
  if (!extent) return false;
  const area = ([west, south, east, north]: Box) => (east - west) * (north - south);
  return area(extent) > 0 && (count * area(box) * mostCrowded) / area(extent) < most;
}

/** The same with every row in doubt thinned, where there was more than the planner thought. */
export function thinned(plan: TilePlan, view: View, ask: TileAsk): TilePlan {
  const share = Math.min(1, (2 * sampledRows) / Math.max(1, view.edition.count));
  return { ...plan, kind: 'thinned', sample: rowsIn(view, ask, plan.box, share) };
}

function rowsIn(view: View, { conditions }: TileAsk, box: Box, share: number): TileRows {
  const { reach } = view.seen;
  const envelope = envelopeOf(box);
  // Rows are found by where they lie, and shown by where they are seen.
  const choice = { share, ...(reach === null ? {} : { where: sql`t._geom && ${widened(envelope, reach)}` }) };
  const { source, condition }: SeenRows = rowsAt(view.collection, view.seen, view.edition.number, choice);
  const seenThere = reach === 0 ? [] : [sql`t._geom && ${envelope}`];
  return { from: source, where: sql.join([condition, ...seenThere, ...conditions], sql` and `) };
}

export function envelopeOf([west, south, east, north]: Box): Sql {
  return sql`ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
}

const widened = (envelope: Sql, reach: number): Sql =>
  reach === 0 ? envelope : sql`ST_Expand(${envelope}, ${reach}::float8)`;

async function expectedRows(db: Db, { from, where }: TileRows): Promise<number> {
  const rows = await db.query<{ 'QUERY PLAN': unknown }>(
    sql`explain (format json) select 1 from ${from} where ${where}`,
  );
  const plan = rows[0]?.['QUERY PLAN'];
  const parsed = (typeof plan === 'string' ? JSON.parse(plan) : plan) as [{ Plan: { 'Plan Rows': number } }];
  return parsed[0].Plan['Plan Rows'];
}
