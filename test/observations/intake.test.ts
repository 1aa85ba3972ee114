import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from '../../src/kernel/index.ts';
import { listRefusals } from '../../src/ledger/index.ts';
import type { Batch, Reading, Taken } from '../../src/observations/index.ts';
import { network, onBothObservationStores, reading, type StoreUnderTest } from './store-under-test.ts';

const batch = (readings: readonly Reading[], rest: Partial<Batch> = {}): Batch => ({
  network,
  door: 'bulk',
  sender: 'client:test',
  mode: 'upsert',
  readings,
  ...rest,
});

onBothObservationStores('Readings come in', (store) => {
  const take = (readings: readonly Reading[], rest: Partial<Batch> = {}): Promise<Taken> =>
    store.intake().take(batch(readings, rest));
  const stored = (series: number) =>
    store.db().query<{ time: string; value: number | null; flag: number; status: number }>(sql`
      select time, value, flag, status from observation where series = ${series} order by time`);
  const versions = (series: number) =>
    store.db().query<{ time: string; version: number; value: number | null; replaced_by: string }>(sql`
      select time, version, value, replaced_by from observation_version where series = ${series} order by time, version`);

  test('what is new is stored, what comes again changes nothing, what is corrected keeps what it was', async () => {
    const [a, b] = ['2026-05-01T00:00:00Z', '2026-05-01T00:05:00Z'];
    const first = await take([reading(1, a, 10), reading(1, b, 11)]);
    assert.deepEqual(first.counts, { read: 2, inserted: 2, updated: 0, unchanged: 0, duplicates: 0, quarantined: 0 });
    const again = await take([reading(1, a, 10), reading(1, b, 11)]);
    assert.deepEqual(again.counts, { read: 2, inserted: 0, updated: 0, unchanged: 2, duplicates: 0, quarantined: 0 });
    const corrected = await take([reading(1, b, 12)], { sender: 'user:7' });
    assert.equal(corrected.counts.updated, 1);
    assert.equal(corrected.outcomes[0]!.id, first.outcomes[1]!.id, 'an observation keeps its id');
    assert.deepEqual(
      (await stored(1)).map(({ value }) => value),
      [10, 12],
    );
    assert.deepEqual(await versions(1), [{ time: b, version: 1, value: 11, replaced_by: 'user:7' }]);
  });

  test('of two values for one moment in a delivery the last counts and the first stays on record', async () => {
    const at = '2026-05-02T00:00:00Z';
    const { counts } = await take([reading(3, at, 1), reading(3, at, 1), reading(3, at, 2)]);
    assert.deepEqual([counts.read, counts.inserted, counts.updated, counts.duplicates], [3, 1, 1, 1]);
    assert.equal((await stored(3))[0]!.value, 2);
    assert.equal((await versions(3))[0]!.value, 1);
  });

  test('a second observation created at one moment is one more, with an id of its own', async () => {
    const at = '2026-05-03T00:00:00Z';
    const one = await take([reading(5, at, 1)], { mode: 'create' });
    const two = await take([reading(5, at, 2), reading(5, '2026-05-03T00:00:00.250Z', 3)], { mode: 'create' });
    const ids = [...one.outcomes, ...two.outcomes].map((outcome) => outcome!.id);
    assert.equal(new Set(ids).size, 3);
    assert.ok(ids.every((id) => Number.isSafeInteger(id) && id > 0));
    assert.equal((await stored(5)).length, 1);
    const [state] = await store.db().query(sql`select count, last_value from series_state where series = 5`);
    assert.deepEqual(state, { count: 3, last_value: 3 });
  });

  test('a value of a device that does not measure is kept and flagged; no value is marked as missing', async () => {
    await take([
      reading(7, '2026-05-04T00:00:00Z', 5, { status: 1 }),
      reading(7, '2026-05-04T00:05:00Z', null),
      reading(7, '2026-05-04T00:10:00Z', 6, { status: 3 }),
    ]);
    assert.deepEqual(
      (await stored(7)).map(({ flag, status }) => [flag, status]),
      [
        [4, 1],
        [9, 0],
        [4, 3],
      ],
    );
  });

  test('a clock that jumped ahead does not make a future: such readings wait in quarantine, the others are stored', async () => {
    const { counts, receipt, outcomes } = await take([
      reading(9, '2031-01-01T00:00:00Z', 1),
      reading(9, '2026-05-05T00:00:00Z', 2),
    ]);
    assert.deepEqual([counts.read, counts.inserted, counts.quarantined], [2, 1, 1]);
    assert.equal(outcomes[0], null);
    const [refused] = await listRefusals(store.db(), receipt, 0, 10);
    assert.equal(refused!.problem.code, 'reading-in-future');
    assert.deepEqual(JSON.parse(refused!.raw), { series: 9, at: Date.parse('2031-01-01T00:00:00Z'), value: 1 });
  });

  test('a delivery of the same key is answered from its receipt and stores nothing more', async () => {
    const send = (value: number) => take([reading(9, '2026-05-06T00:00:00Z', value)], { key: 'lan-1' });
    const first = await send(1);
    const second = await send(2);
    assert.deepEqual([second.isRepeated, second.receipt, second.counts.inserted], [true, first.receipt, 1]);
    assert.equal((await stored(9)).find(({ time }) => time === '2026-05-06T00:00:00Z')!.value, 1);
  });

  test('many single readings sent at once share transactions and each gets its own answer', async () => {
    const start = Date.parse('2026-05-07T00:00:00Z');
    const [before] = await store.db().query<{ n: number }>(sql`select count(*) as n from receipt`);
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) => take([{ series: 8, at: start + i * 1000, value: i }], { mode: 'create' })),
    );
    assert.equal(new Set(answers.map(({ outcomes }) => outcomes[0]!.id)).size, 300);
    const [after] = await store.db().query<{ n: number }>(sql`select count(*) as n from receipt`);
    assert.ok(after!.n - before!.n < 100, 'readings of one sender share receipts');
  });

  test('in any order and any portions, late or doubled, the store holds the last word for each moment, and its sums agree', async () => {
    const start = Date.parse('2026-02-27T15:00:00Z');
    const oneReading = fc.record({
      series: fc.constantFrom(2, 4),
      step: fc.nat({ max: 600 }),
      value: fc.option(fc.integer({ min: -50, max: 50 }), { nil: null }),
      status: fc.constantFrom(0, 0, 0, 1),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(oneReading, { minLength: 1, maxLength: 40 }), { maxLength: 5 }),
        async (sent) => {
          await clear(store);
          const expected = new Map<string, { series: number; at: number; value: number | null; status: number }>();
          for (const portion of sent) {
            const readings = portion.map(({ step, ...rest }) => ({ ...rest, at: start + step * 600_000 }));
            const { counts } = await take(readings);
            assert.equal(
              counts.read,
              counts.inserted + counts.updated + counts.unchanged + counts.duplicates + counts.quarantined,
            );
            for (const each of readings) expected.set(`${each.series} ${each.at}`, each);
          }
          await store.settle();
          for (const series of [2, 4]) {
            const mine = [...expected.values()].filter((each) => each.series === series);
            assert.equal((await stored(series)).length, mine.length);
            await sumsAgree(store, series, mine);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

async function clear(store: StoreUnderTest): Promise<void> {
  for (const table of ['observation', 'observation_version', 'series_state', 'roll_up', 'roll_up_pending']) {
    await store.db().query(sql`delete from ${sql.identifier(table)}`);
  }
}

const dayMs = 86_400_000;
const offset = 7 * 3_600_000;

/** Sums made one by one in memory. Series of the test give the end of an interval: midnight belongs to the day before. */
async function sumsAgree(
  store: StoreUnderTest,
  series: number,
  values: readonly { at: number; value: number | null; status: number }[],
): Promise<void> {
  const spans: [number, (at: number) => number][] = [
    [1, (at) => Math.floor((at - 1) / 3_600_000) * 3_600_000],
    [3, (at) => Math.floor((at - 1 + offset) / dayMs) * dayMs - offset],
    [4, (at) => monthStart(at - 1)],
  ];
  for (const [grain, spanOf] of spans) {
    const expected = new Map<string, { received: number; measured: number; sum: number | null; max: number | null }>();
    for (const { at, value, status } of values) {
      const key = new Date(spanOf(at)).toISOString();
      const known = expected.get(key) ?? { received: 0, measured: 0, sum: null, max: null };
      known.received++;
      if (value !== null && status === 0) {
        known.measured++;
        known.sum = (known.sum ?? 0) + value;
        known.max = Math.max(known.max ?? value, value);
      }
      expected.set(key, known);
    }
    const rows = await store.db().query<{
      start: string;
      received: number;
      measured: number;
      sum: number;
      max: number;
    }>(sql`
      select start, received, measured, sum, max from roll_up where series = ${series} and grain = ${grain} and layer = 0`);
    const found = rows.map(({ start, ...rest }) => [new Date(start).toISOString(), rest] as const);
    assert.deepEqual(new Map(found.toSorted(byKey)), new Map([...expected].toSorted(byKey)));
  }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

function monthStart(at: number): number {
  const local = new Date(at + offset);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth()) - offset;
}
