import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { valuesText } from '../read/feature-json.ts';
import type { View } from '../read/view.ts';
import { sizeOf } from '../tables.ts';
import { TwkbReader } from './read-twkb.ts';
import { envelopeOf, planTile, thinned, type TileAsk, type TilePlan } from './tile-plan.ts';
import { mercatorOf, tileExtent } from './tile-grid.ts';
import type { TileFeature, TileValue } from './write-tile.ts';

/** Of a tile's side; a thinned tile keeps one point or small shape of each cell: 5 pixels of 512. */
const cellsASide = 96;
/** Shapes smaller than this share of a tile's side are thinned like points: 2 pixels of 512. */
const smallShare = 2 / 512;
/** Share of a thinned tile's features that is for shapes large enough to be seen. */
const largeShare = 0.6;
/** Half a pixel of 512: what is straightened by less is not seen. */
const straightenedSteps = 4;
/** From here on maps enlarge tiles instead of asking for deeper ones, and each corner counts. */
const exactFromZoom = 15;

/** The features of a tile, as the view shows them: their shapes in steps of the tile, their ids and properties. */
export async function selectTile(db: Db, view: View, ask: TileAsk): Promise<TileFeature[]> {
  if (!view.hasGeometry || ask.most <= 0) return [];
  const plan = await planTile(db, view, ask);
  if (plan.kind === 'thinned') return read(db, view, ask, plan, thinnedRows(view, ask, plan));
  const features = await read(db, view, ask, plan, everyRow(view, ask, plan));
  if (features.length <= ask.most) return features;
  const again = thinned(plan, view, ask);
  return read(db, view, ask, again, thinnedRows(view, ask, again));
}

/** One more than may be shown tells that there are more than the planner thought. */
function everyRow(view: View, { most }: TileAsk, { rows }: TilePlan): Sql {
  return sql`select ${columnsOf(view)} from ${rows.from} where ${rows.where} limit ${most + 1}`;
}

function thinnedRows(view: View, { most }: TileAsk, plan: TilePlan): Sql {
  const [west, south, east, north] = plan.inner;
  const [width, height] = [east - west, north - south];
  const cell = (place: Sql, from: number, side: number) =>
    sql`floor((${place} - ${from}::float8) / ${side / cellsASide}::float8)`;
  if (isPoints(view)) {
    const cells = [cell(sql`ST_X(t._geom)`, west, width), cell(sql`ST_Y(t._geom)`, south, height)];
    return onePerCell(view, plan, cells, sql`true`, most);
  }
  const box = sql`box2d(t._geom)`;
  const middle = (least: Sql, most: Sql) => sql`(${least} + ${most}) / 2`;
  const cells = [
    cell(middle(sql`ST_XMin(${box})`, sql`ST_XMax(${box})`), west, width),
    cell(middle(sql`ST_YMin(${box})`, sql`ST_YMax(${box})`), south, height),
  ];
  const small = width * smallShare;
  const forLarge = Math.ceil(most * largeShare);
  const { from, where } = plan.rows;
  return sql`
    (select ${columnsOf(view)} from ${from} where ${where} and ${sizeOf(sql`t._geom`)} >= ${small}::float8
      order by ${sizeOf(sql`t._geom`)} desc limit ${forLarge})
    union all
    (${onePerCell(view, plan, cells, sql`${sizeOf(sql`t._geom`)} < ${small}::float8`, most - forLarge)})`;
}

/** The first row of each cell, in the order of the file. */
function onePerCell(view: View, { sample }: TilePlan, cells: readonly Sql[], condition: Sql, most: number): Sql {
  const [x, y] = cells;
  return sql`
    select ${columnsOf(view)} from (
      select distinct on (1, 2) ${x!} as _column, ${y!} as _row, t._seq, ${columnsOf(view)}
      from ${sample.from} where ${sample.where} and ${condition} order by 1, 2, t._seq) t
    limit ${most}`;
}

const columnNames = (view: View): string[] => ['_fid', '_geom', ...view.properties.map(({ name }) => name)];
const columnsOf = (view: View): Sql => sql.join(columnNames(view).map((name) => sql`t.${sql.identifier(name)}`));

export function isPoints({ collection }: Pick<View, 'collection'>): boolean {
  return collection.standard.geometry?.types.every((type) => type === 'Point') ?? false;
}

/**
 * All rows in one: shapes set one behind the other, and ids with properties as the lines of one JSON text. `offset 0`
 * keeps the planner from taking the inner query apart, which would make each shape twice: for its test, and for its use.
 */
async function read(db: Db, view: View, ask: TileAsk, plan: TilePlan, rows: Sql): Promise<TileFeature[]> {
  const statement = sql`
    select string_agg(s.shape, ''::bytea) as shapes, string_agg(s.line, ',') as lines from (
      select ST_AsTWKB(${shapeOf(view, ask, plan)}, 0) as shape, ${valuesText(view.properties)} as line from (${rows}) r
      offset 0) s
    where s.shape is not null`;
  const answer = await db.query<{ shapes: Buffer | null; lines: string | null }>(
    isUsual(view, ask, plan) ? sql.kept(statement) : statement,
  );
  const { shapes, lines } = answer[0]!;
  if (shapes === null || lines === null) return [];
  const reader = new TwkbReader(shapes);
  return (JSON.parse(`[${lines}]`) as unknown[][]).map((values) => ({
    shapes: reader.next(),
    values: values.map(valueOf),
  }));
}

/**
 * Small tiles take as long to be parsed and planned as to be read, and theirs is always the same text for a collection;
 * a caller's conditions and grants make ever new ones, and a thinned tile needs a plan of its own.
 */
const isUsual = ({ seen }: View, { conditions }: TileAsk, { kind }: TilePlan): boolean =>
  kind === 'every' && conditions.length === 0 && seen.rows === null && seen.changed === null;

/** Row `r`'s geometry in steps of the tile, cut at its edge and straightened to what the scale shows. */
function shapeOf(view: View, { address }: TileAsk, { box }: TilePlan): Sql {
  const { west, north, width } = mercatorOf(address);
  const factor = tileExtent / width;
  const scaled = (degrees: Sql) =>
    sql`ST_TransScale(ST_Transform(${degrees}, 3857), ${-west}::float8, ${-north}::float8, ${factor}::float8, ${-factor}::float8)`;
  if (isPoints(view)) return scaled(sql`ST_Force2D(r._geom)`);
  const cut = sql`ST_ClipByBox2D(ST_Force2D(r._geom), box2d(${envelopeOf(box)}))`;
  if (address.zoom >= exactFromZoom) return scaled(cut);
  const step = (360 / 2 ** address.zoom / tileExtent) * straightenedSteps;
  return scaled(sql`ST_Simplify(${cut}, ${step}::float8, true)`);
}

/** A list or an object has no type of its own in the format: it is given as its JSON text. */
function valueOf(value: unknown): TileValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' ? value : JSON.stringify(value);
}
