import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operatorCaller, publicCaller, sql, type Caller, type Clock, type Db } from '../kernel/index.ts';

const cookieName = 'lienthong_session';
const sessionMs = 12 * 3_600_000;
const linkMs = 10 * 60_000;

/** File of the operator's token in the data folder; mode 0600, made at first start, read by the CLI. */
export function operatorTokenFile(dataFolder: string): string {
  return join(dataFolder, 'operator-token');
}

export function readOrMakeOperatorToken(dataFolder: string): string {
  const file = operatorTokenFile(dataFolder);
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}

/** Tells who sends a request: the operator by bearer token or by a session cookie, else the public. */
export function createIdentify(db: Db, token: string, clock: Clock) {
  const expected = digest(token);
  return async (headers: { authorization?: string; cookie?: string }): Promise<Caller> => {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (bearer && timingSafeEqual(digest(bearer), expected)) {
      return operatorCaller('token');
    }
    const session = readCookie(headers.cookie);
    if (session && (await sessionLives(db, session, clock))) {
      return operatorCaller('session', formToken(session));
    }
    return publicCaller;
  };
}

/** Makes a sign-in link that works once, within ten minutes; returns its code. */
export async function createSignInCode(db: Db, clock: Clock): Promise<string> {
  const code = randomBytes(24).toString('base64url');
  await db.query(sql`delete from sign_in_code where expires_at < ${clock.now().toISOString()}`);
  await db.query(sql`
    insert into sign_in_code (digest, expires_at)
    values (${hex(code)}, ${new Date(clock.now().getTime() + linkMs).toISOString()})`);
  return code;
}

/** Uses up a sign-in code; gives the `set-cookie` value of a new session, or null when the code is spent or unknown. */
export async function redeemSignInCode(db: Db, code: string, clock: Clock, secure: boolean): Promise<string | null> {
  const used = await db.query(sql`
    delete from sign_in_code where digest = ${hex(code)} and expires_at >= ${clock.now().toISOString()} returning digest`);
  if (used.length === 0) return null;
  const session = randomBytes(32).toString('base64url');
  await db.query(sql`
    insert into operator_session (digest, expires_at)
    values (${hex(session)}, ${new Date(clock.now().getTime() + sessionMs).toISOString()})`);
  return `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${sessionMs / 1000}${secure ? '; Secure' : ''}`;
}

/** Ends the session of a cookie header; gives the `set-cookie` value that removes it. */
export async function endSession(db: Db, cookie: string | undefined): Promise<string> {
  const session = readCookie(cookie);
  if (session) await db.query(sql`delete from operator_session where digest = ${hex(session)}`);
  return `${cookieName}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
}

async function sessionLives(db: Db, session: string, clock: Clock): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from operator_session where digest = ${hex(session)} and expires_at >= ${clock.now().toISOString()}`);
  return rows.length > 0;
}

function readCookie(header: string | undefined): string | null {
  const match = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(header ?? '');
  return match?.[1] ?? null;
}

const formToken = (session: string): string => createHash('sha256').update(`form:${session}`).digest('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const hex = (text: string): string => digest(text).toString('hex');
