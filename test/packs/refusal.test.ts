import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodingsPart } from '../../src/harmonise/index.ts';
import { loadPacks } from '../../src/packs/index.ts';
import { changed, goodFiles, packFolder, type Files } from './pack-folder.ts';

const standard = 'rain/standards/rainfall.yaml';
const units = 'vn-core/codelists/units.csv';
const gauges = 'rain/codelists/gauges.csv';
const manifest = 'rain/pack.yaml';

interface Case {
  readonly means: string;
  readonly files: Files;
  readonly file: string;
  readonly line: number;
  readonly en: RegExp;
}

const encoding = (id: string, base: string): string =>
  `id: ${id}\ntitle: { vi: Cũ, en: Old }\nextends: ${base}\nsources: [{ title: A law, confidence: V }]\n`;

const cases: readonly Case[] = [
  {
    means: 'an unknown word is refused, with the nearest one',
    files: changed(standard, 'sources:', 'sortable: [depth]\nsources:'),
    file: standard,
    line: 5,
    en: /no word "sortable" here. Is it "sortables"\?/,
  },
  {
    means: 'an unknown type is refused',
    files: changed(standard, 'type: number', 'type: nummber'),
    file: standard,
    line: 8,
    en: /"nummber" is not allowed. Is it "number"\?/,
  },
  {
    means: 'a missing word is named',
    files: changed(standard, 'title: { vi: Lượng mưa, en: Rainfall }\n', ''),
    file: standard,
    line: 1,
    en: /"title" is missing/,
  },
  {
    means: 'a title needs both languages',
    files: changed(standard, ', en: Depth', ''),
    file: standard,
    line: 8,
    en: /"en" is missing/,
  },
  {
    means: 'a version that YAML reads as a number must be in quotes',
    files: changed(manifest, 'version: 1.0.0', 'version: 1.0'),
    file: manifest,
    line: 2,
    en: /must be text/,
  },
  {
    means: 'broken YAML is refused',
    files: changed(standard, 'key: [station]', 'key: [station'),
    file: standard,
    line: 5,
    en: /YAML cannot be read/,
  },
  {
    means: 'a word written twice is refused',
    files: changed(standard, 'key: [station]', 'key: [station]\nkey: [depth]'),
    file: standard,
    line: 5,
    en: /YAML cannot be read/,
  },
  {
    means: 'the key names existing properties',
    files: changed(standard, 'key: [station]', 'key: [stations]'),
    file: standard,
    line: 4,
    en: /no property "stations". Is it "station"\?/,
  },
  {
    means: 'a key property is required',
    files: changed(standard, 'key: [station]', 'key: [station, depth]'),
    file: standard,
    line: 4,
    en: /"depth" needs "required: true"/,
  },
  {
    means: 'a unit stands in the unit list',
    files: changed(standard, 'unit: mm', 'unit: mmm'),
    file: standard,
    line: 8,
    en: /no unit "mmm" in the list vn-core\/units. Is it "mm"\?/,
  },
  {
    means: 'a code list exists',
    files: changed(standard, 'codelist: gauges', 'codelist: gauge'),
    file: standard,
    line: 9,
    en: /no code list "rain\/gauge".*Is it "rain\/gauges"\?/,
  },
  {
    means: 'limits stand in order',
    files: changed(standard, 'minimum: 0', 'minimum: 1000'),
    file: standard,
    line: 8,
    en: /minimum 1,000 is above the maximum 900/,
  },
  {
    means: 'text has no unit',
    files: changed(standard, 'codelist: gauges', 'unit: mm'),
    file: standard,
    line: 9,
    en: /"unit" is for the types integer, number/,
  },
  {
    means: 'a name is used once',
    files: changed(standard, 'name: gauge', 'name: depth'),
    file: standard,
    line: 9,
    en: /"depth" is already used on line 8/,
  },
  {
    means: 'a pattern is a regular expression',
    files: changed(standard, 'codelist: gauges', "pattern: '[a'"),
    file: standard,
    line: 9,
    en: /pattern "\[a" cannot be read/,
  },
  {
    means: 'an unconfirmed source refuses no rows',
    files: changed(standard, 'severity: warning,', 'severity: error, source: { title: From memory, confidence: M },'),
    file: standard,
    line: 11,
    en: /unconfirmed source \(M\)/,
  },
  {
    means: 'a condition is valid CQL2',
    files: changed(standard, 'condition: depth < 400', 'condition: depth <'),
    file: standard,
    line: 11,
    en: /condition cannot be read: ends too early/,
  },
  {
    means: 'the id is the name of the file',
    files: changed(standard, 'id: rainfall', 'id: rain'),
    file: standard,
    line: 1,
    en: /must equal the name "rainfall"/,
  },
  {
    means: 'a needed pack exists',
    files: changed(manifest, 'depends: [vn-core]', 'depends: [vn-core, vn-sky]'),
    file: manifest,
    line: 1,
    en: /needs "vn-sky", which is not in the packs folder/,
  },
  {
    means: 'a described code list has its file',
    files: changed(manifest, '  gauges:', '  buckets:'),
    file: manifest,
    line: 8,
    en: /no file codelists\/buckets.csv/,
  },
  {
    means: 'what pack.yaml says of a code list is checked too',
    files: changed(manifest, 'title: { vi: Máy đo, en: Gauges }', 'titel: { vi: Máy đo, en: Gauges }'),
    file: manifest,
    line: 9,
    en: /no word "titel" here. Is it "title"\?/,
  },
  {
    means: 'the columns of a code list are those that are declared',
    files: changed(gauges, 'source\n', 'sourse\n'),
    file: gauges,
    line: 1,
    en: /column "source" is missing/,
  },
  {
    means: 'every line of a code list has all cells',
    files: changed(gauges, ',,2025-06-30,A law', ',2025-06-30'),
    file: gauges,
    line: 2,
    en: /has 4 cells, the header 6 columns/,
  },
  {
    means: 'dates of validity are in the calendar',
    files: changed(gauges, '2025-06-30', '2025-06-31'),
    file: gauges,
    line: 2,
    en: /"2025-06-31" is not a calendar date/,
  },
  {
    means: 'a code is valid once at a time',
    files: changed(gauges, '2025-07-01', '2025-06-30'),
    file: gauges,
    line: 3,
    en: /"01" is already valid in this time on line 2/,
  },
  {
    means: 'a quote is closed',
    files: changed(gauges, 'Chao lật,', '"Chao lật,'),
    file: gauges,
    line: 2,
    en: /never closed/,
  },
  {
    means: 'an example speaks of a known list',
    files: {
      ...goodFiles,
      'rain/tests/x.yaml': 'codes:\n  - { list: gauges, code: a }\n  - { list: none, code: a }\n',
    },
    file: 'rain/tests/x.yaml',
    line: 3,
    en: /no code list "none"/,
  },
  {
    means: 'a coordinate system is defined once',
    files: {
      ...goodFiles,
      'rain/crs/a.yaml': `crs:
  - &one
    code: 'EPSG:1'
    uri: http://www.opengis.net/def/crs/EPSG/0/1
    title: { vi: Một, en: One }
    proj4: +proj=longlat +ellps=WGS84
    axisOrder: yx
    source: { title: A law, confidence: V }
  - *one
`,
    },
    file: 'rain/crs/a.yaml',
    line: 3,
    en: /"EPSG:1" is already used/,
  },
  {
    means: 'an encoding extends one that is there',
    files: { ...goodFiles, 'rain/encodings/old.yaml': encoding('old', 'older') },
    file: 'rain/encodings/old.yaml',
    line: 3,
    en: /no encoding "older" to extend. There are: old/,
  },
  {
    means: 'an encoding does not extend itself, over another either',
    files: {
      ...goodFiles,
      'rain/encodings/one.yaml': encoding('one', 'two'),
      'rain/encodings/two.yaml': encoding('two', 'one'),
    },
    file: 'rain/encodings/one.yaml',
    line: 3,
    en: /extends itself \(one → two → one\)/,
  },
];

