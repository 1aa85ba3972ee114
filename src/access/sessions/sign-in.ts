import { sql, type ApiRequest, type Reply } from '../../kernel/index.ts';
import { noteDecision } from '../audit/index.ts';
import type { AccessContext } from '../context.ts';
import { fieldsOf, isSecure, nextOf, visitorOf, withNext } from '../forms.ts';
import { sendNotice } from '../mail/notices.ts';
import { accessProblem } from '../problems.ts';
import { lacksSecondFactor } from '../second-factor.ts';
import { findAccount, findAccountByEmail, type Account } from '../users/accounts.ts';
import { countTry, forgive } from '../users/guessing.ts';
import { isPassword } from '../users/password.ts';
import { accountOfPasskey, listPasskeys } from '../users/passkeys.ts';
import { countRecoveryCodes, useRecoveryCode } from '../users/recovery-codes.ts';
import { isTotp } from '../users/totp.ts';
import { endPending, pendingAccount, waitForSecond } from './pending.ts';
import { beginSession, endSession, type Method } from './sessions.ts';

/** Password first; where the account has a second factor, that is asked for next. */
export async function signInByPassword(context: AccessContext, request: ApiRequest): Promise<Reply> {
  const { store, clock } = context;
  const { email, password } = fieldsOf<{ email: string; password: string }>(request);
  const name = email.trim().toLowerCase();
  const guessed = { account: name, address: request.address };
  await countTry(store, clock, guessed);
  const account = await findAccountByEmail(store, name);
  if (account) noteDecision({ resource: `user/${account.id}`, isOpen: false, granted: false });
  if (!(await isPassword(account?.password ?? null, password)) || !account) throw accessProblem('wrong-credentials');
  await forgive(store, guessed);
  const second = await secondFactors(context, account);
  if (!second.totp && !second.passkey) return goOn(context, request, account.id, ['pwd']);
  const cookie = await waitForSecond(store, clock, account.id, isSecure(request));
  return {
    location: withNext('/sign-in/second', nextOf(request)),
    status: 303,
    headers: { 'set-cookie': cookie },
  };
}

/** What an account has beside its password. */
export async function secondFactors(
  context: AccessContext,
  account: Account,
): Promise<{ totp: boolean; passkey: boolean; recoveryCodes: boolean }> {
  const passkeys = await listPasskeys(context.db, account.id);
  const left = await countRecoveryCodes(context.db, account.id);
  return { totp: account.totpSince !== null, passkey: passkeys.length > 0, recoveryCodes: left > 0 };
}

/** The account that waits for its second factor. Throws Problem `link-used` where none does. */
export async function waitingAccount(context: AccessContext, request: ApiRequest): Promise<Account> {
  const id = await pendingAccount(context.store, context.clock, request.header('cookie'));
  const account = id === null ? null : await findAccount(context.db, id);
  if (!account) throw accessProblem('sign-in-again');
  return account;
}

export async function signInBySecond(context: AccessContext, request: ApiRequest): Promise<Reply> {
  const { store, clock } = context;
  const account = await waitingAccount(context, request);
  const guessed = { account: `${account.id} second`, address: request.address };
  await countTry(store, clock, guessed);
  if (!(await isSecond(context, account, fieldsOf(request)['code']!))) throw accessProblem('wrong-code');
  await forgive(store, guessed);
  await endPending(store, request.header('cookie'));
  return goOn(context, request, account.id, ['pwd', 'otp']);
}

/** The code of the app, or one of those that were kept for the day when the app is lost; the holder is told of that. */
async function isSecond(context: AccessContext, account: Account, code: string): Promise<boolean> {
  if (account.totpSince !== null && (await isTotp(context, account, code))) return true;
  if (!(await useRecoveryCode(context.db, account.id, code))) return false;
  const left = await countRecoveryCodes(context.db, account.id);
  await sendNotice(context, account, 'recovery-code-used', { left });
  return true;
}

/** A passkey alone: the device has asked for finger, face or number. */
export async function signInByPasskey(context: AccessContext, request: ApiRequest): Promise<Reply> {
  const { response } = fieldsOf<{ response: Parameters<typeof accountOfPasskey>[1] }>(request);
  const account = await accountOfPasskey(context, response);
  await endPending(context.store, request.header('cookie'));
  return goOn(context, request, account, ['hwk']);
}

/** Begins a new session, ends the one of this browser before it, and goes where one wanted to go. */
export async function goOn(
  context: AccessContext,
  request: ApiRequest,
  account: string,
  methods: readonly Method[],
  location = nextOf(request),
): Promise<Reply> {
  const { db, clock } = context;
  noteDecision({ resource: `user/${account}`, isOpen: false, granted: true });
  const target = (await mustSetUpSecond(context, account)) ? '/account' : location;
  await endSession(db, request.header('cookie'));
  const cookie = await beginSession(db, clock, account, methods, visitorOf(request), isSecure(request));
  return { location: target, status: 303, data: { location: target }, headers: { 'set-cookie': cookie } };
}

/** Whether the account has no rights before it has a second factor: its page is then the place to go to. */
async function mustSetUpSecond({ db, secondFactorRoles }: AccessContext, account: string): Promise<boolean> {
  const rows = await db.query<{ lacks: boolean }>(sql`
    select ${lacksSecondFactor(sql`${account}`, secondFactorRoles)} as lacks`);
  return rows[0]!.lacks;
}
