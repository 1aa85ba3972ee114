import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import iconv from 'iconv-lite';
import { rkNumber, SharedTexts } from '../../src/formats/xls/biff.ts';
import { detected, fileAt, fileOf, look, readAll, readOnly, refusals, zipOf } from './reading.ts';
import { biff8, compoundFileOf } from './xls-bytes.ts';

const fixtures = join('test', 'fixtures', 'sheets');

/** What LibreOffice itself changes when it saves: no value of text formulas in .xls, 0 and 1 for booleans, its own day 1. */
const lossy: Readonly<Record<string, readonly string[]>> = {
  biff8: ['lo-formulas'],
  ods: ['lo-errors', 'lo-dates'],
  fods: ['lo-dates'],
  html: ['merged-titles', 'lo-two-row-header'],
};

describe('workbooks saved again in another format by LibreOffice give the same sheets', () => {
  for (const folder of ['biff8', 'ods', 'fods', 'html']) {
    for (const name of readdirSync(join(fixtures, folder))) {
      const stem = name.replace(/\.\w+$/, '');
      test(`${folder}/${name}`, async () => {
        const [saved, first] = [
          fileAt(join(fixtures, folder, name)),
          fileAt(join('test/fixtures/xlsx', `${stem}.xlsx`)),
        ];
        const [again, layers] = [await look(saved), (await look(first)).layers];
        assert.deepEqual(again.refused, []);
        assert.deepEqual(
          again.layers.map(({ columns, empty }) => ({ columns, empty })),
          layers.map(({ columns, empty }) => ({ columns, empty })),
        );
        for (const [index, layer] of layers.entries()) {
          const [{ rows, positions }, expected] = [
            await readAll(saved, again.layers[index]!),
            await readAll(first, layer),
          ];
          assert.deepEqual(positions, expected.positions);
          if (lossy[folder]?.includes(stem)) assert.equal(rows.length, expected.rows.length);
          else assert.deepEqual(rows, expected.rows);
        }
      });
    }
  }
});

describe('the header block and the tail of real tables', () => {
  const sheet = (rows: readonly string[]) =>
    `<table>${rows
      .map(
        (row) =>
          `<tr>${row
            .split('|')
            .map((cell) => `<td>${cell}</td>`)
            .join('')}</tr>`,
      )
      .join('')}</table>`;
  const tables = [
    {
      means: 'groups over names without merged cells',
      rows: ['Trạm|Nhiệt độ||Mưa', '|Max|Min|', 'A|31|25|0', 'B|30|24|2'],
      columns: ['Trạm', 'Nhiệt độ / Max', 'Nhiệt độ / Min', 'Mưa'],
      records: 2,
    },
    {
      means: 'the upper row is less than half filled',
      rows: ['Trạm|Nhiệt độ||||Mưa|||', '|Max|Min|TB|Biên|T1|T2|T3|T4', 'A|1|2|3|4|5|6|7|8', 'B|1|2|3|4|5|6|7|8'],
      columns: [
        ...['Trạm', 'Nhiệt độ / Max', 'Nhiệt độ / Min', 'Nhiệt độ / TB', 'Nhiệt độ / Biên'],
        ...['Mưa / T1', 'Mưa / T2', 'Mưa / T3', 'Mưa / T4'],
      ],
      records: 2,
    },
    {
      means: 'a row of units in brackets under the names',
      rows: ['Trạm|NO2|SO2', '|(µg/m³)|(µg/m³)', 'A|1,5|2', 'B|3|4'],
      columns: ['Trạm', 'NO2 (µg/m³)', 'SO2 (µg/m³)'],
      records: 2,
    },
    {
      means: 'a row that numbers the columns',
      rows: ['STT|Tên trạm|Giá trị', '(1)|(2)|(3)', '1|A|2', '2|B|3'],
      columns: ['STT', 'Tên trạm', 'Giá trị'],
      records: 2,
    },
    {
      means: 'letters and bare numbers over a column of text',
      rows: ['STT|Tên trạm|x|y', 'A|1|2|3', '1|Tân Châu|2|3', '2|Châu Đốc|3|5'],
      columns: ['STT', 'Tên trạm', 'x', 'y'],
      records: 2,
    },
    { means: 'a record of 1, 2, 3 is one', rows: ['a|b|c', '1|2|3', '4|5|6'], columns: ['a', 'b', 'c'], records: 2 },
    {
      means: 'a total, a note and a signature at the end',
      rows: ['STT|Trạm|pH|TSS', '1|A|7|2', '2|B|6|3', 'Tổng cộng|||5', 'Ghi chú: đo tay|||', '||NGƯỜI LẬP|'],
      columns: ['STT', 'Trạm', 'pH', 'TSS'],
      records: 2,
    },
    {
      means: 'a last record with few cells is one',
      rows: ['STT|Trạm|pH', '1|A|7', '2|B|6', 'Trạm C||'],
      columns: ['STT', 'Trạm', 'pH'],
      records: 3,
    },
    {
      means: 'the header again in the middle, as on each page',
      rows: ['Trạm|pH', 'A|7', 'Trạm|pH', 'B|6'],
      columns: ['Trạm', 'pH'],
      records: 2,
    },
  ];
  for (const { means, rows, columns, records } of tables) {
    test(means, async () => {
      const read = await readOnly(fileOf(`<html>${sheet(rows)}</html>`, 'x.xls'));
      assert.deepEqual(read.layer.columns, columns);
      assert.equal(read.rows.length, records);
    });
  }
  test('what is left out is told with its rows', async () => {
    const text = sheet(['STT|Trạm|pH', '(1)|(2)|(3)', '1|A|7', '2|B|8', 'Tổng cộng||15', 'Nguồn: Sở||']);
    const { layer } = await readOnly(fileOf(text, 'x.xls'));
    assert.equal(detected(layer, 'number-row'), '2 (directly-under-header)');
    assert.equal(detected(layer, 'total-rows'), '5 (below-the-records)');
    assert.equal(detected(layer, 'notes-below'), '6 (below-the-records)');
  });
});

