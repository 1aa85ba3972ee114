import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createHarmoniser, inferStandard, profileLayer, widenStandard } from '../../src/harmonise/index.ts';
import type { Cell, Layer } from '../../src/formats/index.ts';
import type { Geometry } from '../../src/kernel/index.ts';
import type { PropertyType, Standard } from '../../src/packs/index.ts';
import { batchOf, layerOf, plainContext, propertyOf, standardOf, streamOf } from './support.ts';

const units: Record<string, string> = { 'µg/m³': 'ug/m3', '°C': 'Cel', 'km/h': 'km/h' };
const unit = (text: string) => units[text];
const title = { vi: 'Trạm', en: 'Stations' };

async function infer(columns: readonly string[], rows: readonly (readonly Cell[])[], more: Partial<Layer> = {}) {
  const layer = layerOf(columns, more);
  const profile = await profileLayer(layer, streamOf(batchOf(rows)), { unit });
  return { layer, profile, ...inferStandard(profile, layer, { id: 'tram', title }) };
}

describe('names of properties', () => {
  const long = 'Nồng độ bụi mịn trung bình hai mươi bốn giờ của trạm quan trắc';
  const names = [
    ['Nhiệt độ [°C]', 'nhiet_do'],
    ['PM2.5 (µg/m³)', 'pm2_5'],
    ['Độ cao (thước)', 'do_cao_thuoc'],
    ['Đường', 'duong'],
    ['order', 'order_'],
    ['User', 'user_'],
    ['2024', 'c_2024'],
    ['***', 'column_8'],
    ['Mã trạm', 'ma_tram'],
    ['mã_trạm', 'ma_tram_2'],
    ['MA TRAM', 'ma_tram_3'],
    [long, 'nong_do_bui_min_trung_binh_hai_muoi_bon_gio_cua_tr'],
    [`${long} 2`, 'nong_do_bui_min_trung_binh_hai_muoi_bon_gio_cua_2'],
  ] as const;
  test('are slugs of the headers, unique, short, and no reserved word', async () => {
    const headers = names.map(([header]) => header);
    const { standard, mapping } = await infer(headers, [headers.map((_, index) => index)]);
    assert.deepEqual(standard.properties.map(({ name }) => name.replace(/_+2$/, '_2')), names.map(([, name]) => name)); // prettier-ignore
    assert.ok(standard.properties.every(({ name }) => /^[a-z][a-z0-9_]{0,49}$/.test(name)));
    assert.deepEqual(mapping.fields.map(({ column }) => column), headers); // prettier-ignore
    assert.deepEqual(standard.properties[0]!.title, { vi: 'Nhiệt độ [°C]', en: 'Nhiệt độ [°C]' });
  });
});

describe('meaning of columns', () => {
  const row = ['T1', '105.78', '10.03', '05/07/2025 08:00'];
  const next = ['T2', '105.79', '10.04', '13/07/2025 08:00'];
  for (const [longitude, latitude] of [
    ['Kinh độ', 'Vĩ độ'],
    ['kinhdo', 'vido'],
    ['Longitude', 'Latitude'],
    ['newWardLon', 'newWardLat'],
    ['lng', 'lat'],
    ['e', 'n'],
    ['X', 'Y'],
  ] as const) {
    test(`${longitude}, ${latitude} are coordinates`, async () => {
      const { profile, standard, mapping } = await infer(['Mã trạm', longitude, latitude, 'Thời gian'], [row, next]);
      assert.deepEqual(profile.columns.map(({ guess }) => guess.meaning), ['key', 'longitude', 'latitude', 'time']); // prettier-ignore
      assert.deepEqual(standard.geometry, { types: ['Point'], required: false });
      assert.deepEqual(mapping.geometry, { from: 'columns', longitude, latitude });
      assert.deepEqual(standard.key, []);
    });
  }
  test('plane coordinates are no degrees, whatever their header says', async () => {
    const { mapping } = await infer(['Kinh độ', 'Vĩ độ'], [['585681.295', '1112073.340']]);
    assert.deepEqual(mapping.geometry, { from: 'none' });
  });
  test('degrees, minutes and seconds stay text and give the geometry', async () => {
    const { standard, mapping } = await infer(['Kinh độ', 'Vĩ độ'], [[`105°45'30,5"`, `10°01'22"`]]);
    assert.deepEqual(standard.properties.map(({ type }) => type), ['string', 'string']); // prettier-ignore
    assert.equal(mapping.geometry!.from, 'columns');
  });
  test('a code that repeats is no key', async () => {
    const { profile } = await infer(['Mã trạm'], [['T1'], ['T2'], ['T1']]);
    assert.equal(profile.columns[0]!.guess.meaning, 'none');
  });
  test('units come from the header, or from the cells', async () => {
    const { profile, standard } = await infer(['PM2.5 (µg/m³)', 'Gió'], [['12.5', '3.7 km/h'], ['13.5', '4 km/h']]); // prettier-ignore
    assert.deepEqual(profile.columns.map(({ guess }) => guess.unit), ['ug/m3', 'km/h']); // prettier-ignore
    assert.deepEqual(standard.properties.map(({ unit }) => unit), ['ug/m3', undefined]); // prettier-ignore
  });
});

