import type { Detection, Layer, ReadingChoice } from '../formats/index.ts';
import type { MappingVersion } from '../connect/index.ts';
import type { DescribedCoordinates, Drift, FieldProposal, Mapping, Profile } from '../harmonise/index.ts';
import type { Geometry } from '../kernel/index.ts';
import type {
  Delivery,
  DeliveryKind,
  IssueCount,
  Run,
  RunCounts,
  StoredIssue,
  StoredQuarantinedRow,
} from '../ledger/index.ts';
import type { ProblemDocument } from './page.ts';
import type { Column } from './write-values.ts';

/** The documents that the modules' routes give, as far as views read them; texts are in the reader's language. */
export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type?: string;
  readonly title?: string;
}

export type Extent = readonly number[] | null;

export interface Feature {
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DatasetCollection {
  readonly id: string;
  readonly title: string;
  readonly standard: string | null;
  readonly edition: number;
  readonly updatedAt: string;
  readonly count: number;
  readonly hasGeometry: boolean;
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
  };
}

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
  readonly features: readonly Feature[];
  readonly numberMatched: number | null;
  readonly numberMatchedEstimate: number | null;
  readonly numberReturned: number;
  readonly query: Readonly<Record<string, string>>;
  /** Whether columns of units could be read in other codes. */
  readonly canReadUnits?: boolean;
  readonly crs: { readonly uri: string; readonly title: string };
  readonly links: readonly Link[];
}

export interface UnitName {
  readonly list: string;
  readonly listTitle: string;
  readonly code: string;
  readonly label: string;
}

