import type { MappingVersion } from '../../connect/index.ts';
import type { FieldProposal, Mapping } from '../../harmonise/index.ts';
import type { PlacesData } from './sources.ts';

export interface MappingProposalData {
  readonly delivery: number;
  readonly source: string;
  readonly layer: string;
  readonly layerTitle: string;
  readonly standard: string;
  readonly standardTitle: string;
  readonly score: number;
  readonly properties: readonly {
    readonly name: string;
    readonly title: string;
    readonly type: string;
    readonly unit: string | null;
    readonly required: boolean;
    readonly personal: boolean;
    readonly proposed: FieldProposal | null;
  }[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string | null;
    readonly samples: readonly string[];
  }[];
  readonly left: readonly string[];
  readonly missing: readonly string[];
  readonly places?: PlacesData | null;
  readonly crs?: string | null;
  /** The mapping in use, when it is to this standard. */
  readonly current: Mapping | null;
  readonly shared: readonly { readonly source: string; readonly version: number; readonly madeAt: string }[];
}

export type MappingVersionData = Omit<MappingVersion, 'mapping'> & {
  readonly mapping: Mapping;
  /** Only among the versions of one source. */
  readonly isInUse?: boolean;
};

export interface MappingVersionsData {
  readonly source: string;
  readonly title: string;
  readonly versions: readonly MappingVersionData[];
}

export interface MappingsData {
  readonly standard: string;
  readonly mappings: readonly MappingVersionData[];
}
