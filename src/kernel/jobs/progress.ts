/** How far a job is, and when it will end at the rate measured so far. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly expectedEnd: Date | null;
}

const storeEveryMs = 500;

/** Collects a job's progress and stores it at most every 500 ms, one write at a time; the last one is always stored. */
export class ProgressReport {
  readonly #store: (progress: Progress) => Promise<void>;
  #first: { done: number; at: number } | undefined;
  #pending: Progress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #lastWrite = -Infinity;
  #closed = false;

  constructor(store: (progress: Progress) => Promise<void>) {
    this.#store = store;
  }

  report(done: number, total: number | null): void {
    if (this.#closed) return;
    this.#first ??= { done, at: performance.now() };
    this.#pending = { done, total, expectedEnd: this.#expectedEnd(done, total) };
    const waitMs = Math.max(0, this.#lastWrite + storeEveryMs - performance.now());
    this.#timer ??= setTimeout(() => this.#write(), waitMs);
  }

  /** Stores what is left. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    this.#write();
    await this.#writing;
  }

  #write(): void {
    this.#timer = undefined;
    const progress = this.#pending;
    if (!progress) return;
    this.#pending = undefined;
    this.#lastWrite = performance.now();
    this.#writing = this.#writing.then(() => this.#store(progress));
  }

  /** The rate since the first report of this run: a resumed job starts in the middle. */
  #expectedEnd(done: number, total: number | null): Date | null {
    const first = this.#first!;
    const elapsedMs = performance.now() - first.at;
    if (total === null || done <= first.done || elapsedMs <= 0) return null;
    const leftMs = ((total - done) * elapsedMs) / (done - first.done);
    return new Date(Date.now() + Math.max(0, leftMs));
  }
}
