import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import {
  codelistEntry,
  entriesByCode,
  isValidOn,
  loadPacks,
  type Crosswalk,
  type PackSet,
} from '../../src/packs/index.ts';
import { changed, goodFiles, packFolder, type Files } from './pack-folder.ts';

const facts = `${process.env['LIENTHONG_TEST_DATA'] ?? '../shared'}/domain/admin`;
const skip = !existsSync(facts) && `no real data: ${facts} is missing (LIENTHONG_TEST_DATA)`;

describe('administrative units before and after 1 July 2025', () => {
  let set: PackSet;
  before(async () => {
    set = await loadPacks('packs');
  });
  const list = (id: string) => set.codelist(`vn-core/${id}`);
  const crosswalk = (id: string): Crosswalk => set.crosswalks.find((each) => each.id === `vn-core/${id}`)!;
  const kinds = (id: string, day: string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const entry of list(id).entries) {
      if (!isValidOn(entry, day) || entry.extra['same_as']) continue;
      counts[entry.extra['kind']!] = (counts[entry.extra['kind']!] ?? 0) + 1;
    }
    return counts;
  };

  test('3,321 communes are in force; ten became wards on 30 April 2026', () => {
    assert.deepEqual(kinds('communes-after-2025', '2025-07-01'), { commune: 2621, ward: 687, 'special-zone': 13 });
    assert.deepEqual(kinds('communes-after-2025', '2026-04-29'), { commune: 2621, ward: 687, 'special-zone': 13 });
    assert.deepEqual(kinds('communes-after-2025', '2026-04-30'), { commune: 2611, ward: 697, 'special-zone': 13 });
    assert.deepEqual(kinds('communes-after-2025', '2025-06-30'), {});
  });

  test('before there were 10,035 communes of 696 districts, and 12 codes that one source alone has', () => {
    const old = list('communes-before-2025').entries;
    assert.equal(old.length, 10_047);
    assert.equal(old.filter((entry) => entry.extra['confidence'] === 'V').length, 10_035);
    assert.equal(old.filter((entry) => entry.extra['note'] !== '').length, 12);
    assert.deepEqual(kinds('districts-before-2025', '2025-06-30'), {
      'urban-district': 49,
      city: 87,
      town: 52,
      district: 508,
    });
    assert.ok(old.every((entry) => /^\d{5}$/.test(entry.code)));
  });

  test('every unit stands in the one above it: commune, district, province', () => {
    const chain = { 'communes-before-2025': 'districts-before-2025', 'districts-before-2025': 'provinces-63' };
    for (const [child, parent] of Object.entries({ ...chain, 'communes-after-2025': 'provinces-34' })) {
      const above = list(child).parent!;
      assert.equal(above.codelist, `vn-core/${parent}`);
      const codes = entriesByCode(list(parent));
      assert.ok(list(child).entries.every((entry) => codes.has(entry.extra[above.column]!)));
    }
  });

  test('one code means two places: the scheme says which', () => {
    const scheme = (id: string) => list(id).units!.scheme;
    assert.notEqual(scheme('communes-before-2025'), scheme('communes-after-2025'));
    assert.equal(codelistEntry(list('communes-before-2025'), '00004')!.labelVi, 'Phường Trúc Bạch');
    assert.equal(codelistEntry(list('communes-after-2025'), '00004')!.labelVi, 'Phường Ba Đình');
  });

  test('the crosswalk has 10,597 rows of communes and 5 of districts without communes; 471 were divided', () => {
    const { rows } = crosswalk('communes-2025');
    assert.equal(rows.length + crosswalk('districts-2025').rows.length, 10_602);
    const parts = rows.filter((row) => row.relation === 'part');
    assert.deepEqual([parts.length, new Set(parts.map((row) => row.from)).size], [1033, 471]);
    assert.equal(new Set(rows.map((row) => row.to)).size + crosswalk('districts-2025').rows.length, 3321);
    assert.equal(crosswalk('provinces-2025').rows.length, 63);
  });

  test('the crosswalk leads inside the new province of the old one', () => {
    const districts = entriesByCode(list('districts-before-2025'));
    const old = entriesByCode(list('communes-before-2025'));
    const successor = new Map(crosswalk('provinces-2025').rows.map((row) => [row.from, row.to]));
    const now = entriesByCode(list('communes-after-2025'));
    const strays = crosswalk('communes-2025').rows.filter(({ from, to }) => {
      const district = districts.get(old.get(from)![0]!.extra['district']!)![0]!;
      return successor.get(district.extra['province']!) !== now.get(to)![0]!.extra['province'];
    });
    assert.deepEqual(strays, []);
  });

  test('where the sources disagree both are stated: Xã Ba Chẽ is 06978, and 06970 to one source', () => {
    const entry = codelistEntry(list('communes-after-2025'), '06970')!;
    assert.deepEqual([entry.labelVi, entry.extra['same_as'], entry.extra['confidence']], ['Xã Ba Chẽ', '06978', '1']);
    const noted = crosswalk('communes-2025').rows.filter((row) => row.note !== '');
    assert.ok(noted.length > 0 && noted.every((row) => row.to === '06978' && row.note.includes('06970')));
  });

  test('every row of the facts is in the packs, none is left out', { skip }, () => {
    const rows = readFileSync(`${facts}/ward_old_to_new.csv`, 'utf8').trim().split('\n').slice(1);
    const known = new Set(
      ['communes-2025', 'districts-2025'].flatMap((id) => crosswalk(id).rows.map(({ from, to }) => `${from} ${to}`)),
    );
    const wanted = rows.map((row) => {
      const [, district, ward, , , to] = row.split(',');
      return `${ward || district} ${to === '06970' ? '06978' : to}`;
    });
    assert.deepEqual(
      wanted.filter((each) => !known.has(each)),
      [],
    );
    const codes = entriesByCode(list('communes-after-2025'));
    const inForce = readFileSync(`${facts}/wards_3321.csv`, 'utf8').trim().split('\n').slice(1);
    for (const row of inForce) assert.ok(codes.has(row.split(',')[0]!), row);
  });
});

