import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, csv, deliver, ended, post, upload, type Json, type Run } from './steward.ts';

const standard = 'vn-air/ambient-air-measurements';
const headers = ['Ký hiệu trạm', 'Thời gian đo', 'PM2.5 (µg/m³)', 'Ghi chú'];
const good = Array.from({ length: 30 }, (_, i) => [
  `T0${i % 3}`,
  `2025-07-${String(i + 1).padStart(2, '0')} 08:00`,
  i,
  '',
]);
const wrongDay = ['T01', '31/02/2025', 7, ''];
const noStation = ['', '2025-08-01 08:00', 8, ''];
const file = csv(headers, [...good, wrongDay, noStation]);

interface Row {
  readonly position: number;
  readonly outcome: string;
  readonly values: Json | null;
  readonly problems: readonly {
    property: string | null;
    column: string | null;
    value: string | null;
    sentence: string;
  }[];
}
interface Shown {
  readonly read: number;
  readonly refused: number;
  readonly isWhole: boolean;
  readonly wouldWait: boolean;
  readonly rows: readonly Row[];
  readonly causes: readonly { count: number; sentence: string }[];
  readonly columns: readonly { name: string; column: string | null }[];
  readonly shapes: { readonly shapes: readonly { geometry: Json }[] };
}

onBothNodes('a preview of harmonised rows', (node) => {
  const preview = async (delivery: Json, choice: Json): Promise<Shown> => {
    const answer = await post(node, `/deliveries/${delivery['id']}/preview`, choice);
    assert.equal(answer.status, 200, answer.text);
    return answer.body as unknown as Shown;
  };

  describe('by a standard', () => {
    test('the worst rows come first, each problem at its cell, as a run then finds them', async () => {
      const delivery = await upload(node, 'tram', file);
      const shown = await preview(delivery, { standard });
      assert.deepEqual([shown.read, shown.refused, shown.isWhole, shown.wouldWait], [32, 2, true, false]);
      assert.deepEqual(
        shown.rows.slice(0, 3).map(({ position, outcome }) => [position, outcome]),
        [
          [32, 'refused'],
          [33, 'refused'],
          [2, 'good'],
        ],
      );
      const [day, station, fine] = shown.rows;
      assert.deepEqual(
        day!.problems.map(({ property, column, value }) => [property, column, value]),
        [['time', 'Thời gian đo', '31/02/2025']],
      );
      assert.doesNotMatch(day!.problems[0]!.sentence, /Dòng 32/, 'where it is, one sees');
      assert.deepEqual([station!.problems[0]!.property, station!.values!['pm25']], ['station_code', 8]);
      assert.equal(fine!.values!['time'], '2025-07-01T01:00:00Z');
      assert.ok(shown.columns.every(({ name }) => name !== 'Ghi chú'));

      const started = await post(node, `/deliveries/${delivery['id']}/runs`, { layers: [{ layer: '', standard }] });
      const run = await ended(node, (started.body['runs'] as Run[])[0]!.id);
      assert.deepEqual([run.counts.read, run.counts.quarantined], [shown.read, shown.refused]);
    });

    test('as is, although a standard was chosen before', async () => {
      const { body } = await asOperator(node, '/sources/tram');
      const [last] = body['deliveries'] as Json[];
      const shown = await preview(last!, { standard: 'as-is', collection: 'tram-as-is' });
      assert.deepEqual(
        shown.columns.map(({ column }) => column),
        headers,
      );
    });

    test('another choice of columns is tried, and nothing of it is kept', async () => {
      const delivery = await upload(node, 'other', file);
      const columns = ['station_code=Ký hiệu trạm', 'time=Ghi chú', 'pm25=PM2.5 (µg/m³)'];
      const shown = await preview(delivery, { layer: '', standard, columns });
      assert.deepEqual([shown.refused, shown.wouldWait], [32, true]);
      const { body } = await asOperator(node, '/sources/other');
      assert.deepEqual([body['layers'], body['runs']], [[], []]);
      assert.equal((await asOperator(node, '/collections/other')).status, 404);
      assert.equal((await asOperator(node, '/datasets/other')).status, 404);
    });

    test('what cannot be decided is refused with the words of a load', async () => {
      const delivery = await upload(node, 'strange', csv(['A', 'B'], [['1', '2']]));
      const answer = await post(node, `/deliveries/${delivery['id']}/preview`, { standard });
      assert.equal(answer.status, 422);
      assert.match(String(answer.body['type']), /mapping-needed$/);
    });
  });

  describe('as is', () => {
    test('positions are drawn, and a key that stands twice with other content keeps its rows out', async () => {
      const rows = Array.from({ length: 12 }, (_, i) => [`K${i}`, 105 + i / 10, 10 + i / 10, i]);
      const places = csv(['Mã', 'Kinh độ', 'Vĩ độ', 'Giá trị'], [...rows, ['K1', 105.1, 10.1, 99]]);
      const delivery = await upload(node, 'places', places);
      const shown = await preview(delivery, { layer: '', key: ['Mã'] });
      assert.deepEqual([shown.read, shown.refused], [13, 2]);
      assert.match(shown.causes[0]!.sentence, /khoá/i);
      assert.equal(shown.shapes.shapes.length, 11);
      assert.deepEqual(shown.shapes.shapes[0]!.geometry, { type: 'Point', coordinates: [105, 10] });
      const run = await deliver(node, 'places', places, { key: ['Mã'], acceptLoss: true });
      assert.equal(run.counts.quarantined, 2);
    });

    test('of a long file the first rows are tried, one of each cause before a second of any', async () => {
      const rows = Array.from({ length: 12_000 }, (_, i) => [i, i % 2 === 0 ? 'a' : 'b', i]);
      const delivery = await upload(node, 'long', csv(['so', 'chu', 'gia_tri'], rows));
      const shown = await preview(delivery, { layer: '', key: ['chu'] });
      assert.equal(shown.isWhole, false);
      assert.ok(shown.read >= 1_000 && shown.read <= 10_000, String(shown.read));
      assert.equal(shown.rows.length, 20);
      assert.deepEqual(
        shown.causes.map(({ count }) => count),
        [shown.read],
      );
    });
  });
});
