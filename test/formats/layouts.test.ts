import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readLine, readName, readTime, type FileLayout } from '../../src/formats/layouts/file-layout.ts';
import { detected, fileAt, fileOf, look, readAll, readOnly, zipOf } from './reading.ts';

const layout = {
  id: 'vn-core/automatic-monitoring',
  ...(parse(readFileSync('packs/vn-core/files/automatic-monitoring.yaml', 'utf8')) as Omit<FileLayout, 'id'>),
};
const options = { layouts: [layout] };
const T = '20260415103500';
const at = '2026-04-15T10:35:00+07:00';

describe('the lines of a monitoring file, in every order that is met', () => {
  const lines = [
    { line: `pH\t7.12\t-\t${T}\t00`, is: ['pH', '7.12', '-', at, '00'] },
    { line: `${T}\tpH\t7.12\t-\t01`, is: ['pH', '7.12', '-', at, '01'] },
    { line: `pH\t7.12\t-\t${T}`, is: ['pH', '7.12', '-', at, '00'] },
    { line: `pH\t\t-\t${T}`, is: ['pH', '', '-', at, '02'] },
    { line: `${T};COD;48,3;mg/L`, is: ['COD', '48,3', 'mg/L', at, '00'] },
    { line: `COD 48.3 ${T} 00`, is: ['COD', '48.3', undefined, at, '00'] },
    { line: `O3   µg/Nm3  ${T}  02`, is: ['O3', undefined, 'µg/Nm3', at, '02'] },
    { line: `COD\t48.3\t${T}`, is: ['COD', '48.3', undefined, at, '00'] },
    { line: `${T} COD 48.3`, is: ['COD', '48.3', undefined, at, '00'] },
    { line: `PM2,5\t33,8\tµg/Nm3\t${T}\t03`, is: ['PM2,5', '33,8', 'µg/Nm3', at, '03'] },
  ];
  for (const { line, is } of lines) {
    test(JSON.stringify(line), () => {
      const row = readLine(layout, line);
      assert.deepEqual(
        ['symbol', 'value', 'unit', 'time', 'status'].map((column) => row?.get(column)),
        is,
      );
    });
  }
  for (const line of ['pH\t7', 'pH', `pH\t7.1\t-\t20261315103500\t00`, `a\tb\tc\td\te`]) {
    test(`${JSON.stringify(line)} is none`, () => assert.equal(readLine(layout, line), null));
  }
});

describe('what the name of a file says', () => {
  const names = [
    { name: `VL_CANG_NUOC01_20230506000500.txt`, is: ['VL', 'CANG', 'NUOC01', '2023-05-06T00:05:00+07:00'] },
    {
      name: `S1/2023/05/06/VL_CANG_A_NUOC01_20230506000500.TXT`,
      is: ['VL', 'CANG_A', 'NUOC01', '2023-05-06T00:05:00+07:00'],
    },
    { name: 'VL_CANG_NUOC01_2023.txt', is: null },
    { name: 'bao_cao_thang_5.txt', is: null },
    { name: 'VL_CANG_NUOC01_20231306000500.txt', is: null },
  ];
  for (const { name, is } of names) {
    test(name, () => assert.deepEqual(is, readName(layout, name) && [...readName(layout, name)!.values()]));
  }
});

describe('files of one layout', () => {
  const file = (value: string) => `pH\t${value}\t-\t${T}\t00\r\nCOD\t48.3\tmg/L\t${T}\t00\r\n`;
  test('a thousand in a tree of folders are one layer; what is something else stays beside it', async () => {
    const entries: Record<string, string> = { 'doc/tram.csv': 'ma,ten\nNUO001,A\n' };
    for (let n = 0; n < 1_000; n += 1) {
      const day = String((n % 28) + 1).padStart(2, '0');
      const time = `202604${day}${String(n % 24).padStart(2, '0')}${String(n % 60).padStart(2, '0')}00`;
      entries[`NUO001/2026/04/${day}/CT_KCN_NUO${String(n).padStart(4, '0')}_${time}.txt`] = file(String(n));
    }
    const packed = fileOf(await zipOf(entries), 'tram.zip');
    const { layers, refused } = await look(packed, {}, options);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      layers.map(({ id }) => id),
      ['vn-core/automatic-monitoring', 'doc/tram.csv'],
    );
    assert.equal(detected(layers[0]!, 'files'), '1000 (same-layout)');
    const { rows, positions } = await readAll(packed, layers[0]!);
    assert.equal(rows.length, 2_000);
    assert.equal(new Set(positions).size, 2_000);
  });
  test('province, facility, station and time of the name become columns', async () => {
    const packed = fileOf(await zipOf({ [`CT_KCN_NUO001_${T}.txt`]: `\ufeff${file('7.1')}hỏng\n` }), 'x.zip');
    const { layer, rows, rejected } = await readOnly(packed, {}, options);
    assert.deepEqual(layer.columns, [
      ...['province', 'facility', 'station', 'file_time', 'symbol', 'value', 'unit', 'time', 'status', 'file'],
    ]);
    assert.deepEqual(rows[0], ['CT', 'KCN', 'NUO001', at, 'pH', '7.1', '-', at, '00', `CT_KCN_NUO001_${T}.txt`]);
    assert.deepEqual(
      rejected.map(({ raw }) => raw),
      ['hỏng'],
    );
  });
  test('a file under another name is known by its lines', async () => {
    const { layer, rows } = await readOnly(fileOf(file('7'), 'data.txt'), {}, options);
    assert.equal(layer.format, 'layout');
    assert.deepEqual(rows[1]!.slice(0, 6), [null, null, null, null, 'COD', '48.3']);
  });
  test('without layouts it is a table like any other', async () => {
    const { layer } = await readOnly(fileOf(file('7'), `CT_KCN_NUO001_${T}.txt`));
    assert.equal(layer.format, 'csv');
  });
  test('any line is a row or is kept aside, never a crash', () => {
    fc.assert(fc.property(fc.string(), (line) => void readLine(layout, line)));
    fc.assert(fc.property(fc.string(), (name) => void readName(layout, name)));
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const digits = date.toISOString().replace(/\D/g, '').slice(0, 14);
          assert.equal(readTime(digits, 'yyyyMMddHHmmss', 'Z'), `${date.toISOString().slice(0, 19)}Z`);
        },
      ),
    );
  });
});

const folder = join(process.env['LIENTHONG_TEST_DATA'] ?? '../shared', 'domain', 'monitoring');
const skip = existsSync(folder) ? false : `LIENTHONG_TEST_DATA: no ${folder}`;
describe('the two samples', { skip }, () => {
  const samples = [
    { name: 'CT_KCNTRANOC_NUO001_20260415103500.txt', rows: 6, last: ['Flow', '41.7', 'm3/h'] },
    { name: 'HCM_TRAMNGUYENVANCU_KHI001_20260415104000.txt', rows: 8, last: ['O3', '', 'µg/Nm3'] },
  ];
  for (const { name, rows: count, last } of samples) {
    test(name, async () => {
      const { rows, rejected } = await readOnly(fileAt(join(folder, name)), {}, options);
      assert.equal(rows.length, count);
      assert.deepEqual(rejected, []);
      assert.deepEqual(rows.at(-1)!.slice(4, 7), last);
    });
  }
});
