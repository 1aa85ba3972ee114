import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { plainStyle, type MapStyle, type StyleVersion } from './model.ts';

/** Who drew it before anybody chose. */
const byNode = 'node';

/** The style in force. */
export async function findStyle(db: Db, collection: string): Promise<MapStyle> {
  const rows = await db.query<{ style: MapStyle }>(sql`
    select style from map_style where collection = ${collection} order by version desc limit 1`);
  return rows[0]?.style ?? plainStyle;
}

/** Writes a new version; the former ones are kept, how the node drew it by itself as version 0. */
export function putStyle(db: Db, clock: Clock, collection: string, style: MapStyle, by: string): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query(sql`select 1 from collection where id = ${collection} for update`);
    const [row] = await tx.query<{ version: number | null }>(
      sql`select max(version) as version from map_style where collection = ${collection}`,
    );
    const at = clock.now().toISOString();
    const insert = (version: number, drawn: MapStyle, who: string) =>
      tx.query(sql`
        insert into map_style (collection, version, style, made_by, made_at)
        values (${collection}, ${version}, ${JSON.stringify(drawn)}::jsonb, ${who}, ${at})`);
    if (row?.version == null) await insert(0, plainStyle, byNode);
    await insert((row?.version ?? 0) + 1, style, by);
  });
}

/** Newest first; empty where nobody has chosen anything yet. */
export function styleVersions(db: Db, collection: string): Promise<StyleVersion[]> {
  return db.query<StyleVersion & Record<string, unknown>>(sql`
    select version, style, made_by as "madeBy", made_at as "madeAt" from map_style
    where collection = ${collection} order by version desc limit 100`);
}
