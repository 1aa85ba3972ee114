import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import proj4 from 'proj4';
import { sql } from '../../src/kernel/index.ts';
import { codelistEntry, describeTests, isValidOn, loadPacks, testPacks } from '../../src/packs/index.ts';
import type { CrsDefinition, PackSet, PropertyType } from '../../src/packs/index.ts';
import { checkExpression, parseCql2Text } from '../../src/query/index.ts';

const dataFolder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';

function checkCondition(condition: string, properties: Readonly<Record<string, PropertyType>>): void {
  const fields = Object.entries(properties).map(([name, type]) => ({ name, type, column: sql.identifier(name) }));
  checkExpression(parseCql2Text(condition), fields);
}

function transform(from: CrsDefinition, to: CrsDefinition, [x, y]: readonly [number, number]): [number, number] {
  return proj4(from.proj4, to.proj4, [x, y]) as [number, number];
}

describe('the packs of this repository', () => {
  let set: PackSet;
  before(async () => {
    set = await loadPacks('packs', { checkCondition });
  });

  test('load without a fault, their conditions fit their properties', () => {
    assert.deepEqual(
      set.refused.flatMap((each) => each.faults),
      [],
    );
    assert.deepEqual(
      set.packs.map((pack) => pack.id),
      ['vn-air', 'vn-basemap', 'vn-core', 'vn-hydromet', 'vn-land', 'vn-water'],
    );
  });

  test('their examples hold: codes, agency codes, and all VN-2000 vectors to 1 mm both ways', async () => {
    const results = await testPacks(set, { transform });
    assert.deepEqual(
      results.filter((each) => each.outcome === 'failed'),
      [],
    );
    const vectors = results.filter((each) => each.file === 'vn-core/tests/coordinates.yaml');
    assert.deepEqual(
      vectors.map((each) => each.outcome),
      Array(10).fill('passed'),
    );
  });

  test('an example that does not hold says what was expected and what came', async () => {
    const shifted = (from: CrsDefinition, to: CrsDefinition, position: readonly [number, number]) => {
      const [x, y] = transform(from, to, position);
      return [x, y + 0.000005] as const;
    };
    const results = await testPacks(set, { transform: shifted });
    const line = describeTests(results, 'en').find((each) => each.includes('failed:'))!;
    assert.match(line, /^vn-core\/tests\/coordinates.yaml:\d+ failed: .* Expected .*, found /);
  });

  test('rows go to the harmoniser that was given, and its verdict is compared', async () => {
    const results = await testPacks(set, {
      harmonise: async (standard, rows) =>
        rows.map(() => ({ refusedBy: standard.id === 'air-stations' ? ['geometry'] : [], warnedBy: [], values: {} })),
    });
    const place = results.find((each) => each.title.en === 'A station without a place')!;
    assert.equal(place.outcome, 'passed');
    const negative = results.find((each) => each.title.en === 'A negative concentration is held back')!;
    assert.match(negative.detail!.en, /Expected {"refusedBy":\["range"\]}, found {"refusedBy":\[\]}/);
  });

  test('all 18 TM-3 zones have the turned rotation signs of EPSG:6960', () => {
    const zones = set.packs
      .flatMap((pack) => pack.crs)
      .filter((each) => each.datum === 'vn-2000' && each.proj4.includes('+proj=tmerc'));
    assert.equal(zones.length, 18);
    const meridians = new Set(zones.map((zone) => /\+lon_0=(\S+)/.exec(zone.proj4)![1]));
    assert.equal(meridians.size, 18);
    for (const { proj4: definition } of zones) {
      assert.match(definition, /,0\.00928836,-0\.01975479,0\.00427372,0\.252906278 .*\+units=m/);
    }
    assert.equal(set.crs('http://www.opengis.net/def/crs/EPSG/0/5897').code, 'EPSG:5897');
  });

  test('every province meridian has its coordinate system', () => {
    for (const list of ['vn-core/provinces-34', 'vn-core/provinces-63']) {
      for (const { extra } of set.codelist(list).entries) {
        assert.ok(set.crs(extra['crs']!).proj4.includes(`+lon_0=${extra['central_meridian']} `), extra['crs']!);
      }
    }
  });

  test('63 provinces became 34: every old one has a successor, every new one a predecessor', () => {
    const old = set.codelist('vn-core/provinces-63').entries;
    const now = set.codelist('vn-core/provinces-34');
    const successors = old.map((entry) => entry.extra['successor']!);
    assert.equal(old.length, 63);
    assert.equal(new Set(old.map((entry) => entry.code)).size, 63);
    for (const day of ['2025-07-01', '2026-04-29', '2026-04-30']) {
      const valid = now.entries.filter((entry) => isValidOn(entry, day));
      assert.equal(valid.length, 34, day);
      assert.deepEqual([...new Set(successors)].sort(), valid.map((entry) => entry.code).sort());
    }
    const predecessors = new Map<string, number>();
    for (const code of successors) predecessors.set(code, (predecessors.get(code) ?? 0) + 1);
    assert.equal([...predecessors.values()].filter((count) => count > 1).length, 23, '23 merged, 11 as before');
    assert.ok(old.every((entry) => entry.code.length === 2 && entry.validTo === '2025-06-30'));
  });

  test('a code is found by its day; without a day the latest counts', () => {
    const provinces = set.codelist('vn-core/provinces-34');
    const cities = (day: string) =>
      provinces.entries.filter((entry) => isValidOn(entry, day) && entry.extra['kind'] === 'municipality').length;
    assert.deepEqual([cities('2026-04-29'), cities('2026-04-30')], [6, 7]);
    assert.equal(codelistEntry(provinces, '75')!.validFrom, '2026-04-30');
    assert.equal(codelistEntry(provinces, '75', '2025-06-30'), undefined);
  });

  test('spellings of units lead to one unit each, and units convert inside their quantity', () => {
    const seen = new Map<string, string>();
    for (const unit of set.units) {
      for (const spelling of new Set([unit.code, unit.symbol, ...unit.spellings])) {
        assert.equal(seen.get(spelling), undefined, `${spelling} of ${unit.code}`);
        seen.set(spelling, unit.code);
      }
      assert.ok(Number.isFinite(unit.factor) && unit.factor > 0, unit.code);
    }
    const [milli, micro] = [set.unit('mg/m3'), set.unit('ug/m3')];
    assert.equal(milli.base, micro.base);
    assert.equal(Math.round(milli.factor / micro.factor), 1000);
    assert.equal(set.unit('Cel').offset, 273.15);
  });

  test('synonyms lead to one property each', () => {
    for (const standard of set.packs.flatMap((pack) => pack.standards)) {
      const seen = new Map<string, string>();
      for (const { name, title, synonyms } of standard.properties) {
        for (const word of new Set([title.vi, title.en, ...(synonyms ?? [])].map((each) => each.toLowerCase()))) {
          assert.equal(seen.get(word), undefined, `${standard.id}: "${word}" of ${name}`);
          seen.set(word, name);
        }
      }
    }
  });

  test('the air standard knows every symbol of Bảng 34 that is about ambient air', async (t) => {
    const text = await readFile(join(dataFolder, 'domain/monitoring/symbols.csv'), 'utf8').catch(() => null);
    if (text === null) return t.skip(`no data in ${dataFolder}`);
    const words = set
      .standard('ambient-air-measurements')
      .properties.flatMap((each) => [each.name, ...(each.synonyms ?? [])].map((word) => word.toLowerCase()));
    for (const symbol of ['Temp', 'RH', 'P', 'NO', 'NO2', 'CO', 'SO2', 'O3', 'PM10', 'PM2,5']) {
      assert.match(text, new RegExp(`^"?${symbol}"?,`, 'm'));
      assert.ok(words.includes(symbol.toLowerCase()), symbol);
    }
  });
});
