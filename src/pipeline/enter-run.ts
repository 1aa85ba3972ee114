import { canonicalJson, ownerBeforeSetUp, ownerOf, recordAudit, sha256 } from '../access/index.ts';
import type { Db, Problem } from '../kernel/index.ts';
import { findDelivery, type Run, type RunCounts } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';

interface Ended {
  readonly counts: RunCounts;
  readonly edition: number | null;
}

/**
 * Enters in the audit log, within the transaction that ends it, that a run has published. Its digest is over what decides
 * every row: the bytes that were delivered, standard and mapping, and the counts.
 */
export async function enterRun(
  tx: Db,
  { clock }: PipelineContext,
  run: Run,
  { counts, edition }: Ended,
): Promise<void> {
  const delivery = run.delivery === null ? null : await findDelivery(tx, run.delivery);
  const { standard, mapping, deliveryKind } = run.order;
  const facts = { run: run.id, collection: run.collection, edition, counts, file: delivery?.sha256 ?? null };
  await recordAudit(tx, clock, {
    ...(await whose(tx, run)),
    outcome: 'done',
    rows: counts.inserted + counts.updated + counts.deleted,
    digest: sha256(canonicalJson({ ...facts, standard, mapping, deliveryKind })),
    details: facts,
  });
}

/** Enters that a run ended without publishing, or waits for a person. */
export async function enterRunRefusal(tx: Db, { clock }: PipelineContext, run: Run, problem: Problem): Promise<void> {
  await recordAudit(tx, clock, {
    ...(await whose(tx, run)),
    outcome: problem.type.status < 500 ? 'refused' : 'failed',
    problem: problem.code,
    details: { run: run.id, collection: run.collection },
  });
}

async function whose(tx: Db, run: Run) {
  return {
    action: 'publish' as const,
    operation: `run-${run.kind}`,
    who: 'node',
    via: 'job',
    onBehalfOf: [(await ownerOf(tx, run.dataset)) ?? ownerBeforeSetUp],
    resources: [run.dataset, ...(run.source === null ? [] : [`source/${run.source}`])],
  };
}
