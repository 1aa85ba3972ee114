import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createHarmoniser, describeIssue } from '../../src/harmonise/index.ts';
import type { Cell } from '../../src/formats/index.ts';
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

function harmonise(row: readonly Cell[], of: Standard = standard) {
  const columns = ['Xã', 'Tỉnh', 'Ngày'];
  const fields = of.properties.map(({ name }, index) => ({ target: name, column: columns[index]! }));
  const layer = layerOf(columns);
  const context = { ...plainContext, codelist: (id: string) => packs.codelist(id) };
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
