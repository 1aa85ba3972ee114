import { sql, type Caller, type Db } from '../kernel/index.ts';

/**
 * Names behind the ids of callers (`user:…`, `client:…`) as far as this caller may know them: his own, and those of people
 * and machines of organisations that he belongs to; the operator knows all. Ids without a name are left out, among them
 * those of people who are gone.
 */
export async function namesKnownTo(
  db: Db,
  caller: Caller,
  ids: readonly (string | null | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(ids.filter((id) => typeof id === 'string' && /^(user|client):/.test(id)))] as string[];
  if (asked.length === 0) return new Map();
  const own = caller.memberships.map(({ organisation }) => organisation);
  const all = caller.kind === 'operator';
  const among = (kind: 'user' | 'client') =>
    asked.filter((id) => id.startsWith(`${kind}:`)).map((id) => id.slice(kind.length + 1));
  const rows = await db.query<{ id: string; name: string }>(sql`
    select 'user:' || a.id as id, a.name from account a
    where a.id = any(${among('user')}::text[]) and (${all}::boolean or 'user:' || a.id = ${caller.id}
      or exists (select from membership m where m.account = a.id and m.organisation = any(${own}::text[])))
    union all
    select 'client:' || id, name from api_key
    where id = any(${among('client')}::text[]) and (${all}::boolean or organisation = any(${own}::text[]))
    union all
    select 'client:' || id, name from client
    where id = any(${among('client')}::text[]) and (${all}::boolean or organisation = any(${own}::text[]))`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The same objects with the name of who made each, where the caller may know it. */
export async function withMakers<Made extends { readonly madeBy: string }>(
  db: Db,
  caller: Caller,
  made: readonly Made[],
): Promise<(Made & { readonly madeByName: string | null })[]> {
  const names = await namesKnownTo(
    db,
    caller,
    made.map(({ madeBy }) => madeBy),
  );
  return made.map((one) => ({ ...one, madeByName: names.get(one.madeBy) ?? null }));
}
