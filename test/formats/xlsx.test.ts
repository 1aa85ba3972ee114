import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { dateStyleOf, isoFromSerial } from '../../src/formats/sheets/dates.ts';
import { detected, fileAt, fileOf, look, readAll, readOnly, refusals, workFolder, zipOf } from './reading.ts';

const fixtures = join('test', 'fixtures', 'xlsx');
const fixture = (name: string) => fileAt(join(fixtures, `${name}.xlsx`));

describe('workbooks made by openpyxl and LibreOffice', () => {
  const books = [
    {
      name: 'merged-titles',
      means: 'titles above the table are passed over, a total below is no record',
      columns: ['STT', 'Trạm', 'Ngày', 'Giá trị'],
      rows: [
        [1, 'Trạm A', '01/02/2025', 1.5],
        [2, 'Trạm B', '02/02/2025', 2],
      ],
    },
    {
      name: 'lo-formulas',
      means: 'formulas give their last value',
      columns: ['a', 'b', 'tổng'],
      rows: [
        [1, 2, 3],
        [3, 4, 7],
        [5, 'x', 'có'],
      ],
    },
    {
      name: 'formulas-never-calculated',
      means: 'a formula without value is null',
      columns: ['a', 'b', 'tổng'],
      rows: [
        [1, 2, null],
        [3, 4, null],
        [5, 'x', null],
      ],
    },
    {
      name: 'decimal-comma-texts',
      means: 'numbers kept as text stay text',
      columns: ['trạm', 'kinh độ', 'mã'],
      rows: [
        ['A', '105,78', '00123'],
        ['B', '106,01', '00456'],
      ],
    },
    {
      name: 'two-row-header',
      means: 'a header of two rows is joined',
      columns: ['STT', 'Trạm', 'Toạ độ / X', 'Toạ độ / Y', 'pH'],
      rows: [
        [1, 'A', 1109748.763, 585146.387, 7.2],
        [2, 'B', 1112073.34, 585681.295, 6.8],
      ],
    },
    {
      name: 'lo-two-row-header',
      means: 'the same, saved by LibreOffice',
      columns: ['STT', 'Trạm', 'Toạ độ / X', 'Toạ độ / Y', 'pH'],
      rows: [
        [1, 'A', 1109748.763, 585146.387, 7.2],
        [2, 'B', 1112073.34, 585681.295, 6.8],
      ],
    },
    {
      name: 'rich-text',
      means: 'runs of one cell are joined, phonetic guides left out',
      columns: ['thông số', 'giá trị'],
      rows: [['PM2.5', 3]],
    },
    {
      name: 'nfd',
      means: 'letters stay decomposed as they stand',
      columns: ['Tên trạm'.normalize('NFD'), 'số'],
      rows: [['Cần Thơ'.normalize('NFD'), 1]],
    },
    {
      name: 'lo-errors',
      means: 'error values are null',
      columns: ['tên', 'chia', 'tra', 'đúng'],
      rows: [
        ['một', null, null, true],
        ['hai', 2, null, false],
      ],
    },
    {
      name: 'gaps',
      means: 'a table may stand anywhere, with empty rows and columns',
      columns: ['mã', 'tên', 'số'],
      rows: [
        ['a', 'An', 1],
        ['b', null, 2],
      ],
    },
    {
      name: 'no-header',
      means: 'values at once: columns are numbered',
      columns: ['column 1', 'column 2', 'column 3'],
      rows: [
        [1, 105.7, 10.1],
        [2, 105.9, 10.3],
      ],
    },
    {
      name: 'dates-1900',
      means: 'date styles give ISO local text, lengths of time stay numbers',
      columns: ['tên', 'ngày', 'giờ', 'lúc', 'độ dài', 'riêng'],
      rows: [
        ['một', '2025-02-03', '08:05:00', '2025-02-03T08:05:00', 1.25, '2026-11-22T23:59:59'],
        ['hai', '1900-01-01', null, null, null, 45000.25],
      ],
    },
    {
      name: 'dates-1904',
      means: 'the 1904 system of the Mac',
      columns: ['tên', 'ngày', 'giờ', 'lúc', 'độ dài', 'riêng'],
      rows: [
        ['một', '2025-02-03', '08:05:00', '2025-02-03T08:05:00', 1.25, '2026-11-22T23:59:59'],
        ['hai', '1904-01-02', null, null, null, 45000.25],
      ],
    },
    {
      name: 'lo-dates',
      means: 'dates saved by LibreOffice',
      columns: ['tên', 'ngày', 'giờ', 'lúc', 'độ dài', 'riêng'],
      rows: [
        ['một', '2025-02-03', '08:05:00', '2025-02-03T08:05:00', 1.25, '2026-11-22T23:59:59'],
        ['hai', '1900-01-01', null, null, null, 45000.25],
      ],
    },
  ];
  for (const { name, means, columns, rows } of books) {
    test(`${means} (${name})`, async () => {
      const read = await readOnly(fixture(name));
      assert.deepEqual(read.layer.columns, columns);
      assert.deepEqual(read.rows, rows);
    });
  }

  test('every sheet is a layer: hidden ones say so, empty ones too', async () => {
    const file = fixture('several-sheets');
    const { layers } = await look(file);
    assert.deepEqual(
      layers.map((layer) => [layer.id, layer.empty, detected(layer, 'hidden-sheet') !== undefined]),
      [
        ['Nước mặt', false, false],
        ['Nước ngầm', false, false],
        ['Nháp', false, true],
        ['Trống', true, false],
        ['Chỉ có đầu', true, false],
      ],
    );
    const { rows, positions } = await readAll(file, layers[1]!);
    assert.deepEqual(rows, [
      ['G1', 30, 6.9],
      ['G2', 45, 6.5],
    ]);
    assert.deepEqual(positions, [2, 3]);
  });

  test('what was never calculated is counted for the steward', async () => {
    const { layer } = await readOnly(fixture('formulas-never-calculated'));
    assert.equal(detected(layer, 'formulas-without-value'), '3 (never-calculated)');
  });
});

