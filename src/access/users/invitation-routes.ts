import { route, type ApiRequest, type ResourceReply, type Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { codeParameter, fieldsOf, formSchema } from '../forms.ts';
import { accountOf } from '../sessions/sessions.ts';
import { goOn } from '../sessions/sign-in.ts';
import { joinAnew, joinWith, readInvitation } from './invitations.ts';

/** Answering an invitation: with the account one has, or with a new one. */
export function invitationRoutes(context: AccessContext): Route[] {
  const page = async (request: ApiRequest): Promise<ResourceReply> => {
    const code = request.query['code'] ?? '';
    const { invitation, organisation, isKnown } = await readInvitation(context, code);
    const { email, roles } = invitation;
    return {
      resource: 'invitation',
      data: { code, email, roles, organisation: organisation.name, organisationCode: organisation.code, isKnown },
    };
  };
  const common = { tag: 'access', resource: 'invitation', formats: ['json'], parameters: [codeParameter] } as const;
  return [
    route({
      ...common,
      method: 'GET',
      path: '/invitation',
      operationId: 'getInvitation',
      summary: { vi: 'Trang của một lời mời', en: 'Page of an invitation' },
      access: 'public',
      handle: page,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/invitation',
      operationId: 'acceptInvitation',
      audits: { action: 'create', always: true },
      summary: { vi: 'Nhận lời mời bằng tài khoản mới', en: 'Accept an invitation with a new account' },
      access: 'public',
      body: { kind: 'json', schema: formSchema(['name', 'password']) },
      response: { status: 303 },
      handle: async (request) => {
        const given = fieldsOf<{ name: string; password: string }>(request);
        const account = await joinAnew(context, request.query['code'] ?? '', given);
        return goOn(context, request, account, ['pwd'], '/account');
      },
      formPage: page,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/invitation/join',
      operationId: 'joinByInvitation',
      summary: { vi: 'Nhận lời mời bằng tài khoản đang dùng', en: 'Accept an invitation with the account in use' },
      access: 'signed-in',
      response: { status: 303 },
      handle: async (request) => {
        await joinWith(context, request.query['code'] ?? '', accountOf(request.caller) ?? '');
        return { location: '/account', status: 303 };
      },
      formPage: page,
    }),
  ];
}
