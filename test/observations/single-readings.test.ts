import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import type { Intake, Reading } from '../../src/observations/index.ts';
import { network, onBothObservationStores } from './store-under-test.ts';

const head = { network, door: 'sensorthings', sender: 'client:test', mode: 'create' } as const;
const start = Date.parse('2026-03-01T00:00:00Z');
const stepMs = 600_000;

/** A wave with a spike, a flat line and values that a device in calibration sent. */
const readings = (series: number): Reading[] =>
  Array.from({ length: 60 }, (_, i) => ({
    ...{ series, at: start + i * stepMs },
    value: i === 20 ? 900 : i > 40 ? 30 : 30 + 10 * Math.sin(i / 5),
    ...(i % 25 === 24 && { status: 1 }),
  }));

onBothObservationStores('Readings that come one by one', (store) => {
  const stored = (series: number) =>
    store.db().query(sql`
      select time, value, tests, flag, status from observation where series = ${series} order by time`);
  const state = (series: number) =>
    store.db().query(sql`
      select count, first_time, last_time, last_value, last_flag, last_status, has_detail, has_extra
      from series_state where series = ${series}`);
  const oneByOne = async (series: number, intakes: readonly Intake[]): Promise<void> => {
    for (const [i, reading] of readings(series).entries()) {
      const taken = await intakes[i % intakes.length]!.take({ ...head, readings: [reading] });
      assert.deepEqual(
        taken.outcomes.map((outcome) => outcome?.outcome),
        ['inserted'],
      );
    }
  };

  test('stand in the store as those of one delivery do: value, judgement, state', async () => {
    const taken = await store.intake().take({ ...head, mode: 'upsert', readings: readings(1) });
    assert.equal(taken.counts.inserted, 60);
    await oneByOne(3, [store.intake()]);
    await store.settle();
    assert.deepEqual(await stored(3), await stored(1));
    assert.deepEqual(await state(3), await state(1));
    const flags = await store.db().query(sql`select distinct flag from observation where series = 3 order by flag`);
    assert.ok(flags.length > 1, 'something was flagged');
  });

  test('come through two nodes in turn, of which neither knows what the other stored', async () => {
    await oneByOne(5, [store.intake(), store.otherIntake()]);
    await store.settle();
    assert.deepEqual(await stored(5), await stored(1));
    assert.deepEqual(await state(5), await state(1));
  });

  test('of several senders at once have a receipt each, and an event that names it', async () => {
    const at = (i: number): Reading => ({ series: 7, at: start + i * stepMs, value: i });
    const taken = await Promise.all(
      ['client:a', 'client:b', 'client:a'].map((sender, i) =>
        store.intake().take({ ...head, sender, readings: [at(i)] }),
      ),
    );
    const receipts = await store.db().query<{ id: number; sender: string; read: number; open: boolean }>(sql`
      select id, sender, read, closed_at is null as open from receipt
      where id = any(${taken.map(({ receipt }) => receipt)}::integer[]) order by sender`);
    assert.equal(
      receipts.reduce((sum, { read }) => sum + read, 0),
      3,
    );
    assert.deepEqual([...new Set(receipts.map(({ sender }) => sender))], ['client:a', 'client:b']);
    assert.ok(receipts.every(({ open }) => !open));
    const told = await store.db().query<{ receipt: number; lines: string }>(sql`
      select (data ->> 'receipt')::integer as receipt, data ->> 'lines' as lines from event
      where type = 'observations.stored' and subject = ${`/networks/${network}`} and data ->> 'lines' like '7 %'`);
    assert.deepEqual(
      told.map(({ receipt }) => receipt).sort((a, b) => a - b),
      receipts.map(({ id }) => id).sort((a, b) => a - b),
    );
    const lines = told.flatMap(({ lines }) => lines.split('\n')).sort();
    assert.deepEqual(
      lines.map((line) => line.split(' ').slice(0, 3)),
      [0, 1, 2].map((i) => ['7', String(start + i * stepMs), String(i)]),
    );
  });

  test('of a moment that has a value are a second one, as a plain POST says', async () => {
    const reading: Reading = { series: 7, at: start, value: 99 };
    const [outcome] = (await store.intake().take({ ...head, readings: [reading] })).outcomes;
    assert.equal(outcome!.outcome, 'inserted');
    const values = await store.db().query(sql`
      select value from observation where series = 7 and time = ${new Date(start)}
      union all select value from observation_extra where series = 7 order by value`);
    assert.deepEqual(
      values.map((row) => (row as { value: number }).value),
      [0, 99],
    );
  });

  test('are refused and kept where their clock runs ahead, beside those that stand', async () => {
    const wrong: Reading = { series: 9, at: store.now + 10 * 86_400_000, value: 1 };
    const right: Reading = { series: 9, at: start, value: 2 };
    const [refused, taken] = await Promise.all(
      [wrong, right].map((reading) => store.intake().take({ ...head, readings: [reading] })),
    );
    assert.deepEqual([refused!.counts.quarantined, refused!.outcomes], [1, [null]]);
    assert.equal(taken!.outcomes[0]!.outcome, 'inserted');
  });
});
