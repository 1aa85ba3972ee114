import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asPublic, csv, deliver, post } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

/** A binary fraction: what stands on the edge of a box is then not a matter of rounding. */
const step = 0.125;
const side = 140;
/** Spread evenly over a degree, none in the middle of a cell or on its edge. */
const places = Array.from({ length: side * side }, (_, i) => [
  105 + (i % side) / side + 0.0013,
  20 + Math.floor(i / side) / side + 0.0017,
]) as [number, number][];
const snap = (value: number) => Math.round(value / step) * step;

onBothNodes('a box on positions that are shown rounded', (node) => {
  before(async () => {
    const rows = places.map(([longitude, latitude], i) => [`P${i}`, longitude, latitude]);
    await deliver(node, 'points', csv(['code', 'longitude', 'latitude'], rows), {
      key: ['code'],
      openness: 'restricted',
    });
    await post(node, '/datasets/points/grants', {
      grantee: 'public',
      actions: ['read'],
      collections: { points: { columns: { geometry: { snapped: step }, longitude: 'removed', latitude: 'removed' } } },
      ...{ purpose: 'thử', legalBasis: 'thử' },
    });
  });

  const boxes = [
    { box: [105.125, 20.125, 105.25, 20.25], means: 'with its corners on the grid' },
    { box: [105.2, 20.2, 105.3, 20.3], means: 'around one place of the grid' },
    { box: [105.26, 20.26, 105.37, 20.37], means: 'between the places of the grid' },
    { box: [105.49, 20.49, 105.51, 20.51], means: 'much smaller than a cell' },
    { box: [105.43, 20.43, 105.57, 20.57], means: 'a little wider than a cell' },
  ] as const;
  for (const { box, means } of boxes) {
    test(`${means} holds what is shown in it`, async () => {
      const [west, south, east, north] = box;
      const isIn = (value: number, low: number, high: number) => value > low - 1e-9 && value < high + 1e-9;
      const expected = places.filter(([x, y]) => isIn(snap(x), west, east) && isIn(snap(y), south, north));
      const { body } = await asPublic(node, `/collections/points/items?limit=1&bbox=${box.join(',')}`);
      assert.equal(body['numberMatched'], expected.length);
    });
  }

  test('is looked up by the index', async () => {
    const scans = async () => {
      const rows = await node.db().query<{ scans: number }>(sql`
        select sum(idx_scan)::int4 as scans from pg_stat_user_indexes
        where relname = 'c_points' and indexrelname like '%geom'`);
      return rows[0]!.scans;
    };
    const before = await scans();
    await asPublic(node, '/collections/points/items?limit=1&bbox=105.7,20.7,105.8,20.8');
    await until(async () => (await scans()) > before, 'a search of the index');
  });
});
