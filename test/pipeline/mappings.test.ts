import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, asPublic, csv, deliver, ended, post, readAll, upload, type Json, type Run } from './steward.ts';

const standard = 'vn-air/ambient-air-measurements';
const headers = ['Ký hiệu trạm', 'Thời gian đo', 'Bụi PM2.5 (µg/m³)', 'PM10', 'Nhiet do (°C)', 'Người lập'];
const rows = Array.from({ length: 12 }, (_, i) => [
  `T0${(i % 3) + 1}`,
  `2025-07-0${(i % 9) + 1}T0${i % 10}:00:00+07:00`,
  20 + i,
  40 + i,
  28.5,
  'Lan',
]);
const file = csv(headers, rows);

interface Proposed {
  readonly name: string;
  readonly proposed: { readonly column: string; readonly certainty: string; readonly reasons: Json[] } | null;
}

async function load(node: Parameters<typeof post>[0], delivery: Json, more: Json, whole: Json = {}): Promise<Run> {
  const answer = await post(node, `/deliveries/${delivery['id']}/runs`, { layers: [{ layer: '', ...more }], ...whole });
  assert.equal(answer.status, 202, answer.text);
  return ended(node, (answer.body['runs'] as Run[])[0]!.id);
}

onBothNodes('mappings to a standard', (node) => {
  test('a mapping that is none is refused at once, at the place that is meant', async () => {
    const delivery = await upload(node, 'no-mapping', file);
    const mapping = { fields: [{ to: 'station_code', from: headers[0] }] };
    const { status, text } = await post(node, `/deliveries/${delivery['id']}/runs`, {
      layers: [{ layer: '', standard, mapping }],
    });
    assert.equal(status, 422, text);
    assert.match(text, /\/layers\/0\/mapping\/fields\/0/);
  });

  describe('proposals', () => {
    let delivery: Json;

    test('the file is said to follow the standard, before anybody chose one', async () => {
      delivery = await upload(node, 'readings', file);
      const [best] = delivery['suggestions'] as Json[];
      assert.equal(best!['standard'], standard);
      assert.ok(Number(best!['score']) > 0.7);
    });

    test('no standard is named of a table that lacks what its records cannot be without', async () => {
      const places = Array.from({ length: 12 }, (_, i) => [`K${i}`, `Điểm ${i}`, 105 + i / 10, 10 + i / 10, i]);
      const plain = await upload(node, 'plain', csv(['Mã', 'Tên', 'Kinh độ', 'Vĩ độ', 'Ghi nhận'], places));
      const named = (plain['suggestions'] as Json[]).map((each) => each['standard']);
      assert.deepEqual(
        named,
        ['vn-air/air-stations'],
        'points with codes that are no communes are no areas of communes',
      );
      const bare = places.map((_, i) => [`K${i}`, `Điểm ${i}`, i]);
      const without = await upload(node, 'bare', csv(['Mã', 'Tên', 'Ghi nhận'], bare));
      assert.deepEqual(without['suggestions'], []);
      const dated = rows.map((row, i) => [row[0]!, row[1]!, i * 3]);
      const unmeasured = await upload(node, 'unmeasured', csv(['Ký hiệu trạm', 'Thời gian đo', 'Số lần ghé'], dated));
      assert.deepEqual(unmeasured['suggestions'], [], 'a date and a station alone are no measurements');
    });

    test('each property has its column with reasons; what is left behind is listed', async () => {
      const { body } = await asOperator(node, `/deliveries/${delivery['id']}/proposal?standard=${standard}`);
      const found = Object.fromEntries(
        (body['properties'] as Proposed[]).flatMap(({ name, proposed }) => (proposed ? [[name, proposed.column]] : [])),
      );
      assert.deepEqual(found, {
        station_code: headers[0],
        time: headers[1],
        pm25: headers[2],
        pm10: headers[3],
        temperature: headers[4],
      });
      assert.deepEqual(body['left'], ['Người lập']);
      assert.deepEqual(body['missing'], []);
      for (const { proposed } of body['properties'] as Proposed[]) assert.notEqual(proposed?.reasons.length, 0);
    });

    test('only the operator sees it', async () => {
      const answer = await asPublic(node, `/deliveries/${delivery['id']}/proposal?standard=${standard}`);
      assert.equal(answer.status, 401);
    });

    test('loading without a mapping takes what is sure, and keeps it as version 1', async () => {
      const run = await load(node, delivery, { standard });
      assert.deepEqual([run.state, run.counts.stored], ['done', 12]);
      const [feature] = await readAll(node, 'readings');
      assert.equal(feature!.properties['pm25'], 20);
      const { body } = await asOperator(node, '/sources/readings/mappings');
      const [version] = body['versions'] as Json[];
      assert.deepEqual([version!['version'], version!['origin'], version!['standard']], [1, 'proposed', standard]);
    });

    test('the next delivery uses it again and makes no new version', async () => {
      const run = await deliver(node, 'readings', file);
      assert.equal(run.counts.unchanged, 12);
      const { body } = await asOperator(node, '/sources/readings/mappings');
      assert.equal((body['versions'] as Json[]).length, 1);
    });
  });

  describe('drift', () => {
    const renamed = file.replace('Bụi PM2.5 (µg/m³)', 'Nồng độ bụi PM2.5 (µg/m³)').replace('Người lập', 'Người đo');
    let delivery: Json;

    test('a renamed column is reported before anything is stored', async () => {
      delivery = await upload(node, 'readings', renamed);
      const [layer] = delivery['layers'] as { drift: Json }[];
      const { drift } = layer!;
      assert.equal(drift['breaks'], true);
      assert.deepEqual(
        (drift['renamed'] as Json[]).map(({ from, to, isUsed }) => [from, to, isUsed]),
        [
          ['Bụi PM2.5 (µg/m³)', 'Nồng độ bụi PM2.5 (µg/m³)', true],
          ['Người lập', 'Người đo', false],
        ],
      );
    });

    test('and is not followed until somebody accepts it', async () => {
      const refused = await post(node, `/deliveries/${delivery['id']}/runs`, { layers: [{ layer: '' }] });
      assert.equal(refused.status, 409);
      assert.match(String(refused.body['type']), /schema-drift$/);
      const run = await load(node, delivery, {}, { acceptProposals: true });
      assert.deepEqual([run.state, run.counts.unchanged], ['done', 12]);
      const { body } = await asOperator(node, '/sources/readings/mappings');
      const [newest] = body['versions'] as Json[];
      assert.deepEqual([newest!['version'], newest!['origin']], [2, 'followed']);
    });

    test('as is, a column that is gone is said and the load goes on', async () => {
      await deliver(
        node,
        'plain',
        csv(
          ['code', 'a', 'b'],
          [
            ['1', 'x', 'y'],
            ['2', 'z', 'w'],
          ],
        ),
        { key: ['code'] },
      );
      const next = await upload(
        node,
        'plain',
        csv(
          ['code', 'a'],
          [
            ['1', 'x'],
            ['2', 'z'],
          ],
        ),
      );
      const [layer] = next['layers'] as { drift: Json }[];
      assert.deepEqual(layer!.drift['gone'], [{ column: 'b', isUsed: true }]);
    });
  });

  describe('sharing', () => {
    test('another source takes a mapping over, and learns from what was decided', async () => {
      const strange = csv(
        ['K1', 'K2', 'K3'],
        rows.map(([code, time, pm25]) => [code!, time!, pm25!]),
      );
      const mapping = {
        fields: [
          { target: 'station_code', column: 'K1' },
          { target: 'time', column: 'K2' },
          { target: 'pm25', column: 'K3' },
        ],
        geometry: { from: 'none' },
      };
      assert.equal((await deliver(node, 'strange', strange, { standard, mapping })).counts.stored, 12);
      const second = await upload(node, 'second', strange);
      const { body } = await asOperator(node, `/deliveries/${second['id']}/proposal?standard=${standard}`);
      const learnt = (body['properties'] as Proposed[]).filter(({ proposed }) => proposed?.certainty === 'sure');
      assert.deepEqual(
        learnt.map(({ name, proposed }) => `${name} ${proposed!.column}`),
        ['station_code K1', 'time K2', 'pm25 K3'],
      );
      assert.deepEqual((body['shared'] as Json[]).map(({ source }) => source).sort(), ['readings', 'strange']);
      const run = await load(node, second, { standard, mappingFrom: 'strange' });
      assert.equal(run.counts.stored, 12);
    });

    test('a source without such a mapping is named in the refusal', async () => {
      const third = await upload(node, 'third', file);
      const answer = await post(node, `/deliveries/${third['id']}/runs`, {
        layers: [{ layer: '', standard, mappingFrom: 'nobody' }],
      });
      assert.equal(answer.status, 422);
      assert.match(String(answer.body['type']), /mapping-not-shared$/);
    });

    test('a form sends property and column in pairs', async () => {
      const form = await upload(node, 'form', file);
      const columns = ['station_code=Ký hiệu trạm', 'time=Thời gian đo', 'pm10=PM10', 'pm25='];
      const run = await load(node, form, { standard, columns });
      assert.equal(run.counts.stored, 12);
      const [feature] = await readAll(node, 'form');
      assert.deepEqual([feature!.properties['pm10'], feature!.properties['pm25']], [40, null]);
    });

    test('one can go back to a former mapping: the next delivery is loaded by it', async () => {
      const columns = ['station_code=Ký hiệu trạm', 'time=Thời gian đo', 'pm10=PM10', 'pm25=Bụi PM2.5 (µg/m³)'];
      await load(node, await upload(node, 'form', file), { standard, columns });
      assert.equal((await readAll(node, 'form'))[0]!.properties['pm25'], 20);
      const versionsOf = async (): Promise<Json[]> =>
        (await asOperator(node, '/sources/form/mappings')).body['versions'] as Json[];
      const [second, first] = await versionsOf();
      const unknown = await post(node, '/sources/form/mappings/9/restore', { standard });
      assert.deepEqual(
        [unknown.status, String(unknown.body['type']).endsWith('mapping-version-not-found')],
        [404, true],
      );
      assert.equal((await post(node, '/sources/form/mappings/1/restore', { standard })).status, 303);
      const [third] = await versionsOf();
      assert.deepEqual([third!['version'], third!['origin'], third!['isInUse']], [3, 'restored', true]);
      assert.deepEqual(third!['mapping'], first!['mapping']);
      assert.notDeepEqual(third!['mapping'], second!['mapping']);
      await deliver(node, 'form', file);
      assert.equal((await readAll(node, 'form'))[0]!.properties['pm25'], null);
      assert.equal((await versionsOf()).length, 3, 'the delivery used it as it is');
    });

    test('a required property without a column is asked for by name', async () => {
      const poor = await upload(
        node,
        'poor',
        csv(
          ['PM10', 'x'],
          rows.map(([, , , pm10]) => [pm10!, 'a']),
        ),
      );
      const answer = await post(node, `/deliveries/${poor['id']}/runs`, { layers: [{ layer: '', standard }] });
      assert.equal(answer.status, 422);
      assert.match(String(answer.body['detail']), /station_code, time/);
    });
  });
});
