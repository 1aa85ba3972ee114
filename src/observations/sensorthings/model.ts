import type { Openness } from '../../access/index.ts';
import { sql, type Db, type Caller, type Clock, type Sql } from '../../kernel/index.ts';
import type { PackSet } from '../../packs/index.ts';
import type { PageTokens } from '../../query/index.ts';
import type { NetworkView } from '../networks/networks.ts';
import type { TakesBatches } from '../store/batch.ts';

/** Names of the entity sets: OGC SensorThings 1.1 (18-088), 8.2. */
export const setNames = [
  'Things',
  'Locations',
  'HistoricalLocations',
  'Datastreams',
  'Sensors',
  'ObservedProperties',
  'Observations',
  'FeaturesOfInterest',
] as const;
export type SetName = (typeof setNames)[number];

/**
 * What a property holds. `object`: any JSON. `geometry`: GeoJSON, or anything else for other encodings. `instant` and
 * `period`: moments; a period is an instant where both ends are one. `result`: a number, or any JSON beside it.
 */
export type PropertyKind = 'text' | 'object' | 'geometry' | 'instant' | 'period' | 'result';

/** A column of a row: `column('name')` is `"e"."name"`. */
export type Columns = (column: string) => Sql;

export const columnsOf =
  (alias: string): Columns =>
  (column) =>
    sql.identifier(alias, column);

export interface Property {
  readonly name: string;
  readonly kind: PropertyKind;
  /** Must be in what is created. */
  readonly required: boolean;
  /** Left out where there is none; others are then null. */
  readonly optional: boolean;
  /** False: the server says it. */
  readonly writable: boolean;
  /** Its column, or of a period the column of its start. */
  readonly column: string;
  /** Of a period the column of its end. */
  readonly end?: string;
  /** Of a geometry the column that PostGIS knows. */
  readonly geom?: string;
}

export interface Relation {
  readonly name: string;
  readonly to: SetName;
  readonly isMany: boolean;
  /** To one: the column that holds its id. */
  readonly key?: string;
  /** To many: whether a row of the target belongs to the source with this id. */
  link?(source: Sql, target: Columns): Sql;
}

export interface EntitySet {
  readonly name: SetName;
  readonly singular: string;
  readonly table: string;
  readonly properties: readonly Property[];
  readonly relations: readonly Relation[];
}

/** What a request sees and may do. */
export interface StaContext {
  /** What a request writes here is entered in the audit log with it. */
  readonly db: Db;
  readonly clock: Clock;
  readonly intake: TakesBatches;
  readonly tokens: PageTokens;
  /** What a network is that the first write into it makes. */
  readonly newNetworkOpenness: Openness;
  readonly packs: () => PackSet;
  readonly caller: Caller;
  /** Address of the service root, without trailing slash. */
  readonly root: string;
  /** The networks that the caller may read; all of the answer lies in them. */
  readonly networks: ReadonlyMap<string, NetworkView>;
  /** Where new entities go that belong to no entity yet; null: the default network of the caller's organisation. */
  readonly network: string | null;
  /** Name of what was kept while the database was away: stored again under it, it changes nothing. */
  readonly deliveryKey?: string;
}

/** Readable networks as bound values. */
export const networkIds = ({ networks }: StaContext): string[] => [...networks.keys()];
export const approvedOnlyIds = ({ networks }: StaContext): string[] =>
  [...networks.values()].filter(({ approvedOnly }) => approvedOnly).map(({ network }) => network.id);
