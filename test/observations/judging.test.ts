import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from '../../src/kernel/index.ts';
import { deriveThresholds } from '../../src/observations/quality/derive-thresholds.ts';
import { judgeSeries } from '../../src/observations/quality/judge-series.ts';
import { packTests } from '../../src/observations/quality/verdict.ts';
import { network, onBothObservationStores } from './store-under-test.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const stepMs = 600_000;
/** A day's wave with noise that repeats, a spike, a stuck sensor, a shift. */
const series = Array.from({ length: 900 }, (_, i) => {
  const noise = ((i * 7919) % 101) / 50 - 1;
  const spike = i === 400 ? 60 : 0;
  const shift = i > 700 ? 25 : 0;
  const value = i >= 500 && i < 560 ? 20 : 20 + 5 * Math.sin(i / 23) + noise + spike + shift;
  return { at: start + i * stepMs, value: Math.round(value * 100) / 100 };
});
const thresholds = deriveThresholds(series, { interval: stepMs, physical: [-50, 200] });
const expected = judgeSeries(series, thresholds).verdicts.map(({ flag, tests }) => [flag, packTests(tests)]);

onBothObservationStores('Values are judged as they come', (store) => {
  test('the series holds what the tests are for', () => {
    const flags = new Set(expected.map(([flag]) => flag));
    assert.ok(flags.has(1) && (flags.has(3) || flags.has(4)), [...flags].join());
  });

  test('in any portions, some of them late, the stored flags are those of the whole series in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: series.length }), { maxLength: 12 }),
        fc.array(fc.nat({ max: 11 }), { maxLength: 3 }),
        async (cuts, delayed) => {
          for (const table of ['observation', 'observation_version', 'series_state', 'quality_limits']) {
            await store.db().query(sql`delete from ${sql.identifier(table)}`);
          }
          await store.db().query(sql`
            insert into quality_limits (series, version, limits, made_by, made_at)
            values (1, 1, ${JSON.stringify(thresholds)}::jsonb, 'test', now())`);
          const places = [0, ...cuts.toSorted((a, b) => a - b), series.length];
          const portions = places.slice(1).map((to, i) => series.slice(places[i], to));
          const late = delayed.flatMap((place) => portions.splice(place, 1));
          for (const portion of [...portions, ...late]) {
            const readings = portion.map((value) => ({ series: 1, ...value }));
            const door = { network, door: 'bulk', sender: 'client:test', mode: 'upsert' } as const;
            if (readings.length > 0) await store.intake().take({ ...door, readings });
          }
          await store.settle();
          const stored = await store
            .db()
            .query<{ flag: number; tests: number }>(
              sql`select flag, tests from observation where series = 1 order by time`,
            );
          assert.deepEqual(
            stored.map(({ flag, tests }) => [flag, tests]),
            expected,
          );
        },
      ),
      { numRuns: 8 },
    );
  });
});
