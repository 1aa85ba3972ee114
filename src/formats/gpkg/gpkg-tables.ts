import type { LayerCrs } from '../model.ts';
import { quoted, type SqliteFile, type SqlRow } from './gpkg-file.ts';

export interface TableColumn {
  readonly name: string;
  /** In capitals, without a length. */
  readonly type: string;
}

export interface GpkgTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly geometryColumn: string | null;
  /** Integer key that the format asks for; given as the id of each record. */
  readonly key: string | null;
  readonly crs: LayerCrs | null;
  readonly geometryType: string | null;
  /** Columns that are computed; they are not read. */
  readonly computed: readonly string[];
}

export interface GpkgContents {
  readonly tables: readonly GpkgTable[];
  /** Names of what is no table of records: pyramids of tiles, views. */
  readonly others: readonly { readonly name: string; readonly kind: string }[];
}

/** Layers and attribute tables of a GeoPackage; of another SQLite file all its tables. */
export function contentsOf(file: SqliteFile): GpkgContents {
  if (!file.has('gpkg_contents')) {
    const names = file.tables.filter((name) => !/^(sqlite_|rtree_|idx_)/i.test(name));
    return { tables: names.map((name) => tableOf(file, name, null)), others: [] };
  }
  const geometries = file.has('gpkg_geometry_columns')
    ? file.all('select table_name, column_name, geometry_type_name, srs_id from gpkg_geometry_columns')
    : [];
  const contents = file.all('select table_name, data_type from gpkg_contents');
  const tables: GpkgTable[] = [];
  const others: { name: string; kind: string }[] = [];
  for (const row of contents) {
    const name = String(row['table_name']);
    const kind = String(row['data_type']);
    const isTable = /^(features|attributes|aspatial)$/i.test(kind);
    if (!isTable) others.push({ name, kind });
    else if (!file.has(name)) others.push({ name, kind: 'view' });
    else tables.push(tableOf(file, name, geometries.find((each) => each['table_name'] === name) ?? null));
  }
  return { tables, others };
}

function tableOf(file: SqliteFile, name: string, geometry: SqlRow | null): GpkgTable {
  const geometryColumn = geometry ? String(geometry['column_name']) : null;
  const described = file.all(`pragma table_xinfo(${quoted(name)})`);
  const plain = described.filter(({ hidden }) => hidden === 0);
  const keys = plain.filter(({ pk }) => pk !== 0);
  const [only] = keys;
  const hasIntegerKey = keys.length === 1 && /^INT/i.test(String(only!['type']));
  const key = hasIntegerKey ? String(only!['name']) : null;
  return {
    name,
    // A key that only the format asks for says nothing; one with another name may be somebody's number.
    columns: plain
      .map(({ name: column, type }) => ({ name: String(column), type: typeOf(String(type)) }))
      .filter(
        ({ name: column }) =>
          column !== geometryColumn && !(column === key && /^((ogc|lienthong)_)?fid$/i.test(column)),
      ),
    geometryColumn: plain.some(({ name: column }) => column === geometryColumn) ? geometryColumn : null,
    key: key === 'lienthong_fid' ? null : key,
    crs: geometry ? crsOf(file, Number(geometry['srs_id'])) : null,
    geometryType: geometry ? String(geometry['geometry_type_name']) : null,
    computed: described.filter(({ hidden }) => hidden === 2 || hidden === 3).map(({ name: column }) => String(column)),
  };
}

function typeOf(declared: string): string {
  return declared.replace(/\(.*$/, '').trim().toUpperCase();
}

/** -1 and 0 stand for systems that nobody named. */
function crsOf(file: SqliteFile, id: number): LayerCrs | null {
  if (!file.has('gpkg_spatial_ref_sys') || id === -1 || id === 0) return null;
  const [row] = file.all(
    'select organization, organization_coordsys_id as code, definition from gpkg_spatial_ref_sys where srs_id = cast(? as integer)',
    [String(id)],
  );
  if (!row) return null;
  if (/^epsg$/i.test(String(row['organization']))) return { kind: 'epsg', code: `EPSG:${String(row['code'])}` };
  const wkt = String(row['definition'] ?? '');
  return /^\w+\s*\[/.test(wkt) ? { kind: 'wkt', wkt } : null;
}
