import type { ClientMetadata } from 'oidc-provider';
import type { Client } from '../machines/clients.ts';
import type { Secrets } from '../secrets.ts';

/** What a program may ask for besides who somebody is: to read, to change, in his name or its own. */
export const apiScopes = ['read', 'write'] as const;
export const personScopes = ['openid', 'profile', 'email', 'organisations', 'offline_access'] as const;

/** A registered program in the words of OpenID Connect Dynamic Client Registration 1.0. */
export function clientMetadata(client: Client, secrets: Secrets): ClientMetadata {
  const common: ClientMetadata = {
    client_id: client.id,
    client_name: client.name,
    ...(client.secret === null ? {} : { client_secret: secrets.open(client.secret) }),
    ...(client.publicKeys === null ? {} : { jwks: client.publicKeys as NonNullable<ClientMetadata['jwks']> }),
    token_endpoint_auth_method:
      client.secret !== null ? 'client_secret_basic' : client.publicKeys !== null ? 'private_key_jwt' : 'none',
  };
  if (client.kind === 'service') {
    return {
      ...common,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: client.mayWrite ? 'read write' : 'read',
    };
  }
  return {
    ...common,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [...client.redirects],
    post_logout_redirect_uris: [...new Set(client.redirects.flatMap((uri) => [uri, `${new URL(uri).origin}/`]))],
    scope: [...personScopes, ...apiScopes].join(' '),
  };
}
