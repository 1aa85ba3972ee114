import type { Configuration } from 'openid-client';
import type { AccessContext } from '../context.ts';
import { accessProblem } from '../problems.ts';
import type { ClaimsRule } from './claims-rule.ts';

/** An agency's own provider, which this node trusts to say who somebody is. */
export interface OutsideSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Null: the node is registered there as a public client. */
  readonly clientSecret: string | null;
  /** What people call it, for the button. */
  readonly name: string;
  readonly scope: string;
  readonly rules: readonly ClaimsRule[];
}

/** What is remembered between going there and coming back. */
export interface Journey {
  readonly verifier: string;
  readonly nonce: string;
  readonly next: string;
}

export const callbackPath = '/sign-in/outside/callback';
const timeoutSeconds = 10;

/** Speaks with the outside provider; its description is fetched when it is first needed, and again after a fault. */
export class OutsideIssuer {
  readonly settings: OutsideSettings;
  readonly #context: AccessContext;
  #discovered: Promise<Configuration> | null = null;

  constructor(context: AccessContext, settings: OutsideSettings) {
    this.#context = context;
    this.settings = settings;
  }

  /** Where to send somebody, and what to remember until he comes back. Throws Problem `outside-failed`. */
  async begin(state: string, next: string): Promise<{ address: string; journey: Journey }> {
    const oidc = await import('openid-client');
    const config = await this.#configuration();
    const verifier = oidc.randomPKCECodeVerifier();
    const nonce = oidc.randomNonce();
    const address = oidc.buildAuthorizationUrl(config, {
      redirect_uri: this.#callback(),
      scope: this.settings.scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { address: address.href, journey: { verifier, nonce, next } };
  }

  /** Who came back, by the claims of the ID token and of userinfo. Throws Problem `outside-failed`. */
  async finish(query: string, state: string, journey: Journey): Promise<{ sub: string } & Record<string, unknown>> {
    const config = await this.#configuration();
    try {
      const oidc = await import('openid-client');
      const tokens = await oidc.authorizationCodeGrant(config, new URL(this.#callback() + query), {
        pkceCodeVerifier: journey.verifier,
        expectedState: state,
        expectedNonce: journey.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      if (!config.serverMetadata().userinfo_endpoint) return claims;
      return { ...claims, ...(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)) };
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #callback(): string {
    return `${this.#context.base()}${callbackPath}`;
  }

  async #configuration(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const oidc = await import('openid-client');
    const proof = clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret);
    const url = new URL(issuer);
    // Over plain http only where the operator wrote so.
    const execute = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    this.#discovered ??= oidc.discovery(url, clientId, {}, proof, { execute, timeout: timeoutSeconds });
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = null;
      throw this.#failed(error);
    }
  }

  #failed(error: unknown) {
    const { issuer, name } = this.settings;
    this.#context.log.warn({ issuer, error: String(error) }, 'outside sign-in failed');
    return accessProblem('outside-failed', { name }, { cause: error });
  }
}
