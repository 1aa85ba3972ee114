import { sql, type Db } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';
import type { Crs } from './crs.ts';
import { featureText } from './feature-json.ts';
import { allRows, rowsAt, rowsSeen, type View } from './view.ts';

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

/** The version of a feature that the view shows, with the feature's own id; throws Problem `feature-not-found`. */
export async function selectItem(db: Db, view: View, fid: string, crs: Crs): Promise<Version & { ownId: string }> {
  const rows = await db.query<VersionRow & { own: string }>(sql`
    select r._from, r._to, r._run, r._pos, ${featureText(view.properties, view.hasGeometry, crs)} as feature, r.own
    from (select t.*, ${view.ownId} as own from ${view.source} where t._fid = ${fid} and ${view.condition}) r`);
  if (!rows[0]) throw featureProblem('feature-not-found', { collection: view.collection.id, feature: fid });
  return { ...fromRow(rows[0]), ownId: rows[0].own };
}

/**
 * All published versions of a feature up to the view's edition, as the view shows them, newest first. Versions that
 * differ only in what is hidden are one.
 */
export async function selectVersions(db: Db, view: View, ownId: string, crs: Crs): Promise<Version[]> {
  const shown = view.edition.number;
  const condition = sql`t._fid = ${ownId} and t._from <= ${shown}`;
  const seen = rowsSeen(view.seen, allRows(view.collection), condition);
  const rows = await db.query<VersionRow>(sql`
    select r._from, r._to, r._run, r._pos, ${featureText(view.properties, view.hasGeometry, crs)} as feature
    from (select t.* from ${seen.source} where ${seen.condition}) r
    order by r._from desc limit 200`);
  const versions: Version[] = [];
  for (const row of rows) {
    const version = fromRow({ ...row, _to: row._to > shown ? Number.MAX_SAFE_INTEGER : row._to });
    const newer = versions.at(-1);
    if (newer && newer.from === version.to && newer.feature === version.feature) {
      versions[versions.length - 1] = { ...newer, from: version.from, run: version.run, position: version.position };
    } else versions.push(version);
  }
  return versions;
}

/** The run whose delivery has a newer row of this feature in quarantine; null when the feature is up to date. */
export async function staleSince(db: Db, view: View, ownId: string): Promise<number | null> {
  const rows = await db.query<{ run: number }>(sql`
    select run from stale where collection = ${view.collection.id} and fid = ${ownId}`);
  return rows[0]?.run ?? null;
}

/** What a split or merge made a feature from, and what it became. */
export interface Descent {
  /** As the feature names them; `id` null where none was ever stored so, `edition` the last that holds it. */
  readonly predecessors: readonly {
    readonly name: string;
    readonly id: string | null;
    readonly edition: number | null;
  }[];
  /** Features of the current edition that name this one. */
  readonly successors: readonly string[];
}

/** Null where the standard knows no predecessors, or the caller may not see the columns that tell them. */
export async function selectDescent(db: Db, view: View, fid: string, feature: string): Promise<Descent | null> {
  const naming = view.properties.find((property) => property.predecessors !== undefined);
  const named = view.properties.find(({ name }) => name === naming?.predecessors);
  if (!naming || !named) return null;
  const { properties: own } = JSON.parse(feature) as { properties: Readonly<Record<string, unknown>> };
  const [predecessors, successors] = await Promise.all([
    findPredecessors(db, view, named.name, namesIn(own[naming.name])),
    findSuccessors(db, view, fid, naming.name, own[named.name]),
  ]);
  return { predecessors, successors };
}

async function findPredecessors(db: Db, view: View, property: string, names: readonly string[]) {
  const by = sql`t.${sql.identifier(property)}`;
  const { number } = view.edition;
  const seen = rowsSeen(view.seen, allRows(view.collection), sql`t._from <= ${number}`);
  const found =
    names.length === 0
      ? []
      : await db.query<{ name: string; id: string; to: number }>(sql`
          select distinct on (${by}) ${by} as name, t._fid as id, t._to as "to" from ${seen.source}
          where ${by} = any(${[...names]}::text[]) and ${seen.condition}
          order by ${by}, t._from desc`);
  return names.map((name) => {
    const row = found.find((each) => each.name === name);
    return { name, id: row?.id ?? null, edition: row ? Math.min(row.to - 1, view.edition.number) : null };
  });
}

async function findSuccessors(db: Db, view: View, fid: string, property: string, identifier: unknown) {
  const { collection } = view;
  if (typeof identifier !== 'string' || collection.currentEdition === null) return [];
  const names = sql`t.${sql.identifier(property)}`;
  const seen = rowsAt(collection, view.seen, collection.currentEdition);
  const found = await db.query<{ id: string }>(sql`
    select t._fid as id from ${seen.source}
    where ${names} is not null and ${identifier}::text = any(regexp_split_to_array(btrim(${names}), '\\s*[;,]\\s*'))
      and t._fid <> ${fid} and ${seen.condition}
    order by t._fid limit 200`);
  return found.map(({ id }) => id);
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  return [...new Set(value.split(/[;,]/).map((name) => name.trim()).filter((name) => name !== ''))].slice(0, 200); // prettier-ignore
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
