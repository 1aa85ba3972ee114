import { sql, type Db, type Sql } from '../../kernel/index.ts';
import type { Collection } from '../model.ts';

/** A record that an edition brought, new or changed: values by property, the position as GeoJSON text. */
export interface EditionRow {
  readonly values: Readonly<Record<string, unknown>>;
  readonly geometry: string | null;
}

const batchRows = 2_000;

/**
 * The records that an edition brought, in the order of the file, for what works with published data in the name of its
 * owner. Records that a later edition has closed since are left out: that one brings what stands now.
 */
export async function* rowsOfEdition(
  db: Db,
  collection: Collection,
  edition: number,
  properties: readonly string[],
): AsyncGenerator<EditionRow[]> {
  const columns = sql.join(properties.map((name) => sql`${sql.identifier(name)} as ${sql.identifier(name)}`));
  const geometry = collection.hasGeometry ? sql`ST_AsGeoJSON(_geom, 9)` : sql`null::text`;
  // What a run that is not published yet has closed still stands.
  const newest = Math.max(edition, collection.currentEdition ?? edition);
  for (let after = -1; ;) {
    const rows = await db.query<Record<string, unknown> & { _seq: number; _shape: string | null }>(sql`
      select _seq, ${geometry} as _shape, ${columns} from ${sql.identifier(collection.table)}
      where _from = ${edition} and _to > ${newest} and _seq > ${after} order by _seq limit ${batchRows}`);
    yield rows.map(({ _seq, _shape, ...values }) => ({ values, geometry: _shape }));
    if (rows.length < batchRows) return;
    after = rows.at(-1)!._seq;
  }
}

/**
 * What an edition took away: of each record that it closed the properties `place`, which say what a record is about, and of
 * the other `properties` those values that no record of the same place has any more, in an edition that is published by
 * now. The others are null.
 */
export async function* rowsEndedBy(
  db: Db,
  collection: Collection,
  edition: number,
  place: readonly string[],
  properties: readonly string[],
): AsyncGenerator<EditionRow['values'][]> {
  const own = (names: readonly string[], of = sql.empty): Sql =>
    sql.join(names.map((name) => sql`${of}${sql.identifier(name)}`));
  const newest = Math.max(edition, collection.currentEdition ?? edition);
  const kept = properties.map((name) => sql`bool_or(t.${sql.identifier(name)} is not null) as ${sql.identifier(name)}`);
  const lost = properties.map((name) => {
    const column = sql.identifier(name);
    return sql`case when s.${column} then null else c.${column} end as ${column}`;
  });
  const same = (one: Sql): Sql =>
    sql.join(
      place.map((name) => sql`${one}.${sql.identifier(name)} = c.${sql.identifier(name)}`),
      sql` and `,
    );
  for (let after = { seq: -1, from: -1 }; ;) {
    const closed = [collection.table, collection.history].map(
      (table) => sql`(
        select _seq, _from, ${own([...place, ...properties])} from ${sql.identifier(table)}
        where _to = ${edition} and (_seq, _from) > (${after.seq}::bigint, ${after.from}::integer)
        order by _seq, _from limit ${batchRows})`,
    );
    const rows = await db.query<Record<string, unknown> & { _seq: number; _from: number }>(sql`
      with c as materialized (
          select * from (${sql.join(closed, sql` union all `)}) either order by _seq, _from limit ${batchRows}),
        -- One look over the table for all of them.
        s as (
          select ${own(place, sql`t.`)}, ${sql.join(kept)}
          from ${sql.identifier(collection.table)} t join (select distinct ${own(place)} from c) c on ${same(sql`t`)}
          where t._from <= ${newest} and t._to > ${newest} group by ${own(place, sql`t.`)})
      select c._seq, c._from, ${own(place, sql`c.`)}, ${sql.join(lost)}
      from c left join s on ${same(sql`s`)}
      order by c._seq, c._from`);
    yield rows.map(({ _seq, _from, ...values }) => values);
    if (rows.length < batchRows) return;
    after = { seq: rows.at(-1)!._seq, from: rows.at(-1)!._from };
  }
}
