import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import type { ModuleMigrations } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { DoctorCheck, Expectation } from './model.ts';

/** What the operations pages look at; composed by the node. */
export interface OperationsContext {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly version: string;
  readonly modules: readonly ModuleMigrations[];
  /** Contributed by the modules. */
  readonly expectations: readonly Expectation[];
  readonly doctorChecks: readonly DoctorCheck[];
  /** SHA-256 of every kept file that something names. */
  referencedFiles(): AsyncIterable<string> | Iterable<string>;
  /** For tests: milliseconds that never go back. */
  readonly monotonicMs?: (() => number) | undefined;
}
