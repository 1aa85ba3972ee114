import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { textDecoding } from '../../src/formats/csv/encoding.ts';
import { CsvSplitter } from '../../src/formats/csv/split-records.ts';
import { detected, fileOf, look, readAll, readOnly, refusals } from './reading.ts';

describe('a table in text is read whatever its layout', () => {
  const a1 = [['A', '1']];
  const tables = [
    { means: 'comma', text: 'ten,so\nA,1\n', rows: a1 },
    {
      means: 'semicolon with decimal commas',
      text: 'ten;x;y\nA;1,5;2,5\nB;1,6;2,6\n',
      rows: [
        ['A', '1,5', '2,5'],
        ['B', '1,6', '2,6'],
      ],
    },
    { means: 'tab', text: 'ten\tso\nA\t1\n', rows: a1 },
    { means: 'bar', text: 'ten|so\nA|1\n', rows: a1 },
    { means: 'CRLF line ends', text: 'ten,so\r\nA,1\r\n', rows: a1 },
    {
      means: 'lone CR line ends',
      text: 'ten,so\rA,1\rB,2\r',
      rows: [
        ['A', '1'],
        ['B', '2'],
      ],
    },
    { means: 'no line end after the last record', text: 'ten,so\nA,1', rows: a1 },
    { means: 'UTF-8 byte order mark', text: '\ufefften,so\nA,1\n', rows: a1 },
    {
      means: 'doubled quotes and a line end inside a cell',
      text: 'ten,so\n"A ""b""\nc",1\n',
      rows: [['A "b"\nc', '1']],
    },
    { means: 'quotes inside an unquoted cell', text: 'ten,so\nống 5" dài,1\n', rows: [['ống 5" dài', '1']] },
    { means: 'text after a closing quote', text: 'ten,so\n"A" b,1\n', rows: [['A b', '1']] },
    { means: 'cells are not trimmed', text: 'ten,so\n A ,1 \n', rows: [[' A ', '1 ']] },
    {
      means: 'missing last cells are null',
      text: 'a,b,c\n1,2,3\n4,5\n6,7,8\n',
      rows: [
        ['1', '2', '3'],
        ['4', '5', null],
        ['6', '7', '8'],
      ],
    },
    {
      means: 'empty cells too many are dropped',
      text: 'a,b\n1,2,,\n3,4\n5,6\n',
      rows: [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    },
    {
      means: 'blank and delimiter-only lines are no records',
      text: 'a,b\n\n1,2\n,\n   \n3,4\n',
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    },
    { means: 'Excel says the delimiter', text: 'sep=;\na;b\n1;2,5\n', rows: [['1', '2,5']] },
    {
      means: 'title lines above the header',
      text: 'BÁO CÁO,,\nNăm 2025,,\n\nma,ten,so\n1,A,2\n3,B,4\n',
      rows: [
        ['1', 'A', '2'],
        ['3', 'B', '4'],
      ],
    },
    {
      means: 'remarks between rows',
      text: '# đo tay\nma,so\n# đợt 1\n1,2\n# đợt 2\n3,4\n',
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    },
    {
      means: '# begins data when its lines are as regular as the rest',
      text: '#,ten\n#1,A\n#2,B\n',
      rows: [
        ['#1', 'A'],
        ['#2', 'B'],
      ],
    },
    {
      means: 'decimal commas without header',
      text: 'A;1,5;2,5\nB;1,6;2,6\n',
      rows: [
        ['A', '1,5', '2,5'],
        ['B', '1,6', '2,6'],
      ],
    },
    { means: 'one column', text: 'ma\n1\n2\n', rows: [['1'], ['2']] },
  ] as const;
  for (const { means, text, rows } of tables) {
    test(means, async () => assert.deepEqual((await readOnly(text)).rows, rows));
  }
});

describe('the header', () => {
  const headers = [
    { means: 'names over values', text: 'tram,pH\nA,7.1\n', columns: ['tram', 'pH'], is: '1 (text-over-values)' },
    {
      means: 'names over texts',
      text: 'phuong,quan\nX,Y\nZ,Y\n',
      columns: ['phuong', 'quan'],
      is: '1 (first-full-row)',
    },
    {
      means: 'years over values',
      text: 'tram,2023,2024\nA,1.5,2.5\n',
      columns: ['tram', '2023', '2024'],
      is: '1 (years-over-values)',
    },
    {
      means: 'values at once: no header',
      text: '1,2.5\n2,3.5\n',
      columns: ['column 1', 'column 2'],
      is: '0 (values-in-first-row)',
    },
    {
      means: 'the first row repeats below: no header',
      text: 'Hà Nội,tốt\nHà Nội,xấu\n',
      columns: ['column 1', 'column 2'],
      is: '0 (values-in-first-row)',
    },
    {
      means: 'equal and empty names are told apart',
      text: '"",x,x\n1,2,3\n',
      columns: ['column 1', 'x', 'x (2)'],
      is: '1 (text-over-values)',
    },
  ] as const;
  for (const { means, text, columns, is } of headers) {
    test(means, async () => {
      const { layer } = await readOnly(text);
      assert.deepEqual(layer.columns, columns);
      assert.equal(detected(layer, 'header-row'), is);
    });
  }
  test('a header alone is an empty layer', async () => {
    const { layer, rows } = await readOnly('ma,ten\n');
    assert.equal(layer.empty, true);
    assert.deepEqual(rows, []);
  });
});

describe('the encoding', () => {
  const vietnamese = 'Tên xã;Số\nPhường Cái Khế;1\nXã Mỹ Khánh;2\n';
  // The combining way of writing: windows-1258 has no other for most letters.
  const marks = 'Ti\u00ea\u0309ng Vi\u00ea\u0323t;s\u00f4\u0301\nB\u00ea\u0301n Tre c\u00f4\u0323ng;1\n';
  const cases = [
    { means: 'UTF-8 by its form', bytes: Buffer.from(vietnamese), is: 'utf-8 (valid-utf8)', first: 'Phường Cái Khế' },
    {
      means: 'UTF-16LE by its mark',
      bytes: iconv.encode(`\ufeff${vietnamese}`, 'utf-16le'),
      is: 'utf-16le (bom)',
      first: 'Phường Cái Khế',
    },
    {
      means: 'UTF-16BE by its mark',
      bytes: iconv.encode(`\ufeff${vietnamese}`, 'utf-16be'),
      is: 'utf-16be (bom)',
      first: 'Phường Cái Khế',
    },
    {
      means: 'UTF-16LE by its zero bytes',
      bytes: iconv.encode(vietnamese, 'utf-16le'),
      is: 'utf-16le (zero-bytes)',
      first: 'Phường Cái Khế',
    },
    {
      means: 'windows-1258 stays byte for byte, its letters are told later',
      bytes: iconv.encode(marks, 'windows-1258'),
      is: 'windows-1252 (not-utf8)',
      first: 'B\u00ea\u00ecn Tre c\u00f4\u00f2ng',
    },
    {
      means: 'windows-1251 by runs of letters',
      bytes: iconv.encode('Станция;Значение\nМосква река;1\n', 'windows-1251'),
      is: 'windows-1251 (runs-of-cyrillic-letters)',
      first: 'Москва река',
    },
    {
      means: 'VNI, whose vowels stand in runs, is not Cyrillic',
      bytes: iconv.encode('Tröôøng;Phöôøng\nTröôøng;1\nPhöôøng;2\n', 'latin1'),
      is: 'windows-1252 (not-utf8)',
      first: 'Tröôøng',
    },
    {
      means: 'ISO-8859-1 reads the same as windows-1252',
      bytes: iconv.encode('estação;valor\nSão Luís;1\n', 'latin1'),
      is: 'windows-1252 (not-utf8)',
      first: 'São Luís',
    },
    {
      means: 'a font encoding (TCVN3) loses no byte',
      bytes: Buffer.concat([
        Buffer.from('STT;T'),
        Buffer.from([0xaa]),
        Buffer.from('n;X\n1;Ph'),
        Buffer.from([0xad, 0xea]),
        Buffer.from('ng;1\n'),
        Buffer.from('2;C'),
        Buffer.from([0xb8, 0x81]),
        Buffer.from(';2\n'),
      ]),
      is: 'windows-1252 (not-utf8)',
      first: '1',
    },
  ];
  for (const { means, bytes, is, first } of cases) {
    test(means, async () => {
      const { layer, rows } = await readOnly(bytes);
      assert.equal(detected(layer, 'encoding'), is);
      assert.equal(rows[0]![0], first);
    });
  }
  test('UTF-8 cut inside its last letter stays UTF-8', async () => {
    const { layer } = await readOnly(Buffer.from('tên,số\nCần Thơ,1\nBến Tré').subarray(0, -1));
    assert.equal(detected(layer, 'encoding'), 'utf-8 (valid-utf8-but-cut)');
  });
  test('bytes that a code page leaves undefined keep their number', async () => {
    const { rows } = await readOnly(Buffer.from('a;b\n\xad\xa9\x81\xb8;1\n', 'latin1'));
    assert.equal(rows[0]![0], '\u00ad\u00a9\u0081\u00b8');
  });
  test('one wrong byte far behind the beginning counts', async () => {
    const start = Buffer.from(`a,b\n${'x,1\n'.repeat(200_000)}`);
    const { layer, rows } = await readOnly(Buffer.concat([start, Buffer.from([0xe9, 0x2c, 0x31, 0x0a])]));
    assert.equal(detected(layer, 'encoding'), 'windows-1252 (not-utf8)');
    assert.equal(rows.at(-1)![0], 'é');
  });
});

describe('positions and records that cannot be read', () => {
  test('a position is the physical line where the record begins', async () => {
    const { positions } = await readOnly('# x\n\na,b\n1,"2\n\n3"\n4,5\n\n6,7\n');
    assert.deepEqual(positions, [4, 7, 9]);
  });
  test('a line with more cells than the header is rejected, with its text', async () => {
    const { rejected, rows } = await readOnly('a,b\n1,2\n3,4,5\n6,7\n');
    assert.deepEqual(rejected, [{ position: 3, reason: 'too-many-cells', raw: '3,4,5', detail: '3 > 2' }]);
    assert.equal(rows.length, 2);
  });
  test('a quote never closed costs its line only', async () => {
    const { rejected, rows } = await readOnly('a,b\n1,2\n"3,4\n5,6\n7,8\n');
    assert.deepEqual(
      rejected.map(({ position, reason }) => [position, reason]),
      [[3, 'unterminated-quote']],
    );
    assert.deepEqual(rows, [
      ['1', '2'],
      ['5', '6'],
      ['7', '8'],
    ]);
  });
  test('a line beyond the limit is refused and says where', async () => {
    const file = fileOf(`a,b\n1,2\n${'x'.repeat(300_000)},4\n5,6\n`);
    const { layers } = await look(file);
    await assert.rejects(readAll(file, layers[0]!, { recordBytes: 10_000 }), { code: 'record-too-long' });
  });
  test('text that is no table is refused', async () => {
    const prose = fileOf('Kính gửi quý cơ quan.\nXin gửi kèm, như đã hẹn, bảng số liệu; xin cảm ơn.\n', 'thu.txt');
    assert.deepEqual(await refusals(prose), ['thu.txt: not-a-table']);
  });
  test('columns are bounded', async () => {
    const wide = fileOf(`${Array.from({ length: 50 }, (_, column) => `c${column}`).join(',')}\n`);
    assert.deepEqual(await refusals(wide, { columns: 40 }), ['tep.csv: too-many-columns']);
  });
});

test('any table comes back from any way of writing it, in any pieces', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'ệ', '"', ',', ';', '\t', '|', '\n', '\r', ' ', '😀', "'"),
    maxLength: 6,
  });
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
  const delimiter = fc.constantFrom(',', ';', '\t', '|');
  const quote = fc.constantFrom('"', "'");
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(
      table,
      delimiter,
      quote,
      lineEnd,
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      (rows, separator, mark, end, endsWithLine, piece) => {
        const quoted = (text: string) => mark + text.replaceAll(mark, mark + mark) + mark;
        const written = rows
          .map((row) => row.map((text) => (text === '' ? text : quoted(text))).join(separator))
          .join(end);
        const text = written + (endsWithLine ? end : '');
        if (text === '') return;
        const read: string[][] = [];
        const splitter = new CsvSplitter({ delimiter: separator, quote: mark, loneCr: end === '\r' }, 1_000_000, {
          record: (cells) => read.push(cells),
          unterminated: () => assert.fail('unterminated'),
          tooLong: () => assert.fail('too long'),
        });
        for (let at = 0; at < text.length; at += piece) splitter.push(text.slice(at, at + piece));
        splitter.end();
        // A last line without any character and without line end cannot be told from no line.
        const isGone = !endsWithLine && rows.length > 1 && rows.at(-1)!.length === 1 && rows.at(-1)![0] === '';
        assert.deepEqual(read, isGone ? rows.slice(0, -1) : rows);
      },
    ),
    { numRuns: 500 },
  );
});

