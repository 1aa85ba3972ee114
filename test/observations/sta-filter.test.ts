import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { datastream, location, StaService, station, type Json } from './sta-service.ts';

interface Sample {
  readonly at: string;
  readonly result: unknown;
  readonly resultTime: string | null;
}

const samples: readonly Sample[] = [
  { at: '2026-01-01T00:00:00Z', result: 1, resultTime: null },
  { at: '2026-01-01T01:30:15.25Z', result: 2.5, resultTime: '2026-01-01T02:00:00Z' },
  { at: '2026-01-02T00:00:00Z/2026-01-02T06:00:00Z', result: -4, resultTime: null },
  { at: '2026-02-10T12:00:00Z', result: 10, resultTime: '2026-02-10T12:00:01Z' },
  { at: '2026-02-10T13:00:00Z', result: 3, resultTime: null },
  { at: '2026-02-11T00:00:00Z', result: 'Mưa to', resultTime: null },
  { at: '2026-02-11T01:00:00Z', result: true, resultTime: null },
  { at: '2026-02-11T02:00:00Z', result: null, resultTime: null },
  { at: '2026-03-01T00:00:00Z', result: 2.5, resultTime: '2026-03-01T00:00:00Z' },
];

onBothNodes('SensorThings filters', (node) => {
  const sta = new StaService(node);
  let series: number;
  let thing: number;

  before(async () => {
    thing = await sta.create('/Things', {
      ...station('Phòng "A" 50%'),
      properties: { river: 'Hồng', depth: 12.5, open: true, tags: { level: 'II' } },
    });
    await sta.create('/Things', { ...station('Bến Tre'), Locations: [location('Cửa Hàm Luông', 106.5, 10.1)] });
    await sta.create('/Things', { name: 'Trống', description: 'không có gì', properties: { depth: 3 } });
    series = Number((await sta.values(`/Things(${thing})/Datastreams`))[0]!['@iot.id']);
    for (const { at, result, resultTime } of samples) {
      await sta.create(`/Datastreams(${series})/Observations`, { phenomenonTime: at, result, resultTime });
    }
  });

  const names = async (filter: string, set = 'Things'): Promise<unknown[]> =>
    (await sta.values(`/${set}?$filter=${encodeURIComponent(filter)}`)).map(({ name }) => name);
  const results = async (filter: string): Promise<unknown[]> =>
    (await sta.values(`/Datastreams(${series})/Observations?$filter=${encodeURIComponent(filter)}`)).map(
      ({ result }) => result,
    );
  const [a, b, c] = ['Phòng "A" 50%', 'Bến Tre', 'Trống'];

  const ofThings: readonly [string, readonly unknown[]][] = [
    [`name eq 'Trống'`, [c]],
    [`name ne 'Trống' and not startswith(name,'B')`, [a]],
    [`substringof('50%', name) or endswith(name, 'e')`, [a, b]],
    [`length(name) eq 5 or indexof(name, 'n') eq 2`, [b, c]],
    [`substring(name, 4) eq 'Tre' or substring(name, 0, 2) eq 'Tr'`, [b, c]],
    [`tolower(name) eq 'trống' or toupper(name) eq 'BẾN TRE'`, [b, c]],
    [`concat(concat(name, '-'), trim('  x ')) eq 'Trống-x'`, [c]],
    [`properties/depth gt 5`, [a]],
    [`properties/depth add 1 mul 2 le 5`, [c]],
    [`(properties/depth add 1) mul 2 le 10`, [c]],
    [`properties/river eq 'Hồng' and properties/open eq true and properties/tags/level eq 'II'`, [a]],
    [`properties/depth eq null`, [b]],
    [`round(properties/depth) eq 13 and floor(properties/depth) eq 12 and ceiling(properties/depth) eq 13`, [a]],
    [`Locations/name eq 'Cửa Hàm Luông'`, [b]],
    [`Datastreams/ObservedProperty/name eq 'PM2.5' and Datastreams/Observations/result gt 9`, [a]],
    [`not (Datastreams/id ge 0)`, [c]],
    [`st_within(Locations/location, geography'POLYGON((106 9,107 9,107 11,106 11,106 9))')`, [b]],
    [`geo.distance(Locations/location, geography'POINT(106.5 10.0)') lt 0.2`, [b]],
    [`geo.intersects(Locations/location, geography'LINESTRING(105 21,106 21)')`, [a]],
    [`geo.length(geography'LINESTRING(0 0,3 4)') eq 5 and id eq 0`, []],
    [`st_relate(Locations/location, geography'POINT(106.5 10.1)', 'T********')`, [b]],
    [`name in 'x' or name eq 'Trống'`, ['refused']],
  ];
  for (const [filter, expected] of ofThings) {
    test(`things: ${filter}`, async () => {
      if (expected[0] === 'refused') {
        const answer = await sta.send('GET', `/Things?$filter=${encodeURIComponent(filter)}`);
        assert.equal(answer.status, 400, answer.text);
      } else assert.deepEqual(await names(filter), expected);
    });
  }

  const ofObservations: readonly [string, readonly unknown[]][] = [
    ['result gt 2.5', [10, 3]],
    [`result gt '2'`, [2.5, 3, 'Mưa to', true, 2.5]],
    [`result eq 'Mưa to' or result eq true`, ['Mưa to', true]],
    ['result eq null', [null]],
    ['result', [true]],
    ['phenomenonTime lt 2026-01-01T01:30:15.250Z', [1]],
    ['phenomenonTime gt 2026-01-02T03:00:00Z and phenomenonTime le 2026-02-10T19:00:00+07:00', [10]],
    ['phenomenonTime eq 2026-01-02T00:00:00Z/2026-01-02T06:00:00Z', [-4]],
    ['during(phenomenonTime, 2026-01-01T12:00:00Z/2026-01-03T00:00:00Z)', [-4]],
    ['before(phenomenonTime, 2026-01-01T01:00:00Z) or after(phenomenonTime, 2026-02-28T00:00:00Z)', [1, 2.5]],
    ['resultTime ne null and year(resultTime) eq 2026 and month(resultTime) eq 2', [10]],
    ['day(phenomenonTime) eq 1 and hour(phenomenonTime) eq 1 and minute(phenomenonTime) eq 30', [2.5]],
    ['second(phenomenonTime) eq 15 and fractionalseconds(phenomenonTime) eq 0.25', [2.5]],
    ['date(phenomenonTime) eq 2026-02-10 and time(phenomenonTime) gt 12:00', [3]],
    ['totaloffsetminutes(phenomenonTime) eq 0 and result lt 0', [-4]],
    [`phenomenonTime gt 2026-02-27T00:00:00Z add duration'P1D'`, [2.5]],
    ['phenomenonTime lt mindatetime() or phenomenonTime gt maxdatetime() or phenomenonTime gt now()', []],
    ['result mod 2 eq 0 or -result eq 4', [-4, 10]],
    ['result div 4 eq 2.5 and result sub 1 eq 9', [10]],
    [`Datastream/Thing/name eq 'Phòng "A" 50%' and result lt 1`, [-4]],
    [`FeatureOfInterest/name eq 'Nơi Phòng "A" 50%' and result eq 1`, [1]],
  ];
  for (const [filter, expected] of ofObservations) {
    test(`observations: ${filter}`, async () => assert.deepEqual(await results(filter), expected));
  }

  const refused: readonly string[] = [
    'result gt',
    `name eq 'x'`,
    'result gt 5 and',
    '(result gt 5',
    `result gt 'x`,
    'nothing(result) eq 1',
    'substringof(result) eq 1',
    'phenomenonTime gt 2026-13-45T00:00:00Z',
    'phenomenonTime eq 5',
    `geo.intersects(FeatureOfInterest/feature, geography'POINT(1 1)) OR (1=1')`,
    `${'('.repeat(40)}result eq 1${')'.repeat(40)}`,
    `result eq 1 or Datastream/Thing/secret eq 2`,
  ];
  for (const filter of refused) {
    test(`is refused with its place: ${filter.slice(0, 60)}`, async () => {
      const path = `/Datastreams(${series})/Observations?$filter=${encodeURIComponent(filter)}`;
      const answer = await sta.send('GET', path);
      assert.equal(answer.status, 400, answer.text);
    });
  }

  test('any comparison of numbers and times answers as one made in memory, in any order and any pages', async () => {
    const numbers = samples.filter(({ result }) => typeof result === 'number');
    const number = fc.constantFrom(-5, -4, 0, 1, 2.5, 3, 10);
    const moment = fc.constantFrom(...samples.map(({ at }) => at.split('/')[0]!), '2026-02-01T00:00:00Z');
    const operator = fc.constantFrom<keyof typeof compare>('lt', 'le', 'gt', 'ge', 'eq', 'ne');
    const atom = fc.oneof(
      fc.record({ on: fc.constant('result' as const), operator, value: number }),
      fc.record({ on: fc.constant('phenomenonTime' as const), operator, value: moment }),
    );
    const all = fc.array(fc.array(atom, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
    const direction = fc.constantFrom<'asc' | 'desc'>('asc', 'desc');
    const key = fc.constantFrom<'result' | 'phenomenonTime'>('result', 'phenomenonTime');
    await fc.assert(
      fc.asyncProperty(all, key, direction, fc.integer({ min: 1, max: 4 }), async (ors, by, way, top) => {
        const text = ors
          .map((ands) => `(${ands.map(({ on, operator: op, value }) => `${on} ${op} ${value}`).join(' and ')})`)
          .join(' or ');
        const expected = numbers.filter((sample) => ors.some((ands) => ands.every((each) => holds(sample, each))));
        const filter = `(${text}) and result ge -1000`;
        const orderby = `${by} ${way}`;
        const found = await everyPage(
          `/Datastreams(${series})/Observations?$top=${top}&$count=true&$orderby=${encodeURIComponent(orderby)}&$filter=${encodeURIComponent(filter)}`,
          expected.length,
        );
        const sorted = expected.toSorted((x, y) => (way === 'asc' ? 1 : -1) * order(x, y, by));
        assert.deepEqual(
          found.map(({ phenomenonTime }) => phenomenonTime),
          sorted.map(({ at }) => at),
          `${filter} ${orderby}`,
        );
      }),
      { numRuns: 40 },
    );
  });

  async function everyPage(path: string, count: number | undefined): Promise<Json[]> {
    const found: Json[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const body: Json = await sta.get(next);
      assert.equal(body['@iot.count'], count);
      found.push(...(body['value'] as Json[]));
      next = body['@iot.nextLink'] as string | undefined;
    }
    return found;
  }

  test('orders by what a relation to one leads to, and by members of JSON; pages in that order', async () => {
    const paged = async (order: string) => {
      const all: unknown[] = [];
      for (let next: string | undefined = `/Things?$top=1&$orderby=${encodeURIComponent(order)}`; next;) {
        const body: Json = await sta.get(next);
        all.push(...(body['value'] as Json[]).map(({ name }) => name));
        next = body['@iot.nextLink'] as string | undefined;
      }
      return all;
    };
    assert.deepEqual(await paged('properties/depth'), [c, a, b]);
    assert.deepEqual(await paged('properties/depth desc'), [b, a, c]);
    await sta.create(`/Things(${thing})/Datastreams`, datastream('Z'));
    const byThing = await sta.values('/Datastreams?$orderby=Thing/name%20desc,name%20desc&$select=name');
    assert.deepEqual(
      byThing.map(({ name }) => name),
      ['Z', `PM2.5 ${a}`, `PM2.5 ${b}`],
    );
  });

  test('an observation has the same members alone, in a page, expanded and in a batch', async () => {
    for (const select of [
      '',
      '$select=result,resultQuality',
      '$select=resultQuality,parameters',
      '$select=Datastream',
    ]) {
      const page = await sta.values(`/Datastreams(${series})/Observations?$orderby=id&${select}`);
      const [datastream] = await sta.values(
        `/Datastreams?$filter=id eq ${series}&$expand=Observations($orderby=id;${select})`,
      );
      assert.ok(page.length > 3);
      assert.deepEqual(page, datastream!['Observations'], select);
      const url = `Datastreams(${series})/Observations?$orderby=id&${select}`;
      const answer = await sta.send('POST', '/$batch', { requests: [{ id: '1', method: 'get', url }] });
      const [response] = answer.body['responses'] as Json[];
      assert.deepEqual((response!['body'] as { value: Json[] }).value, page, select);
      const ids = await sta.values(`/Datastreams(${series})/Observations?$orderby=id&$select=id`);
      for (const [place, each] of ids.entries()) {
        const alone = await sta.get(`/Observations(${Number(each['@iot.id'])})?${select}`);
        assert.deepEqual(page[place], alone, select);
      }
    }
  });

  test('the newest and the oldest of a series, one and more, and of all series together', async () => {
    const other = Number((await sta.values('/Datastreams?$orderby=id%20desc&$top=1'))[0]!['@iot.id']);
    await sta.create(`/Datastreams(${other})/Observations`, { phenomenonTime: '2026-02-20T00:00:00Z', result: 77 });
    const ofSeries = samples.map(({ at, result }) => ({ time: at, result }));
    const everything = [...ofSeries, { time: '2026-02-20T00:00:00Z', result: 77 }];
    const sorted = (list: typeof ofSeries, way: string) =>
      list.toSorted(
        (x, y) => (way === 'asc' ? 1 : -1) * (Date.parse(x.time.split('/')[0]!) - Date.parse(y.time.split('/')[0]!)),
      );
    for (const way of ['asc', 'desc']) {
      for (const top of [1, 2]) {
        const order = `$orderby=phenomenonTime ${way};$top=${top}`;
        const [datastream] = await sta.values(`/Datastreams?$filter=id eq ${series}&$expand=Observations(${order})`);
        const expanded = datastream!['Observations'] as Json[];
        const rest = await everyPage(String(datastream!['Observations@iot.nextLink']), undefined);
        const single = await everyPage(
          `/Datastreams(${series})/Observations?$orderby=phenomenonTime ${way}&$top=${top}`,
          undefined,
        );
        const all = await everyPage(`/Observations?$orderby=phenomenonTime ${way}&$top=${top}`, undefined);
        const times = (list: readonly Json[]) => list.map(({ phenomenonTime }) => phenomenonTime);
        assert.equal(expanded.length, top);
        assert.deepEqual(
          times([...expanded, ...rest]),
          sorted(ofSeries, way).map(({ time }) => time),
        );
        assert.deepEqual(
          times(single),
          sorted(ofSeries, way).map(({ time }) => time),
        );
        assert.deepEqual(
          times(all),
          sorted(everything, way).map(({ time }) => time),
        );
      }
    }
    const [lone] = await sta.values(
      `/Datastreams?$filter=id eq ${other}&$expand=Observations($orderby=phenomenonTime desc;$top=1)`,
    );
    assert.equal(lone!['Observations@iot.nextLink'], undefined, 'there is no more than the newest');
  });

  test('a next link does not go on with another filter', async () => {
    const first: Json = await sta.get(`/Datastreams(${series})/Observations?$top=1`);
    const url = new URL(String(first['@iot.nextLink']));
    url.searchParams.set('$filter', 'result gt 1');
    assert.equal((await sta.send('GET', url.href)).status, 400);
  });
});

const compare = {
  lt: (x: number, y: number) => x < y,
  le: (x: number, y: number) => x <= y,
  gt: (x: number, y: number) => x > y,
  ge: (x: number, y: number) => x >= y,
  eq: (x: number, y: number) => x === y,
  ne: (x: number, y: number) => x !== y,
};

interface Atom {
  readonly on: 'result' | 'phenomenonTime';
  readonly operator: keyof typeof compare;
  readonly value: number | string;
}

/** Periods compare by the end that is nearer; a moment is equal to a period that is nothing else. */
function holds({ at, result }: Sample, { on, operator, value }: Atom): boolean {
  if (on === 'result') return compare[operator](Number(result), Number(value));
  const [start = 0, end = start] = at.split('/').map((each) => Date.parse(each));
  const moment = Date.parse(String(value));
  if (operator === 'lt' || operator === 'ge') return compare[operator](end, moment);
  if (operator === 'gt' || operator === 'le') return compare[operator](start, moment);
  const isSame = start === moment && end === moment;
  return operator === 'eq' ? isSame : !isSame;
}

/** Equal results follow each other by time, in the direction of the order. */
function order(x: Sample, y: Sample, by: 'result' | 'phenomenonTime'): number {
  const time = Date.parse(x.at.split('/')[0]!) - Date.parse(y.at.split('/')[0]!);
  return by === 'phenomenonTime' ? time : Number(x.result) - Number(y.result) || time;
}
