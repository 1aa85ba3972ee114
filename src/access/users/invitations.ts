import { sql, type Role } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { endLinks, makeLink, readLink, useLink } from '../links.ts';
import { writeLetter } from '../mail/letters.ts';
import { sendLetter } from '../mail/send-letters.ts';
import { findOrganisation, type Organisation } from '../organisations/organisations.ts';
import { accessProblem } from '../problems.ts';
import { findAccount, findAccountByEmail, makeAccount, markVerified, readEmail } from './accounts.ts';
import { putMembership } from './memberships.ts';
import { checkPassword, hashPassword } from './password.ts';

/** Somebody is asked to join an organisation with certain roles. */
export interface Invitation {
  readonly organisation: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

/** Sends the invitation by letter. Throws Problem `invalid-email`. */
export async function invite(
  context: AccessContext,
  organisation: Organisation,
  email: string,
  roles: readonly Role[],
) {
  const invitation: Invitation = { organisation: organisation.code, email: readEmail(email), roles };
  const code = await makeLink(context.db, context.clock, 'invitation', { ...invitation });
  const parameters = { name: invitation.email, organisation: organisation.name };
  const letter = writeLetter('invitation', parameters, `${context.base()}/invitation?code=${code}`);
  await sendLetter(context, invitation.email, letter);
}

/** Takes back what nobody has answered yet: its links no longer work. Throws Problem `no-such-invitation`. */
export async function withdrawInvitation(context: AccessContext, organisation: string, email: string): Promise<void> {
  const invitation = { organisation, email: readEmail(email) };
  const waiting = await listInvitations(context, organisation);
  if (!waiting.some((one) => one.email === invitation.email)) {
    throw accessProblem('no-such-invitation', { email: invitation.email });
  }
  await endLinks(context.db, 'invitation', invitation);
}

/** Invitations that nobody has answered yet. */
export async function listInvitations(context: AccessContext, organisation: string) {
  const rows = await context.db.query<{ email: string; roles: Role[]; expiresAt: string }>(sql`
    select subject ->> 'email' as email, subject -> 'roles' as roles, expires_at as "expiresAt" from one_time_link
    where purpose = 'invitation' and subject @> ${JSON.stringify({ organisation })}::jsonb
      and expires_at >= ${context.clock.now().toISOString()}
    order by expires_at desc limit 500`);
  return rows;
}

/** What an invitation says, and whether its address has an account already. Throws Problem `link-used`. */
export async function readInvitation(context: AccessContext, code: string) {
  const invitation = await readLink<Invitation>(context.db, context.clock, 'invitation', code);
  const organisation = invitation && (await findOrganisation(context.db, invitation.organisation));
  if (!invitation || !organisation || organisation.successor !== null) throw accessProblem('link-used');
  const known = await findAccountByEmail(context.db, invitation.email);
  return { invitation, organisation, isKnown: known !== null };
}

/** For whoever is signed in with the invited address: he joins. Throws Problems `link-used`, `invitation-for-another`. */
export async function joinWith(context: AccessContext, code: string, account: string): Promise<string> {
  const { db, clock } = context;
  const { invitation } = await readInvitation(context, code);
  const known = await findAccount(db, account);
  if (known?.email !== invitation.email) throw accessProblem('invitation-for-another', { email: invitation.email });
  return db.transaction(async (tx) => {
    if ((await useLink(tx, clock, 'invitation', code)) === null) throw accessProblem('link-used');
    await putMembership(tx, clock, account, invitation.organisation, invitation.roles);
    return invitation.organisation;
  });
}

/** For somebody new: makes the account and joins. The letter reached him, so the address is his. */
export async function joinAnew(
  context: AccessContext,
  code: string,
  given: { readonly name: string; readonly password: string },
): Promise<string> {
  const { db, clock } = context;
  const { invitation } = await readInvitation(context, code);
  checkPassword(given.password, [invitation.email, given.name]);
  const password = await hashPassword(given.password);
  return db.transaction(async (tx) => {
    if ((await useLink(tx, clock, 'invitation', code)) === null) throw accessProblem('link-used');
    const { email, organisation, roles } = invitation;
    const account = await makeAccount(tx, clock, { email, name: given.name.trim(), password, isVerified: false });
    if (context.mail !== null) await markVerified(tx, clock, account);
    await putMembership(tx, clock, account, organisation, roles);
    return account;
  });
}
