export interface CorrectionData {
  readonly id: number;
  readonly delivery: number;
  readonly position: number;
  readonly column: string;
  readonly oldValue: string;
  readonly newValue: string;
  readonly reason: string;
  readonly madeByName: string;
  readonly madeAt: string;
  readonly endedByName: string | null;
  readonly endedAt: string | null;
}

export interface SourceRowData {
  readonly run: number;
  readonly delivery: number;
  readonly collection: string;
  readonly position: number;
  readonly file: string;
  readonly isQuarantined: boolean;
  /** Of the row as a whole. */
  readonly problems: readonly string[];
  /** Null for a record that could not be read. */
  readonly cells:
    | readonly {
        readonly column: string;
        readonly value: string;
        readonly corrected: string;
        readonly problems: readonly string[];
      }[]
    | null;
  readonly corrections: readonly CorrectionData[];
  readonly newerRun: number | null;
}

export interface CorrectionsData {
  readonly delivery: number;
  readonly source: string;
  readonly file: string;
  readonly corrections: readonly CorrectionData[];
}
