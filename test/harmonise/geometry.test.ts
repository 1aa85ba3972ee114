import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createHarmoniser, geometryToEwkbHex, type Mapping } from '../../src/harmonise/index.ts';
import type { Cell } from '../../src/formats/index.ts';
import type { Geometry, Position } from '../../src/kernel/index.ts';
import type { Standard } from '../../src/packs/index.ts';
import { batchOf, layerOf, plainContext, propertyOf, standardOf } from './support.ts';

/** Reads EWKB as PostGIS writes it: the test's own reading of the format. */
function decodeEwkb(hex: string): { geometry: Geometry; srid: number | null } {
  const bytes = Buffer.from(hex, 'hex');
  let at = 0;
  let srid: number | null = null;
  const count = () => bytes.readUInt32LE((at += 4) - 4);
  const times = <T>(read: () => T): T[] => Array.from({ length: count() }, read);
  const readOne = (): Geometry => {
    assert.equal(bytes[at], 1, 'little endian');
    const code = bytes.readUInt32LE(at + 1);
    at += 5;
    if (code & 0x20000000) srid = count();
    const dimensions = code & 0x80000000 ? 3 : 2;
    const position = (): Position => Array.from({ length: dimensions }, () => bytes.readDoubleLE((at += 8) - 8));
    const members = () => times(() => (readOne() as { coordinates: unknown }).coordinates);
    const readers: Record<number, () => Geometry> = {
      1: () => ({ type: 'Point', coordinates: position() }),
      2: () => ({ type: 'LineString', coordinates: times(position) }),
      3: () => ({ type: 'Polygon', coordinates: times(() => times(position)) }),
      4: () => ({ type: 'MultiPoint', coordinates: members() as Position[] }),
      5: () => ({ type: 'MultiLineString', coordinates: members() as Position[][] }),
      6: () => ({ type: 'MultiPolygon', coordinates: members() as Position[][][] }),
      7: () => ({ type: 'GeometryCollection', geometries: times(readOne) }),
    };
    return readers[code & 0xff]!();
  };
  const geometry = readOne();
  assert.equal(at, bytes.length, 'nothing left over');
  return { geometry, srid };
}

function geometries(dimensions: 2 | 3): fc.Arbitrary<Geometry> {
  const ordinate = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true }).map((value) => value + 0);
  const height = dimensions === 3 ? [ordinate(9000)] : [];
  const position = fc.tuple(ordinate(180), ordinate(90), ...height) as fc.Arbitrary<Position>;
  const line = fc.array(position, { minLength: 2, maxLength: 6 });
  const ring = fc.array(position, { minLength: 3, maxLength: 6 }).map((points) => [...points, points[0]!]);
  const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
  const simple: fc.Arbitrary<Geometry> = fc.oneof(
    position.map((coordinates): Geometry => ({ type: 'Point', coordinates })),
    line.map((coordinates): Geometry => ({ type: 'LineString', coordinates })),
    some(ring).map((coordinates): Geometry => ({ type: 'Polygon', coordinates })),
    some(position).map((coordinates): Geometry => ({ type: 'MultiPoint', coordinates })),
    some(line).map((coordinates): Geometry => ({ type: 'MultiLineString', coordinates })),
    some(some(ring)).map((coordinates): Geometry => ({ type: 'MultiPolygon', coordinates })),
  );
  const collection = some(simple).map((members): Geometry => ({ type: 'GeometryCollection', geometries: members }));
  return fc.oneof(simple, collection);
}

describe('EWKB', () => {
  test('a point is written as PostGIS writes it', () => {
    assert.equal(
      geometryToEwkbHex({ type: 'Point', coordinates: [105.78, 10.03] }),
      '0101000020e610000052b81e85eb715a408fc2f5285c0f2440',
    );
  });
  for (const dimensions of [2, 3] as const) {
    test(`every geometry of ${dimensions} ordinates decodes to itself, in SRID 4326`, () => {
      fc.assert(
        fc.property(geometries(dimensions), (geometry) => {
          const { geometry: decoded, srid } = decodeEwkb(geometryToEwkbHex(geometry));
          assert.deepEqual(decoded, geometry);
          assert.equal(srid, 4326);
        }),
      );
    });
  }
  test('a line of 20,000 positions outgrows the first buffer', () => {
    const coordinates = Array.from({ length: 20_000 }, (_, index) => [index / 1000, 10]);
    const geometry: Geometry = { type: 'LineString', coordinates };
    assert.deepEqual(decodeEwkb(geometryToEwkbHex(geometry)).geometry, geometry);
  });
});

const places = standardOf([propertyOf('name', 'string')], { geometry: { types: ['Point'], required: true } });

