import type { RunStatistics } from '../catalogue/index.ts';
import {
  analyzeCollection,
  closeMissing,
  hasDistinctKeys,
  findInvalidGeometries,
  finishFirstLoad,
  markDirty,
  markStale,
  measureStage,
  publishDraft,
  refuseChanges,
  releaseUnchanged,
  resolveDuplicates,
  takeOut,
  unionExtent,
  unionPeriod,
  writeDifference,
  type Difference,
  type Draft,
  type Measure,
} from '../features/index.ts';
import { emit, type Db } from '../kernel/index.ts';
import { noCounts, updateRun, type RunCounts, type SystematicIssue } from '../ledger/index.ts';
import { checkSets } from './check-sets.ts';
import { enterRun } from './enter-run.ts';
import { guardDeletions, guardQuarantine } from './guards.ts';
import { retireLater } from './retire-later.ts';
import { refuseRows, type Attempt } from './attempt.ts';

/** A first load or a change above this share of the rows leaves the planner's statistics wrong. */
const analyzeShare = 0.1;

/** From staged rows to a published edition: checks that need all rows, difference, guards, one small update. */
export async function publishRun(
  attempt: Attempt,
  draft: Draft,
  systematic: readonly SystematicIssue[],
): Promise<void> {
  const { db } = attempt.context;
  const duplicates = await checkStage(attempt, draft);
  const unchecked = await checkSets(attempt, draft, sourceCode(systematic));
  await attempt.entries.finish([...systematic, ...unchecked]);
  await keepCounts(attempt, duplicates);
  guardQuarantine(attempt);
  const measure = await measureStage(db, draft.run, draft.collection);
  await markDirty(db, draft.collection.id, true);
  const difference = await writeDifference(db, draft, async (share) => {
    attempt.signal.throwIfAborted();
    await attempt.progress.set('comparing', share, 1);
  });
  const deleted = await closeWhatIsGone(attempt, draft, difference);
  guardDeletions(attempt, deleted);
  await attempt.progress.set('publishing', 0, 1);
  await finishFirstLoad(db, draft.collection);
  const counts = countsOf(attempt, difference, duplicates, deleted);
  await publish(attempt, draft, counts, measure);
}

/** Rules that need all rows of the delivery: validity of areas, keys that stand twice, what `append` may not touch. */
async function checkStage(attempt: Attempt, draft: Draft): Promise<number> {
  const { db } = attempt.context;
  await attempt.progress.set('checking', 0, 1);
  if (mayHoldAreas(draft.collection)) await checkAreas(attempt, draft);
  if (draft.isDirect && (await hasDistinctKeys(db, draft.collection))) return 0;
  const duplicates = await resolveDuplicates(db, draft.run, draft.collection, (rows) =>
    refuseRows(attempt, rows, 'key-clash'),
  );
  if (attempt.run.order.deliveryKind === 'append') {
    await refuseChanges(db, draft, (rows) => refuseRows(attempt, rows, 'append-changes'));
  }
  return duplicates;
}

/** Code of the reference system that positions came in, where they were converted. */
function sourceCode(systematic: readonly SystematicIssue[]): string | null {
  const code = systematic.find(({ rule }) => rule === 'coordinates-converted')?.detail['code'];
  return typeof code === 'string' && code !== '' ? code : null;
}

/** Layers of points and lines alone need no look at their validity. */
function mayHoldAreas({ hasGeometry, standard }: Draft['collection']): boolean {
  const types = standard.geometry?.types ?? [];
  return hasGeometry && !(types.length > 0 && types.every((type) => /Point|LineString/.test(type)));
}

