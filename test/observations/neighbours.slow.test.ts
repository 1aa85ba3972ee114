import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { sql } from '../../src/kernel/index.ts';
import {
  deriveNeighbours,
  judgeNeighbours,
  noteChangedHours,
  noteClosedHours,
  NoteFollower,
  sumUp,
} from '../../src/observations/index.ts';
import { readTests, unpackTests } from '../../src/observations/quality/verdict.ts';
import { quietLog } from '../support/quiet-log.ts';
import { network, now, onBothObservationStores } from './store-under-test.ts';

const hour = 3_600_000;
const start = now - 12 * 24 * hour;
const hours = 10 * 24;
const stepMs = 30 * 60_000;
/** Five stations around one place and one far away; the rest of the series belong to nobody. */
const near = [1, 3, 5, 7, 9];
const far = 2;
const noise = (series: number, i: number): number => ((i * 7919 * series + series * 31) % 101) / 100;

interface Reading {
  series: number;
  at: number;
  value: number;
}

/** What each station says at its level: the wave of the day that all have, and what happens to it. */
function readings(happens: (series: number, hourNumber: number) => number): Reading[] {
  return [...near, far].flatMap((series) =>
    Array.from({ length: (hours * hour) / stepMs }, (_, i) => {
      const wave = 10 * Math.sin((i * stepMs * 2 * Math.PI) / (24 * hour)) + 4 * Math.sin(i / 37);
      const value = 40 + series + wave + noise(series, i) + happens(series, Math.floor((i * stepMs) / hour));
      return { series, at: start + i * stepMs, value: Math.round(value * 100) / 100 };
    }),
  );
}
/** Station 5 goes away from the others from the eighth day on, two units a day. */
const drift = (series: number, at: number): number => (series === 5 && at > 192 ? (at - 192) / 4 : 0);
/** All of them rise within six hours and stay there for a day. */
const event = (_: number, at: number): number => (at > 150 && at < 180 ? Math.min(30, (at - 150) * 5) : 0);

