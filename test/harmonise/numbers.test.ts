import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { profileLayer, type UnitBook, unitsOfPacks } from '../../src/harmonise/index.ts';
import { loadPacks } from '../../src/packs/index.ts';
import { batchOf, harmoniseCell, layerOf, propertyOf, streamOf } from './support.ts';

const written = [
  { text: '12.5', reading: { decimal: '.' }, is: 12.5 },
  { text: '12,5', reading: { decimal: ',' }, is: 12.5 },
  { text: '1.234,56', reading: { decimal: ',' }, is: 1234.56 },
  { text: '1,234.56', reading: { decimal: '.' }, is: 1234.56 },
  { text: '8.718.000', reading: { decimal: ',' }, is: 8_718_000 },
  { text: '1.234', reading: { decimal: ',' }, is: 1234 },
  { text: '1.234', reading: { decimal: '.' }, is: 1.234 },
  { text: '1 234,5', reading: { decimal: ',', thousands: ' ' }, is: 1234.5 },
  { text: '1\u00a0234,5', reading: { decimal: ',', thousands: ' ' }, is: 1234.5 },
  { text: '−0,5', reading: { decimal: ',' }, is: -0.5 },
  { text: '+0.5', reading: { decimal: '.' }, is: 0.5 },
  { text: '.5', reading: { decimal: '.' }, is: 0.5 },
  { text: '1.2E-05', reading: { decimal: '.' }, is: 0.000012 },
  { text: '1,2e3', reading: { decimal: ',' }, is: 1200 },
  { text: ' 7 ', reading: { decimal: '.' }, is: 7 },
  { text: '12,5', reading: undefined, is: 12.5 },
  { text: '1.234', reading: undefined, is: 1.234 },
  { text: '1.234.567', reading: undefined, is: 1_234_567 },
  { text: '1,234', reading: undefined, is: 'ambiguous-number' },
  { text: '1.5', reading: { decimal: ',' }, is: 'not-a-number' },
  { text: '1.23.456', reading: { decimal: ',' }, is: 'not-a-number' },
  { text: '1,234', reading: { decimal: '.', thousands: '' }, is: 'not-a-number' },
  { text: 'bad', reading: { decimal: '.' }, is: 'not-a-number' },
  { text: '1e999', reading: { decimal: '.' }, is: 'not-a-number' },
  { text: 'NaN', reading: { decimal: '.' }, is: 'not-a-number' },
  { text: 'Infinity', reading: { decimal: '.' }, is: 'not-a-number' },
  { text: '<0,01', reading: { decimal: ',' }, is: 'not-a-number' },
  { text: '0x10', reading: { decimal: '.' }, is: 'not-a-number' },
];

describe('numbers as they are written', () => {
  for (const { text, reading, is } of written) {
    test(`"${text}" with ${JSON.stringify(reading) ?? 'no reading'} is ${is}`, () => {
      const { value, reason } = harmoniseCell(text, propertyOf('v', 'number'), reading);
      assert.equal(typeof is === 'number' ? value : reason, is);
    });
  }
});

describe('whole numbers', () => {
  for (const [cell, is] of [
    ['5', 5],
    ['5.0', 5],
    [5, 5],
    ['1.5', 'not-whole'],
    [1.5, 'not-whole'],
    ['9007199254740993', 'too-large'],
    [2 ** 53, 'too-large'],
    [Infinity, 'not-a-number'],
    [true, 'not-a-number'],
  ] as const) {
    test(`${JSON.stringify(cell)} is ${is}`, () => {
      const { value, reason, batch } = harmoniseCell(cell, propertyOf('v', 'integer'));
      assert.equal(typeof is === 'number' ? value : reason, is);
      if (typeof is === 'string') assert.equal(batch.quarantined[0]!.issues[0]!.action, 'quarantined');
    });
  }
});

let units: UnitBook;
before(async () => {
  units = unitsOfPacks(await loadPacks('packs'));
});

describe('units in cells', () => {
  const wind = propertyOf('wind', 'number', { unit: 'km/h' });
  test('the unit of the property is taken off', () => {
    const { value, conversions } = harmoniseCell('3.7 km/h', wind, { decimal: '.' }, {}, { units });
    assert.equal(value, 3.7);
    assert.deepEqual(conversions, ['unit-removed']);
  });
  test('another unit of the same quantity is converted', () => {
    const { value, conversions } = harmoniseCell('3.7 m/s', wind, { decimal: '.' }, {}, { units });
    assert.equal(value, 13.32);
    assert.deepEqual(conversions, ['unit-converted']);
  });
  test('a unit of another quantity is refused', () => {
    assert.equal(harmoniseCell('3.7 mg/L', wind, { decimal: '.' }, {}, { units }).reason, 'other-unit');
  });
  test('a suffix that the reading names is taken off', () => {
    assert.equal(harmoniseCell('94%', propertyOf('humidity', 'number'), { suffix: '%' }).value, 94);
  });
});

