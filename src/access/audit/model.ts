import type { AuditAction } from '../../kernel/index.ts';

/**
 * What became of it. `done`: it happened, in the transaction of the entry. `begun`: data began to flow; a later entry of
 * the same request says how it ended. `refused`: the caller was not let. `failed`: it broke off.
 */
export const auditOutcomes = ['done', 'begun', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** One entry as whoever writes it gives it; what a request knows of itself is filled in. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly outcome?: AuditOutcome;
  /** `operationId` of the route, or the kind of the job. */
  readonly operation?: string;
  /** Code of the problem that refused or broke it off. */
  readonly problem?: string;
  /** Id of the caller: `operator`, `user:…`, `client:…`, `public`. */
  readonly who?: string;
  /** How the caller proved itself, or `job`. */
  readonly via?: string;
  /** Agency codes of the organisations in whose name. */
  readonly onBehalfOf?: readonly string[];
  /** Ids of datasets, `source/…`, `user/…`; what the entry is found by. */
  readonly resources?: readonly string[];
  /** Address asked for, with its query. */
  readonly target?: string;
  readonly purpose?: string;
  readonly legalBasis?: string;
  readonly address?: string;
  readonly agent?: string;
  readonly rows?: number;
  /** SHA-256 (hex) of what was read, sent or changed, in canonical form. */
  readonly digest?: string;
  /** Ties entries of one request together. */
  readonly request?: string;
  /** What else an auditor needs; small. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Fields that may name a person. The chain holds a salted digest of each, so that one can be erased lawfully and the chain
 * stays valid.
 */
export const erasableFields = [
  'who',
  'onBehalfOf',
  'resources',
  'target',
  'purpose',
  'address',
  'agent',
  'details',
] as const;
export type ErasableField = (typeof erasableFields)[number];

/** An entry as it waits to be sealed: complete, without the fields that nothing is known for. */
export type PendingEntry = AuditEntry & { readonly at: string; readonly outcome: AuditOutcome };