describe('hierarchy and crosswalks of a pack', () => {
  const walk = 'rain/crosswalks/renewal.csv';
  const rain = 'rain/pack.yaml';
  const withWalk = (rows: string, to = 'gauges'): Files => ({
    ...goodFiles,
    [rain]: `${goodFiles[rain]!}crosswalks:
  renewal: { title: { vi: Thay, en: Renewal }, sources: [{ title: A law, confidence: V }], from: gauges, to: ${to} }
`,
    [walk]: `from,to,relation,confidence,note\n${rows}`,
  });
  const withParent = (words: string): Files =>
    changed(rain, '    title: { vi: Máy đo, en: Gauges }\n', `    title: { vi: Máy đo, en: Gauges }\n    ${words}\n`);
  const cases = [
    { means: 'a good crosswalk', files: withWalk('01,01,whole,V,\n'), refuses: null },
    { means: 'a code that the list lacks', files: withWalk('02,01,whole,V,\n'), refuses: /"02" is not in the list/ },
    {
      means: 'a list that is not there',
      files: withWalk('01,01,whole,V,\n', 'gouges'),
      refuses: /Is it "rain\/gauges"/,
    },
    { means: 'a part that has no other part', files: withWalk('01,01,part,V,\n'), refuses: /relation must be "whole"/ },
    { means: 'a row twice', files: withWalk('01,01,whole,V,\n01,01,whole,V,\n'), refuses: /Line 2 already/ },
    { means: 'a relation of its own', files: withWalk('01,01,half,V,\n'), refuses: /Allowed values: whole, part/ },
    {
      means: 'a parent column that is not declared',
      files: withParent('parent: region'),
      refuses: /no column "region"/,
    },
    {
      means: 'a parent column without codes',
      files: withParent('parent: region\n    columns: { region: { type: text } }'),
      refuses: /must name its code list/,
    },
    { means: 'an alias column that is not declared', files: withParent('names: { aliases: also }'), refuses: /"also"/ },
  ];
  for (const { means, files, refuses } of cases) {
    test(`${means} ${refuses ? 'is refused' : 'is taken'}`, async (t) => {
      const set = await loadPacks(await packFolder(t, files));
      const reasons = set.refused.flatMap((each) => each.faults.map((fault) => fault.reason.en));
      if (!refuses) assert.deepEqual([reasons, set.crosswalks.length], [[], 1]);
      else assert.match(reasons.join('\n'), refuses);
    });
  }
});

describe('a property that leans on another', () => {
  const standard = 'rain/standards/rainfall.yaml';
  const cases = [
    { from: 'codelist: gauges', to: 'codelist: gauges, asOf: dayy', refuses: /no property "dayy"/, means: 'unknown' },
    { from: 'codelist: gauges', to: 'codelist: gauges, asOf: station', refuses: /must be a date/, means: 'no day' },
    { from: 'codelist: gauges', to: 'codelist: gauges, within: station', refuses: /stands above/, means: 'not above' },
  ];
  for (const { from, to, refuses, means } of cases) {
    test(`is refused: ${means}`, async (t) => {
      const set = await loadPacks(await packFolder(t, changed(standard, from, to)));
      assert.match(set.refused.flatMap((each) => each.faults.map((fault) => fault.reason.en)).join('\n'), refuses);
    });
  }
});
