import { route, type ApiRequest, type ResourceReply, type Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { codeParameter, fieldsOf, formSchema } from '../forms.ts';
import { goOn } from '../sessions/sign-in.ts';
import { askToVerify } from './recovery.ts';
import { checkSetUpCode, setUp, type SetUp } from './set-up.ts';

/** The one-time set-up of a new node: its organisation and its first administrator. */
export function setUpRoutes(context: AccessContext): Route[] {
  const { db, clock } = context;
  const page = async (request: ApiRequest): Promise<ResourceReply> => {
    const code = request.query['code'] ?? '';
    await checkSetUpCode(db, clock, code);
    return { resource: 'set-up', data: { code } };
  };
  const common = {
    path: '/set-up',
    tag: 'access',
    resource: 'set-up',
    formats: ['json'],
    access: 'public',
    parameters: [codeParameter],
  } as const;
  return [
    route({
      ...common,
      method: 'GET',
      operationId: 'getSetUp',
      summary: { vi: 'Trang thiết lập nút', en: 'Set-up page of the node' },
      handle: page,
    }),
    route({
      ...common,
      method: 'POST',
      operationId: 'setUp',
      audits: { action: 'create', always: true },
      summary: {
        vi: 'Lập cơ quan của nút và người quản trị đầu tiên',
        en: "Make the node's organisation and its first administrator",
      },
      body: {
        kind: 'json',
        schema: formSchema(['organisation', 'organisationName', 'name', 'email', 'password']),
      },
      response: { status: 303 },
      handle: async (request) => {
        const account = await setUp(db, clock, request.query['code'] ?? '', fieldsOf<SetUp>(request));
        await askToVerify(context, account);
        return goOn(context, request, account, ['pwd'], '/account');
      },
      formPage: page,
    }),
  ];
}
