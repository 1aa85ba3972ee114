import type { AccessContext } from '../context.ts';
import { endLinks, makeLink, readLink, useLink } from '../links.ts';
import { writeLetter } from '../mail/letters.ts';
import { sendNotice } from '../mail/notices.ts';
import { sendLetter } from '../mail/send-letters.ts';
import { accessProblem } from '../problems.ts';
import { findAccount, findAccountByEmail, markVerified, setPassword, type Account } from './accounts.ts';
import { changeEmail } from './change-account.ts';
import { forgetGuesses } from './guessing.ts';
import { checkPassword, hashPassword } from './password.ts';

/** Sends a letter that asks whether the address is the account's; nothing where that is known already. */
export async function askToVerify(context: AccessContext, id: string): Promise<void> {
  const account = await findAccount(context.db, id);
  if (!account || account.verifiedAt !== null) return;
  const code = await makeLink(context.db, context.clock, 'verify', { account: id, email: account.email });
  const letter = writeLetter('verify', { name: account.name }, `${context.base()}/verify?code=${code}`);
  await sendLetter(context, account.email, letter);
}

/** The address is the account's, or becomes it. Throws Problems `link-used`, `email-taken`. */
export async function verify(context: AccessContext, code: string): Promise<void> {
  const { db, clock } = context;
  const subject = await useLink<{ account: string; email: string; change?: boolean }>(db, clock, 'verify', code);
  const account = subject && (await findAccount(db, subject.account));
  if (account && subject.change) return changeEmail(context, account, subject.email);
  if (!account || account.email !== subject.email) throw accessProblem('link-used');
  await markVerified(db, clock, account.id);
}

/**
 * Sends a letter with a link for a new password, where there is an account with this address that proved to be his; the
 * answer is the same where there is none. Without a mail server the operator passes the link on and vouches for it.
 */
export async function askForReset(context: AccessContext, email: string): Promise<void> {
  const account = await findAccountByEmail(context.db, email.trim().toLowerCase());
  if (!account || account.outsideIssuer !== null) return;
  if (account.verifiedAt === null && context.mail !== null) return;
  await endLinks(context.db, 'reset', { account: account.id });
  const code = await makeLink(context.db, context.clock, 'reset', { account: account.id });
  const letter = writeLetter('reset', { name: account.name }, `${context.base()}/reset?code=${code}`);
  await sendLetter(context, account.email, letter);
}

/** Throws Problem `link-used`. */
export async function accountToReset({ db, clock }: AccessContext, code: string): Promise<Account> {
  const subject = await readLink<{ account: string }>(db, clock, 'reset', code);
  const account = subject && (await findAccount(db, subject.account));
  if (!account) throw accessProblem('link-used');
  return account;
}

/** Sets the new password and ends every session; a second factor stays, so that a letter alone opens nothing. */
export async function reset(context: AccessContext, code: string, password: string): Promise<void> {
  const { db, clock } = context;
  const account = await accountToReset(context, code);
  checkPassword(password, [account.email, account.name]);
  const hashed = await hashPassword(password);
  await db.transaction(async (tx) => {
    if ((await useLink(tx, clock, 'reset', code)) === null) throw accessProblem('link-used');
    await setPassword(tx, account.id, hashed);
    if (context.mail !== null) await markVerified(tx, clock, account.id);
  });
  await forgetGuesses(context.store, account.email);
  await sendNotice(context, account, 'password');
}
