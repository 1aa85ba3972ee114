import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createJobs, sql, type Db } from '../../src/kernel/index.ts';
import { ClockWatch } from '../../src/kernel/operations/clock-watch.ts';
import {
  forecastDays,
  formatBytes,
  judgeDisk,
  readDiskSamples,
  recordDiskSample,
} from '../../src/kernel/operations/disk.ts';
import { examine } from '../../src/kernel/operations/examine.ts';
import {
  doctor,
  operationsRoutes,
  type OperationsContext,
  type OperationsResource,
} from '../../src/kernel/operations/index.ts';
import { findLastBackup } from '../../src/kernel/backup/index.ts';
import { recordBackup } from '../../src/kernel/backup/backups.ts';
import { quietLog } from '../support/quiet-log.ts';
import { backUp, fillSample, open, openPlaces, restoreTo, sampleModules, type Place } from './sample-node.ts';

const GiB = 1024 ** 3;

describe('The disk forecast', () => {
  const days = (...free: number[]) =>
    free.map((bytes, i) => ({
      day: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
      freeBytes: bytes * GiB,
    }));
  const cases = [
    { says: 'an even loss of 2 GiB a day from 20 GiB lasts 10 days', samples: days(26, 24, 22, 20), free: 20, is: 10 },
    {
      says: 'one clean-up does not hide the loss',
      samples: days(30, 29, 28, 27, 26, 25, 24, 23, 41, 40),
      free: 40,
      is: 40,
    },
    {
      says: 'one large delivery is not the pace',
      samples: days(90, 89, 88, 87, 86, 85, 84, 83, 61, 60),
      free: 60,
      is: 60,
    },
    {
      says: 'a delivery each week is the pace, though most days lose nothing',
      samples: days(...Array.from({ length: 29 }, (_, day) => 100 - 7 * Math.floor(day / 7))),
      free: 70,
      is: 70,
    },
    { says: 'space that grows never runs out', samples: days(10, 11, 12), free: 12, is: null },
    { says: 'even space never runs out', samples: days(10, 10, 10), free: 10, is: null },
    { says: 'two days say too little', samples: days(10, 5), free: 5, is: null },
  ];
  for (const { says, samples, free, is } of cases) {
    test(says, () => {
      const found = forecastDays(samples, free * GiB);
      if (is === null) assert.equal(found, null);
      else assert.ok(Math.abs(found! - is) / is < 0.1, String(found));
    });
  }
  test('days without a sample count as days', () => {
    const samples = [
      { day: '2026-02-27', freeBytes: 30 },
      { day: '2026-03-01', freeBytes: 26 },
      { day: '2026-03-05', freeBytes: 18 },
    ];
    assert.equal(forecastDays(samples, 18), 9);
  });
  test('below 2 % has failed; below 10 % or within 14 days is a warning', () => {
    const of = (percent: number) => ({ freeBytes: percent, totalBytes: 100 });
    assert.equal(judgeDisk(of(1.9), null), 'failed');
    assert.equal(judgeDisk(of(9.9), 400), 'warning');
    assert.equal(judgeDisk(of(50), 13.9), 'warning');
    assert.equal(judgeDisk(of(50), 14), 'ok');
    assert.equal(judgeDisk(of(10), null), 'ok');
  });
  test('sizes are written short', () => {
    assert.deepEqual([0, 1023, 1536, 12.5 * GiB].map(formatBytes), ['0 B', '1023 B', '1.5 KiB', '13 GiB']);
  });
});

test('A clock that was set is noticed once and remembered for a day; slewing is not', () => {
  let wall = Date.parse('2026-01-01T00:00:00Z');
  let monotonic = 0;
  const pass = (ms: number, jump = 0) => ((wall += ms + jump), (monotonic += ms));
  const watch = new ClockWatch({ now: () => new Date(wall) }, () => monotonic);
  pass(3_600_000, 400);
  assert.equal(watch.lastJump(), null);
  pass(60_000, -90_000);
  assert.equal(watch.lastJump()?.seconds, -90);
  pass(3_600_000);
  assert.equal(watch.lastJump()?.seconds, -90);
  pass(24 * 3_600_000);
  assert.equal(watch.lastJump(), null);
});

test('Expectations come worst first; one that throws or hangs has failed', async () => {
  const well = { state: 'ok', since: null, title: { vi: 'T', en: 'T' }, href: null } as const;
  const told = { message: { vi: 'còn {n}', en: '{n} left' }, parameters: { n: 1234 } };
  const shown = await examine(
    [
      { id: 'well', check: async () => ({ ...well, detail: told }) },
      { id: 'throws', check: () => Promise.reject(new Error('gone')) },
      { id: 'warns', check: async () => ({ ...well, state: 'warning', detail: told }) },
      { id: 'hangs', check: () => new Promise(() => {}) },
    ],
    'vi',
    50,
  );
  assert.deepEqual(
    shown.map(({ id, state }) => `${id} ${state}`),
    ['throws failed', 'hangs failed', 'warns warning', 'well ok'],
  );
  assert.match(shown[0]!.detail, /gone/);
  assert.equal(shown[2]!.detail, 'còn 1.234');
});

