import assert from 'node:assert/strict';
import {
  createWriteStream,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  backupRoute,
  findLastBackup,
  refuseUnfitFolder,
  verifyBackup,
  writeBackup,
  type BackupSummary,
} from '../../src/kernel/backup/index.ts';
import { migrate, Problem, sql, type ApiRequest, type Db } from '../../src/kernel/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/wait.ts';
import {
  backUp,
  fillSample,
  open,
  openPlaces,
  restoreTo,
  sampleModules,
  serverSkip,
  sourceOf,
  stateOf,
  type EngineName,
  type Place,
} from './sample-node.ts';

const accountCount = 2_000;
const engines: readonly EngineName[] = ['embedded', 'server'];

async function refusal(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => assert.fail('it was not refused'),
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof Problem, String(error instanceof Error ? error.stack : error));
  return error;
}

describe('A backup', () => {
  let places: Awaited<ReturnType<typeof openPlaces>>;
  let stores: Record<EngineName, { place: Place; db: Db; file: string; made: BackupSummary } | null>;
  before(async () => {
    places = await openPlaces();
    stores = { embedded: await fill('embedded'), server: serverSkip ? null : await fill('server') };
  });
  after(async () => {
    for (const store of Object.values(stores)) await store?.db.close();
    await places.close();
    rmSync(places.root, { recursive: true, force: true });
  });

  for (const from of engines) {
    for (const to of engines) {
      const skip = from === 'server' || to === 'server' ? serverSkip : false;
      test(`from ${from} to ${to} gives the same store`, { skip }, async () => {
        const { place: source, db, file, made } = stores[from]!;
        const wanted = await stateOf(db);
        const { manifest, ...checked } = await verifyBackup(file);
        assert.deepEqual(checked, made);
        assert.equal(manifest.engine, from);

        const target = await places.make(to);
        assert.deepEqual(await restoreTo(file, target), made);
        const restored = await open(target);
        assert.deepEqual(await stateOf(restored), wanted);
        const [lease] = await restored.query(sql`select lease_until < now() as over from job`);
        assert.equal(lease!['over'], true, 'a lease does not travel');
        const [next] = await restored.query(sql`insert into account (balance) values (1) returning id`);
        assert.equal(next!['id'], wanted.accounts.length + 1, 'numbers go on where they were');
        assert.equal(await migrate(restored, sampleModules), 0, 'nothing is left to migrate');
        await restored.close();
        refuseUnfitFolder(target.dataFolder, target.databaseUrl);
        sameFiles(source, target);
      });
    }
  }

  test('in plain or gzip is known by its first bytes', async () => {
    const { file } = stores.embedded!;
    const packed = `${file}.gz`;
    writeFileSync(packed, gzipSync(readFileSync(file)));
    assert.deepEqual(await verifyBackup(packed), await verifyBackup(file));
  });

  test('that is cut off or altered anywhere is refused before the target is touched', async () => {
    const whole = readFileSync(stores.embedded!.file);
    const file = join(places.root, 'altered.tar');
    const packed = gzipSync(whole);
    const bad: [string, Buffer][] = [
      ['cut in the middle', whole.subarray(0, whole.length / 2)],
      ['cut in a header', whole.subarray(0, 512 * 3 + 100)],
      ['cut before the checksums', whole.subarray(0, whole.lastIndexOf('checksums.json'))],
      ['empty', Buffer.alloc(0)],
      ['another file', Buffer.from('PK not a tar'.repeat(100))],
      ['gzip cut off', packed.subarray(0, packed.length - 100)],
      ['one letter of a row changed', changed(whole, 'first delivery', 'First delivery')],
      ['one table row changed', changed(whole, 'Đặng Ăn 42', 'Đặng Ăn 43')],
      ['an entry under another name', changed(whole, 'keys/secret.key', '../y/secret.key')],
    ];
    for (const [what, bytes] of bad) {
      writeFileSync(file, bytes);
      const target = await places.make('embedded');
      const problem = await refusal(restoreTo(file, target));
      assert.equal(problem.code, 'backup-damaged', what);
      assert.equal(existsSync(target.dataFolder), false, what);
    }
  });

  test('is not restored over anything', async () => {
    const { file, place } = stores.embedded!;
    const problem = await refusal(restoreTo(file, place));
    assert.equal(problem.code, 'restore-target-not-empty');
    assert.match(problem.message, /operator-token|files|pg/);
    assert.equal(
      (await refusal(restoreTo(join(places.root, 'missing.tar'), await places.make('embedded')))).code,
      'backup-unreadable',
    );
  });

  test('is not restored into a database that holds tables', { skip: serverSkip }, async () => {
    const { file } = stores.embedded!;
    const place = await places.make('server');
    const db = await open(place);
    await db.query(sql`create table something (n int)`);
    await db.close();
    assert.equal((await refusal(restoreTo(file, place))).code, 'restore-target-not-empty');
    assert.equal(existsSync(place.dataFolder), false);
  });

  test('half restored, keeps a node from starting', () => {
    const folder = join(places.root, 'half');
    mkdirSync(folder);
    writeFileSync(join(folder, 'restore-unfinished.json'), JSON.stringify({ since: '2026-01-01T00:00:00Z' }));
    assert.throws(() => refuseUnfitFolder(folder, null), { code: 'restore-unfinished' });
  });

  test('whose taker goes away leaves nothing behind and lets writers go on', async () => {
    const { place, db } = stores.embedded!;
    const { bytes, summary } = writeBackup(sourceOf(place, db));
    bytes.once('data', () => bytes.destroy());
    await assert.rejects(summary);
    await db.query(sql`insert into seed values (99)`);
    await db.transaction((tx) => tx.query(sql`insert into seed values (100)`));
    assert.deepEqual(
      readdirSync(place.dataFolder).filter((name) => name.endsWith('.spool')),
      [],
    );
  });

  for (const engine of engines) {
    test(
      `is of one moment while a writer commits (${engine})`,
      { skip: engine === 'server' && serverSkip },
      async () => {
        const { place, db } = stores[engine]!;
        const { total, count } = await sumOf(db);
        const stop = new AbortController();
        let transfers = 0;
        let reads = 0;
        let slowestReadMs = 0;
        const writer = (async () => {
          while (!stop.signal.aborted) {
            await db.lane('run').transaction(async (tx) => {
              const [a, b] = [1 + (transfers % accountCount), 1 + ((transfers * 7 + 1) % accountCount)];
              await tx.query(sql`update account set balance = balance - 1 where id = ${a}`);
              await tx.query(sql`update account set balance = balance + 1 where id = ${b}`);
            });
            await db.query(sql`insert into seed values (${transfers + 10})`);
            transfers++;
          }
        })();
        const reader = (async () => {
          while (!stop.signal.aborted) {
            const since = performance.now();
            await db.query(sql`select count(*) from account where id = ${reads++}`);
            slowestReadMs = Math.max(slowestReadMs, performance.now() - since);
          }
        })();
        const file = join(places.root, `moving-${engine}.tar`);
        await backUp(place, db, file);
        stop.abort();
        await Promise.all([writer, reader]);
        assert.ok(transfers > 0 && reads > 0, `${transfers} transfers, ${reads} reads`);
        assert.ok(slowestReadMs < 2_000, `a read waited ${slowestReadMs} ms`);

        const target = await places.make(serverSkip ? 'embedded' : 'server');
        await restoreTo(file, target);
        const restored = await open(target);
        assert.deepEqual(await sumOf(restored), { total, count });
        await restored.close();
      },
    );
  }

  test('over HTTP is one at a time, and its result is kept', async () => {
    const { place, db } = stores.embedded!;
    const download = backupRoute({ ...sourceOf(place, db), log: quietLog });
    const ask = (query: Record<string, string>) =>
      download.handle({ query } as unknown as ApiRequest) as Promise<{ body: Readable; mediaType: string }>;
    const first = await ask({ compression: 'gzip' });
    assert.equal(first.mediaType, 'application/gzip');
    assert.equal((await refusal(ask({}))).code, 'backup-running');
    const file = join(places.root, 'download.tar.gz');
    await pipeline(first.body, createWriteStream(file));
    await until(async () => (await findLastBackup(db, 'done')) !== null, 'the record of the backup');
    const { bytes, rows } = (await findLastBackup(db, 'done'))!;
    const checked = await verifyBackup(file);
    assert.deepEqual([bytes, rows], [checked.bytes, checked.rows]);

    const second = await ask({});
    second.body.once('data', () => second.body.destroy());
    await until(async () => (await findLastBackup(db, 'failed')) !== null, 'the record of the failure');
    (await ask({})).body.destroy();
  });

  async function fill(engine: EngineName) {
    const place = await places.make(engine);
    const db = await fillSample(place, accountCount);
    const file = join(places.root, `${engine}.tar`);
    return { place, db, file, made: await backUp(place, db, file) };
  }
});

async function sumOf(db: Db): Promise<{ total: number; count: number }> {
  const [row] = await db.query<{ total: number; count: number }>(sql`
    select sum(balance)::int8 as total, count(*) as count from account`);
  return { total: row!.total, count: row!.count };
}

function changed(bytes: Buffer, from: string, to: string): Buffer {
  const at = bytes.indexOf(from);
  assert.ok(at > 0, from);
  const copy = Buffer.from(bytes);
  copy.write(to, at);
  return copy;
}

function sameFiles(source: Place, target: Place): void {
  const list = (place: Place) =>
    readdirSync(place.dataFolder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /^files|token|key/.test(name) && statSync(join(place.dataFolder, name)).isFile())
      .sort()
      .map((name) => {
        const path = join(place.dataFolder, name);
        return { name, mode: statSync(path).mode, bytes: readFileSync(path, 'base64').length };
      });
  assert.deepEqual(list(target), list(source));
}
