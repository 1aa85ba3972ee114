import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { csv, deliver, post, type Json } from '../pipeline/steward.ts';
import { inviteNew, onAccessNode, setUpNode } from './access-node.ts';

const wells = csv(['code'], [['A'], ['B']]);

onAccessNode('looking with the eyes of somebody else', (node) => {
  const place = { url: () => node.url(), token: () => node.node().operatorToken };
  let bearer: string;

  before(async () => {
    const administrator = await setUpNode(node, 'H26');
    const person = { email: 'binh@example.gov.vn', name: 'Trần Bình', password: 'mười hai con giáp' };
    await inviteNew(node, administrator, 'H26', person, ['officer']);
    for (const code of ['H26.5', 'H26.6']) await post(place, '/organisations', { code, name: `Sở ${code}` });
    const key = await post(place, '/organisations/H26.5/keys', { name: 'k', roles: ['steward'] });
    bearer = String(key.body['secret']);
    for (const [id, owner] of [
      ['own', 'H26.5'],
      ['foreign', 'H26.6'],
    ] as const) {
      const body = { transport: 'upload', owner };
      await node.call(`/sources/${id}`, { method: 'PUT', bearer: place.token(), body });
      await deliver(place, id, wells, { key: ['code'], openness: 'closed' });
    }
  });

  const look = (path: string, as: string) => node.call(`${path}?view-as=${as}`, { bearer });

  test('a steward sees his own data as others would', async () => {
    assert.equal((await look('/collections/own/items', 'role:H26.5/officer')).status, 200);
    assert.equal((await look('/collections/own/items', 'organisation:H26.6')).status, 404);
  });

  test('and nothing of another organisation: neither its data nor its members and keys', async () => {
    for (const role of ['administrator', 'steward', 'officer']) {
      const as = `role:H26.6/${role}`;
      assert.equal((await look('/collections/foreign/items', as)).status, 404, as);
      assert.equal((await look('/datasets/foreign', as)).status, 404, as);
    }
    for (const path of ['/datasets', '/collections']) {
      assert.ok(!JSON.stringify((await look(path, 'role:H26.6/steward')).body).includes('foreign'), path);
    }
    const stranger = (await node.call('/organisations/H26')).body;
    for (const role of ['administrator', 'steward', 'officer', 'viewer']) {
      const { body } = await look('/organisations/H26', `role:H26/${role}`);
      assert.ok(!JSON.stringify(body).includes('@example.gov.vn'), role);
      assert.deepEqual(Object.keys(body as Json).toSorted(), Object.keys(stranger).toSorted(), role);
    }
  });
});
