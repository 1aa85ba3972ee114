import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, type Cells } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

const columns = ['Mã trạm', 'Tên trạm', 'Thời gian', 'PM2.5 (µg/m³)', 'Nhiệt độ (°C)', 'Kinh độ', 'Vĩ độ'];
const row = (code: string, hour: number, pm25: number | null, temperature: number): Cells => [
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
});
