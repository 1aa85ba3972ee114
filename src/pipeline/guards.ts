import type { Attempt } from './attempt.ts';
import { pipelineProblem } from './problems.ts';

/** Above this share of quarantined or deleted rows a run waits for a person (DESIGN, editions). */
export const guardShare = 0.2;

export function guardQuarantine(attempt: Attempt): void {
  const quarantined = attempt.entries.quarantined;
  if (attempt.run.order.acceptLoss || quarantined <= attempt.read * guardShare) return;
  throw pipelineProblem('too-many-quarantined', { quarantined, read: attempt.read });
}

export function guardDeletions(attempt: Attempt, deleted: number): void {
  const count = attempt.base?.count ?? 0;
  if (attempt.run.order.acceptLoss || deleted <= count * guardShare) return;
  throw pipelineProblem('too-many-deleted', { deleted, count });
}
