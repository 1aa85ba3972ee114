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
  /** Null: unknown to this reader. */
  readonly madeByName?: string | null;
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
