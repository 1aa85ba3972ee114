import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { createHarmoniser, describeIssue, type UnitBook, unitsOfPacks } from '../../src/harmonise/index.ts';
import { loadPacks, type PackSet, type Property } from '../../src/packs/index.ts';
import { batchOf, harmoniseCell, layerOf, plainContext, propertyOf, standardOf } from './support.ts';

let packs: PackSet;
let units: UnitBook;
before(async () => {
  packs = await loadPacks('packs');
  units = unitsOfPacks(packs);
});

function convert(value: number, from: string, to: string, molar?: Property['molar']): number | string {
  const code = units.code(from);
  if (code === null) return 'unknown';
  const verdict = units.verdict(code, to, molar);
  return verdict.kind === 'converts' ? verdict.conversion.convert(value) : verdict.kind;
}

describe('units as people write them', () => {
  const table: readonly (readonly [string, string | null])[] = [
    ['µg/m³', 'ug/m3'],
    ['μg/m3', 'ug/m3'],
    ['ug.m-3', 'ug/m3'],
    ['µg m⁻³', 'ug/m3'],
    ['UG/M3', 'ug/m3'],
    ['Mg/L', 'mg/L'],
    ['mg/lít', 'mg/L'],
    ['mg N/L', 'mg/L'],
    ['mgNO3/L', 'mg/L'],
    ['mg NH4-N/l', 'mg/L'],
    ['mW', 'mW'],
    ['MW', 'MW'],
    ['độ C', 'Cel'],
    ['°F', '[degF]'],
    ['m³/ngày đêm', 'm3/d'],
    ['M3/S', 'm3/s'],
    ['m^3/s', 'm3/s'],
    ['lít/phút', 'L/min'],
    ['mmol/l', 'mmol/L'],
    ['mg/dL', 'mg/dL'],
    ['m3/(m2.d)', 'm3/(m2.d)'],
    ['10^6 m3', '10*6.m3'],
    ['km²', 'km2'],
    ['%', '%'],
    ['hải lý/giờ', '[kn_i]'],
    ['TN', null],
    ['As', null],
    ['EC', null],
    ['trạm', null],
    ['mẫu 1', null],
    ['', null],
  ];
  for (const [text, code] of table) test(`"${text}" is ${code}`, () => assert.equal(units.code(text), code));

  test('every unit of the list says itself, and its factor is what its expression says', () => {
    for (const unit of packs.units) {
      for (const name of [unit.code, unit.symbol, ...unit.spellings]) assert.ok(units.code(name), name);
      if (unit.quantity === 'sound-level' || unit.code === unit.base) continue;
      const base = units.verdict(unit.code, unit.base);
      assert.equal(base.kind, 'converts', unit.code);
      if (base.kind !== 'converts') continue;
      assert.ok(Math.abs(base.conversion.factor / unit.factor - 1) < 1e-12, unit.code);
      assert.ok(Math.abs(base.conversion.offset - unit.offset) < 1e-9, unit.code);
    }
  });
});

