export type DeliveryKind = 'full' | 'partial' | 'append';
export const deliveryKinds: readonly DeliveryKind[] = ['full', 'partial', 'append'];

/** One arrival from a source; its bytes are kept under their checksum. */
export interface Delivery {
  readonly id: number;
  readonly source: string;
  readonly kind: DeliveryKind;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly receivedAt: string;
  /** Id of the caller; null where nobody knows (deliveries of older versions). */
  readonly deliveredBy: string | null;
  readonly state: 'received' | 'inspecting' | 'inspected' | 'refused';
  /** What was found: layers with their profiles and proposals; null until inspected. */
  readonly inspection: unknown;
  /** Problem document of a refused delivery. */
  readonly problem: unknown;
}

export type RunState = 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'discarded';
export type RunPhase = 'queued' | 'reading' | 'checking' | 'comparing' | 'publishing' | 'finished';

/** Counts of a run: read = stored + quarantined; stored = inserted + updated + unchanged + duplicates. */
export interface RunCounts {
  readonly read: number;
  readonly stored: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly deleted: number;
  readonly quarantined: number;
  readonly issues: number;
}

export const noCounts: RunCounts = {
  read: 0,
  stored: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  duplicates: 0,
  deleted: 0,
  quarantined: 0,
  issues: 0,
};

/** What a run was asked to do; kept, so that it can be done again. */
export interface RunOrder {
  readonly layer: string;
  readonly standard: unknown;
  readonly mapping: unknown;
  readonly deliveryKind: DeliveryKind;
  readonly acceptLoss: boolean;
  /** Reference system of the source's positions, its method and error bound; null for tables. Absent in older runs. */
  readonly coordinates?: unknown;
  /** Set for a rollback: the run that is undone. */
  readonly undoes?: number;
}

/** One passage of a delivery through the pipeline, for one collection. */
export interface Run {
  readonly id: number;
  readonly kind: 'load' | 'rollback';
  readonly source: string | null;
  readonly delivery: number | null;
  readonly dataset: string;
  readonly collection: string;
  readonly order: RunOrder;
  readonly state: RunState;
  readonly phase: RunPhase;
  readonly progress: { readonly done: number; readonly total: number; readonly endsAt: string | null };
  readonly counts: RunCounts;
  readonly edition: number | null;
  /** Edition it stands on; null for the first of a collection. */
  readonly baseEdition: number | null;
  /** Numbers of each column after the run: share of empty, extent, period. */
  readonly statistics: unknown;
  /** Problem document: why it failed, or what it waits for. */
  readonly problem: unknown;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}
