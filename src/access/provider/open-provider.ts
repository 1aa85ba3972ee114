import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { recordAudit } from '../audit/index.ts';
import type { AccessContext } from '../context.ts';
import { accountOf, callerOfCookie, endSession, tieToProvider } from '../sessions/sessions.ts';
import { apiScopes, personScopes } from './client-metadata.ts';
import { claimsOf, findPerson } from './person.ts';
import { ProviderRecords } from './records.ts';
import { signingKeys } from './signing-keys.ts';
import type { ProviderPages } from './pages.ts';

export const mountPath = '/oidc';
export const interactionCookie = 'lienthong_interaction';
const hourMs = 3_600_000;
const hours = 3_600;

/** The node's OpenID Connect provider, made when it is first asked for: most processes never are. */
export class NodeProvider {
  readonly #context: AccessContext;
  readonly #pages: ProviderPages;
  #made: { readonly provider: Provider; readonly kids: string; readonly base: string; checkedMs: number } | null = null;
  #making: Promise<Provider> | null = null;

  constructor(context: AccessContext, pages: ProviderPages) {
    this.#context = context;
    this.#pages = pages;
  }

  /** Looks each hour whether the keys have changed: a key that is new signs only two hours later. */
  async get(): Promise<Provider> {
    const now = this.#context.clock.now().getTime();
    const made = this.#made;
    if (made && made.base === this.#context.base() && Math.abs(now - made.checkedMs) < hourMs) return made.provider;
    this.#making ??= this.#make(now).finally(() => (this.#making = null));
    return this.#making;
  }

  async #make(now: number): Promise<Provider> {
    const keys = await signingKeys(this.#context);
    const kids = keys.map(({ kid }) => kid).join(' ');
    const base = this.#context.base();
    if (this.#made?.kids === kids && this.#made.base === base) {
      this.#made.checkedMs = now;
      return this.#made.provider;
    }
    const library = await import('oidc-provider');
    const provider = new library.Provider(`${base}${mountPath}`, this.#configuration(keys, library));
    // Addresses in answers are those of the base address, whatever the request says of its host.
    provider.proxy = true;
    provider.use(async (ctx, next) => {
      await next();
      await this.#enterToken(ctx as KoaContextWithOIDC);
      await this.#afterSignIn(ctx as KoaContextWithOIDC);
      await this.#afterSignOut(ctx as KoaContextWithOIDC);
    });
    this.#made = { provider, kids, base, checkedMs: now };
    return provider;
  }

  /** Serves what lies under `/oidc`. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const provider = await this.get();
    const base = new URL(this.#context.base());
    const mounted = request as IncomingMessage & { originalUrl?: string };
    mounted.originalUrl = base.pathname.replace(/\/$/, '') + request.url!;
    mounted.url = request.url!.slice(mountPath.length) || '/';
    request.headers['x-forwarded-proto'] = base.protocol.slice(0, -1);
    request.headers['x-forwarded-host'] = base.host;
    await provider.callback()(request, response);
  }

  #configuration(
    keys: Awaited<ReturnType<typeof signingKeys>>,
    library: typeof import('oidc-provider'),
  ): Configuration {
    const { store, secrets } = this.#context;
    return {
      adapter: (model) => new ProviderRecords(model, store, secrets),
      jwks: { keys: keys as NonNullable<Configuration['jwks']>['keys'] },
      scopes: [...personScopes, ...apiScopes],
      claims: {
        openid: ['sub'],
        profile: ['name'],
        email: ['email', 'email_verified'],
        organisations: ['organisations'],
      },
      responseTypes: ['code'],
      pkce: { required: () => true },
      clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
      conformIdTokenClaims: false,
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        introspection: {
          enabled: true,
          // Whoever holds a token of another program's user may ask about it, if it has proved who it is.
          allowedPolicy: async (_ctx, client, token) =>
            client.clientAuthMethod !== 'none' || client.clientId === token.clientId,
        },
        revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => client.clientId === token.clientId },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (ctx, form) => this.#pages.askSignOut(ctx, form),
          postLogoutSuccessSource: (ctx) => this.#pages.signedOut(ctx),
        },
        resourceIndicators: { enabled: false },
        dPoP: { enabled: false },
      },
      issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
      cookies: {
        keys: [secrets.derive('oidc cookies').toString('hex')],
        names: { session: 'lienthong_oidc', interaction: interactionCookie, resume: 'lienthong_resume' },
        long: { signed: true, httpOnly: true, sameSite: 'lax', path: '/' },
        short: { signed: true, httpOnly: true, sameSite: 'lax' },
      },
      ttl: {
        AccessToken: 900,
        AuthorizationCode: 60,
        ClientCredentials: 600,
        IdToken: hours,
        Interaction: hours,
        RefreshToken: 14 * 24 * hours,
        Session: 12 * hours,
        Grant: 180 * 24 * hours,
      },
      interactions: { url: interactionAddress, policy: this.#policy(library) },
      findAccount: async (_ctx, id) => {
        const person = await findPerson(store, id, this.#context.secondFactorRoles);
        return person ? { accountId: id, claims: async () => claimsOf(person) } : undefined;
      },
      renderError: (ctx, out) => this.#pages.problem(ctx, out.error),
    };
  }

  /** Single sign-on lasts as long as the node's own session of the same person, and not a moment longer. */
  #policy({ interactionPolicy }: typeof import('oidc-provider')) {
    const policy = interactionPolicy.base();
    const { Check } = interactionPolicy;
    policy.get('login')!.checks.add(
      new Check('node_session', 'the session at the node has ended', 'login_required', async (ctx) => {
        const account = await this.#signedIn(ctx);
        const isSame = account !== null && account === ctx.oidc.session?.accountId;
        return isSame ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
      }),
    );
    return policy;
  }

  async #signedIn(ctx: KoaContextWithOIDC): Promise<string | null> {
    const caller = await callerOfCookie(this.#context, ctx.req.headers.cookie);
    return caller ? accountOf(caller) : null;
  }

  /** Tokens that were given out stand in the audit log: to whom, in whose name, for what. */
  async #enterToken(ctx: KoaContextWithOIDC): Promise<void> {
    const { oidc } = ctx;
    if (oidc?.route !== 'token' || ctx.status !== 200 || !oidc.client) return;
    const { store, clock } = this.#context;
    const account = oidc.account?.accountId;
    await recordAudit(store, clock, {
      action: 'sign-in',
      operation: 'token',
      who: account === undefined ? `client:${oidc.client.clientId}` : `user:${account}`,
      via: 'token',
      resources: [`client/${oidc.client.clientId}`],
      address: ctx.req.socket.remoteAddress ?? '',
      agent: ctx.get('user-agent'),
      details: { grantType: String(oidc.params?.['grant_type'] ?? ''), scope: String(oidc.params?.['scope'] ?? '') },
    });
  }

  async #afterSignIn(ctx: KoaContextWithOIDC): Promise<void> {
    const { oidc } = ctx;
    if (oidc?.route !== 'authorization' && oidc?.route !== 'resume') return;
    if (oidc.session?.accountId) await tieToProvider(this.#context.store, ctx.req.headers.cookie, oidc.session.uid);
  }

  /** Whoever signs out by another program is signed out of the node as well. */
  async #afterSignOut(ctx: KoaContextWithOIDC): Promise<void> {
    if (ctx.oidc?.route !== 'end_session_confirm' || ctx.status !== 303 || !ctx.oidc.params?.['logout']) return;
    ctx.append('set-cookie', await endSession(this.#context.store, ctx.req.headers.cookie));
  }
}

/** Where the provider sends people to sign in or to agree; `ui_locales` chooses the language of the page. */
function interactionAddress(_ctx: unknown, interaction: { uid: string; params: Record<string, unknown> }): string {
  const isEnglish = String(interaction.params['ui_locales'] ?? '').startsWith('en');
  return `/interactions/${interaction.uid}${isEnglish ? '?lang=en' : ''}`;
}
