import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { digestOf, newSecret } from '../secrets.ts';
import { cookieOf, readCookie } from './sessions.ts';

/** The password was right and the second factor is still to be shown. */
const cookieName = 'lienthong_sign_in';
const lifeMs = 10 * 60_000;

/** Gives the `set-cookie` value of a sign-in that waits for its second factor. */
export async function waitForSecond(db: Db, clock: Clock, account: string, secure: boolean): Promise<string> {
  const secret = newSecret();
  const now = clock.now();
  await db.query(sql`delete from pending_sign_in where expires_at < ${now.toISOString()}`);
  await db.query(sql`
    insert into pending_sign_in (digest, account, expires_at)
    values (${digestOf(secret)}, ${account}, ${new Date(now.getTime() + lifeMs).toISOString()})`);
  return cookieOf(cookieName, secret, lifeMs / 1000, secure, '/sign-in');
}

/** The account whose sign-in waits; null without one. */
export async function pendingAccount(db: Db, clock: Clock, cookie: string | undefined): Promise<string | null> {
  const secret = readCookie(cookieName, cookie);
  if (!secret) return null;
  const rows = await db.query<{ account: string }>(sql`
    select account from pending_sign_in
    where digest = ${digestOf(secret)} and expires_at >= ${clock.now().toISOString()}`);
  return rows[0]?.account ?? null;
}

export async function endPending(db: Db, cookie: string | undefined): Promise<void> {
  const secret = readCookie(cookieName, cookie);
  if (secret) await db.query(sql`delete from pending_sign_in where digest = ${digestOf(secret)}`);
}
