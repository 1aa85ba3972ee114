import type { Interaction, Provider } from 'oidc-provider';
import { pageHeaders, type ApiRequest, type Reply, type ResourceReply } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { fieldsOf } from '../forms.ts';
import { findClient } from '../machines/clients.ts';
import { findOrganisation } from '../organisations/organisations.ts';
import { accessProblem } from '../problems.ts';
import { accountOf, readCookie, signInOf } from '../sessions/sessions.ts';
import { interactionCookie, type NodeProvider } from './open-provider.ts';

type Found = InstanceType<Provider['Interaction']>;

/**
 * Goes on with what a program asked for: who is signed in already passes without a page, who is not signs in first, and
 * what a program may learn of him he is asked once. Throws Problem `sign-in-again`.
 */
export async function goOnWith(context: AccessContext, node: NodeProvider, request: ApiRequest): Promise<Reply> {
  const { interaction } = await find(node, request);
  const account = accountOf(request.caller);
  if (account === null || request.caller.via !== 'session') return toSignIn(interaction);
  if (interaction.prompt.name !== 'login') return consentPage(context, node, request);
  const signedIn = await signInOf(context.store, request.header('cookie'));
  const at = signedIn === null ? 0 : Date.parse(signedIn.authenticatedAt);
  // Interactions know their beginning to the second only: a sign-in of that very second may have been before it.
  if (wantsAnew(interaction) && at < (interaction.iat + 1) * 1000) return toSignIn(interaction);
  return finish(interaction, {
    login: { accountId: account, ts: Math.floor(at / 1000), amr: signedIn?.methods ?? [], remember: true },
  });
}

/** `prompt=login` or a sign-in that is older than `max_age` asks for the password although there is a session. */
function wantsAnew(interaction: Interaction): boolean {
  return interaction.prompt.reasons.some((reason) => reason === 'login_prompt' || reason === 'max_age');
}

const toSignIn = (interaction: Interaction): Reply => ({
  location: `/sign-in?next=${encodeURIComponent(`/interactions/${interaction.uid}`)}`,
  status: 303,
});

/** What the program asks for, in words, with two buttons. */
export async function consentPage(
  context: AccessContext,
  node: NodeProvider,
  request: ApiRequest,
): Promise<ResourceReply> {
  const { interaction } = await find(node, request);
  const client = await findClient(context.store, String(interaction.params['client_id']));
  if (!client) throw accessProblem('sign-in-again');
  const organisation = await findOrganisation(context.store, client.organisation);
  return {
    resource: 'consent',
    data: {
      uid: interaction.uid,
      client: client.name,
      organisation: organisation?.name ?? client.organisation,
      scopes: missing(interaction).scopes,
    },
    headers: pageHeaders(originsOf(interaction)),
  };
}

/** Allows or refuses; what was allowed is remembered and not asked again. */
export async function decideConsent(node: NodeProvider, request: ApiRequest): Promise<Reply> {
  const { provider, interaction } = await find(node, request);
  const account = accountOf(request.caller);
  if (account === null || interaction.prompt.name !== 'consent' || interaction.session?.accountId !== account) {
    throw accessProblem('sign-in-again');
  }
  if (fieldsOf(request)['decision'] !== 'allow') {
    return finish(interaction, { error: 'access_denied', error_description: 'the person did not allow it' });
  }
  const clientId = String(interaction.params['client_id']);
  const known = interaction.grantId ? await provider.Grant.find(interaction.grantId) : undefined;
  const grant = known ?? new provider.Grant({ accountId: account, clientId });
  const { scopes, claims } = missing(interaction);
  if (scopes.length > 0) grant.addOIDCScope(scopes.join(' '));
  if (claims.length > 0) grant.addOIDCClaims(claims);
  return finish(interaction, { consent: { grantId: await grant.save() } });
}

function missing(interaction: Interaction): { scopes: string[]; claims: string[] } {
  const { missingOIDCScope, missingOIDCClaims } = interaction.prompt.details as {
    missingOIDCScope?: Iterable<string>;
    missingOIDCClaims?: Iterable<string>;
  };
  return { scopes: [...(missingOIDCScope ?? [])], claims: [...(missingOIDCClaims ?? [])] };
}

async function finish(interaction: Found, result: Record<string, unknown>): Promise<Reply> {
  interaction.result = result as NonNullable<typeof interaction.result>;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
  const { pathname, search } = new URL(interaction.returnTo);
  return { location: pathname + search, status: 303 };
}

/** Only in the browser where it began: a link to somebody else's interaction would sign him in with one's own account. */
async function find(node: NodeProvider, request: ApiRequest): Promise<{ provider: Provider; interaction: Found }> {
  const uid = request.params['uid']!;
  const provider = await node.get();
  const isHere = readCookie(interactionCookie, request.header('cookie')) === uid;
  const interaction = isHere ? await provider.Interaction.find(uid) : undefined;
  if (!interaction) throw accessProblem('sign-in-again');
  return { provider, interaction };
}

/** A form on the way is redirected to the program's address at last, and the browser wants to know before. */
export async function headersFor(node: NodeProvider, next: string): Promise<Record<string, string>> {
  const uid = /^\/interactions\/([\w-]+)/.exec(next)?.[1];
  if (uid === undefined) return {};
  const interaction = await (await node.get()).Interaction.find(uid);
  return interaction ? pageHeaders(originsOf(interaction)) : {};
}

function originsOf(interaction: Interaction): string[] {
  const redirect = String(interaction.params['redirect_uri'] ?? '');
  return URL.canParse(redirect) ? [new URL(redirect).origin] : [];
}
