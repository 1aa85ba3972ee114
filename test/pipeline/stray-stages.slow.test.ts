import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { openDatabase, readConfig, sql, type Db } from '../../src/kernel/index.ts';
import { startNode } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { hasPostgres } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/wait.ts';
import { TestDatabase } from './node-under-test.ts';

/** A process died at the end of run 1, when it was done and not yet tidied up; run 2 is at work on another node. */
const leftBehind = ['s_1', 's_1_areas', 's_1_held', 's_3_held'];
const atWork = ['s_2', 's_2_held'];

describe('stages that ended runs left behind (embedded)', () => sweeps(async () => null));

const skip =
  process.env['LIENTHONG_TEST_DATABASE_URL'] === undefined &&
  !hasPostgres() &&
  'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL';
describe('stages that ended runs left behind (server)', { skip }, () => {
  const database = new TestDatabase();
  sweeps(() => database.create());
  after(() => database.drop());
});

function sweeps(databaseUrl: () => Promise<string | null>): void {
  const folder = temporaryFolder();
  let url: string | null;
  const start = () =>
    startNode(
      readConfig({
        LIENTHONG_DATA: folder,
        LIENTHONG_PORT: '0',
        LIENTHONG_LOG_LEVEL: 'error',
        ...(url === null ? {} : { LIENTHONG_DATABASE_URL: url }),
      }),
      { log: quietLog },
    );
  before(async () => {
    url = await databaseUrl();
    await (await start()).close();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('go when a node starts; those of a run at work elsewhere stay', async () => {
    const db = await openDatabase({ dataFolder: folder, url });
    await leaveBehind(db);
    await db.close();
    const node = await start();
    try {
      const expected = url === null ? [] : atWork;
      await until(async () => (await stages(node.db)).join() === expected.join(), `only ${expected.join()} to be left`);
    } finally {
      await node.close();
    }
  });
}

async function leaveBehind(db: Db): Promise<void> {
  for (const [id, state] of [
    [1, 'done'],
    [2, 'running'],
  ] as const) {
    await db.query(sql`
      insert into run (id, kind, dataset, collection, run_order, state, phase, counts, created_at)
      overriding system value values (${id}, 'load', 'wells', ${`wells-${id}`}, '{}', ${state}, 'finished', '{}', now())`);
  }
  if (db.engine === 'server') {
    await db.query(sql`
      insert into job (kind, key, payload, state, run_at, created_at, worker, lease_until)
      values ('load', 'run-2', '{"run": 2}', 'running', now(), now(), 'elsewhere', now() + interval '1 hour')`);
  } else await db.query(sql`delete from run where id = 2`);
  await db.query(sql`create view s_1 as select 1 as _fid`);
  for (const name of [...leftBehind.slice(1), ...(db.engine === 'server' ? atWork : [])]) {
    await db.query(sql`create unlogged table ${sql.identifier(name)} (fid text)`);
  }
  assert.deepEqual(await stages(db), [...leftBehind, ...(db.engine === 'server' ? atWork : [])].sort());
}

async function stages(db: Db): Promise<string[]> {
  const found = await db.query<{ name: string }>(sql`
    select relname as name from pg_class where relname ~ '^s_[0-9]' and relkind in ('r', 'v') order by relname`);
  return found.map(({ name }) => name);
}
