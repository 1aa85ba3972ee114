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
  readonly dead: number;
  readonly live: number;
  readonly changed: number;
}

/**
 * One piece of housekeeping, or null when nothing is due: VACUUM with ANALYZE of the table with the most dead rows for
 * its size, else ANALYZE of the one that changed most. Call it every minute or so. The embedded engine has no
 * background process that would do it; a server has, so there this finds little.
 *
 * The thresholds are those of PostgreSQL's own autovacuum (manual, 24.1.6): 50 rows and 20 % dead, 50 rows and 10 %
 * changed. The work cannot be cut, so it waits in the idle lane.
 */
export async function maintenance(db: Db): Promise<MaintenanceStep | null> {
  const due = (await selectCandidates(db)).at(0);
  if (!due) return null;
  const work = isVacuumDue(due) ? 'vacuum' : 'analyze';
  const since = performance.now();
  const table = sql.identifier(due.schema, due.table);
  await db.lane('idle').query(work === 'vacuum' ? sql`vacuum (analyze) ${table}` : sql`analyze ${table}`);
  return { table: `${due.schema}.${due.table}`, work, ms: Math.round(performance.now() - since) };
}

function isVacuumDue({ dead, live }: Candidate): boolean {
  return dead > 50 + 0.2 * live;
}

/** Only tables that this user may vacuum; the size is the planner's where the counters were lost in a crash. */
function selectCandidates(db: Db): Promise<Candidate[]> {
  return db.query<Candidate>(sql`
    select s.schemaname as schema, s.relname as table, s.n_dead_tup as dead, s.n_live_tup as live,
      s.n_mod_since_analyze as changed
    from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    where pg_has_role(c.relowner, 'USAGE') and s.schemaname = any (current_schemas(false))
      and (s.n_dead_tup > 50 + 0.2 * s.n_live_tup or s.n_mod_since_analyze > 50 + 0.1 * s.n_live_tup)
    order by (s.n_dead_tup > 50 + 0.2 * s.n_live_tup) desc,
      greatest(s.n_dead_tup, s.n_mod_since_analyze)::float8 / (s.n_live_tup + 50) desc, s.relid
    limit 1`);
}
