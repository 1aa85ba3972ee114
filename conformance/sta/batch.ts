import assert from 'node:assert/strict';
import { sampleLocation } from './samples.ts';
import { checkStation, type StaCheck } from './sta-check.ts';
import { idOf, type Json, type StaClient } from './sta-client.ts';

interface Response {
  readonly id: string;
  readonly status: number;
  readonly location?: string;
  readonly body?: Json;
}

async function batch(sta: StaClient, requests: readonly Json[]): Promise<Response[]> {
  const answer = await sta.ask('POST', '/$batch', 200, { requests });
  return answer.json<{ responses: Response[] }>().responses;
}

const requirement = '/req/batch-request/batch-request';

export const batchChecks: readonly StaCheck[] = [
  checkStation(
    requirement,
    'requests are answered in order, each with its own status',
    async (sta, { thing, seriesPath }) => {
      const responses = await batch(sta, [
        { id: 'a', method: 'get', url: `Things(${thing})?$select=name` },
        {
          id: 'b',
          method: 'post',
          url: `${seriesPath.slice(1)}/Observations`,
          body: { phenomenonTime: '2026-01-07T00:00:00Z', result: 8 },
        },
        { id: 'c', method: 'patch', url: `Things(${thing})`, body: { description: 'by batch' } },
        { id: 'd', method: 'get', url: 'Things(987654321987)' },
      ]);
      assert.deepEqual(
        responses.map(({ id, status }) => [id, status]),
        [
          ['a', 200],
          ['b', 201],
          ['c', 200],
          ['d', 404],
        ],
      );
      assert.deepEqual(Object.keys(responses[0]!.body!), ['name']);
      assert.equal((await sta.get(responses[1]!.location!))['result'], 8);
      assert.equal((await sta.get(`/Things(${thing})`))['description'], 'by batch');
    },
  ),
  checkStation(`${requirement}#reference`, 'later requests name what earlier ones made', async (sta, { thingPath }) => {
    const [location, thing] = await batch(sta, [
      { id: 'place', method: 'post', url: 'Locations', body: sampleLocation('conformance batch', 1, 2) },
      {
        id: 'thing',
        method: 'post',
        url: 'Things',
        body: { name: 'conformance batch', description: 'x', Locations: [{ '@iot.id': '$place' }] },
      },
      { id: 'again', method: 'patch', url: '$thing', body: { description: 'y' } },
    ]);
    const made = `/Things(${idOf(thing!.location!)})`;
    assert.equal((await sta.get(made))['description'], 'y');
    const [place] = await sta.values(`${made}/Locations`);
    assert.equal(place!['@iot.id'], idOf(location!.location!));
    await sta.ask('DELETE', made, 200);
    await sta.ask('DELETE', `/Locations(${String(place!['@iot.id'])})`, 200);
    await sta.get(thingPath);
  }),
  checkStation(`${requirement}#atomicity`, 'a group stands together or not at all', async (sta, { thing }) => {
    const responses = await batch(sta, [
      { id: '1', atomicityGroup: 'g', method: 'patch', url: `Things(${thing})`, body: { description: 'half' } },
      { id: '2', atomicityGroup: 'g', method: 'post', url: 'Things', body: { description: 'without name' } },
    ]);
    assert.ok(
      responses.every(({ status }) => status >= 400),
      JSON.stringify(responses),
    );
    assert.notEqual((await sta.get(`/Things(${thing})`))['description'], 'half');
  }),
];
