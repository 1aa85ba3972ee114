import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { until } from '../support/wait.ts';
import { datastream, location, point, StaService, station, type Json } from './sta-service.ts';

onBothNodes('SensorThings entities change and go', (node) => {
  const sta = new StaService(node);
  let thing: number;
  let series: number;

  before(async () => {
    thing = await sta.create('/Things', station('Cầu Giấy'));
    series = Number((await sta.values(`/Things(${thing})/Datastreams`))[0]!['@iot.id']);
  });

  const post = (at: string, result: unknown, of = series, rest: Json = {}): Promise<number> =>
    sta.create(`/Datastreams(${of})/Observations`, { phenomenonTime: at, result, ...rest });
  const change = async (method: 'PATCH' | 'PUT', path: string, body: Json): Promise<Json> => {
    const answer = await sta.send(method, path, body);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  test('PATCH changes what it names, PUT everything else too', async () => {
    const patched = await change('PATCH', `/Things(${thing})`, { description: 'mới' });
    assert.deepEqual([patched['name'], patched['description']], ['Cầu Giấy', 'mới']);
    const put = await change('PUT', `/Things(${thing})`, { name: 'Cầu Giấy 2', description: 'mới hơn' });
    assert.deepEqual([put['name'], put['properties']], ['Cầu Giấy 2', undefined]);
    const incomplete = await sta.send('PUT', `/Things(${thing})`, { name: 'x' });
    assert.equal(incomplete.status, 400);
    const inline = { Sensor: { name: 'a', description: 'b', encodingType: 'c', metadata: 'd' } };
    assert.equal((await sta.send('PATCH', `/Datastreams(${series})`, inline)).status, 400);
    assert.equal((await sta.send('PATCH', '/Things(999999)', { name: 'x' })).status, 404);
  });

  test('a corrected result is a new version; what was stays on record', async () => {
    const id = await post('2026-04-01T00:00:00Z', 5);
    const changed = await change('PATCH', `/Observations(${id})`, { result: 6 });
    assert.deepEqual([changed['result'], changed['phenomenonTime']], [6, '2026-04-01T00:00:00Z']);
    const versions = await node
      .db()
      .query(sql`select value, replaced_by from observation_version where series = ${series}`);
    assert.deepEqual(versions, [{ value: 5, replaced_by: 'operator' }]);
  });

  test('an observation that gets another time keeps its id, until another comes for the time it had', async () => {
    const stream = await sta.create(`/Things(${thing})/Datastreams`, datastream('dời'));
    const id = await post('2026-04-02T00:00:00Z', 1, stream, { parameters: { a: 1 } });
    await post('2026-04-02T01:00:00Z', 2, stream);
    const moved = await change('PATCH', `/Observations(${id})`, { phenomenonTime: '2026-04-05T00:00:00Z' });
    assert.deepEqual(
      [moved['@iot.id'], moved['phenomenonTime'], moved['parameters']],
      [id, '2026-04-05T00:00:00Z', { a: 1 }],
    );
    assert.equal(
      (await sta.get(`/Datastreams(${stream})`))['phenomenonTime'],
      '2026-04-02T01:00:00Z/2026-04-05T00:00:00Z',
    );
    const back = await change('PATCH', `/Observations(${id})`, { result: 'sửa' });
    assert.deepEqual([back['result'], back['phenomenonTime']], ['sửa', '2026-04-05T00:00:00Z']);
    const again = await post('2026-04-02T00:00:00Z', 7, stream);
    assert.equal(again, id);
    assert.equal((await sta.get(`/Observations(${again})`))['result'], 7);
    const all = await sta.values(`/Datastreams(${stream})/Observations`);
    assert.deepEqual(
      all.map(({ result }) => result),
      [7, 2, 'sửa'],
    );
    assert.equal(new Set(all.map((each) => each['@iot.id'])).size, 3, 'every observation has an id of its own');
    for (const each of all)
      assert.equal((await sta.get(`/Observations(${String(each['@iot.id'])})`))['result'], each['result']);
  });

  test('a deleted observation is gone from pages, counts and the extent of its series', async () => {
    const stream = await sta.create(`/Things(${thing})/Datastreams`, datastream('xoá'));
    const ids = [];
    for (const hour of [0, 1, 2]) ids.push(await post(`2026-04-03T0${hour}:00:00Z`, hour, stream));
    assert.equal((await sta.send('DELETE', `/Observations(${ids[2]})`)).status, 200);
    assert.equal((await sta.send('GET', `/Observations(${ids[2]})`)).status, 404);
    const page = await sta.get<Json>(`/Datastreams(${stream})/Observations?$count=true`);
    assert.equal(page['@iot.count'], 2);
    assert.equal(
      (await sta.get(`/Datastreams(${stream})`))['phenomenonTime'],
      '2026-04-03T00:00:00Z/2026-04-03T01:00:00Z',
    );
  });

  test('a thing that moves has a history, and what is observed then is of the new place', async () => {
    const mobile = await sta.create('/Things', station('xe'));
    const [stream] = await sta.values(`/Things(${mobile})/Datastreams`);
    const of = Number(stream!['@iot.id']);
    const first = await post('2026-04-04T00:00:00Z', 1, of);
    await sta.create(`/Things(${mobile})/Locations`, location('Nơi mới', 107, 11));
    const second = await post('2026-04-04T01:00:00Z', 2, of);
    const places = await Promise.all([first, second].map((id) => sta.get(`/Observations(${id})/FeatureOfInterest`)));
    assert.deepEqual(
      places.map(({ feature }) => feature),
      [point(105.8, 21), point(107, 11)],
    );
    assert.equal((await sta.values(`/Things(${mobile})/HistoricalLocations`)).length, 2);
    assert.deepEqual(
      (await sta.values(`/Things(${mobile})/Locations`)).map(({ name }) => name),
      ['Nơi mới'],
    );
    const old = Number(places[0]!['@iot.id']);
    assert.deepEqual(
      (await sta.values(`/FeaturesOfInterest(${old})/Observations`)).map(({ result }) => result),
      [1],
    );
    assert.equal((await sta.send('DELETE', `/FeaturesOfInterest(${old})`)).status, 200);
    assert.deepEqual(
      (await sta.values(`/Datastreams(${of})/Observations`)).map(({ result }) => result),
      [2],
    );
    assert.equal((await sta.get<Json>(`/Datastreams(${of})/Observations?$count=true`))['@iot.count'], 1);
  });

  test('with a thing go its series, their values and its history; what others use stays', async () => {
    const gone = await sta.create('/Things', station('tạm'));
    const [stream] = await sta.values(`/Things(${gone})/Datastreams`);
    const id = await post('2026-04-06T00:00:00Z', 1, Number(stream!['@iot.id']));
    const sensor = await sta.get(`/Datastreams(${String(stream!['@iot.id'])})/Sensor`);
    assert.equal((await sta.send('DELETE', `/Things(${gone})`)).status, 200);
    for (const path of [`/Things(${gone})`, `/Datastreams(${String(stream!['@iot.id'])})`, `/Observations(${id})`]) {
      assert.equal((await sta.send('GET', path)).status, 404, path);
    }
    assert.equal((await sta.get(`/Sensors(${String(sensor['@iot.id'])})`))['name'], 'Beta');
    await until(async () => {
      const [left] = await node.db().query<{ n: number }>(sql`
        select count(*) as n from observation where series = ${Number(stream!['@iot.id'])}`);
      return left!.n === 0;
    });
  });
});
