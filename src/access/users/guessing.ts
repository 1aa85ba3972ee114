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
    const lockedUntil = await db.transaction((tx) => countOne(tx, now, `${kind}:${guessed[kind]}`, free[kind]));
    if (lockedUntil !== null) refuse(lockedUntil, now);
  }
}

interface GuessRow {
  failures: number;
  last_at: string;
  locked_until: string | null;
}

/** The row's lock puts tries in order: each sees the wait that the one before it began. Gives the end of a wait that runs. */
async function countOne(tx: Db, now: Date, subject: string, freeTries: number): Promise<number | null> {
  const at = now.toISOString();
  await tx.query(sql`
    insert into guess (subject, failures, last_at) values (${subject}, 0, ${at}) on conflict (subject) do nothing`);
  const rows = await tx.query<GuessRow>(sql`
    select failures, last_at, locked_until from guess where subject = ${subject} for update`);
  const { failures: before, last_at: lastAt, locked_until: lockedUntil } = rows[0]!;
  const wait = lockedUntil === null ? 0 : Date.parse(lockedUntil);
  if (wait > now.getTime()) return wait;
  const failures = now.getTime() - Date.parse(lastAt) > forgottenMs ? 1 : before + 1;
  // This try is still looked at; the next ones wait.
  const waitMs = failures > freeTries ? Math.min(firstWaitMs * 2 ** (failures - freeTries - 1), longestWaitMs) : 0;
  const until = waitMs === 0 ? null : new Date(now.getTime() + waitMs).toISOString();
  await tx.query(sql`
    update guess set failures = ${failures}, last_at = ${at}, locked_until = ${until} where subject = ${subject}`);
  return null;
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
