import { sql, type Db, type Membership, type Role } from '../../kernel/index.ts';
import { lacksSecondFactor } from '../second-factor.ts';
import { membershipsOf } from '../sessions/sessions.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isVerified: boolean;
  readonly memberships: readonly Membership[];
}

/** Somebody with what a program may learn of him: no roles of whoever lacks the second factor that they ask for. */
export async function findPerson(db: Db, id: string, secondFactorRoles: readonly Role[]): Promise<Person | null> {
  const rows = await db.query<Person>(sql`
    select id, email, name, verified_at is not null as "isVerified",
      case when ${lacksSecondFactor(sql`account.id`, secondFactorRoles)} then '[]'::json
        else ${membershipsOf(sql`account.id`)} end as memberships
    from account where id = ${id}`);
  return rows[0] ?? null;
}

/** Claims (OpenID Connect Core 1.0, 5.1); `organisations` is the node's own. */
export function claimsOf(person: Person): { sub: string } & Record<string, unknown> {
  return {
    sub: person.id,
    name: person.name,
    email: person.email,
    email_verified: person.isVerified,
    organisations: person.memberships.map(({ organisation, roles }) => ({ code: organisation, roles })),
  };
}
