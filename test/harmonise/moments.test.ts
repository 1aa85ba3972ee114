import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { profileLayer } from '../../src/harmonise/index.ts';
import { batchOf, harmoniseCell, layerOf, propertyOf, streamOf } from './support.ts';

const moments = [
  { text: '2025-07-05T08:30:00Z', is: '2025-07-05T08:30:00Z' },
  { text: '2025-07-05T08:30:00+07:00', is: '2025-07-05T01:30:00Z' },
  { text: '2025-02-05T22:02:03.250323+07:00', is: '2025-02-05T15:02:03.250323Z' },
  { text: '2025-07-05T08:30:00.500', is: '2025-07-05T01:30:00.5Z' },
  { text: '2025-07-05 08:30', is: '2025-07-05T01:30:00Z' },
  { text: '2025-07-05T08:30:00', is: '2025-07-05T01:30:00Z' },
  { text: '2025/07/05 08:30:15', is: '2025-07-05T01:30:15Z' },
  { text: '5/7/2025 8:30', is: '2025-07-05T01:30:00Z' },
  { text: '05-07-2025 08:30', is: '2025-07-05T01:30:00Z' },
  { text: '05.07.2025 08:30', is: '2025-07-05T01:30:00Z' },
  { text: '05/07/2025, 08:30:00', is: '2025-07-05T01:30:00Z' },
  { text: '08:30 05/07/2025', is: '2025-07-05T01:30:00Z' },
  { text: '8h30 ngày 5/7/2025', is: '2025-07-05T01:30:00Z' },
  { text: '8g, ngày 5 tháng 7 năm 2025', is: '2025-07-05T01:00:00Z' },
  { text: '05/07/2025 8:30 SA', is: '2025-07-05T01:30:00Z' },
  { text: '05/07/2025 8:30 CH', is: '2025-07-05T13:30:00Z' },
  { text: '05/07/2025 12:15 AM', is: '2025-07-04T17:15:00Z' },
  { text: '05/07/2025 12:15 PM', is: '2025-07-05T05:15:00Z' },
  { text: '20250705083000', is: '2025-07-05T01:30:00Z' },
  { text: '202507050830', is: '2025-07-05T01:30:00Z' },
  { text: '20250705T083000Z', is: '2025-07-05T08:30:00Z' },
  { text: '05/07/2025 24:00', is: '2025-07-05T17:00:00Z' },
  { text: '5/7/2025', is: '2025-07-04T17:00:00Z' },
  { text: '2025-07-05 08:30 UTC+7', is: '2025-07-05T01:30:00Z' },
  { text: '1/2/2017 0:00', reading: { order: 'mdy' }, is: '2017-01-01T17:00:00Z' },
  { text: '2025-07-05 08:30', reading: { zone: 'Z' }, is: '2025-07-05T08:30:00Z' },
  { text: '2025-07-05 08:30', reading: { zone: '+08:00' }, is: '2025-07-05T00:30:00Z' },
  { text: '45843.5', reading: { excel: true }, is: '2025-07-05T05:00:00Z' },
  { text: '31/02/2025 08:00', is: 'not-in-calendar' },
  { text: '05/07/2025 25:00', is: 'not-in-calendar' },
  { text: '05/07/2025 08:61', is: 'not-in-calendar' },
  { text: '7/13/2025', is: 'not-in-calendar' },
  { text: '05/07-2025', is: 'not-a-date' },
  { text: '5/7/25', is: 'not-a-date' },
  { text: '202012', is: 'not-a-date' },
  { text: '08:30', is: 'not-a-date' },
  { text: 'hôm qua', is: 'not-a-date' },
  { text: '2025-07-05T08:30:00Z rồi', is: 'not-a-date' },
] as const;

describe('moments, kept as UTC', () => {
  for (const { text, is, ...more } of moments) {
    const reading = 'reading' in more ? more.reading : undefined;
    test(`"${text}"${reading ? ` with ${JSON.stringify(reading)}` : ''} is ${is}`, () => {
      const { value, reason } = harmoniseCell(text, propertyOf('v', 'date-time'), reading);
      assert.equal(is.startsWith('2') ? value : reason, is);
    });
  }
  test('a time without a zone is local to Vietnam, and that is said once for the column', () => {
    const { conversions } = harmoniseCell('05-07-2025 08:30', propertyOf('v', 'date-time'));
    assert.deepEqual(conversions, ['date-format', 'zone-assumed']);
  });
  test('a time that gives its zone is no conversion to tell of', () => {
    assert.deepEqual(harmoniseCell('2025-07-05T08:30:00+07:00', propertyOf('v', 'date-time')).conversions, []);
  });
  test('the other order of day and month is hinted at', () => {
    const { batch } = harmoniseCell('7/13/2025', propertyOf('v', 'date-time'));
    assert.equal(batch.issues[0]!.detail['order'], 'mdy');
  });
});

const dates = [
  { text: '2025-07-05', is: '2025-07-05' },
  { text: '05/07/2025', is: '2025-07-05' },
  { text: '29/2/2016', is: '2016-02-29' },
  { text: 'ngày 05 tháng 7 năm 2025', is: '2025-07-05' },
  { text: 'Ngày 5 tháng 7 năm 2025', is: '2025-07-05' },
  { text: 'ngày 05/07/2025', is: '2025-07-05' },
  { text: '5-Jul-2025', is: '2025-07-05' },
  { text: '20250705', is: '2025-07-05' },
  { text: '2017-04-26Z', is: '2017-04-26' },
  { text: '2025-07-05 00:00:00', is: '2025-07-05' },
  { text: '31/02/2025', is: 'not-in-calendar' },
  { text: '29/2/2017', is: 'not-in-calendar' },
  { text: '00/07/2025', is: 'not-in-calendar' },
  { text: '18000101', is: 'not-a-date' },
] as const;

