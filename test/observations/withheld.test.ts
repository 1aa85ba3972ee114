import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, post } from '../pipeline/steward.ts';
import { settled } from './settled.ts';
import { StaService } from './sta-service.ts';

type Answers = Readonly<Record<string, string>>;

/**
 * Non-interference: what the public gets of a network that shows approved values only does not change by a byte, whatever
 * comes in that nobody has approved.
 */
onBothNodes('A network that shows approved values only', (node) => {
  let [thing, series] = [0, 0];
  const row = (time: string, value: number, status = '00'): string => `T1,COD,mg/L,${time},${value},${status}`;
  const push = async (rows: readonly string[]): Promise<void> => {
    const pushed = await fetch(new URL('/networks/duyet/observations?every=3600', node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
      body: `station,parameter,unit,time,value,status\n${rows.join('\n')}\n`,
    });
    assert.equal(pushed.status, 201, await pushed.text());
    await settled(node);
  };

  before(async () => {
    const network = { id: 'duyet', title: 'Duyệt', openness: 'open', shownLayer: 'approved' };
    assert.equal((await post(node, '/networks', network)).status, 201);
    await push(['01', '02', '03'].map((hour) => row(`2026-04-15T${hour}:00:00Z`, Number(hour))));
    const [one] = await node.db().query<{ id: number; thing: number }>(sql`select id, thing from datastream`);
    [thing, series] = [one!.thing, one!.id];
    const place = { name: 'Cầu', description: 'Cầu', encodingType: 'application/geo+json' };
    const location = { type: 'Point', coordinates: [105.85, 21.03] };
    await new StaService(node).create(`/Things(${thing})/Locations`, { ...place, location });
    const span = { from: '2026-04-15T02:00:00Z', to: '2026-04-15T03:00:00Z' };
    assert.equal((await post(node, '/networks/duyet/approvals', span)).body['changed'], 2);
    await settled(node);
  });

  const doors = (): string[] => {
    const edr = '/edr/collections/duyet';
    const sta = ['/sta/v1.1', '/networks/duyet/sta/v1.1'];
    return [
      '/stations',
      '/stations?parameter=COD',
      '/stations?state=offline',
      '/stations?state=fault',
      `/stations/${thing}?until=2026-04-20&span=week`,
      `/stations/${thing}?until=2026-04-20&span=decade`,
      `/stations/${thing}?until=2026-04-20&span=week&f=csv`,
      `/stations/${thing}?until=2026-04-20&span=week&f=html`,
      '/stations/report?from=2026-04-10&to=2026-04-20',
      '/stations/report?from=2026-04-10&to=2026-04-20&f=csv',
      '/networks',
      '/networks/duyet',
      '/networks/duyet/months/2026-04.parquet',
      '/networks/duyet/months/2026-05.parquet',
      '/edr/collections',
      edr,
      `${edr}/locations`,
      `${edr}/items`,
      `${edr}/items/${thing}`,
      `${edr}/locations?datetime=2026-04-15T10:00:00Z/..`,
      `${edr}/locations?datetime=../2026-04-15T01:30:00Z`,
      ...['covjson', 'geojson', 'csv'].map((format) => `${edr}/locations/${thing}?f=${format}`),
      ...sta.flatMap((root) =>
        [
          'Things?$expand=Datastreams($expand=Observations($count=true))',
          'Datastreams?$orderby=phenomenonTime desc',
          'Datastreams?$filter=phenomenonTime ge 2026-04-15T10:00:00Z',
          'Datastreams?$filter=Observations/result gt 50',
          'Observations?$count=true',
          'Observations?$orderby=phenomenonTime desc&$top=1',
          `Datastreams(${series})/Observations?$orderby=phenomenonTime desc&$top=1&$count=true`,
          `Datastreams(${series})/Observations?$orderby=phenomenonTime asc&$top=1`,
          `Datastreams(${series})/Observations?$resultFormat=dataArray`,
          `Datastreams(${series})/phenomenonTime`,
          `Datastreams(${series})/resultTime`,
          'FeaturesOfInterest?$expand=Observations($count=true)',
        ].map((path) => `${root}/${path}`),
      ),
    ];
  };
  const answers = async (): Promise<Answers> => {
    const found: Record<string, string> = {};
    for (const path of doors()) {
      const accept = path.includes('f=html') ? 'text/html' : '*/*';
      const response = await fetch(new URL(path, node.url()), { headers: { accept } });
      const bytes = Buffer.from(await response.arrayBuffer());
      const body = path.includes('.parquet') ? bytes.toString('base64') : bytes.toString('utf8');
      // Sealed places of next pages differ from time to time, as ids of refusals do.
      const plain = body.replace(/skiptoken=[\w.-]+/g, '').replace(/"instance":"[^"]*"/g, '');
      found[path] = `${response.status} ${response.headers.get('etag')} ${plain}`;
    }
    return found;
  };

  test('gives what is approved', async () => {
    const found = await answers();
    assert.match(found['/networks/duyet']!, /"observations":2/);
    assert.match(found['/edr/collections/duyet']!, /2026-04-15T02:00:00(\.000)?Z\/2026-04-15T03:00:00/);
    assert.match(found['/stations?parameter=COD']!, /"lastTime":"2026-04-15T03:00:00[^}]*"value":\{[^}]*"value":3/);
    assert.match(found[`/stations/${thing}?until=2026-04-20&span=week`]!, /"count":2,"firstTime":"2026-04-15T02:00/);
    assert.match(found['/networks/duyet/months/2026-04.parquet']!, /^200/);
  });

  test('tells nothing of what is not, through any door', async () => {
    const before = await answers();
    await push([
      row('2026-04-14T00:00:00Z', 99),
      row('2026-04-15T02:30:00Z', 98),
      row('2026-04-15T12:00:00Z', 97, '02'),
      row('2026-05-03T00:00:00Z', 96),
      row(new Date(Date.now() - 60_000).toISOString(), 95, '02'),
    ]);
    const after = await answers();
    for (const path of doors()) assert.equal(after[path], before[path], path);
    const { body } = await asOperator(node, '/networks/duyet');
    assert.equal((body['numbers'] as Record<string, unknown>)['observations'], 8, 'its keepers see all');
  });
});
