import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { maintenance, openDatabase, Problem, sql, type Db, type MaintenanceStep } from '../../src/kernel/index.ts';
import type { KeptEngine } from '../../src/kernel/db/embedded/kept-engine.ts';
import { lockFolder } from '../../src/kernel/db/folder-lock.ts';
import { processIdentity } from '../../src/kernel/db/process-identity.ts';
import { openEmbeddedEngine } from '../../src/kernel/db/embedded/open-embedded.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/wait.ts';
import { temporaryFolder } from './engines.ts';

const holder = fileURLToPath(new URL('./holder.js', import.meta.url));

/** Starts a process that opens the folder and writes rows; each line it prints is a row whose commit was confirmed. */
function hold(folder: string): { child: ChildProcess; lines: AsyncIterableIterator<string> } {
  const child = spawn(process.execPath, [holder, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, lines: createInterface({ input: child.stdout! })[Symbol.asyncIterator]() };
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answers(db: Db): Promise<boolean> {
  return db.query(sql`select 1`).then(
    () => true,
    () => false,
  );
}

function hasEngine(kept: KeptEngine): boolean {
  try {
    return kept.current() !== null;
  } catch {
    return false;
  }
}

describe('The embedded engine', () => {
  test('a folder in use is refused, naming the process; what a dead process left is taken over', () =>
    withFolder(async (folder) => {
      const { child, lines } = hold(folder);
      await lines.next();
      const error = await openDatabase({ dataFolder: folder }).catch((caught: unknown) => caught);
      assert.ok(error instanceof Problem && error.code === 'data-folder-in-use');
      assert.match(error.message, new RegExp(`process ${child.pid} on ${hostname()}`));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const locks = await Promise.allSettled([1, 2, 3, 4].map(() => lockFolder(folder)));
      const taken = locks.filter((lock) => lock.status === 'fulfilled');
      assert.equal(taken.length, 1, 'of several that see the dead lock one takes it');
      await taken[0]!.value.release();
      await (await lockFolder(folder)).release();
    }));

  test('a reused process number is not taken for the holder', () =>
    withFolder(async (folder) => {
      const parts = processIdentity().split('/');
      parts[3] = '1';
      writeFileSync(join(folder, 'lock'), JSON.stringify({ identity: parts.join('/'), host: hostname() }));
      await (await lockFolder(folder)).release();
    }));

  test('one that finds its lock taken by another is told', () =>
    withFolder(async (folder) => {
      const lock = await lockFolder(folder);
      let lost = false;
      lock.onLost = () => (lost = true);
      writeFileSync(join(folder, 'lock'), JSON.stringify({ identity: 'another', host: 'elsewhere' }));
      await until(() => lost, 'the heartbeat to see it');
      await lock.release();
    }));

  test('kill -9 while committing loses nothing that was confirmed', () =>
    withFolder(async (folder) => {
      let confirmed = 0;
      for (let round = 0; round < 2; round++) {
        const { child, lines } = hold(folder);
        for (let count = 0; count < 150; count++) confirmed = Number((await lines.next()).value);
        child.kill('SIGKILL');
        for await (const line of lines) confirmed = Number(line);
      }
      const db = await openDatabase({ dataFolder: folder });
      const [row] = await db.query<{ count: number; last: number }>(
        sql`select count(*), max(id) as last from confirmed`,
      );
      assert.ok(row!.last >= confirmed, `row ${confirmed} was confirmed, the last one found is ${row!.last}`);
      assert.equal(row!.count, row!.last);
      await db.close();
    }));

  test('when its thread dies all that wait are told; it starts again by itself and nothing confirmed is lost', () =>
    withFolder(async (folder) => {
      const { db, kept } = await openEmbeddedEngine({ dataFolder: folder }, quietLog);
      await db.query(sql`create table confirmed (id int)`);
      const heard: string[] = [];
      await db.listen('news', (payload) => heard.push(payload));
      const transaction = db.transaction(async (tx) => {
        await tx.query(sql`insert into confirmed values (1)`);
        await tx.query(sql`select pg_sleep(5)`);
      });
      const waiting = [transaction, db.query(sql`select 1`)];
      const refused = Promise.all(waiting.map((call) => assert.rejects(call, { code: 'database-stopped' })));
      await until(() => kept.current().syncs > 0, 'the transaction to be at work');
      await kept.current().terminate(new Error('test'));
      await refused;
      await assert.rejects(db.query(sql`select 1`), { code: 'database-stopped' });
      await assert.rejects(lockFolder(folder), { code: 'data-folder-in-use' }, 'the folder stays its own meanwhile');

      await until(() => answers(db), 'the engine to start again', 30_000);
      const [row] = await db.query<{ count: number }>(sql`select count(*) from confirmed`);
      assert.equal(row!.count, 0, 'the table that was confirmed is there, the transaction that was not is gone');
      await db.query(sql`select pg_notify('news', 'again')`);
      await until(() => heard.length > 0, 'the listener to hear again');
      await db.close();
      await (await lockFolder(folder)).release();
    }));

  test('a transaction never goes on in an engine that took over', () =>
    withFolder(async (folder) => {
      const { db, kept } = await openEmbeddedEngine({ dataFolder: folder }, quietLog);
      await db.query(sql`create table written (id int)`);
      const transaction = db.transaction(async (tx) => {
        await tx.query(sql`insert into written values (1)`);
        await kept.current().terminate(new Error('test'));
        await until(() => hasEngine(kept), 'another engine', 30_000);
        await tx.query(sql`insert into written values (2)`);
      });
      await assert.rejects(transaction, { code: 'database-stopped' });
      assert.deepEqual([...(await db.query(sql`select id from written`))], []);
      await db.close();
    }));

  test('closed while it is away it frees the folder', () =>
    withFolder(async (folder) => {
      const { db, kept } = await openEmbeddedEngine({ dataFolder: folder }, quietLog);
      await kept.current().terminate(new Error('test'));
      await db.close();
      await (await lockFolder(folder)).release();
    }));

  describe('at work', () => {
    const folder = temporaryFolder();
    let db: Db;
    let kept: KeptEngine;
    before(async () => void ({ db, kept } = await openEmbeddedEngine({ dataFolder: folder }, quietLog)));
    after(async () => {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('every commit is synced to disk', async () => {
      await db.query(sql`create table synced (id int)`);
      const { syncs: before } = kept.current();
      for (let id = 0; id < 50; id++) await db.query(sql`insert into synced values (${id})`);
      const made = kept.current().syncs - before;
      assert.ok(made >= 50, `${made} syncs for 50 commits`);
    });

    test('a big result streams without being held in memory, and requests pass meanwhile', async () => {
      await db.query(
        sql`create table many as select g as id, repeat('x', 200) as text from generate_series(1, 100000) g`,
      );
      const before = process.memoryUsage().rss;
      let rows = 0;
      let slowest = 0;
      for await (const batch of db.lane('run').stream(sql`select * from many`)) {
        rows += batch.length;
        const since = performance.now();
        await db.query(sql`select 1`);
        slowest = Math.max(slowest, performance.now() - since);
      }
      assert.equal(rows, 100_000);
      assert.ok(slowest < 500, `a request waited ${Math.round(slowest)} ms`);
      const grown = (process.memoryUsage().rss - before) / 2 ** 20;
      assert.ok(grown < 150, `memory grew by ${Math.round(grown)} MB`);
    });

    test('requests that never cease keep neither a run nor what waits for quiet from its end', async () => {
      const asking = new AbortController();
      const readers = Array.from({ length: 4 }, async () => {
        while (!asking.signal.aborted) await db.query(sql`select count(*) from generate_series(1, 2000)`);
      });
      // As a run does that publishes: its statements, then the indexes.
      for (let i = 0; i < 50; i++) await db.lane('run').query(sql`select ${i}::int4`);
      await db.lane('idle').query(sql`analyze`);
      asking.abort();
      await Promise.all(readers);
    });

    test('maintenance vacuums and analyses what needs it, one table at a time, then rests', async () => {
      await allMaintenance(db);
      await db.query(sql`create table worn as select generate_series(1, 5000) as id`);
      await db.query(sql`create table fresh as select generate_series(1, 500) as id`);
      await db.query(sql`delete from worn where id > 1000`);
      const steps = await allMaintenance(db);
      assert.deepEqual(
        steps.map(({ table, work }) => [table, work]),
        [
          ['public.worn', 'vacuum'],
          ['public.fresh', 'analyze'],
        ],
      );
    });
  });
});

async function allMaintenance(db: Db): Promise<MaintenanceStep[]> {
  const steps = [];
  for (let step = await maintenance(db); step && steps.length < 10; step = await maintenance(db)) steps.push(step);
  return steps;
}
