import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { StaService, station, type Json } from './sta-service.ts';

onBothNodes('SensorThings in other forms, and many at once', (node) => {
  const sta = new StaService(node);
  let thing: number;
  let series: number;

  before(async () => {
    thing = await sta.create('/Things', station('=Hải Phòng, 1'));
    series = Number((await sta.values(`/Things(${thing})/Datastreams`))[0]!['@iot.id']);
    const rows = [
      ['2026-01-01T00:00:00Z', 1],
      ['2026-01-01T00:05:00Z', 'nhiều "mây"'],
      ['2026-01-01T00:10:00Z', null],
    ];
    await arrays([{ Datastream: { '@iot.id': series }, components: ['phenomenonTime', 'result'], dataArray: rows }]);
  });

  async function arrays(body: unknown): Promise<string[]> {
    const answer = await sta.send('POST', '/CreateObservations', body);
    assert.equal(answer.status, 201, answer.text);
    return JSON.parse(answer.text) as string[];
  }

  test('CSV has a line for each entity, what is expanded behind its name; further pages by the Link header', async () => {
    const path = `/Datastreams(${series})/Observations?$resultFormat=CSV&$select=phenomenonTime,result&$top=2`;
    const answer = await sta.send('GET', `${path}&$expand=Datastream($select=name;$expand=Thing($select=name))`);
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.deepEqual(answer.text.split('\r\n'), [
      'phenomenonTime,result,Datastream/name,Datastream/Thing/name',
      '2026-01-01T00:00:00Z,1,"PM2.5 =Hải Phòng, 1","\'=Hải Phòng, 1"',
      '2026-01-01T00:05:00Z,"nhiều ""mây""","PM2.5 =Hải Phòng, 1","\'=Hải Phòng, 1"',
      '',
    ]);
    const next = /<(.+)>; rel="next"/.exec(answer.headers.get('link')!)![1]!;
    assert.equal((await sta.send('GET', next)).text.split('\r\n').length, 3);
    assert.equal((await sta.send('GET', '/Things?$resultFormat=CSV&$expand=Locations')).status, 400);
  });

  test('GeoJSON gives features with the place that is theirs or expanded', async () => {
    const answer = await sta.send('GET', '/Things?$resultFormat=GeoJSON&$expand=Locations');
    assert.ok(answer.headers.get('content-type')!.startsWith('application/geo+json'));
    const { type, features } = JSON.parse(answer.text) as { type: string; features: Json[] };
    assert.equal(type, 'FeatureCollection');
    assert.deepEqual(features[0]!['geometry'], { type: 'Point', coordinates: [105.8, 21] });
    assert.equal((features[0]!['properties'] as Json)['name'], '=Hải Phòng, 1');
    const places = JSON.parse((await sta.send('GET', '/Locations?$resultFormat=GeoJSON')).text) as { features: Json[] };
    assert.deepEqual(places.features[0]!['geometry'], { type: 'Point', coordinates: [105.8, 21] });
  });

  test('a data array has the rows of each series under components of their own', async () => {
    const [group] = await sta.values(`/Observations?$resultFormat=dataArray`);
    assert.deepEqual(group!['components'], ['id', 'phenomenonTime', 'resultTime', 'result']);
    const rows = group!['dataArray'] as unknown[][];
    assert.deepEqual(
      rows.map((row) => row[3]),
      [1, 'nhiều "mây"', null],
    );
    assert.equal((await sta.send('GET', '/Things?$resultFormat=dataArray')).status, 400);
  });

  test('rows that cannot be read are told at their place, the others are stored with their features', async () => {
    const [first] = await sta.values(`/Datastreams(${series})/Observations?$expand=FeatureOfInterest`);
    const feature = Number((first!['FeatureOfInterest'] as Json)['@iot.id']);
    const components = ['phenomenonTime', 'result', 'FeatureOfInterest/id'];
    const dataArray = [
      ['2026-01-02T00:00:00Z', 5, feature],
      ['never', 6, feature],
      ['2026-01-02T00:10:00Z', 7, 987654321],
      ['2026-01-02T00:15:00Z', 8],
      ['2026-01-02T00:20:00Z', 9, null],
    ];
    const addresses = await arrays([{ Datastream: { '@iot.id': series }, components, dataArray }]);
    assert.deepEqual(
      addresses.map((each) => each === 'error'),
      [false, true, true, true, false],
    );
    assert.equal((await sta.get(addresses[4]!))['result'], 9);
    const unknown = [{ Datastream: { '@iot.id': 987654 }, components, dataArray }];
    assert.equal((await sta.send('POST', '/CreateObservations', unknown)).status, 400);
  });

  test('a batch reads, makes, changes and removes; a group that breaks leaves nothing', async () => {
    const batch = async (requests: readonly Json[]): Promise<Json[]> => {
      const answer = await sta.send('POST', '/$batch', { requests });
      assert.equal(answer.status, 200, answer.text);
      return (answer.body as { responses: Json[] }).responses;
    };
    const made = await batch([
      { id: 1, method: 'post', url: 'Things', body: { name: 'một', description: 'lô' } },
      { id: 2, method: 'post', url: '$1/Datastreams', body: { name: 'thiếu' } },
      { id: 3, method: 'get', url: `${sta.root}/Things(${thing})/name/$value` },
      { id: 4, method: 'delete', url: '$1' },
      { id: 5, method: 'get', url: '$1' },
    ]);
    assert.deepEqual(
      made.map(({ status }) => status),
      [201, 400, 200, 200, 404],
    );
    assert.equal(made[2]!['body'], '=Hải Phòng, 1');
    const group = await batch([
      { id: 'a', atomicityGroup: 'g', method: 'post', url: 'Things', body: { name: 'nhóm', description: 'x' } },
      { id: 'b', atomicityGroup: 'g', method: 'patch', url: '$a', body: { description: 'y' } },
      { id: 'c', atomicityGroup: 'h', method: 'post', url: 'Things', body: { name: 'hỏng', description: 'x' } },
      { id: 'd', atomicityGroup: 'h', method: 'post', url: 'Things', body: {} },
      { id: 'e', atomicityGroup: 'i', method: 'post', url: `Datastreams(${series})/Observations`, body: { result: 1 } },
    ]);
    assert.deepEqual(
      group.map(({ status }) => status),
      [201, 200, 424, 400, 501],
    );
    const names = (await sta.values('/Things')).map(({ name }) => name);
    assert.ok(names.includes('nhóm') && !names.includes('hỏng'));
  });

  test('each organisation writes into its own network; others neither see nor change it', async () => {
    const keys = await Promise.all(['H90.1', 'H90.2'].map((code) => keyOf(code, ['steward'])));
    const [mine, theirs] = keys.map((key) => new StaService(node, key));
    const own = await mine!.create('/Things', station('riêng'));
    const [stream] = await mine!.values(`/Things(${own})/Datastreams`);
    const observations = `/Datastreams(${String(stream!['@iot.id'])})/Observations`;
    await mine!.create(observations, { phenomenonTime: '2026-01-01T00:00:00Z', result: 3 });
    assert.deepEqual(
      (await mine!.values('/Things')).map(({ name }) => name),
      ['riêng'],
    );
    assert.deepEqual(await theirs!.values('/Things'), []);
    assert.equal((await theirs!.get<Json>('/Observations?$count=true'))['@iot.count'], 0);
    const paths = [`/Things(${own})`, `/Things(${own})/Datastreams`, observations];
    for (const path of paths) assert.equal((await theirs!.send('GET', path)).status, 404, path);
    assert.equal((await theirs!.send('POST', observations, { result: 1 })).status, 404);
    assert.equal((await theirs!.send('PATCH', `/Things(${own})`, { name: 'x' })).status, 404);
    assert.equal((await theirs!.send('DELETE', `/Things(${own})`)).status, 404);
    assert.equal((await theirs!.send('POST', '/Datastreams', { name: 'x', Thing: { '@iot.id': own } })).status, 404);
    const filtered = await theirs!.values(`/Sensors?$filter=Datastreams/Observations/result%20eq%203`);
    assert.deepEqual(filtered, []);
    const viewer = new StaService(node, await keyOf('H90.1', ['viewer']));
    assert.equal((await viewer.values(observations)).length, 1);
    assert.equal((await viewer.send('POST', observations, { result: 1 })).status, 403);
  });

  test('one network has the service for itself: what is made there is its, what is elsewhere is not there', async () => {
    const open = await fetch(`${node.url()}/networks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'mang-rieng', title: 'Mạng riêng', openness: 'open' }),
    });
    assert.equal(open.status, 201);
    const own = new StaService(node, undefined, '/networks/mang-rieng/sta/v1.1');
    const made = await own.create('/Things', station('ở riêng'));
    const [entity] = await own.values('/Things');
    assert.equal(entity!['@iot.selfLink'], `${own.root}/Things(${made})`);
    assert.equal((await own.values('/Things')).length, 1);
    assert.equal((await own.send('GET', `/Things(${thing})`)).status, 404);
    assert.equal((await own.send('POST', `/Datastreams(${series})/Observations`, { result: 1 })).status, 404);
    const anybody = new StaService(node, null);
    assert.deepEqual(
      (await anybody.values('/Things')).map(({ name }) => name),
      ['ở riêng'],
    );
    assert.equal((await anybody.send('PATCH', `/Things(${made})`, { name: 'x' })).status, 401);
    const steward = new StaService(node, await keyOf('H90.3', ['steward']));
    assert.equal((await steward.send('PATCH', `/Things(${made})`, { name: 'x' })).status, 403);
    const nowhere = new StaService(node, undefined, '/networks/khong-co/sta/v1.1');
    assert.equal((await nowhere.send('GET', '/Things')).status, 404);
  });

  async function keyOf(organisation: string, roles: readonly string[]): Promise<string> {
    const send = (path: string, body: Json) =>
      fetch(`${node.url()}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await send('/organisations', { code: organisation, name: organisation });
    const answer = await send(`/organisations/${organisation}/keys`, { name: roles.join(), roles, mayWrite: true });
    assert.equal(answer.status, 201);
    return String(((await answer.json()) as Json)['secret']);
  }
});
