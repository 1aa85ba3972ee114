import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { StaService, station, type Json } from './sta-service.ts';

/** How many values each series has: small ones beside each other, long ones, one without. */
const sizes = [3, 1, 0, 40, 2, 2, 1, 25, 1];
const start = Date.parse('2026-02-01T00:00:00Z');
const moment = (i: number): string => new Date(start + i * 600_000).toISOString();

onBothNodes('Pages of all observations', (node) => {
  const sta = new StaService(node);
  let expected: string[];

  before(async () => {
    const series: number[] = [];
    for (const [i] of sizes.entries()) {
      const thing = await sta.create('/Things', station(`Trạm ${i}`));
      series.push(Number((await sta.values(`/Things(${thing})/Datastreams`))[0]!['@iot.id']));
    }
    const groups = sizes.flatMap((size, i) =>
      size === 0
        ? []
        : [
            {
              Datastream: { '@iot.id': series[i] },
              components: ['phenomenonTime', 'result'],
              dataArray: Array.from({ length: size }, (_, k) => [moment(k), i * 1_000 + k]),
            },
          ],
    );
    const made = await sta.send('POST', '/CreateObservations', groups);
    assert.equal(made.status, 201, made.text);
    // Two at one moment, of which the second has an id of its own; and one with a text.
    await sta.create(`/Datastreams(${series[3]})/Observations`, { phenomenonTime: moment(7), result: 9_999 });
    await sta.create(`/Datastreams(${series[1]})/Observations`, { phenomenonTime: moment(9), result: 'mất điện' });
    expected = [];
    for (const id of series) {
      const all = await sta.values(`/Datastreams(${id})/Observations?$top=1000&$orderby=phenomenonTime`);
      expected.push(...all.map((one) => String(one['@iot.id'])));
    }
    assert.equal(expected.length, 77);
  });

  async function everyId(path: string, ids: (page: Json) => string[]): Promise<string[][]> {
    const pages: string[][] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: Json = await sta.get(next);
      pages.push(ids(page));
      next = page['@iot.nextLink'] as string | undefined;
    }
    return pages;
  }

  const idsOf = (page: Json): string[] => (page['value'] as Json[]).map((one) => String(one['@iot.id']));

  for (const top of [1, 2, 3, 5, 7, 40, 77, 100]) {
    test(`of ${top} hold every one once, in the order of series and time`, async () => {
      const pages = await everyId(`/Observations?$top=${top}&$count=true`, (page) => {
        assert.equal(page['@iot.count'], 77);
        return idsOf(page);
      });
      assert.deepEqual(
        pages.map((page) => page.length),
        Array.from({ length: Math.ceil(77 / top) }, (_, i) => Math.min(top, 77 - i * top)),
      );
      assert.deepEqual(pages.flat(), expected);
    });
  }

  test('with what hangs on them, as data arrays and as references go the same way', async () => {
    const expanded = await everyId('/Observations?$top=9&$expand=Datastream($select=name)', (page) => {
      assert.ok(
        (page['value'] as Json[]).every((one) => String((one['Datastream'] as Json)['name']).startsWith('PM2.5')),
      );
      return idsOf(page);
    });
    assert.deepEqual(expanded.flat(), expected);
    const arrays = await everyId('/Observations?$top=9&$resultFormat=dataArray', (page) =>
      (page['value'] as Json[]).flatMap((group) => (group['dataArray'] as unknown[][]).map(([id]) => String(id))),
    );
    assert.deepEqual(arrays.flat(), expected);
    const references = await everyId('/Observations/$ref?$top=9', (page) =>
      (page['value'] as Json[]).map((one) => /\((\d+)\)$/.exec(String(one['@iot.selfLink']))![1]!),
    );
    assert.deepEqual(references.flat(), expected);
  });

  test('behind some that are passed over, or in another order, are the same observations', async () => {
    const skipped = await sta.get('/Observations?$top=100&$skip=70');
    assert.deepEqual(idsOf(skipped), expected.slice(70));
    const ordered = await everyId('/Observations?$top=9&$orderby=id', idsOf);
    assert.deepEqual([...ordered.flat()].sort(), [...expected].sort());
  });

  test('with what is selected alone', async () => {
    const [first] = await sta.values('/Observations?$top=1&$select=result');
    assert.deepEqual(first, { result: 0 });
    const [named] = await sta.values('/Observations?$top=1&$select=id,Datastream');
    assert.deepEqual(Object.keys(named!), ['@iot.id', '@iot.selfLink', 'Datastream@iot.navigationLink']);
    assert.equal((await sta.get<{ value: Json[] }>('/Observations?$top=3&$select=parameters')).value.length, 3);
  });

  for (const order of ['', '&$orderby=phenomenonTime desc', '&$orderby=phenomenonTime asc&$skip=2']) {
    for (const top of [2, 6, 7, 100]) {
      test(`of a series, ${top} at a time (${order || 'no order'}), are those that a condition which all meet gives`, async () => {
        const thing = await sta.create('/Things', station(`Trạm ${top}${order}`));
        const series = Number((await sta.values(`/Things(${thing})/Datastreams`))[0]!['@iot.id']);
        const values = [0, -0.5, 1e21, 1.25e-7, 100, 3, 12.345678901234567, -7e-300, 42, 9, 10, 11, 99.5];
        const dataArray = values.map((value, k) => [new Date(start + k * 7_199_000).toISOString(), value]);
        const stream = { Datastream: { '@iot.id': series }, components: ['phenomenonTime', 'result'], dataArray };
        assert.equal((await sta.send('POST', '/CreateObservations', [stream])).status, 201);
        const path = `/Datastreams(${series})/Observations?$top=${top}${order}`;
        const all = (page: Json): string[] => (page['value'] as Json[]).map((one) => JSON.stringify(one));
        const plain = await everyId(path, all);
        assert.deepEqual(plain, await everyId(`${path}&$filter=result gt -1e300`, all));
        assert.equal(plain.flat().length, values.length - (order.includes('skip') ? 2 : 0));
      });
    }
  }
});