describe('dates', () => {
  for (const { text, is } of dates) {
    test(`"${text}" is ${is}`, () => {
      const { value, reason } = harmoniseCell(text, propertyOf('v', 'date'));
      assert.equal(/^\d/.test(is) ? value : reason, is);
    });
  }
  test('decomposed letters are read too', () => {
    assert.equal(
      harmoniseCell('ngày 05 tháng 7 năm 2025'.normalize('NFD'), propertyOf('v', 'date')).value,
      '2025-07-05',
    );
  });
  test('a time of day is dropped from a standard date, and that is said', () => {
    const { value, conversions } = harmoniseCell('05/07/2025 08:30', propertyOf('v', 'date'));
    assert.equal(value, '2025-07-05');
    assert.ok(conversions.includes('time-dropped'));
  });
  test('as is, a time of day does not fit a date', () => {
    const { reason } = harmoniseCell('05/07/2025 08:30', propertyOf('v', 'date'), {}, { pack: '' });
    assert.equal(reason, 'has-time');
  });
  test('Excel serial 60 is a day that never was', () => {
    assert.equal(harmoniseCell('60', propertyOf('v', 'date'), { excel: true }).reason, 'not-a-date');
    assert.equal(harmoniseCell('61', propertyOf('v', 'date'), { excel: true }).value, '1900-03-01');
  });
});

async function guess(values: readonly (string | number)[], header = 'Giá trị') {
  const profile = await profileLayer(layerOf([header]), streamOf(batchOf(values.map((value) => [value]))));
  return profile.columns[0]!;
}

describe('what the dates of a column prove', () => {
  const columns = [
    { values: ['13/1/2017', '1/2/2017'], type: 'date', order: 'dmy', why: 'day-above-12' },
    { values: ['1/13/2017', '1/2/2017'], type: 'date', order: 'mdy', why: 'day-above-12' },
    { values: ['1/2/2017', '3/4/2017'], type: 'date', order: 'dmy', why: 'vietnamese-order' },
    { values: ['13/1/2017', '1/13/2017'], type: 'string', order: undefined, why: 'mixed-date-order' },
    { values: ['2017-01-13', '2017-01-14'], type: 'date', order: 'ymd', why: 'year-first' },
    { values: ['13/1/2017 8:00', '1/2/2017 9:00'], type: 'date-time', order: 'dmy', why: 'day-above-12' },
    { values: ['13/1/2017', '31/2/2017'], type: 'string', order: undefined, why: 'impossible-dates' },
    {
      values: ['20170113080000', '20170113090000', '20170113100000'],
      type: 'date-time',
      order: 'ymd',
      why: 'compact-date',
    },
    { values: ['20170113', '20170114'], type: 'integer', order: undefined, why: 'no-marks' },
  ];
  for (const { values, type, order, why } of columns) {
    test(`${JSON.stringify(values)} is ${type} ${order ?? ''} (${why})`, async () => {
      const { guess: found } = await guess(values);
      assert.equal(found.type, type);
      if (type !== 'string') assert.equal(found.reading['order'], order);
      assert.equal(found.why[0]!.reason, why);
    });
  }
  test('bare digits are dates when the header says so', async () => {
    const { guess: found, minimum } = await guess(['20170113', '20170114'], 'Ngày đo');
    assert.equal(found.type, 'date');
    assert.equal(minimum, '2017-01-13');
  });
  test('Excel serial numbers are dates when the header says so, or dates stand beside them', async () => {
    assert.equal((await guess([45843, 45844], 'Ngày lấy mẫu')).guess.reading['excel'], true);
    assert.equal((await guess([45843.25, 45844.5], 'Thời gian')).guess.type, 'date-time');
    assert.equal((await guess(['2025-07-05', 45844], 'Đợt')).guess.type, 'date');
    assert.equal((await guess([45843, 45844], 'Dân số')).guess.type, 'integer');
  });
  test('a column that is always midnight is a date', async () => {
    const days = Array.from({ length: 12 }, (_, day) => `2025-07-${String(day + 1).padStart(2, '0')} 00:00:00`);
    assert.equal((await guess(days)).guess.type, 'date');
  });
});

describe('laws', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  const two = (number: number) => String(number).padStart(2, '0');
  test('a day written in any order reads back', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('/', '-', '.'), (date, mark) => {
        const iso = date.toISOString().slice(0, 10);
        const parts = [date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear()];
        const [d, m, y] = parts as [number, number, number];
        const read = (text: string, order: string) => harmoniseCell(text, propertyOf('v', 'date'), { order }).value;
        assert.equal(read([d, m, y].join(mark), 'dmy'), iso);
        assert.equal(read([two(m), two(d), y].join(mark), 'mdy'), iso);
        assert.equal(read([y, two(m), two(d)].join(mark), 'dmy'), iso);
        assert.equal(read(`ngày ${d} tháng ${m} năm ${y}`, 'mdy'), iso);
      }),
      { numRuns: 100 },
    );
  });
  test('a moment with any offset reads back as the same instant', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -840, max: 840 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
        const { value } = harmoniseCell(local + zone, propertyOf('v', 'date-time'));
        assert.equal(new Date(value as string).getTime(), date.getTime());
      }),
      { numRuns: 100 },
    );
  });
});
