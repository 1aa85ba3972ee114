import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createHarmoniser,
  describeIssue,
  type HarmoniserContext,
  type Mapping,
  unitsOfPacks,
} from '../../src/harmonise/index.ts';
import type { Cell } from '../../src/formats/index.ts';
import { Problem } from '../../src/kernel/index.ts';
import type { Codelist, CodelistEntry, Property, Standard } from '../../src/packs/index.ts';
import { loadPacks } from '../../src/packs/index.ts';
import { batchOf, harmoniseCell, layerOf, plainContext, propertyOf, standardOf } from './support.ts';

describe('texts', () => {
  const cells: readonly (readonly [Cell, string | null, readonly string[]])[] = [
    ['Cần Thơ', 'Cần Thơ', []],
    ['Cần Thơ'.normalize('NFD'), 'Cần Thơ', ['nfc']],
    ['  Cần Thơ ', 'Cần Thơ', ['trim']],
    ['Cần\u00a0Thơ', 'Cần Thơ', ['spaces']],
    ['\ufeffCần\u200b Thơ', 'Cần Thơ', ['spaces']],
    ['a\u0000b', 'ab', ['control-characters']],
    ['a\ud800b', 'a\ufffdb', ['control-characters']],
    ['dòng 1\ndòng 2', 'dòng 1\ndòng 2', []],
    ['   ', null, ['trim']],
    ['', null, []],
    [null, null, []],
    [10765, '10765', []],
    [true, 'true', []],
    [{ a: 'b' }, '{"a":"b"}', []],
  ];
  for (const [cell, is, conversions] of cells) {
    test(`${JSON.stringify(cell)} is ${JSON.stringify(is)}`, () => {
      const found = harmoniseCell(cell, propertyOf('v', 'string'));
      assert.equal(found.value, is);
      assert.deepEqual(found.conversions, conversions);
    });
  }
});

describe('booleans and JSON', () => {
  for (const [cell, is] of [
    [true, true],
    ['TRUE', true],
    ['Có', true],
    ['không', false],
    ['1', true],
    [0, false],
    ['có thể', undefined],
  ] as const) {
    test(`${JSON.stringify(cell)} is ${is}`, () => {
      assert.equal(harmoniseCell(cell, propertyOf('v', 'boolean')).value, is);
    });
  }
  test('the words of a reading replace the usual ones', () => {
    const reading = { true: ['X'], false: ['O'] };
    assert.equal(harmoniseCell('x', propertyOf('v', 'boolean'), reading).value, true);
    assert.equal(harmoniseCell('có', propertyOf('v', 'boolean'), reading).reason, 'not-a-boolean');
  });
  test('JSON keeps its shape, its texts are cleaned', () => {
    assert.deepEqual(harmoniseCell({ tên: ' a\u0000 ' }, propertyOf('v', 'json')).value, { tên: 'a' });
    assert.deepEqual(harmoniseCell('[1, 2]', propertyOf('v', 'json')).value, [1, 2]);
    assert.equal(harmoniseCell('[1, 2', propertyOf('v', 'json')).value, '[1, 2');
  });
});

describe('marks for "no value"', () => {
  const missing = ['N/A', '-9999', 'KPH'];
  for (const [cell, type] of [
    ['N/A', 'number'],
    [' N/A', 'number'],
    ['-9999', 'number'],
    ['-9999.0', 'number'],
    [-9999, 'number'],
    [-9999, 'integer'],
    ['KPH', 'string'],
    ['N/A', 'date'],
    ['N/A', 'boolean'],
  ] as const) {
    test(`${JSON.stringify(cell)} in a ${type} column is empty`, () => {
      const { value, conversions } = harmoniseCell(cell, propertyOf('v', type), undefined, { missing });
      assert.equal(value, null);
      assert.ok(conversions.includes('missing-mark'));
    });
  }
  test('marks that a profile saw among numbers do not empty texts', () => {
    assert.equal(harmoniseCell('-', propertyOf('v', 'string'), { missing: ['-'] }).value, '-');
    assert.equal(harmoniseCell('-', propertyOf('v', 'number'), { missing: ['-'] }).value, null);
  });
});

const entry = (code: string, labelVi: string, validTo = ''): CodelistEntry => ({
  code,
  labelVi,
  labelEn: '',
  validFrom: '',
  validTo,
  source: '',
  extra: {},
});
const provinces: Codelist = {
  id: 'test/provinces',
  title: { vi: 'Tỉnh', en: 'Provinces' },
  source: [],
  entries: [entry('01', 'Hà Nội'), entry('92', 'Cần Thơ'), entry('93', 'Hoà Bình', '2025-06-30')],
};

