import type { BaseOutlines } from '../../features/index.ts';
import type { DescribedCoordinates } from '../../harmonise/index.ts';
import type { Geometry } from '../../kernel/index.ts';
import type { Column } from '../write-values.ts';
import type { Feature, Link } from './common.ts';

export interface CollectionSummary {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly extent: {
    readonly spatial: { readonly bbox: readonly (readonly number[])[] };
    readonly temporal?: { readonly interval: readonly (readonly (string | null)[])[] };
  };
  readonly storageCrs?: string;
  readonly dataset: string;
  readonly standard: string | null;
  readonly edition: number;
  readonly updated: string;
  readonly numberOfItems: number;
}

export interface CollectionsData {
  readonly collections: readonly CollectionSummary[];
}

export interface CollectionData extends CollectionSummary {
  readonly columns: readonly Column[];
  readonly sortables: readonly string[];
  readonly coordinates?: readonly DescribedCoordinates[];
  readonly editions: readonly {
    readonly number: number;
    readonly publishedAt: string;
    readonly count: number;
    readonly inserted: number;
    readonly updated: number;
    readonly deleted: number;
    readonly run?: number | null;
  }[];
}

export interface ItemsData {
  readonly collection: string;
  readonly title: string;
  readonly dataset: string;
  readonly edition: number;
  readonly isCurrent: boolean;
  readonly publishedAt: string;
  readonly hasGeometry: boolean;
  /** Of what is seen; null without any place. */
  readonly extent?: readonly number[] | null;
  readonly columns: readonly Column[];
  readonly sortables: readonly string[];
  /** Names of the columns that were asked for; without it all are shown. */
  readonly shown?: readonly string[] | null;
  /** The filter as typed into columns, the columns that take a text, and what only CQL2 says. */
  readonly typed?: Readonly<Record<string, string>>;
  readonly typable?: readonly string[];
  readonly rest?: string | null;
  /** The asked box: west, south, east, north. */
  readonly box?: readonly number[] | null;
  readonly features: readonly Feature[];
  /** Units beneath them on a drawing; null: none. */
  readonly base?: BaseOutlines | null;
  readonly numberMatched: number | null;
  readonly numberMatchedEstimate: number | null;
  readonly numberReturned: number;
  readonly query: Readonly<Record<string, string>>;
  /** Whether columns of units could be read in other codes. */
  readonly canReadUnits?: boolean;
  readonly crs: { readonly uri: string; readonly title: string };
  readonly links: readonly Link[];
}

export interface ColumnDistributionData {
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly unit: string | null;
  readonly empty: number;
  readonly distinct: number | null;
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly mean: number | null;
  readonly median: number | null;
  readonly bins: readonly { readonly from: number | string; readonly to: number | string; readonly count: number }[];
  readonly values: readonly { readonly value: string; readonly label: string | null; readonly count: number }[];
}

export interface DistributionData {
  readonly collection: string;
  readonly title: string;
  readonly edition: number;
  readonly publishedAt: string;
  readonly looked: number;
  readonly isSample: boolean;
  readonly columns: readonly ColumnDistributionData[];
}

export interface SummaryData {
  readonly collection: string;
  readonly title: string;
  readonly dataset: string;
  readonly edition: number;
  readonly publishedAt: string;
  readonly by: readonly Column[];
  readonly measures: readonly {
    readonly name: string;
    readonly function: 'count' | 'sum' | 'mean' | 'min' | 'max';
    readonly title?: string;
    readonly unit?: string;
  }[];
  readonly groups: readonly {
    readonly key: Readonly<Record<string, unknown>>;
    readonly label: Readonly<Record<string, string>>;
    readonly oneOf?: Readonly<Record<string, readonly { readonly code: string; readonly label: string | null }[]>>;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
  readonly numberOfGroups: number;
  /** Columns to choose from, levels of units to which they can be lifted. */
  readonly choices: readonly Column[];
  readonly levels: readonly string[];
  readonly hasUnits: boolean;
  readonly query: Readonly<Record<string, string>>;
}

export interface Version {
  readonly edition: number;
  readonly until: number | null;
  readonly publishedAt: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Geometry | null;
}

export interface Lineage {
  readonly run: number | null;
  readonly source: string | null;
  readonly delivery: number | null;
  readonly file: string | null;
  readonly sha256: string | null;
  readonly receivedAt: string | null;
  readonly layer: string | null;
  readonly position: number | null;
  readonly coordinates?: DescribedCoordinates | null;
  /** Column of the file by property, for who may open the file. */
  readonly cells?: Readonly<Record<string, string>>;
  /** Cells that were corrected after delivery; what they were is told to who looks after the data. */
  readonly corrections?: readonly {
    readonly madeAt: string;
    readonly column?: string;
    readonly oldValue?: string;
    readonly newValue?: string;
    readonly reason?: string;
    readonly madeByName?: string;
  }[];
}

export interface ItemData extends Feature {
  readonly collection: string;
  readonly title: string;
  readonly dataset: string;
  readonly edition: number;
  readonly isCurrent: boolean;
  readonly stale: boolean;
  readonly columns: readonly Column[];
  /** Units beneath it on a drawing; null: none. */
  readonly base?: BaseOutlines | null;
  readonly lineage: Lineage;
  readonly history: readonly Version[];
  /** Whether `units` would change anything, and what was asked. */
  readonly canReadUnits?: boolean;
  readonly units?: string | null;
  /** What a split or merge made it from, and what it became. */
  readonly descent: {
    readonly predecessors: readonly {
      readonly name: string;
      readonly id: string | null;
      readonly edition: number | null;
    }[];
    readonly successors: readonly string[];
  } | null;
  readonly links: readonly Link[];
}

export interface Change {
  readonly op: 'insert' | 'update' | 'delete';
  readonly id: string;
  readonly feature: Feature | null;
  readonly before: Feature | null;
}

export interface ChangesData {
  readonly collection: string;
  readonly title: string;
  readonly since: number;
  readonly edition: number;
  readonly isCurrent: boolean;
  readonly hasGeometry: boolean;
  readonly columns: readonly Column[];
  /** Newest first. */
  readonly editions: readonly { readonly number: number; readonly publishedAt: string }[];
  /** Null: more than are counted. */
  readonly counts: Readonly<Record<Change['op'], number>> | null;
  readonly links: readonly Link[];
  readonly changes: readonly Change[];
}

export interface SchemaData {
  readonly title: string;
  readonly properties: Readonly<
    Record<
      string,
      { readonly title?: string; readonly type?: string; readonly format?: string; readonly 'x-ogc-unit'?: string }
    >
  >;
}
