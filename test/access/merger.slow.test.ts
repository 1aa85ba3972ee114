import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { csv, deliver, post, type Json } from '../pipeline/steward.ts';
import { onAccessNodes, setUpNode } from './access-node.ts';

const day = 86_400_000;
const reasons = { purpose: 'Quản lý nước', legalBasis: 'NĐ 278/2025/NĐ-CP' };
const table = csv(
  ['code', 'phone'],
  [
    ['A', '0901'],
    ['B', '0902'],
  ],
);

onAccessNodes('grants to an agency that is merged into another one', (node) => {
  const place = { url: () => node.url(), token: () => node.node().operatorToken };
  const bearers: Record<string, string> = {};
  let grants: string[];
  const phones = async (organisation: string) => {
    const { status, body } = await node.call('/collections/wells/items', { bearer: bearers[organisation]! });
    return status === 200
      ? (body['features'] as { properties: Json }[]).map(({ properties }) => properties['phone'])
      : status;
  };

  before(async () => {
    await setUpNode(node, 'H26');
    for (const code of ['H26.5', 'H26.6']) {
      await post(place, '/organisations', { code, name: `Sở ${code}` });
      const key = await post(place, `/organisations/${code}/keys`, { name: 'Trạm', roles: ['officer'] });
      bearers[code] = String(key.body['secret']);
    }
    await deliver(place, 'wells', table, { key: ['code'], openness: 'restricted' });
    const collections = { wells: { columns: { phone: 'hashed' } } };
    grants = [];
    for (const grantee of ['organisation:H26.5', 'role:H26.5/officer']) {
      const words = { grantee, actions: ['read'], collections, ...reasons };
      grants.push(String((await post(place, '/datasets/wells/grants', words)).body['id']));
    }
  });

  test('go on for the successor from the day on, with the same hashes; whose they were stays on record', async () => {
    const seen = await phones('H26.5');
    assert.ok(Array.isArray(seen) && seen.length === 2);
    assert.equal(await phones('H26.6'), 404);
    const tomorrow = new Date(node.clock.now().getTime() + day + 7 * 3_600_000).toISOString().slice(0, 10);
    const merger = { successor: 'H26.6', day: tomorrow };
    assert.equal((await post(place, '/organisations/H26.5/successor', merger)).status, 303);
    assert.equal(await phones('H26.6'), 404, 'before the day');
    node.clock.pass(day);
    // A further notice carries out what is due, as the node does every night.
    await post(place, '/organisations', { code: 'H26.7', name: 'Sở H26.7' });
    await post(place, '/organisations/H26.7/successor', { successor: 'H26.6', day: '2099-01-01' });
    assert.deepEqual(await phones('H26.6'), seen);
    for (const [i, was, is] of [
      [0, 'organisation:H26.5', 'organisation:H26.6'],
      [1, 'role:H26.5/officer', 'role:H26.6/officer'],
    ] as const) {
      const { body } = await node.call(`/grants/${grants[i]}`, { bearer: place.token() });
      const versions = (body['history'] as Json[]).map((one) => [one['version'], one['grantee'], one['madeBy']]);
      assert.deepEqual(versions, [
        [2, is, 'succession:H26.5'],
        [1, was, 'operator'],
      ]);
    }
  });

  test('stand in the audit log as passed on', async () => {
    const entries = await node.node().db.query<{ who: string; resources: string[]; details: Json }>(sql`
      select coalesce(entry->>'who', '') as who, array(select jsonb_array_elements_text(entry->'resources')) as resources,
        entry->'details' as details
      from (select entry from audit_pending union all select to_jsonb(audit_entry) from audit_entry) as all_of (entry)
      where entry->>'operation' = 'carryOutSuccession'`);
    assert.deepEqual(entries, [
      { who: 'operator', resources: ['organisations/H26.5', 'organisations/H26.6'], details: { grants: 2 } },
    ]);
  });
});
