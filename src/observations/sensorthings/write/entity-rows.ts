import { sql, type Db, type Sql } from '../../../kernel/index.ts';
import type { EntitySet } from '../model.ts';
import type { ColumnValues } from './body-reader.ts';

type Value = ColumnValues[string];

/** A value as SQL of its column's type. */
function valueSql({ value, type }: Value): Sql {
  switch (type) {
    case 'text':
      return sql`${value}::text`;
    case 'jsonb':
      return sql`${value}::text::jsonb`;
    case 'timestamptz':
      return sql`${value}::timestamptz`;
    case 'geojson':
      return sql`ST_SetSRID(ST_GeomFromGeoJSON(${value}::text), 4326)`;
  }
}

/** Inserts one entity and gives its id. `keys`: ids of the entities that it hangs on, by column. */
export async function insertRow(
  tx: Db,
  set: EntitySet,
  network: string,
  values: ColumnValues,
  keys: Readonly<Record<string, number>>,
): Promise<number> {
  const columns = [...Object.keys(values), ...Object.keys(keys)];
  const given = [...Object.values(values).map(valueSql), ...Object.values(keys).map((key) => sql`${key}::bigint`)];
  const names = ['network', ...columns].map((name) => sql.identifier(name));
  const rows = await tx.query<{ id: number }>(sql`
    insert into ${sql.identifier(set.table)} (${sql.join(names)})
    values (${sql.join([sql`${network}`, ...given])}) returning id`);
  return rows[0]!.id;
}

export async function updateRow(
  tx: Db,
  set: EntitySet,
  id: number,
  values: ColumnValues,
  keys: Readonly<Record<string, number>>,
): Promise<void> {
  const changes = [
    ...Object.entries(values).map(([name, value]) => sql`${sql.identifier(name)} = ${valueSql(value)}`),
    ...Object.entries(keys).map(([name, key]) => sql`${sql.identifier(name)} = ${key}::bigint`),
  ];
  if (changes.length === 0) return;
  await tx.query(sql`update ${sql.identifier(set.table)} set ${sql.join(changes)} where id = ${id}`);
}

/** Whether there is such an entity in the network. */
export async function isInNetwork(tx: Db, set: EntitySet, id: number, network: string): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 as one from ${sql.identifier(set.table)} where id = ${id} and network = ${network}`);
  return rows.length > 0;
}

/** Network of an entity that is no observation; null where there is none. */
export async function networkOfEntity(db: Db, set: EntitySet, id: number): Promise<string | null> {
  if (!Number.isSafeInteger(id)) return null;
  const rows = await db.query<{ network: string }>(
    sql.kept(sql`
    select network from ${sql.identifier(set.table)} where id = ${id}::bigint`),
  );
  return rows[0]?.network ?? null;
}
