import { Cron } from 'croner';
import type { Db } from '../db.ts';
import { sql } from '../sql.ts';
import { insertJob } from './job-store.ts';
import { jobProblem } from './problems.ts';

/** Times of day in schedules are Vietnam's, wherever the server stands. */
export const scheduleZone = 'Asia/Ho_Chi_Minh';

/** The next moment of a cron pattern after `after`; null when there is none. Throws Problem `invalid-schedule`. */
export function nextTime(cron: string, after: Date): Date | null {
  try {
    return new Cron(cron, { timezone: scheduleZone, paused: true }).nextRun(after);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw jobProblem('invalid-schedule', { cron, reason }, { cause });
  }
}

/** Keeps the time already planned when the pattern is the same, so that a restart does not skip a missed one. */
export async function putSchedule(
  db: Db,
  schedule: { name: string; cron: string; kind: string; payload: unknown },
  now: Date,
): Promise<void> {
  const next = nextTime(schedule.cron, now);
  await db.query(sql`
    insert into job_schedule as known (name, cron, kind, payload, next_at)
    values (${schedule.name}, ${schedule.cron}, ${schedule.kind}, ${JSON.stringify(schedule.payload ?? null)}::jsonb,
      ${next})
    on conflict (name) do update set cron = excluded.cron, kind = excluded.kind, payload = excluded.payload,
      next_at = case when known.cron = excluded.cron then known.next_at else excluded.next_at end`);
}

export async function removeSchedule(db: Db, name: string): Promise<void> {
  await db.query(sql`delete from job_schedule where name = ${name}`);
}

interface Due {
  readonly name: string;
  readonly cron: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly at: string;
}

/** Enqueues what is due. Of several nodes the one that moves the time on enqueues. */
export async function fireSchedules(db: Db, kinds: readonly string[], now: Date): Promise<void> {
  const due = await db.query<Due>(sql`
    select name, cron, kind, payload, next_at as at from job_schedule
    where next_at <= ${now} and kind = any (${kinds}) order by next_at`);
  for (const schedule of due) await fire(db, schedule, now);
}

async function fire(db: Db, schedule: Due, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const moved = await tx.query(sql`
      update job_schedule set next_at = ${nextTime(schedule.cron, now)}
      where name = ${schedule.name} and next_at = ${schedule.at}`);
    if (moved.affected === 0) return;
    await insertJob(tx, schedule.kind, schedule.payload, { key: `schedule ${schedule.name}` }, now);
  });
}
