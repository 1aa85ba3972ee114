import { createHash } from 'node:crypto';
import { operatorCaller, sql, type Caller, type Clock, type Db, type Membership } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { lacksSecondFactor, withoutRights } from '../second-factor.ts';
import { digestOf, newSecret } from '../secrets.ts';

const cookieName = 'lienthong_session';
const lifeMs = 12 * 3_600_000;
/** `seen_at` is for people; it need not be written with every request. */
const seenEveryMs = 5 * 60_000;

/** How somebody proved who he is (RFC 8176): password, one-time code, passkey, an outside provider, the operator's link. */
export type Method = 'pwd' | 'otp' | 'hwk' | 'fed' | 'link';

/** Where a session was begun, for the list that its owner looks at. */
export interface Visitor {
  readonly address: string;
  readonly agent: string;
}

/** Begins a session and gives the `set-cookie` value. `account` null: the operator's. */
export async function beginSession(
  db: Db,
  clock: Clock,
  account: string | null,
  methods: readonly Method[],
  visitor: Visitor,
  secure: boolean,
): Promise<string> {
  const secret = newSecret();
  const now = clock.now();
  await db.query(sql`delete from session where expires_at < ${now.toISOString()}`);
  await db.query(sql`
    insert into session (digest, id, account, authenticated_at, seen_at, expires_at, address, agent, methods)
    values (${digestOf(secret)}, ${newSecret(12)}, ${account}, ${now.toISOString()}, ${now.toISOString()},
            ${new Date(now.getTime() + lifeMs).toISOString()}, ${visitor.address}, ${visitor.agent.slice(0, 300)},
            ${[...methods]}::text[])`);
  return cookieOf(cookieName, secret, lifeMs / 1000, secure);
}

/** Ends the session of a cookie header; gives the `set-cookie` value that removes it. */
export async function endSession(db: Db, cookie: string | undefined): Promise<string> {
  const secret = readCookie(cookieName, cookie);
  if (secret) await endThose(db, sql`digest = ${digestOf(secret)}`);
  return cookieOf(cookieName, '', 0, false);
}

/** Ends sessions of an account: one of them, or all but one, or all. */
export async function endSessionsOf(
  db: Db,
  account: string,
  which: { readonly id?: string; readonly exceptCookie?: string | undefined } = {},
): Promise<void> {
  const kept = which.exceptCookie ? readCookie(cookieName, which.exceptCookie) : null;
  await endThose(
    db,
    sql`account = ${account}
      ${which.id === undefined ? sql`` : sql`and id = ${which.id}`}
      ${kept ? sql`and digest <> ${digestOf(kept)}` : sql``}`,
  );
}

/** Single log-out: what programs got through these sign-ins ends with them. */
async function endThose(db: Db, which: ReturnType<typeof sql>): Promise<void> {
  await db.query(sql`
    with ended as (delete from session where ${which} returning provider_session)
    delete from oidc_record using ended where model = 'Session' and uid = ended.provider_session`);
}

/** Ties what the provider knows of a browser to its session at the node. */
export async function tieToProvider(db: Db, cookie: string | undefined, providerSession: string): Promise<void> {
  const secret = readCookie(cookieName, cookie);
  if (!secret) return;
  await db.query(sql`
    update session set provider_session = ${providerSession}
    where digest = ${digestOf(secret)} and provider_session is distinct from ${providerSession}`);
}

export async function endOperatorSessions(db: Db): Promise<void> {
  await db.query(sql`delete from session where account is null`);
}

export interface SessionEntry {
  readonly id: string;
  readonly authenticatedAt: string;
  readonly seenAt: string;
  readonly address: string;
  readonly agent: string;
  readonly methods: readonly Method[];
  readonly isThis: boolean;
}

/** The sessions of an account, newest first. */
export async function listSessions(
  db: Db,
  clock: Clock,
  account: string,
  cookie: string | undefined,
): Promise<SessionEntry[]> {
  const secret = readCookie(cookieName, cookie) ?? '';
  return db.query<SessionEntry>(sql`
    select id, authenticated_at as "authenticatedAt", seen_at as "seenAt", address, agent, methods,
           digest = ${digestOf(secret)} as "isThis"
    from session where account = ${account} and expires_at >= ${clock.now().toISOString()}
    order by authenticated_at desc limit 100`);
}

interface SessionRow {
  account: string | null;
  seen_at: string;
  name: string | null;
  memberships: Membership[];
  lacks: boolean;
}

/**
 * Who a cookie header belongs to, in one round trip; null without a living session. Without rights where a second factor is
 * obligatory for one of his roles and he has none.
 */
export async function callerOfCookie(
  { store: db, clock, secondFactorRoles }: Pick<AccessContext, 'store' | 'clock' | 'secondFactorRoles'>,
  cookie: string | undefined,
): Promise<Caller | null> {
  const secret = readCookie(cookieName, cookie);
  if (!secret) return null;
  const now = clock.now();
  const rows = await db.query<SessionRow>(sql`
    select session.account, session.seen_at, account.name, ${membershipsOf(sql`session.account`)} as memberships,
      ${lacksSecondFactor(sql`session.account`, secondFactorRoles)} as lacks
    from session left join account on account.id = session.account
    where session.digest = ${digestOf(secret)} and session.expires_at >= ${now.toISOString()}`);
  const row = rows[0];
  if (!row) return null;
  if (now.getTime() - Date.parse(row.seen_at) > seenEveryMs) {
    await db.query(sql`update session set seen_at = ${now.toISOString()} where digest = ${digestOf(secret)}`);
  }
  if (row.account === null) return operatorCaller('session', formToken(secret));
  return {
    kind: 'user',
    id: `user:${row.account}`,
    via: 'session',
    csrfToken: formToken(secret),
    name: row.name ?? '',
    ...withoutRights(row.memberships, row.lacks),
    mayWrite: true,
  };
}

/** When and how the session of a cookie header was begun. */
export async function signInOf(
  db: Db,
  cookie: string | undefined,
): Promise<{ authenticatedAt: string; methods: Method[] } | null> {
  const secret = readCookie(cookieName, cookie);
  if (!secret) return null;
  const rows = await db.query<{ authenticatedAt: string; methods: Method[] }>(sql`
    select authenticated_at as "authenticatedAt", methods from session where digest = ${digestOf(secret)}`);
  return rows[0] ?? null;
}

/** The memberships of an account as one JSON value of a statement; organisations that have merged away give none. */
export function membershipsOf(account: ReturnType<typeof sql>) {
  return sql`(
    select coalesce(json_agg(json_build_object('organisation', organisation.code, 'roles', membership.roles,
                                               'runsNode', organisation.runs_node) order by organisation.code), '[]')
    from membership join organisation on organisation.code = membership.organisation
    where membership.account = ${account} and organisation.successor is null)`;
}

/** Id of the account behind a caller; null for anybody who is no user. */
export function accountOf(caller: Caller): string | null {
  return caller.kind === 'user' ? caller.id.slice('user:'.length) : null;
}

export function cookieOf(name: string, value: string, seconds: number, secure: boolean, path = '/'): string {
  return `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}

export function readCookie(name: string, header: string | undefined): string | null {
  const match = new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)`).exec(header ?? '');
  return match?.[1] ?? null;
}

const formToken = (secret: string): string => createHash('sha256').update(`form:${secret}`).digest('base64url');
