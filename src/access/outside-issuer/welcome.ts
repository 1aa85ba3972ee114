import { sql, type Role } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { listOrganisations } from '../organisations/organisations.ts';
import { accessProblem } from '../problems.ts';
import { findOutsideAccount, makeAccount, readEmail } from '../users/accounts.ts';
import { putMembership } from '../users/memberships.ts';
import { membershipsFor } from './claims-rule.ts';
import type { OutsideSettings } from './outside-issuer.ts';

type Claims = { readonly sub: string } & Readonly<Record<string, unknown>>;

/**
 * The account of somebody whom the outside provider vouches for, made at his first sign-in. His memberships by claims are
 * set anew each time; those that were given here stay. Throws Problems `outside-no-role`, `outside-no-email` and, where the
 * address has an account here, `email-taken`: the provider might let anybody claim any address.
 */
export async function welcome(
  context: AccessContext,
  { issuer, name, rules }: OutsideSettings,
  claims: Claims,
): Promise<string> {
  const { store } = context;
  const known = await findOutsideAccount(store, issuer, claims.sub);
  const living = (await listOrganisations(store)).filter((one) => one.successor === null).map(({ code }) => code);
  const given = [...membershipsFor(rules, claims)].filter(([code]) => living.includes(code));
  if (known !== null) await setMemberships(context, known.id, given);
  if (given.length === 0 && !(known !== null && (await isMember(context, known.id)))) {
    throw accessProblem('outside-no-role', { name });
  }
  if (known !== null) return known.id;
  const account = await makeOutsideAccount(context, issuer, name, claims);
  await setMemberships(context, account, given);
  return account;
}

/** What the claims no longer say is gone, also where nobody is let in. */
async function setMemberships(
  { db, clock }: AccessContext,
  account: string,
  given: readonly (readonly [string, ReadonlySet<Role>])[],
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(sql`
      delete from membership where account = ${account} and origin = 'outside'
        and organisation <> all(${given.map(([code]) => code)}::text[])`);
    const here = await tx.query<{ organisation: string }>(sql`
      select organisation from membership where account = ${account} and origin = 'here'`);
    for (const [code, roles] of given) {
      if (here.some(({ organisation }) => organisation === code)) continue;
      await putMembership(tx, clock, account, code, [...roles].toSorted(), 'outside');
    }
  });
}

async function isMember({ db }: AccessContext, account: string): Promise<boolean> {
  const rows = await db.query(sql`select 1 from membership where account = ${account} limit 1`);
  return rows.length > 0;
}

async function makeOutsideAccount(
  { db, clock }: AccessContext,
  issuer: string,
  provider: string,
  claims: Claims,
): Promise<string> {
  if (typeof claims['email'] !== 'string') throw accessProblem('outside-no-email', { name: provider });
  const email = readEmail(claims['email']);
  const name = typeof claims['name'] === 'string' && claims['name'] !== '' ? claims['name'].slice(0, 300) : email;
  const isVerified = claims['email_verified'] === true;
  return makeAccount(db, clock, { email, name, password: null, isVerified, outside: { issuer, subject: claims.sub } });
}
