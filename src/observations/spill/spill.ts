import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseLost, type Clock, type Log } from '../../kernel/index.ts';
import { observationProblem } from '../problems.ts';
import { KnownSenders } from './known-senders.ts';
import type { SettleKept, SpilledMessage, SpillState } from './model.ts';
import { isPassing } from './is-passing.ts';
import { SpillFolder } from './spill-folder.ts';

export interface SpillOptions {
  readonly folder: string;
  /** 0: nothing is kept. */
  readonly limitBytes: number;
  readonly isAlone: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

const shortestPauseMs = 500;
const longestPauseMs = 5_000;
const longestTurnMs = 10_000;
const takeOverEveryMs = 60_000;
/** What cannot be stored for a reason that nobody knows is tried so often, then shown to people. */
const mostTries = 5;
/** What is looked at together: messages, and bytes of all of them. */
const together = { messages: 200, bytes: 2 * 1024 ** 2 };

export const newSpillId = (): string => `spill-${randomBytes(8).toString('hex')}`;
export const isSpillId = (text: string): boolean => /^spill-[0-9a-f]{16}$/.test(text);

/**
 * Deliveries that came while the database was away. They wait on the disk, in their order, and are stored by themselves
 * when it is back; while something of a network waits, what comes after it waits behind it.
 */
export class Spill {
  readonly senders: KnownSenders;
  readonly #options: SpillOptions;
  readonly #ending = new AbortController();
  #folder: SpillFolder | null = null;
  #isAway = false;
  #wake: () => void = () => {};
  #working: Promise<void> = Promise.resolve();
  /** Who waits for a message's turn, by its id. */
  readonly #turns = new Map<string, (hasCome: boolean) => void>();
  #stored = 0;
  #refused = 0;

  constructor(options: SpillOptions) {
    this.#options = options;
    this.senders = new KnownSenders(options.clock);
  }

  /** The database was away when it was last asked. */
  get isAway(): boolean {
    return this.#isAway;
  }

  now(): Date {
    return this.#options.clock.now();
  }

  get state(): SpillState & { readonly stored: number; readonly refused: number } {
    const { limitBytes } = this.#options;
    const waiting = this.#folder?.state ?? { messages: 0, bytes: 0, limitBytes, oldest: null };
    return { ...waiting, stored: this.#stored, refused: this.#refused };
  }

  /** Takes up what waits since before, and stores whatever comes to wait. */
  async start(settle: SettleKept): Promise<void> {
    const { folder, limitBytes, isAlone, log } = this.#options;
    if (limitBytes === 0) return;
    this.#folder = await SpillFolder.open({ folder, limitBytes, isAlone, log });
    const { messages } = this.#folder.state;
    if (messages > 0) log.warn({ messages }, 'deliveries that were kept before the start are stored now');
    this.#working = this.#work(this.#folder, settle);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    this.#wake();
    this.#endTurns();
    await this.#working;
    await this.#folder?.close();
  }

  /** Whether what comes for this network has to wait without asking the database first. */
  mustWait(network: string): boolean {
    return this.#folder !== null && (this.#isAway || this.#folder.holds(network));
  }

  /** Whether this error is one for which a delivery of this sender is kept; then others need not wait for the database. */
  keepsAfter(error: unknown, sender: string, network: string): boolean {
    if (this.#folder === null || !isDatabaseLost(error) || !this.senders.knows(sender, network)) return false;
    this.#isAway = true;
    return true;
  }

  /** Does what keeps a message; it is durable afterwards. Throws Problem `spill-full` where there is no room. */
  async keep<T>(append: (folder: SpillFolder) => Promise<T>): Promise<T> {
    if (!this.#folder || this.#ending.signal.aborted) throw observationProblem('spill-full', { limit: 0 });
    const isFirst = this.#folder.state.messages === 0;
    let kept: T;
    try {
      kept = await append(this.#folder);
    } catch (error) {
      // Of each delivery it is said in its answer; in the log that nothing more is kept.
      if (isFirst) this.#isAway = false;
      this.#options.log.error({ ...this.state, error: String(error) }, 'a delivery could not be kept');
      const limit = Math.round(this.#options.limitBytes / 1024 ** 2);
      throw observationProblem('spill-full', { limit }, { cause: error });
    }
    if (isFirst)
      this.#options.log.error({}, 'the database is away: deliveries of stations are kept in the spill folder');
    this.#wake();
    return kept;
  }

  /**
   * Waits for the turn of a message that was just kept, while the database is there: who delivers faster than what waits is
   * stored is slowed down by it. False where it has not come after some seconds, or the database is away.
   */
  turnOf(id: string): Promise<boolean> | boolean {
    if (this.#isAway || this.#ending.signal.aborted) return false;
    if (!this.#folder?.has(id)) return true;
    return new Promise((resolve) => {
      const end = (hasCome: boolean): void => {
        clearTimeout(timer);
        this.#turns.delete(id);
        resolve(hasCome);
      };
      const timer = setTimeout(() => end(false), longestTurnMs);
      this.#turns.set(id, end);
    });
  }

  async find(id: string): Promise<SpilledMessage | null> {
    return (await this.#folder?.find(id)) ?? null;
  }

  async #work(folder: SpillFolder, settle: SettleKept): Promise<void> {
    const { signal } = this.#ending;
    const { log } = this.#options;
    let tries = 0;
    let pauseMs = shortestPauseMs;
    while (!signal.aborted) {
      const kept = await folder.ahead(together).catch((error: unknown) => {
        log.error({ error: String(error) }, 'kept deliveries cannot be read');
        return 'unread' as const;
      });
      if (kept === 'unread') {
        await this.#pause(longestPauseMs);
        continue;
      }
      if (kept.length === 0) {
        this.#isAway = false;
        await this.#idle(folder);
        continue;
      }
      try {
        const outcomes = await settle(kept, { isLastTry: tries >= mostTries, signal });
        for (const [place, outcome] of outcomes.entries()) {
          const { id } = kept[place]!.message;
          await folder.done(id);
          this.#turns.get(id)?.(true);
          if (outcome === 'stored') this.#stored++;
          else if (outcome === 'refused') this.#refused++;
        }
        this.#isAway = false;
        [tries, pauseMs] = [0, shortestPauseMs];
        if (folder.state.messages === 0) log.info({}, 'every delivery that was kept is stored');
      } catch (error) {
        if (signal.aborted) return;
        this.#isAway = isDatabaseLost(error);
        if (this.#isAway) this.#endTurns();
        if (!isPassing(error)) tries++;
        const { id } = kept[0]!.message;
        log.warn({ id, error: String(error) }, 'a kept delivery could not be stored yet');
        await this.#pause(pauseMs);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
    }
  }

  /** Waits for a message; meanwhile other processes may end and leave some. */
  async #idle(folder: SpillFolder): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    if (folder.state.messages > 0 || this.#ending.signal.aborted) return;
    const timer = setTimeout(() => this.#wake(), takeOverEveryMs);
    timer.unref();
    await woken;
    clearTimeout(timer);
    await folder.takeOver().catch((error: unknown) => {
      this.#options.log.warn({ error: String(error) }, 'the spill folders of other processes could not be looked at');
    });
  }

  #endTurns(): void {
    for (const end of this.#turns.values()) end(false);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#ending.signal, ref: false }).catch(() => {});
  }
}
