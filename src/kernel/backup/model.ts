/** Raise when a program of before could no longer read the archive. */
export const archiveFormat = 1;

export interface AppliedMigration {
  readonly module: string;
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/** First entry of an archive, `manifest.json`. */
export interface Manifest {
  readonly format: number;
  readonly product: string;
  readonly version: string;
  readonly engine: 'embedded' | 'server';
  /** PostgreSQL's version as it shows itself. */
  readonly postgres: string;
  /** ISO 8601, UTC; the tables are of this moment. */
  readonly startedAt: string;
  readonly migrations: readonly AppliedMigration[];
  readonly schema: SchemaDescription;
}

/** Tables, sequences and views of one schema, enough to make them again on either engine. */
export interface SchemaDescription {
  /** Parents before their partitions. */
  readonly tables: readonly TableDescription[];
  /** Sequences that do not belong to an identity column. */
  readonly sequences: readonly string[];
  /** In the order in which they were made. */
  readonly views: readonly { readonly name: string; readonly definition: string }[];
}

export interface TableDescription {
  readonly name: string;
  /** `PARTITION BY` clause of a partitioned table, which has no rows of its own. */
  readonly partitionKey: string | null;
  readonly parent: string | null;
  /** `FOR VALUES` clause of a partition. */
  readonly bound: string | null;
  readonly columns: readonly ColumnDescription[];
  readonly constraints: readonly ObjectDefinition[];
  readonly indexes: readonly ObjectDefinition[];
}

export interface ObjectDefinition {
  readonly name: string;
  readonly definition: string;
}

export interface ColumnDescription {
  readonly name: string;
  readonly type: string;
  /** Quoted; null: the type's own. */
  readonly collation: string | null;
  readonly notNull: boolean;
  /** Expression of the default or of a generated column. */
  readonly expression: string | null;
  readonly identity: 'always' | 'by default' | null;
  readonly generated: boolean;
}

/** `positions.json`: what stands outside the tables. */
export interface Positions {
  /** Last number given by each sequence, of identity columns too; those never used are left out. */
  readonly sequences: readonly { readonly name: string; readonly value: string }[];
  /** Coordinate systems that the node entered into PostGIS's shared table (srid from 900000 on). */
  readonly spatialReferences: readonly SpatialReference[];
}

export interface SpatialReference {
  readonly srid: number;
  readonly auth_name: string | null;
  readonly auth_srid: number | null;
  readonly srtext: string | null;
  readonly proj4text: string | null;
}

/** Last entry of an archive, `checksums.json`: an archive without it is cut off. */
export interface Checksums {
  readonly entries: Readonly<Record<string, { readonly sha256: string; readonly size: number }>>;
  /** Rows of each table. */
  readonly tables: Readonly<Record<string, number>>;
}

export interface BackupSummary {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Of the archive's content, before compression. */
  readonly bytes: number;
}

/** Names of an archive's entries. */
export const entryNames = {
  manifest: 'manifest.json',
  positions: 'positions.json',
  checksums: 'checksums.json',
  tablePart: (table: string, part: number) => `tables/${table}/${String(part).padStart(6, '0')}.copy`,
  file: (sha256: string) => `files/${sha256.slice(0, 2)}/${sha256}`,
  key: (name: string) => `keys/${name}`,
};

export type EntryKind =
  | { readonly kind: 'manifest' | 'positions' | 'checksums' }
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'file'; readonly sha256: string }
  | { readonly kind: 'key'; readonly name: string };

/** Null for a name that no archive of ours holds: nothing in an archive may choose where it is written. */
export function parseEntryName(name: string): EntryKind | null {
  if (name === entryNames.manifest) return { kind: 'manifest' };
  if (name === entryNames.positions) return { kind: 'positions' };
  if (name === entryNames.checksums) return { kind: 'checksums' };
  const table = /^tables\/([^/]+)\/\d{6,}\.copy$/.exec(name)?.[1];
  if (table !== undefined) return { kind: 'table', table };
  const sha256 = /^files\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(name)?.[1];
  if (sha256 !== undefined) return entryNames.file(sha256) === name ? { kind: 'file', sha256 } : null;
  const key = /^keys\/([A-Za-z0-9][\w.-]{0,100})$/.exec(name)?.[1];
  return key === undefined ? null : { kind: 'key', name: key };
}
