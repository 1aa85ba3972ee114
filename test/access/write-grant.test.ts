import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { csv, deliver, inspected, post, type Json } from '../pipeline/steward.ts';
import { onAccessNode, setUpNode } from './access-node.ts';

const columns = ['code', 'depth'];
const reasons = { purpose: 'Gửi số liệu quan trắc', legalBasis: 'Hợp đồng 01/2026' };

onAccessNode('who was granted to deliver into a dataset of an agency, or to manage one', (node) => {
  const place = { url: () => node.url(), token: () => node.node().operatorToken };
  let firm: { readonly bearer: string; readonly grantee: string };
  let foreign: string;

  before(async () => {
    await setUpNode(node, 'H26');
    for (const code of ['H26.5', 'H26.6']) await post(place, '/organisations', { code, name: `Sở ${code}` });
    const key = await post(place, '/organisations/H26.6/keys', { name: 'Trạm', roles: ['officer'], mayWrite: true });
    firm = { bearer: String(key.body['secret']), grantee: `client:${String(key.body['id'])}` };
    const owned = { transport: 'upload', owner: 'H26.5' };
    await node.call('/sources/wells', { method: 'PUT', bearer: place.token(), body: owned });
    const run = await deliver(place, 'wells', csv(columns, [['A', 1]]), { key: ['code'], openness: 'restricted' });
    foreign = String(run.delivery);
  });

  const send = (content: string) =>
    fetch(new URL('/sources/wells/deliveries?name=moi.csv&delivery=partial', node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${firm.bearer}`, 'content-type': 'application/octet-stream' },
      body: content,
    });

  test('could not before', async () => {
    assert.equal((await send(csv(columns, [['B', 2]]))).status, 404);
  });

  test('delivers, looks at what it delivered, and at nothing that others did', async () => {
    const words = { grantee: firm.grantee, actions: ['write'], ...reasons };
    assert.equal((await post(place, '/datasets/wells/grants', words)).status, 201);
    const taken = await send(csv(columns, [['B', 2]]));
    assert.equal(taken.status, 201);
    const id = Number(((await taken.json()) as Json)['id']);
    await inspected(place, id);
    const own = await node.call(`/deliveries/${id}`, { bearer: firm.bearer });
    assert.equal(own.status, 200);
    const order = { method: 'POST', bearer: firm.bearer, body: { openness: 'open' } };
    const ordered = await node.call(`/deliveries/${id}/runs`, order);
    assert.equal(ordered.status, 202, JSON.stringify(ordered.body));
    const run = (ordered.body['runs'] as Json[])[0]!['id'];
    assert.equal((await node.call(`/runs/${String(run)}`, { bearer: firm.bearer })).status, 200);
    for (const path of [`/deliveries/${foreign}`, '/collections/wells/items']) {
      assert.equal((await node.call(path, { bearer: firm.bearer })).status, 404, path);
    }
    assert.equal(
      (await node.call('/collections/wells/items')).status,
      404,
      'the level of openness is the owner’s to say',
    );
  });

  test('and no more once the grant is taken back', async () => {
    const { body } = await node.call('/datasets/wells/grants', { bearer: place.token() });
    const grant = (body['grants'] as Json[])[0]!;
    await post(place, `/grants/${String(grant['id'])}/end`);
    assert.equal((await send(csv(columns, [['C', 3]]))).status, 404);
  });

  test('managing gives grants and classification, and nothing of the studio', async () => {
    const steward = await post(place, '/organisations/H26.6/keys', { name: 'K', roles: ['steward'], mayWrite: true });
    const bearer = String(steward.body['secret']);
    const run = await deliver(place, 'managed', csv(columns, [['A', 1]]), { key: ['code'], openness: 'restricted' });
    const before = await node.call('/datasets/managed/grants', { bearer });
    const words = { grantee: 'role:H26.6/steward', actions: ['manage'], ...reasons };
    assert.equal((await post(place, '/datasets/managed/grants', words)).status, 201);
    assert.equal(before.status, 404);
    assert.equal((await node.call('/datasets/managed/grants', { bearer })).status, 200);
    for (const path of ['/sources/managed', `/runs/${run.id}/quarantine`, `/deliveries/${String(run.delivery)}`]) {
      assert.equal((await node.call(path, { bearer })).status, 404, path);
    }
    assert.equal((await node.call('/datasets/managed/withdraw', { method: 'POST', bearer })).status, 404);
  });
});
