import assert from 'node:assert/strict';
import { checkStation, type StaCheck } from './sta-check.ts';
import type { Json, StaClient } from './sta-client.ts';

const sets: Readonly<Record<string, readonly string[]>> = {
  Things: ['Datastreams', 'Locations', 'HistoricalLocations'],
  Locations: ['Things', 'HistoricalLocations'],
  HistoricalLocations: ['Thing', 'Locations'],
  Datastreams: ['Thing', 'Sensor', 'ObservedProperty', 'Observations'],
  Sensors: ['Datastreams'],
  ObservedProperties: ['Datastreams'],
  Observations: ['Datastream', 'FeatureOfInterest'],
  FeaturesOfInterest: ['Observations'],
};

export const readingChecks: readonly StaCheck[] = [
  {
    id: '/req/resource-path/resource-path-to-entities',
    title: 'the root lists the entity sets and, in serverSettings, what the service conforms to',
    run: async (sta: StaClient) => {
      const root = await sta.get<{ value: { name: string; url: string }[]; serverSettings: { conformance: string[] } }>(
        '',
      );
      const names = root.value.map(({ name }) => name);
      for (const set of Object.keys(sets)) assert.ok(names.includes(set), `${set} is missing`);
      assert.ok(root.serverSettings.conformance.length > 0);
    },
  },
  checkStation(
    '/req/datamodel/entity-control-information/common-control-information',
    'entities of every set have an id, a self link and a navigation link for each relation; all of them lead somewhere',
    async (sta) => {
      for (const [set, relations] of Object.entries(sets)) {
        const [entity] = await sta.values(`/${set}?$top=1`);
        assert.ok(entity, `there is no entity in ${set}`);
        assert.ok(entity['@iot.id'] !== undefined);
        assert.deepEqual(await sta.get(String(entity['@iot.selfLink'])), entity);
        for (const name of relations)
          await sta.get(new URL(String(entity[`${name}@iot.navigationLink`]), `${sta.root}/`).href);
      }
    },
  ),
  checkStation(
    '/req/resource-path/resource-path-to-entities#property',
    'a property and its raw value have addresses',
    async (sta, { thingPath }) => {
      const name = String((await sta.get(thingPath))['name']);
      assert.deepEqual(await sta.get(`${thingPath}/name`), { name });
      assert.equal((await sta.ask('GET', `${thingPath}/name/$value`, 200)).text, name);
    },
  ),
  checkStation(
    '/req/resource-path/resource-path-to-entities#associationlink',
    '$ref gives nothing but self links',
    async (sta, { seriesPath }) => {
      const refs = await sta.values(`${seriesPath}/Observations/$ref`);
      assert.equal(refs.length, 5);
      for (const each of refs) assert.deepEqual(Object.keys(each), ['@iot.selfLink']);
    },
  ),
  checkStation(
    '/req/resource-path/resource-path-to-entities#nested',
    'paths go on from entity to entity',
    async (sta, { thing, seriesPath }) => {
      const found: Json = await sta.get(`${seriesPath}/Thing`);
      assert.equal(found['@iot.id'], thing);
      assert.equal((await sta.values(`${seriesPath}/Thing/Locations`)).length, 1);
    },
  ),
  checkStation(
    '/req/request-data/status-code',
    'what does not exist is answered with 404',
    async (sta, { thingPath }) => {
      for (const path of ['/Things(987654321987)', '/Nothings', `${thingPath}/nothing`, `${thingPath}/Sensors`]) {
        assert.equal((await sta.send('GET', path)).status, 404, path);
      }
    },
  ),
];
