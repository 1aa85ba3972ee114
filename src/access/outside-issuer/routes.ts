import { route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { isSecure, nextOf, nextParameter } from '../forms.ts';
import { makeLinkWith, useLink } from '../links.ts';
import { accessProblem } from '../problems.ts';
import { newSecret } from '../secrets.ts';
import { cookieOf, readCookie } from '../sessions/sessions.ts';
import { goOn } from '../sessions/sign-in.ts';
import { callbackPath, type Journey, type OutsideIssuer } from './outside-issuer.ts';
import { welcome } from './welcome.ts';

const cookieName = 'lienthong_outside';
const lifeSeconds = 600;

const answered = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state'].map(
  (name) =>
    ({
      name,
      in: 'query',
      schema: { type: 'string' },
      description: { vi: 'Trả lời của nơi đăng nhập ngoài', en: 'Answer of the outside provider' },
    }) as const,
);

/** Signing in by an agency's own provider, beside the node's. */
export function outsideRoutes(context: AccessContext, outside: OutsideIssuer | null): Route[] {
  const common = { method: 'GET', tag: 'access', resource: 'sign-in', formats: ['json'], access: 'public' } as const;
  return [
    route({
      ...common,
      path: '/sign-in/outside',
      operationId: 'signInOutside',
      summary: { vi: 'Đăng nhập qua nơi đăng nhập của cơ quan', en: "Sign in by the agency's own provider" },
      parameters: [nextParameter],
      response: { status: 303 },
      handle: (request) => leaveFor(context, needed(outside), request),
    }),
    route({
      ...common,
      path: callbackPath,
      operationId: 'comeBackFromOutside',
      summary: { vi: 'Trở về từ nơi đăng nhập của cơ quan', en: "Come back from the agency's own provider" },
      audits: { action: 'sign-in', always: true, path: 'secret' },
      parameters: answered,
      response: { status: 303 },
      handle: (request) => comeBack(context, needed(outside), request),
    }),
  ];
}

function needed(outside: OutsideIssuer | null): OutsideIssuer {
  if (!outside) throw accessProblem('outside-not-set');
  return outside;
}

async function leaveFor(context: AccessContext, outside: OutsideIssuer, request: ApiRequest): Promise<Reply> {
  const state = newSecret(24);
  const { address, journey } = await outside.begin(state, nextOf(request));
  await makeLinkWith(context.store, context.clock, 'outside', state, { ...journey });
  return {
    mediaType: 'text/plain; charset=utf-8',
    body: '',
    status: 303,
    headers: {
      location: address,
      'set-cookie': cookieOf(cookieName, state, lifeSeconds, isSecure(request), '/sign-in/outside'),
    },
  };
}

/** Only in the browser that left: the answer to somebody else's question would sign in as somebody else. */
async function comeBack(context: AccessContext, outside: OutsideIssuer, request: ApiRequest): Promise<Reply> {
  const state = request.query['state'] ?? '';
  const isHere = state !== '' && readCookie(cookieName, request.header('cookie')) === state;
  const journey = isHere ? await useLink<Journey>(context.store, context.clock, 'outside', state) : null;
  if (!journey) throw accessProblem('sign-in-again');
  const claims = await outside.finish(request.url.search, state, journey);
  const account = await welcome(context, outside.settings, claims);
  return goOn(context, request, account, ['fed'], journey.next);
}
