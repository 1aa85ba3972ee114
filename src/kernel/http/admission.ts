import type { Caller } from './caller.ts';
import { FairQueue } from './fair-queue.ts';
import { httpProblem } from './problems.ts';
import { RateLimiter, type RateLimit } from './rate-limit.ts';
import type { Route } from './route.ts';

/** More requests than this at once keep the database no busier. */
const atOnce = 64;
const mostWaiting = 200;

/**
 * Lets requests in: so many a second of one caller, and when there is much to do, in turn by caller. The public is told
 * apart by its network address. The operator is not counted; health, assets and uploads wait for nobody.
 */
export class Admission {
  readonly #limiter: RateLimiter | null;
  readonly #queue = new FairQueue(atOnce, mostWaiting);

  constructor(limit: RateLimit | null) {
    this.#limiter = limit && new RateLimiter(limit);
  }

  /** Finds out who it is; who proves nothing is counted by his address, so guessing is slow. */
  async identify(address: string, identify: () => Promise<Caller>): Promise<Caller> {
    try {
      return await identify();
    } catch (error) {
      this.#count(address);
      throw error;
    }
  }

  /** Throws Problem `too-many-requests` (429). */
  async run<T>(
    caller: Caller,
    address: string,
    { internal, resource, body }: Route,
    work: () => Promise<T>,
  ): Promise<T> {
    if (internal || resource === 'health' || caller.kind === 'operator') return work();
    const key = caller.kind === 'public' ? address : caller.id;
    this.#count(key);
    if (body?.kind === 'upload') return work();
    const turn = this.#queue.run(key, work);
    if (turn === null) throw tooMany(1);
    return turn;
  }

  #count(key: string): void {
    const seconds = this.#limiter?.take(key) ?? null;
    if (seconds !== null) throw tooMany(seconds);
  }
}

function tooMany(seconds: number): Error {
  return httpProblem('too-many-requests', { seconds }, { members: { retryAfter: seconds } });
}
