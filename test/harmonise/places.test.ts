import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import {
  CrsBook,
  createHarmoniser,
  inverseOf,
  PlaceSample,
  profileLayer,
  proposeGeometry,
  sampled,
  UnitPlaces,
  type GeometryMapping,
  type GeometryProposal,
} from '../../src/harmonise/index.ts';
import type { Cell, Layer } from '../../src/formats/index.ts';
import type { Geometry } from '../../src/kernel/index.ts';
import { loadPacks } from '../../src/packs/index.ts';
import { batchOf, layerOf, plainContext, standardOf, streamOf } from './support.ts';

let book: CrsBook;
let units: UnitPlaces;
before(async () => {
  const { packs } = await loadPacks('packs');
  book = new CrsBook(packs);
  units = new UnitPlaces(packs);
});

const communes = 'vn-core/communes-after-2025';

interface Commune {
  readonly code: string;
  readonly name: string;
  readonly place: readonly [number, number];
}

/** Communes of a province, as the packs know them. */
function communesOf(province: string): Commune[] {
  const list = units.find(communes)!;
  return units.places.flatMap(({ code, longitude, latitude }) => {
    const entry = list.entries.find((each) => each.code === code);
    if (entry?.extra['province'] !== province) return [];
    return [{ code, name: entry.labelVi, place: [longitude, latitude] as const }];
  });
}

/** Positions in a system as survey papers give them: X north, Y east. */
function surveyed(code: string, each: readonly Commune[]): readonly [number, number][] {
  const into = inverseOf(book.take(book.named(code)!));
  return each.map(({ place }) => {
    const [east, north] = into(...place);
    return [Number(north.toFixed(2)), Number(east.toFixed(2))];
  });
}

async function propose(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  more: {
    readonly layer?: Partial<Layer>;
    readonly geometries?: readonly Geometry[];
    readonly hints?: readonly string[];
  } = {},
): Promise<GeometryProposal | null> {
  const layer = layerOf(columns, { hasGeometry: more.geometries !== undefined, ...more.layer });
  const sample = new PlaceSample();
  const profile = await profileLayer(layer, sampled(streamOf(batchOf(rows, more.geometries)), sample));
  return proposeGeometry({ layer, profile, sample, book, units, hints: more.hints ?? [] });
}

const best = (proposal: GeometryProposal | null) => proposal?.options[0];
const vinhLong = '86';
const canTho = '92';

