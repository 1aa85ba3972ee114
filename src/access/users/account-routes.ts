import {
  route,
  sql,
  type ApiRequest,
  type Membership,
  type Reply,
  type ResourceReply,
  type Route,
} from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { fieldsOf, formSchema } from '../forms.ts';
import { getOrganisation } from '../organisations/organisations.ts';
import { sendNotice } from '../mail/notices.ts';
import { accessProblem } from '../problems.ts';
import { accountOf, endSessionsOf, listSessions, membershipsOf } from '../sessions/sessions.ts';
import { findAccount, setPassword, type Account } from './accounts.ts';
import { askForEmail, changeName } from './change-account.ts';
import { countTry, forgive } from './guessing.ts';
import { keepAdministrator, leave } from './memberships.ts';
import { endPasskey, keepPasskey, listPasskeys, registrationOptions } from './passkeys.ts';
import { checkPassword, hashPassword, isPassword } from './password.ts';
import { countRecoveryCodes, endRecoveryCodes, makeRecoveryCodes } from './recovery-codes.ts';
import { askToVerify } from './recovery.ts';
import { beginTotp, confirmTotp, endTotp, isTotp, totpAddress } from './totp.ts';

const passkeySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['response'],
  properties: { response: { type: 'object' }, name: { type: 'string', maxLength: 100 } },
} as const;

/** A person's own account: password, second factor, sessions, organisations. */
export function accountRoutes(context: AccessContext): Route[] {
  const { db, clock } = context;
  const page = async (request: ApiRequest): Promise<ResourceReply> => ({
    resource: 'account',
    data: await accountData(context, request),
  });
  const action = (
    path: string,
    operationId: string,
    summary: Route['summary'],
    act: (request: ApiRequest, account: Account) => Promise<unknown>,
    body?: Route['body'],
  ): Route =>
    route({
      method: 'POST',
      path: `/account/${path}`,
      operationId,
      tag: 'access',
      summary,
      resource: 'account',
      formats: ['json'],
      access: 'signed-in',
      ...(body ? { body } : {}),
      response: { status: 303 },
      handle: async (request): Promise<Reply> => {
        await act(request, await ownAccount(context, request));
        return { location: '/account', status: 303 };
      },
      formPage: page,
    });
  const json = (required: string[]) => ({ kind: 'json', schema: formSchema(required) }) as const;
  return [
    route({
      method: 'GET',
      path: '/account',
      operationId: 'getAccount',
      tag: 'access',
      summary: { vi: 'Tài khoản của tôi', en: 'My account' },
      resource: 'account',
      formats: ['json'],
      access: 'signed-in',
      handle: page,
    }),
    action(
      'password',
      'changePassword',
      { vi: 'Đổi mật khẩu', en: 'Change the password' },
      async (request, account) => {
        const { current, password } = fieldsOf<{ current: string; password: string }>(request);
        await checkCurrent(context, request, account, current);
        checkPassword(password, [account.email, account.name]);
        await setPassword(db, account.id, await hashPassword(password), request.header('cookie'));
        await sendNotice(context, account, 'password');
      },
      json(['current', 'password']),
    ),
    action(
      'name',
      'changeName',
      { vi: 'Đổi tên', en: 'Change the name' },
      (request, account) => changeName(context, account, fieldsOf(request)['name']!),
      json(['name']),
    ),
    action(
      'email',
      'changeEmail',
      { vi: 'Đổi địa chỉ thư (xác nhận qua thư)', en: 'Change the e-mail address (confirmed by letter)' },
      async (request, account) => {
        const { current, email } = fieldsOf<{ current: string; email: string }>(request);
        await checkCurrent(context, request, account, current);
        await askForEmail(context, account, email);
      },
      json(['current', 'email']),
    ),
    route({
      method: 'POST',
      path: '/account/recovery-codes',
      operationId: 'makeRecoveryCodes',
      tag: 'access',
      summary: { vi: 'Tạo mã khôi phục mới', en: 'Make new recovery codes' },
      resource: 'recovery-codes',
      formats: ['json'],
      access: 'signed-in',
      audits: { action: 'key' },
      body: json(['current']),
      response: { status: 201 },
      handle: async (request) => {
        const account = await ownAccount(context, request);
        await checkCurrent(context, request, account, fieldsOf(request)['current']!);
        if (!(await hasSecond(context, account.id))) throw accessProblem('second-factor-first');
        const codes = await makeRecoveryCodes(db, clock, account.id);
        await sendNotice(context, account, 'recovery-codes');
        const headers = { 'cache-control': 'no-store' };
        return { resource: 'recovery-codes', status: 201, data: { codes }, headers };
      },
      formPage: page,
    }),
    action(
      'totp',
      'beginTotp',
      { vi: 'Bắt đầu dùng mã một lần', en: 'Begin to use one-time codes' },
      (_request, account) => beginTotp(context, account),
    ),
    action(
      'totp/confirm',
      'confirmTotp',
      { vi: 'Xác nhận mã một lần', en: 'Confirm the one-time codes' },
      async (request, account) => {
        if (!(await isTotp(context, account, fieldsOf(request)['code']!))) throw accessProblem('wrong-code');
        await confirmTotp(db, clock, account.id);
        if (account.totpSince === null) await sendNotice(context, account, 'second-factor-added');
      },
      json(['code']),
    ),
    action(
      'totp/end',
      'endTotp',
      { vi: 'Thôi dùng mã một lần', en: 'Stop using one-time codes' },
      async (request, account) => {
        if (account.totpSince !== null) await checkCurrent(context, request, account, fieldsOf(request)['current']!);
        await endTotp(db, account.id);
        if (account.totpSince !== null) await endedSecond(context, account);
      },
      json(['current']),
    ),
    action(
      'sessions/{sessionId}/end',
      'endSession',
      { vi: 'Kết thúc một phiên đăng nhập', en: 'End a session' },
      (request, account) => endSessionsOf(db, account.id, { id: request.params['sessionId']! }),
    ),
    action(
      'sessions/end-others',
      'endOtherSessions',
      { vi: 'Kết thúc mọi phiên khác', en: 'End all other sessions' },
      (request, account) => endSessionsOf(db, account.id, { exceptCookie: request.header('cookie') }),
    ),
    action(
      'verify',
      'askToVerify',
      { vi: 'Gửi thư xác nhận địa chỉ', en: 'Send a letter to confirm the address' },
      (_request, account) => askToVerify(context, account.id),
    ),
    action(
      'organisations/{organisation}/leave',
      'leaveOrganisation',
      { vi: 'Rời một cơ quan', en: 'Leave an organisation' },
      async (request, account) => {
        const { code } = await getOrganisation(db, request.params['organisation']!);
        await keepAdministrator(db, code, account.id);
        await leave(db, clock, account.id, code);
      },
    ),
    action(
      'passkeys/{passkeyId}/end',
      'endPasskey',
      { vi: 'Bỏ một khoá đăng nhập', en: 'Remove a passkey' },
      async (request, account) => {
        await endPasskey(db, account.id, request.params['passkeyId']!);
        await endedSecond(context, account);
      },
    ),
    route({
      method: 'POST',
      path: '/account/passkeys/options',
      operationId: 'getNewPasskeyOptions',
      tag: 'access',
      summary: { vi: 'Bắt đầu thêm khoá đăng nhập', en: 'Begin to add a passkey' },
      resource: 'passkey-options',
      formats: ['json'],
      access: 'signed-in',
      handle: async (request) => ({
        resource: 'passkey-options',
        data: await registrationOptions(context, await ownAccount(context, request)),
      }),
    }),
    action(
      'passkeys',
      'addPasskey',
      { vi: 'Thêm khoá đăng nhập', en: 'Add a passkey' },
      async (request, account) => {
        const { response, name } = fieldsOf<{ response: Parameters<typeof keepPasskey>[3]; name?: string }>(request);
        await keepPasskey(context, account.id, name ?? '', response);
        await sendNotice(context, account, 'second-factor-added');
      },
      { kind: 'json', schema: passkeySchema },
    ),
  ];
}

