import { sql, type Db, type DoctorCheck } from '../kernel/index.ts';
import type { CrsDefinition } from '../packs/index.ts';
import { currentEditions, listCollections } from './collections.ts';
import { CrsRegistry } from './read/crs.ts';

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

/** A place in the delta goes to TM-3 105°00′ and back within 1 mm, by the pack's own parameters (EPSG:6960). */
async function checkTransform(db: Db, definitions: readonly CrsDefinition[]): ReturnType<DoctorCheck['run']> {
  const zone = definitions.find((definition) => definition.code === 'EPSG:5897');
  if (!zone) return { ok: 'warning', value: '–', advice: { vi: 'Gói vn-core thiếu múi VN-2000.', en: 'The pack vn-core lacks the VN-2000 zones.' } };
  const { srid, proj4 } = new CrsRegistry([zone]).find(zone.uri, 'crs');
  const rows = await db.query<{ metres: number }>(sql`
    select ST_Distance(
      ST_Transform(ST_Transform(ST_SetSRID(ST_MakePoint(105.78, 10.03), 4326), ${srid}::int), 4326)::geography,
      ST_SetSRID(ST_MakePoint(105.78, 10.03), 4326)::geography) as metres`);
  const private_ = await db.query<{ proj4text: string }>(sql`select proj4text from spatial_ref_sys where srid = ${srid}`);
  const isExact = rows[0]!.metres < 0.001 && private_[0]?.proj4text === proj4;
  return {
    ok: isExact,
    value: `${(rows[0]!.metres * 1000).toFixed(3)} mm`,
    advice: {
      vi: 'Tham số VN-2000 trong cơ sở dữ liệu không đúng; khởi động lại nút để ghi lại.',
      en: 'The VN-2000 parameters in the database are wrong; restart the node to write them again.',
    },
  };
}
