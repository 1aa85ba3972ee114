import type { Column } from '../write-values.ts';
import type { Extent, Feature, Link } from './common.ts';
import type { DistributionData } from './features.ts';

export interface DatasetCollection {
  readonly id: string;
  readonly title: string;
  readonly standard: string | null;
  readonly edition: number;
  readonly updatedAt: string;
  readonly count: number;
  readonly hasGeometry: boolean;
  readonly extent?: Extent;
  readonly columns: readonly Column[];
  readonly quality: {
    readonly read: number;
    readonly accepted: number;
    readonly quarantined: number;
    readonly acceptedShare: number;
    readonly completeness: number | null;
    readonly run: number;
  } | null;
  /** Only on the page of one dataset; null: a look would use up what is granted for the day. */
  readonly preview?: {
    readonly distribution: Pick<DistributionData, 'looked' | 'columns'>;
    readonly features: readonly Feature[];
  } | null;
}

export interface DatasetData {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly owner: string | null;
  /** The caller looks after it. */
  readonly mayManage: boolean;
  /** False: the caller knows of it and may not see what is in it. */
  readonly contentGranted?: boolean;
  readonly openness: string | null;
  readonly withdrawn: boolean;
  readonly licence: string;
  /** Whom to ask. */
  readonly contact?: string | null;
  readonly source: string | null;
  readonly updatedAt: string | null;
  readonly extent: Extent;
  readonly period: readonly string[] | null;
  readonly numberOfItems: number;
  readonly collections: readonly DatasetCollection[];
  /** Only on the page of one dataset. */
  readonly related?: readonly { readonly id: string; readonly title: string; readonly why: string }[];
}

interface MetadataWords {
  readonly title: string;
  readonly titleEn: string;
  readonly description: string;
  readonly descriptionEn: string;
  readonly contact: string;
}

export interface MetadataData extends MetadataWords {
  readonly dataset: string;
  /** Newest first. */
  readonly versions: readonly (MetadataWords & {
    readonly version: number;
    readonly madeBy: string;
    /** Null: unknown to this reader. */
    readonly madeByName?: string | null;
    readonly madeAt: string;
  })[];
}

export interface DatasetsData {
  readonly datasets: readonly DatasetData[];
}

export interface HomeData {
  readonly title: string;
  readonly description: string;
  readonly links: readonly Link[];
  readonly datasets: readonly DatasetData[];
  readonly numbers: {
    readonly datasets: number;
    readonly collections: number;
    readonly features: number;
    readonly updatedAt: string | null;
    readonly stations: number;
    /** Of the stations those that owe values and send them. */
    readonly sending: number;
  };
}

export interface SearchData {
  readonly query: string;
  /** Only this kind; null: all. */
  readonly kind: string | null;
  readonly groups: readonly {
    readonly kind: string;
    readonly title: string;
    readonly hits: readonly { readonly title: string; readonly text: string | null; readonly href: string }[];
    readonly hasMore: boolean;
  }[];
}
