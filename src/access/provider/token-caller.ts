import { publicCaller, sql, type Caller, type Membership, type Role } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { lacksSecondFactor, withoutRights } from '../second-factor.ts';
import { digestOf } from '../secrets.ts';
import { membershipsOf } from '../sessions/sessions.ts';

interface TokenRow {
  model: 'AccessToken' | 'ClientCredentials';
  scope: string | null;
  account: string | null;
  person: string | null;
  memberships: Membership[];
  lacks: boolean;
  client: string;
  client_name: string;
  organisation: string;
  roles: Role[];
  may_write: boolean;
  runs_node: boolean;
}

/**
 * Who an access token of the node's provider speaks for, in one round trip: a person in whose name a program asks, or a
 * program itself. Null where the token is unknown, has run out, its session has ended or its program was removed.
 */
export async function callerOfToken(
  { store, secondFactorRoles }: AccessContext,
  token: string,
): Promise<Caller | null> {
  const rows = await store.query<TokenRow>(sql`
    select token.model, token.payload ->> 'scope' as scope, token.account, account.name as person,
           ${membershipsOf(sql`token.account`)} as memberships,
           ${lacksSecondFactor(sql`token.account`, secondFactorRoles)} as lacks,
           client.id as client, client.name as client_name, client.organisation, client.roles, client.may_write,
           organisation.runs_node
    from oidc_record token
    join client on client.id = token.payload ->> 'clientId'
    join organisation on organisation.code = client.organisation and organisation.successor is null
    left join account on account.id = token.account
    where token.model in ('AccessToken', 'ClientCredentials') and token.id = ${digestOf(token)}
      and token.expires_at > now()
      and (token.payload ->> 'expiresWithSession' is distinct from 'true' or exists (
        select 1 from oidc_record session
        where session.model = 'Session' and session.uid = token.payload ->> 'sessionUid' and session.expires_at > now()))`);
  const row = rows[0];
  if (!row) return null;
  const scopes = new Set((row.scope ?? '').split(' '));
  return row.model === 'ClientCredentials' ? programCaller(row, scopes) : personCaller(row, scopes);
}

function programCaller(row: TokenRow, scopes: ReadonlySet<string>): Caller {
  return {
    ...publicCaller,
    kind: 'client',
    id: `client:${row.client}`,
    via: 'token',
    name: row.client_name,
    memberships: [{ organisation: row.organisation, roles: row.roles, runsNode: row.runs_node }],
    mayWrite: row.may_write && scopes.has('write'),
  };
}

/** A token that only says who somebody is opens no data. */
function personCaller(row: TokenRow, scopes: ReadonlySet<string>): Caller | null {
  if (row.account === null || row.person === null) return null;
  if (!scopes.has('read') && !scopes.has('write')) return null;
  return {
    ...publicCaller,
    kind: 'user',
    id: `user:${row.account}`,
    via: 'token',
    name: row.person,
    ...withoutRights(row.memberships, row.lacks),
    mayWrite: scopes.has('write'),
  };
}
