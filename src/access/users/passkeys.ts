import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { sql, type Db } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { makeLink, useLink } from '../links.ts';
import { accessProblem } from '../problems.ts';
import type { Account } from './accounts.ts';

/** Loaded when somebody uses a passkey: it is large, and each command of the command line would wait for it. */
const webauthn = () => import('@simplewebauthn/server');

/** A passkey (WebAuthn): the device proves the person by fingerprint, face or number, so it stands for both factors. */
export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly usedAt: string | null;
}

interface PasskeyRow {
  id: string;
  account: string;
  public_key: string;
  counter: number;
  transports: string[];
}

export async function listPasskeys(db: Db, account: string): Promise<Passkey[]> {
  return db.query<Passkey>(sql`
    select id, name, created_at as "createdAt", used_at as "usedAt" from passkey
    where account = ${account} order by created_at limit 100`);
}

/** What a browser needs to make a passkey for an account. */
export async function registrationOptions(context: AccessContext, account: Account) {
  const known = await listPasskeys(context.db, account.id);
  const challenge = await makeLink(context.store, context.clock, 'passkey', { account: account.id });
  return (await webauthn()).generateRegistrationOptions({
    rpName: 'Lienthong',
    rpID: siteOf(context).id,
    userID: new TextEncoder().encode(account.id),
    userName: account.email,
    userDisplayName: account.name,
    challenge: new TextEncoder().encode(challenge),
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Keeps a passkey that the browser made. Throws Problem `passkey-refused`. */
export async function keepPasskey(
  context: AccessContext,
  account: string,
  name: string,
  response: RegistrationResponseJSON,
): Promise<void> {
  const site = siteOf(context);
  const verified = await (
    await webauthn()
  )
    .verifyRegistrationResponse({
      response,
      expectedChallenge: async (challenge) => (await askedFor(context, challenge))?.account === account,
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: true,
    })
    .catch(refuse);
  if (!verified.verified) refuse();
  const { credential } = verified.registrationInfo;
  await context.db.query(sql`
    insert into passkey (id, account, public_key, counter, transports, name, created_at)
    values (${credential.id}, ${account}, ${Buffer.from(credential.publicKey).toString('base64url')},
            ${credential.counter}, ${[...(credential.transports ?? [])]}::text[], ${name.slice(0, 100)},
            ${context.clock.now().toISOString()})
    on conflict (id) do nothing`);
}

/** What a browser needs to sign somebody in who has not said who he is. */
export async function authenticationOptions(context: AccessContext) {
  const challenge = await makeLink(context.store, context.clock, 'passkey', { account: null });
  return (await webauthn()).generateAuthenticationOptions({
    rpID: siteOf(context).id,
    challenge: new TextEncoder().encode(challenge),
    userVerification: 'required',
  });
}

/** The account whose passkey answered. Throws Problem `passkey-refused`. */
export async function accountOfPasskey(context: AccessContext, response: AuthenticationResponseJSON): Promise<string> {
  const site = siteOf(context);
  const rows = await context.db.query<PasskeyRow>(sql`
    select id, account, public_key, counter, transports from passkey where id = ${String(response.id)}`);
  const key = rows[0];
  if (!key) return refuse();
  const verified = await (
    await webauthn()
  )
    .verifyAuthenticationResponse({
      response,
      expectedChallenge: async (challenge) => (await askedFor(context, challenge))?.account === null,
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: true,
      credential: {
        id: key.id,
        publicKey: new Uint8Array(Buffer.from(key.public_key, 'base64url')),
        counter: key.counter,
        transports: key.transports as never,
      },
    })
    .catch(refuse);
  if (!verified.verified) refuse();
  await context.store.query(sql`
    update passkey set counter = ${verified.authenticationInfo.newCounter},
      used_at = ${context.clock.now().toISOString()} where id = ${key.id}`);
  return key.account;
}

export async function endPasskey(db: Db, account: string, id: string): Promise<void> {
  await db.query(sql`delete from passkey where account = ${account} and id = ${id}`);
}

/** A challenge is a one-time code; the browser gives it back encoded once more. */
function askedFor({ store, clock }: AccessContext, challenge: string) {
  const code = Buffer.from(challenge, 'base64url').toString('utf8');
  return useLink<{ account: string | null }>(store, clock, 'passkey', code);
}

function siteOf(context: AccessContext): { id: string; origin: string } {
  const url = new URL(context.base());
  return { id: url.hostname, origin: url.origin };
}

function refuse(cause?: unknown): never {
  throw accessProblem('passkey-refused', {}, { cause });
}
