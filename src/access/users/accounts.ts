import { isUniqueViolation, sql, type Clock, type Db } from '../../kernel/index.ts';
import { accessProblem } from '../problems.ts';
import { endSessionsOf } from '../sessions/sessions.ts';
import { newId } from '../secrets.ts';

/** A person who may sign in. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** argon2id; null for whoever signs in elsewhere. */
  readonly password: string | null;
  readonly verifiedAt: string | null;
  /** Sealed; null without one. */
  readonly totpSecret: string | null;
  /** Null while it is being set up. */
  readonly totpSince: string | null;
  readonly outsideIssuer: string | null;
  readonly createdAt: string;
}

const columns = sql`id, email, name, password, verified_at as "verifiedAt", totp_secret as "totpSecret",
  totp_since as "totpSince", outside_issuer as "outsideIssuer", created_at as "createdAt"`;

/** Addresses are one whatever their case. Throws Problem `invalid-email`. */
export function readEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (!/^[^\s@<>"(),;:\\[\]]+@[^\s@<>"(),;:\\[\]]+\.[^\s@<>"(),;:\\[\].]+$/.test(email) || email.length > 254) {
    throw accessProblem('invalid-email', { email: text.slice(0, 100) });
  }
  return email;
}

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  /** Hashed: hashing takes its time and belongs before a transaction. */
  readonly password: string | null;
  readonly isVerified: boolean;
  readonly outside?: { readonly issuer: string; readonly subject: string };
}

/** Throws Problem `email-taken`. */
export async function makeAccount(db: Db, clock: Clock, account: NewAccount): Promise<string> {
  const id = newId();
  const now = clock.now().toISOString();
  try {
    await db.query(sql`
      insert into account (id, email, name, password, verified_at, outside_issuer, outside_subject, created_at)
      values (${id}, ${account.email}, ${account.name}, ${account.password}, ${account.isVerified ? now : null},
              ${account.outside?.issuer ?? null}, ${account.outside?.subject ?? null}, ${now})`);
  } catch (error) {
    if (isUniqueViolation(error)) throw accessProblem('email-taken', { email: account.email });
    throw error;
  }
  return id;
}

export async function findAccount(db: Db, id: string): Promise<Account | null> {
  const rows = await db.query<Account>(sql`select ${columns} from account where id = ${id}`);
  return rows[0] ?? null;
}

export async function findAccountByEmail(db: Db, email: string): Promise<Account | null> {
  const rows = await db.query<Account>(sql`select ${columns} from account where email = ${email}`);
  return rows[0] ?? null;
}

export async function findOutsideAccount(db: Db, issuer: string, subject: string): Promise<Account | null> {
  const rows = await db.query<Account>(sql`
    select ${columns} from account where outside_issuer = ${issuer} and outside_subject = ${subject}`);
  return rows[0] ?? null;
}

/** Sets a hashed password and ends every session but the one that asks. */
export async function setPassword(db: Db, account: string, hashed: string, exceptCookie?: string): Promise<void> {
  await db.query(sql`update account set password = ${hashed} where id = ${account}`);
  await endSessionsOf(db, account, { exceptCookie });
}

export async function markVerified(db: Db, clock: Clock, account: string): Promise<void> {
  await db.query(sql`
    update account set verified_at = ${clock.now().toISOString()} where id = ${account} and verified_at is null`);
}
