import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { sql, type Db } from '../../src/kernel/index.ts';
import { readSnapshot, type Snapshot } from '../../src/kernel/db/index.ts';
import { onBothEngines } from '../kernel/engines.ts';

onBothEngines('A snapshot', (engine) => {
  const count = async (db: Pick<Snapshot, 'query'>) =>
    (await db.query<{ count: number }>(sql`select count(*) as count from kept`))[0]!.count;

  async function prepare(): Promise<Db> {
    const db = engine.db();
    await db.query(sql`drop table if exists kept`);
    await db.query(sql`create table kept (id int, lease_until timestamptz)`);
    await db.query(sql`insert into kept values (1, now()), (2, null)`);
    return db;
  }

  test('stays the same while others write and read; what they wrote is there afterwards', async () => {
    const db = await prepare();
    const writes: Promise<unknown>[] = [];
    await readSnapshot(db, async (snapshot) => {
      assert.equal(await count(snapshot), 2);
      writes.push(db.query(sql`insert into kept values (3)`));
      writes.push(db.transaction((tx) => tx.query(sql`insert into kept values (4)`)));
      writes.push(db.copyIn('kept', ['id'], ['5\n6\n']));
      await sleep(100);
      assert.equal(await count(snapshot), 2);
      const pieces: Buffer[] = [];
      for await (const piece of snapshot.copyOut(sql`select id from kept order by id`)) pieces.push(piece);
      assert.equal(Buffer.concat(pieces).toString(), '1\n2\n');
      assert.equal((await db.query(sql`select 1 as one`))[0]!['one'], 1, 'readers pass');
    });
    await Promise.all(writes);
    assert.equal(await count(db), 6);
  });

  test('waits for a transaction that has begun', async () => {
    const db = await prepare();
    const writing = db.transaction(async (tx) => {
      await tx.query(sql`insert into kept values (3)`);
      await sleep(100);
      await tx.query(sql`insert into kept values (4)`);
    });
    await sleep(20);
    const seen = await readSnapshot(db, count);
    await writing;
    assert.ok(seen === 2 || seen === 4, `${seen} rows`);
  });

  if (engine.name === 'embedded') {
    test('makes leases longer by the time in which nobody could renew them', async () => {
      const db = await prepare();
      const until = async () =>
        Date.parse((await db.query<{ at: string }>(sql`select lease_until as at from kept where id = 1`))[0]!.at);
      const before = await until();
      await readSnapshot(db, () => sleep(200), [{ table: 'kept', column: 'lease_until' }]);
      assert.ok((await until()) - before >= 200);
    });
  }

  test('that fails lets writers go on', async () => {
    const db = await prepare();
    await assert.rejects(
      readSnapshot(db, () => Promise.reject(new Error('enough'))),
      /enough/,
    );
    await db.query(sql`insert into kept values (3)`);
    await assert.rejects(
      readSnapshot(db, (snapshot) => snapshot.query(sql`insert into kept values (4)`)),
      { code: '25006' },
    );
    assert.equal(await count(db), 3);
  });
});
