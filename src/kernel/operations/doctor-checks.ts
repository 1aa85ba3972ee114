import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findLastBackup } from '../backup/index.ts';
import { livenessOf, processOf } from '../db/index.ts';
import { sql } from '../sql.ts';
import type { OperationsContext } from './context.ts';
import { checkBackup, checkClock, checkDatabase, checkDisk } from './expectations.ts';
import { formatBytes, readDiskSpace } from './disk.ts';
import { checkKeptFiles } from './kept-files.ts';
import { operationsMessages as messages } from './messages.ts';
import type { DoctorCheck, DoctorResult, Finding } from './model.ts';
import type { ClockWatch } from './clock-watch.ts';

/** Checks that every node makes; cheap ones first, as they also stand on the page of operations. */
export function quickChecks(context: OperationsContext): DoctorCheck[] {
  const { db, version } = context;
  const setting = (name: string, statement: ReturnType<typeof sql>): DoctorCheck => ({
    name,
    run: async () => ({ ok: true, value: (await db.query<{ value: string }>(statement))[0]!.value }),
  });
  return [
    { name: 'product', run: async () => ({ ok: true, value: version }) },
    { name: 'node', run: async () => checkNode(process.versions.node) },
    { name: 'engine', run: async () => ({ ok: true, value: db.engine }) },
    setting('postgresql', sql`select current_setting('server_version') as value`),
    setting('postgis', sql`select postgis_lib_version() as value`),
    setting('proj', sql`select coalesce(substring(postgis_proj_version() from '[0-9]+(?:[.][0-9]+)+'), '?') as value`),
    setting(
      'extensions',
      sql`
      select string_agg(extname || ' ' || extversion, ', ' order by extname) as value from pg_extension`,
    ),
    { name: 'migrations', run: () => checkMigrations(context) },
  ];
}

export function doctorChecks(context: OperationsContext, watch: ClockWatch): DoctorCheck[] {
  const found = (name: string, check: () => Promise<Finding>, value: () => Promise<string>): DoctorCheck => ({
    name,
    run: async () => fromFinding(await check(), await value()),
  });
  return [
    ...quickChecks(context),
    { name: 'lock', run: () => checkLock(context) },
    { name: 'leases', run: () => checkLeases(context) },
    found(
      'database',
      () => checkDatabase(context),
      async () => context.db.engine,
    ),
    found(
      'disk',
      () => checkDisk(context),
      () => diskValue(context.dataFolder),
    ),
    found(
      'clock',
      () => checkClock(context, watch),
      async () => context.clock.now().toISOString(),
    ),
    found(
      'backup',
      () => checkBackup(context),
      async () => (await findLastBackup(context.db, 'done'))?.finishedAt ?? '-',
    ),
    { name: 'files', run: () => checkKeptFiles(context) },
    ...context.doctorChecks,
  ];
}

function fromFinding({ state, detail }: Finding, value: string): DoctorResult {
  if (state === 'ok') return { ok: true, value };
  return {
    ok: state === 'warning' ? 'warning' : false,
    value,
    advice: detail.message,
    parameters: detail.parameters ?? {},
  };
}

async function diskValue(folder: string): Promise<string> {
  const { freeBytes, totalBytes } = await readDiskSpace(folder);
  return `${formatBytes(freeBytes)} / ${formatBytes(totalBytes)}`;
}

function checkNode(version: string): DoctorResult {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return fits ? { ok: true, value: version } : { ok: false, value: version, advice: messages.adviceNode };
}

async function checkMigrations({ db, modules }: OperationsContext): Promise<DoctorResult> {
  const applied = await db.query<{ key: string }>(sql`select module || ' ' || number as key from migration`);
  const ran = new Set(applied.map(({ key }) => key));
  const wanted = modules.flatMap(({ module, migrations }) => migrations.map(({ number }) => `${module} ${number}`));
  const missing = wanted.filter((key) => !ran.has(key));
  if (missing.length === 0) return { ok: true, value: `${ran.size}` };
  return { ok: false, value: missing.join(', '), advice: messages.adviceMigrations };
}

/** Only the embedded engine needs a lock on its folder. */
async function checkLock({ db, dataFolder }: OperationsContext): Promise<DoctorResult> {
  if (db.engine === 'server') return { ok: true, value: '-' };
  const text = await readFile(join(dataFolder, 'lock'), 'utf8').catch(() => null);
  const record = text === null ? null : (JSON.parse(text) as { identity: string; host: string });
  const holder = record && processOf(record.identity);
  const value = record ? `${holder ?? '?'} @ ${record.host} (${livenessOf(record.identity)})` : '-';
  return holder === process.pid ? { ok: true, value } : { ok: false, value, advice: messages.adviceLock };
}

async function checkLeases({ db }: OperationsContext): Promise<DoctorResult> {
  const [row] = await db.query<{ held: number; over: number }>(sql`
    select count(*) as held, count(*) filter (where lease_until < clock_timestamp() - interval '1 minute') as over
    from job where state = 'running'`);
  const { held, over } = row!;
  const value = `${held} held, ${over} run out`;
  return over === 0
    ? { ok: true, value }
    : { ok: 'warning', value, advice: messages.jobsLost, parameters: { count: over } };
}
