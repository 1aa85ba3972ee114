import proj4 from 'proj4';
import { sql, type Db, type DoctorCheck } from '../kernel/index.ts';
import type { CrsDefinition } from '../packs/index.ts';
import { currentEditions, listCollections } from './collections.ts';
import { CrsRegistry, geometryIn, isOffered, type Crs } from './read/crs.ts';

const crs84Definition = '+proj=longlat +datum=WGS84 +no_defs';

/** What `doctor` looks at in the store: rows against editions, writers' leases, exactness of VN-2000. */
export function featureDoctorChecks(db: Db, definitions: readonly CrsDefinition[]): DoctorCheck[] {
  return [
    { name: 'collections', run: () => checkCounts(db) },
    { name: 'writer-leases', run: () => checkLeases(db) },
    { name: 'vn-2000', run: () => checkTransform(db, definitions) },
  ];
}

/** Every current edition has as many rows as its entry says. */
async function checkCounts(db: Db): ReturnType<DoctorCheck['run']> {
  const collections = await listCollections(db);
  const editions = await currentEditions(db, collections);
  const wrong: string[] = [];
  for (const collection of collections) {
    const edition = editions.get(collection.id);
    if (!edition) continue;
    const rows = await db.query<{ n: number }>(sql`
      select count(*) as n from ${sql.identifier(collection.table)}
      where _from <= ${edition.number} and _to > ${edition.number}`);
    if (Number(rows[0]!.n) !== edition.count) wrong.push(`${collection.id}: ${rows[0]!.n} ≠ ${edition.count}`);
  }
  if (wrong.length === 0) return { ok: true, value: String(editions.size) };
  return {
    ok: false,
    value: wrong.join('; '),
    advice: {
      vi: 'Số dòng không khớp ấn bản. Phục hồi từ bản sao lưu gần nhất, hoặc chạy lại lượt gần nhất của lớp này.',
      en: 'Rows do not match the edition. Restore the last backup, or run the last run of this collection again.',
    },
  };
}

async function checkLeases(db: Db): ReturnType<DoctorCheck['run']> {
  const held = await db.query<{ id: string; writer_run: number }>(sql`
    select id, writer_run from collection where writer_run is not null`);
  return { ok: true, value: held.map((row) => `${row.id}: ${row.writer_run}`).join(', ') || '0' };
}

/**
 * The database must agree within 1 mm with the packs' own parameters, which the packs' tests hold to the official
 * vectors: PROJ left to itself is 0.8 m off in the Mekong delta.
 */
async function checkTransform(db: Db, definitions: readonly CrsDefinition[]): ReturnType<DoctorCheck['run']> {
  const registry = new CrsRegistry(definitions);
  const zones = definitions.filter((definition) => isOffered(definition) && definition.proj4.includes('+towgs84='));
  let worst = 0;
  for (const zone of zones) worst = Math.max(worst, await metresApart(db, registry.find(zone.uri, 'crs')));
  return {
    ok: zones.length === 0 ? 'warning' : worst < 0.001,
    value: `${zones.length}: ${(worst * 1000).toFixed(3)} mm`,
    advice: {
      vi: 'Tham số VN-2000 trong cơ sở dữ liệu không khớp gói vn-core; khởi động lại nút để ghi lại.',
      en: 'The VN-2000 parameters in the database differ from the pack vn-core; restart the node to write them again.',
    },
  };
}

/**
 * How far a position in the middle of a system lands from itself, read in by proj4js and given back by the database.
 */
async function metresApart(db: Db, crs: Crs): Promise<number> {
  const zone = Number(/\+zone=(\d+)/.exec(crs.proj4)?.[1] ?? 48);
  const meridian = Number(/\+lon_0=([\d.]+)/.exec(crs.proj4)?.[1] ?? zone * 6 - 183);
  const [x, y] = proj4(crs84Definition, crs.proj4, [meridian + 0.5, 10.03]) as [number, number];
  const [longitude, latitude] = proj4(crs.proj4, crs84Definition, [x, y]) as [number, number];
  const point = sql`ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326)`;
  const [east, north] = crs.flipped ? [y, x] : [x, y];
  const rows = await db.query<{ distance: number }>(sql`
    select ST_Distance(${geometryIn(crs, point)},
      ST_SetSRID(ST_MakePoint(${east}::float8, ${north}::float8), ${crs.srid}::int)) as distance`);
  return rows[0]!.distance * (crs.isGeographic ? metresPerDegree : 1);
}

const metresPerDegree = 111_320;