onBothObservationStores('Stations are held against those around them', (store) => {
  let follower: NoteFollower;
  let sums: NoteFollower;
  let at = now;
  const clock = { now: () => new Date(at) };
  before(async () => {
    const db = store.db();
    await db.query(sql`
      insert into observed_property (id, network, symbol, name, definition, description)
      overriding system value values (1, ${network}, 'PM10', 'PM10', '', '') on conflict do nothing`);
    await db.query(sql`
      insert into thing (id, network, code, name, description) overriding system value
      select n, ${network}, 'T' || n, 'T' || n, '' from generate_series(1, 9) n`);
    await db.query(sql`
      insert into location (id, network, name, description, encoding_type, location, geom) overriding system value
      select n, ${network}, '', '', '', '{}'::jsonb,
        st_setsrid(st_makepoint(case n when ${far}::integer then 109 else 105.8 end + n * 0.01, 21 + n * 0.01), 4326)
      from generate_series(1, 9) n`);
    await db.query(sql`insert into thing_location (thing, location) select n, n from generate_series(1, 9) n`);
    await db.query(sql`update datastream set thing = id, stamp = case id when 7 then 'instant' else stamp end`);
    const follow = { db, log: quietLog, rowsAtOnce: 10_000 };
    sums = new NoteFollower({
      ...{ ...follow, table: 'roll_up_pending' },
      work: async (tx, spans) => {
        await sumUp(tx, spans);
        await noteChangedHours(tx, clock, spans);
      },
    });
    follower = new NoteFollower({ ...follow, table: 'neighbour_pending', work: judgeNeighbours });
  });
  beforeEach(async () => {
    at = now;
    for (const table of ['observation', 'observation_version', 'series_state', 'roll_up', 'neighbour_limits']) {
      await store.db().query(sql`delete from ${sql.identifier(table)}`);
    }
  });

  async function settle(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await sums.settled();
      await follower.settled();
    }
  }
  async function take(part: readonly Reading[]): Promise<void> {
    const door = { network, door: 'bulk', sender: 'client:test', mode: 'upsert' } as const;
    if (part.length > 0) await store.intake().take({ ...door, readings: part });
  }
  const derive = () => deriveNeighbours(store.db(), clock, new AbortController().signal);
  async function flagged(flag: number): Promise<Map<number, number[]>> {
    const rows = await store.db().query<{ series: number; at: number; flag: number; tests: number }>(sql`
      select series, (extract(epoch from time) * 1000)::double precision as at, flag, tests from observation order by 1, 2`);
    const found = new Map<number, number[]>();
    for (const { series, at, flag: worst, tests } of rows) {
      if (readTests(unpackTests(tests)).neighbour !== flag) continue;
      assert.ok(flag === 2 || worst >= flag, 'the flag of a value is the worst of its tests');
      found.set(series, [...(found.get(series) ?? []), Math.floor((at - start) / hour)]);
    }
    return found;
  }

  test('the station that wanders off is suspect, and no other; one without neighbours is not evaluated', async () => {
    await take(readings(drift));
    await sums.settled();
    assert.equal(await derive(), near.length);
    await settle();
    const suspect = await flagged(3);
    assert.deepEqual([...suspect.keys()], [5], JSON.stringify([...suspect]));
    const own = suspect.get(5)!;
    assert.ok(own[0]! > 192 && own[0]! < 216, `from hour ${own[0]}`);
    // From then on all of it, two values an hour.
    assert.equal(own.length, (hours - own[0]!) * 2);
    assert.equal((await flagged(2)).get(far)?.length, hours * 2);
  });

  test('what happens to all of them is no fault of one', async () => {
    await take(readings(event));
    await sums.settled();
    assert.equal(await derive(), near.length);
    await settle();
    assert.deepEqual([...(await flagged(3))], []);
    assert.equal((await flagged(1)).get(5)?.length, hours * 2);
  });

  test('the running hour is judged when it is over, by the job of every hour', async () => {
    await take(readings(drift));
    await sums.settled();
    await derive();
    await noteClosedHours(store.db(), clock);
    await settle();
    const running = Math.floor(now / hour) * hour;
    const values = near.map((series) => ({ series, at: running + 60_000, value: series === 9 ? 400 : 40 + series }));
    await take(values);
    await settle();
    const ofHour = (found: Map<number, number[]>): boolean =>
      (found.get(9) ?? []).includes(Math.floor((running + 60_000 - start) / hour));
    assert.ok(ofHour(await flagged(2)), 'not evaluated yet');
    at = now + hour;
    assert.ok((await noteClosedHours(store.db(), clock)) >= near.length);
    await settle();
    assert.ok(ofHour(await flagged(3)), 'suspect');
  });

  test('fewer than three that measured in the hour: not evaluated then', async () => {
    await take(
      readings(drift).filter(
        ({ series, at }) => series === 5 || series === 1 || series === 3 || at < start + 200 * hour,
      ),
    );
    await sums.settled();
    await derive();
    await settle();
    assert.deepEqual((await flagged(2)).get(5)?.filter((at) => at >= 200).length, (hours - 200) * 2);
  });

  test('in any portions and any order the flags are those of everything at once', async () => {
    const all = readings(drift);
    await take(all);
    await sums.settled();
    await derive();
    await settle();
    const stored = () =>
      store
        .db()
        .query(sql`select series, time, (tests / ${5 ** 7}::integer) % 5 as neighbour from observation order by 1, 2`);
    const expected = await stored();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { minLength: 3, maxLength: 6 }), async (turns) => {
        for (const table of ['observation', 'observation_version', 'series_state', 'roll_up']) {
          await store.db().query(sql`delete from ${sql.identifier(table)}`);
        }
        // Each value goes into one of the portions, which come in the order of the turns.
        const portions = new Map<number, Reading[]>();
        for (const each of all) {
          const turn = turns[(Math.floor((each.at - start) / (30 * hour)) + each.series) % turns.length]!;
          portions.set(turn, [...(portions.get(turn) ?? []), each]);
        }
        for (const portion of portions.values()) {
          await take(portion);
          await settle();
        }
        await store.settle();
        await settle();
        assert.deepEqual(await stored(), expected);
      }),
      { numRuns: 3 },
    );
  });
});
