import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { TestDatabase } from '../pipeline/node-under-test.ts';
import { asPublic, begin, byId, deliver, ended, readAll } from '../pipeline/steward.ts';
import { asFile, firstTable, nextTable, seeded } from './model-table.ts';
import { NodeProcess } from './node-process.ts';

const rows = 20_000;

describe('two nodes', () => {
  const folders: string[] = [];
  const nodes: NodeProcess[] = [];
  const folder = () => folders[folders.push(temporaryFolder()) - 1]!;
  const node = (place: string, url: string | null) => nodes[nodes.push(new NodeProcess(place, url)) - 1]!;
  afterEach(async () => {
    for (const one of nodes.splice(0)) await one.kill();
  });
  after(() => {
    for (const one of folders) rmSync(one, { recursive: true, force: true });
  });

  test('a second node on the same data folder is refused, says why, and disturbs nothing', async () => {
    const place = folder();
    const first = node(place, null);
    await first.start();
    await deliver(first, 'held', asFile(firstTable(100)), { key: ['code'], openness: 'open' });
    const second = node(place, null);
    second.launch();
    assert.equal(await second.exit(), 1);
    assert.match(second.log, /data folder is in use/);
    assert.match(second.log, /Stop that process, or choose another data folder/);
    assert.equal((await asPublic(first, '/collections/held/items')).body['numberMatched'], 100);
    const { code } = await first.command('runs');
    assert.equal(code, 0, 'the command line still finds the first');
  });

  const skip =
    process.env['LIENTHONG_TEST_DATABASE_URL'] === undefined &&
    !hasPostgres() &&
    'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL';
  describe('on one PostgreSQL, with one folder of files', { skip }, () => {
    const database = new TestDatabase();
    after(() => database.drop());

    test('that start at once on an empty database both migrate and serve', async () => {
      const url = await database.create();
      const place = folder();
      const both = [node(place, url), node(place, url)];
      for (const one of both) one.launch();
      await sleep(100);
      const urls = await Promise.all(both.map((one) => one.listens()));
      for (const address of urls) assert.equal((await fetch(`${address}/readyz`)).status, 200, address);
      assert.equal(new Set(urls).size, 2);
    });

    test('write one collection one after the other, and both runs end', async () => {
      const url = await database.create();
      const place = folder();
      const [a, b] = [node(place, url), node(place, url)];
      await a.start();
      await b.start();
      const first = firstTable(rows);
      await deliver(a, 'shared', asFile(first), { key: ['code'], openness: 'open' });
      const random = seeded(3);
      const second = nextTable(first, random);
      const third = nextTable(second.next, random);
      const runs = [await begin(a, 'shared', asFile(second.next)), await begin(b, 'shared', asFile(third.next))];
      const [one, two] = [await ended(b, runs[0]!.id), await ended(a, runs[1]!.id)];
      assert.deepEqual([one.state, one.edition, two.state, two.edition], ['done', 2, 'done', 3]);
      for (const [name, count] of Object.entries(third.counts)) assert.equal(two.counts[name as 'read'], count, name);
      for (const reader of [a, b]) {
        const found = byId(await readAll(reader, 'shared'));
        assert.equal(found.size, third.next.size);
        for (const [key, depth] of third.next) assert.equal(found.get(key)?.['depth'], depth, key);
      }
    });

    test('when the one at work dies, the other takes its run over', async () => {
      const url = await database.create();
      const place = folder();
      const [a, b] = [node(place, url), node(place, url)];
      await a.start();
      await deliver(a, 'inherited', asFile(firstTable(rows)), { key: ['code'], openness: 'open' });
      const { next } = nextTable(firstTable(rows), seeded(5));
      const run = await begin(a, 'inherited', asFile(next));
      await sleep(300);
      await a.kill();
      await b.start();
      const done = await ended(b, run.id);
      assert.deepEqual([done.state, done.edition], ['done', 2]);
      assert.equal((await readAll(b, 'inherited')).length, next.size);
    });
  });

  for (const engine of ['embedded', 'server'] as const) {
    const missing = engine === 'server' && skip;
    test(
      `SIGTERM during a run ends with exit code 0 and the run goes on at the next start (${engine})`,
      { skip: missing },
      async () => {
        const database = new TestDatabase();
        const url = engine === 'server' ? await database.create() : null;
        try {
          const stopped = node(folder(), url);
          await stopped.start();
          const table = firstTable(rows);
          await deliver(stopped, 'stopped', asFile(table), { key: ['code'], openness: 'open' });
          const { next } = nextTable(table, seeded(11));
          const run = await begin(stopped, 'stopped', asFile(next));
          await sleep(400);
          const began = performance.now();
          assert.equal(await stopped.stop(), 0);
          assert.ok(performance.now() - began < 15_000, 'it stops within 15 s');
          await stopped.start();
          const done = await ended(stopped, run.id);
          assert.deepEqual([done.state, done.edition], ['done', 2]);
          assert.equal((await readAll(stopped, 'stopped')).length, next.size);
          await stopped.kill();
        } finally {
          if (url !== null) await database.drop();
        }
      },
    );
  }
});
