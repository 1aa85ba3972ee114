import assert from 'node:assert/strict';
import { checkStation, type StaCheck } from './sta-check.ts';
import type { Json } from './sta-client.ts';

const requirement = '/req/data-array/data-array';

export const dataArrayChecks: readonly StaCheck[] = [
  checkStation(
    requirement,
    '$resultFormat=dataArray gives rows of values under their components',
    async (sta, { series, seriesPath }) => {
      const [group, ...others] = await sta.values(
        `${seriesPath}/Observations?$resultFormat=dataArray&$orderby=phenomenonTime&$select=phenomenonTime,result`,
      );
      assert.deepEqual(others, []);
      assert.match(String(group!['Datastream@iot.navigationLink']), new RegExp(`Datastreams\\(${series}\\)$`));
      assert.deepEqual(group!['components'], ['phenomenonTime', 'result']);
      const rows = group!['dataArray'] as [string, number][];
      assert.equal(group!['dataArray@iot.count'], rows.length);
      assert.deepEqual(rows.map(([time, result]) => [Date.parse(time), result]).at(-1), [
        Date.parse('2026-01-05T00:00:00Z'),
        7.5,
      ]);
    },
  ),
  checkStation(
    `${requirement}#create`,
    'CreateObservations stores rows of several series and says the address of each',
    async (sta, { series, seriesPath }) => {
      const components = ['phenomenonTime', 'resultTime', 'result'];
      const body = [
      { Datastream: { '@iot.id': series }, components, 'dataArray@iot.count': 3, dataArray: [
        ['2026-02-01T00:00:00Z', '2026-02-01T00:00:01Z', 21],
        ['2026-02-01T00:05:00Z', '2026-02-01T00:05:01Z', 22],
        ['no time at all', '2026-02-01T00:05:01Z', 23],
      ] },
    ]; // prettier-ignore
      const addresses = (await sta.ask('POST', '/CreateObservations', 201, body)).json<string[]>();
      assert.equal(addresses.length, 3);
      assert.equal((await sta.get<Json>(addresses[1]!))['result'], 22);
      assert.match(addresses[2]!, /^error/i);
      assert.equal((await sta.get(`${seriesPath}/Observations?$count=true&$top=1`))['@iot.count'], 7);
    },
  ),
];
