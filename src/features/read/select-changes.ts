import { sql, type Db } from '../../kernel/index.ts';
import type { PageToken, PageTokens } from '../../query/index.ts';
import type { Crs } from './crs.ts';
import { featureText } from './feature-json.ts';
import { allRows, type View } from './view.ts';

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
  page: { limit: number; token: PageToken | null; selection: string; crs: Crs },
  tokens: PageTokens,
): Promise<ChangesPage> {
  const now = view.edition.number;
  const after = page.token ? sql`and t._seq > ${page.token.values[0]}::bigint` : sql``;
  const columns = sql.join(view.properties.map((property) => sql`n.${sql.identifier(property.name)}`));
  const geometry = view.collection.hasGeometry ? sql`, n._geom` : sql``;
  // A feature that went and came back has a place of its own each time: only the place where it stands now speaks.
  const elsewhere = sql`t._fid = k._fid and t._seq <> k._seq`;
  const stoodElsewhere = sql`exists (
    select 1 from ${allRows(view.collection)} where ${elsewhere} and t._from <= ${since} and t._to > ${since})`;
  const standsElsewhere = sql`exists (select 1 from ${view.source} where ${elsewhere} and ${view.condition})`;
  const rows = await db.query<{ _seq: number; _fid: string; op: Change['op'] | 'none'; feature: string | null }>(sql`
    select r._seq, r._fid, r._op as op,
      case when r._op in ('insert', 'update') then ${featureText(view.properties, view.collection.hasGeometry, page.crs)} end as feature
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
  const shown = rows.slice(0, page.limit);
  return {
    changes: shown.flatMap(({ op, _fid: id, feature }) => (op === 'none' ? [] : [{ op, id, feature }])),
    nextToken:
      rows.length > page.limit
        ? tokens.write({ values: [shown.at(-1)!._seq], filter: page.selection, edition: now })
        : null,
  };
}