describe('checks that a property declares', () => {
  const context = { codelist: () => provinces };
  const province = propertyOf('v', 'string', { codelist: 'test/provinces' });
  const rows: readonly (readonly [Property, Cell, Cell | undefined, string | null, string?])[] = [
    [propertyOf('v', 'number', { minimum: 0 }), '-1', undefined, 'range', 'low'],
    [propertyOf('v', 'number', { maximum: 14 }), 14.01, undefined, 'range', 'high'],
    [propertyOf('v', 'number', { minimum: 0, maximum: 14 }), '14', 14, null],
    [propertyOf('v', 'string', { required: true }), ' ', undefined, 'required'],
    [propertyOf('v', 'string', { pattern: '^[A-Z]{2}$' }), 'A1', undefined, 'pattern'],
    [propertyOf('v', 'string', { pattern: '^\\p{L}+$' }), 'Cần', 'Cần', null],
    [propertyOf('v', 'string', { maxLength: 3 }), 'abcd', undefined, 'maxLength'],
    [propertyOf('v', 'string', { maxLength: 3 }), '😀😀😀', '😀😀😀', null],
    [province, '92', '92', null],
    [province, '1', undefined, 'codelist', 'lost-zeros'],
    [province, 'cần thơ', '92', null],
    [province, 'Hòa Bình', '93', 'codelist', 'expired'],
    [province, '77', undefined, 'codelist', 'unknown'],
    [province, '', null, null],
  ];
  for (const [property, cell, is, rule, reason] of rows) {
    test(`${JSON.stringify(cell)}: ${rule ?? 'kept'} ${reason ?? ''}`, () => {
      const { value, batch } = harmoniseCell(cell, property, undefined, {}, context);
      assert.equal(value, is);
      assert.equal(batch.issues[0]?.rule ?? null, rule);
      if (reason) assert.equal(batch.issues[0]!.detail['reason'], reason);
    });
  }
  for (const cell of ['1', '1.0', 1]) {
    test(`the zeros that ${JSON.stringify(cell)} lost are put back where the reading allows it`, () => {
      const { value, conversions } = harmoniseCell(cell, province, { leadingZeros: true }, {}, context);
      assert.equal(value, '01');
      assert.deepEqual(conversions, ['code-restored']);
    });
  }
  test('an expired code is a warning and stays', () => {
    const { batch } = harmoniseCell('93', province, undefined, {}, context);
    assert.deepEqual([batch.issues[0]!.severity, batch.issues[0]!.action], ['warning', 'kept']);
  });
});

describe('severity decides what happens', () => {
  const ranged = propertyOf('v', 'number', { maximum: 1 });
  for (const [rule, cell, severity, action, value] of [
    ['range', 2, 'error', 'quarantined', undefined],
    ['range', 2, 'warning', 'kept', 2],
    ['range', 2, 'info', 'kept', 2],
    ['type', 'x', 'error', 'quarantined', undefined],
    ['type', 'x', 'warning', 'emptied', null],
  ] as const) {
    test(`${rule} as ${severity}: ${action}`, () => {
      const found = harmoniseCell(cell, ranged, undefined, { severities: { [rule]: severity } });
      assert.equal(found.batch.issues[0]!.action, action);
      assert.equal(found.value, value);
    });
  }
  test('as is, a value that does not fit is always held back, with the type that would take it', () => {
    const asIs = { pack: '', severities: { type: 'info' } } as const;
    for (const [cell, type, fits] of [
      ['1.5', 'integer', 'number'],
      ['KPH', 'number', 'string'],
      ['007', 'integer', 'string'],
      ['5/7/2025 8:30', 'date', 'date-time'],
    ] as const) {
      const { batch } = harmoniseCell(cell, propertyOf('v', type), undefined, asIs, { allowWidening: true });
      assert.equal(batch.quarantined[0]!.issues[0]!.rule, 'type');
      assert.equal(batch.issues[0]!.detail['fits'], fits);
    }
  });
});

const properties = [
  propertyOf('station', 'string', { required: true }),
  propertyOf('low', 'number'),
  propertyOf('high', 'number'),
];
const columns = ['Trạm', 'Thấp', 'Cao', 'Ghi chú'];
const mapping: Mapping = {
  fields: [
    { target: 'station', column: 'Trạm' },
    { target: 'low', column: 'Thấp' },
    { target: 'high', column: 'Cao' },
  ],
};

function harmonise(
  rows: readonly (readonly Cell[])[],
  more: Partial<Standard> = {},
  context: Partial<HarmoniserContext> = {},
) {
  const standard = standardOf(properties, { key: ['station'], ...more });
  const harmoniser = createHarmoniser({ standard, mapping, layer: layerOf(columns) }, { ...plainContext, ...context });
  return { ...harmoniser.harmonise(batchOf(rows)), summary: harmoniser.summary() };
}