async function checkAreas(attempt: Attempt, draft: Draft): Promise<void> {
  const severity =
    draft.collection.standard.severities?.['geometry'] ?? (draft.collection.standard.pack === '' ? 'warning' : 'error');
  await findInvalidGeometries(attempt.context.db, draft.run, async (found) => {
    const issues = found.map((area) => ({
      rule: 'area-invalid',
      severity,
      column: null,
      position: area.position,
      value: null,
      action: severity === 'error' ? ('quarantined' as const) : ('kept' as const),
      detail: { reason: area.reason },
    }));
    if (severity !== 'error') return attempt.entries.add(issues, []);
    const rows = await takeOut(
      attempt.context.db,
      draft.run,
      draft.collection,
      found.map((area) => area.fid),
    );
    const byPosition = new Map(issues.map((issue) => [issue.position, issue]));
    await attempt.entries.add(
      rows.map((row) => byPosition.get(row.position) ?? issues[0]!),
      rows.map((row) => ({
        position: row.position,
        issues: [byPosition.get(row.position) ?? issues[0]!],
        cells: row.values,
        fid: row.fid,
      })),
    );
  });
}

async function closeWhatIsGone(attempt: Attempt, draft: Draft, difference: Difference): Promise<number> {
  if (attempt.run.order.deliveryKind !== 'full' || !attempt.base) return 0;
  if (difference.unchanged + difference.updated === attempt.base.count) return 0;
  return closeMissing(attempt.context.db, draft, async (share) => attempt.progress.set('comparing', share, 1));
}

function countsOf(attempt: Attempt, difference: Difference, duplicates: number, deleted: number): RunCounts {
  const stored = difference.inserted + difference.updated + difference.unchanged + duplicates;
  return {
    read: attempt.read,
    stored,
    inserted: difference.inserted,
    updated: difference.updated,
    unchanged: difference.unchanged,
    duplicates,
    deleted,
    quarantined: attempt.entries.quarantined,
    issues: attempt.entries.issues,
  };
}

async function publish(attempt: Attempt, draft: Draft, counts: RunCounts, measure: Measure): Promise<void> {
  const { context, base } = attempt;
  const changed = counts.inserted + counts.updated + counts.deleted;
  const isFull = attempt.run.order.deliveryKind === 'full';
  const isNew = changed > 0 || base === null;
  if (isNew && (base === null || changed > base.count * analyzeShare))
    await analyzeCollection(context.db, draft.collection);
  await context.db.transaction(async (tx) => {
    await markStale(tx, draft, isFull);
    if (isNew) {
      await publishDraft(tx, context.clock, draft, {
        base: base?.number ?? null,
        count: (base?.count ?? 0) + counts.inserted - counts.deleted,
        extent: isFull ? measure.extent : unionExtent(base?.extent ?? null, measure.extent),
        period: isFull ? measure.period : unionPeriod(base?.period ?? null, measure.period),
        inserted: counts.inserted,
        updated: counts.updated,
        deleted: counts.deleted,
      });
      await emit(tx, 'edition.published', draft.collection.id, { edition: draft.edition, run: draft.run });
      await retireLater(context, tx, draft.collection.id, draft.edition);
    } else await releaseUnchanged(tx, draft);
    const edition = isNew ? draft.edition : null;
    await endRun(tx, attempt, counts, edition);
    await enterRun(tx, context, attempt.run, { counts, edition });
  });
}

async function endRun(tx: Db, attempt: Attempt, counts: RunCounts, edition: number | null): Promise<void> {
  const statistics: RunStatistics = {
    columns: attempt.collection.standard.properties.map((property, i) => ({
      name: property.name,
      empty: attempt.empty[i] ?? 0,
    })),
  };
  await updateRun(tx, attempt.run.id, {
    state: 'done',
    phase: 'finished',
    counts,
    edition,
    baseEdition: attempt.base?.number ?? null,
    statistics,
    progress: { done: counts.read, total: counts.read, endsAt: null },
    finishedAt: attempt.context.clock.now().toISOString(),
  });
}

/** What is known before the comparison: a run that then waits for a person shows it. */
async function keepCounts(attempt: Attempt, duplicates: number): Promise<void> {
  const { quarantined, issues } = attempt.entries;
  await updateRun(attempt.context.db, attempt.run.id, {
    counts: { ...noCounts, read: attempt.read, stored: attempt.read - quarantined, duplicates, quarantined, issues },
  });
}
