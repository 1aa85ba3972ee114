/** Entries of a run in the ledger. Words are DESIGN's: issue, quarantine. */
export interface Issue {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly column: string | null;
  readonly position: number | null;
  readonly value: string | null;
  readonly action: 'changed' | 'kept' | 'emptied' | 'quarantined';
  readonly detail: Readonly<Record<string, string | number>>;
}

/** One conversion done to a whole column: a single entry with count and samples. */
export interface SystematicIssue extends Issue {
  readonly position: null;
  readonly count: number;
  readonly samples: readonly { readonly from: string; readonly to: string; readonly position: number }[];
}

export interface QuarantinedRow {
  readonly position: number;
  readonly issues: readonly Issue[];
  readonly cells: Readonly<Record<string, unknown>>;
  /** Feature id of the key that this row would have had; null when the key could not be read. */
  readonly fid: string | null;
}

/** Issues of one rule and column: how many there were in all, stored one by one or only counted. */
export interface IssueCount {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly column: string | null;
  readonly action: Issue['action'];
  readonly count: number;
  readonly systematic: boolean;
  readonly samples: readonly unknown[];
  /** Parameters for the message of a systematic conversion; empty for exceptions, which carry their own. */
  readonly detail: Issue['detail'];
}

/** Exceptions are kept cell by cell up to this many per rule and run, and counted beyond. */
export const storedIssuesPerRule = 10_000;
