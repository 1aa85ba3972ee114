import { route, type ApiRequest, type Reply, type Role, type Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { fieldsOf } from '../forms.ts';
import { administered } from '../organisations/routes.ts';
import { accessProblem } from '../problems.ts';
import { newSecret } from '../secrets.ts';
import { endApiKey, makeApiKey } from './api-keys.ts';
import { endClient, makeClient } from './clients.ts';
import { readPublicKeys } from './public-keys.ts';

/** What a program may be; people administer. */
export const machineRoles = ['steward', 'officer', 'auditor', 'viewer'] as const satisfies readonly Role[];
const longestDays = 366;

const text = { type: 'string', minLength: 1, maxLength: 200 } as const;
const rolesField = { type: 'array', items: { type: 'string', enum: machineRoles }, minItems: 1, maxItems: 4 } as const;
const keySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'roles'],
  properties: { name: text, roles: rolesField, mayWrite: { type: 'boolean' }, days: { type: 'integer' } },
} as const;
const clientSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'kind'],
  properties: {
    name: text,
    kind: { type: 'string', enum: ['service', 'website'] },
    roles: rolesField,
    mayWrite: { type: 'boolean' },
    provesBy: { type: 'string', enum: ['secret', 'key', 'nothing'] },
    publicKeys: { description: 'JSON Web Key Set; a form sends it as text' },
    redirects: { type: 'array', items: { type: 'string', pattern: '^https?://', maxLength: 2_000 }, maxItems: 20 },
  },
} as const;

interface KeyBody {
  readonly name: string;
  readonly roles: Role[];
  readonly mayWrite?: boolean;
  readonly days?: number;
}
interface ClientBody {
  readonly name: string;
  readonly kind: 'service' | 'website';
  readonly roles?: Role[];
  readonly mayWrite?: boolean;
  readonly provesBy?: 'secret' | 'key' | 'nothing';
  readonly publicKeys?: unknown;
  readonly redirects?: string[];
}

/** Keys and programs of an organisation. What is secret is shown in the answer that makes it, and never again. */
export function machineRoutes(context: AccessContext): Route[] {
  const { db } = context;
  const common = { tag: 'access', formats: ['json'], access: ['administrator'] as const } as const;
  const end = (
    kind: 'keys' | 'clients',
    operationId: string,
    summary: Route['summary'],
    remove: typeof endApiKey,
  ): Route =>
    route({
      ...common,
      method: 'POST',
      path: `/organisations/{organisation}/${kind}/{keyId}/end`,
      operationId,
      summary,
      resource: 'organisation',
      audits: { action: 'revoke' },
      response: { status: 303 },
      handle: async (request) => {
        const { code } = await administered(context, request);
        const id = request.params['keyId']!;
        if (!(await remove(db, code, id))) throw accessProblem('api-key-not-found', { key: id, organisation: code });
        return { location: `/organisations/${code}`, status: 303 };
      },
    });
  return [
    route({
      ...common,
      method: 'POST',
      path: '/organisations/{organisation}/keys',
      operationId: 'createApiKey',
      audits: { action: 'key' },
      summary: { vi: 'Cấp một khoá cho chương trình', en: 'Make a key for a program' },
      resource: 'new-secret',
      body: { kind: 'json', schema: keySchema },
      response: { status: 201 },
      handle: (request) => createKey(context, request),
    }),
    end('keys', 'endApiKey', { vi: 'Thu hồi một khoá', en: 'Take a key back' }, endApiKey),
    route({
      ...common,
      method: 'POST',
      path: '/organisations/{organisation}/clients',
      operationId: 'createClient',
      audits: { action: 'key' },
      summary: { vi: 'Đăng ký một chương trình', en: 'Register a program' },
      resource: 'new-secret',
      body: { kind: 'json', schema: clientSchema },
      response: { status: 201 },
      handle: (request) => createClient(context, request),
    }),
    end('clients', 'endClient', { vi: 'Bỏ một chương trình', en: 'Remove a program' }, endClient),
  ];
}

async function createKey(context: AccessContext, request: ApiRequest): Promise<Reply> {
  const { code } = await administered(context, request);
  const { name, roles, mayWrite = false, days = 90 } = fieldsOf<KeyBody>(request);
  if (days < 1 || days > longestDays) {
    throw accessProblem('key-not-possible', { roles: machineRoles.join(', '), days: longestDays });
  }
  const expiresAt = new Date(context.clock.now().getTime() + days * 86_400_000).toISOString();
  const made = await makeApiKey(context.db, context.clock, {
    organisation: code,
    name,
    roles,
    mayWrite,
    madeBy: request.caller.id,
    expiresAt,
  });
  return {
    resource: 'new-secret',
    status: 201,
    data: { kind: 'key', organisation: code, id: made.id, name, roles, mayWrite, expiresAt, secret: made.text },
    headers: { 'cache-control': 'no-store' },
  };
}

async function createClient(context: AccessContext, request: ApiRequest): Promise<Reply> {
  const { code } = await administered(context, request);
  const body = fieldsOf<ClientBody>(request);
  const isService = body.kind === 'service';
  const provesBy = body.provesBy ?? 'secret';
  const publicKeys = provesBy === 'key' ? readPublicKeys(body.publicKeys) : null;
  if (isService && (provesBy === 'nothing' || (body.roles ?? []).length === 0)) {
    throw accessProblem('key-not-possible', { roles: machineRoles.join(', '), days: longestDays });
  }
  const secret = provesBy === 'secret' ? newSecret() : null;
  const id = await makeClient(context.db, context.clock, {
    organisation: code,
    name: body.name,
    kind: body.kind,
    roles: isService ? (body.roles ?? []) : [],
    mayWrite: isService && (body.mayWrite ?? false),
    secret: secret === null ? null : context.secrets.seal(secret),
    publicKeys,
    redirects: isService ? [] : (body.redirects ?? []),
    madeBy: request.caller.id,
  });
  return {
    resource: 'new-secret',
    status: 201,
    data: { kind: 'client', organisation: code, id, name: body.name, roles: body.roles ?? [], secret },
    headers: { 'cache-control': 'no-store' },
  };
}