describe('a table of plane coordinates', () => {
  const everywhere = ['01', '12', '15', '20', '24', '37', '44', '48', '52', '66', '75', '79', '86', '91', '92', '96'];
  for (const province of everywhere) {
    test(`with codes of communes finds each customary system of province ${province}`, async () => {
      const some = communesOf(province);
      for (const code of units.customaryCrs({ list: 'vn-core/provinces-34', code: province })) {
        const points = surveyed(code, some);
        const proposal = await propose(
          ['ma_xa', 'X', 'Y'],
          some.map((each, at) => [each.code, ...points[at]!]),
        );
        assert.equal(best(proposal)?.code, code);
        assert.equal(proposal!.open, false, JSON.stringify(proposal!.options));
        assert.deepEqual(proposal!.mapping, {
          from: 'columns',
          longitude: 'Y',
          latitude: 'X',
          crs: code,
          why: proposal!.mapping.from === 'columns' ? proposal!.mapping.why : null,
        });
      }
    });
  }

  const spellings: readonly {
    means: string;
    columns: string[];
    row: (commune: Commune, at: readonly [number, number]) => Cell[];
  }[] = [
    {
      means: 'codes that lost their zeros',
      columns: ['ma', 'X', 'Y'],
      row: ({ code }, [x, y]) => [Number(code), x, y],
    },
    { means: 'names', columns: ['Tên xã', 'X', 'Y'], row: ({ name }, [x, y]) => [name, x, y] },
    {
      means: 'names without marks',
      columns: ['ten xa', 'X', 'Y'],
      row: ({ name }, [x, y]) => [
        name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D'),
        x,
        y,
      ],
    },
    { means: 'east first', columns: ['ma', 'E', 'N'], row: ({ code }, [x, y]) => [code, y, x] },
    { means: 'x east, y north', columns: ['ma', 'x', 'y'], row: ({ code }, [x, y]) => [code, y, x] },
    {
      means: 'decimal commas',
      columns: ['ma', 'Toạ độ X (m)', 'Toạ độ Y (m)'],
      row: ({ code }, [x, y]) => [code, String(x).replace('.', ','), String(y).replace('.', ',')],
    },
    {
      means: 'thousands',
      columns: ['ma', 'X_VN2000', 'Y_VN2000'],
      row: ({ code }, [x, y]) => [
        code,
        x.toLocaleString('vi-VN', { maximumFractionDigits: 2 }),
        y.toLocaleString('vi-VN', { maximumFractionDigits: 2 }),
      ],
    },
    { means: 'labels in the cells', columns: ['ma', 'X', 'Y'], row: ({ code }, [x, y]) => [code, `X=${x}`, `Y=${y}`] },
    { means: 'both in one cell', columns: ['ma', 'Toạ độ'], row: ({ code }, [x, y]) => [code, `X=${x} Y=${y}`] },
  ];
  for (const { means, columns, row } of spellings) {
    test(`is understood: ${means}`, async () => {
      const some = communesOf(vinhLong);
      const points = surveyed('EPSG:9209', some);
      const hints = ['diem Vinh Long.csv'];
      const proposal = await propose(
        columns,
        some.map((each, at) => row(each, points[at]!)),
        { hints },
      );
      assert.equal(best(proposal)?.code, 'EPSG:9209');
      assert.equal(proposal!.open, false, JSON.stringify(proposal!.options));
    });
  }

  test('codes from before the merger say the place too', async () => {
    const old = units
      .find('vn-core/communes-before-2025')!
      .entries.filter(({ code }) => units.areaOf({ list: 'vn-core/communes-before-2025', code }).size === 1);
    const rows = old
      .filter(({ code }) => code >= '29500' && code < '29900')
      .map(({ code }) => {
        const [index] = units.areaOf({ list: 'vn-core/communes-before-2025', code });
        const { longitude, latitude } = units.places[index!]!;
        const [east, north] = inverseOf(book.take(book.named('EPSG:9209')!))(longitude, latitude);
        return [code, north, east];
      });
    assert.ok(rows.length > 20);
    assert.equal(best(await propose(['ma', 'X', 'Y'], rows))?.code, 'EPSG:9209');
  });

  test('few rows leave the grids of one meridian open, the usual one first', async () => {
    const some = communesOf(canTho).slice(0, 2);
    const points = surveyed('EPSG:5897', some);
    const proposal = await propose(
      ['ma', 'X', 'Y'],
      some.map((each, at) => [each.code, points[at]![0] + 900, points[at]![1] - 700]),
    );
    assert.equal(proposal!.open, true);
    assert.equal(best(proposal)?.code, 'EPSG:5897');
    assert.ok(
      proposal!.options.some(({ code }) => code === 'EPSG:3405'),
      'the runner-up is named',
    );
  });

  test('with nothing but the name of the file it is asked, the usual system first', async () => {
    const some = communesOf(canTho).slice(0, 30);
    const points = surveyed('EPSG:5897', some);
    const proposal = await propose(
      ['STT', 'X', 'Y'],
      points.map(([x, y], at) => [at + 1, x, y]),
      { hints: ['tram_CanTho_2024.csv'] },
    );
    assert.deepEqual(
      [best(proposal)?.code, best(proposal)?.reason, proposal!.open],
      ['EPSG:5897', 'custom-of-place', true],
    );
  });

  test('with no name at all it is asked', async () => {
    const points = surveyed('EPSG:5897', communesOf(canTho).slice(0, 30));
    const proposal = await propose(['X', 'Y'], points);
    assert.equal(proposal!.open, true);
    assert.ok(proposal!.options.some(({ code }) => code === 'EPSG:5897'));
  });

  test('amounts of money are no coordinates', async () => {
    assert.equal(
      await propose(
        ['so_tien', 'tong'],
        [
          [585_000, 1_112_000],
          [590_000, 1_200_000],
        ],
      ),
      null,
    );
  });
});

