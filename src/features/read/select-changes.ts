import { sql, type Db, type Sql } from '../../kernel/index.ts';
import type { PageToken, PageTokens } from '../../query/index.ts';
import type { Crs } from './crs.ts';
import { featureText } from './feature-json.ts';
import { allRows, rowsAt, type View } from './view.ts';

export interface Change {
  readonly op: 'insert' | 'update' | 'delete';
  readonly id: string;
  /** GeoJSON text of the new content; null for a deletion. */
  readonly feature: string | null;
}

export interface ChangesPage {
  readonly changes: readonly Change[];
  readonly nextToken: string | null;
}

/**
 * What differs between edition `since` and the view's edition, one change per feature, in the order of the file.
 * A feature that came and went in between is not mentioned. `since` 0 means: from nothing.
 */
export async function selectChanges(
  db: Db,
  view: View,
  since: number,
  page: PageRequest,
  tokens: PageTokens,
): Promise<ChangesPage> {
  if (view.seen.rows !== null || view.seen.changed !== null || hidesColumns(view)) {
    return selectSeenChanges(db, view, since, page, tokens);
  }
  const now = view.edition.number;
  const after = page.token ? sql`and t._seq > ${page.token.values[0]}::bigint` : sql``;
  const columns = sql.join(view.properties.map((property) => sql`n.${sql.identifier(property.name)}`));
  const geometry = view.hasGeometry ? sql`, n._geom` : sql``;
  // A feature that went and came back has a place of its own each time: only the place where it stands now speaks.
  const elsewhere = sql`t._fid = k._fid and t._seq <> k._seq`;
  const stoodElsewhere = sql`exists (
    select 1 from ${allRows(view.collection)} where ${elsewhere} and t._from <= ${since} and t._to > ${since})`;
  const standsElsewhere = sql`exists (select 1 from ${view.source} where ${elsewhere} and ${view.condition})`;
  const rows = await db.query<ChangeRow>(sql`
    select r._seq, r._fid, r._op as op,
      case when r._op in ('insert', 'update') then ${featureText(view.properties, view.hasGeometry, page.crs)} end as feature
    from (
      select k._seq, k._fid,
        case when n._fid is null then case when ${standsElsewhere} then 'none' else 'delete' end
          when k.stood or ${since === 0 ? sql`false` : stoodElsewhere} then 'update' else 'insert' end as _op
        ${view.properties.length ? sql`, ${columns}` : sql``}${geometry}
      from (
        select t._seq, t._fid, bool_or(t._from <= ${since} and t._to > ${since}) as stood,
          bool_or(t._from <= ${now} and t._to > ${now}) as stands
        from ${allRows(view.collection)}
        where ((t._from > ${since} and t._from <= ${now}) or (t._to > ${since} and t._to <= ${now})) ${after}
        group by t._seq, t._fid
        having bool_or(t._from <= ${since} and t._to > ${since}) or bool_or(t._from <= ${now} and t._to > ${now})
        order by t._seq limit ${page.limit + 1}
      ) k
      left join lateral (
        select t.* from ${view.source} where t._fid = k._fid and t._seq = k._seq and ${view.condition}
      ) n on true
    ) r order by r._seq`);
  return pageOf(rows, now, page, tokens);
}

/** The same changes with their content as another view of the same edition shows it. */
export async function readAgain(db: Db, view: View, changes: readonly Change[], crs: Crs): Promise<Change[]> {
  const ids = changes.filter(({ feature }) => feature !== null).map(({ id }) => id);
  if (ids.length === 0) return [...changes];
  const rows = await db.query<{ _fid: string; feature: string }>(sql`
    select r._fid, ${featureText(view.properties, view.hasGeometry, crs)} as feature
    from (select t.* from ${view.source} where t._fid = any(${ids}::text[]) and ${view.condition}) r`);
  const features = new Map(rows.map(({ _fid: id, feature }) => [id, feature]));
  return changes.map((change) =>
    change.feature === null ? change : { ...change, feature: features.get(change.id) ?? change.feature },
  );
}

interface PageRequest {
  readonly limit: number;
  readonly token: PageToken | null;
  readonly selection: string;
  readonly crs: Crs;
}

interface ChangeRow {
  readonly _seq: number;
  readonly _fid: string;
  readonly op: Change['op'] | 'none';
  readonly feature: string | null;
}

const hidesColumns = ({ properties, collection, hasGeometry }: View): boolean =>
  properties.length < collection.standard.properties.length || hasGeometry !== collection.hasGeometry;

/**
 * The same through a grant that hides something: what was seen at one edition beside what is seen at the other. A
 * change of what is hidden is none, and a row that comes into sight is an insert.
 */
async function selectSeenChanges(
  db: Db,
  view: View,
  since: number,
  page: PageRequest,
  tokens: PageTokens,
): Promise<ChangesPage> {
  const { collection, seen } = view;
  const now = view.edition.number;
  const after = page.token ? sql`having max(t._seq) > ${page.token.values[0]}::bigint` : sql``;
  const before = rowsAt(collection, seen, since);
  const at = (rows: typeof before) => sql`left join lateral (
      select t.* from ${rows.source} where ${rows.ownId} = k.own and ${rows.condition} limit 1)`;
  const names = view.properties.map(({ name }) => sql.identifier(name));
  const columns = names.map((name) => sql`, n.${name}`);
  const compared = (alias: Sql) =>
    sql.join([
      ...names.map((name) => sql`${alias}.${name}`),
      ...(view.hasGeometry ? [sql`ST_AsEWKB(${alias}._geom)`] : []),
    ]);
  const differs = names.length === 0 && !view.hasGeometry
    ? sql`false`
    : sql`row(${compared(sql`o`)}) is distinct from row(${compared(sql`n`)})`; // prettier-ignore
  const rows = await db.query<ChangeRow>(sql`
    select r._seq, r._fid, r._op as op,
      case when r._op in ('insert', 'update') then ${featureText(view.properties, view.hasGeometry, page.crs)} end as feature
    from (
      select k.seq as _seq, coalesce(n._fid, o._fid) as _fid,
        case when n._fid is null then case when o._fid is null then 'none' else 'delete' end
          when o._fid is null then 'insert' when ${differs} then 'update' else 'none' end as _op
        ${sql.join(columns, sql``)}${view.hasGeometry ? sql`, n._geom` : sql``}
      from (
        select t._fid as own, max(t._seq) as seq from ${allRows(collection)}
        where (t._from > ${since} and t._from <= ${now}) or (t._to > ${since} and t._to <= ${now})
        group by t._fid ${after} order by 2 limit ${page.limit + 1}
      ) k
      ${at(view)} n on true
      ${at(before)} o on true
    ) r order by r._seq`);
  return pageOf(rows, now, page, tokens);
}

function pageOf(rows: readonly ChangeRow[], edition: number, page: PageRequest, tokens: PageTokens): ChangesPage {
  const shown = rows.slice(0, page.limit);
  return {
    changes: shown.flatMap(({ op, _fid: id, feature }) => (op === 'none' ? [] : [{ op, id, feature }])),
    nextToken:
      rows.length > page.limit ? tokens.write({ values: [shown.at(-1)!._seq], filter: page.selection, edition }) : null,
  };
}
