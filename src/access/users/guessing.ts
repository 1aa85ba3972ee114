import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { accessProblem } from '../problems.ts';

/** Wrong answers that cost nothing; each further one doubles the wait. */
const free = { account: 5, address: 30 } as const;
const firstWaitMs = 30_000;
const longestWaitMs = 3_600_000;
const forgottenMs = 24 * 3_600_000;

/** What is guessed at: one account from anywhere, or anything from one network address. */
export interface Guessed {
  readonly account: string;
  readonly address: string;
}

/**
 * Counts a try before it is looked at, so that many at once do not slip by, and refuses while a wait runs (Problem
 * `too-many-tries`, 429). Whoever then proves right calls `forgive`.
 */
export async function countTry(db: Db, clock: Clock, guessed: Guessed): Promise<void> {
  for (const kind of ['account', 'address'] as const) {
    const now = clock.now();
    const old = new Date(now.getTime() - forgottenMs).toISOString();
    const subject = `${kind}:${guessed[kind]}`;
    const rows = await db.query<{ failures: number; locked_until: string | null }>(sql`
      insert into guess (subject, failures, last_at) values (${subject}, 1, ${now.toISOString()})
      on conflict (subject) do update set last_at = excluded.last_at,
        failures = case
          when guess.locked_until > excluded.last_at then guess.failures
          when guess.last_at < ${old} then 1
          else guess.failures + 1 end
      returning failures, locked_until`);
    const { failures, locked_until: lockedUntil } = rows[0]!;
    if (lockedUntil !== null && Date.parse(lockedUntil) > now.getTime()) refuse(Date.parse(lockedUntil), now);
    if (failures <= free[kind]) continue;
    const waitMs = Math.min(firstWaitMs * 2 ** (failures - free[kind] - 1), longestWaitMs);
    // This try is still looked at; the next ones wait.
    await db.query(sql`
      update guess set locked_until = ${new Date(now.getTime() + waitMs).toISOString()} where subject = ${subject}`);
  }
}

function refuse(until: number, now: Date): never {
  const seconds = Math.ceil((until - now.getTime()) / 1000);
  throw accessProblem('too-many-tries', { seconds }, { members: { retryAfter: seconds } });
}

/** The account starts anew; the address keeps what it tried on others, less this one. */
export async function forgive(db: Db, { account, address }: Guessed): Promise<void> {
  await db.query(sql`delete from guess where subject = ${`account:${account}`}`);
  await db.query(sql`
    update guess set failures = greatest(failures - 1, 0), locked_until = null where subject = ${`address:${address}`}`);
}

/** Ends the waits of an account, for whoever proved himself in another way. */
export async function forgetGuesses(db: Db, account: string): Promise<void> {
  await db.query(sql`delete from guess where subject = ${`account:${account}`}`);
}