function place(longitude: Cell, latitude: Cell, standard: Standard = places) {
  const mapping: Mapping = {
    fields: [{ target: 'name', column: 'tên' }],
    geometry: { from: 'columns', longitude: 'kinh độ', latitude: 'vĩ độ' },
  };
  const layer = layerOf(['tên', 'kinh độ', 'vĩ độ']);
  const harmoniser = createHarmoniser({ standard, mapping, layer }, plainContext);
  const batch = harmoniser.harmonise(batchOf([['A', longitude, latitude]]));
  const hex = batch.rows[0]?.geometry;
  const point = hex ? (decodeEwkb(hex).geometry as { coordinates: Position }).coordinates : null;
  return { batch, point, reason: batch.issues[0]?.detail['reason'], summary: harmoniser.summary() };
}

describe('coordinates as people write them', () => {
  const east = 105 + 45 / 60 + 30.5 / 3600;
  const north = 10 + 1 / 60 + 22 / 3600;
  const pairs: readonly (readonly [Cell, Cell, number, number])[] = [
    [105.75, 10.5, 105.75, 10.5],
    ['105.75', '10.5', 105.75, 10.5],
    ['105,75', '10,5', 105.75, 10.5],
    ['105,754', '10.125', 105.754, 10.125],
    ['105°', '10 độ', 105, 10],
    ['105.75° E', '10.5° N', 105.75, 10.5],
    [`105°45'30,5"`, `10°01'22"`, east, north],
    ['105° 45′ 30.5″ Đ', '10° 01′ 22″ B', east, north],
    ['105°45’30.5”E', '10°01’22”N', east, north],
    [`KĐ 105°45'30,5"`, `VĐ 10°01'22" B`, east, north],
    [`KĐ: 105 45 30,5`, `Vĩ độ: 10 01 22`, east, north],
    [`105o45'30.5''E`, `10o01'22''N`, east, north],
    ['105-45-30.5', '10-01-22', east, north],
    ['105 45 30.5', '10 01 22', east, north],
    [`E 105°45'30.5"`, `N 10°01'22"`, east, north],
    ['105 độ 45 phút 30,5 giây Đông', '10 độ 1 phút 22 giây Bắc', east, north],
    [`105°45.508333333333'`, `10°1.3666666666666667'`, 105 + 45.508333333333 / 60, 10 + 1.3666666666666667 / 60],
    [`104°30'W`, `16°15'S`, -104.5, -16.25],
    [`104°30' Tây`, `16°15' Nam`, -104.5, -16.25],
    [`-104°30'`, `-16°15'`, -104.5, -16.25],
  ];
  for (const [longitude, latitude, x, y] of pairs) {
    test(`${longitude} | ${latitude}`, () => {
      const { point, batch } = place(longitude, latitude);
      assert.deepEqual(batch.issues, []);
      assert.ok(Math.abs(point![0]! - x) < 1e-9 && Math.abs(point![1]! - y) < 1e-9, `${point}`);
    });
  }
  test('degrees, minutes and seconds are told of once per column', () => {
    assert.deepEqual(
      place(`105°45'30,5"`, 10).summary.map(({ rule, column }) => [rule, column]),
      [['coordinate-dms', 'kinh độ']],
    );
  });

  const refused = [
    { longitude: '10.5', latitude: '105.75', reason: 'swapped' },
    { longitude: '585681.295', latitude: '1112073.340', reason: 'plane-coordinates' },
    { longitude: '1057', latitude: '10', reason: 'out-of-range' },
    { longitude: '105.75', latitude: '', reason: 'half-pair' },
    { longitude: null, latitude: '10', reason: 'half-pair' },
    { longitude: '', latitude: '', reason: 'missing' },
    { longitude: `105°75'00"`, latitude: '10', reason: 'unreadable-coordinate' },
    { longitude: `10°01'22"B`, latitude: '10', reason: 'unreadable-coordinate' },
    { longitude: 'VĐ 10', latitude: '10', reason: 'unreadable-coordinate' },
    { longitude: 'không rõ', latitude: '10', reason: 'unreadable-coordinate' },
    { longitude: NaN, latitude: 10, reason: 'unreadable-coordinate' },
    { longitude: Infinity, latitude: 10, reason: 'not-finite' },
  ];
  for (const { longitude, latitude, reason } of refused) {
    test(`${longitude} | ${latitude} is refused: ${reason}`, () => {
      const { batch, reason: found } = place(longitude, latitude);
      assert.equal(found, reason);
      assert.equal(batch.quarantined.length, 1);
    });
  }
  test('a mapping that says outright that there is no geometry holds back every row that needs one', () => {
    const mapping: Mapping = { fields: [], geometry: { from: 'none' } };
    const batch = createHarmoniser({ standard: places, mapping, layer: layerOf(['tên']) }, plainContext).harmonise(
      batchOf([['A']]),
    );
    assert.equal(batch.quarantined[0]!.issues[0]!.detail['reason'], 'missing');
  });
  test('as is keeps the row without geometry, and warns', () => {
    const asIs = standardOf([propertyOf('name', 'string')], {
      pack: '',
      geometry: { types: ['Point'], required: false },
      severities: { geometry: 'warning' },
    });
    const { batch } = place('10.5', '105.75', asIs);
    assert.equal(batch.rows[0]!.geometry, null);
    assert.deepEqual([batch.issues[0]!.action, batch.issues[0]!.severity], ['emptied', 'warning']);
    assert.deepEqual(place('', '', asIs).batch.issues, []);
  });
});

