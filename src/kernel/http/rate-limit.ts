import { LRUCache } from 'lru-cache';

/** How many requests a second one caller may send over time; many more may come at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Of more callers than this the longest unseen are forgotten: they begin with a full bucket again. */
const mostCallers = 100_000;

/** A bucket of tokens for each caller, filled at a steady rate. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #now: () => number;
  readonly #buckets = new LRUCache<string, Bucket>({ max: mostCallers });

  /** `now` in milliseconds, for tests. */
  constructor(limit: RateLimit, now = (): number => performance.now()) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Takes one token; gives the seconds to wait where there is none, else null. */
  take(caller: string): number | null {
    const now = this.#now();
    const { perSecond, burst } = this.#limit;
    const bucket = this.#buckets.get(caller) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    this.#buckets.set(caller, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens--;
    return null;
  }
}