export interface UnitMatchData {
  readonly query: Readonly<Record<string, string>>;
  readonly lists: readonly { readonly id: string; readonly title: string }[];
  /** Null before anything was asked. */
  readonly outcome: 'sure' | 'ambiguous' | 'doubtful' | 'unknown' | null;
  readonly candidates: readonly (UnitName & {
    readonly score: number;
    readonly above: readonly UnitName[];
    readonly elsewhere: readonly UnitName[];
  })[];
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

export interface UnitEntry {
  readonly list: string;
  readonly code: string;
  readonly label: string;
  readonly href: string;
}

export interface UnitData extends UnitEntry {
  readonly listTitle: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly above: readonly UnitEntry[];
  /** What it was, and what it became: several where it was divided or put together. */
  readonly before: readonly UnitEntry[];
  readonly after: readonly UnitEntry[];
  readonly within: readonly UnitEntry[];
  readonly data: readonly {
    readonly collection: string;
    readonly title: string;
    readonly column: string;
    readonly count: number;
    /** There are more than were counted. */
    readonly isAtLeast: boolean;
    readonly href: string;
  }[];
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
}

export interface ItemData extends Feature {
  readonly collection: string;
  readonly title: string;
  readonly dataset: string;
  readonly edition: number;
  readonly isCurrent: boolean;
  readonly stale: boolean;
  readonly columns: readonly Column[];
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

export interface ChangesData {
  readonly collection: string;
  readonly since: number;
  readonly edition: number;
  readonly links: readonly Link[];
  readonly changes: readonly {
    readonly op: 'insert' | 'update' | 'delete';
    readonly id: string;
    readonly feature: Feature | null;
  }[];
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

export type MappingVersionData = Omit<MappingVersion, 'mapping'> & { readonly mapping: Mapping };

export interface MappingVersionsData {
  readonly source: string;
  readonly title: string;
  readonly versions: readonly MappingVersionData[];
}

export interface MappingsData {
  readonly standard: string;
  readonly mappings: readonly MappingVersionData[];
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

export interface RunData {
  readonly id: number;
  readonly kind: Run['kind'];
  readonly source: string | null;
  readonly delivery: number | null;
  readonly dataset: string;
  readonly collection: string;
  readonly layer: string;
  readonly deliveryKind: DeliveryKind;
  readonly undoes: number | null;
  readonly state: Run['state'];
  readonly phase: Run['phase'];
  readonly progress: Run['progress'];
  readonly counts: RunCounts;
  readonly edition: number | null;
  readonly baseEdition: number | null;
  readonly problem: ProblemDocument | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface RunsData {
  readonly runs: readonly RunData[];
}

export interface CountedIssue extends IssueCount {
  readonly sentence: string;
  readonly example?: string | null;
}

export interface RunPageData extends RunData {
  readonly file: { readonly id: number; readonly name: string; readonly sizeBytes: number } | null;
  readonly issueCounts: readonly CountedIssue[];
  readonly canRollback: boolean;
}

export interface IssuesData {
  readonly run: number;
  readonly collection: string;
  readonly counts: readonly CountedIssue[];
  readonly issues: readonly (StoredIssue & { readonly sentence: string })[];
  readonly next: number | null;
}

export interface SourceRowsData {
  readonly run: number;
  readonly collection: string;
  readonly file: string;
  readonly layer: string | null;
  /** The row that was asked for, and the column, where one was. */
  readonly row: number;
  readonly column: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly position: number;
    /** Null for a record that could not be read; it stands in `raw`. */
    readonly cells: readonly unknown[] | null;
    readonly raw: string | null;
  }[];
}

export interface WorkListLinkData {
  readonly run: number;
  readonly href: string;
  readonly days: number;
}

export interface QuarantineData {
  /** Read by a link, without an account. */
  readonly isShared?: boolean;
  readonly run: number;
  readonly collection: string;
  readonly total: number;
  readonly rows: readonly (Omit<StoredQuarantinedRow, 'issues'> & {
    readonly issues: readonly { readonly rule: string; readonly column: string | null; readonly sentence: string }[];
  })[];
  readonly next: number | null;
}

export interface OperationsData {
  readonly checkedAt: string;
  readonly expectations: readonly {
    readonly id: string;
    readonly state: 'ok' | 'warning' | 'failed';
    readonly since: string | null;
    readonly title: string;
    readonly detail: string;
    readonly href: string | null;
  }[];
  readonly jobs: readonly {
    readonly id: number | string;
    readonly kind: string;
    readonly state: string;
    readonly startedAt: string | null;
    readonly error: string | null;
  }[];
  readonly checks: readonly { readonly name: string; readonly state: string; readonly value: unknown }[];
}

export interface ConformanceData {
  readonly conformsTo: readonly string[];
}

export interface ProblemTypeData {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

export interface ApiData {
  readonly href: string;
  readonly operations: readonly {
    readonly method: string;
    readonly path: string;
    readonly summary: string;
    readonly tag: string;
  }[];
}

/** One version of a grant, with the words for it. */
export interface GrantData {
  readonly id: string;
  readonly version: number;
  readonly grantee: string;
  readonly granteeName: string;
  readonly actions: readonly string[];
  readonly collections: Readonly<Record<string, GrantScopeData>>;
  readonly rowsPerRequest: number | null;
  readonly rowsPerDay: number | null;
  readonly from: string;
  readonly until: string | null;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly state: 'holds' | 'to-come' | 'ended';
  readonly words: readonly string[];
}

export interface GrantScopeData {
  readonly columns: Readonly<Record<string, string | { readonly snapped?: number; readonly area?: string }>>;
  readonly others: string;
  readonly rows: string | null;
}

/** What can be granted of a dataset. */
export interface GrantableData {
  readonly collections: readonly {
    readonly id: string;
    readonly title: string;
    readonly hasGeometry: boolean;
    readonly columns: readonly {
      readonly name: string;
      readonly title: string;
      readonly type: string;
      readonly mark: string | null;
    }[];
  }[];
  readonly areas: readonly { readonly id: string; readonly title: string }[];
}

export interface GrantsData {
  readonly grantable: GrantableData;
  readonly dataset: string;
  /** Of the dataset. */
  readonly title: string;
  readonly owner: string;
  readonly openness: string;
  readonly opennessLevels: readonly string[];
  readonly columnMarks: readonly string[];
  readonly grants: readonly GrantData[];
  readonly organisations: readonly { readonly code: string; readonly name: string }[];
}

export interface GrantPageData extends GrantData {
  readonly grantable: GrantableData;
  readonly dataset: string;
  /** Of the dataset. */
  readonly title: string;
  readonly history: readonly GrantData[];
}

export interface AuditData {
  /** Newest first. */
  readonly entries: readonly {
    readonly number: number;
    readonly at: string;
    readonly action: string;
    readonly outcome: string;
    readonly problem?: string;
    readonly who?: string;
    readonly onBehalfOf?: readonly string[];
    readonly resources?: readonly string[];
    readonly target?: string;
    readonly purpose?: string;
    readonly legalBasis?: string;
    readonly address?: string;
    readonly rows?: number;
    /** `times`: how many refusals of strangers one entry stands for. */
    readonly details?: { readonly times?: number };
    /** Fields that were lawfully erased. */
    readonly erased: readonly string[];
  }[];
  readonly next: number | null;
  /** How many entries wait to be chained. */
  readonly waiting: number;
  readonly sealed: { readonly entry: number; readonly at: string; readonly hash: string; readonly key: string } | null;
  readonly actions: readonly string[];
  readonly outcomes: readonly string[];
}
