import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { csv, deliver, post, upload, type Json } from '../pipeline/steward.ts';
import { onAccessNodes, setUpNode } from './access-node.ts';

const standard = 'vn-air/ambient-air-measurements';
const file = csv(
  ['K1', 'K2', 'K3'],
  Array.from({ length: 6 }, (_, i) => [`T0${i}`, `2025-07-0${i + 1}T00:00:00+07:00`, 20 + i]),
);
const mapping = {
  fields: [
    { target: 'station_code', column: 'K1' },
    { target: 'time', column: 'K2' },
    { target: 'pm25', column: 'K3' },
  ],
  geometry: { from: 'none' },
};

onAccessNodes('what a proposal learns from', (node) => {
  const place = { url: () => node.url(), token: () => node.node().operatorToken };

  before(async () => {
    await setUpNode(node, 'H26');
    for (const code of ['H26.5', 'H26.6']) await post(place, '/organisations', { code, name: `Sở ${code}` });
    await own('decided', 'H26.5');
    await deliver(place, 'decided', file, { standard, mapping, openness: 'restricted' });
  });

  const own = (source: string, owner: string) =>
    node.call(`/sources/${source}`, { method: 'PUT', bearer: place.token(), body: { transport: 'upload', owner } });

  /** What is proposed for a new file of an organisation with the headers K1, K2, K3 because it was decided before. */
  async function learntBy(owner: string, source: string): Promise<string[]> {
    await own(source, owner);
    const delivery = await upload(place, source, file);
    const path = `/deliveries/${String(delivery['id'])}/proposal?standard=${standard}`;
    const { body } = await node.call(path, { bearer: place.token() });
    return (body['properties'] as { name: string; proposed: { reasons: Json[] } | null }[])
      .filter(({ proposed }) => JSON.stringify(proposed?.reasons ?? []).includes('decided-before'))
      .map(({ name }) => name);
  }

  test('an organisation’s own decisions', async () => {
    assert.deepEqual(await learntBy('H26.5', 'own-next'), ['station_code', 'time', 'pm25']);
  });

  test('not those of others, whose headers are not for it to see', async () => {
    assert.deepEqual(await learntBy('H26.6', 'other-next'), []);
  });

  test('but those for open data', async () => {
    await post(place, '/datasets/decided/classification', { openness: 'open' });
    assert.deepEqual(await learntBy('H26.6', 'other-last'), ['station_code', 'time', 'pm25']);
  });
});
