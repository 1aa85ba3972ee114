import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, before, test } from 'node:test';
import { migrations } from '../../src/modules.ts';
import { migrate, sql } from '../../src/kernel/index.ts';
import { scanFolder } from '../../src/observations/feeds/scan-folder.ts';
import { onBothEngines, temporaryFolder } from '../kernel/engines.ts';

const dayMs = 86_400_000;
const feed = 1;

onBothEngines('A feed is looked at', (engine) => {
  let root = temporaryFolder();
  let looks = 0;
  before(() => migrate(engine.db(), migrations));
  afterEach(async () => {
    rmSync(root, { recursive: true, force: true });
    root = temporaryFolder();
    looks = 0;
    await engine.db().query(sql`delete from station_feed_file`);
    await engine.db().query(sql`delete from station_feed_folder`);
  });

  const age = (path: string, days: number): void => {
    const at = new Date(Date.now() - days * dayMs);
    utimesSync(join(root, path), at, at);
  };
  /** `daysOld`: when the file was written, as its folder says too. */
  const drop = (path: string, daysOld: number, content = 'x'): void => {
    const isNew = !existsSync(join(root, path));
    const folder = dirname(path);
    mkdirSync(join(root, folder), { recursive: true });
    const folderTime = statSync(join(root, folder)).mtime;
    writeFileSync(join(root, path), content);
    age(path, daysOld);
    if (isNew) age(folder, daysOld);
    else utimesSync(join(root, folder), folderTime, folderTime);
  };
  /** What a look takes in; every folder is read whole in one of `wholeLooks`. */
  const look = async (wholeLooks = 1_000_000, take: () => void = () => {}): Promise<string[]> => {
    const taken: string[] = [];
    await scanFolder({
      ...{ db: engine.db(), feed, root, look: looks++, now: Date.now(), signal: new AbortController().signal },
      rhythm: { quietMs: 2 * dayMs, staleMs: 60 * dayMs, staleLooks: 3, wholeLooks },
      take: async (files) => {
        take();
        taken.push(...files.map(({ path }) => path));
      },
    });
    return taken;
  };
  const rows = async (table: 'station_feed_file' | 'station_feed_folder'): Promise<string[]> => {
    const found = await engine.db().query<{ path: string }>(sql`
      select path from ${sql.identifier(table)} where feed = ${feed} order by path`);
    return found.map(({ path }) => path);
  };

  test('once for what is there, in order of names; what somebody still writes waits', async () => {
    drop('2026/04/15/b.txt', 1);
    drop('2026/04/15/a.txt', 1);
    drop('2026/04/14/c.txt', 5);
    drop('d.txt', 100);
    drop('.hidden', 1);
    drop('2026/04/15/now.txt', 0);
    assert.deepEqual(await look(), ['d.txt', '2026/04/14/c.txt', '2026/04/15/a.txt', '2026/04/15/b.txt']);
    assert.deepEqual(await look(), []);
    drop('2026/04/15/now.txt', 0.01);
    assert.deepEqual(await look(), ['2026/04/15/now.txt']);
  });

  test('and finds what arrives late in an old folder, or in a new one below it, in the next look', async () => {
    drop('2026/04/14/c.txt', 30);
    for (const path of ['2026/04/14', '2026/04', '2026', '.']) age(path, 30);
    await look();
    assert.deepEqual(await look(), []);
    // An upload that keeps the time of the file: the folder's own time tells.
    writeFileSync(join(root, '2026/04/14/late.txt'), 'x');
    age('2026/04/14/late.txt', 30);
    drop('2026/04/13/new.txt', 30);
    assert.deepEqual((await look()).toSorted(), ['2026/04/13/new.txt', '2026/04/14/late.txt']);
    age('2026/04/14', 30);
    assert.deepEqual(await look(), []);
  });

  test('and finds what arrives in a folder that has been still for months within some looks', async () => {
    drop('2025/c.txt', 300);
    await look();
    writeFileSync(join(root, '2025/late.txt'), 'x');
    age('2025/late.txt', 1);
    const found = [await look(), await look(), await look()].flat();
    assert.deepEqual(found, ['2025/late.txt']);
  });

  test('and finds a file that a device goes on writing into, though its folder has been quiet', async () => {
    drop('tram/older.txt', 20);
    drop('tram/current.txt', 10);
    await look();
    drop('tram/current.txt', 0.01, 'more');
    assert.deepEqual(await look(), ['tram/current.txt']);
    drop('tram/current.txt', 0.005, 'and more');
    assert.deepEqual(await look(), ['tram/current.txt']);
  });

  test('and finds any other file that was written again when its folder is read whole', async () => {
    drop('tram/older.txt', 20);
    drop('tram/current.txt', 10);
    await look();
    drop('tram/older.txt', 15, 'corrected');
    assert.deepEqual(await look(), []);
    assert.deepEqual([await look(3), await look(3), await look(3)].flat(), ['tram/older.txt']);
  });

  test('and forgets what is gone since long, but nothing of a disk that is away', async () => {
    drop('a/old.txt', 20);
    drop('a/kept.txt', 20);
    drop('b/c/old.txt', 20);
    await look();
    rmSync(join(root, 'a/old.txt'));
    rmSync(join(root, 'b'), { recursive: true });
    await look(1);
    assert.deepEqual(await rows('station_feed_file'), ['a/kept.txt']);
    assert.deepEqual(await rows('station_feed_folder'), ['', 'a']);
    rmSync(root, { recursive: true });
    await assert.rejects(look(1), { code: 'ENOENT' });
    assert.deepEqual(await rows('station_feed_file'), ['a/kept.txt']);
  });

  test('and tries again what could not be taken in', async () => {
    drop('a/b.txt', 20);
    await assert.rejects(
      look(1_000_000, () => assert.fail('the store is away')),
      /store is away/,
    );
    assert.deepEqual(await look(), ['a/b.txt']);
    assert.deepEqual(await look(), []);
  });
});
