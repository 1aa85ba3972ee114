import type { Layer } from '../formats/index.ts';
import type { Drift, GeometryProposal, Mapping, Profile } from '../harmonise/index.ts';
import type { ProblemRecord } from '../kernel/index.ts';
import type { Standard } from '../packs/index.ts';

/** What was found in a delivery before anything is stored. */
export interface DeliveryInspection {
  readonly layers: readonly InspectedLayer[];
  readonly refused: readonly { readonly name: string; readonly problem: ProblemRecord }[];
}

export interface InspectedLayer {
  readonly layer: Layer;
  /** Null for an empty layer. */
  readonly profile: Profile | null;
  /** *As is*: the schema inferred from the data, and the mapping to it. */
  readonly proposal: { readonly standard: Standard; readonly mapping: Mapping } | null;
  /** What differs from the source's delivery before; absent when nothing does. */
  readonly drift?: Drift;
  /** How positions are to be read, where that does not go without saying; absent in inspections of older versions. */
  readonly places?: GeometryProposal | null;
}