describe('a profile', () => {
  test('counts rows, empty cells and distinct values, and keeps samples', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => [`v${index}`, index % 7 === 0 ? '' : `k${index % 100}`]);
    const batches = [batchOf(rows.slice(0, 20_000)), batchOf(rows.slice(20_000))];
    const seen: number[] = [];
    const profile = await profileLayer(layerOf(['a', 'b']), streamOf(...batches), {
      onProgress: (read) => seen.push(read),
    });
    const [many, few] = profile.columns;
    assert.deepEqual([profile.rows, few!.empty, few!.distinct, few!.longest], [50_000, 7143, 100, 3]);
    assert.ok(Math.abs(many!.distinct - 50_000) < 2_000, `about 50,000: ${many!.distinct}`);
    assert.deepEqual(many!.samples, ['v0', 'v1', 'v2', 'v3', 'v4']);
    assert.deepEqual(seen, [20_000, 50_000]);
  });
  test('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(profileLayer(layerOf(['a']), streamOf(batchOf([['1']])), { signal }), /enough/);
  });
  test('describes the geometry of a layer', async () => {
    const layer = layerOf([], { hasGeometry: true });
    const shapes: (Geometry | null)[] = [{ type: 'Point', coordinates: [105, 10] }, null, { type: 'LineString', coordinates: [[104, 11], [106, 9]] }]; // prettier-ignore
    const { geometry } = await profileLayer(layer, streamOf(batchOf([[], [], []], shapes)));
    assert.deepEqual(geometry, { types: { Point: 1, LineString: 1 }, empty: 1, extent: [104, 9, 106, 11] });
  });
});

describe('as is loses no row of the file that it was made from', () => {
  const tables: readonly (readonly (readonly Cell[])[])[] = [
    [['1.234,5', '31/12/2025', '01'], ['N/A', '1/2/2025', '1'], ['2', '', '']], // prettier-ignore
    [['x', '31/02/2025', '-'], ['1', '1/2/2025', 5], [null, 45000, true]], // prettier-ignore
    [['20250101080000', 'Có', { a: 1 }], ['20250101090000', 'Không', [2]], ['20250101100000', '-', 'x']], // prettier-ignore
    [['1,234', '9007199254740993', 45000.5], ['12', '1', '13/1/2025'], ['', '0', '1/1/2025 8:00']], // prettier-ignore
  ];
  for (const rows of tables) {
    test(JSON.stringify(rows), async () => {
      const { layer, standard, mapping } = await infer(['Giá trị', 'Ngày', 'Mã'], rows);
      const result = createHarmoniser({ standard, mapping, layer }, plainContext).harmonise(batchOf(rows));
      assert.deepEqual(result.quarantined, []);
      assert.equal(result.rows.length, rows.length);
    });
  }
});

/** Cells that may share a column: mixed by the test, within one kind and across two. */
const themes: readonly (readonly Cell[])[] = [
  ['0', '1', '-0', '5.', '.5', '1.5', '+5', '−5', '1e-5', '1.5E-3', '200', '12345', 1.5, -0, 2 ** 53, 1e21],
  ['1,5', '0,25', '1.234,5', '8.718.000', '1.234', '950', '-3,125', ' 1,5 '],
  ['1.234', '1,234', '12.345', '856', '5678', '1,234.5', '1,234,567', '1 234', '1 234,5', '1\u00a0234'],
  ['0', '00', '01', '007', '-007', '12345678901234567890', '9007199254740993', '0912345678', '1801234567'],
  [
    '5/7/2025',
    '13/7/2025',
    '29/2/2016',
    '2025-07-05',
    'ngày 5 tháng 7 năm 2025',
    '5/7/2025 0:00',
    '20250705',
    '2017-04-26Z',
  ],
  ['7/13/2025', '5/7/2025', '1/31/2017 8:00', '12/12/2012 24:00', '5/7/2025 8:30 CH', '5-Jul-2025'],
  ['2025-07-05T08:30:00Z', '2025-07-05T08:30:00.123456+07:00', '8h30 5/7/2025', '5/7/2025 8:30', '20250705083000'],
  ['45843', '45843.5', 45843, 45843.25, 59999.9, '20000', '2025-07-05', '5/7/2025 8:30'],
  ['20250705', '20251231', '202507050830', '20250705083000', '20259999'],
  ['có', 'Không', 'true', 'False', 'yes', 'NO', true, false],
  [`105°45'30,5"`, '105,75', '10.5', '106 30 00', '104°30 Đ', '999'],
  ['3.7 km/h', '4 km/h', '94%', '1E5', 'KPH', '<0,01', 'a\u0000', '__proto__', 'x'.repeat(300), { a: ['b\u0000'] }, []],
  ['', ' ', null, 'N/A', '-', 'null', '#DIV/0!', 'Không có'],
];
const column = fc
  .tuple(fc.nat(themes.length - 1), fc.nat(themes.length - 1), fc.boolean())
  .chain(([one, other, mixed]) => {
    const cells = mixed ? [...themes[one]!, ...themes[other]!] : [...themes[one]!, ...themes.at(-1)!];
    return fc.array(fc.constantFrom(...cells), { minLength: 12, maxLength: 12 });
  });

