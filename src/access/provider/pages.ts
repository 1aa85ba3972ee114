import type { KoaContextWithOIDC } from 'oidc-provider';
import { pageHeaders, publicCaller, type Language } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { accessProblem } from '../problems.ts';
import { callerOfCookie } from '../sessions/sessions.ts';

/** Pages that the provider library asks for at its own addresses, in the look of the node. */
export interface ProviderPages {
  askSignOut(ctx: KoaContextWithOIDC, form: string): Promise<void>;
  signedOut(ctx: KoaContextWithOIDC): Promise<void>;
  problem(ctx: KoaContextWithOIDC, code: string): Promise<void>;
}

export function createProviderPages(context: AccessContext): ProviderPages {
  return {
    askSignOut: (ctx, form) => {
      const secret = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
      const action = /action="([^"]+)"/.exec(form)?.[1] ?? '';
      const target = ctx.oidc.params?.['post_logout_redirect_uri'];
      return show(context, ctx, 'sign-out', { action: new URL(action).pathname, secret }, 200, targetsOf(target));
    },
    signedOut: (ctx) => show(context, ctx, 'signed-out', {}, 200),
    problem: (ctx, code) => {
      const problem = accessProblem('oidc-refused', { code });
      return show(context, ctx, 'problem', problem.toDocument(languageOf(ctx), context.base()), 400);
    },
  };
}

function targetsOf(address: unknown): string[] {
  return typeof address === 'string' && URL.canParse(address) ? [new URL(address).origin] : [];
}

function languageOf(ctx: KoaContextWithOIDC): Language {
  const asked = String(ctx.oidc?.params?.['ui_locales'] ?? ctx.query['ui_locales'] ?? '');
  return asked.startsWith('en') || ctx.query['lang'] === 'en' ? 'en' : 'vi';
}

async function show(
  context: AccessContext,
  ctx: KoaContextWithOIDC,
  resource: string,
  data: unknown,
  status: number,
  formTargets: readonly string[] = [],
): Promise<void> {
  const caller = (await callerOfCookie(context, ctx.req.headers.cookie)) ?? publicCaller;
  ctx.set(pageHeaders(formTargets));
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = context.renderPage(resource, data, {
    language: languageOf(ctx),
    url: new URL(ctx.href),
    base: context.base(),
    caller,
    problem: null,
    refused: null,
  });
}
