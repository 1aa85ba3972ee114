import type { Db } from '../db.ts';
import { Problem, recordProblem } from '../problem.ts';
import { sql } from '../sql.ts';
import type { BackupSummary } from './model.ts';

/** One backup that was taken, or tried. */
export interface BackupRecord {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly state: 'done' | 'failed';
  /** Bytes of the archive's content, before compression; null of a failed one. */
  readonly bytes: number | null;
  readonly rows: number | null;
}

export async function recordBackup(
  db: Db,
  times: { startedAt: Date; finishedAt: Date },
  outcome: { summary: BackupSummary } | { error: unknown },
): Promise<void> {
  const failed = 'error' in outcome;
  const summary = failed ? null : outcome.summary;
  await db.query(sql`
    insert into backup (started_at, finished_at, state, tables, rows, files, bytes, error)
    values (${times.startedAt}, ${times.finishedAt}, ${failed ? 'failed' : 'done'}, ${summary?.tables},
      ${summary?.rows}, ${summary?.files}, ${summary?.bytes}, ${failed ? describe(outcome.error) : null}::jsonb)`);
}

function describe(error: unknown): string {
  if (error instanceof Problem) return JSON.stringify(recordProblem(error));
  return JSON.stringify({ code: 'internal', detail: error instanceof Error ? error.message : String(error) });
}

/** The newest of a state; null where there is none. */
export async function findLastBackup(db: Db, state: BackupRecord['state']): Promise<BackupRecord | null> {
  const rows = await db.query<BackupRecord>(sql`
    select started_at as "startedAt", finished_at as "finishedAt", state, bytes, rows
    from backup where state = ${state} order by finished_at desc, id desc limit 1`);
  return rows[0] ?? null;
}
