import type {
  DeliveryKind,
  IssueCount,
  Run,
  RunCounts,
  StoredIssue,
  StoredQuarantinedRow,
} from '../../ledger/index.ts';
import type { ProblemDocument } from '../page.ts';

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
  /** What was corrected since the run, for who may correct. */
  readonly delivery?: number | null;
  readonly corrected?: readonly { readonly position: number; readonly count: number }[];
  readonly newerRun?: number | null;
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
