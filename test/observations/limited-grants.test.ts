import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { csv, deliver, post } from '../pipeline/steward.ts';
import { settled } from './settled.ts';

type Json = Record<string, unknown>;

/** A network that is closed, and read by a grant to everybody that gives so many values. */
onBothNodes('A grant with limits on a network', (node) => {
  const reasons = { purpose: 'Quản lý chất lượng nước', legalBasis: 'NĐ 278/2025/NĐ-CP' };
  let grant = '';
  let station = 0;

  before(async () => {
    assert.equal((await post(node, '/networks', { id: 'han', title: 'Hạn', openness: 'closed' })).status, 201);
    const rows = [0, 1, 2, 3, 4].map((hour) => `T1,COD,mg/L,2026-04-15T0${hour}:00:00Z,${hour}`);
    const pushed = await fetch(new URL('/networks/han/observations', node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
      body: `station,parameter,unit,time,value\n${rows.join('\n')}\n`,
    });
    assert.equal(pushed.status, 201);
    await settled(node);
  });
  const give = async (words: Json): Promise<void> => {
    if (grant) assert.equal((await post(node, `/grants/${grant}/end`)).status, 303);
    const actions = ['read', 'download', 'subscribe'];
    const made = await post(node, '/datasets/han/grants', { grantee: 'public', actions, ...reasons, ...words });
    assert.equal(made.status, 201, made.text);
    grant = String(made.body['id']);
    const { stations } = (await get('/stations')).body as { stations: { id: number }[] };
    station = stations[0]?.id ?? station;
  };
  /** A key of an organisation that has nothing but what everybody has. */
  const reader = async (): Promise<string> => {
    await post(node, '/organisations', { code: 'H26.7', name: 'Sở khác' });
    const key = await post(node, '/organisations/H26.7/keys', { name: 'Máy', roles: ['officer'], mayWrite: true });
    return String(key.body['secret']);
  };
  const get = async (path: string) => {
    const response = await fetch(new URL(path, node.url()), { headers: { accept: '*/*' } });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    const text = isStream ? '' : await response.text();
    await (isStream && response.body?.cancel());
    const body = text.startsWith('{') ? (JSON.parse(text) as Json) : {};
    return { status: response.status, text, body, type: String(body['type']).split('/').at(-1) };
  };
  const edr = (): string => `/edr/collections/han/locations/${station}`;
  /** Doors that count, with how many of the five values are asked for. */
  const counted = (): (readonly [string, number])[] => [
    [edr(), 5],
    [`${edr()}?f=csv`, 5],
    [`${edr()}?datetime=2026-04-15T00:00:00Z/2026-04-15T01:00:00Z`, 2],
    ['/networks/han/months/2026-04.parquet', 5],
    // The newest value stands in the table of series, too.
    [`/stations/${station}?until=2026-04-15T04:00:01Z`, 6],
    [`/stations/${station}?until=2026-04-15T04:00:01Z&f=csv`, 6],
  ];
  const uncounted = ['/networks/han/live', '/networks/han/sta/v1.1/Things', '/networks/han/sta/v1.1/Observations'];

  test('gives no more values to one request than it says, through any door', async () => {
    await give({ rowsPerRequest: 4 });
    for (const [path, values] of counted()) {
      const { status, type } = await get(path);
      const told = values > 4 ? [403, 'answer-beyond-grant'] : [200, 'FeatureCollection'];
      assert.deepEqual([status, status === 200 ? 'FeatureCollection' : type], told, path);
    }
    for (const at of ['', '&at=2026-04-15', '&at=2026-04-15T08']) {
      const list = (await get(`/stations?parameter=COD${at}`)).body as { stations: { name: string; value: unknown }[] };
      assert.deepEqual(
        list.stations.map(({ name, value }) => [name, value]),
        [['T1', null]],
        'lists count none and so tell none, of whatever time',
      );
    }
  });

  test('gives no more values a day than it says, whatever doors they go through', async () => {
    await give({ rowsPerDay: 12 });
    assert.equal((await get(edr())).status, 200);
    assert.equal((await get(`/stations/${station}?until=2026-04-15T04:00:01Z`)).status, 200);
    // One is left of twelve.
    for (const [path] of counted()) assert.equal((await get(path)).status, 403, path);
    const newest = '?datetime=2026-04-15T04:00:00Z';
    assert.equal((await get(edr() + newest)).status, 200);
    for (const [path] of counted()) {
      const { status, type } = await get(path);
      assert.deepEqual([status, type], [429, 'quota-used-up'], path);
    }
  });

  test('does not open doors that count nothing: they say so', async () => {
    for (const path of uncounted) {
      const { status, type } = await get(path);
      assert.deepEqual([status, type], [403, 'limits-not-counted'], path);
    }
    assert.deepEqual((await get('/sta/v1.1/Things')).body['value'], []);
    assert.equal((await get('/sta/v1.1/Datastreams(1)')).status, 404);
    await give({});
    for (const path of uncounted) assert.equal((await get(path)).status, 200, path);
    for (const [path] of counted()) assert.equal((await get(path)).status, 200, path);
    assert.equal(((await get('/sta/v1.1/Things')).body['value'] as unknown[]).length, 1);
  });

  test('of some rows or columns of a dataset’s tables opens no series beside them', async () => {
    const wells = csv(['code', 'depth'], [['A', 1]]);
    await deliver(node, 'gieng', wells, { key: ['code'], openness: 'restricted' });
    assert.equal((await post(node, '/networks', { id: 'gieng', title: 'Giếng' })).status, 201);
    const doors = [
      '/networks/gieng',
      '/edr/collections/gieng',
      '/networks/gieng/live',
      '/networks/gieng/sta/v1.1/Things',
    ];
    for (const [collections, status] of [
      [{ gieng: { rows: 'depth > 0', others: 'shown' } }, 404],
      [{ gieng: { columns: { depth: 'removed' }, others: 'shown' } }, 404],
      [undefined, 200],
    ] as const) {
      const words = {
        grantee: 'public',
        actions: ['read', 'subscribe'],
        ...reasons,
        ...(collections && { collections }),
      };
      const made = await post(node, '/datasets/gieng/grants', words);
      assert.equal(made.status, 201, made.text);
      assert.equal((await get('/collections/gieng/items')).status, 200);
      for (const path of doors) assert.equal((await get(path)).status, status, path);
      assert.equal((await post(node, `/grants/${String(made.body['id'])}/end`)).status, 303);
    }
  });

  test('a grant to read gives no file of SensorThings to take away, alone or in a batch', async () => {
    await give({ actions: ['read'] });
    const all = '/sta/v1.1/Observations';
    assert.equal(((await get(all)).body['value'] as unknown[]).length, 5);
    for (const path of [`${all}?$resultFormat=CSV`, '/sta/v1.1/Things?$resultFormat=csv']) {
      const { status, text } = await get(path);
      assert.equal(status, 200, text);
      assert.equal(text.trim().split('\n').length, 1, 'the head alone');
    }
    const own = await get(`/networks/han${all}?$resultFormat=CSV`);
    assert.deepEqual([own.status, own.type], [404, 'network-not-found']);
    const requests = [{ id: 'a', method: 'get', url: 'Observations?$resultFormat=CSV' }];
    const batch = await fetch(new URL('/sta/v1.1/$batch', node.url()), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await reader()}` },
      body: JSON.stringify({ requests }),
    });
    assert.equal(batch.status, 200);
    assert.doesNotMatch(await batch.text(), /2026-04-15T0/);
    await give({ actions: ['read', 'download'] });
    assert.equal((await get(`${all}?$resultFormat=CSV`)).text.trim().split('\n').length, 6);
  });
});
