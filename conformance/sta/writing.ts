import assert from 'node:assert/strict';
import { point, sampleDatastream, sampleLocation } from './samples.ts';
import { checkStation, resultsOf, type StaCheck } from './sta-check.ts';
import type { Json } from './sta-client.ts';

export const writingChecks: readonly StaCheck[] = [
  checkStation(
    '/req/create-update-delete/deep-insert',
    'a deep insert makes and links everything',
    async (sta, { thingPath, seriesPath }) => {
      assert.equal((await sta.values(`${thingPath}/Locations`)).length, 1);
      assert.equal((await sta.values(`${thingPath}/HistoricalLocations`)).length, 1);
      assert.equal((await sta.values(`${seriesPath}/Observations`)).length, 5);
      assert.equal((await sta.get(`${seriesPath}/ObservedProperty`))['name'], 'temperature');
    },
  ),
  checkStation(
    '/req/create-update-delete/deep-insert-status-code',
    'a deep insert that fails leaves nothing behind',
    async (sta, { thingPath }) => {
      const broken = sampleDatastream('conformance broken', { Sensor: { name: 'without metadata' } });
      assert.equal((await sta.send('POST', `${thingPath}/Datastreams`, broken)).status, 400);
      assert.equal((await sta.values(`${thingPath}/Datastreams`)).length, 1);
    },
  ),
  checkStation(
    '/req/create-update-delete/link-to-existing-entities',
    'a new entity links existing ones',
    async (sta, { thing, seriesPath, thingPath }) => {
      const [sensor, property] = await Promise.all(
        ['Sensor', 'ObservedProperty'].map((name) => sta.get(`${seriesPath}/${name}`)),
      );
      const links = {
        Thing: { '@iot.id': thing },
        Sensor: { '@iot.id': sensor!['@iot.id'] },
        ObservedProperty: { '@iot.id': property!['@iot.id'] },
      };
      await sta.create('/Datastreams', sampleDatastream('conformance linked', links));
      assert.equal((await sta.values(`${thingPath}/Datastreams`)).length, 2);
      const missing = { ...links, Sensor: { '@iot.id': 987654321987 } };
      assert.equal((await sta.send('POST', '/Datastreams', sampleDatastream('x', missing))).status, 400);
    },
  ),
  checkStation(
    '/req/create-update-delete/create-entity',
    'what must be there must be there',
    async (sta, { seriesPath }) => {
      const wrong: [string, Json][] = [
        ['/Things', { description: 'no name' }],
        ['/Locations', { ...sampleLocation('x', 1, 1), location: undefined }],
        ['/Sensors', { name: 'a', description: 'b', encodingType: 'text/plain' }],
        ['/ObservedProperties', { name: 'a', description: 'b' }],
        [`${seriesPath}/Observations`, { phenomenonTime: 'yesterday', result: 1 }],
        ['/Observations', { result: 1 }],
      ];
      for (const [path, body] of wrong) assert.equal((await sta.send('POST', path, body)).status, 400, path);
    },
  ),
  checkStation('/req/create-update-delete/update-entity', 'PATCH changes what it names', async (sta, { thingPath }) => {
    const before = await sta.get(thingPath);
    await sta.ask('PATCH', thingPath, 200, { description: 'changed' });
    assert.deepEqual(await sta.get(thingPath), { ...before, description: 'changed' });
  }),
  checkStation('/req/create-update-delete/update-entity-put', 'PUT replaces', async (sta, { thingPath }) => {
    await sta.ask('PUT', thingPath, 200, { name: 'put', description: 'replaced' });
    const after = await sta.get(thingPath);
    assert.deepEqual([after['name'], after['description'], after['properties'] ?? null], ['put', 'replaced', null]);
  }),
  checkStation(
    '/req/create-update-delete/historical-location-auto-creation',
    'a thing that moves has a history',
    async (sta, { thingPath }) => {
      await sta.create(`${thingPath}/Locations`, sampleLocation('conformance second', 106, 10));
      assert.equal((await sta.values(`${thingPath}/HistoricalLocations`)).length, 2);
      const [now] = await sta.values(`${thingPath}/Locations`);
      assert.equal(now!['name'], 'conformance second');
    },
  ),
  checkStation(
    '/req/create-update-delete/feature-of-interest-auto-creation',
    'an observation without feature is of the place of its thing',
    async (sta, { seriesPath }) => {
      const [observation] = await sta.values(`${seriesPath}/Observations?$top=1&$expand=FeatureOfInterest`);
      assert.deepEqual((observation!['FeatureOfInterest'] as Json)['feature'], point(105.8, 21));
    },
  ),
  checkStation(
    '/req/create-update-delete/update-entity#observation',
    'a result and its time are changed under the same id',
    async (sta, { seriesPath }) => {
      const [first] = await sta.values(`${seriesPath}/Observations?$orderby=phenomenonTime&$top=1`);
      const path = `/Observations(${String(first!['@iot.id'])})`;
      await sta.ask('PATCH', path, 200, { result: 100 });
      await sta.ask('PATCH', path, 200, { phenomenonTime: '2026-01-08T00:00:00Z' });
      assert.deepEqual(
        resultsOf(await sta.values(`${seriesPath}/Observations?$orderby=phenomenonTime`)),
        [3, 4.5, 6, 7.5, 100],
      );
      assert.equal((await sta.get(path))['result'], 100);
    },
  ),
  checkStation(
    '/req/create-update-delete/delete-entity',
    'with a datastream go its observations',
    async (sta, { seriesPath }) => {
      const [one] = await sta.values(`${seriesPath}/Observations?$top=1`);
      const feature = await sta.get(`/Observations(${String(one!['@iot.id'])})/FeatureOfInterest`);
      await sta.ask('DELETE', seriesPath, 200);
      assert.equal((await sta.send('GET', seriesPath)).status, 404);
      assert.equal((await sta.send('GET', `/Observations(${String(one!['@iot.id'])})`)).status, 404);
      await sta.ask('DELETE', `/FeaturesOfInterest(${String(feature['@iot.id'])})`, 200);
    },
  ),
];
