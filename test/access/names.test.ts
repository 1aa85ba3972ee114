import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { csv, deliver, post, type Json } from '../pipeline/steward.ts';
import { administrator, onAccessNodes, setUpNode } from './access-node.ts';
import { textOf, type Visitor } from './visitor.ts';

const reasons = { purpose: 'Quản lý nước dưới đất', legalBasis: 'NĐ 278/2025/NĐ-CP' };

onAccessNodes('who did something, in a history', (node) => {
  const place = { url: () => node.url(), token: () => node.node().operatorToken };
  let person: Visitor;
  let [own, foreign, grant] = ['', '', ''];
  const network = 'tram';

  before(async () => {
    person = await setUpNode(node, 'H26');
    await post(place, '/organisations', { code: 'H26.6', name: 'Sở khác' });
    const keyOf = async (code: string): Promise<string> => {
      const key = await post(place, `/organisations/${code}/keys`, { name: `Máy ${code}`, roles: ['steward'], mayWrite: true }); // prettier-ignore
      return String(key.body['secret']);
    };
    [own, foreign] = [await keyOf('H26'), await keyOf('H26.6')];
    await node.call('/sources/wells', { method: 'PUT', bearer: own, body: { transport: 'upload' } });
    await deliver(place, 'wells', csv(['code'], [['A']]), { key: ['code'], openness: 'restricted' });
    const words = { grantee: 'role:H26.6/steward', actions: ['manage'], ...reasons };
    assert.equal(await person.ask('POST', '/datasets/wells/grants', words), 201);
    assert.equal(await person.ask('POST', '/datasets/wells/metadata', { title: 'Giếng' }), 303);
    const { body } = await node.call('/datasets/wells/grants', { bearer: own });
    grant = String((body['grants'] as Json[])[0]!['id']);
  });
  const makers = async (path: string, member: string, bearer: string): Promise<unknown[]> => {
    const { status, body } = await node.call(path, { bearer });
    assert.equal(status, 200, path);
    return (body[member] as Json[]).map(({ madeByName }) => madeByName);
  };

  test('has a name for people of his organisation, on pages and in the API', async () => {
    const id = String((await node.call(`/grants/${grant}`, { bearer: own })).body['madeBy']);
    assert.match(id, /^user:/);
    for (const path of [`/grants/${grant}`, '/datasets/wells/metadata', '/audit']) {
      const page = await person.open(path);
      assert.ok(textOf(page.html).includes(administrator.name), path);
      assert.ok(!textOf(page.html).includes(id), path);
    }
    assert.deepEqual(await makers(`/grants/${grant}`, 'history', own), [administrator.name]);
    assert.equal((await makers('/datasets/wells/metadata', 'versions', own))[0], administrator.name);
  });

  test('stands in the file of the log beside the id', async () => {
    const key = await post(place, '/organisations/H26/keys', { name: 'Kiểm tra', roles: ['auditor'] });
    const file = async (): Promise<string[]> => {
      const headers = { authorization: `Bearer ${String(key.body['secret'])}` };
      const answer = await fetch(new URL('/audit?f=csv', node.url()), { headers });
      return (await answer.text()).trim().split('\r\n');
    };
    const ofPerson = (line: string) => line.includes(',user:');
    // Entries wait a moment until they are chained.
    let lines = await file();
    for (let asked = 0; asked < 100 && !lines.some(ofPerson); asked++) {
      await setTimeout(100);
      lines = await file();
    }
    assert.match(lines[0]!, /,who,.*,whoName$/);
    const own = lines.filter(ofPerson);
    assert.ok(own.length > 0 && own.every((line) => line.endsWith(`,${administrator.name}`)), own.join('\n'));
  });

  test('has none for those of another one, who may manage the dataset all the same', async () => {
    assert.deepEqual(await makers(`/grants/${grant}`, 'history', foreign), [null]);
    const { body } = await node.call(`/grants/${grant}`, { bearer: foreign });
    assert.ok(!JSON.stringify(body).includes(administrator.name));
    assert.match(String(body['madeBy']), /^user:/);
  });

  test('a slip that changes values of stations tells each step with it, machines by the name of their key', async () => {
    const made = { method: 'POST', bearer: own, body: { id: network, title: 'Trạm' } };
    assert.equal((await node.call('/networks', made)).status, 201);
    const pushed = await fetch(new URL(`/networks/${network}/observations`, node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${own}`, 'content-type': 'text/csv' },
      body: 'station,parameter,unit,time,value\nT1,COD,mg/L,2026-04-15T00:00:00Z,1\n',
    });
    assert.equal(pushed.status, 201);
    const span = { from: '2026-04-15T00:00:00Z', to: '2026-04-15T00:00:00Z', reason: 'Đầu đo lệch' };
    const { body: list } = await node.call(`/networks/${network}/sta/v1.1/Datastreams`, { bearer: own });
    const series = (list['value'] as Json[])[0]!['@iot.id'];
    const slip = { series, action: 'blank', ...span };
    const drafted = await node.call(`/networks/${network}/adjustments`, { method: 'POST', bearer: own, body: slip });
    assert.equal(drafted.status, 201, JSON.stringify(drafted.body));
    const path = `/networks/${network}/adjustments/${String(drafted.body['id'])}`;
    const steps = (await node.call(path, { bearer: own })).body['history'] as Json[];
    assert.deepEqual(
      steps.map(({ state, whoName }) => [state, whoName]),
      [['draft', 'Máy H26']],
    );
  });
});
