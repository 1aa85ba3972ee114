import type { Detection, Layer, ReadingChoice } from '../../formats/index.ts';
import type { Drift, Profile } from '../../harmonise/index.ts';
import type { Delivery, DeliveryKind } from '../../ledger/index.ts';
import type { ProblemDocument } from '../page.ts';
import type { RunData } from './runs.ts';

export interface SourceData {
  readonly id: string;
  readonly title: string;
  readonly transport: string;
  readonly location: string | null;
  readonly delivery: DeliveryKind;
  readonly openness: string | null;
  readonly layers: readonly LayerDecision[];
  readonly lastDeliveryAt: string | null;
  readonly createdAt: string;
}

export interface LayerDecision {
  readonly layer: string;
  readonly collection: string;
  readonly standard: string | null;
  readonly key: readonly string[];
  readonly letters?: readonly string[];
  readonly crs?: string | null;
}

export interface StandardsData {
  readonly standards: readonly {
    /** `pack/standard`. */
    readonly id: string;
    readonly title: string;
    readonly description: string | null;
    readonly pack: string;
    readonly columns: number;
    /** Address of the workbook to fill in. */
    readonly template: string;
  }[];
}

export interface SourcesData {
  readonly sources: readonly SourceData[];
}

export interface SourcePageData extends SourceData {
  /** When it is fetched by itself; null: never. */
  readonly schedule?: {
    readonly cron: string;
    /** Null for a pattern that was written by hand. */
    readonly times: { readonly every: 'hour' | 'day' | 'week' | 'month'; readonly at: string } | null;
    readonly nextAt: string | null;
    readonly lastFetchAt: string | null;
    readonly problem: ProblemDocument | null;
  } | null;
  readonly deliveries: readonly DeliveryData[];
  readonly runs: readonly RunData[];
}

export interface PlacesData {
  readonly stated: string | null;
  readonly open: boolean;
  readonly options: readonly {
    readonly crs: string;
    readonly code: string | null;
    readonly title: string;
    readonly reason: string;
    readonly confidence: number;
    readonly errorMetres: number | null;
  }[];
}

export interface InspectedLayer extends Layer {
  readonly detected: readonly Detection[];
  readonly profile: Profile | null;
  readonly places?: PlacesData | null;
  /** What differs from the delivery before. */
  readonly drift?: Drift | null;
}

export interface DeliveryData {
  readonly id: number;
  readonly source: string;
  readonly kind: DeliveryKind;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly receivedAt: string;
  readonly state: Delivery['state'];
  readonly problem: ProblemDocument | null;
  readonly layers: readonly InspectedLayer[] | null;
  readonly refused: readonly { readonly name: string; readonly problem: ProblemDocument | null }[] | null;
}

export interface DeliveryPageData extends DeliveryData {
  /** Standards that the layers seem to follow, best first. */
  readonly suggestions?: readonly {
    readonly layer: string;
    readonly standard: string;
    readonly title: string;
    readonly score: number;
  }[];
  readonly decided: readonly LayerDecision[];
  /** How the source's files are to be read, where a steward said so. */
  readonly reading?: readonly ReadingChoice[];
  readonly standards: readonly { readonly id: string; readonly title: string }[];
  readonly runs: readonly RunData[];
}
