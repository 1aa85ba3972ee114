import type { Detection } from '../../formats/index.ts';
import type { Standard } from '../../packs/index.ts';
import type { Mapping } from '../model.ts';

/** How sure a proposal is: accepted as it stands, to be looked at, or not made at all. */
export type Certainty = 'sure' | 'doubtful';

/** One property and the column that seems to hold it. */
export interface FieldProposal {
  readonly target: string;
  readonly column: string;
  /** 0 to 1; from `sureScore` on it is sure. */
  readonly score: number;
  readonly certainty: Certainty;
  /** What speaks for it and against it; `confidence` is how much. */
  readonly reasons: readonly Detection[];
  /** Other columns that might hold the property, best first. */
  readonly runnersUp: readonly { readonly column: string; readonly score: number }[];
}

/** How the columns of a layer seem to become a standard's properties. */
export interface MappingProposal {
  /** `pack/standard`. */
  readonly standard: string;
  /** 0 to 1: how well the layer fits the standard as a whole. */
  readonly score: number;
  /** The sure fields and the doubtful ones, ready to be used once somebody has looked at the doubtful. */
  readonly mapping: Mapping;
  readonly fields: readonly FieldProposal[];
  /** Required properties and keys for which no column was found: the layer cannot be loaded without them. */
  readonly missing: readonly string[];
  /** Columns that no property takes: they would be left behind. */
  readonly left: readonly string[];
}

/** What stewards decided before for this standard: which property a header became, and how often. */
export interface Correction {
  readonly column: string;
  readonly target: string;
  readonly times: number;
}

export interface ProposeContext {
  /** The values of a code list, by code and by label, folded by `foldLetters`; undefined for an unknown list. */
  readonly codes: (codelist: string) => ReadonlySet<string> | undefined;
  /** UCUM code of a unit as people write it. */
  readonly unit: (text: string) => string | null | undefined;
  /** Quantity that a UCUM code measures, e.g. `mass-concentration`. */
  readonly quantity: (code: string) => string | undefined;
  readonly corrections: readonly Correction[];
}

export interface Candidate {
  readonly standard: Standard;
  readonly proposal: MappingProposal;
}
