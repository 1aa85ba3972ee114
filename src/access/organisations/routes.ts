import {
  roles,
  route,
  type ApiRequest,
  type Reply,
  type ResourceReply,
  type Role,
  type Route,
} from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { fieldsOf } from '../forms.ts';
import { listApiKeys } from '../machines/api-keys.ts';
import { listClients } from '../machines/clients.ts';
import { mayManage } from '../manage.ts';
import { accessProblem } from '../problems.ts';
import { findAccount } from '../users/accounts.ts';
import { invite, listInvitations, withdrawInvitation } from '../users/invitations.ts';
import { keepAdministrator, leave, listMembers, putMembership } from '../users/memberships.ts';
import {
  agencyCode,
  changeOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
} from './organisations.ts';
import { succeed } from './succession.ts';

const text = { type: 'string', minLength: 1, maxLength: 300 } as const;
const rolesField = {
  type: 'array',
  items: { type: 'string', enum: roles },
  minItems: 1,
  maxItems: roles.length,
} as const;
const organisationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'name'],
  properties: { code: text, name: text, parent: text },
} as const;
const changeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: { name: text, parent: text },
} as const;
const invitationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['email', 'roles'],
  properties: { email: text, roles: rolesField },
} as const;
const withdrawalSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['email'],
  properties: { email: text },
} as const;
const rolesSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['roles'],
  properties: { roles: rolesField },
} as const;
const successorSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['successor', 'day'],
  properties: { successor: text, day: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } },
} as const;

const common = { tag: 'access', formats: ['json'] } as const;

/** The organisations of the node, their members and invitations. */
export function organisationRoutes(context: AccessContext): Route[] {
  const { db, clock } = context;
  const listPage = async (): Promise<ResourceReply> => ({
    resource: 'organisations',
    data: { organisations: await listOrganisations(db) },
  });
  const page = async (request: ApiRequest): Promise<ResourceReply> => ({
    resource: 'organisation',
    data: await organisationData(context, request),
  });
  const administer = (
    path: string,
    operationId: string,
    summary: Route['summary'],
    act: (request: ApiRequest, code: string) => Promise<unknown>,
    schema?: Record<string, unknown>,
    access: Route['access'] = ['administrator'],
  ): Route =>
    route({
      ...common,
      method: 'POST',
      path: `/organisations/{organisation}/${path}`,
      operationId,
      summary,
      resource: 'organisation',
      access,
      ...(schema ? { body: { kind: 'json', schema } as const } : {}),
      response: { status: 303 },
      handle: async (request): Promise<Reply> => {
        const { code } = await administered(context, request, access === 'node-administrator');
        await act(request, code);
        return { location: `/organisations/${code}`, status: 303 };
      },
      formPage: page,
    });
  return [
    route({
      ...common,
      method: 'GET',
      path: '/organisations',
      operationId: 'getOrganisations',
      summary: { vi: 'Các cơ quan trên nút', en: 'The organisations of the node' },
      resource: 'organisations',
      access: 'public',
      handle: listPage,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/organisations',
      operationId: 'createOrganisation',
      summary: { vi: 'Thêm một cơ quan', en: 'Add an organisation' },
      resource: 'organisation',
      access: 'node-administrator',
      body: { kind: 'json', schema: organisationSchema },
      response: { status: 201 },
      handle: async (request) => {
        const { code, name, parent } = fieldsOf<{ code: string; name: string; parent?: string }>(request);
        const made = agencyCode(code);
        await makeOrganisation(db, clock, {
          code: made,
          name: name.trim(),
          parent: parent ? agencyCode(parent) : null,
          runsNode: false,
        });
        return { location: `/organisations/${made}`, status: 201, data: { code: made } };
      },
      formPage: listPage,
    }),
    route({
      ...common,
      method: 'GET',
      path: '/organisations/{organisation}',
      operationId: 'getOrganisation',
      summary: { vi: 'Một cơ quan', en: 'One organisation' },
      resource: 'organisation',
      access: 'public',
      handle: page,
    }),
    administer(
      'change',
      'changeOrganisation',
      { vi: 'Sửa tên và cấp trên', en: 'Change name and parent' },
      (request, code) => {
        const { name, parent } = fieldsOf<{ name: string; parent?: string }>(request);
        return changeOrganisation(db, code, { name: name.trim(), parent: parent ? agencyCode(parent) : null });
      },
      changeSchema,
    ),
    administer(
      'invitations',
      'inviteMember',
      { vi: 'Mời một người qua thư điện tử', en: 'Invite somebody by e-mail' },
      async (request, code) => {
        const { email, roles: wanted } = fieldsOf<{ email: string; roles: Role[] }>(request);
        await invite(context, await getOrganisation(db, code), email, wanted);
      },
      invitationSchema,
    ),
    administer(
      'invitations/end',
      'withdrawInvitation',
      { vi: 'Rút lại một lời mời', en: 'Withdraw an invitation' },
      (request, code) => withdrawInvitation(context, code, fieldsOf(request)['email']!),
      withdrawalSchema,
    ),
    administer(
      'members/{member}',
      'changeMember',
      { vi: 'Đổi vai trò của một thành viên', en: "Change a member's roles" },
      async (request, code) => {
        const member = await memberOf(context, request, code);
        const { roles: wanted } = fieldsOf<{ roles: Role[] }>(request);
        if (!wanted.includes('administrator')) await keepAdministrator(db, code, member);
        await putMembership(db, clock, member, code, wanted);
      },
      rolesSchema,
    ),
    administer(
      'members/{member}/end',
      'endMember',
      { vi: 'Cho một thành viên thôi', en: 'Remove a member' },
      async (request, code) => {
        const member = await memberOf(context, request, code);
        await keepAdministrator(db, code, member);
        await leave(db, clock, member, code);
      },
    ),
    administer(
      'successor',
      'succeedOrganisation',
      { vi: 'Sáp nhập vào cơ quan khác từ một ngày', en: 'Merge into another organisation from a day on' },
      (request, code) => {
        const { successor, day } = fieldsOf<{ successor: string; day: string }>(request);
        return succeed(db, clock, code, successor, day);
      },
      successorSchema,
      'node-administrator',
    ),
  ];
}

/** The organisation of the address, for its administrators; to others it seems not to be there for this. */
export async function administered(context: AccessContext, request: ApiRequest, byNode = false) {
  const named = request.params['organisation']!;
  const organisation = await getOrganisation(context.db, named);
  if (!byNode && !mayManage(request.caller, organisation.code, ['administrator'])) {
    throw accessProblem('organisation-not-found', { code: named });
  }
  return organisation;
}

async function memberOf(context: AccessContext, request: ApiRequest, organisation: string): Promise<string> {
  const id = request.params['member']!;
  const account = await findAccount(context.db, id);
  const members = account ? await listMembers(context.db, organisation) : [];
  if (!members.some((member) => member.account === id)) {
    throw accessProblem('member-not-found', { member: id, organisation });
  }
  return id;
}

/** Anybody reads name and place; members see each other; administrators see invitations and keys. */
async function organisationData(context: AccessContext, request: ApiRequest) {
  const organisation = await getOrganisation(context.db, request.params['organisation']!);
  const { code } = organisation;
  const administers = mayManage(request.caller, code, ['administrator']);
  const belongs = mayManage(request.caller, code, roles) && request.caller.kind !== 'client';
  return {
    ...organisation,
    administers,
    members: belongs ? await listMembers(context.db, code) : null,
    invitations: administers ? await listInvitations(context, code) : null,
    keys: administers ? await listApiKeys(context.db, code) : null,
    clients: administers ? await listClients(context.db, code) : null,
  };
}
