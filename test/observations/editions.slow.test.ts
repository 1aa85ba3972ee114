import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { act, asOperator, asPublic, csv, deliver, type Cells } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

const columns = ['Mã trạm', 'Tên trạm', 'Thời gian', 'PM2.5 (µg/m³)', 'Nhiệt độ (°C)', 'Kinh độ', 'Vĩ độ'];
const row = (code: string, hour: number, pm25: number | null, temperature: number | null): Cells => [
  ...[code, `Trạm ${code}`, `20/11/2026 0${hour}:00`, pm25, temperature],
  ...[105.8 + Number(code.slice(1)) / 10, 21],
];
const mapping = {
  fields: [
    { target: 'station_code', column: columns[0] },
    { target: 'station_name', column: columns[1] },
    { target: 'time', column: columns[2] },
    { target: 'pm25', column: columns[3] },
    { target: 'temperature', column: columns[4] },
  ],
  geometry: { from: 'columns', longitude: columns[5], latitude: columns[6] },
};

onBothNodes('Published records with series', (node) => {
  const values = () =>
    node.db().query<{ station: string; name: string; symbol: string; unit: string; value: number; time: string }>(sql`
      select t.code as station, t.name, p.symbol, d.ucum as unit, o.value, o.time
      from observation o join datastream d on d.id = o.series join thing t on t.id = d.thing
        join observed_property p on p.id = d.observed_property
      where d.network = 'gio' order by 1, 3, 6`);
  const send = (rows: readonly Cells[], kind: 'full' | 'partial' = 'full') =>
    deliver(node, 'gio', csv(columns, rows), {
      standard: 'vn-air/ambient-air-measurements',
      mapping,
      openness: 'open',
      acceptLoss: true,
      kind,
    });

  test('a published table of measurements becomes stations where they stand, with a series for each parameter', async () => {
    const run = await send([row('T1', 1, 20.5, 25), row('T1', 2, 21, 25.5), row('T2', 1, null, 26)]);
    assert.deepEqual([run.state, run.counts.stored], ['done', 3], JSON.stringify(run));
    // Names and places come last.
    await until(
      async () => (await values()).filter(({ name, station }) => name !== station).length === 5,
      'five values',
    );
    assert.deepEqual(
      (await values()).map(({ station, name, symbol, unit, value, time }) => [
        station,
        name,
        symbol,
        unit,
        value,
        time,
      ]),
      [
        ['T1', 'Trạm T1', 'pm25', 'ug/m3', 20.5, '2026-11-19T18:00:00Z'],
        ['T1', 'Trạm T1', 'pm25', 'ug/m3', 21, '2026-11-19T19:00:00Z'],
        ['T1', 'Trạm T1', 'temperature', 'Cel', 25, '2026-11-19T18:00:00Z'],
        ['T1', 'Trạm T1', 'temperature', 'Cel', 25.5, '2026-11-19T19:00:00Z'],
        ['T2', 'Trạm T2', 'temperature', 'Cel', 26, '2026-11-19T18:00:00Z'],
      ],
    );
    const { body } = await asPublic(node, '/sta/v1.1/Things?$expand=Locations');
    const things = body['value'] as { name: string; Locations: { location: { coordinates: number[] } }[] }[];
    const thing = things.find(({ name }) => name === 'Trạm T2');
    assert.deepEqual(thing!.Locations[0]!.location.coordinates, [106, 21]);
  });

  test('the next delivery brings what is new and corrects what changed; its receipt counts just that', async () => {
    await send([row('T1', 2, 30, 25.5), row('T1', 3, 22, 24)], 'partial');
    await until(async () => (await values()).length === 7, 'seven values');
    const t1 = (await values()).filter(({ station, symbol }) => station === 'T1' && symbol === 'pm25');
    assert.deepEqual(
      t1.map(({ value }) => value),
      [20.5, 30, 22],
    );
    const { body } = await asOperator(node, '/networks/gio/receipts');
    const [last] = body['receipts'] as { inserted: number; updated: number; unchanged: number; door: string }[];
    assert.deepEqual([last!.door, last!.inserted, last!.updated, last!.unchanged], ['source', 2, 1, 1]);
  });

  const standing = async (): Promise<[string, string, number, string][]> =>
    (await values()).map(({ station, symbol, value, time }) => [station, symbol, value, time.slice(11, 13)]);
  const settleAt = async (expected: readonly unknown[], what: string): Promise<void> => {
    await until(async () => isDeepStrictEqual(await standing(), expected), what).catch(async () =>
      assert.deepEqual(await standing(), expected, what),
    );
  };
  const full: [string, string, number, string][] = [
    ['T1', 'pm25', 30, '19'],
    ['T1', 'pm25', 22, '20'],
    ['T1', 'temperature', 24, '20'],
    ['T2', 'temperature', 26, '18'],
  ];

  test('what a full delivery does not hold any more goes from the series, also a cell that is empty now', async () => {
    const before = (await values()).length;
    assert.equal(before, 7);
    const run = await send([row('T1', 2, 30, null), row('T1', 3, 22, 24), row('T2', 1, null, 26)]);
    assert.equal(run.state, 'done', JSON.stringify(run));
    await settleAt(full, 'values to be taken out');
    const versions = await node.db().query<{ value: number; replaced_by: string; reason: string }>(sql`
      select v.value, v.replaced_by, v.reason from observation_version v join datastream d on d.id = v.series
      where d.network = 'gio' and v.reason = 'deleted' order by v.value`);
    assert.deepEqual(
      versions.map(({ value, reason }) => [value, reason]),
      [
        [20.5, 'deleted'],
        [25, 'deleted'],
        [25.5, 'deleted'],
      ],
    );
    const { body } = await asPublic(node, '/sta/v1.1/Observations?$count=true');
    assert.equal(body['@iot.count'], full.length, 'nobody reads them any more');
  });

  test('a rollback takes back what its run brought, and brings back what that took', async () => {
    const run = await send([row('T1', 2, 31, 20), row('T3', 1, 1, 2)]);
    const brought = [
      ['T1', 'pm25', 31, '19'],
      ['T1', 'temperature', 20, '19'],
      ['T3', 'pm25', 1, '18'],
      ['T3', 'temperature', 2, '18'],
    ];
    await settleAt(brought, 'the delivery');
    assert.equal((await act(node, run.id, 'rollback')).state, 'done');
    await settleAt(full, 'the rollback');
  });

  test('a value that somebody has corrected in the series is theirs, and stays', async () => {
    const push = `station,parameter,unit,time,value\nT2,temperature,Cel,2026-11-19T18:00:00Z,27\n`;
    const init = { method: 'POST', body: push, headers: { 'content-type': 'text/csv' } };
    assert.equal((await asOperator(node, '/networks/gio/observations', init)).status, 201);
    await send([row('T1', 3, 22, 24)]);
    await settleAt(
      [
        ['T1', 'pm25', 22, '20'],
        ['T1', 'temperature', 24, '20'],
        ['T2', 'temperature', 27, '18'],
      ],
      'the delivery',
    );
  });
});