test('text is decoded alike in any pieces of the stream', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ệ', '\u1ec7', '😀', '\n'), maxLength: 20 });
  const encoding = fc.constantFrom('utf-8', 'utf-16le', 'utf-16be');
  fc.assert(
    fc.property(text, encoding, fc.integer({ min: 1, max: 5 }), (original, name, piece) => {
      const bytes = iconv.encode(original, name);
      const decoding = textDecoding(name)!;
      let decoded = '';
      for (let at = 0; at < bytes.length; at += piece) decoded += decoding.write(bytes.subarray(at, at + piece));
      assert.equal(decoded + decoding.end(), original);
    }),
  );
});

describe('header blocks and tails of real tables in text', () => {
  const tables = [
    {
      means: 'groups over names, units, numbers of columns',
      text: 'Trạm;Nhiệt độ;;Mưa\n;Max;Min;\n;(°C);(°C);(mm)\n(1);(2);(3);(4)\nA;31,5;25;0\nB;30;24;2\n',
      columns: ['Trạm', 'Nhiệt độ / Max (°C)', 'Nhiệt độ / Min (°C)', 'Mưa (mm)'],
      rows: [
        ['A', '31,5', '25', '0'],
        ['B', '30', '24', '2'],
      ],
    },
    {
      means: 'letters and numbers of columns over nothing but whole numbers, one a sum',
      text: 'TT,Chỉ tiêu,Tổng,Nam,Nữ\nA,B,1=2+3,2,3\n1,Dân số,10,4,6\n2,Hộ,20,9,11\n',
      columns: ['TT', 'Chỉ tiêu', 'Tổng', 'Nam', 'Nữ'],
      rows: [
        ['1', 'Dân số', '10', '4', '6'],
        ['2', 'Hộ', '20', '9', '11'],
      ],
    },
    {
      means: 'a first record of letters and small numbers is one',
      text: 'a,b,c,d\nA,2,3,4\nB,1,2,3\nC,4,1,2\n',
      columns: ['a', 'b', 'c', 'd'],
      rows: [
        ['A', '2', '3', '4'],
        ['B', '1', '2', '3'],
        ['C', '4', '1', '2'],
      ],
    },
    {
      means: 'the header again, a total and a note',
      text: 'tram,a,b\nA,1,2\ntram,a,b\nB,3,4\nTổng cộng,4,6\nGhi chú: đo tay,,\n',
      columns: ['tram', 'a', 'b'],
      rows: [
        ['A', '1', '2'],
        ['B', '3', '4'],
      ],
    },
    {
      means: 'a record whose name begins like a total is one',
      text: 'tram,a,b\nTổng kho A,1,2\nTổng kho B,3,4\n',
      columns: ['tram', 'a', 'b'],
      rows: [
        ['Tổng kho A', '1', '2'],
        ['Tổng kho B', '3', '4'],
      ],
    },
  ];
  for (const { means, text, columns, rows } of tables) {
    test(means, async () => {
      const read = await readOnly(text);
      assert.deepEqual(read.layer.columns, columns);
      assert.deepEqual(read.rows, rows);
    });
  }
  test('a total far behind what is looked at first', async () => {
    const lines = Array.from({ length: 40_000 }, (_, index) => `T${index},${index},x`);
    const { layer, rows } = await readOnly(['tram,a,b', ...lines, 'Tổng,799980000,'].join('\r\n'));
    assert.equal(rows.length, 40_000);
    assert.equal(detected(layer, 'total-rows'), '40002 (below-the-records)');
  });
  test('known units make a row of units without brackets', async () => {
    const { layer, rows } = await readOnly(
      'tram,NO2,SO2\n-,ug/m3,ug/m3\nA,1,2\n',
      {},
      { isUnit: (text) => text === 'ug/m3' },
    );
    assert.deepEqual(layer.columns, ['tram', 'NO2 (ug/m3)', 'SO2 (ug/m3)']);
    assert.deepEqual(rows, [['A', '1', '2']]);
  });
});