describe('a layer of shapes', () => {
  const squares = (code: string, some: readonly Commune[]): Geometry[] =>
    surveyed(code, some).map(([north, east]) => {
      const corner = (dx: number, dy: number) => [east + dx, north + dy];
      return {
        type: 'Polygon',
        coordinates: [[corner(-500, -500), corner(500, -500), corner(500, 500), corner(-500, 500), corner(-500, -500)]],
      };
    });
  const swap = (geometry: Geometry): Geometry =>
    JSON.parse(JSON.stringify(geometry), (_, value: unknown) =>
      Array.isArray(value) && typeof value[0] === 'number' ? [value[1], value[0]] : value,
    ) as Geometry;
  const some = () => communesOf(vinhLong);
  const codes = () => some().map(({ code }) => [code]);
  const wgsGrid = { kind: 'text', text: 'CoordSys Earth Projection 8, 104, "m", 105.5, 0, 0.9999, 500000, 0' } as const;

  test('that says nothing is found by its codes', async () => {
    const proposal = await propose(['ma'], codes(), { geometries: squares('EPSG:9209', some()) });
    assert.deepEqual([best(proposal)?.code, proposal!.open], ['EPSG:9209', false]);
  });
  test('that gives north first is turned', async () => {
    const proposal = await propose(['ma'], codes(), { geometries: squares('EPSG:9209', some()).map(swap) });
    assert.deepEqual(
      [best(proposal)?.code, proposal!.mapping.from === 'layer' && proposal!.mapping.swapped],
      ['EPSG:9209', true],
    );
  });
  test('that states its system needs no proposal', async () => {
    const layer = { crs: { kind: 'epsg', code: 'EPSG:9209' } } as const;
    assert.equal(await propose(['ma'], codes(), { layer, geometries: squares('EPSG:9209', some()) }), null);
  });
  test('that states the wrong meridian is asked about', async () => {
    const layer = { crs: { kind: 'epsg', code: 'EPSG:5897' } } as const;
    const proposal = await propose(['ma'], codes(), { layer, geometries: squares('EPSG:9209', some()) });
    assert.deepEqual(
      [best(proposal)?.code, best(proposal)?.reason, proposal!.open],
      ['EPSG:9209', 'outside-stated-place', true],
    );
    assert.equal(proposal!.options.at(-1)!.crs, 'stated', 'the statement may be kept');
  });
  test('that states WGS 84 for a TM-3 grid is VN-2000, and its codes bear it out', async () => {
    const proposal = await propose(['ma'], codes(), {
      layer: { crs: wgsGrid },
      geometries: squares('EPSG:9209', some()),
    });
    assert.deepEqual(
      [best(proposal)?.code, best(proposal)?.reason, best(proposal)?.confidence],
      ['EPSG:9209', 'datum-of-grid', 0.97],
    );
    assert.deepEqual(proposal!.options.map(({ crs }) => crs).includes('stated'), true);
  });
  test('the same without codes is proposed with less confidence', async () => {
    const proposal = await propose(
      ['stt'],
      some().map((_, at) => [at]),
      { layer: { crs: wgsGrid }, geometries: squares('EPSG:9209', some()) },
    );
    assert.deepEqual([best(proposal)?.code, best(proposal)?.confidence, proposal!.open], ['EPSG:9209', 0.85, false]);
  });
  test('whose header is right after all keeps it', async () => {
    const truly = some().map(({ place }): Geometry => {
      // Truly WGS 84 on that grid: 200 m from VN-2000.
      const [east, north] = inverseOf({
        ...book.take(book.named('EPSG:9209')!),
        definition: '+proj=tmerc +lat_0=0 +lon_0=105.5 +k=0.9999 +x_0=500000 +y_0=0 +datum=WGS84 +units=m',
      })(...place);
      return { type: 'Point', coordinates: [east, north] };
    });
    assert.equal(await propose(['ma'], codes(), { layer: { crs: wgsGrid }, geometries: truly }), null);
  });
  test('in degrees with latitude first is turned', async () => {
    const geometries = some().map(({ place: [longitude, latitude] }): Geometry => ({
      type: 'Point',
      coordinates: [latitude, longitude],
    }));
    assert.deepEqual((await propose(['ma'], codes(), { geometries }))!.mapping, { from: 'layer', swapped: true });
  });
  test('in plain degrees needs nothing', async () => {
    const geometries = some().map(({ place }): Geometry => ({ type: 'Point', coordinates: [...place] }));
    assert.equal(await propose(['ma'], codes(), { geometries }), null);
  });
});

