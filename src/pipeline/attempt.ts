import type { Collection, Edition, RefusedRow } from '../features/index.ts';
import type { Run, RunEntries } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';
import type { Progress } from './progress.ts';

export type ReportProgress = (done: number, total: number | null) => void;

/** One attempt at a run, from the lease to publication; everything it learns on the way. */
export interface Attempt {
  readonly context: PipelineContext;
  readonly run: Run;
  readonly collection: Collection;
  /** The edition it stands on; null for the first. */
  readonly base: Edition | null;
  readonly entries: RunEntries;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Records read, and empty cells by property, counted while they pass. */
  read: number;
  readonly empty: number[];
}

/** Rows that leave the stage for the quarantine after they were read: clashes of key, changes that `append` forbids. */
export async function refuseRows(attempt: Attempt, rows: readonly RefusedRow[], rule: string): Promise<void> {
  const key = attempt.collection.standard.key.join(', ');
  const issues = rows.map((row) => ({
    rule,
    severity: 'error' as const,
    column: key || null,
    position: row.position,
    value: row.fid,
    action: 'quarantined' as const,
    detail: { key: row.fid },
  }));
  await attempt.entries.add(
    issues,
    rows.map((row, i) => ({ position: row.position, issues: [issues[i]!], cells: row.values, fid: row.fid })),
  );
}
