import {
  discardDraft,
  dropStage,
  findCollection,
  featureProblem,
  findEdition,
  isDirty,
  markDirty,
  openDraft,
  releaseLease,
  renewLease,
  StageWriter,
  widenCollection,
  type Collection,
  type Draft,
} from '../features/index.ts';
import { readLayer, type Layer } from '../formats/index.ts';
import {
  scaleIssue,
  widenStandard,
  type HarmonisedBatch,
  type Mapping,
  type SystematicIssue,
} from '../harmonise/index.ts';
import { Problem, recordProblem } from '../kernel/index.ts';
import {
  correctionsInForce,
  findDelivery,
  findRun,
  noCounts,
  noteApplied,
  RunEntries,
  updateRun,
  type Delivery,
  type Run,
} from '../ledger/index.ts';
import type { Standard } from '../packs/index.ts';
import type { Attempt, ReportProgress } from './attempt.ts';
import type { PipelineContext } from './context.ts';
import { correctionsFor, type Corrected } from './corrections/apply-corrections.ts';
import { keyHolder } from './corrections/hold-keys.ts';
import { enterRunRefusal } from './enter-run.ts';
import { harmoniserFor } from './harmoniser-for.ts';
import { inputOf, inspectionOf } from './inspection.ts';
import { keyOf } from './keys.ts';
import { publishRun } from './publish-run.ts';
import { Progress } from './progress.ts';
import { callNext, takeTurn } from './turns.ts';
import { openScales } from './find-scales.ts';
import { dropStageOfEnded } from './stray-stages.ts';
import { isVerdict } from './verdict.ts';

const heartbeatMs = 8_000;

/**
 * The job `load`: takes one delivery into one collection. Whatever interrupts it, nothing half-done is visible, and
 * the next attempt starts from the kept bytes. A Problem ends the run with its words; any other error is retried.
 */
export async function loadRun(
  context: PipelineContext,
  id: number,
  signal: AbortSignal,
  report: ReportProgress,
): Promise<void> {
  const run = await findRun(context.db, id);
  // An attempt that died after the end of the run has not tidied up.
  if (!run || (run.state !== 'queued' && run.state !== 'running')) return dropStageOfEnded(context.db, id);
  const giveUp = new AbortController();
  const either = AbortSignal.any([signal, giveUp.signal]);
  if (!(await takeTurn(context, run, either))) return;
  const heartbeat = setInterval(() => {
    renewLease(context.db, run.collection, run.id).catch((error: unknown) => {
      if (error instanceof Problem) giveUp.abort(error);
    });
  }, heartbeatMs);
  try {
    await load(context, run, either, report);
  } catch (error) {
    const cause = either.aborted && either.reason instanceof Problem ? either.reason : error;
    if (!isVerdict(cause)) throw error;
    await endRun(context, run, cause);
  } finally {
    clearInterval(heartbeat);
    await dropStage(context.db, run.id).catch(() => undefined);
    await releaseLease(context.db, run.collection, run.id).catch(() => undefined);
    await callNext(context, run.collection).catch(() => undefined);
  }
}

/** A run that waits for a person keeps its counts; a refused one is failed. */
async function endRun(context: PipelineContext, run: Run, problem: Problem): Promise<void> {
  const waits = problem.code === 'too-many-quarantined' || problem.code === 'too-many-deleted';
  await context.db.transaction(async (tx) => {
    await enterRunRefusal(tx, context, run, problem);
    await updateRun(tx, run.id, {
      state: waits ? 'waiting' : 'failed',
      phase: 'finished',
      problem: recordProblem(problem),
      finishedAt: context.clock.now().toISOString(),
    });
  });
}

async function load(context: PipelineContext, run: Run, signal: AbortSignal, report: ReportProgress): Promise<void> {
  const db = context.db.lane('run');
  await updateRun(db, run.id, {
    state: 'running',
    phase: 'reading',
    counts: noCounts,
    problem: null,
    statistics: null,
    startedAt: context.clock.now().toISOString(),
  });
  const { layer, rows } = await layerOf(context, run);
  const collection = await collectionFor(context, run);
  const attempt: Attempt = {
    context: { ...context, db },
    run,
    collection,
    base: collection.currentEdition === null ? null : await findEdition(db, collection.id, collection.currentEdition),
    entries: new RunEntries(db, run.id),
    progress: new Progress(db, context.clock, run.id, rows, report),
    signal,
    read: 0,
    empty: collection.standard.properties.map(() => 0),
  };
  await attempt.entries.clear();
  const draft = await openDraft(db, run.id, collection);
  try {
    const systematic = await stageRows(attempt, draft, layer);
    await publishRun(attempt, draft, systematic);
  } catch (error) {
    if (!signal.aborted) await takeBack(attempt, draft);
    throw error;
  }
}

