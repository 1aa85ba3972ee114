import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, deliver, expectOk, readAll, type Json } from './steward.ts';

const features = [
  { type: 'Feature', properties: { ma: 'A' }, geometry: { type: 'Point', coordinates: [105.7, 10, 5.5] } },
  { type: 'Feature', properties: { ma: 'B' }, geometry: null },
  { type: 'Feature', properties: { ma: 'C' }, geometry: { type: 'Point', coordinates: [105.8, 10.1, 7] } },
  { type: 'Feature', properties: { ma: 'D' }, geometry: { type: 'Point', coordinates: [105.9, 10.2] } },
];

onBothNodes('positions with heights', (node) => {
  test('are loaded in the plane, and the run says that heights stay in the file', async () => {
    const text = JSON.stringify({ type: 'FeatureCollection', features });
    const run = await deliver(node, 'cao', text, { name: 'cao.geojson', key: ['ma'] });
    assert.equal(run.state, 'done', JSON.stringify(run.problem));
    const read = await readAll(node, 'cao');
    assert.deepEqual(
      read.map(({ geometry }) => geometry && (geometry as { coordinates: unknown }).coordinates),
      [[105.7, 10], null, [105.8, 10.1], [105.9, 10.2]],
    );
    const { body } = await expectOk(asOperator(node, `/runs/${run.id}?lang=en`));
    const told = (body['issueCounts'] as Json[]).find(({ rule }) => rule === 'heights-dropped');
    assert.deepEqual([told?.['count'], told?.['severity']], [2, 'warning']);
  });
});
