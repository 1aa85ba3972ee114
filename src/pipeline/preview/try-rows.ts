import type { RowBatch } from '../../formats/index.ts';
import type { Harmoniser, Issue, SystematicIssue, Value } from '../../harmonise/index.ts';
import type { Standard } from '../../packs/index.ts';
import { keyOf } from '../keys.ts';

/** A record as a run would make it, with what its rules say of it. */
export interface TriedRow {
  readonly position: number;
  /** In the order of the standard's properties; null for a record that could not be read. */
  readonly values: readonly Value[] | null;
  /** EWKB in hex. */
  readonly geometry: string | null;
  readonly issues: readonly Issue[];
  readonly isRefused: boolean;
}

/** The beginning of a layer, harmonised and stored nowhere. */
export interface Trial {
  readonly rows: readonly TriedRow[];
  /** The layer has no further record. */
  readonly isWhole: boolean;
  readonly conversions: readonly SystematicIssue[];
}

export interface TrialLimits {
  readonly rows: number;
  /** Bytes of the file after which no further batch is taken. */
  readonly bytes: number;
  readonly ms: number;
}

/**
 * Passes the first records of a layer through the harmoniser of a run, as many as the limits allow. What needs all rows
 * (rules over sets, what the store holds) is not tried, but for keys that stand twice.
 */
export async function tryRows(
  harmoniser: Harmoniser,
  standard: Standard,
  batches: AsyncIterable<RowBatch>,
  limits: TrialLimits,
): Promise<Trial> {
  const started = performance.now();
  const rows: TriedRow[] = [];
  let isWhole = true;
  for await (const batch of batches) {
    rows.push(...tryBatch(harmoniser, batch));
    const isOver = rows.length >= limits.rows || batch.bytesRead >= limits.bytes;
    if (!isOver && performance.now() - started < limits.ms) continue;
    isWhole = false;
    break;
  }
  return { rows: withClashes(rows, standard), isWhole, conversions: harmoniser.summary() };
}

function tryBatch(harmoniser: Harmoniser, batch: RowBatch): TriedRow[] {
  const { rows, quarantined, issues } = harmoniser.harmonise(batch);
  const byRow = new Map<number, Issue[]>();
  for (const issue of issues) {
    if (issue.position === null) continue;
    const known = byRow.get(issue.position);
    if (known) known.push(issue);
    else byRow.set(issue.position, [issue]);
  }
  const stored = rows.map(({ position, values, geometry }) => ({
    position,
    values,
    geometry,
    issues: byRow.get(position) ?? [],
    isRefused: false,
  }));
  const refused = quarantined.map(({ position, values, issues: own }) => ({
    position,
    values,
    geometry: null,
    issues: own,
    isRefused: true,
  }));
  return [...stored, ...refused].sort((a, b) => a.position - b.position);
}

/** Rows with one key and different contents keep each other out, unless the standard lets the last one win. */
function withClashes(rows: readonly TriedRow[], standard: Standard): TriedRow[] {
  if (standard.key.length === 0 || standard.onDuplicateKey === 'last') return [...rows];
  const key = keyOf(standard);
  const fidOf = (row: TriedRow) => (row.isRefused || row.values === null ? null : key.of(row.values));
  const contents = new Map<string, Set<string>>();
  for (const row of rows) {
    const fid = fidOf(row);
    if (fid === null) continue;
    const known = contents.get(fid) ?? new Set();
    contents.set(fid, known.add(JSON.stringify([row.values, row.geometry])));
  }
  return rows.map((row) => {
    const fid = fidOf(row);
    return fid === null || contents.get(fid)!.size === 1 ? row : clashing(row, fid, standard.key.join(', '));
  });
}

function clashing(row: TriedRow, fid: string, key: string): TriedRow {
  const issue: Issue = {
    rule: 'key-clash',
    severity: 'error',
    column: key,
    position: row.position,
    value: fid,
    action: 'quarantined',
    detail: {},
  };
  return { ...row, issues: [...row.issues, issue], isRefused: true };
}
