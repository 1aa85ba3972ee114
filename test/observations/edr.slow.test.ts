import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, post } from '../pipeline/steward.ts';
import { StaService } from './sta-service.ts';

type Json = Record<string, unknown>;
interface Coverages {
  readonly coverages: readonly {
    readonly title: { readonly vi: string };
    readonly domain: { readonly axes: { readonly x: { values: number[] }; readonly t: { values: string[] } } };
    readonly ranges: Readonly<Record<string, { readonly values: (number | null)[]; readonly shape: number[] }>>;
  }[];
}
const places = { HN1: [105.85, 21.03], HN2: [105.9, 21.03], SG: [106.7, 10.78] } as const;

onBothNodes('OGC API - EDR 1.1 (19-086r6)', (node) => {
  const ids: Record<string, number> = {};
  before(async () => {
    for (const [id, openness, shownLayer] of [
      ['mo', 'open', 'all'],
      ['kin', 'closed', 'all'],
      ['duyet', 'open', 'approved'],
    ]) {
      assert.equal((await post(node, '/networks', { id, title: `Mạng ${id}`, openness, shownLayer })).status, 201);
    }
    const rows = Object.keys(places).flatMap((code, i) =>
      [0, 1, 2].map(
        (hour) => `${code},PM25,µg/m³,2026-04-15T0${hour}:00:00Z,${i * 10 + hour},${hour === 2 ? '01' : '00'}`,
      ),
    );
    await push('mo', [...rows, 'HN1,PM10,mg/m³,2026-04-15T00:00:00Z,0.05,00']);
    await push('duyet', ['D1,PM10,µg/m³,2026-04-15T00:00:00Z,88,00']);
    for (const row of await node.db().query<{ id: number; code: string }>(sql`select id, code from thing`)) {
      ids[row.code] = row.id;
    }
    for (const [code, coordinates] of Object.entries(places)) {
      const about = { name: code, description: code, encodingType: 'application/geo+json' };
      await new StaService(node).create(`/Things(${ids[code]})/Locations`, {
        ...{ ...about, location: { type: 'Point', coordinates } },
      });
    }
  });
  const push = async (network: string, rows: readonly string[]) => {
    const response = await fetch(new URL(`/networks/${network}/observations`, node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv', accept: 'application/json' },
      body: `station,parameter,unit,time,value,status\n${rows.join('\n')}\n`,
    });
    assert.equal(response.status, 201, await response.text());
  };
  const get = async (path: string, accept = '*/*') => {
    const response = await fetch(new URL(`/edr${path}`, node.url()), { headers: { accept } });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, text, body: (type.includes('json') ? JSON.parse(text) : {}) as Json };
  };
  const stationsOf = (body: Json): string[] => [
    ...new Set((body as unknown as Coverages).coverages.map(({ title }) => title.vi)),
  ];

  test('/req/core/root-success: the entry leads to the description, the classes and the collections', async () => {
    const { body } = await get('');
    const relations = (body['links'] as Json[]).map(({ rel }) => rel);
    for (const relation of ['self', 'service-desc', 'conformance', 'data'])
      assert.ok(relations.includes(relation), relation);
    const { conformsTo } = (await get('/conformance')).body as { conformsTo: string[] };
    assert.ok(conformsTo.includes('http://www.opengis.net/spec/ogcapi-edr-1/1.1/conf/core'));
  });

  test('/req/edr/rc-collection-info: a network tells its extent, queries, formats and parameters with UCUM units', async () => {
    const { body } = await get('/collections');
    assert.deepEqual((body['collections'] as Json[]).map(({ id }) => id).sort(), ['duyet', 'mo']);
    const one = (await get('/collections/mo')).body as { extent: { spatial: Json; temporal: Json } } & Json;
    assert.deepEqual(one.extent.spatial['bbox'], [[105.85, 10.78, 106.7, 21.03]]);
    assert.deepEqual(one.extent.temporal['interval'], [['2026-04-15T00:00:00Z', '2026-04-15T02:00:00Z']]);
    assert.deepEqual(Object.keys(one['data_queries'] as Json), ['position', 'area', 'radius', 'locations', 'items']);
    const names = one['parameter_names'] as Record<string, { unit: { symbol: Json } }>;
    assert.deepEqual(Object.keys(names), ['PM10', 'PM2_5']);
    assert.deepEqual(names['PM2_5']!.unit.symbol['value'], 'ug/m3');
    assert.deepEqual((await get('/collections/kin')).status, 404);
    assert.equal((await asOperator(node, '/edr/collections/kin')).status, 200);
  });

  test('/req/edr/rc-position: the nearest station answers, with what was measured and no more', async () => {
    const { body, type } = await get('/collections/mo/position?coords=POINT(105.86 21.03)&parameter-name=PM2_5');
    assert.match(type, /application\/prs\.coverage\+json/);
    const { coverages } = body as unknown as Coverages;
    assert.equal(coverages.length, 1);
    assert.deepEqual(coverages[0]!.domain.axes.x.values, [105.85]);
    assert.deepEqual(coverages[0]!.domain.axes.t.values, ['2026-04-15T00:00:00Z', '2026-04-15T01:00:00Z']);
    assert.deepEqual([coverages[0]!.ranges['PM2_5']!.values, coverages[0]!.ranges['PM2_5']!.shape], [[0, 1], [2]]);
    assert.deepEqual(stationsOf((await get('/collections/mo/position?coords=POINT(100 5)')).body), []);
    const two = await get('/collections/mo/position?coords=MULTIPOINT((105.86 21.03),(106.7 10.78))');
    assert.deepEqual(stationsOf(two.body), ['HN1', 'SG']);
  });

  test('/req/edr/rc-area and /req/edr/rc-radius: by polygon and by distance with its unit', async () => {
    const box = 'POLYGON((105 20,106 20,106 22,105 22,105 20))';
    assert.deepEqual(stationsOf((await get(`/collections/mo/area?coords=${box}`)).body), ['HN1', 'HN2']);
    const two = `MULTIPOLYGON(((105.8 21,105.87 21,105.87 22,105.8 21)),((106 10,107 10,107 11,106 11,106 10)))`;
    assert.deepEqual(stationsOf((await get(`/collections/mo/area?coords=${two}`)).body), ['HN1', 'SG']);
    const around = (within: string) => get(`/collections/mo/radius?coords=POINT(105.85 21.03)&${within}`);
    assert.deepEqual(stationsOf((await around('within=1&within-units=km')).body), ['HN1']);
    assert.deepEqual(stationsOf((await around('within=6&within-units=km')).body), ['HN1', 'HN2']);
    assert.deepEqual(stationsOf((await around('within=1000&within-units=mi')).body), ['HN1', 'HN2', 'SG']);
  });

  test('/req/core/datetime-response: instant, interval and open ends, both ends included', async () => {
    const times = async (datetime: string) => {
      const path = `/collections/mo/locations/${ids['HN1']}?parameter-name=PM2_5&datetime=${datetime}`;
      const { coverages } = (await get(path)).body as unknown as Coverages;
      return coverages.flatMap(({ domain }) => domain.axes.t.values.map((time) => time.slice(11, 13)));
    };
    assert.deepEqual(await times('2026-04-15T01:00:00Z'), ['01']);
    assert.deepEqual(await times('2026-04-15T00:00:00Z/2026-04-15T01:00:00Z'), ['00', '01']);
    assert.deepEqual(await times('../2026-04-15T00:30:00Z'), ['00']);
    assert.deepEqual(await times('2026-04-15T00:30:00Z/..'), ['01']);
    assert.deepEqual(await times('2027-01-01'), []);
  });

  test('GeoJSON and CSV say the same as CoverageJSON', async () => {
    const path = `/collections/mo/locations/${ids['SG']}`;
    const { features } = (await get(path, 'application/geo+json')).body as { features: { properties: Json }[] };
    assert.deepEqual(features[0]!.properties['PM2_5'], [20, 21]);
    const csv = await get(`${path}?f=csv`);
    const lines = csv.text.trim().split('\r\n');
    assert.equal(lines.length, 3);
    assert.equal(lines[1], `2026-04-15T00:00:00Z,${ids['SG']},SG,SG,106.7,10.78,PM2_5,ug/m3,20`);
  });

  test('locations and items list stations by place, time and pages', async () => {
    const list = async (path: string) => {
      const { body } = await get(`/collections/mo/${path}`);
      return (body['features'] as { properties: Json }[]).map(({ properties }) => properties['label']);
    };
    assert.deepEqual(await list('locations'), ['HN1', 'HN2', 'SG']);
    assert.deepEqual(await list('items?bbox=105,20,106,22'), ['HN1', 'HN2']);
    assert.deepEqual(await list('items?datetime=2030-01-01/..'), []);
    const { body } = await get('/collections/mo/items?limit=2');
    const next = (body['links'] as { rel: string; href: string }[]).find(({ rel }) => rel === 'next')!;
    assert.deepEqual(await list(`items${new URL(next.href).search}`), ['SG']);
    const item = (await get(`/collections/mo/items/${ids['HN2']}`)).body as { properties: Json };
    assert.equal(item.properties['label'], 'HN2');
  });

  test('values that nobody has approved are not given where the network says so', async () => {
    assert.deepEqual(stationsOf((await get(`/collections/duyet/locations/${ids['D1']}`)).body), []);
    const span = { from: '2026-04-15T00:00:00Z', to: '2026-04-15T00:00:00Z' };
    assert.equal((await post(node, '/networks/duyet/approvals', span)).body['changed'], 1);
    assert.deepEqual(stationsOf((await get(`/collections/duyet/locations/${ids['D1']}`)).body), ['D1']);
  });

  for (const [path, status] of [
    ['position', 400],
    ['position?coords=', 400],
    ['position?coords=POINT(200 21)', 400],
    ['position?coords=POLYGON((1 1,2 2,3 3,1 1))', 400],
    ['area?coords=POLYGON((105 20,106 20,106 22))', 400],
    ["area?coords=POINT(1 2');drop table thing", 400],
    ['radius?coords=POINT(105 21)&within=0&within-units=km', 400],
    ['radius?coords=POINT(105 21)&within=5&within-units=li', 400],
    ['radius?coords=POINT(105 21)', 400],
    ['position?coords=POINT(105 21)&parameter-name=nothing', 400],
    ['position?coords=POINT(105 21)&datetime=yesterday', 400],
    ['position?coords=POINT(105 21)&crs=EPSG:3405', 400],
    ['position?coords=POINT(105 21)&f=grib', 400],
    ['locations/999999', 404],
    ['locations/nothing', 404],
    ['items/999999', 404],
  ] as const) {
    test(`${status} is the answer to ${path}`, async () => {
      assert.equal((await get(`/collections/mo/${path}`)).status, status);
    });
  }
});
