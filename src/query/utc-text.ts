import { sql, type Sql } from '../kernel/index.ts';

/** A moment as RFC 3339 in UTC, with the digits of a second that it has. */
export function utcText(column: Sql): Sql {
  return sql`replace((${column} at time zone 'UTC')::text, ' ', 'T') || 'Z'`;
}
