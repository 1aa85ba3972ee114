import {
  fetchSource,
  findSchedule,
  findSource,
  getSource,
  noteFetch,
  rememberDelivery,
  type Source,
} from '../../connect/index.ts';
import { operatorCaller, publicCaller, recordProblem } from '../../kernel/index.ts';
import { findDelivery, listDeliveries, listRuns, recordDelivery, type Delivery } from '../../ledger/index.ts';
import { jobKinds, type PipelineContext } from '../context.ts';
import { decisionFor } from '../find-drift.ts';
import { inspectionOf } from '../inspection.ts';
import { startRuns } from '../start-runs.ts';
import { isVerdict } from '../verdict.ts';

/**
 * The job `fetch`: takes what lies at the place of a source now. An unchanged file is no delivery. What cannot be fetched
 * is entered with its words, and the next time comes by itself; any other fault is retried.
 */
export async function fetchScheduled(context: PipelineContext, id: string, signal: AbortSignal): Promise<void> {
  const source = await findSource(context.db, id);
  if (!source || !(await findSchedule(context.db, id))) return;
  try {
    await takeNow(context, source, signal);
  } catch (error) {
    if (!isVerdict(error)) throw error;
    await noteFetch(context.db, context.clock, id, recordProblem(error));
  }
}

async function takeNow(context: PipelineContext, source: Source, signal: AbortSignal): Promise<void> {
  const { name, stream } = await fetchSource(source, context.allowedHosts ?? [], signal);
  // Each source has the limits of a caller: a place that grows without end must not fill the disk.
  const caller = { ...publicCaller, id: `schedule:${source.id}` };
  await context.uploads.run(caller, stream, 0, async (bytes) => {
    const { sha256, sizeBytes } = await context.blobs.put(bytes);
    if (sha256 === source.lastSha256) return noteUnchanged(context, source);
    await context.db.transaction(async (tx) => {
      const words = { source: source.id, kind: source.deliveryKind, name, sha256, sizeBytes, deliveredBy: caller.id };
      const { id } = await recordDelivery(tx, context.clock, words);
      // Before its inspection, which may have something else to say.
      await noteFetch(tx, context.clock, source.id, null);
      await context.jobs.enqueue(tx, jobKinds.inspect, { delivery: id, thenLoad: true }, { key: `delivery-${id}` });
    });
    await rememberDelivery(context.db, context.clock, source.id, sha256);
  });
}

/** The same file again settles nothing that its first coming left open. */
async function noteUnchanged({ db, clock }: PipelineContext, source: Source): Promise<void> {
  const [last] = await listDeliveries(db, source.id, 1);
  const runs = await listRuns(db, { source: source.id, limit: 50 });
  const isOpen = last !== undefined && runs.every((run) => run.delivery !== last.id);
  await noteFetch(db, clock, source.id, isOpen ? undefined : null);
}

/** Publishes a scheduled delivery as its source was decided before. What needs a person is entered and waits for him. */
export async function loadAsBefore(context: PipelineContext, id: number): Promise<void> {
  const delivery = (await findDelivery(context.db, id))!;
  const source = await getSource(context.db, delivery.source);
  const note = (problem: Parameters<typeof noteFetch>[3]) => noteFetch(context.db, context.clock, source.id, problem);
  try {
    const runs = await listRuns(context.db, { source: source.id, limit: 50 });
    // An attempt that broke off after it had started them.
    if (runs.some((run) => run.delivery === id)) return;
    const layers = decidedLayers(source, delivery);
    if (layers.length > 0) await startRuns(context, source, delivery, requestFor(source, layers));
  } catch (error) {
    if (!isVerdict(error)) throw error;
    await note(delivery.state === 'refused' ? (delivery.problem as Parameters<typeof note>[0]) : recordProblem(error));
  }
}

function decidedLayers(source: Source, delivery: Delivery): { layer: string }[] {
  const filled = inspectionOf(delivery).layers.filter(({ layer }) => !layer.empty);
  return filled.filter((inspected) => decisionFor(source, inspected)).map(({ layer }) => ({ layer: layer.id }));
}

function requestFor(source: Source, layers: readonly { layer: string }[]) {
  return {
    layers,
    deliveryKind: source.deliveryKind,
    acceptLoss: false,
    acceptProposals: false,
    caller: operatorCaller('token'),
  };
}
