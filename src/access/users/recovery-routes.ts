import { route, type ApiRequest, type ResourceReply, type Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { codeParameter, fieldsOf, formSchema } from '../forms.ts';
import { readLink } from '../links.ts';
import { accessProblem } from '../problems.ts';
import { countTry } from './guessing.ts';
import { accountToReset, askForReset, reset, verify } from './recovery.ts';

const common = { tag: 'access', formats: ['json'], access: 'public' } as const;

/** Forgotten passwords and the confirmation of addresses. Links act by a button: mail scanners open every link. */
export function recoveryRoutes(context: AccessContext): Route[] {
  const { db, clock } = context;
  const resetPage = async (request: ApiRequest): Promise<ResourceReply> => {
    const code = request.query['code'] ?? '';
    if (code === '') return { resource: 'reset-request', data: { sent: request.query['sent'] === 'yes' } };
    const { name } = await accountToReset(context, code);
    return { resource: 'reset', data: { code, name } };
  };
  const verifyPage = async (request: ApiRequest): Promise<ResourceReply> => {
    const code = request.query['code'] ?? '';
    if (request.query['done'] === 'yes') return { resource: 'verify', data: { code: null, email: null } };
    const subject = await readLink<{ email: string }>(db, clock, 'verify', code);
    if (!subject) throw accessProblem('link-used');
    return { resource: 'verify', data: { code, email: subject.email } };
  };
  const flag = (name: string) =>
    ({
      name,
      in: 'query',
      schema: { type: 'string', enum: ['yes'] },
      description: { vi: 'Việc đã xong', en: 'It is done' },
    }) as const;
  return [
    route({
      ...common,
      method: 'GET',
      path: '/reset',
      operationId: 'getReset',
      summary: { vi: 'Trang đặt lại mật khẩu', en: 'Page to reset a password' },
      resource: 'reset-request',
      parameters: [codeParameter, flag('sent')],
      handle: resetPage,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/reset/letters',
      operationId: 'askForReset',
      audits: { action: 'key', always: true },
      summary: { vi: 'Gửi thư đặt lại mật khẩu', en: 'Send a letter to reset a password' },
      resource: 'reset-request',
      body: { kind: 'json', schema: formSchema(['email']) },
      response: { status: 202 },
      handle: async (request) => {
        const { email } = fieldsOf<{ email: string }>(request);
        await countTry(context.store, clock, {
          account: `${email.trim().toLowerCase()} reset`,
          address: request.address,
        });
        await askForReset(context, email);
        return { location: '/reset?sent=yes', status: 202 };
      },
      formPage: async () => ({ resource: 'reset-request', data: { sent: false } }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/reset',
      operationId: 'reset',
      audits: { action: 'change', always: true },
      summary: { vi: 'Đặt mật khẩu mới', en: 'Set a new password' },
      resource: 'reset',
      parameters: [codeParameter],
      body: { kind: 'json', schema: formSchema(['password']) },
      response: { status: 303 },
      handle: async (request) => {
        await reset(context, request.query['code'] ?? '', fieldsOf<{ password: string }>(request).password);
        return { location: '/sign-in', status: 303 };
      },
      formPage: resetPage,
    }),
    route({
      ...common,
      method: 'GET',
      path: '/verify',
      operationId: 'getVerify',
      summary: { vi: 'Trang xác nhận địa chỉ thư', en: 'Page to confirm an e-mail address' },
      resource: 'verify',
      parameters: [codeParameter, flag('done')],
      handle: verifyPage,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/verify',
      operationId: 'verify',
      audits: { action: 'change', always: true },
      summary: { vi: 'Xác nhận địa chỉ thư', en: 'Confirm an e-mail address' },
      resource: 'verify',
      parameters: [codeParameter],
      response: { status: 303 },
      handle: async (request) => {
        await verify(context, request.query['code'] ?? '');
        return { location: '/verify?done=yes', status: 303 };
      },
    }),
  ];
}
