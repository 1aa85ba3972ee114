import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { migrations } from '../../src/modules.ts';
import { migrate, sql } from '../../src/kernel/index.ts';
import { noteEdition, storeInTurn } from '../../src/observations/index.ts';
import { onBothEngines } from '../kernel/engines.ts';

onBothEngines('Editions of one collection', (engine) => {
  let names = 0;
  before(() => migrate(engine.db(), migrations));

  const startJob = async (): Promise<number> => {
    const rows = await engine.db().query<{ id: number }>(sql`
      insert into job (kind, key, payload, state, run_at, created_at)
      values ('series-of-edition', ${`k${names++}`}, '{}'::jsonb, 'running', now(), now()) returning id`);
    return rows[0]!.id;
  };
  const endJob = (job: number, state: string) =>
    engine.db().query(sql`update job set state = ${state} where id = ${job}`);
  const note = async (collection: string, ...editions: number[]): Promise<void> => {
    for (const edition of editions) await noteEdition(engine.db(), collection, edition);
  };
  /** What is stored in which order; two at a time is a fault. */
  const recorder = () => {
    const order: number[] = [];
    let atWork = 0;
    const store = async (edition: number): Promise<void> => {
      assert.equal(++atWork, 1, 'one at a time');
      for (let i = 0; i < 20; i++) await turn();
      order.push(edition);
      atWork--;
    };
    return { order, store };
  };

  test('are stored in their order, once, whatever job begins first and however many run', async () => {
    const { order, store } = recorder();
    const db = engine.db();
    await note('a', 1, 2, 3);
    const jobs = await Promise.all([startJob(), startJob(), startJob(), startJob()]);
    const working = jobs.map((job) => storeInTurn(db, { collection: 'a', job, lastTry: false }, store));
    // One more comes while they work: its own job finds another at work, or does it itself.
    await note('a', 4);
    const late = await startJob();
    working.push(storeInTurn(db, { collection: 'a', job: late, lastTry: false }, store));
    const counts = await Promise.all(working);
    assert.deepEqual(order, [1, 2, 3, 4]);
    assert.equal(
      counts.reduce((a, b) => a + b),
      4,
    );
  });

  test('one that is told of again is not stored again', async () => {
    const { order, store } = recorder();
    await note('a', 3, 4);
    await storeInTurn(engine.db(), { collection: 'a', job: await startJob(), lastTry: false }, store);
    assert.deepEqual(order, []);
  });

  test('of a job that died the next one goes on, with the edition that was begun', async () => {
    const { order, store } = recorder();
    const db = engine.db();
    await note('b', 1, 2);
    const dead = await startJob();
    const breaksOff = storeInTurn(db, { collection: 'b', job: dead, lastTry: false }, () =>
      Promise.reject(new Error('cut')),
    );
    await assert.rejects(breaksOff, /cut/);
    const next = await startJob();
    assert.equal(
      await storeInTurn(db, { collection: 'b', job: next, lastTry: false }, store),
      0,
      'it counts as running',
    );
    await endJob(dead, 'waiting');
    assert.equal(await storeInTurn(db, { collection: 'b', job: next, lastTry: false }, store), 2);
    assert.deepEqual(order, [1, 2]);
  });

  test('one that fails for good keeps up nobody', async () => {
    const { order, store } = recorder();
    const db = engine.db();
    await note('c', 1, 2);
    const failing = await startJob();
    const fails = storeInTurn(db, { collection: 'c', job: failing, lastTry: true }, () =>
      Promise.reject(new Error('bad')),
    );
    await assert.rejects(fails, /bad/);
    await endJob(failing, 'failed');
    await storeInTurn(db, { collection: 'c', job: await startJob(), lastTry: false }, store);
    assert.deepEqual(order, [2]);
  });
});
