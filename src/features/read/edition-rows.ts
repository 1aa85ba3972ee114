import { sql, type Db } from '../../kernel/index.ts';
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
  for (let after = -1; ;) {
    const rows = await db.query<Record<string, unknown> & { _seq: number; _shape: string | null }>(sql`
      select _seq, ${geometry} as _shape, ${columns} from ${sql.identifier(collection.table)}
      where _from = ${edition} and _to > ${edition} and _seq > ${after} order by _seq limit ${batchRows}`);
    yield rows.map(({ _seq, _shape, ...values }) => ({ values, geometry: _shape }));
    if (rows.length < batchRows) return;
    after = rows.at(-1)!._seq;
  }
}
