import { route, type Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { consentPage, decideConsent, goOnWith } from './interactions.ts';
import type { NodeProvider } from './open-provider.ts';

const consentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['decision'],
  properties: { decision: { type: 'string', enum: ['allow', 'refuse'] } },
} as const;

/** The pages between a program that asks who somebody is and the answer. The protocol itself is under `/oidc`. */
export function providerRoutes(context: AccessContext, node: NodeProvider): Route[] {
  const common = { path: '/interactions/{uid}', tag: 'access', resource: 'consent', formats: ['json'] } as const;
  return [
    route({
      ...common,
      method: 'GET',
      operationId: 'getInteraction',
      summary: { vi: 'Đi tiếp việc đăng nhập cho một chương trình', en: "Go on with a program's sign-in" },
      access: 'public',
      audits: { action: 'sign-in', path: 'secret' },
      handle: (request) => goOnWith(context, node, request),
    }),
    route({
      ...common,
      method: 'POST',
      operationId: 'decideConsent',
      summary: { vi: 'Cho phép hay không cho phép một chương trình', en: 'Allow a program, or do not' },
      access: 'signed-in',
      audits: { action: 'grant', path: 'secret' },
      body: { kind: 'json', schema: consentSchema },
      response: { status: 303 },
      handle: (request) => decideConsent(node, request),
      formPage: (request) => consentPage(context, node, request),
    }),
  ];
}