/** A guard or a fault: what the draft has written so far goes. */
async function takeBack({ context, collection }: Attempt, draft: Draft): Promise<void> {
  if (!(await isDirty(context.db, collection.id))) return;
  await discardDraft(context.db, draft);
  await markDirty(context.db, collection.id, false);
}

async function layerOf(context: PipelineContext, run: Run): Promise<{ layer: Layer; rows: number }> {
  const delivery = await findDelivery(context.db, run.delivery!);
  const inspected = inspectionOf(delivery!).layers.find((candidate) => candidate.layer.id === run.order.layer)!;
  return { layer: inspected.layer, rows: inspected.profile?.rows ?? 0 };
}

/** The collection with a table that fits the run's standard; *as is* follows what the file now holds. */
async function collectionFor(context: PipelineContext, run: Run): Promise<Collection> {
  const collection = (await findCollection(context.db, run.collection))!;
  const standard = run.order.standard as Standard;
  const widened = widenStandard(collection.standard, standard);
  if (!widened.ok) {
    throw featureProblem('schema-change-breaks', { collection: collection.id, columns: widened.breaking.join(', ') });
  }
  if (JSON.stringify(widened.standard) === JSON.stringify(collection.standard)) return collection;
  return widenCollection(context.db, collection, widened.standard);
}

/** Reads, harmonises and stages every record; exceptions and quarantined rows go to the ledger on the way. */
async function stageRows(attempt: Attempt, draft: Draft, layer: Layer): Promise<SystematicIssue[]> {
  const { context, run, collection, signal } = attempt;
  const delivery = await findDelivery(context.db, run.delivery!);
  const harmoniser = harmoniserFor(context, collection.standard, mappingOf(run), layer);
  const correct = await correctionsOf(attempt, layer);
  const stage = new StageWriter(context.db, draft);
  const key = keyOf(collection.standard);
  const holdKeys = await keyHolder(attempt, draft);
  try {
    const batches = readLayer(inputOf(context, delivery!), layer, {
      workFolder: context.workFolder,
      ogr2ogr: context.ogr2ogr ?? null,
      signal,
    });
    for await (const batch of batches) {
      signal.throwIfAborted();
      const corrected = correct?.(batch);
      if (corrected) await noteCorrected(attempt, corrected);
      const harmonised = harmoniser.harmonise(corrected?.batch ?? batch);
      await takeBatch(attempt, harmonised, key, stage, holdKeys);
      attempt.read += harmonised.rows.length + harmonised.quarantined.length;
      await attempt.progress.set('reading', attempt.read);
    }
    await stage.finish();
    return [...harmoniser.summary(), ...suspectedUnits(delivery!, run)];
  } catch (error) {
    await stage.abort();
    throw error;
  }
}

/** What the inspection found of changing units in the columns of this run, as far as nobody accepted it. */
function suspectedUnits(delivery: Delivery, run: Run): SystematicIssue[] {
  const inspected = inspectionOf(delivery).layers.find(({ layer }) => layer.id === run.order.layer);
  return inspected ? openScales(inspected, mappingOf(run)).map(scaleIssue) : [];
}

function mappingOf(run: Run): Mapping {
  return run.order.mapping as Mapping;
}

async function correctionsOf({ context, run }: Attempt, layer: Layer) {
  const { delivery, source, collection } = run;
  const of = { delivery: delivery!, source: source!, collection, layer: layer.id };
  const { own, carried } = await correctionsInForce(context.db, of);
  return correctionsFor(layer.columns, own, carried);
}

async function noteCorrected({ context, run, entries }: Attempt, { issues, applied }: Corrected): Promise<void> {
  await entries.add(issues, []);
  await noteApplied(context.db, run.id, applied);
}

async function takeBatch(
  attempt: Attempt,
  batch: HarmonisedBatch,
  key: ReturnType<typeof keyOf>,
  stage: StageWriter,
  holdKeys: (fids: readonly string[]) => Promise<void>,
): Promise<void> {
  const quarantined = batch.quarantined.map((row) => ({
    position: row.position,
    issues: row.issues,
    cells: row.cells,
    fid: row.key ? key.ofKey(row.key) : null,
  }));
  await attempt.entries.add(batch.issues, quarantined);
  const held = quarantined.flatMap((row) => (row.fid === null ? [] : [row.fid]));
  await holdKeys(held);
  for (const row of batch.rows) {
    for (let i = 0; i < row.values.length; i++) if (row.values[i] === null) attempt.empty[i]!++;
  }
  await stage.add(
    batch.rows.map((row) => ({
      fid: key.of(row.values),
      position: row.position,
      values: row.values,
      geometry: row.geometry,
    })),
  );
}
