import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { NoteFollower, sumUp, type FollowSettings } from '../../src/observations/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import { network, onBothObservationStores } from './store-under-test.ts';

const hourMs = 3_600_000;
const hours = 4_000;
const start = Date.parse('2024-01-05T00:00:00Z');
const rowsAtOnce = 500;

onBothObservationStores('A note about months', (store) => {
  const follower = (work: FollowSettings['work'], rows = rowsAtOnce): NoteFollower =>
    new NoteFollower({ db: store.db(), log: quietLog, table: 'roll_up_pending', rowsAtOnce: rows, work });
  /** Notes everything that is there, as a change of all of it does. */
  const noteAll = () =>
    store.db().query(sql`
      insert into roll_up_pending (series, from_time, to_time)
      select array_agg(series), array_agg(first_time), array_agg(last_time) from series_state`);
  const sums = () =>
    store.db().query(sql`
      select series, layer, grain, start, received, measured, good, round(sum::numeric, 6) as sum, min_at, max_at
      from roll_up order by series, layer, grain, start`);
  const forget = () => store.db().query(sql`delete from roll_up`);

  test('is worked off in pieces, between which others are answered, and gives the same sums as in one', async () => {
    const readings = [3, 4].flatMap((series) =>
      Array.from({ length: hours }, (_, i) => ({ series, at: start + i * hourMs, value: (i * 7919) % 101 })),
    );
    await store.intake().take({ network, door: 'bulk', sender: 'client:test', mode: 'upsert', readings });
    await follower(sumUp, Infinity).settled();
    const expected = await sums();
    assert.ok(expected.length > 2 * hours);

    await forget();
    await noteAll();
    const order: string[] = [];
    const pieces: number[] = [];
    let secondPiece!: () => void;
    const another = new Promise<void>((resolve) => (secondPiece = resolve))
      .then(() => store.db().query(sql`select 1 as one`))
      .then(() => order.push('another'));
    await follower(async (tx, spans) => {
      if (pieces.length === 1) secondPiece();
      pieces.push(spans.reduce((sum, { from, to }) => sum + (to - from) / hourMs, 0));
      await sumUp(tx, spans);
      order.push('piece');
    }).settled();
    await another;
    assert.deepEqual(await sums(), expected);
    assert.ok(pieces.length >= (2 * hours) / rowsAtOnce, `${pieces.length} pieces`);
    assert.ok(Math.max(...pieces) <= rowsAtOnce, `${Math.max(...pieces)} hours at once`);
    const place = order.indexOf('another');
    assert.ok(place > 0 && place < order.length - 2, order.join());
  });

  test('loses nothing when the work breaks off between two pieces', async () => {
    const expected = await sums();
    await forget();
    await noteAll();
    let pieces = 0;
    const broken = follower(async (tx, spans) => {
      await sumUp(tx, spans);
      if (++pieces === 4) throw new Error('the process ends here');
    });
    await assert.rejects(broken.settled(), /ends here/);
    assert.notEqual((await sums()).length, 0, 'what was done before stands');
    assert.notEqual((await sums()).length, expected.length);
    await follower(sumUp).settled();
    assert.deepEqual(await sums(), expected);
  });

  test('keeps what is new waiting for one piece only', async () => {
    await noteAll();
    await store.db().query(sql`
      insert into roll_up_pending (series, from_time, to_time)
      select array[5], array[to_timestamp(0)], array[to_timestamp(0)] from generate_series(1, 300)`);
    const seen: number[][] = [];
    await follower(async (_, spans) => void seen.push(spans.map(({ series }) => series))).settled();
    const firstNew = seen.findIndex((series) => series.includes(5));
    assert.ok(firstNew >= 0 && firstNew <= 2, JSON.stringify(seen));
  });
});