describe('whatever stands in a file', () => {
  const header = fc.constantFrom('Ngày', 'Giá trị', 'Kinh độ', 'Vĩ độ', 'Mã', 'Số điện thoại', 'x', 'y');
  test('every column can be read with what was inferred from it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(header, { minLength: 1, maxLength: 3 }),
        fc.array(column, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 12 }),
        async (columns, cells, length) => {
          const rows = Array.from({ length }, (_, row) => columns.map((_, index) => cells[index]![row]!));
          const { layer, standard, mapping } = await infer(columns, rows);
          const result = createHarmoniser({ standard, mapping, layer }, plainContext).harmonise(batchOf(rows));
          assert.deepEqual(result.quarantined, []);
          assert.ok(!JSON.stringify(result.rows).includes('\\u0000'));
        },
      ),
      { numRuns: 500 },
    );
  });
});

const asIs = (properties: Record<string, PropertyType>, more: Partial<Standard> = {}): Standard =>
  standardOf(
    Object.entries(properties).map(([name, type]) => propertyOf(name, type)),
    { pack: '', sortables: Object.keys(properties), ...more },
  );

describe('widening', () => {
  for (const [before, after, is] of [
    ['integer', 'number', 'number'],
    ['number', 'integer', 'number'],
    ['integer', 'string', 'string'],
    ['date', 'date-time', 'date-time'],
    ['date-time', 'date', 'date-time'],
    ['date', 'number', 'string'],
    ['boolean', 'integer', 'string'],
    ['string', 'json', 'string'],
    ['json', 'string', 'json'],
    ['integer', 'json', 'string'],
  ] as const) {
    test(`${before} meets ${after}: ${is}`, () => {
      const widening = widenStandard(asIs({ a: before }), asIs({ a: after }));
      assert.ok(widening.ok);
      assert.equal(widening.standard.properties[0]!.type, is);
      assert.deepEqual(widening.widened, is === before ? [] : ['a']);
    });
  }
  test('new columns come last, columns that are gone stay, and the version counts up', () => {
    const widening = widenStandard(asIs({ a: 'string', b: 'integer' }), asIs({ c: 'number', a: 'string' }));
    assert.ok(widening.ok);
    assert.deepEqual(widening.standard.properties.map(({ name }) => name), ['a', 'b', 'c']); // prettier-ignore
    assert.deepEqual(widening.standard.sortables, ['a', 'b', 'c']);
    assert.deepEqual([widening.added, widening.standard.version], [['c'], '2']);
  });
  test('nothing new gives the very same schema back', () => {
    const previous = asIs({ a: 'number', b: 'string' });
    const widening = widenStandard(previous, {
      ...asIs({ b: 'string', a: 'integer' }),
      title: { vi: 'Khác', en: 'Other' },
    });
    assert.ok(widening.ok && widening.standard === previous);
  });
  test('another unit under the same name is breaking', () => {
    const inUnit = (unit: string) => standardOf([propertyOf('a', 'number', { unit })], { pack: '' });
    assert.deepEqual(widenStandard(inUnit('ug/m3'), inUnit('mg/m3')), { ok: false, breaking: ['a'] });
  });
  test("a pack's next version brings its limits; a narrower type or another key is breaking", () => {
    const first = standardOf([propertyOf('a', 'integer')], { key: ['a'] });
    const second = standardOf([propertyOf('a', 'number', { maximum: 5 })], { key: ['a'], version: '2' });
    const widening = widenStandard(first, second);
    assert.ok(widening.ok);
    assert.equal(widening.standard.properties[0]!.maximum, 5);
    assert.deepEqual(widenStandard(second, first), { ok: false, breaking: ['a'] });
    assert.deepEqual(widenStandard(first, { ...first, key: [] }), { ok: false, breaking: ['key'] });
  });
});
