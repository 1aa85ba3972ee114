import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { inPython, lacks } from './python.ts';

/** Makes a station the way the client does, changes it and asks; the arguments are the service's address and a bearer. */
const program = `
import sys, json
import requests
import frost_sta_client as fsc
from frost_sta_client.model.ext import unitofmeasurement
from geojson import Point

class Service(fsc.SensorThingsService):
    def execute(self, method, url, **options):
        headers = {**options.pop('headers', {}), 'Authorization': 'Bearer ' + sys.argv[2]}
        answer = requests.request(method, url, headers=headers, **options)
        answer.raise_for_status()
        return answer

service = Service(sys.argv[1])
unit = unitofmeasurement.UnitOfMeasurement(name='degree Celsius', symbol='°C', definition='https://ucum.org/#Cel')
thing = fsc.Thing(name='Trạm Python', description='Từ frost-sta-client', properties={'river': 'Hồng'})
thing.locations = fsc.model.ext.entity_list.EntityList(entity_class='frost_sta_client.model.location.Location', entities=[
    fsc.Location(name='Bờ sông', description='Bờ sông', location=Point((105.8, 21.0)), encoding_type='application/geo+json')])
service.create(thing)
sensor = fsc.Sensor(name='Nhiệt kế', description='Nhiệt kế', encoding_type='text/plain', metadata='')
service.create(sensor)
prop = fsc.ObservedProperty(name='Nhiệt độ', definition='https://example.org/t', description='Nhiệt độ nước')
service.create(prop)
stream = fsc.Datastream(name='Nhiệt độ', description='Nhiệt độ', observation_type='http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
    unit_of_measurement=unit, thing=fsc.Thing(id=thing.id), sensor=fsc.Sensor(id=sensor.id), observed_property=fsc.ObservedProperty(id=prop.id))
service.create(stream)
for hour in range(5):
    service.create(fsc.Observation(result=hour * 1.5, phenomenon_time='2026-01-01T0%d:00:00Z' % hour, datastream=fsc.Datastream(id=stream.id)))
patched = service.things().find(thing.id)
patched.description = 'Đã sửa'
service.update(patched)
observations = service.observations().query().filter("Datastream/id eq %d and result gt 1" % stream.id).orderby('phenomenonTime', 'desc').top(2).list()
expanded = service.datastreams().query().filter('id eq %d' % stream.id).expand('Thing,ObservedProperty').list()
found = [one for one in expanded][0]
last = service.observations().query().filter('Datastream/id eq %d' % stream.id).orderby('phenomenonTime').top(1).list()
first = [one for one in last][0]
service.delete(service.observations().find(first.id))
print(json.dumps({
    'results': [one.result for one in observations],
    'thing': found.thing.name, 'property': found.observed_property.name,
    'description': service.things().find(thing.id).description,
    'river': service.things().find(thing.id).properties['river'],
    'left': len([one for one in service.datastreams().find(stream.id).get_observations().query().list()]),
}))
`;

onEmbeddedNode('frost-sta-client', (node) => {
  test(
    'makes, finds, orders, pages through, changes and removes entities',
    { skip: lacks('frost_sta_client') },
    async () => {
      assert.deepEqual(await inPython(program, `${node.url()}/sta/v1.1`, node.token()), {
        // Two a page: the client follows the next links.
        results: [6, 4.5, 3, 1.5],
        thing: 'Trạm Python',
        property: 'Nhiệt độ',
        description: 'Đã sửa',
        river: 'Hồng',
        left: 4,
      });
    },
  );
});