async function guess(values: readonly (string | number)[], header = 'Giá trị', other?: readonly string[]) {
  const columns = other ? [header, 'khác'] : [header];
  const rows = values.map((value, index) => (other ? [value, other[index]!] : [value]));
  const profile = await profileLayer(layerOf(columns), streamOf(batchOf(rows)));
  return profile.columns[0]!;
}

describe('what the values of a column prove', () => {
  const columns = [
    { values: ['1', '2', '30'], type: 'integer', reading: { decimal: '.', thousands: '' } },
    { values: ['0.326', '1.136'], type: 'number', reading: { decimal: '.', thousands: '' } },
    { values: ['1.234', '12,5'], type: 'number', reading: { decimal: ',', thousands: '.' } },
    { values: ['3.359,80', '8.718.000'], type: 'number', reading: { decimal: ',', thousands: '.' } },
    { values: ['8.718.000', '950'], type: 'integer', reading: { decimal: ',', thousands: '.' } },
    { values: ['1,234', '1,234,567'], type: 'integer', reading: { decimal: '.', thousands: ',' } },
    { values: ['1 234', '22 345 678'], type: 'integer', reading: { decimal: '.', thousands: ' ' } },
    { values: ['1.234', '5678'], type: 'number', reading: { decimal: '.', thousands: '' } },
    { values: ['1.234', '2.345', '12.345', '856'], type: 'integer', reading: { decimal: ',', thousands: '.' } },
    { values: ['1,5', '1.5'], type: 'string', reading: {} },
    { values: ['01', '14'], type: 'string', reading: {} },
    { values: ['014901', '19803'], type: 'string', reading: {} },
    { values: ['0912345678', '0987654321'], type: 'string', reading: {} },
    { values: ['1801234567', '1801234568'], type: 'string', reading: {} },
    { values: ['123456789012345678', '5'], type: 'string', reading: {} },
    { values: ['1.5', 'N/A', '-'], type: 'number', reading: { decimal: '.', thousands: '', missing: ['N/A', '-'] } },
    { values: ['N/A', '-'], type: 'string', reading: {} },
    { values: ['3.7 km/h', '12 km/h'], type: 'string', reading: { suffix: 'km/h' } },
    { values: [1, 2.5], type: 'number', reading: { decimal: '.', thousands: '' } },
    { values: [1, 'x'], type: 'string', reading: {} },
    { values: ['KPH', '0,5'], type: 'string', reading: {} },
    { values: ['true', 'false'], type: 'boolean', reading: { true: ['true'], false: ['false'] } },
    { values: ['Có', 'Không'], type: 'boolean', reading: { true: ['có'], false: ['không'] } },
    { values: ['Không', 'Không'], type: 'string', reading: {} },
    { values: ['1E5', '2E5'], type: 'string', reading: {} },
  ];
  for (const { values, type, reading } of columns) {
    test(`${JSON.stringify(values)} is ${type}`, async () => {
      const column = await guess(values);
      assert.equal(column.guess.type, type);
      assert.deepEqual(column.guess.reading, reading);
      assert.ok(column.guess.why.every(({ confidence }) => confidence >= 0 && confidence <= 1));
    });
  }
  test('a doubtful column follows the columns beside it', async () => {
    assert.equal((await guess(['1.234', '5.678'], 'a', ['0,5', '2,25'])).guess.reading['decimal'], ',');
    assert.equal((await guess(['1,234', '5,678'], 'a', ['0.5', '2.25'])).guess.reading['decimal'], '.');
  });
  test('a telephone or tax number is text by its header', async () => {
    assert.equal((await guess(['38123', '381234'], 'Số điện thoại')).guess.type, 'string');
  });
  test('smallest and largest are read with the marks found', async () => {
    const { minimum, maximum } = await guess(['1.234', '12,5', '-3']);
    assert.deepEqual([minimum, maximum], [-3, 1234]);
  });
});

describe('laws', () => {
  const styles = {
    vi: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 6 }),
    en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 }),
  };
  for (const language of ['vi', 'en'] as const) {
    test(`numbers written the way ${language} writes them read back equal`, async () => {
      const value = fc.integer({ min: -(10 ** 12), max: 10 ** 12 }).map((whole) => whole / 1e4);
      await fc.assert(
        fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 20 }), async (values) => {
          // One value that proves the marks, as a column of any length has.
          const all = [...values, 1234567.5];
          const texts = all.map((each) => styles[language].format(each));
          const { guess: found } = await guess(texts);
          assert.equal(found.type, 'number');
          const read = texts.map((text) => harmoniseCell(text, propertyOf('v', 'number'), { ...found.reading }).value);
          assert.deepEqual(read.map(plusZero), all.map(plusZero));
        }),
        { numRuns: 60 },
      );
    });
  }
});

function plusZero(value: unknown): unknown {
  return value === 0 ? 0 : value;
}