describe('rows', () => {
  test('every record comes out once: as a row, or in quarantine with cells, key and all issues', () => {
    const found = harmonise([
      ['A', '1', '2', ''],
      ['B', 'x', 'y', 'hỏng'],
      ['', '1', '2', ''],
    ]);
    assert.deepEqual(
      found.rows.map(({ position, values }) => [position, values]),
      [[2, ['A', 1, 2]]],
    );
    const [unreadable, nameless] = found.quarantined;
    assert.deepEqual(unreadable!.cells, { Trạm: 'B', Thấp: 'x', Cao: 'y', 'Ghi chú': 'hỏng' });
    assert.deepEqual(unreadable!.issues.map(({ column, rule }) => [column, rule]), [['Thấp', 'type'], ['Cao', 'type']]); // prettier-ignore
    assert.deepEqual(unreadable!.key, ['B']);
    assert.equal(nameless!.key, null);
    assert.equal(found.issues.length, 3);
  });

  test('a column that is not mapped is told of, once', () => {
    const { summary } = harmonise([
      ['A', '1', '2', 'một'],
      ['B', '1', '2', ''],
      ['C', '1', '2', 'hai'],
    ]);
    assert.deepEqual(summary.map(({ rule, column, count, action }) => [rule, column, count, action]), [['not-mapped', 'Ghi chú', 2, 'emptied']]); // prettier-ignore
  });

  test('a conversion is counted per column, with at most five examples', () => {
    const { summary } = harmonise(Array.from({ length: 9 }, (_, index) => [`T${index}`, `${index},5`, '1', '']));
    const [commas] = summary;
    assert.deepEqual(
      [commas!.rule, commas!.column, commas!.count, commas!.position],
      ['decimal-comma', 'Thấp', 9, null],
    );
    assert.equal(commas!.samples.length, 5);
    assert.deepEqual(commas!.samples[0], { from: '0,5', to: '0.5', position: 2 });
  });

  test('row conditions are compiled once, see values by property name, and unknown violates nothing', () => {
    let compiled = 0;
    const rule = {
      id: 'low-below-high',
      severity: 'warning',
      title: { vi: 'Thấp hơn cao', en: 'Low below high' },
      condition: 'low <= high',
    } as const;
    const found = harmonise([['A', '3', '2', ''], ['B', '1', '2', ''], ['C', '', '2', '']], { rules: [rule] }, {
      compileRule: (condition) => {
        compiled++;
        assert.equal(condition, 'low <= high');
        return (row) => (row('low') === null ? null : (row('low') as number) <= (row('high') as number));
      },
    }); // prettier-ignore
    assert.equal(compiled, 1);
    assert.equal(found.rows.length, 3);
    assert.deepEqual(found.issues.map(({ rule, position, action }) => [rule, position, action]), [['low-below-high', 2, 'kept']]); // prettier-ignore
    assert.equal(describeIssue(found.issues[0]!, 'vi'), 'Dòng 2: không đạt quy tắc «Thấp hơn cao».');
  });

  test('records that could not be read go to quarantine under their reason', () => {
    const standard = standardOf(properties);
    const harmoniser = createHarmoniser({ standard, mapping, layer: layerOf(columns) }, plainContext);
    const rejected = [{ position: 7, reason: 'too-few-cells', raw: 'A;1' }] as const;
    const { quarantined, issues } = harmoniser.harmonise({ ...batchOf([]), rejected });
    assert.deepEqual(quarantined[0]!.cells, { raw: 'A;1' });
    assert.deepEqual([issues[0]!.rule, issues[0]!.position, issues[0]!.action], ['too-few-cells', 7, 'quarantined']);
  });

  test('a constant fills every row; the source id stays with its row', () => {
    const standard = standardOf([propertyOf('agency', 'string'), propertyOf('year', 'integer')]);
    const fields = [{ target: 'agency', constant: ' Sở NNMT ' }, { target: 'year', column: 'Năm' }]; // prettier-ignore
    const harmoniser = createHarmoniser({ standard, mapping: { fields }, layer: layerOf(['Năm']) }, plainContext);
    const { rows } = harmoniser.harmonise({ ...batchOf([['2024']]), ids: ['f-1'] });
    assert.deepEqual([rows[0]!.values, rows[0]!.sourceId], [['Sở NNMT', 2024], 'f-1']);
    assert.deepEqual(harmoniser.summary(), []);
  });
});

