import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { datastream, location, StaService, station, type Json } from './sta-service.ts';

onBothNodes('SensorThings entities', (node) => {
  const sta = new StaService(node);
  let thing: number;
  let series: number;

  before(async () => {
    thing = await sta.create('/Things', station('Hà Nội 1'));
    series = Number((await sta.values(`/Things(${thing})/Datastreams`))[0]!['@iot.id']);
  });

  test('the root lists the eight sets and what it conforms to', async () => {
    const root = await sta.get<{ value: { name: string; url: string }[]; serverSettings: { conformance: string[] } }>(
      '',
    );
    assert.equal(root.value.length, 8);
    assert.equal(root.value[0]!.url, `${sta.root}/Things`);
    assert.ok(root.serverSettings.conformance.length > 0);
  });

  test('a deep insert makes the thing, where it is, its series and where it was', async () => {
    const entity = await sta.get(`/Things(${thing})`);
    assert.equal(entity['name'], 'Hà Nội 1');
    assert.deepEqual(entity['properties'], { code: 'Hà Nội 1' });
    assert.equal(entity['Datastreams@iot.navigationLink'], `${sta.root}/Things(${thing})/Datastreams`);
    const [history] = await sta.values(`/Things(${thing})/HistoricalLocations`);
    const [place] = await sta.values(`/HistoricalLocations(${String(history!['@iot.id'])})/Locations`);
    assert.equal(place!['name'], 'Nơi Hà Nội 1');
    assert.equal((await sta.get(`/Datastreams(${series})/Sensor`))['name'], 'Beta');
    assert.equal((await sta.get(`/Datastreams(${series})/Thing`))['@iot.id'], thing);
  });

  test('an observation without feature of interest is one of the place of its thing, of which there is one', async () => {
    const post = (at: string, result: unknown, rest: Json = {}) =>
      sta.create(`/Datastreams(${series})/Observations`, { phenomenonTime: at, result, ...rest });
    const first = await post('2026-03-01T00:00:00Z', 12.5);
    const second = await post('2026-03-01T00:05:00+00:00', 13, { resultTime: '2026-03-01T00:06:00Z' });
    const feature = await sta.get(`/Observations(${first})/FeatureOfInterest`);
    assert.deepEqual(feature['feature'], { type: 'Point', coordinates: [105.8, 21] });
    assert.equal((await sta.get(`/Observations(${second})/FeatureOfInterest`))['@iot.id'], feature['@iot.id']);
    const { value } = await sta.get<{ value: Json[] }>(`/Datastreams(${series})/Observations`);
    assert.deepEqual(
      value.map(({ phenomenonTime, resultTime, result }) => [phenomenonTime, resultTime, result]),
      [
        ['2026-03-01T00:00:00Z', null, 12.5],
        ['2026-03-01T00:05:00Z', '2026-03-01T00:06:00Z', 13],
      ],
    );
    const state = await sta.get(`/Datastreams(${series})`);
    assert.equal(state['phenomenonTime'], '2026-03-01T00:00:00Z/2026-03-01T00:05:00Z');
    assert.equal(state['resultTime'], '2026-03-01T00:06:00Z');
    assert.equal((await sta.values(`/FeaturesOfInterest(${String(feature['@iot.id'])})/Observations`)).length, 2);
    assert.equal((await sta.get(`/Observations(${second})/Datastream`))['@iot.id'], series);
  });

  test('results of any kind, intervals, quality and parameters come back as they were sent', async () => {
    const id = await sta.create('/Datastreams', datastream('Trạng thái', { Thing: { '@iot.id': thing } }));
    const full = {
      phenomenonTime: '2026-03-02T00:00:00Z/2026-03-02T01:00:00Z',
      resultTime: '2026-03-02T01:00:05.25Z',
      validTime: '2026-03-02T01:00:00Z/2026-03-03T00:00:00Z',
      resultQuality: { nameOfMeasure: 'thử' },
      parameters: { tilt: 3 },
      result: { door: 'open', angle: [1, 2] },
    };
    const whole = await sta.create('/Observations', { ...full, Datastream: { '@iot.id': id } });
    const got = await sta.get(`/Observations(${whole})`);
    for (const [name, value] of Object.entries(full)) assert.deepEqual(got[name], value, name);
    for (const [minute, result] of ['mưa', true, null, 0].entries()) {
      const made = await sta.create('/Observations', {
        ...{ phenomenonTime: `2026-03-02T02:0${minute}:00.5Z`, result, Datastream: { '@iot.id': id } },
      });
      const entity = await sta.get(`/Observations(${made})`);
      assert.deepEqual([entity['result'], entity['phenomenonTime']], [result, `2026-03-02T02:0${minute}:00.5Z`]);
    }
    const all = await sta.values(`/Datastreams(${id})/Observations`);
    assert.equal(all.length, 5);
  });

  test('properties, their members, raw values and links have addresses', async () => {
    assert.deepEqual(await sta.get(`/Things(${thing})/name`), { name: 'Hà Nội 1' });
    assert.equal((await sta.send('GET', `/Things(${thing})/name/$value`)).text, 'Hà Nội 1');
    assert.deepEqual(await sta.get(`/Things(${thing})/properties/code`), { code: 'Hà Nội 1' });
    assert.equal((await sta.send('GET', `/Things(${thing})/properties/none`)).status, 404);
    assert.deepEqual(await sta.get(`/Datastreams(${series})/Thing/$ref`), {
      '@iot.selfLink': `${sta.root}/Things(${thing})`,
    });
    const { value } = await sta.get<{ value: Json[] }>('/Things/$ref');
    assert.deepEqual(Object.keys(value[0]!), ['@iot.selfLink']);
  });

  test('pages follow each other by their next links and miss nothing', async () => {
    const id = await sta.create('/Things', {
      name: 'trang',
      description: 'trang',
      Locations: [location('x', 106, 10)],
    });
    for (let n = 0; n < 7; n++) await sta.create(`/Things(${id})/Datastreams`, datastream(`D${n}`));
    const names: unknown[] = [];
    let next: string | undefined = `${sta.root}/Things(${id})/Datastreams?$top=3&$count=true`;
    for (let page = 0; next !== undefined; page++) {
      const body: Json = await sta.get(next);
      assert.equal(body['@iot.count'], 7);
      names.push(...(body['value'] as Json[]).map(({ name }) => name));
      next = body['@iot.nextLink'] as string | undefined;
      assert.ok(page < 4);
    }
    assert.deepEqual(names, ['D0', 'D1', 'D2', 'D3', 'D4', 'D5', 'D6']);
    const skipped = await sta.values(`/Things(${id})/Datastreams?$skip=5`);
    assert.deepEqual(
      skipped.map(({ name }) => name),
      ['D5', 'D6'],
    );
  });

  test('expanding goes down level by level, each with options of its own', async () => {
    const [entity] = await sta.values(
      `/Things?$top=1&$expand=Datastreams($expand=Observations($top=1;$select=result),ObservedProperty),Locations($select=name)`,
    );
    assert.deepEqual(entity!['Locations'], [{ name: 'Nơi Hà Nội 1' }]);
    const [first] = entity!['Datastreams'] as Json[];
    assert.deepEqual(first!['Observations'], [{ result: 12.5 }]);
    assert.equal((first!['ObservedProperty'] as Json)['name'], 'PM2.5');
    const next = await sta.get<{ value: Json[] }>(String(first!['Observations@iot.nextLink']));
    assert.deepEqual(next.value, [{ result: 13 }]);
  });

  const refused: readonly [string, string, string, unknown, number][] = [
    ['an address that is none', 'GET', '/Trams', undefined, 404],
    ['an entity that is none', 'GET', '/Things(9223372036854775807)', undefined, 404],
    ['values of a datastream that is none', 'GET', '/Datastreams(9007199254740991)/Observations', undefined, 404],
    [
      'a value for a datastream that is none',
      'POST',
      '/Datastreams(9007199254740991)/Observations',
      { result: 1 },
      404,
    ],
    ['an unknown member', 'POST', '/Things', { name: 'a', description: 'b', colour: 'red' }, 400],
    ['a missing name', 'POST', '/Things', { description: 'b' }, 400],
    [
      'a series without sensor',
      'POST',
      '/Datastreams',
      { ...datastream('x'), Sensor: undefined, Thing: { '@iot.id': 1 } },
      400,
    ],
    ['GeoJSON that is none', 'POST', '/Locations', { ...location('x', 1, 1), location: { type: 'Point' } }, 400],
    [
      'a moment without zone',
      'POST',
      '/Datastreams(1)/Observations',
      { phenomenonTime: '2026-03-01T00:00:00', result: 1 },
      400,
    ],
    [
      'an observation of the year 2099',
      'POST',
      '/Datastreams(1)/Observations',
      { phenomenonTime: '2099-03-01T00:00:00Z', result: 1 },
      400,
    ],
    ['an option that is none', 'GET', '/Things?$top=many', undefined, 400],
    ['an expansion that is none', 'GET', '/Things?$expand=Sensors', undefined, 400],
  ];
  for (const [means, method, path, body, status] of refused) {
    test(`${means} is refused: ${method} ${path}`, async () => {
      const answer = await sta.send(method, path, body);
      assert.equal(answer.status, status, answer.text);
      assert.ok(answer.headers.get('content-type')!.startsWith('application/problem+json'));
    });
  }

  test('an insert that fails somewhere leaves nothing behind', async () => {
    const count = async () => (await sta.get('/Locations?$count=true&$top=0'))['@iot.count'];
    const had = await count();
    const broken = station('hỏng', { Datastreams: [datastream('x', { Sensor: { name: 'ohne' } })] });
    assert.equal((await sta.send('POST', '/Things', broken)).status, 400);
    assert.equal(await count(), had);
  });

  test('who is not known sees nothing of a closed network, and writes nothing', async () => {
    const stranger = new StaService(node, null);
    assert.deepEqual(await stranger.values('/Things'), []);
    assert.equal((await stranger.send('GET', `/Things(${thing})`)).status, 404);
    assert.equal((await stranger.send('POST', '/Things', station('lạ'))).status, 401);
  });
});