describe('longitude and latitude in each other’s column', () => {
  for (const [longitude, latitude] of [
    ['kinh độ', 'vĩ độ'],
    ['lon', 'lat'],
    ['x', 'y'],
  ] as const) {
    test(`${longitude}, ${latitude}`, async () => {
      const rows = communesOf(canTho)
        .slice(0, 20)
        .map(({ place }) => [place[1], place[0]]);
      const proposal = await propose([longitude, latitude], rows);
      assert.deepEqual(proposal!.mapping, {
        from: 'columns',
        longitude: latitude,
        latitude: longitude,
        why: { reason: 'swapped-columns', confidence: 0.9 },
      });
    });
  }
});

/** One row through the harmoniser; gives position, reason of refusal, and the rules that told of something. */
function harmonise(cells: readonly Cell[], columns: readonly string[], geometry: GeometryMapping) {
  const standard = standardOf([], { geometry: { types: ['Point'], required: true } });
  const harmoniser = createHarmoniser(
    { standard, mapping: { fields: [], geometry }, layer: layerOf(columns) },
    { ...plainContext, crs: book },
  );
  const batch = harmoniser.harmonise(batchOf([cells]));
  const hex = batch.rows[0]?.geometry;
  const bytes = hex ? Buffer.from(hex, 'hex') : null;
  const point = bytes && ([bytes.readDoubleLE(9), bytes.readDoubleLE(17)] as const);
  return {
    point,
    reason: batch.issues[0]?.detail['reason'],
    rules: harmoniser.summary().map(({ rule }) => rule),
    summary: harmoniser.summary(),
  };
}

const hoChiMinhCity = [106.70275529, 10.777415879] as const;

function assertAt(point: readonly number[] | null, expected: readonly number[]): void {
  assert.ok(point, 'there is a position');
  const metres = Math.hypot(point[0]! - expected[0]!, point[1]! - expected[1]!) * 111_320;
  assert.ok(metres < 0.001, `${metres * 1000} mm away`);
}

