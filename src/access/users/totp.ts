import { Secret, TOTP } from 'otpauth';
import { sql, type Clock, type Db } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import type { Account } from './accounts.ts';

const periodSeconds = 30;

/** Begins a time-based one-time code (RFC 6238); it counts only once a code of it has been shown. */
export async function beginTotp({ db, secrets }: AccessContext, account: Account): Promise<void> {
  const sealed = secrets.seal(new Secret({ size: 20 }).base32);
  await db.query(sql`
    update account set totp_secret = ${sealed}, totp_step = null where id = ${account.id} and totp_since is null`);
}

/** What an authenticator app reads; null where none is begun. */
export function totpAddress({ secrets }: AccessContext, account: Account): { secret: string; address: string } | null {
  if (account.totpSecret === null) return null;
  const totp = totpOf(secrets.open(account.totpSecret), account.email);
  return { secret: totp.secret.base32, address: totp.toString() };
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Lienthong', label, secret: Secret.fromBase32(secret), period: periodSeconds });
}

/** Whether a code is right now, one step of clock drift allowed; each code counts once. */
export async function isTotp(context: AccessContext, account: Account, code: string): Promise<boolean> {
  if (account.totpSecret === null) return false;
  const totp = totpOf(context.secrets.open(account.totpSecret), account.email);
  const timestamp = context.clock.now().getTime();
  const drift = totp.validate({ token: code.replace(/\s/g, ''), timestamp, window: 1 });
  if (drift === null) return false;
  const step = Math.floor(timestamp / 1000 / periodSeconds) + drift;
  const fresh = await context.store.query(sql`
    update account set totp_step = ${step}
    where id = ${account.id} and (totp_step is null or totp_step < ${step}) returning id`);
  return fresh.length > 0;
}

export async function confirmTotp(db: Db, clock: Clock, account: string): Promise<void> {
  await db.query(sql`update account set totp_since = ${clock.now().toISOString()} where id = ${account}`);
}

export async function endTotp(db: Db, account: string): Promise<void> {
  await db.query(sql`
    update account set totp_secret = null, totp_since = null, totp_step = null where id = ${account}`);
}
