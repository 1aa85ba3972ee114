import { AsyncLocalStorage } from 'node:async_hooks';
import type { WriteWatcher } from '../../kernel/index.ts';
import type { AuditEntry, PendingEntry } from './model.ts';

/** One decision about a resource. */
export interface NotedDecision {
  readonly resource: string;
  /** Anybody may have what was decided on: reading it is not entered. */
  readonly isOpen: boolean;
  readonly granted: boolean;
  /** Of the grants that allowed it. */
  readonly purposes?: readonly string[];
  readonly legalBases?: readonly string[];
}

/** What happens in one request, gathered for its entry. */
export interface AuditScope {
  /** What the request knows of itself from the start. */
  readonly base: AuditEntry;
  readonly decisions: Map<string, NotedDecision>;
  /** What the body says, as a digest. */
  bodyDigest: string | undefined;
  /** An entry of this request is durable. */
  recorded: boolean;
  /** False once the answer is there: work in the background no longer belongs to the request. */
  open: boolean;
  readonly watcher: WriteWatcher;
  /** The entry with what is known until now. */
  readonly entry: () => PendingEntry;
}

/** The entry of a request for who stores what it asked for in a statement of his own: see `entering`. */
export interface AuditSlip {
  readonly entry: PendingEntry;
  /** It is durable, as is what it tells of: the request gets no further one. */
  entered(): void;
}

const scopes = new AsyncLocalStorage<AuditScope>();

/** Decisions beyond these are left out of the entry: it would name half the catalogue. */
const maxDecisions = 50;

export function inScope<T>(scope: AuditScope, work: () => Promise<T>): Promise<T> {
  return scopes.run(scope, work);
}

export function outsideScope<T>(work: () => Promise<T>): Promise<T> {
  return scopes.exit(work);
}

/** The request that runs at this moment; null in jobs and before the door. */
export function scopeNow(): AuditScope | null {
  const scope = scopes.getStore();
  return scope?.open ? scope : null;
}

/** Null where there is no request at this moment, or its entry stands. */
export function slipNow(): AuditSlip | null {
  const scope = scopeNow();
  return scope && !scope.recorded ? { entry: scope.entry(), entered: () => void (scope.recorded = true) } : null;
}

export function watcherNow(): WriteWatcher | null {
  return scopeNow()?.watcher ?? null;
}

/** Tells the audit log that a decision was made, for or against the caller. Called by what decides. */
export function noteDecision(decision: NotedDecision): void {
  const decisions = scopeNow()?.decisions;
  if (!decisions || (decisions.size >= maxDecisions && !decisions.has(decision.resource))) return;
  const before = decisions.get(decision.resource);
  if (!before || (before.isOpen && !decision.isOpen) || (decision.granted && !before.granted)) {
    decisions.set(decision.resource, decision);
  }
}