function shape(geometry: unknown, types: readonly string[] = ['MultiPolygon', 'LineString'], required = true) {
  const standard = standardOf([propertyOf('name', 'string')], { geometry: { types, required } });
  const layer = layerOf(['tên'], { hasGeometry: true, format: 'geojson' });
  const mapping: Mapping = { fields: [{ target: 'name', column: 'tên' }], geometry: { from: 'layer' } };
  const harmoniser = createHarmoniser({ standard, mapping, layer }, plainContext);
  const batch = harmoniser.harmonise(batchOf([['A']], [geometry as Geometry | null]));
  return { batch, reason: batch.issues[0]?.detail['reason'], rules: harmoniser.summary().map(({ rule }) => rule) };
}

describe('geometry of a layer', () => {
  const ring = [
    [105, 10],
    [106, 10],
    [106, 11],
    [105, 10],
  ];
  test('a polygon is kept as the multi-polygon that the standard asks for', () => {
    const { batch, rules } = shape({ type: 'Polygon', coordinates: [ring] });
    assert.deepEqual(decodeEwkb(batch.rows[0]!.geometry!).geometry, { type: 'MultiPolygon', coordinates: [[ring]] });
    assert.deepEqual(rules, ['geometry-promoted']);
  });
  test('heights are left in the file, and that is said: the store is plane', () => {
    const { batch, rules } = shape({ type: 'LineString', coordinates: [[105, 10, 3], [106, 10, 4]] }); // prettier-ignore
    assert.deepEqual((decodeEwkb(batch.rows[0]!.geometry!).geometry as { coordinates: unknown }).coordinates, [[105, 10], [106, 10]]); // prettier-ignore
    assert.deepEqual(rules, ['heights-dropped']);
  });
  test('heights that only some positions have are dropped, and that is said', () => {
    const { batch, rules } = shape({ type: 'LineString', coordinates: [[105, 10, 3], [106, 10]] }); // prettier-ignore
    assert.deepEqual((decodeEwkb(batch.rows[0]!.geometry!).geometry as { coordinates: unknown }).coordinates, [[105, 10], [106, 10]]); // prettier-ignore
    assert.deepEqual(rules, ['ordinate-dropped']);
  });
  for (const { geometry, reason } of [
    { geometry: null, reason: 'missing' },
    { geometry: { type: 'LineString', coordinates: [] }, reason: 'missing' },
    { geometry: { type: 'Polygon', coordinates: [ring.slice(0, 3)] }, reason: 'too-few-positions' },
    { geometry: { type: 'Polygon', coordinates: [[...ring.slice(0, 3), [105, 10.1]]] }, reason: 'ring-not-closed' },
    { geometry: { type: 'LineString', coordinates: [[105, 10]] }, reason: 'too-few-positions' },
    { geometry: { type: 'LineString', coordinates: [[105, 10], [105, NaN]] }, reason: 'not-finite' }, // prettier-ignore
    { geometry: { type: 'LineString', coordinates: [[105, 10], ['105', 10]] }, reason: 'not-a-geometry' }, // prettier-ignore
    { geometry: { type: 'LineString', coordinates: [[10, 105], [10, 106]] }, reason: 'swapped' }, // prettier-ignore
    { geometry: { type: 'Circle', coordinates: [105, 10] }, reason: 'not-a-geometry' },
    { geometry: { type: 'Point', coordinates: [105, 10] }, reason: 'wrong-type' },
  ]) {
    test(`${JSON.stringify(geometry)} is refused: ${reason}`, () => {
      const { batch, reason: found } = shape(geometry);
      assert.equal(found, reason);
      assert.equal(batch.quarantined.length, 1);
    });
  }
});
