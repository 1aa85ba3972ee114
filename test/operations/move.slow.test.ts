import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { kernelLeases, move, refuseUnfitDatabase, refuseUnfitFolder } from '../../src/kernel/backup/index.ts';
import { migrate, sql } from '../../src/kernel/index.ts';
import { clock, fillSample, open, openPlaces, sampleModules, serverSkip, stateOf, type Place } from './sample-node.ts';

const mover = fileURLToPath(new URL('./mover.js', import.meta.url));

describe('A move from the embedded store to a server', { skip: serverSkip }, () => {
  let places: Awaited<ReturnType<typeof openPlaces>>;
  let source: Place;
  let wanted: Awaited<ReturnType<typeof stateOf>>;
  before(async () => {
    places = await openPlaces();
    source = await places.make('embedded');
    const db = await fillSample(source, 10_000);
    await db.query(sql`vacuum analyze`);
    wanted = await stateOf(db);
    await db.close();
  });
  after(async () => {
    await places.close();
    rmSync(places.root, { recursive: true, force: true });
  });

  const moveTo = (target: Place) =>
    move({
      dataFolder: source.dataFolder,
      url: target.databaseUrl!,
      schema: target.schema,
      modules: sampleModules,
      leases: kernelLeases,
      clock,
    });

  test('killed in the middle goes on where it was, and the copy is the same', async () => {
    const target = await places.make('server');
    await killAfter(2, target);
    const half = await open(target);
    await assert.rejects(refuseUnfitDatabase(half), { code: 'move-unfinished' });
    const [before] = await half.query<{ count: number }>(sql`select count(*) as count from account`);
    await half.close();
    assert.ok(before!.count > 0 && before!.count < 10_001, `${before!.count} rows before going on`);
    refuseUnfitFolder(source.dataFolder, null);

    const summary = await moveTo(target);
    assert.equal(summary.settings.LIENTHONG_DATABASE_URL, target.databaseUrl);
    const db = await open(target);
    await refuseUnfitDatabase(db);
    assert.deepEqual(await stateOf(db), wanted);
    assert.equal(await migrate(db, sampleModules), 0);
    const [next] = await db.query(sql`insert into account (balance) values (1) returning id`);
    assert.equal(next!['id'], 10_002);
    await db.close();
  });

  test('leaves the source as it was, marked: a node starts on it only with the server', () => {
    assert.throws(() => refuseUnfitFolder(source.dataFolder, null), { code: 'data-folder-moved' });
    refuseUnfitFolder(source.dataFolder, 'postgres://server/database');
  });

  test('is not made into a database that holds something, nor from a folder without a store', async () => {
    const full = await places.make('server');
    const db = await open(full);
    await db.query(sql`create table something (n int)`);
    await db.close();
    await assert.rejects(moveTo(full), { code: 'restore-target-not-empty' });
    await assert.rejects(move({ dataFolder: places.root, url: full.databaseUrl!, modules: [], leases: [], clock }), {
      code: 'move-without-data',
    });
  });

  test('does not go on after the source has changed', async () => {
    const target = await places.make('server');
    await killAfter(2, target);
    const db = await open(source);
    await db.query(sql`insert into seed values (5)`);
    await db.close();
    await assert.rejects(moveTo(target), { code: 'move-source-changed' });
  });

  /** Moves in a process of its own, which dies when so many pieces of the accounts are there. */
  async function killAfter(pieces: number, target: Place): Promise<void> {
    const parameters = [mover, source.dataFolder, target.databaseUrl!, target.schema!, String(pieces)];
    const child = spawn(process.execPath, parameters, { stdio: 'inherit' });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL', 'it was killed in the middle');
  }
});
