import type { FastifyRequest } from 'fastify';
import { mayEnter, type Caller } from './caller.ts';
import { commonParameterNames } from './openapi.ts';
import { httpProblem } from './problems.ts';
import type { ApiRequest, Route } from './route.ts';

/** The one place that enforces a route's `access`, and that a key for reading writes nothing. */
export function guardDoor(caller: Caller, { access, method }: Route): void {
  if (!mayEnter(caller, access)) {
    if (caller.kind === 'public') throw httpProblem('sign-in-required');
    if (caller.lacks) throw httpProblem('second-factor-needed');
    throw httpProblem('role-required', { roles: typeof access === 'string' ? access : access.join(', ') });
  }
  if (method !== 'GET' && access !== 'public' && !caller.mayWrite) throw httpProblem('reading-only');
}

export async function checkParameters(context: ApiRequest, definition: Route): Promise<void> {
  const known = new Set([
    ...commonParameterNames,
    ...(definition.parameters ?? []).filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name),
  ]);
  const unknown = Object.keys(context.query).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const extra = definition.extraParameters ? await definition.extraParameters(context) : new Set<string>();
  const name = unknown.find((candidate) => !extra.has(candidate));
  if (name !== undefined) {
    throw httpProblem('unknown-parameter', { name, known: [...known, ...extra].join(', ') });
  }
}

/**
 * A session's request that changes something carries the form's token; a form of anybody comes from a page of this node,
 * as its browser says. A token in the header needs neither: no other page can send it.
 */
export function checkSender(raw: FastifyRequest, { caller, body, base }: ApiRequest, { method }: Route): void {
  if (method === 'GET' || caller.via === 'token') return;
  const { origin } = raw.headers;
  const isOwn = origin === undefined || origin === new URL(base).origin || hostOf(origin) === raw.headers.host;
  if (!isOwn) throw httpProblem('invalid-form-token');
  if (caller.via !== 'session') return;
  const fields = (body ?? {}) as Record<string, unknown>;
  const given = fields['csrf'] ?? raw.headers['x-csrf-token'];
  if (given !== caller.csrfToken || caller.csrfToken === '') throw httpProblem('invalid-form-token');
  delete fields['csrf'];
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