/** Stands for the expression language, which packs do not import. */
function checkCondition(condition: string): void {
  if (condition.endsWith('<')) throw new Error('ends too early');
}

describe('a bad pack is refused whole, with file, line and reason; the others load', () => {
  for (const { means, files, file, line, en } of cases) {
    test(means, async (t) => {
      const set = await loadPacks(await packFolder(t, files), { checkCondition, parts: [encodingsPart] });
      assert.deepEqual(
        set.packs.map((pack) => pack.id),
        ['vn-core'],
      );
      const [refused] = set.refused;
      const fault = refused?.faults.find((each) => en.test(each.reason.en));
      assert.ok(fault, JSON.stringify(refused, null, 1));
      assert.deepEqual([refused!.id, fault.file, fault.line], ['rain', file, line]);
      assert.equal(refused!.keptVersion, null);
      assert.ok(fault.reason.vi.length > 10);
      assert.doesNotMatch(fault.reason.vi + fault.reason.en, /\{\w+\}/, 'every place of the message is filled');
    });
  }

  test('a pack that needs a refused pack is refused, and says so', async (t) => {
    const set = await loadPacks(await packFolder(t, changed(units, ',mm,0.001', ',mm,một phần nghìn')));
    assert.deepEqual(set.packs, []);
    const reasons = set.refused.map((each) =>
      each.faults.map((fault) => `${fault.file}:${fault.line} ${fault.reason.en}`),
    );
    assert.match(reasons[0]![0]!, /^vn-core\/codelists\/units.csv:2 .*not a number/);
    assert.match(reasons[1]![0]!, /^rain\/pack.yaml:1 .*"vn-core", which was refused/);
  });

  test('packs that need each other are refused', async (t) => {
    const files = changed('vn-core/pack.yaml', 'maintainers', 'depends: [rain]\nmaintainers');
    const set = await loadPacks(await packFolder(t, files));
    assert.deepEqual(set.refused.map((each) => each.id).sort(), ['rain', 'vn-core']);
    assert.ok(set.refused.some((each) => /circle: rain → vn-core → rain/.test(each.faults[0]!.reason.en)));
  });

  test('a folder without pack.yaml is refused', async (t) => {
    const set = await loadPacks(await packFolder(t, { ...goodFiles, 'notes/readme.txt': 'x' }));
    assert.deepEqual(
      set.packs.map((pack) => pack.id),
      ['rain', 'vn-core'],
    );
    assert.match(set.refused[0]!.faults[0]!.reason.en, /no pack.yaml/);
  });

  test('a packs folder that does not exist is a problem, not an empty set', async () => {
    await assert.rejects(loadPacks('no-such-folder'), { code: 'packs-folder-unreadable' });
  });
});
