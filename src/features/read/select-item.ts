import { sql, type Db } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';
import type { Crs } from './crs.ts';
import { featureText } from './feature-json.ts';
import { allRows, type View } from './view.ts';

/** One version of a feature: its content and the editions in which it stands. */
export interface Version {
  readonly from: number;
  /** First edition without it; null while it stands. */
  readonly to: number | null;
  readonly run: number;
  /** Place of the record in the kept file of that run's delivery. */
  readonly position: number;
  /** GeoJSON text. */
  readonly feature: string;
}

/** The version of a feature that the view shows; throws Problem `feature-not-found`. */
export async function selectItem(db: Db, view: View, fid: string, crs: Crs): Promise<Version> {
  const rows = await db.query<VersionRow>(sql`
    select r._from, r._to, r._run, r._pos, ${featureText(view.properties, view.collection.hasGeometry, crs)} as feature
    from (select t.* from ${view.source} where t._fid = ${fid} and ${view.condition}) r`);
  if (!rows[0]) throw featureProblem('feature-not-found', { collection: view.collection.id, feature: fid });
  return fromRow(rows[0]);
}

/** All published versions of a feature up to the view's edition, newest first. */
export async function selectVersions(db: Db, view: View, fid: string, crs: Crs): Promise<Version[]> {
  const rows = await db.query<VersionRow>(sql`
    select r._from, r._to, r._run, r._pos, ${featureText(view.properties, view.collection.hasGeometry, crs)} as feature
    from (select t.* from ${allRows(view.collection)}
          where t._fid = ${fid} and t._from <= ${view.edition.number}) r
    order by r._from desc limit 200`);
  const shown = view.edition.number;
  return rows.map((row) => fromRow({ ...row, _to: row._to > shown ? Number.MAX_SAFE_INTEGER : row._to }));
}

/** The run whose delivery has a newer row of this feature in quarantine; null when the feature is up to date. */
export async function staleSince(db: Db, view: View, fid: string): Promise<number | null> {
  const rows = await db.query<{ run: number }>(sql`
    select run from stale where collection = ${view.collection.id} and fid = ${fid}`);
  return rows[0]?.run ?? null;
}

interface VersionRow {
  _from: number;
  _to: number;
  _run: number;
  _pos: number;
  feature: string;
}

function fromRow(row: VersionRow): Version {
  return {
    from: row._from,
    to: row._to >= 2_147_483_647 ? null : row._to,
    run: row._run,
    position: row._pos,
    feature: row.feature,
  };
}
