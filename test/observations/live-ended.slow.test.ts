import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';

onBothNodes('A live stream', (node) => {
  test('ends when the grant is taken back by which it is followed', async () => {
    assert.equal((await post(node, '/networks', { id: 'kin', title: 'Kín', openness: 'closed' })).status, 201);
    const words = { grantee: 'public', actions: ['subscribe'], purpose: 'Theo dõi', legalBasis: 'NĐ 278/2025/NĐ-CP' };
    const grant = await post(node, '/datasets/kin/grants', words);
    const request = get(new URL('/networks/kin/live', node.url()), { agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    assert.equal(response.statusCode, 200);
    response.on('error', () => {}).resume();
    assert.equal((await post(node, `/grants/${String(grant.body['id'])}/end`)).status, 303);
    await once(response, 'close');
  });
});
