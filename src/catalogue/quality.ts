import type { Run } from '../ledger/index.ts';

/** Numbers of one column after a run. */
export interface ColumnStatistics {
  readonly name: string;
  /** Records without a value. */
  readonly empty: number;
}

export interface RunStatistics {
  readonly columns: readonly ColumnStatistics[];
}

/** Quality of a collection in plain numbers, taken from its last run that read records. */
export interface Quality {
  readonly read: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly issues: number;
  /** Share of accepted among read records, 0..1. */
  readonly acceptedShare: number;
  /** Share of filled cells among the accepted records, 0..1; null when unknown. */
  readonly completeness: number | null;
  readonly run: number;
}

/** Of the columns that are seen alone: how full the others are would tell of them. */
export function qualityOf(run: Run, seen: ReadonlySet<string>): Quality {
  const { read, stored, quarantined, issues } = run.counts;
  const columns = (run.statistics as RunStatistics | null)?.columns.filter(({ name }) => seen.has(name)) ?? [];
  const cells = columns.length * stored;
  const empty = columns.reduce((sum, column) => sum + column.empty, 0);
  return {
    read,
    accepted: stored,
    quarantined,
    issues,
    acceptedShare: read === 0 ? 1 : stored / read,
    completeness: cells === 0 ? null : 1 - empty / cells,
    run: run.id,
  };
}
