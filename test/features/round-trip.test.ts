import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { CrsRegistry } from '../../src/features/index.ts';
import { geometryIn } from '../../src/features/read/crs.ts';
import { CrsBook, inverseOf, transformOf } from '../../src/harmonise/index.ts';
import { openDatabase, sql, type Db } from '../../src/kernel/index.ts';
import { loadPacks } from '../../src/packs/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { TestDatabase } from '../pipeline/node-under-test.ts';
import { hasPostgres } from '../support/postgres.ts';

/** Corners, coast, delta and highlands: from Lai Châu to Côn Đảo. */
const places: readonly (readonly [name: string, longitude: number, latitude: number])[] = [
  ['Cần Thơ', 105.78, 10.03],
  ['Cà Mau', 105.15, 9.18],
  ['Côn Đảo', 106.6, 8.68],
  ['Phú Quốc', 103.96, 10.22],
  ['Hà Nội', 105.85, 21.03],
  ['Mường Tè', 102.3, 22.6],
  ['Móng Cái', 107.97, 21.53],
  ['Đồng Văn', 105.36, 23.28],
  ['Vạn Ninh', 109.4, 12.7],
  ['Đà Nẵng', 108.2, 16.05],
];

/** What the projections reach: three degrees of a zone and more on both sides. */
const widestDegrees = 4;
const millimetre = 0.001;

/** Private SRIDs stand in a table of the whole database, so the server gets one of its own. */
function onBothStores(title: string, suite: (engine: { db(): Db }) => void): void {
  describe(`${title} (embedded)`, () => {
    const folder = temporaryFolder();
    let db: Db;
    before(async () => void (db = await openDatabase({ dataFolder: folder })));
    suite({ db: () => db });
    after(async () => {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    });
  });
  const isGiven = process.env['LIENTHONG_TEST_DATABASE_URL'] !== undefined;
  const skip = !isGiven && !hasPostgres() && 'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL';
  describe(`${title} (server)`, { skip }, () => {
    const database = new TestDatabase();
    let db: Db;
    before(async () => void (db = await openDatabase({ dataFolder: '', url: await database.create() })));
    suite({ db: () => db });
    after(async () => {
      await db.close();
      await database.drop();
    });
  });
}

onBothStores('VN-2000 in and out', (engine) => {
  let book: CrsBook;
  let registry: CrsRegistry;
  before(async () => {
    const packs = await loadPacks('packs');
    book = new CrsBook(packs.packs);
    registry = new CrsRegistry(book.definitions);
    await registry.register(engine.db());
  });

  /** Out of the store: a position in the system, and the height that it keeps. */
  async function giveBack(uri: string, [longitude, latitude]: readonly number[], height: number | null) {
    const point =
      height === null
        ? sql`ST_MakePoint(${longitude}::float8, ${latitude}::float8)`
        : sql`ST_MakePoint(${longitude}::float8, ${latitude}::float8, ${height}::float8)`;
    const rows = await engine.db().query<{ x: number; y: number; z: number | null }>(sql`
      select ST_X(g) as x, ST_Y(g) as y, ST_Z(g) as z
      from (select ${geometryIn(registry.find(uri, 'crs'), sql`ST_SetSRID(${point}, 4326)`)} as g) as t`);
    return rows[0]!;
  }

  test('every grid gives back within 1 mm what was read in, with or without heights', async () => {
    const grids = book.definitions.filter(({ datum, proj4 }) => datum === 'vn-2000' && !proj4.includes('longlat'));
    assert.equal(grids.length, 20);
    let worst = 0;
    for (const grid of grids) {
      const system = book.take(grid);
      const meridian = Number(/\+lon_0=([\d.]+)/.exec(grid.proj4)?.[1] ?? (grid.code === 'EPSG:3405' ? 105 : 111));
      for (const [name, longitude, latitude] of places) {
        if (Math.abs(longitude - meridian) > widestDegrees) continue;
        const [x, y] = inverseOf(system)(longitude, latitude).map((value) => Number(value.toFixed(3))) as [
          number,
          number,
        ];
        for (const height of [null, 0, 2750.25]) {
          const back = await giveBack(grid.uri, transformOf(system)!(x, y), height);
          const away = Math.hypot(back.x - x, back.y - y);
          worst = Math.max(worst, away);
          assert.ok(away < millimetre, `${grid.code} at ${name}, height ${height}: ${away * 1000} mm`);
          assert.ok(
            height === null ? back.z === null : Math.abs(back.z! - height) < 1e-6,
            `height ${height}: ${back.z}`,
          );
        }
      }
    }
    assert.ok(worst < millimetre / 3, `${worst * 1000} mm`);
  });

  test('latitude stands first where the system says so', async () => {
    const geographic = book.named('EPSG:4756')!;
    const [longitude, latitude] = inverseOf(book.take(geographic))(105.78, 10.03);
    const back = await giveBack(geographic.uri, [105.78, 10.03], null);
    assert.ok(Math.abs(back.x - latitude) < 1e-8 && Math.abs(back.y - longitude) < 1e-8, JSON.stringify(back));
    assert.equal(registry.find('http://www.opengis.net/def/crs/EPSG/0/9209', 'crs').flipped, false);
  });

  test('the published vectors hold to 1 mm, in and out', async () => {
    const file = readFileSync('packs/vn-core/tests/coordinates.yaml', 'utf8');
    const vectors = [...file.matchAll(/from: '(.+?)'\n.*\n\s+input: \[(.+?), (.+?)\]\n\s+expect: \[(.+?), (.+?)\]/g)];
    assert.equal(vectors.length, 5);
    for (const [, code, ...numbers] of vectors) {
      const [x, y, longitude, latitude] = numbers.map(Number) as [number, number, number, number];
      const definition = book.named(code!)!;
      const [east, north] = transformOf(book.take(definition))!(x, y);
      const metresOff =
        Math.hypot((east - longitude) * Math.cos(latitude * (Math.PI / 180)), north - latitude) * 111_320;
      assert.ok(metresOff < millimetre, `${code} in: ${metresOff * 1000} mm`);
      const back = await giveBack(definition.uri, [longitude, latitude], null);
      assert.ok(Math.hypot(back.x - x, back.y - y) < millimetre, `${code} out: ${JSON.stringify(back)}`);
    }
  });

  test('systems of elsewhere and of old maps are read, not given back', () => {
    for (const code of ['27700', '28992', '2044', '3148']) {
      assert.throws(() => registry.find(`http://www.opengis.net/def/crs/EPSG/0/${code}`, 'crs'), {
        code: 'crs-not-offered',
      });
    }
  });
});
