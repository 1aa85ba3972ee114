import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { deriveNeighbours } from '../../src/observations/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';
import { settled } from './settled.ts';
import { StaService } from './sta-service.ts';

const hour = 3_600_000;
/** The last whole hour. */
const last = Math.floor(Date.now() / hour) * hour;

onBothNodes('A station that wandered off, on its page', (node) => {
  const ids: Record<string, number> = {};
  before(async () => {
    const opened = { id: 'mo', title: 'Mạng mở', openness: 'open', shownLayer: 'all' };
    assert.equal((await post(node, '/networks', opened)).status, 201);
    const rows = ['A', 'B', 'C', 'D'].flatMap((code, n) =>
      Array.from({ length: 160 }, (_, ago) => {
        const wave = 12 * Math.sin((ago * Math.PI) / 12) + ((ago * 7919 * (n + 1)) % 101) / 100;
        // Within what is usual there: no limit of single values sees it.
        const value = 50 + n + wave + (code === 'D' ? Math.max(0, 12 - ago) : 0);
        return `${code},PM10,µg/m³,${new Date(last - ago * hour).toISOString()},${value.toFixed(2)}`;
      }),
    );
    const answer = await fetch(`${node.url()}/networks/mo/observations?every=3600`, {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
      body: ['station,parameter,unit,time,value', ...rows].join('\n'),
    });
    assert.equal(answer.status, 201);
    for (const row of await node.db().query<{ id: number; code: string }>(sql`select id, code from thing`)) {
      ids[row.code] = row.id;
      const location = { type: 'Point', coordinates: [105.8 + row.id / 1000, 21] };
      const place = { name: row.code, description: row.code, encodingType: 'application/geo+json', location };
      await new StaService(node).create(`/Things(${row.id})/Locations`, place);
    }
    await settled(node);
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
