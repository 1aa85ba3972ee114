import type { Readable } from 'node:stream';
import type { Openness } from '../access/index.ts';
import type { ApiRequest, Caller, Clock, Db, Jobs, Log } from '../kernel/index.ts';
import type { BlobStore } from '../ledger/index.ts';
import type { PageTokens } from '../query/index.ts';
import type { PackSet } from '../packs/index.ts';

/** What the rooms of `observations/` work with; composed by the node. */
export interface ObservationsContext {
  /** What a request writes here is entered in the audit log with it. */
  readonly db: Db;
  /** The same store for what writes for several requests at once; each receipt tells whose it is. */
  readonly store: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobs: Jobs;
  readonly tokens: PageTokens;
  /** What a network is that the first write into it makes. */
  readonly newNetworkOpenness: Openness;
  readonly packs: () => PackSet;
  /** Files as they came. */
  readonly blobs: BlobStore;
  /** Folder for what is unpacked on the way. */
  readonly workFolder: string;
  /** What files of months may take of the disk; null: no limit. */
  readonly monthFileBytes: number | null;
  /** Folder in which deliveries wait while the database is away, and what they may take of the disk; 0: none are kept. */
  readonly spillFolder: string;
  readonly spillBytes: number;
  /** Who left a delivery with the node at `at`, as he stands now; null where he may not be known any more. */
  readonly callerById: (id: string, at: Date) => Promise<Caller | null>;
  /** Keeps what the body of a request holds, within what its caller may send; says when there is no room for it. */
  readonly takeUpload: <T>(request: ApiRequest, stream: Readable, keep: (stream: Readable) => Promise<T>) => Promise<T>;
}

/** State of the device beside a value (Thông tư 10/2021/TT-BTNMT, Phụ lục 15); 3 is a private code of some loggers. */
export const deviceStates = { measuring: 0, calibrating: 1, faulty: 2, maintained: 3 } as const;

/** QARTOD flags: pass, not evaluated, suspect, fail, missing. */
export const flags = { pass: 1, notEvaluated: 2, suspect: 3, fail: 4, missing: 9 } as const;

/** Layers of a value as people know them: not approved yet, approved, refused. The original is the first version. */
export const approvals = { unapproved: 0, approved: 1, refused: 2 } as const;

/** One value of a series at a moment, as it comes in. */
export interface Reading {
  readonly series: number;
  /** Milliseconds since 1970: the moment, or the end or start of the measured interval as the series says. */
  readonly at: number;
  /** In the series' unit; null: nothing was measured, or the result is no number and stands in `detail`. */
  readonly value: number | null;
  /** Of `deviceStates`; default 0. */
  readonly status?: number;
  readonly detail?: ReadingDetail;
  /**
   * Of the series' definition (unit, station, parameter) by which it was matched and converted; without it the reading
   * names the series by its number, whatever that is.
   */
  readonly revision?: number;
}

/** A series as a reading was matched with it. */
export type MatchedSeries = Pick<Reading, 'series' | 'revision'>;

/** What few observations have; moments in milliseconds since 1970. */
export interface ReadingDetail {
  readonly resultAt?: number;
  /** End of the phenomenon's interval, which then begins at `at`. */
  readonly endsAt?: number;
  /** A text, truth value or structure, where the result is no number. */
  readonly result?: unknown;
  readonly quality?: unknown;
  readonly validTime?: readonly [number, number];
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Feature of interest, where it is not the series' own. */
  readonly feature?: number;
}

/** What became of a batch: `read` = inserted + updated + unchanged + duplicates + quarantined. */
export interface ReadingCounts {
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly quarantined: number;
}
