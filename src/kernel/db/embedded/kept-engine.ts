import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import type { Engine } from './engine.ts';

/** First and longest pause between two tries to start again. */
const firstPauseMs = 1_000;
const longestPauseMs = 10_000;

/**
 * The engine that is at work now. Where its thread dies, most often because the log of the database found no room on the
 * disk, another is started in its place as soon as that is possible: it replays the log, so that everything confirmed is
 * there. Until then every statement is refused with the Problem `database-stopped`.
 */
export class KeptEngine {
  /** Called with each engine that takes over, before it is used. */
  onRevived: (engine: Engine) => Promise<void> = async () => {};
  onNotify: (channel: string, payload: string) => void = () => {};
  readonly #start: () => Promise<Engine>;
  readonly #log: Log;
  readonly #ending = new AbortController();
  #engine: Engine | null = null;
  #reason = new Error('The database is being started.');
  #reviving: Promise<void> = Promise.resolve();

  private constructor(start: () => Promise<Engine>, log: Log) {
    this.#start = start;
    this.#log = log;
  }

  static async start(start: () => Promise<Engine>, log: Log): Promise<KeptEngine> {
    const kept = new KeptEngine(start, log);
    kept.#use(await start());
    return kept;
  }

  /**
   * The engine for one piece of work. What consists of several statements stays with it: another engine knows nothing of
   * a transaction that this one began. Throws why there is none.
   */
  current(): Engine {
    if (!this.#engine) throw this.#reason;
    return this.#engine;
  }

  /** Ends it at once and for good, without a checkpoint. */
  async end(reason: Error): Promise<void> {
    this.#ending.abort();
    this.#log.error({ reason: reason.message }, 'The embedded database has stopped for good.');
    await this.#engine?.terminate(reason);
    await this.#reviving;
    await this.#engine?.terminate(reason);
  }

  /** Writes a checkpoint and frees the files; waits for a start in hand. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#reviving;
    await this.#engine?.close();
  }

  #use(engine: Engine): void {
    this.#engine = engine;
    engine.onNotify = (channel, payload) => this.onNotify(channel, payload);
    engine.onStopped = (reason) => {
      this.#engine = null;
      this.#reason = reason;
      if (this.#ending.signal.aborted) return;
      this.#log.error({ reason: reason.message }, 'The embedded database has stopped; it is started again.');
      this.#reviving = engine.ended.then(() => this.#revive()).catch(() => {});
    };
  }

  async #revive(): Promise<void> {
    const { signal } = this.#ending;
    for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await sleep(pauseMs, undefined, { signal });
      try {
        const engine = await this.#start();
        await this.onRevived(engine);
        this.#use(engine);
        return this.#log.info({}, 'The embedded database is at work again.');
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#log.error({ reason }, 'The embedded database cannot be started yet; is there room on the disk?');
      }
    }
  }
}
