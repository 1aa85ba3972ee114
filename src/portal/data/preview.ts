import type { Geometry } from '../../kernel/index.ts';
import type { MappingProposalData } from './mappings.ts';
import type { DeliveryPageData } from './sources.ts';

export interface PreviewRow {
  readonly position: number;
  readonly outcome: 'refused' | 'warned' | 'good';
  readonly values: Readonly<Record<string, unknown>> | null;
  readonly problems: readonly {
    readonly property: string | null;
    readonly severity: 'error' | 'warning' | 'info';
    /** As it stands in the file. */
    readonly value: string | null;
    readonly sentence: string;
  }[];
}

export interface PreviewData {
  readonly delivery: number;
  readonly source: string;
  readonly layer: string;
  readonly layerTitle: string;
  readonly layerIndex: number;
  readonly layerRows: number | null;
  readonly standardTitle: string | null;
  readonly read: number;
  readonly isWhole: boolean;
  readonly refused: number;
  readonly warned: number;
  readonly wouldWait: boolean;
  readonly columns: readonly {
    readonly name: string;
    readonly title: string;
    readonly type: string;
    readonly unit: string | null;
    readonly codelist: string | null;
    readonly column: string | null;
  }[];
  readonly rows: readonly PreviewRow[];
  readonly causes: readonly { readonly severity: string; readonly count: number; readonly sentence: string }[];
  readonly conversions: readonly { readonly column: string | null; readonly sentence: string }[];
  readonly shapes: {
    readonly shapes: readonly { readonly position: number; readonly geometry: Geometry }[];
    readonly left: number;
  };
  /** The form that asked, as it was filled in. */
  readonly typed: Readonly<Record<string, unknown>>;
  readonly decision:
    | { readonly resource: 'delivery'; readonly data: DeliveryPageData }
    | { readonly resource: 'mapping-proposal'; readonly data: MappingProposalData };
}
