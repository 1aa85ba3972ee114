import type { Clock, Db, Jobs, Log } from '../kernel/index.ts';
import type { BlobStore } from '../ledger/index.ts';
import type { UploadGuard } from './upload-limits.ts';
import type { PackSet } from '../packs/index.ts';

/** What the pipeline works with; made once by `node.ts`. */
export interface PipelineContext {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
  /** The packs in force; asked each time, because they can be reloaded. */
  packs(): PackSet;
  /** Folder for unpacked entries; emptied at start. */
  readonly workFolder: string;
  /** Program that reads what only GDAL can read; null: none. */
  readonly ogr2ogr?: string | null;
  readonly uploads: UploadGuard;
  /** Hosts inside the own network that sources may be fetched from. */
  readonly allowedHosts?: readonly string[];
}

export const jobKinds = {
  fetch: 'fetch',
  inspect: 'inspect',
  load: 'load',
  rollback: 'rollback',
  retire: 'retire',
  settle: 'settle',
} as const;
