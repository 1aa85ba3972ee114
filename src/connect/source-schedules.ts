import { sql, type Clock, type Db, type ProblemRecord } from '../kernel/index.ts';

/** When a source is fetched by itself, and how that went the last time. */
export interface SourceSchedule {
  readonly source: string;
  /** Five columns; times of day are Vietnam's. */
  readonly cron: string;
  readonly since: string;
  readonly lastFetchAt: string | null;
  /** Why the last fetch gave nothing to publish; null: all went well, or there was none. */
  readonly problem: ProblemRecord | null;
}

interface ScheduleRow {
  source: string;
  cron: string;
  since: string;
  last_fetch_at: string | null;
  problem: ProblemRecord | null;
}

const columns = sql`source, cron, since, last_fetch_at, problem`;

/** Sets when a source is fetched; what is missed is counted from now on. */
export async function putSchedule(db: Db, clock: Clock, source: string, cron: string): Promise<void> {
  await db.query(sql`
    insert into source_schedule (source, cron, since) values (${source}, ${cron}, ${clock.now().toISOString()})
    on conflict (source) do update set cron = excluded.cron, since = excluded.since, problem = null`);
}

export async function removeSchedule(db: Db, source: string): Promise<void> {
  await db.query(sql`delete from source_schedule where source = ${source}`);
}

/** Enters that a fetch has ended, and how; without a word on that the earlier one stands. */
export async function noteFetch(db: Db, clock: Clock, source: string, problem?: ProblemRecord | null): Promise<void> {
  await db.query(sql`
    update source_schedule set last_fetch_at = ${clock.now().toISOString()}
      ${problem === undefined ? sql`` : sql`, problem = ${problem === null ? null : JSON.stringify(problem)}::jsonb`}
    where source = ${source}`);
}

/** A person has decided what the last fetch left open. */
export async function settleFetch(db: Db, source: string): Promise<void> {
  await db.query(sql`update source_schedule set problem = null where source = ${source} and problem is not null`);
}

export async function findSchedule(db: Db, source: string): Promise<SourceSchedule | null> {
  const rows = await db.query<ScheduleRow>(sql`select ${columns} from source_schedule where source = ${source}`);
  return rows[0] ? fromRow(rows[0]) : null;
}

export async function listSchedules(db: Db): Promise<SourceSchedule[]> {
  return (await db.query<ScheduleRow>(sql`select ${columns} from source_schedule order by source`)).map(fromRow);
}

function fromRow({ last_fetch_at: lastFetchAt, ...row }: ScheduleRow): SourceSchedule {
  return { ...row, lastFetchAt };
}
