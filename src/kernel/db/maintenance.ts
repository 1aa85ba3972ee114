import type { Db } from '../db.ts';
import { sql } from '../sql.ts';

export interface MaintenanceStep {
  readonly table: string;
  readonly work: 'vacuum' | 'analyze';
  readonly ms: number;
}

interface Candidate {
  readonly schema: string;
  readonly table: string;
  readonly vacuum: boolean;
}

/**
 * One piece of housekeeping, or null when nothing is due: VACUUM with ANALYZE of the table with the most dead rows for
 * its size, else ANALYZE of the one that changed most. Call it every minute or so. The embedded engine has no
 * background process that would do it; a server has, so there this finds little.
 *
 * The thresholds are those of PostgreSQL's own autovacuum (manual, 24.1.6): 50 rows and 20 % dead, 50 rows and 10 %
 * changed. The embedded engine forgets its counters when it stops, so a table that grew by half and 1 MB since its last
 * VACUUM counts as well. The work cannot be cut, so it waits in the idle lane.
 */
export async function maintenance(db: Db): Promise<MaintenanceStep | null> {
  await db.query(sql`select pg_stat_force_next_flush()`);
  const due = (await selectCandidates(db)).at(0);
  if (!due) return null;
  const work = due.vacuum ? 'vacuum' : 'analyze';
  const since = performance.now();
  const table = sql.identifier(due.schema, due.table);
  await db.lane('idle').query(work === 'vacuum' ? sql`vacuum (analyze) ${table}` : sql`analyze ${table}`);
  return { table: `${due.schema}.${due.table}`, work, ms: Math.round(performance.now() - since) };
}

/** Only tables that this user may vacuum; catalogues look after themselves when the tables do. */
function selectCandidates(db: Db): Promise<Candidate[]> {
  return db.query<Candidate>(sql`
    with state as (
      select s.schemaname as schema, s.relname as table, s.relid,
        s.n_dead_tup > 50 + 0.2 * s.n_live_tup as dead,
        s.n_mod_since_analyze > 50 + 0.1 * s.n_live_tup as changed,
        pg_relation_size(s.relid) > 1.5 * 8192 * c.relpages + 1048576 as grown,
        greatest(s.n_dead_tup, s.n_mod_since_analyze)::float8 / (s.n_live_tup + 50) as share
      from pg_stat_user_tables s join pg_class c on c.oid = s.relid
      where c.relkind in ('r', 'm') and pg_has_role(c.relowner, 'USAGE') and s.schemaname = any (current_schemas(false))
    )
    select schema, "table", dead or grown as vacuum from state
    where dead or grown or changed
    order by dead or grown desc, share desc, relid
    limit 1`);
}
