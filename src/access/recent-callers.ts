import type { Caller, Clock } from '../kernel/index.ts';
import { digestOf } from './secrets.ts';

const rememberedMs = 24 * 3_600_000;
const most = 10_000;

/**
 * Whom keys and tokens meant when they were last looked at, for doors that take in what is judged again later. Their
 * digests only, in memory only, for a day.
 */
export class RecentCallers {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly caller: Caller; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  remember(bearer: string, caller: Caller): void {
    const digest = digestOf(bearer);
    // What was seen last stands last.
    this.#known.delete(digest);
    this.#known.set(digest, { caller, until: this.#clock.now().getTime() + rememberedMs });
    if (this.#known.size > most) this.#known.delete(this.#known.keys().next().value!);
  }

  forget(bearer: string): void {
    this.#known.delete(digestOf(bearer));
  }

  find(bearer: string): Caller | null {
    const found = this.#known.get(digestOf(bearer));
    return found && found.until > this.#clock.now().getTime() ? found.caller : null;
  }
}
