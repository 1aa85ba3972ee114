import { isUniqueViolation, sql } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { endLinks, makeLink } from '../links.ts';
import { writeLetter } from '../mail/letters.ts';
import { sendNotice } from '../mail/notices.ts';
import { sendLetter } from '../mail/send-letters.ts';
import { accessProblem } from '../problems.ts';
import { findAccountByEmail, readEmail, type Account } from './accounts.ts';

export async function changeName({ db }: AccessContext, account: Account, name: string): Promise<void> {
  await db.query(sql`update account set name = ${name.trim()} where id = ${account.id}`);
}

/**
 * Asks by letter whether a new address is the account's; until its link is followed the old one stands. The answer is the
 * same where somebody else has the address already. Throws Problems `invalid-email`, `email-elsewhere`.
 */
export async function askForEmail(context: AccessContext, account: Account, text: string): Promise<void> {
  if (account.outsideIssuer !== null) throw accessProblem('email-elsewhere');
  const email = readEmail(text);
  await endLinks(context.db, 'verify', { account: account.id, change: true });
  if (email === account.email || (await findAccountByEmail(context.db, email))) return;
  const code = await makeLink(context.db, context.clock, 'verify', { account: account.id, email, change: true });
  const letter = writeLetter('email', { name: account.name }, `${context.base()}/verify?code=${code}`);
  await sendLetter(context, email, letter);
}

/** Puts the confirmed address in the place of the old one, which is told. Throws Problem `email-taken`. */
export async function changeEmail(context: AccessContext, account: Account, email: string): Promise<void> {
  const { db, clock } = context;
  try {
    await db.query(sql`
      update account set email = ${email}, verified_at = ${clock.now().toISOString()} where id = ${account.id}`);
  } catch (error) {
    if (isUniqueViolation(error)) throw accessProblem('email-taken', { email });
    throw error;
  }
  await endLinks(db, 'reset', { account: account.id });
  await sendNotice(context, account, 'email', { email });
}
