import { sourceOwner } from '../access/index.ts';
import { sql, type Clock, type Db, type Sql } from '../kernel/index.ts';

/**
 * Who made a mapping: the node proposed it and it was accepted, a steward gave or changed it, another source lent it, the one
 * before was followed where columns were renamed, or somebody went back to a former one.
 */
export type MappingOrigin = 'proposed' | 'given' | 'shared' | 'followed' | 'restored';

/** One state of how a source's layer becomes a standard. Versions are never changed; the newest is in use. */
export interface MappingVersion {
  readonly source: string;
  readonly layer: string;
  /** `pack/standard`. */
  readonly standard: string;
  readonly version: number;
  readonly mapping: unknown;
  readonly origin: MappingOrigin;
  /** The delivery for which it was made. */
  readonly delivery: number;
  readonly madeAt: string;
}

interface VersionRow {
  source: string;
  layer: string;
  standard: string;
  version: number;
  mapping: unknown;
  origin: MappingOrigin;
  delivery: number;
  made_at: string;
}

const columns = sql`source, layer, standard, version, mapping, origin, delivery, made_at`;

/** Keeps a mapping as the next version, unless it is the same as the last; gives the version in use. */
export async function keepMapping(
  db: Db,
  clock: Clock,
  made: Pick<MappingVersion, 'source' | 'layer' | 'standard' | 'mapping' | 'origin' | 'delivery'>,
): Promise<number> {
  const text = JSON.stringify(made.mapping);
  const last = await db.query<{ version: number; same: boolean }>(sql`
    select version, mapping = ${text}::jsonb as same from mapping_version
    where source = ${made.source} and layer = ${made.layer} and standard = ${made.standard}
    order by version desc limit 1`);
  if (last[0]?.same) return last[0].version;
  const version = (last[0]?.version ?? 0) + 1;
  await db.query(sql`
    insert into mapping_version (${columns})
    values (${made.source}, ${made.layer}, ${made.standard}, ${version}, ${text}::jsonb, ${made.origin},
            ${made.delivery}, ${clock.now().toISOString()})
    on conflict (source, layer, standard, version) do nothing`);
  return version;
}

/** The versions of a source, newest first. */
export async function listMappingVersions(db: Db, source: string): Promise<MappingVersion[]> {
  const rows = await db.query<VersionRow>(sql`
    select ${columns} from mapping_version where source = ${source} order by made_at desc, version desc limit 500`);
  return rows.map(fromRow);
}

/** The mappings to a standard that are in use anywhere on the node, newest first: to be shared. */
export function mappingsTo(db: Db, standard: string): Promise<MappingVersion[]> {
  return selectInUse(db, standard, sql`true`);
}

/**
 * The mappings to a standard that an organisation may learn from: those of its own sources, and of datasets that are open
 * without marked columns. What others named their columns is theirs.
 */
export function mappingsToLearnFrom(db: Db, standard: string, organisation: string): Promise<MappingVersion[]> {
  const isOpen = sql`exists (
    select 1 from resource where resource.id = newest.source and kind = 'dataset' and openness = 'open' and visible
      and not exists (select 1 from jsonb_each(column_marks) as marks (collection, marked) where marked <> '{}'::jsonb))`;
  return selectInUse(db, standard, sql`(${sourceOwner(sql`newest.source`)} = ${organisation} or ${isOpen})`);
}

async function selectInUse(db: Db, standard: string, condition: Sql): Promise<MappingVersion[]> {
  const rows = await db.query<VersionRow>(sql`
    select ${columns} from (
      select distinct on (source, layer) ${columns} from mapping_version where standard = ${standard}
      order by source, layer, version desc) newest
    where ${condition}
    order by made_at desc limit 500`);
  return rows.map(fromRow);
}

function fromRow(row: VersionRow): MappingVersion {
  return {
    source: row.source,
    layer: row.layer,
    standard: row.standard,
    version: row.version,
    mapping: row.mapping,
    origin: row.origin,
    delivery: row.delivery,
    madeAt: row.made_at,
  };
}
