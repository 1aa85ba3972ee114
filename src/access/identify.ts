import { operatorCaller, publicCaller, type Caller } from '../kernel/index.ts';
import type { AccessContext } from './context.ts';
import { callerOfKey, isKey } from './machines/api-keys.ts';
import { accessProblem } from './problems.ts';
import { callerOfCookie } from './sessions/sessions.ts';

/** Finds the caller of an access token that the node's own provider issued; null where it issued none such. */
export type FindTokenCaller = (token: string) => Promise<Caller | null>;

/**
 * Tells who sends a request: by bearer the operator, a key or an access token, by cookie a session, else the public, who
 * costs no look-up. A bearer that opens nothing is refused (Problem `invalid-token`) and not taken for the public: a
 * program whose key has run out must hear of it.
 */
export function createIdentify(context: AccessContext, callerOfToken: FindTokenCaller) {
  return async (headers: { authorization?: string; cookie?: string }): Promise<Caller> => {
    const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (bearer !== undefined) return callerOfBearer(context, bearer, callerOfToken);
    if (headers.cookie === undefined) return publicCaller;
    return (await callerOfCookie(context, headers.cookie)) ?? publicCaller;
  };
}

async function callerOfBearer(context: AccessContext, bearer: string, callerOfToken: FindTokenCaller): Promise<Caller> {
  const found = isKey(bearer)
    ? await callerOfKey(context.store, context.clock, bearer)
    : context.operatorToken.accepts(bearer)
      ? operatorCaller('token')
      : await callerOfToken(bearer);
  if (!found) throw accessProblem('invalid-token');
  return found;
}
