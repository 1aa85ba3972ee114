import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { approveByRule } from '../../src/observations/index.ts';
import { network, now, onBothObservationStores } from './store-under-test.ts';

const hourMs = 3_600_000;
const rule = 6;

onBothObservationStores('Values are approved by rule', (store) => {
  /** Values at so many hours before now, which passed every test unless another flag is given. */
  const bring = async (hoursAgo: readonly number[], flag = 1): Promise<void> => {
    const readings = hoursAgo.map((hours) => ({ series: 1, at: now - hours * hourMs, value: 5 }));
    await store.intake().take({ network, door: 'bulk', sender: 'client:test', mode: 'upsert', readings });
    const moments = readings.map(({ at }) => new Date(at).toISOString());
    await store.db().query(sql`
      update observation set flag = ${flag}::smallint where time = any(${moments}::timestamptz[])`);
  };
  const look = (hoursLater: number, signal = new AbortController().signal): Promise<number> =>
    approveByRule(store.db(), { now: () => new Date(now + hoursLater * hourMs) }, signal);
  const open = async (): Promise<number[]> => {
    const rows = await store.db().query<{ time: string }>(sql`
      select time from observation where approval = 0 order by time desc`);
    return rows.map(({ time }) => (now - Date.parse(time)) / hourMs);
  };

  before(async () => {
    await store.db().query(sql`update network set approve_after_hours = ${rule}::integer where id = ${network}`);
  });

  test('that stood for the hours of the rule and passed every test', async () => {
    await bring([1, 5, 7, 30, 200]);
    await bring([8, 100], 3);
    await bring([31 * 24]);
    assert.equal(await look(0), 3);
    assert.deepEqual(
      await open(),
      [1, 5, 8, 100, 31 * 24],
      'what is young, suspect, or a person’s since long stays open',
    );
  });

  test('and the next look goes on from there', async () => {
    assert.equal(await look(0.2), 0);
    assert.equal(await look(2), 1);
    assert.deepEqual(await open(), [1, 8, 100, 31 * 24]);
  });

  test('what came a little late is found by the next look, what came very late once a day', async () => {
    await bring([5.5, 50]);
    await bring([100]);
    assert.equal(await look(2.5), 1);
    assert.deepEqual(await open(), [1, 8, 50, 100, 31 * 24]);
    assert.equal(await look(25), 3);
    assert.deepEqual(await open(), [8, 31 * 24]);
  });

  test('a node that stood still for longer than a look back goes on from where it was', async () => {
    await bring([-20, -23]);
    assert.equal(await look(70 * 24), 2);
  });

  test('a look that is ended goes on with the next one', async () => {
    await bring([-10]);
    const ended = new AbortController();
    ended.abort();
    assert.equal(await look(70 * 24 + 100, ended.signal), 0);
    await bring([-22]);
    await store.db().query(sql`update network set rule_looked_until = ${new Date(now)}, rule_came_back_at = null`);
    assert.equal(await look(70 * 24 + 101), 2);
  });
});
