import type { Db } from '../../kernel/index.ts';
import type { PendingEntry } from './model.ts';
import { insertPending } from './record.ts';

interface Waiting {
  readonly entry: PendingEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const mostTogether = 500;

/**
 * Writes entries that belong to no transaction: of reads and of refusals. What arrives while one statement is on its way
 * goes together in the next, so that many readers share one commit.
 */
export class BatchWriter {
  readonly #db: Db;
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Resolves when the entry is durable. */
  write(entry: PendingEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#writing ??= this.#drain().finally(() => (this.#writing = null));
    });
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, mostTogether);
      try {
        await insertPending(
          this.#db,
          together.map(({ entry }) => entry),
        );
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
  }
}