describe('a mapping that cannot work is refused before the first row', () => {
  const number = propertyOf('pressure', 'number', { unit: 'hPa' });
  const attempt = (mapping: Mapping, standard = standardOf([number]), context: Partial<HarmoniserContext> = {}) =>
    createHarmoniser({ standard, mapping, layer: layerOf(['Khí áp (Pa)', 'Ngày']) }, { ...plainContext, ...context });
  const column = 'Khí áp (Pa)';
  const cases: readonly { code: string; mapping: Mapping; standard?: Standard; says?: RegExp }[] = [
    { code: 'mapping-unknown-target', mapping: { fields: [{ target: 'presure', column }] }, says: /"pressure"/ },
    { code: 'mapping-unknown-column', mapping: { fields: [{ target: 'pressure', column: 'khi ap' }] }, says: /Khí áp/ },
    { code: 'mapping-target-twice', mapping: { fields: [{ target: 'pressure', column }, { target: 'pressure', constant: 1 }] } }, // prettier-ignore
    { code: 'mapping-no-origin', mapping: { fields: [{ target: 'pressure' }] } },
    { code: 'mapping-no-origin', mapping: { fields: [{ target: 'pressure', column, constant: 1 }] } },
    { code: 'mapping-bad-constant', mapping: { fields: [{ target: 'pressure', constant: 'cao' }] } },
    { code: 'mapping-bad-reading', mapping: { fields: [{ target: 'pressure', column, reading: { decimal: ';' } }] } },
    { code: 'mapping-bad-reading', mapping: { fields: [{ target: 'pressure', column, reading: { zone: '+7' } }] } },
    { code: 'mapping-required-missing', mapping: { fields: [] }, standard: standardOf([number], { key: ['pressure'] }), says: /pressure/ }, // prettier-ignore
    { code: 'mapping-no-geometry', mapping: { fields: [], geometry: { from: 'layer' } } },
    { code: 'mapping-unknown-column', mapping: { fields: [], geometry: { from: 'columns', longitude: 'x', latitude: 'y' } } }, // prettier-ignore
    { code: 'standard-codelist-missing', mapping: { fields: [{ target: 'p', column }] }, standard: standardOf([propertyOf('p', 'string', { codelist: 'a/b' })]) }, // prettier-ignore
  ];
  for (const { code, mapping, standard, says } of cases) {
    test(`${code}: ${JSON.stringify(mapping)}`, () => {
      assert.throws(
        () => attempt(mapping, standard),
        (error) => error instanceof Problem && error.code === code && (says?.test(error.message) ?? true),
      );
    });
  }
  test('a unit of another quantity in the header is refused, until the steward says that the header is wrong', async () => {
    const context = { units: unitsOfPacks(await loadPacks('packs')) };
    const fields = [{ target: 'pressure', column }];
    const dissolved = standardOf([propertyOf('pressure', 'number', { unit: 'mg/L' })]);
    assert.throws(() => attempt({ fields }, dissolved, context), { code: 'mapping-unit-differs' });
    assert.doesNotThrow(() => attempt({ fields: [{ ...fields[0]!, reading: { unit: 'mg/L' } }] }, dissolved, context));
    assert.throws(() => attempt({ fields: [{ ...fields[0]!, reading: { unit: 'mg/LL' } }] }, dissolved, context), {
      code: 'mapping-bad-reading',
    });
  });
});

describe('sentences for the steward', () => {
  const date = propertyOf('day', 'date');
  test('say where, what and what to do, in both languages', () => {
    const [issue] = harmoniseCell('31/02/2025', date).batch.issues;
    assert.equal(
      describeIssue(issue!, 'vi'),
      'Dòng 2, cột «Cột»: ngày "31/02/2025" không có trong lịch. Sửa trong tệp rồi giao lại.',
    );
    assert.equal(
      describeIssue(issue!, 'en'),
      'Row 2, column "Cột": the date "31/02/2025" is not in the calendar. Correct the file and deliver it again.',
    );
  });
  test('a conversion gives count and example', () => {
    const [summary] = harmoniseCell('5,5', propertyOf('v', 'number')).summary;
    assert.equal(
      describeIssue(summary!, 'vi'),
      'Cột «Cột»: dấu phẩy được đọc là dấu thập phân. Số ô: 1. Ví dụ: "5,5" → "5.5".',
    );
  });
  test('a bare count of issues reads as a sentence too', () => {
    for (const rule of [
      'type',
      'required',
      'range',
      'pattern',
      'maxLength',
      'codelist',
      'geometry',
      'nfc',
      'too-few-cells',
      'key-clash',
      'some-pack-rule',
    ]) {
      for (const language of ['vi', 'en'] as const) {
        const bare = {
          rule,
          severity: 'error',
          column: 'Cột',
          position: null,
          value: null,
          action: 'kept',
          detail: {},
        } as const;
        assert.doesNotMatch(describeIssue(bare, language), /[{}]|undefined|""/, rule);
      }
    }
  });
});
