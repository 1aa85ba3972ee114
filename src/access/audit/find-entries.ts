import { sql, type ApiRequest, type Caller, type Db, type Sql } from '../../kernel/index.ts';
import { organisationsWhere } from '../manage.ts';
import { selectEntries } from './entry-store.ts';
import type { AuditEntry } from './model.ts';

/** An entry as auditors see it: without what only the check needs. */
export type ShownEntry = AuditEntry & {
  readonly number: number;
  readonly at: string;
  readonly erased: readonly string[];
};

export interface EntryFilter {
  readonly who?: string | undefined;
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The operator and auditors of the organisation that runs the node see all of it. */
export function seesWholeLog(caller: Caller): boolean {
  const isOurs = caller.memberships.some(
    ({ runsNode, roles }) => runsNode && roles.some((role) => role === 'auditor' || role === 'administrator'),
  );
  return caller.kind === 'operator' || isOurs;
}

/** Others see what was done in the name of their organisation, and what was done with what it owns. */
function visibleTo(caller: Caller): Sql {
  if (seesWholeLog(caller)) return sql`true`;
  const own = organisationsWhere(caller, ['auditor']);
  return sql`(on_behalf_of && ${own}::text[] or resources && array(
    select id from resource where owner = any(${own}::text[])))`;
}

/** A page of entries, newest first, before a number. */
export async function findEntries(
  db: Db,
  caller: Caller,
  filter: EntryFilter,
  page: { readonly before: number; readonly limit: number },
): Promise<{ readonly entries: ShownEntry[]; readonly next: number | null }> {
  const conditions = [visibleTo(caller)];
  if (filter.who) conditions.push(sql`who = ${filter.who}`);
  if (filter.action) conditions.push(sql`action = ${filter.action}`);
  if (filter.resource) conditions.push(sql`resources @> array[${filter.resource}]::text[]`);
  if (filter.outcome) conditions.push(sql`outcome = ${filter.outcome}`);
  if (filter.from) conditions.push(sql`at >= ${filter.from}::timestamptz`);
  if (filter.to) conditions.push(sql`at < ${filter.to}::timestamptz`);
  const found = await selectEntries(db, {
    after: page.before,
    limit: page.limit + 1,
    backwards: true,
    where: sql.join(conditions, sql` and `),
  });
  const entries = found.slice(0, page.limit).map(shown);
  return { entries, next: found.length > page.limit ? entries.at(-1)!.number : null };
}

function shown({
  salts,
  fields,
  previous: _previous,
  hash: _hash,
  ...entry
}: Awaited<ReturnType<typeof selectEntries>>[0]) {
  return { ...entry, erased: Object.keys(fields).filter((field) => !(field in salts)) };
}

/** Days are Vietnam's; `to` names the last day that is in it. */
export function momentOf(request: ApiRequest, name: 'from' | 'to'): string | undefined {
  const text = request.query[name];
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const start = new Date(`${text}T00:00:00+07:00`);
  return new Date(start.getTime() + (name === 'to' ? 24 * 3_600_000 : 0)).toISOString();
}
