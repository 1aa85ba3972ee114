import { sql, type Membership, type Role, type Sql } from '../kernel/index.ts';

/**
 * Whether an account, named by an expression for its id, has a role for which a second factor is obligatory and none of its
 * own. Who signs in at an agency's provider is that provider's to look after.
 */
export function lacksSecondFactor(account: Sql, obligatoryFor: readonly Role[]): Sql {
  if (obligatoryFor.length === 0) return sql`false`;
  return sql`exists (
    select 1 from account lacking
    where lacking.id = ${account} and lacking.totp_since is null and lacking.outside_issuer is null
      and not exists (select 1 from passkey where passkey.account = lacking.id)
      and exists (
        select 1 from membership join organisation on organisation.code = membership.organisation
        where membership.account = lacking.id and organisation.successor is null
          and membership.roles && ${[...obligatoryFor]}::text[]))`;
}

/** Until the second factor is there the account may set it up and has no rights. */
export function withoutRights(memberships: readonly Membership[], lacks: boolean) {
  return lacks ? ({ memberships: [], lacks: 'second-factor' } as const) : { memberships };
}
