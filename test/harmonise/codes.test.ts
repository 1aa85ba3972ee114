import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createHarmoniser, describeIssue } from '../../src/harmonise/index.ts';
import type { Cell } from '../../src/formats/index.ts';
import { createCodeBook } from '../../src/codes/index.ts';
import { loadPacks, type PackSet, type Standard } from '../../src/packs/index.ts';
import { batchOf, layerOf, plainContext, propertyOf, standardOf } from './support.ts';

let packs: PackSet;
before(async () => {
  packs = await loadPacks('packs');
});

const commune = propertyOf('commune', 'string', { codelist: 'vn-core/communes-after-2025', within: 'province' });
const province = propertyOf('province', 'string', { codelist: 'vn-core/provinces-34' });
const day = propertyOf('day', 'date');
/** The commune leans on a property that stands behind it. */
const standard = standardOf([commune, province, day]);

function harmonise(row: readonly Cell[], of: Standard = standard, reading?: Record<string, unknown>) {
  const columns = ['Xã', 'Tỉnh', 'Ngày'];
  const fields = of.properties.map(({ name }, index) => ({
    target: name,
    column: columns[index]!,
    ...(reading && index === 0 ? { reading } : {}),
  }));
  const layer = layerOf(columns);
  const codes = createCodeBook(() => packs);
  const context = { ...plainContext, codelist: (id: string) => packs.codelist(id), codes };
  const harmoniser = createHarmoniser({ standard: of, mapping: { fields }, layer }, context);
  const { rows, issues, quarantined } = harmoniser.harmonise(batchOf([row]));
  return { values: rows[0]?.values, issues, quarantined, summary: harmoniser.summary() };
}

describe('codes and names of a code list', () => {
  const table: readonly { row: readonly Cell[]; is: readonly unknown[]; means: string }[] = [
    { row: ['25270', '75', ''], is: ['25270', '75'], means: 'codes as they stand' },
    { row: ['Phường Lộc Ninh', 'Thành phố Đồng Nai', ''], is: ['25270', '75'], means: 'names as listed' },
    { row: ['loc ninh', 'dong nai', ''], is: ['25270', '75'], means: 'without marks and kinds' },
    { row: ['P. Lộc Ninh', 'TP.Đồng Nai', ''], is: ['25270', '75'], means: 'abbreviated' },
    { row: ['Xã Lộc Ninh', 'Tỉnh Đồng Nai', ''], is: ['25270', '75'], means: 'under the name of an earlier day' },
    { row: ['', 'Can Tho', ''], is: [null, '92'], means: 'nothing is nothing' },
  ];
  for (const { row, is, means } of table) {
    test(`${means}: ${row.slice(0, 2).join(', ')}`, () => {
      const { values, issues } = harmonise(row);
      assert.deepEqual([values?.slice(0, 2), issues], [is, []]);
    });
  }

  const doubts: readonly { row: readonly Cell[]; reason: string; says: RegExp; means: string }[] = [
    { row: ['Lộc Nnih', '75', ''], reason: 'similar', says: /Nearest: 25270 Phường Lộc Ninh/, means: 'a misspelling' },
    { row: ['Tân Phú', '', ''], reason: 'ambiguous', says: /may be several .*Tân Phú; /, means: 'no parent to decide' },
    { row: ['Thanh An', '79', ''], reason: 'ambiguous', says: /Thanh An; .*Thạnh An/, means: 'lost marks' },
    { row: ['Xóm Mới', '75', ''], reason: 'unknown', says: /not in the code list/, means: 'nothing near' },
    { row: ['25270', '24', ''], reason: 'outside', says: /stands in the unit 75, and this row says 24/, means: 'a code of elsewhere' }, // prettier-ignore
  ];
  for (const { row, reason, says, means } of doubts) {
    test(`${means} is never decided silently: ${row.slice(0, 2).join(', ')}`, () => {
      const { quarantined, issues } = harmonise(row);
      assert.deepEqual([quarantined.length, issues[0]!.detail['reason']], [1, reason]);
      assert.match(describeIssue(issues[0]!, 'en'), says);
    });
  }

  test('as a warning the doubtful value stays as it stood', () => {
    const lenient = { ...standard, severities: { codelist: 'warning' } } as const;
    const { values, issues } = harmonise(['Lộc Nnih', '75', ''], lenient);
    assert.deepEqual([values?.[0], issues[0]!.action, issues[0]!.severity], ['Lộc Nnih', 'kept', 'warning']);
  });

  test('names that were recognised are one issue a column, with what they became', () => {
    const { summary } = harmonise(['loc ninh', 'dong nai', '']);
    assert.deepEqual(
      summary.map(({ rule, column, samples }) => [rule, column, samples[0]!.to]),
      [
        ['codelist-similar', 'Xã', '25270 Phường Lộc Ninh'],
        ['codelist-similar', 'Tỉnh', '75 Thành phố Đồng Nai'],
      ],
    );
  });

  test('validity is judged on the day of the row where the standard says which', () => {
    const dated = standardOf([
      propertyOf('commune', 'string', { codelist: 'vn-core/communes-before-2025', asOf: 'day' }),
      province,
      day,
    ]);
    assert.deepEqual(harmonise(['00001', '', '2024-05-01'], dated).issues, []);
    const late = harmonise(['00001', '', '2026-05-01'], dated);
    assert.deepEqual([late.values?.[0], late.issues[0]!.detail['reason']], ['00001', 'expired']);
    assert.equal(harmonise(['00001', '', ''], dated).issues[0]!.detail['reason'], 'expired', 'today, without a day');
  });
});

