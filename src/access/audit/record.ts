import { sql, type Clock, type Db, type Sql } from '../../kernel/index.ts';
import type { AuditEntry, PendingEntry } from './model.ts';
import { outsideScope, scopeNow } from './scope.ts';

const maxLength = { agent: 300, target: 2_000, purpose: 1_000 } as const;

/** Transactions in which an entry was written by hand: the request's own entry is then not added. */
const written = new WeakSet<object>();

/**
 * Writes an entry into the audit log, in the caller's transaction: it stands when the change stands, and is gone when it
 * is rolled back. What the request knows of itself (who, from where, on whose behalf) is filled in where the entry does not
 * say it. A request whose transaction holds such an entry gets no further one.
 */
export async function recordAudit(tx: Db, clock: Clock, entry: AuditEntry): Promise<void> {
  const base = scopeNow()?.base ?? {};
  written.add(tx);
  await insertPending(tx, [complete({ ...base, ...entry }, clock)]);
}

export function hasEntry(tx: Db): boolean {
  return written.has(tx);
}

/** The entry as it is kept: with its moment and outcome, without members that nothing is known for, in bounds. */
export function complete(entry: AuditEntry, clock: Clock): PendingEntry {
  const known = Object.entries(entry).filter(([, value]) => !isNothing(value));
  const bounded = known.map(([name, value]) => [name, bound(name, value)] as const);
  return {
    ...(Object.fromEntries(bounded) as unknown as AuditEntry),
    outcome: entry.outcome ?? 'done',
    at: clock.now().toISOString(),
  };
}

/** Several entries in one statement. The statement is not a change that the request's watcher should look at. */
export async function insertPending(db: Db, entries: readonly PendingEntry[]): Promise<void> {
  await outsideScope(() => db.query(sql.kept(sql`select ${entering(entries)}`)));
}

/** Enters entries as part of a statement, as an expression: they stand when its transaction stands. */
export function entering(entries: readonly PendingEntry[]): Sql {
  return sql`enter_pending(${JSON.stringify(entries)}::jsonb)`;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

const halfPair = /\p{Cs}/gu;

/** The database takes no NUL and no half of a surrogate pair. */
function bound(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const most = maxLength[name as keyof typeof maxLength] ?? 500;
  return value.slice(0, most).replaceAll('\u0000', '').replace(halfPair, '\ufffd');
}
