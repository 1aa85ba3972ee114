import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothNodes, type NodeUnderTest } from './node-under-test.ts';
import { asOperator, csv, deliver, ended, expectOk, post, upload, type DeliveryOptions, type Json } from './steward.ts';
import { zipped } from './zipped.ts';

/** A square of so many metres, about, with its lower left corner so many metres from a place in longitude and latitude. */
function square(east: number, north: number, size: number): number[][][] {
  const [x, y] = [105.84 + east / 103_900, 21.04 + north / 110_700];
  const [w, h] = [size / 103_900, size / 110_700];
  return [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]]; // prettier-ignore
}

interface Parcel {
  readonly number: string;
  readonly ring: number[][][];
  readonly area?: number;
  readonly from?: string;
  readonly id?: string;
}

function sheet(parcels: readonly Parcel[]): string {
  const features = parcels.map(({ number, ring, area = 400, from = null, id = null }) => ({
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: ring },
    properties: { xa: '00004', to: '1', thua: number, dt: area, goc: from, ma: id },
  }));
  return JSON.stringify({ type: 'FeatureCollection', features });
}

const mapping = {
  fields: [
    { target: 'commune_code', column: 'xa' },
    { target: 'sheet_number', column: 'to' },
    { target: 'parcel_number', column: 'thua' },
    { target: 'parcel_area', column: 'dt' },
    { target: 'formed_from', column: 'goc' },
    { target: 'parcel_id', column: 'ma' },
  ],
  geometry: { from: 'layer' },
};
const asParcels: DeliveryOptions = { name: 'thua.geojson', standard: 'vn-land/parcels', mapping };

async function issuesOf(node: NodeUnderTest, run: number): Promise<{ rule: string; value: string; detail: Json }[]> {
  const { body } = await expectOk(asOperator(node, `/runs/${run}/issues?limit=500`));
  return body['issues'] as { rule: string; value: string; detail: Json }[];
}