describe('a steward says how to read a text', () => {
  const text = 'tieu de;x\na:b;c\n1:2;3\n4:5;6\n';
  const choices = [
    {
      choice: { delimiter: ':' },
      columns: ['a', 'b;c'],
      rows: [
        ['1', '2;3'],
        ['4', '5;6'],
      ],
    },
    {
      choice: { headerRow: '2' },
      columns: ['a:b', 'c'],
      rows: [
        ['1:2', '3'],
        ['4:5', '6'],
      ],
    },
    { choice: { headerRow: '0', firstRow: 3, lastRow: 3 }, columns: ['column 1', 'column 2'], rows: [['1:2', '3']] },
  ];
  for (const { choice, columns, rows } of choices) {
    test(JSON.stringify(choice), async () => {
      const read = await readOnly(text, {}, { choices: [choice] });
      assert.deepEqual(read.layer.columns, columns);
      assert.deepEqual(read.rows, rows);
    });
  }
  test('the encoding', async () => {
    const bytes = iconv.encode('ten,so\nĐà Nẵng,1\n', 'utf-16be');
    const { rows } = await readOnly(bytes, {}, { choices: [{ encoding: 'utf-16be' }] });
    assert.deepEqual(rows, [['Đà Nẵng', '1']]);
  });
  for (const choice of [{ encoding: 'utf-99' }, { delimiter: 'ab' }, { headerRow: 'x' }]) {
    test(`${JSON.stringify(choice)} is not understood`, async () => {
      const { refused } = await look(fileOf(text), {}, { choices: [choice] });
      assert.deepEqual(
        refused.map(({ problem }) => problem.code),
        ['unknown-setting'],
      );
    });
  }
});