describe('dates: ECMA-376 part 1, 18.17.4.1 and 18.8.30', () => {
  const serials = [
    { serial: 1, is1904: false, is: '1900-01-01' },
    { serial: 59, is1904: false, is: '1900-02-28' },
    { serial: 60, is1904: false, is: '1900-02-29' },
    { serial: 61, is1904: false, is: '1900-03-01' },
    { serial: 0, is1904: true, is: '1904-01-01' },
    { serial: 0.5, is1904: false, is: '12:00:00' },
    { serial: 45658.3368055555, is1904: false, is: '2025-01-01T08:05:00' },
    { serial: -1, is1904: false, is: null },
  ];
  for (const { serial, is1904, is } of serials) {
    test(`${serial} is ${is}`, () => assert.equal(isoFromSerial(serial, is1904), is));
  }
  const formats = [
    { code: 'dd/mm/yyyy', is: 'moment' },
    { code: '[$-42A]d mmmm yyyy;@', is: 'moment' },
    { code: 'd/m/yyyy h:mm', is: 'moment' },
    { code: 'h:mm AM/PM', is: 'time' },
    { code: '[h]:mm:ss', is: 'none' },
    { code: '#,##0.00 "ngày"', is: 'none' },
    { code: '#,##0\\ _đ', is: 'none' },
    { code: '[Red]#,##0 [$₫-42A]', is: 'none' },
    { code: '0.00E+00', is: 'none' },
    { code: 'General', is: 'none' },
  ];
  for (const { code, is } of formats) {
    test(`${code} shows: ${is}`, () => assert.equal(dateStyleOf(code), is));
  }
});

describe('workbooks that are not what they should be', () => {
  const parts = (sheet: string) => ({
    '[Content_Types].xml':
      '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>',
    'xl/worksheets/s.xml': sheet,
  });
  const sheets = [
    {
      means: 'a DOCTYPE is refused before any entity counts',
      sheet: '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>',
      is: 'unsafe-xml',
    },
    { means: 'XML cut short', sheet: '<worksheet><sheetData><row><c><v>1', is: 'truncated-file' },
    { means: 'an empty part', sheet: '', is: 'truncated-file' },
  ];
  for (const { means, sheet, is } of sheets) {
    test(means, async () => {
      assert.deepEqual(await refusals(fileOf(await zipOf(parts(sheet)), 's.xlsx')), [`s.xlsx#S: ${is}`]);
    });
  }
  test('rows and cells may leave out where they stand; a declared dimension is not trusted', async () => {
    const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const sheet = `<worksheet><dimension ref="A1:A1"/><sheetData><row>${inline('a')}${inline('b')}</row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>`;
    const { layer, rows } = await readOnly(await zipOf(parts(sheet)));
    assert.deepEqual(layer.columns, ['a', 'b']);
    assert.deepEqual(rows, [[1, 2]]);
  });
});

describe('growth', () => {
  const path = join(workFolder, 'big.xlsx');
  const python = ['python3', '/usr/bin/python3'].find((command) => {
    try {
      execFileSync(command, ['-c', 'import openpyxl'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  const skip =
    python && existsSync(fixtures) ? false : 'needs python3 with openpyxl to make a workbook of 100,000 rows';
  test('100,000 rows', { skip }, async () => {
    execFileSync(python!, [join(fixtures, 'make-fixtures.py'), 'big', path]);
    const file = fileAt(path);
    const { layers } = await look(file);
    const { rows } = await readAll(file, layers[0]!);
    assert.equal(rows.length, 100_000);
    assert.deepEqual(rows[61], [61, 'Trạm 61', '2025-01-01T01:01:00', 6.1, 21, 'ok']);
  });
});
