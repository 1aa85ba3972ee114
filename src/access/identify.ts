import { operatorCaller, publicCaller, type Caller } from '../kernel/index.ts';
import type { AccessContext } from './context.ts';
import { callerOfKey, isKey } from './machines/api-keys.ts';
import { accessProblem } from './problems.ts';
import type { RecentCallers } from './recent-callers.ts';
import { callerOfCookie } from './sessions/sessions.ts';

/** Finds the caller of an access token that the node's own provider issued; null where it issued none such. */
export type FindTokenCaller = (token: string) => Promise<Caller | null>;

/**
 * Tells who sends a request: by bearer the operator, a key or an access token, by cookie a session, else the public, who
 * costs no look-up. A bearer that opens nothing is refused (Problem `invalid-token`) and not taken for the public: a
 * program whose key has run out must hear of it.
 */
export function createIdentify(context: AccessContext, callerOfToken: FindTokenCaller, recent: RecentCallers) {
  return async (headers: { authorization?: string; cookie?: string }): Promise<Caller> => {
    const bearer = bearerOf(headers);
    if (bearer !== undefined) return callerOfBearer(context, bearer, callerOfToken, recent);
    if (headers.cookie === undefined) return publicCaller;
    return (await callerOfCookie(context, headers.cookie)) ?? publicCaller;
  };
}

/** Whom a bearer meant lately, without asking the database; null where nobody is known by it. */
export function createRecall({ operatorToken }: AccessContext, recent: RecentCallers) {
  return (headers: { authorization?: string }): Caller | null => {
    const bearer = bearerOf(headers);
    if (bearer === undefined) return null;
    return operatorToken.accepts(bearer) ? operatorCaller('token') : recent.find(bearer);
  };
}

const bearerOf = (headers: { authorization?: string }): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];

async function callerOfBearer(
  context: AccessContext,
  bearer: string,
  callerOfToken: FindTokenCaller,
  recent: RecentCallers,
): Promise<Caller> {
  if (!isKey(bearer) && context.operatorToken.accepts(bearer)) return operatorCaller('token');
  const found = isKey(bearer) ? await callerOfKey(context.store, context.clock, bearer) : await callerOfToken(bearer);
  if (found) recent.remember(bearer, found);
  else recent.forget(bearer);
  if (!found) throw accessProblem('invalid-token');
  return found;
}