describe('conversions are exact to the last digit of a double', () => {
  const table: readonly (readonly [number, string, string, number | string])[] = [
    [0.1, 'mg/m³', 'ug/m3', 100],
    [1.001, 'mg/m³', 'ug/m3', 1001],
    [0.07, 'g/m3', 'ug/m3', 70_000],
    [36, 'km/h', 'm/s', 10],
    [3.7, 'm/s', 'km/h', 13.32],
    [25, '°C', 'K', 298.15],
    [300.15, 'K', 'Cel', 27],
    [98.6, '°F', 'Cel', 37],
    [-40, '°F', 'Cel', -40],
    [1013, 'mbar', 'hPa', 1013],
    [760, 'mmHg', 'kPa', 101.3250144354],
    [12, 'mg/dL', 'mg/L', 120],
    [3, 'km2', 'har', 300],
    [86.4, 'm3/ngày', 'L/s', 1],
    [0.5, '‰', '%', 0.05],
    [1e-7, 'mg/L', 'ng/L', 0.1],
    [5, 'mm', 'L/m2', 5],
    [3, 'm/s', 'mm/h', 'differs'],
    [3, 'mg/L', 'm/s', 'differs'],
    [3, 'MPN/100ml', '{CFU}/(100.mL)', 'differs'],
    [3, 'ppm', 'ug/m3', 'needs-molar'],
    [3, 'mmol/L', 'mg/L', 'needs-molar'],
  ];
  for (const [value, from, to, is] of table) {
    test(`${value} ${from} is ${is} ${to}`, () => assert.equal(convert(value, from, to), is));
  }

  test('there and back gives the number again (law)', () => {
    const pairs = [['mg/m3', 'ug/m3'], ['km/h', 'm/s'], ['Cel', 'K'], ['m3/d', 'm3/s'], ['har', 'km2']] as const; // prettier-ignore
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(...pairs), (digits, [from, to]) => {
        const value = digits / 1000;
        const there = convert(value, from, to) as number;
        const back = convert(there, to, from) as number;
        assert.ok(Math.abs(back - value) <= Math.abs(value) * 1e-14 + 1e-10, `${value} ${from} ${back}`);
      }),
    );
  });

  test('expressions of any letters give a unit or null, never an error (law)', () => {
    const letters = fc.constantFrom(
      'm',
      'g',
      'k',
      '/',
      '.',
      '-',
      '2',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      '10*',
      ' ',
      'µ',
      'ờ',
      '³',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 14 }), (parts) => {
        const code = units.code(parts.join(''));
        assert.ok(code === null || units.verdict(code, code).kind !== undefined);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('ppm against mass concentration', () => {
  const molar = {
    mass: 64.06,
    temperature: 25,
    pressure: 101.325,
    source: { title: 'test', confidence: '1' },
  } as const;
  test('at the stated temperature and pressure', () => {
    assert.ok(Math.abs((convert(1, 'ppb', 'ug/m3', molar) as number) - 2.6184) < 0.0005);
    assert.ok(Math.abs((convert(2618.4, 'ug/m3', '[ppm]', molar) as number) - 1) < 0.001);
  });
  test('molar mass alone is enough for what is dissolved, not for a gas', () => {
    const { source, mass } = molar;
    assert.equal(convert(2, 'mmol/L', 'mg/L', { source, mass }), 128.12);
    assert.equal(convert(2, 'ppm', 'ug/m3', { source, mass }), 'needs-molar');
  });
  test('is stated by the standards of the packs for gases, not for dust', () => {
    const { properties } = packs.standard('vn-air/ambient-air-measurements');
    assert.deepEqual(
      properties.filter(({ molar }) => molar).map(({ name }) => name),
      ['so2', 'no2', 'no', 'co', 'o3'],
    );
  });
});

describe('a column in another unit', () => {
  const property = propertyOf('dust', 'number', { unit: 'ug/m3' });
  const run = (column: string, cells: readonly (string | number)[], reading?: Record<string, unknown>) => {
    const mapping = { fields: [{ target: 'dust', column, ...(reading ? { reading } : {}) }] };
    const harmoniser = createHarmoniser(
      { standard: standardOf([property]), mapping, layer: layerOf([column]) },
      { ...plainContext, units },
    );
    const batch = harmoniser.harmonise(batchOf(cells.map((cell) => [cell])));
    return { values: batch.rows.map(({ values }) => values[0]), batch, summary: harmoniser.summary() };
  };

  test('by its header: values converted, told once with factor and samples', () => {
    const { values, summary } = run('Bụi (mg/m³)', ['0.1', 0.25, '']);
    assert.deepEqual(values, [100, 250, null]);
    assert.equal(summary.length, 1);
    assert.deepEqual(summary[0]!.detail, { from: 'mg/m³', to: 'µg/m³', factor: 1000, offset: 0 });
    assert.equal(summary[0]!.count, 2);
    assert.deepEqual(summary[0]!.samples[0], { from: '0.1', to: '100', position: 2 });
    assert.match(describeIssue(summary[0]!, 'vi'), /mg\/m³ sang µg\/m³ \(× 1\.000\)/);
  });
  test('the reading goes before the header', () => {
    assert.deepEqual(run('Bụi (mg/m³)', ['7'], { unit: 'µg/m³' }).values, [7]);
    assert.deepEqual(run('Bụi', ['7'], { unit: 'g/m3' }).values, [7_000_000]);
  });
  test('cells with units of their own go by their own, the bare ones by the column', () => {
    const { values, summary } = run('Bụi (mg/m³)', ['1', '5 µg/m³', '0,2 g/m3', '3 ng/m3'], { decimal: ',' });
    assert.deepEqual(values, [1000, 5, 200_000, 0.003]);
    assert.deepEqual(summary.map(({ rule, detail }) => [rule, detail['from']]), [
      ['unit-removed', undefined],
      ['unit-converted', 'mg/m³'],
      ['unit-converted', 'g/m³'],
      ['unit-converted', 'ng/m³'],
    ]); // prettier-ignore
  });
  test('bare numbers among cells that all say mg/m³ are taken as that, and it is said', () => {
    const { values, summary } = run('Bụi', ['1 mg/m³', '2'], { suffix: 'mg/m³' });
    assert.deepEqual(values, [1000, 2000]);
    assert.ok(summary.some(({ rule, severity }) => rule === 'unit-assumed' && severity === 'warning'));
  });
  test('an unknown unit in a cell is refused with the nearest, one in the header is pointed out', () => {
    const { batch } = run('Bụi', ['5 µg/mm³x']);
    assert.equal(batch.issues[0]!.detail['reason'], 'unknown-unit');
    assert.match(String(batch.issues[0]!.detail['nearest']), /µg\/m³/);
    const { summary, values } = run('Bụi (µg/mkh)', ['5']);
    assert.deepEqual([values, summary[0]!.rule, summary[0]!.severity], [[5], 'unit-unknown', 'warning']);
  });
  test('ppm without molar members is refused before the first row, and in a cell', () => {
    assert.throws(() => run('Bụi (ppm)', ['1']), { code: 'mapping-unit-needs-molar' });
    assert.equal(run('Bụi', ['1 ppm']).batch.issues[0]!.detail['reason'], 'unit-needs-molar');
  });
  test('no value is still no value', () => {
    assert.equal(harmoniseCell('-9999', property, { unit: 'mg/m3' }, { missing: ['-9999'] }, { units }).value, null);
  });
});

describe('changes of scale that the steward accepted', () => {
  const columns = ['Trạm', 'Bụi'];
  const run = (scale: unknown) => {
    const mapping = { fields: [{ target: 'dust', column: 'Bụi', reading: { decimal: '.', scale } }] };
    const standard = standardOf([propertyOf('dust', 'number', { unit: 'ug/m3' })]);
    const harmoniser = createHarmoniser({ standard, mapping, layer: layerOf(columns) }, { ...plainContext, units });
    const { rows } = harmoniser.harmonise(batchOf([['A', '0.03'], ['B', '31'], ['A', '0.04'], ['A', '29']])); // prettier-ignore
    return { values: rows.map(({ values }) => values[0]), rules: harmoniser.summary().map(({ rule }) => rule) };
  };
  test('by position and series', () => {
    assert.deepEqual(run([{ from: 2, to: 4, factor: 1000, series: { Trạm: 'A' } }]).values, [30, 31, 40, 29]);
    assert.deepEqual(run([{ from: 2, to: 2, factor: 1000 }]).values, [30, 31, 0.04, 29]);
    assert.ok(run([{ from: 2, to: 2, factor: 1000 }]).rules.includes('scale-changed'));
  });
  test('what is no change of scale is refused', () => {
    assert.throws(() => run([{ from: 2, factor: 1000 }]), { code: 'mapping-bad-reading' });
    assert.throws(() => run([{ from: 2, to: 3, factor: 0 }]), { code: 'mapping-bad-reading' });
  });
});

test('most numbers outside the range, and a hundredth of them inside: the unit is suspected, nothing is changed', () => {
  const property = propertyOf('p', 'number', { unit: 'hPa', minimum: 600, maximum: 1100 });
  const summaryOf = (cells: readonly number[]) => {
    const mapping = { fields: [{ target: 'p', column: 'P' }] };
    const harmoniser = createHarmoniser(
      { standard: standardOf([property]), mapping, layer: layerOf(['P']) },
      plainContext,
    );
    harmoniser.harmonise(batchOf(cells.map((cell) => [cell])));
    return harmoniser.summary();
  };
  const [issue] = summaryOf(Array.from({ length: 20 }, (_, at) => 101_000 + at));
  assert.deepEqual([issue?.rule, issue?.detail['factor'], issue?.count], ['unit-suspected', 0.01, 20]);
  assert.match(describeIssue(issue!, 'vi'), /nhân 0,01/);
  assert.deepEqual(summaryOf(Array.from({ length: 20 }, (_, at) => 1000 + at)), []);
});
