import { route, type Clock, type Db, type Route } from '../kernel/index.ts';
import { createSignInCode, endSession, redeemSignInCode } from './operator.ts';
import { accessProblem } from './problems.ts';

export function accessRoutes(db: Db, clock: Clock): Route[] {
  return [
    route({
      method: 'POST',
      path: '/session/links',
      operationId: 'createSignInLink',
      tag: 'access',
      summary: { vi: 'Tạo đường dẫn đăng nhập dùng một lần', en: 'Make a one-time sign-in link' },
      resource: 'sign-in-link',
      formats: ['json'],
      access: 'operator',
      response: { status: 201 },
      handle: async (request) => ({
        resource: 'sign-in-link',
        status: 201,
        data: { href: `${request.base}/session?code=${await createSignInCode(db, clock)}` },
      }),
    }),
    route({
      method: 'GET',
      path: '/session',
      operationId: 'signIn',
      tag: 'access',
      summary: { vi: 'Đăng nhập bằng đường dẫn dùng một lần', en: 'Sign in with a one-time link' },
      resource: 'session',
      formats: ['json'],
      access: 'public',
      audits: { action: 'sign-in', always: true },
      parameters: [
        {
          name: 'code',
          in: 'query',
          required: true,
          schema: { type: 'string' },
          description: { vi: 'Mã trong đường dẫn', en: 'The code of the link' },
        },
      ],
      response: { status: 303 },
      handle: async (request) => {
        const secure = request.base.startsWith('https:');
        const setCookie = await redeemSignInCode(db, request.query['code'] ?? '', clock, secure);
        if (!setCookie) throw accessProblem('sign-in-link-used');
        return { location: '/sources', status: 303, headers: { 'set-cookie': setCookie } };
      },
    }),
    route({
      method: 'POST',
      path: '/session/end',
      operationId: 'signOut',
      tag: 'access',
      summary: { vi: 'Đăng xuất', en: 'Sign out' },
      resource: 'session',
      formats: ['json'],
      access: 'signed-in',
      audits: { action: 'sign-out' },
      response: { status: 303 },
      handle: async (request) => ({
        location: '/',
        status: 303,
        headers: { 'set-cookie': await endSession(db, request.header('cookie')) },
      }),
    }),
  ];
}