async function hasSecond({ db }: AccessContext, account: string): Promise<boolean> {
  const found = await findAccount(db, account);
  return found?.totpSince != null || (await listPasskeys(db, account)).length > 0;
}

async function endedSecond(context: AccessContext, account: Account): Promise<void> {
  if (!(await hasSecond(context, account.id))) await endRecoveryCodes(context.db, account.id);
  await sendNotice(context, account, 'second-factor-ended');
}

async function ownAccount(context: AccessContext, request: ApiRequest): Promise<Account> {
  const id = accountOf(request.caller);
  const account = id === null ? null : await findAccount(context.db, id);
  if (!account || request.caller.via !== 'session') throw accessProblem('people-only');
  return account;
}

/** What is worth protecting from whoever sits down at an open browser asks for the password once more. */
async function checkCurrent(context: AccessContext, request: ApiRequest, account: Account, password: string) {
  const guessed = { account: account.email, address: request.address };
  await countTry(context.store, context.clock, guessed);
  if (!(await isPassword(account.password, password))) throw accessProblem('wrong-password');
  await forgive(context.store, guessed);
}

async function accountData(context: AccessContext, request: ApiRequest) {
  const account = await ownAccount(context, request);
  const begun = account.totpSince === null ? totpAddress(context, account) : null;
  return {
    email: account.email,
    name: account.name,
    isVerified: account.verifiedAt !== null,
    hasPassword: account.password !== null,
    totp: {
      since: account.totpSince,
      begun: begun && { ...begun, picture: await pictureOf(begun.address) },
    },
    passkeys: await listPasskeys(context.db, account.id),
    recoveryCodes: await countRecoveryCodes(context.db, account.id),
    lacksSecondFactor: request.caller.lacks === 'second-factor',
    sessions: await listSessions(context.db, context.clock, account.id, request.header('cookie')),
    organisations: await ownMemberships(context, account.id),
  };
}

/** What he belongs to, also where the rights of it wait for a second factor. */
async function ownMemberships({ db }: AccessContext, account: string): Promise<readonly Membership[]> {
  const rows = await db.query<{ memberships: Membership[] }>(sql`
    select ${membershipsOf(sql`${account}`)} as memberships`);
  return rows[0]!.memberships;
}

/** A QR code as a data address, which the policy of the pages allows for pictures. */
async function pictureOf(address: string): Promise<string> {
  const { default: QRCode } = await import('qrcode');
  const svg = await QRCode.toString(address, { type: 'svg', margin: 2 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