describe('a steward says how to read a sheet', () => {
  const text =
    '<table><tr><td>x<td>y<td>z</tr><tr><td>a<td>b<td>c</tr><tr><td>1<td>2<td>3</tr><tr><td>4<td>5<td>6</tr></table>';
  const choices = [
    {
      choice: { headerRow: '2' },
      columns: ['a', 'b', 'c'],
      rows: [
        ['1', '2', '3'],
        ['4', '5', '6'],
      ],
    },
    {
      choice: { headerRow: '1-2' },
      columns: ['x / a', 'y / b', 'z / c'],
      rows: [
        ['1', '2', '3'],
        ['4', '5', '6'],
      ],
    },
    { choice: { headerRow: '2', lastRow: 3 }, columns: ['a', 'b', 'c'], rows: [['1', '2', '3']] },
    {
      choice: { headerRow: '0', firstRow: 3 },
      columns: ['column 1', 'column 2', 'column 3'],
      rows: [
        ['1', '2', '3'],
        ['4', '5', '6'],
      ],
    },
    { choice: { range: 'B2:C3' }, columns: ['b', 'c'], rows: [['2', '3']] },
  ];
  for (const { choice, columns, rows } of choices) {
    test(JSON.stringify(choice), async () => {
      const read = await readOnly(fileOf(text, 'x.xls'), {}, { choices: [choice] });
      assert.deepEqual(read.layer.columns, columns);
      assert.deepEqual(read.rows, rows);
    });
  }
  for (const choice of [{ headerRow: 'two' }, { range: 'B' }]) {
    test(`${JSON.stringify(choice)} is not understood`, async () => {
      const { refused } = await look(fileOf(text, 'x.xls'), {}, { choices: [choice] });
      assert.deepEqual(
        refused.map(({ problem }) => problem.code),
        ['unknown-setting'],
      );
    });
  }
});

describe('BIFF8 byte by byte: [MS-XLS]', () => {
  const numbers = [
    { rk: 0x3ff00000, is: 1 },
    { rk: 0x3ff00001, is: 0.01 },
    { rk: (300 << 2) | 2, is: 300 },
    { rk: (-150 << 2) | 3, is: -1.5 },
  ];
  for (const { rk, is } of numbers) test(`RK ${rk} is ${is}`, () => assert.equal(rkNumber(rk), is));

  test('a shared text cut by CONTINUE goes on with a width of its own', () => {
    const first = Buffer.concat([Buffer.from([1, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0]), Buffer.from('Tr', 'latin1')]);
    const second = Buffer.concat([Buffer.from([1]), Buffer.from('ạm1', 'utf16le')]);
    assert.deepEqual([...new SharedTexts([first, second]).texts()], ['Trạm1']);
  });

  const book = (...cells: Buffer[]) => compoundFileOf(biff8.book([{ name: 'S', cells: Buffer.concat(cells) }]));
  test('a formula gives its last text, of the record that follows', async () => {
    const { rows } = await readOnly(
      book(biff8.label(0, 0, 'a'), biff8.label(0, 1, 'b'), biff8.number(1, 0, 1), biff8.textFormula(1, 1, 'có')),
    );
    assert.deepEqual(rows, [[1, 'có']]);
  });
  test('cells in no order of rows are sorted', async () => {
    const cells = [0, 1].flatMap((column) => [
      biff8.label(0, column, `c${column}`),
      biff8.number(1, column, column),
      biff8.number(2, column, 7),
    ]);
    const { rows, positions } = await readOnly(book(...cells));
    assert.deepEqual(rows, [
      [0, 1],
      [7, 7],
    ]);
    assert.deepEqual(positions, [2, 3]);
  });
  test('a password is told by FILEPASS', async () => {
    const file = fileOf(
      compoundFileOf(biff8.book([{ name: 'S', cells: Buffer.alloc(0) }], biff8.record(0x2f, Buffer.alloc(54)))),
      'm.xls',
    );
    assert.deepEqual(await refusals(file), ['m.xls: encrypted-file']);
  });
  test('a book cut short says so', async () => {
    const whole = book(...Array.from({ length: 500 }, (_, row) => biff8.label(row, 0, `chữ ${row}`)));
    for (const length of [100, 600, 1_500, whole.length - 1_000]) {
      const [refusal] = await refusals(fileOf(whole.subarray(0, length), 'c.xls'));
      assert.match(refusal!, /c\.xls.*: (truncated-file|damaged-file|format-not-recognised)/);
    }
  });
});

