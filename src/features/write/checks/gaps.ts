import { sql, type Db, type Sql } from '../../../kernel/index.ts';
import { workTable } from '../../tables.ts';
import { adapt, forEachRange } from '../ranges.ts';
import { squareMetres, type OnFound } from './finding.ts';
import type { WorkAreas } from './work-areas.ts';

export interface GapSizes {
  /** Square metres. */
  readonly above: number;
  readonly below: number;
  /** Longest gap that is looked for, in metres. */
  readonly longest: number;
}

/** Half of the width below which a gap is a rounding of the drawing: neighbours are widened by so much, in metres. */
const seam = 0.005;
const widen = 'quad_segs=1 join=mitre mitre_limit=2';
/** An area that is longer than so many windows is a road or a river: its neighbours tell where to look. */
const longestWindows = 64;

interface Gap {
  pos: number;
  fid: string;
  neighbours: string[];
  size: number;
  x: number;
  y: number;
}

/**
 * Holes between neighbours of one parent. The plane is looked at in windows twice as long as the longest gap, one
 * window for each square of that length: a gap lies whole in the window of the square where it begins, so each is found
 * once, and a statement never holds more than the neighbours of one window.
 */
export async function findGaps(
  db: Db,
  run: number,
  areas: WorkAreas,
  sizes: GapSizes,
  onFound: OnFound,
): Promise<void> {
  const windows = workTable(run, 'windows');
  await makeWindows(db, areas, windows, sizes.longest);
  const end = await db.query<{ n: number }>(sql`select coalesce(max(n), 0)::int as n from ${sql.identifier(windows)}`);
  let step = db.engine === 'server' ? 2_000 : 1;
  for (let after = 0; after < end[0]!.n;) {
    const started = performance.now();
    const gaps = await db.query<Gap & Record<string, unknown>>(
      gapsIn(areas, windows, sizes, sql`n > ${after} and n <= ${after + step}`),
    );
    after += step;
    if (db.engine === 'embedded') step = adapt(step, performance.now() - started);
    if (gaps.length > 0) await onFound(gaps.map(asFinding));
  }
}

async function makeWindows(db: Db, areas: WorkAreas, name: string, longest: number): Promise<void> {
  const windows = sql.identifier(name);
  await db.query(sql`drop table if exists ${windows}`);
  await db.query(sql`create unlogged table ${windows} (
    n bigint generated always as identity primary key, parent text collate "C" not null, i int not null, j int not null,
    unique (parent, i, j))`);
  const square = (bound: Sql): Sql => sql`floor(${bound} / ${longest}::float8)::int`;
  const reach = longest * longestWindows;
  await forEachRange(
    db,
    areas.table,
    async (range) => {
      await db.query(sql`
        insert into ${windows} (parent, i, j)
        select distinct coalesce(a.parent, ''), i, j from ${sql.identifier(areas.table)} a,
          generate_series(${square(sql`ST_XMin(a.geom)`)} - 1, ${square(sql`ST_XMax(a.geom)`)}) i,
          generate_series(${square(sql`ST_YMin(a.geom)`)} - 1, ${square(sql`ST_YMax(a.geom)`)}) j
        where ${range} and ST_XMax(a.geom) - ST_XMin(a.geom) < ${reach}::float8
          and ST_YMax(a.geom) - ST_YMin(a.geom) < ${reach}::float8
        on conflict do nothing`);
    },
    { firstPages: 1 },
  );
  if (db.engine === 'server') await db.query(sql`analyze ${windows}`);
}

function gapsIn(areas: WorkAreas, windows: string, { above, below, longest }: GapSizes, range: Sql): Sql {
  const table = sql.identifier(areas.table);
  const l = sql`${longest}::float8`;
  // A metre more on each side, so that no gap that begins on the edge of a square is cut there.
  const box = sql`ST_MakeEnvelope(w.i * ${l} - 1, w.j * ${l} - 1, (w.i + 2) * ${l} + 1, (w.j + 2) * ${l} + 1, ${areas.srid}::int)`;
  const ofParent = areas.hasParent ? sql`coalesce(a.parent, '') = w.parent` : sql`true`;
  return sql`
    with holes as (
      select w.i, w.j, w.parent, b.box, (ST_Dump(ST_Difference(b.box, u.covered))).geom as hole
      from (select * from ${sql.identifier(windows)} where ${range}) w
      cross join lateral (select ${box} as box) b
      cross join lateral (
        select ST_Union(ST_Buffer(ST_ClipByBox2D(a.geom, ST_Expand(b.box, 1)::box2d), ${seam}::float8, ${widen})) as covered
        from ${table} a where a.geom && b.box and ${ofParent} offset 0) u
      where u.covered is not null
    ), gaps as (
      select h.*, ST_Area(ST_Buffer(h.hole, ${seam}::float8, ${widen})) as size from holes h
      where ST_XMin(h.hole) >= h.i * ${l} and ST_XMin(h.hole) < (h.i + 1) * ${l}
        and ST_YMin(h.hole) >= h.j * ${l} and ST_YMin(h.hole) < (h.j + 1) * ${l}
        and ST_XMax(h.hole) < ST_XMax(h.box) and ST_YMax(h.hole) < ST_YMax(h.box)
        and ST_Area(h.hole) <= ${below}::float8
    )
    select n.fids[1] as fid, n.places[1] as pos, n.fids[1:5] as neighbours, g.size,
      ST_X(ST_Transform(c.point, 4326)) as x, ST_Y(ST_Transform(c.point, 4326)) as y
    from gaps g
    cross join lateral (select ST_PointOnSurface(g.hole) as point) c
    cross join lateral (
      select array_agg(a.fid order by not a.fresh, a.fid) as fids, array_agg(a.pos order by not a.fresh, a.fid) as places,
        bool_or(a.fresh) as fresh
      from ${table} a where a.geom && ST_Expand(g.hole, ${seam * 3}::float8)
        and ST_DWithin(a.geom, g.hole, ${seam * 3}::float8) and ${areas.hasParent ? sql`coalesce(a.parent, '') = g.parent` : sql`true`}) n
    where n.fresh and g.size > ${above}::float8 and g.size <= ${below}::float8`;
}

function asFinding({ fid, pos, neighbours, size, x, y }: Gap) {
  const place = `${x.toFixed(7)} ${y.toFixed(7)}`;
  return { fid, position: pos, detail: { others: neighbours.join(', '), size: squareMetres(size), place } };
}
