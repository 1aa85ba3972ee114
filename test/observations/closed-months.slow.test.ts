import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, type Db } from '../../src/kernel/index.ts';
import { orderMonths, type Reading } from '../../src/observations/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { network, onBothObservationStores, reading } from './store-under-test.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const stepMs = 600_000;
const steps = 3_000;
const series = [1, 2, 3, 4, 5, 6];

onBothObservationStores('A closed month', (store) => {
  const take = (readings: Reading[]) =>
    store.intake().take({ network, door: 'bulk', sender: 'client:test', mode: 'upsert', readings });
  const clock = { now: () => new Date(store.now) };
  const order = (signal = new AbortController().signal) => orderMonths(store.db(), clock, quietLog, signal);
  const all = () =>
    store.db().query(sql`
      select series, time, value, receipt, tests, flag, status, approval from observation order by series, time`);
  /** In how many places of the table the rows of one series lie. */
  const places = async (): Promise<number> => {
    const [row] = await store.db().query<{ pages: number }>(sql`
      select count(distinct (ctid::text::point)[0])::integer as pages from observation
      where series = 3 and time >= '2026-03-01' and time < '2026-04-01'`);
    return row!.pages;
  };
  const leftovers = () =>
    store.db().query(sql`
      select relname from pg_class where relname like '%\\_ordered%'
      union all select tgname from pg_trigger where tgname = 'note_month_change'
      union all select name from observation_month_change`);

  test('is put in the order of its series, with every value as it was', async () => {
    // Value by value, as stations send: the rows of one series lie all over the table. One month in open time beside it.
    for (let step = 0; step < steps; step += 500) {
      await take(
        Array.from({ length: 500 * series.length }, (_, i) => ({
          series: series[i % series.length]!,
          at: start + (step + Math.floor(i / series.length)) * stepMs,
          value: i % 101,
        })),
      );
    }
    await take([reading(1, '2026-06-14T00:00:00Z', 5)]);
    await store.settle();
    const [before, scattered] = [await all(), await places()];
    assert.equal(await order(), 1);
    assert.deepEqual(await all(), before);
    const ordered = await places();
    assert.ok(ordered * 3 < scattered, `${scattered} places before, ${ordered} after`);
    const [month] = await store.db().query<{ name: string; rows: number; before: number; after: number }>(sql`
      select name, rows, bytes_before as before, bytes_after as after from observation_month`);
    assert.deepEqual([month!.name, Number(month!.rows)], ['observation_2026_03', steps * series.length]);
    assert.ok(Number(month!.after) < Number(month!.before));
    assert.deepEqual(await leftovers(), []);
  });

  test('is left alone afterwards, takes late and corrected values, and is put in order again when many have come', async () => {
    assert.equal(await order(), 0);
    const taken = await take([
      reading(1, '2026-03-02T00:05:00Z', 7),
      reading(1, '2026-03-02T00:00:00Z', 8),
      reading(7, '2026-03-02T00:00:00Z', 9),
    ]);
    assert.deepEqual([taken.counts.inserted, taken.counts.updated], [2, 1]);
    assert.equal(await order(), 0, 'three late values are no reason');
    await take(Array.from({ length: steps }, (_, i) => ({ series: 8, at: start + i * stepMs, value: i % 7 })));
    await store.settle();
    const before = await all();
    assert.equal(await order(), 1);
    assert.deepEqual(await all(), before);
  });

  test('that takes in values while it is copied stays as it is, and is put in order another time', async () => {
    await take(Array.from({ length: steps }, (_, i) => ({ series: 9, at: start + i * stepMs, value: i % 5 })));
    await store.settle();
    let late: Promise<unknown> | null = null;
    // The first thing that an attempt does after it watches the month is to make the copy.
    const db = store.db();
    const busy: Db = new Proxy(db, {
      get(target, name) {
        if (name === 'lane') return () => busy;
        if (name !== 'query') {
          const own = Reflect.get(target, name) as unknown;
          return typeof own === 'function' ? (own.bind(target) as unknown) : own;
        }
        return async (statement: { text: string }) => {
          const answer = await target.query(statement as never);
          if (statement.text.includes('create table')) late ??= take([reading(9, '2026-03-03T00:05:00Z', 1)]);
          if (late) await late;
          return answer;
        };
      },
    });
    const before = await all();
    assert.equal(await orderMonths(busy, clock, quietLog, new AbortController().signal), 0);
    assert.ok(late);
    assert.equal((await all()).length, before.length + 1);
    assert.deepEqual(await leftovers(), []);
    assert.equal(await order(), 1);
  });

  test('is as it was when the work is broken off', async () => {
    await take(Array.from({ length: steps }, (_, i) => ({ series: 7, at: start + 30_000 + i * stepMs, value: i % 5 })));
    await store.settle();
    const before = await all();
    const stop = new AbortController();
    stop.abort(new Error('the node stops'));
    await assert.rejects(order(stop.signal), /the node stops/);
    assert.deepEqual(await all(), before);
    assert.deepEqual(await leftovers(), []);
    assert.equal(await order(), 1);
    assert.deepEqual(await all(), before);
  });
});
