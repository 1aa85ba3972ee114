import { findLastBackup } from '../backup/index.ts';
import type { Message, Parameters } from '../i18n.ts';
import { sql } from '../sql.ts';
import type { OperationsContext } from './context.ts';
import { formatBytes, forecastDays, judgeDisk, readDiskSamples, readDiskSpace } from './disk.ts';
import { operationsMessages as messages } from './messages.ts';
import type { Expectation, Finding, State } from './model.ts';
import type { ClockWatch } from './clock-watch.ts';

/** A day, and two hours for a backup that takes long. */
const backupAgeHours = 26;
const slowDatabaseMs = 1_000;
const clockWarningSeconds = 2;
const clockFailedSeconds = 60;
const hourMs = 3_600_000;

/** What every node expects of itself. */
export function builtInExpectations(context: OperationsContext, watch: ClockWatch): Expectation[] {
  return [
    { id: 'backup', check: () => checkBackup(context) },
    { id: 'jobs', check: () => checkJobs(context) },
    { id: 'disk', check: () => checkDisk(context) },
    { id: 'database', check: () => checkDatabase(context) },
    { id: 'clock', check: () => checkClock(context, watch) },
    ...(context.db.engine === 'embedded' ? [{ id: 'vacuum', check: () => checkVacuum(context) }] : []),
  ];
}

function finding(
  state: State,
  title: Message,
  message: Message,
  parameters: Parameters = {},
  since: string | null = null,
): Finding {
  return { state, since, title, detail: { message, parameters }, href: null };
}

export async function checkBackup({ db, clock }: OperationsContext): Promise<Finding> {
  const [done, failed] = [await findLastBackup(db, 'done'), await findLastBackup(db, 'failed')];
  const title = messages.backupTitle;
  if (!done) return finding('warning', title, messages.backupNone);
  const hours = Math.round(((clock.now().getTime() - Date.parse(done.finishedAt)) / hourMs) * 10) / 10;
  const since = new Date(Date.parse(done.finishedAt) + backupAgeHours * hourMs).toISOString();
  if (hours >= backupAgeHours) return finding('warning', title, messages.backupOld, { hours }, since);
  if (failed && failed.finishedAt > done.finishedAt) {
    return finding('warning', title, messages.backupFailed, { hours }, failed.finishedAt);
  }
  return finding('ok', title, messages.backupFresh, { hours });
}

export async function checkJobs({ db, clock }: OperationsContext): Promise<Finding> {
  const title = messages.jobsTitle;
  const [lost] = await db.query<{ count: number; since: string | null }>(sql`
    select count(*) as count, min(lease_until) as since from job
    where state = 'running' and lease_until < clock_timestamp() - interval '1 minute'`);
  if (lost!.count > 0) return finding('failed', title, messages.jobsLost, { count: lost!.count }, lost!.since);
  const dayAgo = new Date(clock.now().getTime() - 24 * hourMs);
  const [failed] = await db.query<{ count: number; since: string | null; kinds: string | null }>(sql`
    select count(*) as count, min(finished_at) as since, string_agg(distinct kind, ', ' order by kind) as kinds from job
    where state = 'failed' and finished_at > ${dayAgo}`);
  if (failed!.count === 0) return finding('ok', title, messages.jobsWell);
  return finding('warning', title, messages.jobsFailed, { count: failed!.count, kinds: failed!.kinds! }, failed!.since);
}

export async function checkDisk({ db, dataFolder, clock }: OperationsContext): Promise<Finding> {
  const space = await readDiskSpace(dataFolder);
  const daysLeft = forecastDays(await readDiskSamples(db, dataFolder, clock), space.freeBytes);
  const state = judgeDisk(space, daysLeft);
  const parameters = {
    free: formatBytes(space.freeBytes),
    percent: Math.round((space.freeBytes / space.totalBytes) * 1000) / 10,
    days: Math.floor(daysLeft ?? 0),
  };
  const short = daysLeft === null || daysLeft >= 14 ? messages.diskShort : messages.diskShortSoon;
  const well = daysLeft === null ? messages.diskWell : messages.diskWellUntil;
  return finding(state, messages.diskTitle, state === 'ok' ? well : short, parameters);
}

export async function checkDatabase({ db }: OperationsContext): Promise<Finding> {
  const since = performance.now();
  await db.query(sql`select 1`);
  const ms = Math.round(performance.now() - since);
  const slow = ms > slowDatabaseMs;
  const message = slow ? messages.databaseSlow : messages.databaseWell;
  return finding(slow ? 'warning' : 'ok', messages.databaseTitle, message, { ms });
}

/** How far the database's clock is ahead of ours, in seconds; the way there and back counts half each. */
export async function clockDifference({ db, clock }: OperationsContext): Promise<number> {
  const before = clock.now().getTime();
  const [row] = await db.query<{ now: string }>(sql`select clock_timestamp() as now`);
  const after = clock.now().getTime();
  return Math.round((Date.parse(row!.now) - (before + after) / 2) / 100) / 10;
}

export async function checkClock(context: OperationsContext, watch: ClockWatch): Promise<Finding> {
  const title = messages.clockTitle;
  const seconds = await clockDifference(context);
  const jump = watch.lastJump();
  if (Math.abs(seconds) > clockWarningSeconds) {
    const state = Math.abs(seconds) > clockFailedSeconds ? 'failed' : 'warning';
    return finding(state, title, messages.clockOff, { seconds });
  }
  if (jump) return finding('warning', title, messages.clockJumped, { seconds: jump.seconds }, jump.at);
  return finding('ok', title, messages.clockWell, { seconds });
}

/** The thresholds are far above those at which the node itself cleans up: this shows that it does not get to it. */
export async function checkVacuum({ db }: OperationsContext): Promise<Finding> {
  const [worst] = await db.query<{ table: string; dead: number; live: number }>(sql`
    select relname as table, n_dead_tup as dead, n_live_tup as live from pg_stat_user_tables
    where schemaname = current_schema() and n_dead_tup > 50000 and n_dead_tup > n_live_tup
    order by n_dead_tup desc, relname limit 1`);
  if (!worst) return finding('ok', messages.vacuumTitle, messages.vacuumWell);
  return finding('warning', messages.vacuumTitle, messages.vacuumLate, { ...worst });
}
