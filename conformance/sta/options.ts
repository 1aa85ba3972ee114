import assert from 'node:assert/strict';
import { checkStation, everyPage, resultsOf, type StaCheck } from './sta-check.ts';
import type { Json } from './sta-client.ts';

export const optionChecks: readonly StaCheck[] = [
  checkStation('/req/request-data/select', '$select leaves everything else out', async (sta, { seriesPath }) => {
    const values = await sta.values(`${seriesPath}/Observations?$select=result,resultTime`);
    for (const each of values) assert.deepEqual(Object.keys(each).sort(), ['result', 'resultTime']);
  }),
  checkStation(
    '/req/request-data/expand',
    '$expand nests, with options of its own at each level',
    async (sta, { thingPath }) => {
      const inner =
        'Observations($orderby=phenomenonTime desc;$top=2;$select=result;$expand=FeatureOfInterest($select=name))';
      const thing = await sta.get(
        `${thingPath}?$expand=Datastreams($select=name;$expand=${inner},Sensor),Locations/HistoricalLocations`,
      );
      const [datastream] = thing['Datastreams'] as Json[];
      assert.deepEqual(resultsOf(datastream!['Observations'] as Json[]), [7.5, 6]);
      assert.ok((datastream!['Sensor'] as Json)['name']);
      const [observation] = datastream!['Observations'] as Json[];
      assert.ok((observation!['FeatureOfInterest'] as Json)['name']);
      const [location] = thing['Locations'] as Json[];
      assert.ok(Array.isArray(location!['HistoricalLocations']));
    },
  ),
  checkStation(
    '/req/request-data/expand#next',
    'what is left of an expansion has a next link',
    async (sta, { thingPath }) => {
      const thing = await sta.get(`${thingPath}?$expand=Datastreams($expand=Observations($top=2;$orderby=result))`);
      const [datastream] = thing['Datastreams'] as Json[];
      const further = await everyPage(sta, String(datastream!['Observations@iot.nextLink']));
      assert.deepEqual(resultsOf(further.flat()), [4.5, 6, 7.5]);
    },
  ),
  checkStation(
    '/req/request-data/orderby',
    '$orderby sorts by several keys, down and up',
    async (sta, { seriesPath }) => {
      const down = await sta.values(`${seriesPath}/Observations?$orderby=phenomenonTime%20desc`);
      assert.deepEqual(resultsOf(down), [7.5, 6, 4.5, 3, 1.5]);
      const up = await sta.values(`${seriesPath}/Observations?$orderby=result%20asc,phenomenonTime%20desc`);
      assert.deepEqual(resultsOf(up), [1.5, 3, 4.5, 6, 7.5]);
    },
  ),
  checkStation('/req/request-data/top', '$top bounds a page and the next link goes on', async (sta, { seriesPath }) => {
    const pages = await everyPage(sta, `${seriesPath}/Observations?$top=2&$orderby=phenomenonTime`);
    assert.deepEqual(pages.map(resultsOf), [[1.5, 3], [4.5, 6], [7.5]]);
  }),
  checkStation('/req/request-data/skip', '$skip leaves the first ones out', async (sta, { seriesPath }) => {
    const values = await sta.values(`${seriesPath}/Observations?$skip=3&$orderby=phenomenonTime`);
    assert.deepEqual(resultsOf(values), [6, 7.5]);
  }),
  checkStation(
    '/req/request-data/count',
    '$count counts what the filter finds, whatever the page',
    async (sta, { seriesPath }) => {
      const page = await sta.get(`${seriesPath}/Observations?$count=true&$top=1&$filter=result%20gt%202`);
      assert.equal(page['@iot.count'], 4);
      assert.equal((await sta.get(`${seriesPath}/Observations?$count=false`))['@iot.count'], undefined);
    },
  ),
  checkStation(
    '/req/request-data/order',
    'options are evaluated in their order: filter, count, orderby, skip, top',
    async (sta, { seriesPath }) => {
      const page = await sta.get(
        `${seriesPath}/Observations?$count=true&$top=1&$skip=2&$orderby=phenomenonTime%20asc&$filter=result%20gt%20'3'`,
      );
      assert.equal(page['@iot.count'], 3);
      assert.deepEqual(resultsOf(page['value'] as Json[]).map(String), ['7.5']);
    },
  ),
  checkStation(
    '/req/request-data/pagination',
    'an added observation moves no other to another page',
    async (sta, { seriesPath }) => {
      const first = await sta.get(`${seriesPath}/Observations?$top=2&$orderby=phenomenonTime%20desc`);
      await sta.create(`${seriesPath}/Observations`, { phenomenonTime: '2026-01-09T00:00:00Z', result: 99 });
      const rest = await everyPage(sta, String(first['@iot.nextLink']));
      assert.deepEqual(resultsOf(rest.flat()), [4.5, 3, 1.5]);
    },
  ),
  checkStation(
    '/req/request-data/query-status-code',
    'an option that is none is answered with 400',
    async (sta, { seriesPath }) => {
      for (const query of ['$top=many', '$orderby=nothing', '$expand=Nothing', '$select=nothing', '$count=perhaps']) {
        assert.equal((await sta.send('GET', `${seriesPath}/Observations?${query}`)).status, 400, query);
      }
    },
  ),
];
