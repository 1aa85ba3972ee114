import type { Lease } from '../db/index.ts';
import { sql, type Sql } from '../sql.ts';

/** Leases of the kernel's own tables; modules above name theirs when the backup is composed. */
export const kernelLeases: readonly Lease[] = [
  { table: 'job', column: 'lease_until' },
  { table: 'event_consumer', column: 'lease_until' },
];

/** A lease does not travel: in the copy it has run out, so that whoever starts on it takes over at once. */
export function withoutLease(table: string, column: string, leases: readonly Lease[]): Sql {
  const name = sql.identifier(column);
  if (!leases.some((lease) => lease.table === table && lease.column === column)) return name;
  return sql`case when ${name} is not null then '-infinity'::timestamptz end as ${name}`;
}
