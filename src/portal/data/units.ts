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
    /** False: the address gives the whole table, for these rows cannot be said in one. */
    readonly leadsToJustThese: boolean;
    readonly href: string;
  }[];
}