describe('OpenDocument', () => {
  const ods = (body: string) =>
    zipOf({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>${body}</office:spreadsheet></office:body></office:document-content>`,
    });
  const cell = (text: string, attributes = '') =>
    `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
  const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`;
  test('repeated rows and cells are written out; empty ones to the end of the sheet are none', async () => {
    const { layer, rows, positions } = await readOnly(
      await ods(
        `<table:table table:name="S">${row(cell('a') + cell('b') + cell('c'))}${row(cell('x', 'table:number-columns-repeated="3"'), 'table:number-rows-repeated="2"')}${row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="1048000"')}${row(cell('y') + cell('z'))}</table:table>`,
      ),
    );
    assert.deepEqual(layer.columns, ['a', 'b', 'c']);
    assert.deepEqual(rows, [
      ['x', 'x', 'x'],
      ['x', 'x', 'x'],
      ['y', 'z', null],
    ]);
    assert.deepEqual(positions, [2, 3, 1_048_004]);
  });
  test('remarks are not the text of a cell; spaces, tabs and line breaks are', async () => {
    const { rows } = await readOnly(
      await ods(
        `<table:table table:name="S">${row(cell('a') + cell('b'))}${row(`${cell('1')}<table:table-cell><office:annotation><text:p>nhận xét</text:p></office:annotation><text:p>x<text:s text:c="2"/>y<text:tab/>z</text:p><text:p>w</text:p></table:table-cell>`)}</table:table>`,
      ),
    );
    assert.deepEqual(rows, [['1', 'x  y\tz\nw']]);
  });
  test('a bomb of repeated rows is refused', async () => {
    const bomb = row(cell('x', 'table:number-columns-repeated="1000"'), 'table:number-rows-repeated="1000000"');
    const file = fileOf(await ods(`<table:table table:name="S">${bomb}</table:table>`), 'b.ods');
    assert.deepEqual(await refusals(file), ['b.ods#S: unpacks-too-large']);
  });
  test('a password is told by the manifest', async () => {
    const packed = await zipOf({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'META-INF/manifest.xml': '<manifest:encryption-data/>',
      'content.xml': 'x',
    });
    assert.deepEqual(await refusals(fileOf(packed, 'm.ods')), ['m.ods: encrypted-file']);
  });
});

describe('what is really something else under the name .xls', () => {
  test('XML Spreadsheet 2003: places left out, dates, errors, remarks', async () => {
    const text = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Trạm"><Table><Row ss:Index="2"><Cell><Data ss:Type="String">tên</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">ngày</Data></Cell><Cell><Data ss:Type="String">số</Data></Cell></Row><Row><Cell><Data ss:Type="String">A</Data><Comment><Data>nói thêm</Data></Comment></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">2025-02-03T00:00:00.000</Data></Cell><Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell></Row><Row><Cell><Data ss:Type="String">B</Data></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">1899-12-31T08:05:00.000</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row></Table></Worksheet></Workbook>`;
    const { layer, rows, positions } = await readOnly(fileOf(text, 'x.xls'));
    assert.equal(layer.format, 'xml-sheet');
    assert.deepEqual(layer.columns, ['tên', 'ngày', 'số']);
    assert.deepEqual(rows, [
      ['A', '2025-02-03', 2],
      ['B', '08:05:00', null],
    ]);
    assert.deepEqual(positions, [3, 4]);
  });
  test('HTML: unclosed cells, references, spans, scripts, numbers behind the shown text', async () => {
    const text =
      '<html><meta charset=utf-8><script>"<table><tr><td>x"</script><table><tr><th rowspan=2>Tr&#7841;m<th colspan=2>Nồng độ</tr><tr><th>NO&sub2;<th>SO2</tr><tr><td>A &amp; B<td x:num="1.25">1,3<td>2<tr><td>C<br>D<td x:num>3<td></table></html>';
    const { layer, rows } = await readOnly(fileOf(text, 'x.xls'));
    assert.deepEqual(layer.columns, ['Trạm', 'Nồng độ / NO&sub2;', 'Nồng độ / SO2']);
    assert.deepEqual(rows, [
      ['A & B', 1.25, '2'],
      ['C\nD', 3, null],
    ]);
  });
  test('HTML in western bytes keeps every byte for the letters step', async () => {
    const bytes = iconv.encode('<html><table><tr><td>ten<td>so</tr><tr><td>C«ng ty<td>1</tr></table></html>', 'latin1');
    const { rows } = await readOnly(fileOf(bytes, 'x.xls'));
    assert.deepEqual(rows, [['C«ng ty', '1']]);
  });
  test('a page without a table is no data', async () => {
    assert.deepEqual(await refusals(fileOf('<!DOCTYPE html><html><p>Xin chào</p></html>', 'x.xls')), [
      'x.xls: document-not-data',
    ]);
  });
});
