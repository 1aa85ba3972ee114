import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createOutbox, emit, kernelMigrations, migrate, sql, systemClock } from '../../src/kernel/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/wait.ts';
import { onBothEngines } from './engines.ts';

onBothEngines('The outbox', (engine) => {
  before(async () => void (await migrate(engine.db(), [kernelMigrations])));
  const open = () => createOutbox(engine.db(), { clock: systemClock, log: quietLog, pollMs: 50 });
  const say = (type: string, subject: string) =>
    engine.db().transaction((tx) => emit(tx, type, subject, { of: subject }));

  test('events arrive in order with their data; one that was rolled back does not', async () => {
    const outbox = open();
    const heard: string[] = [];
    await outbox.subscribe('in order', (event) => Promise.resolve(void heard.push(event.subject)), {
      types: ['order'],
    });
    await say('order', 'a');
    await engine
      .db()
      .transaction(async (tx) => {
        await emit(tx, 'order', 'never', null);
        throw new Error('no');
      })
      .catch(() => {});
    await say('another type', 'x');
    await say('order', 'b');
    await until(() => heard.length === 2, 'both events');
    assert.deepEqual(heard, ['a', 'b']);
    await outbox.stop();
  });

  test('a refused event comes again, and nothing overtakes it', async () => {
    const outbox = open();
    const heard: string[] = [];
    let refusals = 2;
    await outbox.subscribe(
      'stubborn',
      (event) => {
        if (event.subject === 'first' && refusals-- > 0) return Promise.reject(new Error('not now'));
        return Promise.resolve(void heard.push(event.subject));
      },
      { types: ['stubborn'] },
    );
    await say('stubborn', 'first');
    await say('stubborn', 'second');
    await until(() => heard.length === 2, 'both events');
    assert.deepEqual(heard, ['first', 'second']);
    await outbox.stop();
  });

  test('a consumer goes on where it stopped; a new one may begin with what comes', async () => {
    await say('again', 'before');
    const heard: string[] = [];
    const late: string[] = [];
    for (const round of ['one', 'two']) {
      const outbox = open();
      await outbox.subscribe('keeps its place', (event) => Promise.resolve(void heard.push(event.subject)), {
        types: ['again'],
      });
      if (round === 'two') {
        await outbox.subscribe('from now', (event) => Promise.resolve(void late.push(event.subject)), {
          types: ['again'],
          from: 'now',
        });
      }
      await say('again', round);
      await until(() => heard.at(-1) === round, round);
      if (round === 'two') await until(() => late.length > 0, 'the new consumer');
      await outbox.stop();
    }
    assert.deepEqual(heard, ['before', 'one', 'two']);
    assert.deepEqual(late, ['two']);
  });

  test('events of a type that is told often are kept as long as their module says, others for 30 days', async () => {
    const dayMs = 86_400_000;
    const left = async (): Promise<string[]> => {
      const rows = await engine.db().query<{ subject: string }>(sql`
        select subject from event where type in ('often', 'rare') order by subject`);
      return rows.map(({ subject }) => subject);
    };
    /** A node that runs so many days later. */
    const runsAfter = async (days: number, expected: readonly string[]): Promise<void> => {
      const clock = { now: () => new Date(Date.now() + days * dayMs) };
      const outbox = createOutbox(engine.db(), { clock, log: quietLog, pollMs: 50 });
      outbox.keep('often', dayMs);
      const heard: string[] = [];
      await outbox.subscribe(`after ${days} days`, (event) => Promise.resolve(void heard.push(event.subject)), {
        types: ['sign'],
        from: 'now',
      });
      await say('sign', 'it works');
      await until(() => heard.length > 0, 'the node to be at work');
      await until(async () => (await left()).length === expected.length, `${expected.join()} after ${days} days`);
      assert.deepEqual(await left(), expected);
      await outbox.stop();
    };
    await say('often', 'a');
    await say('rare', 'b');
    await runsAfter(0.9, ['a', 'b']);
    await runsAfter(2, ['b']);
    await runsAfter(31, []);
  });

  // The embedded engine has one connection.
  if (engine.name === 'server') {
    test('an event whose transaction takes longer is not passed by', async () => {
      const other = (await engine.another())!;
      const outbox = open();
      const heard: string[] = [];
      await outbox.subscribe('patient', (event) => Promise.resolve(void heard.push(event.subject)), { types: ['gap'] });
      await other.transaction(async (tx) => {
        await emit(tx, 'gap', 'slow', null);
        await say('gap', 'quick');
        await until(() => heard.length === 1, 'the quick event');
      });
      await until(() => heard.length === 2, 'the slow event');
      assert.deepEqual(heard, ['quick', 'slow']);
      await outbox.stop();
      await other.close();
    });
  }

  test('two nodes share a consumer without doubling', async () => {
    const heard: string[] = [];
    const nodes = [open(), open()];
    for (const node of nodes) {
      await node.subscribe('shared', (event) => Promise.resolve(void heard.push(event.subject)), { types: ['shared'] });
    }
    for (let i = 0; i < 20; i++) await say('shared', String(i));
    await until(() => heard.length >= 20, 'all events');
    await Promise.all(nodes.map((node) => node.stop()));
    assert.deepEqual(
      heard,
      Array.from({ length: 20 }, (_, i) => String(i)),
    );
  });

  test('old events are removed, and the order goes on', async () => {
    await say('old', 'gone');
    await engine.db().query(sql`update event set at = now() - interval '31 days'`);
    const outbox = open();
    const heard: number[] = [];
    const stop = await outbox.subscribe('after pruning', (event) => Promise.resolve(void heard.push(event.position)));
    await until(async () => (await engine.db().query(sql`select from event`)).length === 0, 'the old events to go');
    const [seal] = await engine.db().query<{ last: number }>(sql`select last_position as last from event_seal`);
    await say('old', 'new');
    await until(() => heard.at(-1) === seal!.last + 1, 'the new event');
    await stop();
    await outbox.stop();
  });
});
