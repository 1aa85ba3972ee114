import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { deriveNeighbours } from '../../src/observations/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { settled } from './settled.ts';
import { StaService } from './sta-service.ts';
import { openWithWanderingStation } from './wandering-station.ts';

onBothNodes('A station that wandered off, on its page', (node) => {
  let ids: Record<string, number>;
  before(async () => {
    ids = await openWithWanderingStation(node);
    // What the hourly job does.
    const clock = { now: () => new Date() };
    assert.equal(await deriveNeighbours(node.db(), clock, new AbortController().signal), 4);
    await settled(node);
  });
  const read = async (code: string, accept: string) =>
    (await fetch(`${node.url()}/stations/${ids[code]}?lang=en`, { headers: { accept } })).text();

  test('the page says why the newest value is suspect; of those around nothing is said', async () => {
    const [wandered, stayed] = await Promise.all(['D', 'B'].map((code) => read(code, 'application/json')));
    const against = (body: string | undefined) =>
      (JSON.parse(body!) as { series: { flag: number; against: string[] }[] }).series.map((one) => [
        one.flag >= 3,
        one.against.includes('neighbour'),
      ]);
    assert.deepEqual([against(wandered), against(stayed)], [[[true, true]], [[false, false]]]);
    assert.match(await read('D', 'text/html'), /suspect[\s\S]{0,80}away from the stations around/);
    assert.doesNotMatch(await read('B', 'text/html'), /away from the stations around/);
  });

  test('a station that gets another unit is nobody’s neighbour any more, nor has any', async () => {
    const sta = new StaService(node);
    const streams = await sta.values(`/Things(${ids['D']})/Datastreams`);
    const unitOfMeasurement = { name: 'milligram', symbol: 'mg/m³', definition: 'ucum:mg/m3' };
    const changed = await sta.send('PATCH', `/Datastreams(${String(streams[0]!['@iot.id'])})`, { unitOfMeasurement });
    assert.equal(changed.status, 200, changed.text);
    await settled(node);
    const { series } = JSON.parse(await read('D', 'application/json')) as { series: { against: string[] }[] };
    assert.ok(!series[0]!.against.includes('neighbour'), JSON.stringify(series));
    // Three are left in the old unit: each has two others around.
    const clock = { now: () => new Date() };
    assert.equal(await deriveNeighbours(node.db(), clock, new AbortController().signal), 0);
  });
});