onBothNodes('rules over many rows', (node) => {
  const row = (number: string, column: number): Parcel => ({ number, ring: square(column * 20, 0, 20) });

  test('shapes in degrees are measured too; identifiers that stand twice are told', async () => {
    const parcels = [row('1', 0), row('2', 1), { ...row('3', 2), area: 500 }, { ...row('4', 3), id: 'w7er8u0e1234' }];
    const run = await deliver(node, 'to-1', sheet([...parcels, { ...row('5', 4), id: 'w7er8u0e1234' }]), asParcels);
    assert.equal(run.state, 'done', JSON.stringify(run.problem));
    const issues = await issuesOf(node, run.id);
    const of = (rule: string) => issues.filter((issue) => issue.rule === rule).map(({ value }) => value).sort(); // prettier-ignore
    assert.deepEqual(of('area-as-drawn'), ['00004:1:3']);
    assert.deepEqual(of('identifier-unique'), ['00004:1:4', '00004:1:5']);
    assert.deepEqual(of('no-overlap'), []);
  });

  test('a partial delivery is held against the stored neighbours', async () => {
    const run = await deliver(node, 'to-1', sheet([{ number: '6', ring: square(90, 5, 10), area: 100 }]), {
      ...asParcels,
      kind: 'partial',
    });
    const overlaps = (await issuesOf(node, run.id)).filter(({ rule }) => rule === 'no-overlap');
    assert.deepEqual(
      overlaps.map(({ value, detail }) => [value, detail['other'], Math.round(Number(detail['size']))]),
      [['00004:1:6', '00004:1:5', 100]],
    );
  });

  test('a split keeps its parent: the new ones link back, the page of the old one links forward', async () => {
    const whole = { number: '1', ring: square(0, 0, 20), id: 'w7er8u0eaaaa' };
    const first = await deliver(node, 'to-3', sheet([whole]), asParcels);
    const halves = ['2', '3'].map((number, i) => ({ number, ring: square(i * 10, 0, 10), area: 100, from: whole.id }));
    await deliver(node, 'to-3', sheet(halves), { ...asParcels, acceptLoss: true });
    const read = async (path: string) =>
      (await expectOk(asOperator(node, `/collections/to-3/items/${path}`))).body['descent'];
    assert.deepEqual(await read('00004:1:2'), {
      predecessors: [{ name: whole.id, id: '00004:1:1', edition: first.edition }],
      successors: [],
    });
    assert.deepEqual(await read(`00004:1:1?as-of=${first.edition}`), {
      predecessors: [],
      successors: ['00004:1:2', '00004:1:3'],
    });
    const page = await asOperator(node, '/collections/to-3/items/00004:1:2', { headers: { accept: 'text/html' } });
    assert.match(page.text, /00004%3A1%3A1\?[^"]*as-of=1/);
  });

  test('what stands out of the area of its commune is told once that area is on the node', async () => {
    const areas = {
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          geometry: { type: 'Polygon', coordinates: square(0, -10, 50) },
          properties: { code: '00004', name: 'Mẫu' },
        },
      ],
    };
    await deliver(node, 'ranh-gioi', JSON.stringify(areas), {
      name: 'xa.geojson',
      standard: 'vn-core/commune-areas',
      mapping: {
        fields: [
          { target: 'code', column: 'code' },
          { target: 'name', column: 'name' },
        ],
        geometry: { from: 'layer' },
      },
    });
    const run = await deliver(node, 'to-2', sheet([row('1', 0), row('2', 1), row('3', 2), row('4', 3)]), asParcels);
    const outside = (await issuesOf(node, run.id)).filter(({ rule }) => rule === 'inside-commune');
    const told = outside.map(({ value, detail }) => [value, Math.round(Number(detail['size'] ?? -10) / 10)]);
    assert.deepEqual(told.sort(), [
      ['00004:1:3', 20],
      ['00004:1:4', -1],
    ]);
  });

  test('parts add up to the whole of the other table of the dataset, or it is said that there is none', async () => {
    const place = ['00004', '1'] as const;
    const uses = csv(
      ['xa', 'to', 'thua', 'stt', 'loai', 'dt'],
      [
        [...place, '1', 1, 'ONT', 300],
        [...place, '1', 2, 'CLN', 100],
        [...place, '2', 1, 'LUC', 350],
      ],
    );
    const origins = csv(
      ['xa', 'to', 'thua', 'stt', 'so', 'goc', 'dt'],
      [
        [...place, '1', 1, 1, '4', 200],
        [...place, '1', 1, 2, '5', 100],
        [...place, '1', 2, 1, '5', 100],
        [...place, '2', 1, 1, '5', 300],
        [...place, '2', 1, 2, '4', 20],
        [...place, '9', 1, 1, '4', 20],
      ],
    );
    const delivery = await upload(
      node,
      'bang-dat',
      await zipped({ 'a-muc-dich.csv': uses, 'b-nguon-goc.csv': origins }),
      {
        name: 'bang.zip',
      },
    );
    const layers = (delivery['layers'] as { id: string }[]).map(({ id }) => id).sort();
    const run = async (layer: string, standard: string, targets: Record<string, string>) => {
      const fields = Object.entries(targets).map(([target, column]) => ({ target, column }));
      const body = { layers: [{ layer, standard, mapping: { fields, geometry: { from: 'none' } } }] };
      const begun = await expectOk(post(node, `/deliveries/${String(delivery['id'])}/runs`, body));
      return ended(node, (begun.body['runs'] as { id: number }[])[0]!.id);
    };
    const key = { commune_code: 'xa', sheet_number: 'to', parcel_number: 'thua', use_number: 'stt' };
    const first = await run(layers[0]!, 'vn-land/parcel-uses', { ...key, use_code: 'loai', use_area: 'dt' });
    assert.equal(first.state, 'done', JSON.stringify(first.problem));
    assert.match((await expectOk(asOperator(node, `/runs/${first.id}`))).text, /chưa kiểm tra được/);

    const second = await run(layers[1]!, 'vn-land/parcel-origins', {
      ...key,
      ...{ origin_number: 'so', origin_code: 'goc', origin_area: 'dt' },
    });
    assert.equal(second.state, 'done', JSON.stringify(second.problem));
    const told = (await issuesOf(node, second.id)).filter(({ rule }) => rule === 'origins-add-up');
    assert.deepEqual(told.map(({ value, detail }) => [value, detail['sum'], detail['whole']]).sort(), [
      ['00004:1:2:1:1', 320, 350],
      ['00004:1:2:1:2', 320, 350],
    ]);
    assert.match((await expectOk(asOperator(node, `/runs/${second.id}`))).text, /không kiểm tra được 1 chỗ/);
  });
});