describe('plane coordinates as people write them', () => {
  const pairs: readonly (readonly [Cell, Cell])[] = [
    [604000, 1192000],
    ['604000', '1192000'],
    ['604000.00', '1192000.00'],
    ['604000,00', '1192000,00'],
    ['604.000,00', '1.192.000,00'],
    ['604 000,00', '1 192 000,00'],
    ['604,000.00', '1,192,000.00'],
    ['604.000', '1.192.000'],
    ['Y=604000.00', 'X=1192000.00'],
    ['Y: 604000 m', 'X: 1192000 m'],
    ['E 604000', 'N 1192000'],
  ];
  for (const [east, north] of pairs) {
    test(`${east} | ${north}`, () => {
      assertAt(
        harmonise([east, north], ['y', 'x'], { from: 'columns', longitude: 'y', latitude: 'x', crs: 'EPSG:9210' })
          .point,
        hoChiMinhCity,
      );
    });
  }
  const cells = [
    'X=1192000.00 Y=604000.00',
    'X=1192000,00; Y=604000,00',
    '1192000, 604000',
    '604000 | 1192000',
    '(1.192.000,00; 604.000,00)',
    'E: 604000 N: 1192000',
    'N=1192000 E=604000',
    '1192000.00/604000.00',
  ];
  for (const cell of cells) {
    test(`both in one cell: ${cell}`, () => {
      assertAt(
        harmonise([cell], ['toạ độ'], { from: 'column', column: 'toạ độ', crs: 'EPSG:9210' }).point,
        hoChiMinhCity,
      );
    });
  }
  const degrees = [
    `10°01'22"N, 105°47'00"E`,
    `105°47'00"E 10°01'22"N`,
    `10°01'22" B; 105°47'00" Đ`,
    `VĐ 10°01'22", KĐ 105°47'00"`,
    `N10°01'22" E105°47'00"`,
    `10o01'22''N - 105o47'00''E`,
    '10.022777778, 105.783333333',
    '105.783333333 10.022777778',
    '10,022777778; 105,783333333',
    `10⁰01´22´´, 105⁰47´00´´`,
  ];
  for (const cell of degrees) {
    test(`both in one cell: ${cell}`, () => {
      assertAt(harmonise([cell], ['toạ độ'], { from: 'column', column: 'toạ độ' }).point, [
        105 + 47 / 60,
        10 + 1 / 60 + 22 / 3600,
      ]);
    });
  }
  const single: readonly (readonly [string, string])[] = [
    [`105⁰47'00"`, `10⁰01'22"`],
    ['105*47´00´´ Đ', '10*01´22´´ B'],
    ['105d47m00s', '10d01m22s'],
    [`105°47'00" kinh độ Đông`, `10°01'22" vĩ độ Bắc`],
    ['Kinh độ Đông: 105°47ʹ00ʺ', 'Vĩ độ Bắc: 10°01ʹ22ʺ'],
    ['105 độ 47 phút', '10 độ 1 phút 22 giây'],
  ];
  for (const [longitude, latitude] of single) {
    test(`${longitude} | ${latitude}`, () => {
      const { point } = harmonise([longitude, latitude], ['kđ', 'vđ'], {
        from: 'columns',
        longitude: 'kđ',
        latitude: 'vđ',
      });
      assertAt(point, [105 + 47 / 60, 10 + 1 / 60 + 22 / 3600]);
    });
  }
  const refused: readonly { cell: Cell; crs?: string; reason: string }[] = [
    { cell: '10,5', reason: 'unreadable-pair' },
    { cell: '604 000', crs: 'EPSG:9210', reason: 'unreadable-pair' },
    { cell: 'không rõ', reason: 'unreadable-pair' },
    { cell: 'X=1192000 Y=604000', reason: 'plane-coordinates' },
    { cell: '10.02, 105.78', crs: 'EPSG:9210', reason: 'degrees-in-plane' },
    { cell: '10.02, 105.78, 12.5', reason: 'unreadable-pair' },
  ];
  for (const { cell, crs, reason } of refused) {
    test(`${String(cell)} is not guessed at: ${reason}`, () => {
      assert.equal(
        harmonise([cell], ['toạ độ'], { from: 'column', column: 'toạ độ', ...(crs ? { crs } : {}) }).reason,
        reason,
      );
    });
  }
  test('any pair of cells is placed, or refused with a reason', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.double().map(String),
      fc.constantFrom('X=', '10°', '1.192.000', '604 000,00'),
    );
    fc.assert(
      fc.property(text, text, fc.constantFrom('EPSG:9210', 'EPSG:4756', 'EPSG:2044'), (one, other, crs) => {
        const { point, reason } = harmonise([one, other], ['a', 'b'], {
          from: 'columns',
          longitude: 'a',
          latitude: 'b',
          crs,
        });
        assert.ok(point !== null || reason !== undefined);
      }),
    );
  });
  test('the conversion is told of once, with its system, method, error and reason', () => {
    const geometry: GeometryMapping = { from: 'columns', longitude: 'y', latitude: 'x', crs: 'EPSG:9210' };
    const { summary } = harmonise([604000, 1192000], ['y', 'x'], geometry);
    const [told] = summary.filter(({ rule }) => rule === 'coordinates-converted');
    assert.deepEqual(
      [told!.count, told!.severity, told!.detail['method'], told!.detail['error'], told!.detail['why']],
      [1, 'info', 'EPSG:6960', 1, 'steward'],
    );
    assert.deepEqual(told!.samples, [{ from: '604000 1192000', to: '106.70275529 10.777415879', position: 2 }]);
  });
  test('a system that nobody knows is refused before the first row', () => {
    const geometry: GeometryMapping = { from: 'columns', longitude: 'y', latitude: 'x', crs: 'EPSG:1' };
    assert.throws(() => harmonise([1, 2], ['y', 'x'], geometry), { code: 'crs-unknown' });
  });
});