describe('Operations of a node', () => {
  let places: Awaited<ReturnType<typeof openPlaces>>;
  let place: Place;
  let db: Db;
  let now = new Date();
  const clock = { now: () => now };
  const hoursLater = (hours: number) => (now = new Date(now.getTime() + hours * 3_600_000));
  let named: string[] = [];
  const contextOf = (store: Db, at: Place): OperationsContext => ({
    db: store,
    jobs: createJobs(store, { clock, log: quietLog }),
    dataFolder: at.dataFolder,
    clock,
    version: '0.1.0',
    modules: sampleModules,
    expectations: [],
    doctorChecks: [{ name: 'vectors', run: async () => ({ ok: true, value: '12 of 12' }) }],
    referencedFiles: () => named,
    monotonicMs: () => now.getTime(),
  });
  before(async () => {
    places = await openPlaces();
    place = await places.make('embedded');
    db = await fillSample(place);
    await db.query(sql`delete from job`);
  });
  after(async () => {
    await db.close();
    await places.close();
    rmSync(places.root, { recursive: true, force: true });
  });

  async function look(): Promise<Record<string, string>> {
    const [operations] = operationsRoutes(contextOf(db, place));
    const reply = await operations!.handle({ language: 'en' } as never);
    const { expectations } = (reply as { data: OperationsResource }).data;
    return Object.fromEntries(expectations.map(({ id, state, detail }) => [id, `${state}: ${detail}`]));
  }

  test('the backup expectation turns with its age and its failures', async () => {
    const summary = { tables: 1, rows: 2, files: 3, bytes: 4 };
    assert.match((await look())['backup']!, /^warning: There is no backup yet/);
    await recordBackup(db, { startedAt: now, finishedAt: now }, { summary });
    assert.match((await look())['backup']!, /^ok: .* 0 hours ago/);
    hoursLater(25);
    assert.match((await look())['backup']!, /^ok: .* 25 hours ago/);
    await recordBackup(db, { startedAt: now, finishedAt: now }, { error: new Error('disk full') });
    assert.match((await look())['backup']!, /^warning: The last backup failed/);
    hoursLater(1);
    assert.match((await look())['backup']!, /^warning: The last backup finished 26 hours ago/);
    assert.equal((await findLastBackup(db, 'done'))?.bytes, 4);
  });

  test('the job expectation turns with failures of a day and with lost leases', async () => {
    assert.match((await look())['jobs']!, /^ok/);
    await db.query(sql`
      insert into job (kind, payload, state, run_at, created_at, finished_at)
      values ('load', '{}', 'failed', ${now}, ${now}, ${now})`);
    assert.match((await look())['jobs']!, /^warning: 1 jobs failed .*\(load\)/);
    hoursLater(25);
    assert.match((await look())['jobs']!, /^ok/);
    await db.query(sql`
      insert into job (kind, payload, state, run_at, created_at, lease_until)
      values ('load', '{}', 'running', now(), now(), now() - interval '5 minutes')`);
    assert.match((await look())['jobs']!, /^failed: 1 jobs are past their lease/);
    await db.query(sql`delete from job`);
  });

  test('the clock is held against the database', async () => {
    now = new Date();
    assert.match((await look())['clock']!, /^ok/);
    now = new Date(Date.now() + 30_000);
    assert.match((await look())['clock']!, /^warning: This machine's clock differs by -\d/);
    hoursLater(1);
    assert.match((await look())['clock']!, /^failed/);
    now = new Date();
  });

  test('the disk is sampled once a day', async () => {
    await recordDiskSample(db, place.dataFolder, clock);
    hoursLater(1 / 60);
    await recordDiskSample(db, place.dataFolder, clock);
    assert.ok((await readDiskSamples(db, place.dataFolder, clock)).length <= 2);
    assert.match((await look())['disk']!, /GiB|MiB|TiB/);
  });

  test('doctor examines a restored backup and finds it well', async () => {
    await db.query(sql`delete from backup`);
    named = readdirSync(join(place.dataFolder, 'files'), { recursive: true, encoding: 'utf8' })
      .map((path) => path.slice(3))
      .filter((name) => name.length === 64);
    const file = join(places.root, 'whole.tar');
    const summary = await backUp(place, db, file);
    const target = await places.make('embedded');
    await restoreTo(file, target);
    const restored = await open(target);
    now = new Date();
    await recordBackup(restored, { startedAt: now, finishedAt: now }, { summary });
    const found = await doctor(contextOf(restored, target), 'vi');
    await restored.close();
    assert.deepEqual(
      found.lines.filter((line) => line.state !== 'ok' && line.name !== 'disk'),
      [],
    );
    const names = found.lines.map((line) => line.name);
    for (const name of [
      'node',
      'postgis',
      'proj',
      'migrations',
      'lock',
      'leases',
      'disk',
      'clock',
      'backup',
      'files',
      'vectors',
    ]) {
      assert.ok(names.includes(name), name);
    }
    assert.match(found.lines.find((line) => line.name === 'files')!.value, /^3 kept, 0 missing, 0 unnamed$/);
  });

  test('doctor tells of files that are missing and of files that nobody names', async () => {
    const line = async () => (await doctor(contextOf(db, place), 'en')).lines.find(({ name }) => name === 'files')!;
    const orphan = join(place.dataFolder, 'files', 'ab', `ab${'0'.repeat(62)}`);
    mkdirSync(join(orphan, '..'), { recursive: true });
    writeFileSync(orphan, 'nobody');
    assert.equal((await line()).state, 'ok', 'it may be arriving');
    utimesSync(orphan, new Date(0), new Date(0));
    assert.deepEqual([(await line()).state, (await line()).value], ['warning', '4 kept, 0 missing, 1 unnamed']);
    named.push('cd'.repeat(32));
    assert.equal((await line()).state, 'failed');
    assert.match((await line()).advice!, /Bring them back from a backup/);
  });

  test('doctor tells of migrations that have not run', async () => {
    const late = { module: 'late', migrations: [{ number: 1, name: 'x', up: '' }] };
    const context = { ...contextOf(db, place), modules: [late] };
    const line = (await doctor(context, 'en')).lines.find(({ name }) => name === 'migrations')!;
    assert.deepEqual([line.state, line.value], ['failed', 'late 1']);
  });
});
