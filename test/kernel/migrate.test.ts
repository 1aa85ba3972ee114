import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrate, sql, type Migration } from '../../src/kernel/index.ts';
import { onBothEngines } from './engines.ts';

const first: Migration = { number: 1, name: 'a table', up: 'create table made (id int); insert into made values (1);' };
const second: Migration = {
  number: 2,
  name: 'by code',
  up: async (tx) => void (await tx.query(sql`insert into made values (2)`)),
};

onBothEngines('Migrations', (engine) => {
  test('each runs once, in order, SQL or code', async () => {
    const modules = [{ module: 'made', migrations: [second, first] }];
    assert.equal(await migrate(engine.db(), modules), 2);
    assert.equal(await migrate(engine.db(), modules), 0);
    const rows = await engine.db().query<{ id: number }>(sql`select id from made order by id`);
    assert.deepEqual(
      rows.map((row) => row.id),
      [1, 2],
    );
  });

  test('a released one that reads differently is refused; line ends do not count', async () => {
    const changed = { ...first, up: `${String(first.up)} select 1;` };
    await assert.rejects(migrate(engine.db(), [{ module: 'made', migrations: [changed, second] }]), {
      code: 'database-migration-changed',
    });
    const resaved = { ...first, up: `${String(first.up)} \r\n` };
    assert.equal(await migrate(engine.db(), [{ module: 'made', migrations: [resaved, second] }]), 0);
  });

  test('a database newer than the program is refused', async () => {
    await assert.rejects(migrate(engine.db(), [{ module: 'made', migrations: [first] }]), { code: 'database-newer' });
  });

  test('one that fails leaves nothing and says which it was', async () => {
    const broken: Migration = { number: 1, name: 'broken', up: 'create table half (id int); select 1/0;' };
    await assert.rejects(migrate(engine.db(), [{ module: 'broken', migrations: [broken] }]), /1 \(broken\) of broken/);
    const rows = await engine.db().query<{ half: string | null }>(sql`select to_regclass('half')::text as half`);
    assert.equal(rows[0]!.half, null);
  });

  // The embedded engine has one process.
  if (engine.name === 'server') {
    test('two processes that start at once run each step once', async () => {
      const other = (await engine.another())!;
      const migrations = [1, 2, 3].map((number) => ({
        number,
        name: `step ${number}`,
        up: `create table race_${number} ()`,
      }));
      const modules = [{ module: 'race', migrations }];
      try {
        const ran = await Promise.all([engine.db(), other, other].map((db) => migrate(db, modules)));
        assert.equal(
          ran.reduce((sum, count) => sum + count, 0),
          3,
        );
      } finally {
        await other.close();
      }
    });
  }
});
