import { route, type ApiRequest, type ResourceReply, type Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { codeParameter, formSchema, isSecure, nextOf, nextParameter, visitorOf } from '../forms.ts';
import { makeLink, useLink } from '../links.ts';
import { accessProblem } from '../problems.ts';
import { authenticationOptions } from '../users/passkeys.ts';
import { secondFactors, signInByPasskey, signInByPassword, signInBySecond, waitingAccount } from './sign-in.ts';
import { beginSession, endOperatorSessions, endSession } from './sessions.ts';

/** Signing in and out. */
export function sessionRoutes(context: AccessContext): Route[] {
  return [...operatorRoutes(context), ...signInRoutes(context), ...passkeyRoutes(context)];
}

const common = { tag: 'access', formats: ['json'] } as const;
/** The address may hold a link to go on to, with its code. */
const signsIn = { action: 'sign-in', always: true, path: 'secret' } as const;

/** The operator's way in, and his token. */
function operatorRoutes(context: AccessContext): Route[] {
  const { db, clock, operatorToken } = context;
  return [
    route({
      ...common,
      method: 'POST',
      path: '/session/links',
      operationId: 'createSignInLink',
      audits: { action: 'key' },
      summary: { vi: 'Tạo đường dẫn đăng nhập dùng một lần', en: 'Make a one-time sign-in link' },
      resource: 'sign-in-link',
      access: 'operator',
      response: { status: 201 },
      handle: async (request) => ({
        resource: 'sign-in-link',
        status: 201,
        data: { href: `${request.base}/session?code=${await makeLink(db, clock, 'operator')}` },
      }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/session',
      operationId: 'signInByLink',
      audits: { action: 'sign-in', always: true },
      summary: { vi: 'Đăng nhập bằng đường dẫn dùng một lần', en: 'Sign in with a one-time link' },
      resource: 'session',
      access: 'public',
      parameters: [{ ...codeParameter, required: true }],
      response: { status: 303 },
      handle: async (request) => {
        if (!(await useLink(db, clock, 'operator', request.query['code'] ?? ''))) {
          throw accessProblem('sign-in-link-used');
        }
        await endSession(db, request.header('cookie'));
        const setCookie = await beginSession(db, clock, null, ['link'], visitorOf(request), isSecure(request));
        return { location: '/sources', status: 303, headers: { 'set-cookie': setCookie } };
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/session/end',
      operationId: 'signOut',
      audits: { action: 'sign-out' },
      summary: { vi: 'Đăng xuất', en: 'Sign out' },
      resource: 'session',
      access: 'signed-in',
      response: { status: 303 },
      handle: async (request) => ({
        location: '/',
        status: 303,
        headers: { 'set-cookie': await endSession(db, request.header('cookie')) },
      }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/operator-token',
      operationId: 'renewOperatorToken',
      audits: { action: 'key' },
      summary: { vi: 'Thay mã của người vận hành', en: "Renew the operator's token" },
      resource: 'operator-token',
      access: 'operator',
      handle: async () => {
        operatorToken.renew();
        await endOperatorSessions(db);
        return { resource: 'operator-token', data: { state: 'renewed' } };
      },
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/operator-token',
      operationId: 'revokeOperatorToken',
      audits: { action: 'revoke' },
      summary: { vi: 'Thu hồi mã của người vận hành', en: "Take the operator's token back" },
      resource: 'operator-token',
      access: 'operator',
      handle: async () => {
        operatorToken.revoke();
        await endOperatorSessions(db);
        return { resource: 'operator-token', data: { state: 'revoked' } };
      },
    }),
  ];
}

function signInRoutes(context: AccessContext): Route[] {
  const signInPage = async (request: ApiRequest): Promise<ResourceReply> => {
    return {
      resource: 'sign-in',
      data: { next: nextOf(request), outside: context.outsideName },
      headers: await context.pageHeaders(nextOf(request)),
    };
  };
  const secondPage = async (request: ApiRequest): Promise<ResourceReply> => ({
    resource: 'second-factor',
    data: {
      next: nextOf(request),
      ...(await secondFactors(context, await waitingAccount(context, request))),
    },
    headers: await context.pageHeaders(nextOf(request)),
  });
  return [
    route({
      ...common,
      method: 'GET',
      path: '/sign-in',
      operationId: 'getSignIn',
      summary: { vi: 'Trang đăng nhập', en: 'Sign-in page' },
      resource: 'sign-in',
      access: 'public',
      parameters: [nextParameter],
      handle: signInPage,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/sign-in',
      operationId: 'signIn',
      audits: signsIn,
      summary: { vi: 'Đăng nhập bằng mật khẩu', en: 'Sign in with a password' },
      resource: 'sign-in',
      access: 'public',
      parameters: [nextParameter],
      body: { kind: 'json', schema: formSchema(['email', 'password']) },
      response: { status: 303 },
      handle: (request) => signInByPassword(context, request),
      formPage: signInPage,
    }),
    route({
      ...common,
      method: 'GET',
      path: '/sign-in/second',
      operationId: 'getSecondFactor',
      summary: { vi: 'Trang xác nhận lần hai', en: 'Page of the second factor' },
      resource: 'second-factor',
      access: 'public',
      parameters: [nextParameter],
      handle: secondPage,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/sign-in/second',
      operationId: 'signInSecond',
      audits: signsIn,
      summary: { vi: 'Xác nhận bằng mã một lần', en: 'Confirm with a one-time code' },
      resource: 'second-factor',
      access: 'public',
      parameters: [nextParameter],
      body: { kind: 'json', schema: formSchema(['code']) },
      response: { status: 303 },
      handle: (request) => signInBySecond(context, request),
      formPage: secondPage,
    }),
  ];
}

function passkeyRoutes(context: AccessContext): Route[] {
  return [
    route({
      ...common,
      method: 'POST',
      path: '/sign-in/passkey/options',
      operationId: 'getPasskeyOptions',
      summary: { vi: 'Bắt đầu đăng nhập bằng khoá thiết bị', en: 'Begin signing in with a passkey' },
      resource: 'passkey-options',
      access: 'public',
      handle: async () => ({ resource: 'passkey-options', data: await authenticationOptions(context) }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/sign-in/passkey',
      operationId: 'signInByPasskey',
      audits: signsIn,
      summary: { vi: 'Đăng nhập bằng khoá thiết bị', en: 'Sign in with a passkey' },
      resource: 'sign-in',
      access: 'public',
      parameters: [nextParameter],
      body: {
        kind: 'json',
        schema: { type: 'object', required: ['response'], properties: { response: { type: 'object' } } },
      },
      response: { status: 201 },
      handle: async (request) => {
        const reply = await signInByPasskey(context, request);
        // Asked for by a script, which goes on by itself.
        return { ...reply, status: 201 } as typeof reply;
      },
    }),
  ];
}