describe('a column in the codes of another list is translated', () => {
  const reading = { codes: 'vn-core/communes-before-2025' };
  const table: readonly { row: readonly Cell[]; is: unknown; reason?: string; means: string }[] = [
    { row: ['00001', '', ''], is: '00097', means: 'an old code' },
    { row: ['Phường Phúc Xá', '01', ''], is: '00097', means: 'an old name in the new province' },
    { row: ['phuc xa', 'Hà Nội', ''], is: '00097', means: 'an old name without marks' },
    { row: ['00007', '', ''], is: undefined, reason: 'divided', means: 'a divided unit' },
    { row: ['07693', '', ''], is: undefined, reason: 'no-successor', means: 'a unit that the crosswalk does not have' },
    { row: ['1', '', ''], is: undefined, reason: 'lost-zeros', means: 'a code that lost its zeros' },
  ];
  for (const { row, is, reason, means } of table) {
    test(`${means}: ${row.slice(0, 2).join(', ')}`, () => {
      const { values, issues, summary } = harmonise(row, standard, reading);
      assert.deepEqual([values?.[0], issues[0]?.detail['reason']], [is, reason]);
      if (reason === undefined) assert.ok(summary.some(({ rule }) => rule === 'code-translated'));
    });
  }

  test('what was divided is named with all that it may be', () => {
    const { issues } = harmonise(['00007', '', ''], standard, reading);
    assert.match(
      describeIssue(issues[0]!, 'en'),
      /00007 Phường Cống Vị was divided among several units: 00008 Phường Ngọc Hà; 00025 Phường Giảng Võ/,
    );
  });

  test('a list from which nothing leads is refused with those that do', () => {
    assert.throws(() => harmonise(['x', '', ''], standard, { codes: 'vn-core/units' }), {
      code: 'mapping-bad-reading',
    });
  });
});

describe('a column of addresses becomes codes', () => {
  const reading = { address: true };
  const table: readonly { text: string; is: unknown; reason?: string; means: string }[] = [
    { text: 'tổ 5, ấp Bình An, xã Tân Phú, huyện Châu Thành, tỉnh Bến Tre', is: '28840', means: 'an old address' },
    { text: 'to 5 ap Binh An, xa Tan Phu, h. Chau Thanh, Ben Tre', is: '28840', means: 'abbreviated, without marks' },
    { text: '12 phố X, Phường Hồng Hà, Hà Nội', is: '00097', means: 'a new address' },
    { text: 'Phường Cống Vị, Quận Ba Đình, Hà Nội', is: undefined, reason: 'divided', means: 'a divided commune' },
    { text: 'Xã Tân Phú', is: undefined, reason: 'ambiguous', means: 'a name of many' },
    { text: 'Xã Tân Phúu, huyện Châu Thành, Bến Tre', is: undefined, reason: 'similar', means: 'a misspelling' },
    { text: 'nhà ông Ba', is: undefined, reason: 'no-address', means: 'no unit at all' },
  ];
  for (const { text, is, reason, means } of table) {
    test(`${means}: ${text}`, () => {
      const { values, issues, summary } = harmonise([text, '', ''], standard, reading);
      assert.deepEqual([values?.[0], issues[0]?.detail['reason']], [is, reason]);
      if (reason === undefined) assert.ok(summary.some(({ rule }) => rule === 'address-resolved'));
    });
  }

  test('a province is sure where communes of one name all stand in it', () => {
    const ofProvince = standardOf([propertyOf('province', 'string', { codelist: 'vn-core/provinces-34' })]);
    const { values } = harmonise(['Phường Cống Vị, quận Ba Đình, Hà Nội'], ofProvince, reading);
    assert.deepEqual(values, ['01']);
  });

  test('only lists of units are found in addresses', () => {
    const ofKinds = standardOf([propertyOf('kind', 'string', { codelist: 'vn-core/unit-kinds' })]);
    assert.throws(() => harmonise(['x'], ofKinds, reading), { code: 'mapping-bad-reading' });
  });
});
