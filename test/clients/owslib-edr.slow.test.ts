import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';
import { inPython, lacks } from './python.ts';

const measurement = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';

/** What the client makes of the service: collections with data, and values by position, area and time. */
const program = `
import sys, json
from owslib.ogcapi.edr import EnvironmentalDataRetrieval

service = EnvironmentalDataRetrieval(sys.argv[1])
read = lambda answer: json.loads(answer.read()) if hasattr(answer, 'read') else answer
values = lambda coverage: [
    one for each in coverage.get('coverages', [coverage]) for one in next(iter(each['ranges'].values()))['values']]
near = read(service.query_data('song', 'position', coords='POINT(105.851 21.031)'))
area = read(service.query_data('song', 'area', coords='POLYGON((105 20,106 20,106 22,105 22,105 20))',
    datetime_='2026-04-01T01:00:00Z/2026-04-01T02:00:00Z'))
print(json.dumps({
    'data': service.data(),
    'parameters': list(service.collection('song')['parameter_names']),
    'type': near['type'],
    'near': values(near),
    'area': values(area),
    'conforms': any('ogcapi-edr-1/1.1/conf/core' in each for each in service.conformance()['conformsTo']),
}))
`;

onEmbeddedNode('OWSLib reads stations', (node) => {
  before(async () => {
    assert.equal((await post(node, '/networks', { id: 'song', title: 'Sông', openness: 'open' })).status, 201);
    const station = {
      name: 'Cầu Mới',
      description: 'Cầu Mới',
      Locations: [
        {
          ...{ name: 'Cầu Mới', description: 'Cầu Mới', encodingType: 'application/geo+json' },
          location: { type: 'Point', coordinates: [105.85, 21.03] },
        },
      ],
      Datastreams: [
        {
          ...{ name: 'COD', description: 'COD', observationType: measurement },
          unitOfMeasurement: { name: 'mg/L', symbol: 'mg/L', definition: 'mg/L' },
          Sensor: { name: 'Máy đo', description: 'Máy đo', encodingType: 'text/plain', metadata: '' },
          ObservedProperty: { name: 'COD', description: 'COD', definition: 'https://example.org/cod' },
          Observations: [3, 4, 5].map((result, hour) => ({ phenomenonTime: `2026-04-01T0${hour}:00:00Z`, result })),
        },
      ],
    };
    const made = await post(node, '/networks/song/sta/v1.1/Things', station);
    assert.equal(made.status, 201, JSON.stringify(made));
  });

  test('finds the network, and its values by place and time', { skip: lacks('owslib.ogcapi.edr') }, async () => {
    assert.deepEqual(await inPython(program, `${node.url()}/edr`), {
      data: ['song'],
      parameters: ['COD'],
      type: 'CoverageCollection',
      near: [3, 4, 5],
      area: [4, 5],
      conforms: true,
    });
  });
});
