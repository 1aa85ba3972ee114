import type { LegalSource, Text } from '../../packs/index.ts';

/** A point of a piecewise linear scale: value of the parameter, index there. */
export type ScalePoint = readonly [value: number, index: number];

/**
 * From a value to a sub-index: linear between points. Below the first and above the last point stands a fixed index; without
 * one the index of that point; `drop`: no sub-index.
 */
export interface Scale {
  readonly points: readonly ScalePoint[];
  readonly below?: number | 'drop';
  readonly above?: number | 'drop';
}

/** How one value is made of the hourly means that end at a moment; `least` of them must be there. */
export type Reduction =
  /** The mean of the hour that ends then. */
  | { readonly kind: 'hour' }
  | { readonly kind: 'mean' | 'maximum'; readonly hours: number; readonly least: number }
  /** The greatest of the means over `mean` hours that end within the last `hours`. */
  | {
      readonly kind: 'maximum-of-means';
      readonly hours: number;
      readonly mean: number;
      readonly leastOfMean: number;
      readonly least: number;
    }
  /** Mean of the last hours, newer ones weighing more, the more the values vary (NowCast); `least` of the newest `of`. */
  | {
      readonly kind: 'weighted';
      readonly hours: number;
      readonly floor: number;
      readonly of: number;
      readonly least: number;
    }
  /** The value of a sample, which belongs to no hour. */
  | { readonly kind: 'sample' };

/** What one sub-index is made of. */
export interface IndexInput {
  readonly id: string;
  readonly parameter: string;
  /** Of the value that goes onto the scale. */
  readonly unit: string;
  readonly reduce: Reduction;
  /** The value (in `valueUnit`) as per cent of a polynomial in another parameter (in `unit`), such as saturation by
   * temperature; coefficients from the constant on. */
  readonly percentOf?: {
    readonly valueUnit: string;
    readonly parameter: string;
    readonly unit: string;
    readonly polynomial: readonly number[];
  };
  /** Name of its scale. */
  readonly scale: string;
}

export interface IndexGroup {
  readonly id: string;
  readonly title: Text;
  readonly inputs: readonly string[];
  readonly mean: 'arithmetic' | 'geometric';
  /** The index needs the group with at least so many inputs. */
  readonly needed?: number;
}

/** How sub-indices become the index. */
export type Combination =
  /** The greatest; one of each list of parameters must be there. */
  | { readonly how: 'maximum'; readonly needs: readonly (readonly string[])[] }
  /** Share of each group in `factors` (of 100), times the weighted geometric mean of the groups in `body`. */
  | {
      readonly how: 'groups';
      readonly groups: readonly IndexGroup[];
      readonly least: number;
      readonly factors: readonly string[];
      readonly body: readonly { readonly group: string; readonly weight: number }[];
    };

/** One of the forms in which an index is given: of an hour, of a day, of a sample. */
export interface IndexForm {
  readonly id: string;
  readonly title: Text;
  readonly inputs: readonly IndexInput[];
  readonly combine: Combination;
}

export interface IndexLevel {
  readonly from: number;
  readonly title: Text;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly colourName?: Text;
  /** What water, air or soil of this level is good for, or what people should do. */
  readonly advice?: Text;
}

/** An index as a legal document defines it: one file indices/*.yaml of a pack. */
export interface IndexDefinition {
  /** `pack/file`. */
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly description?: Text;
  readonly sources: readonly LegalSource[];
  readonly parameters: readonly { readonly parameter: string; readonly title: Text }[];
  readonly scales: Readonly<Record<string, Scale>>;
  readonly forms: readonly IndexForm[];
  /** Lowest first. */
  readonly levels: readonly IndexLevel[];
}

/** Why there is no index. */
export type InsufficientReason =
  | { readonly code: 'no-values' }
  | { readonly code: 'needed-parameter'; readonly anyOf: readonly string[] }
  | { readonly code: 'too-few-groups'; readonly found: number; readonly least: number }
  | { readonly code: 'needed-group'; readonly group: string; readonly found: number; readonly least: number };

/** One step of a computation, with all that it used: enough to do it again by hand. */
export type IndexStep =
  | {
      readonly step: 'reduce';
      readonly input: string;
      readonly parameter: string;
      readonly how: Reduction;
      /** Values used, with the end of their hour in milliseconds since 1970; oldest first. */
      readonly used: readonly { readonly at: number; readonly value: number }[];
      /** Weight of the newest-first series, for `weighted`. */
      readonly weight?: number;
      readonly value: number | null;
    }
  | {
      readonly step: 'percent';
      readonly input: string;
      readonly value: number;
      readonly by: number;
      readonly whole: number;
      readonly result: number;
    }
  | {
      readonly step: 'sub-index';
      readonly input: string;
      readonly parameter: string;
      readonly unit: string;
      readonly value: number;
      /** Points between which it lies; one when it lies beyond the ends. */
      readonly points: readonly ScalePoint[];
      /** null: beyond the scale, which then gives none. */
      readonly result: number | null;
    }
  | {
      readonly step: 'group';
      readonly group: string;
      readonly mean: 'arithmetic' | 'geometric';
      readonly of: readonly { readonly input: string; readonly result: number }[];
      readonly result: number;
    }
  | {
      readonly step: 'combine';
      readonly how: 'maximum' | 'groups';
      readonly of: readonly { readonly id: string; readonly result: number }[];
      readonly result: number;
    }
  | { readonly step: 'round'; readonly value: number; readonly result: number };

export interface IndexResult {
  readonly index: string;
  readonly version: string;
  readonly form: string;
  /** null: insufficient data. */
  readonly value: number | null;
  readonly reason: InsufficientReason | null;
  readonly level: IndexLevel | null;
  /** Parameter that decides: of the greatest sub-index, or of the least where a high index is good. */
  readonly deciding: string | null;
  /** Rounded sub-index by input. */
  readonly subIndices: Readonly<Record<string, number>>;
  readonly steps: readonly IndexStep[];
}
