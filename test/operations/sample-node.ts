import { createWriteStream, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  kernelMigrations,
  migrate,
  openDatabase,
  sql,
  type Db,
  type ModuleMigrations,
} from '../../src/kernel/index.ts';
import { backupMigrations, kernelLeases, restore, writeBackup } from '../../src/kernel/backup/index.ts';
import { pipeline } from 'node:stream/promises';
import { operationsMigrations } from '../../src/kernel/operations/index.ts';
import { hasPostgres, startPostgres, type TestServer } from '../support/postgres.ts';

/** A module with what a migration may make: a function, a row, a table that only ever keeps one sum. */
const accounts: ModuleMigrations = {
  module: 'accounts',
  migrations: [
    {
      number: 1,
      name: 'accounts',
      up: `
        create function double_of(n int8) returns int8 language sql immutable as 'select n * 2';
        create table account (id int8 generated always as identity primary key, balance int8 not null,
          twice int8 generated always as (balance * 2) stored, name text collate vi, note text collate "C",
          at timestamptz not null default now(), data jsonb, bytes bytea, exact numeric, ratio float8);
        create index account_double on account (double_of(balance));
        create table seed (n int4 primary key);
        insert into seed values (1);`,
    },
  ],
};

export const sampleModules: readonly ModuleMigrations[] = [
  kernelMigrations,
  backupMigrations,
  operationsMigrations,
  accounts,
];
export const clock = { now: () => new Date() };
export const keyFileNames = ['operator-token', 'secret.key'];

export interface Place {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly schema?: string;
}

export type EngineName = 'embedded' | 'server';

/** Places to put a store: folders, and schemas of one server. */
export async function openPlaces() {
  const root = mkdtempSync(join(tmpdir(), 'lienthong-backup-'));
  const given = process.env['LIENTHONG_TEST_DATABASE_URL'];
  let server: TestServer | null = null;
  let count = 0;
  return {
    root,
    async make(engine: EngineName): Promise<Place> {
      const number = ++count;
      const dataFolder = join(root, `data-${number}`);
      if (engine === 'embedded') return { dataFolder, databaseUrl: null };
      if (given === undefined) server ??= await startPostgres();
      return { dataFolder, databaseUrl: given ?? server!.url, schema: `b_${process.pid}_${number}` };
    },
    async close() {
      await server?.stop();
    },
  };
}

export const serverSkip =
  process.env['LIENTHONG_TEST_DATABASE_URL'] === undefined && !hasPostgres()
    ? 'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL'
    : false;

export function open(place: Place): Promise<Db> {
  return openDatabase({ ...place, url: place.databaseUrl });
}

/** A store with every kind of thing that a backup has to carry. */
export async function fillSample(place: Place, accountCount = 100): Promise<Db> {
  const db = await open(place);
  await migrate(db, sampleModules);
  await db.query(sql`
    insert into account (balance, name, note, data, bytes, exact, ratio)
    select 100, 'Đặng Ăn ' || n, E'tab\there\nand \\N', jsonb_build_object('n', n), decode('00ff0a', 'hex'),
      n / 7.0::numeric, n / 3.0::float8
    from generate_series(1, ${accountCount}) n`);
  await db.query(sql`insert into account (balance, note) values (0, null)`);
  await db.query(sql`delete from seed`);
  await db.query(sql`
    create table c_wells (_fid text collate "C" not null, _from int not null, depth double precision,
      _geom geometry(Geometry, 4326))`);
  await db.query(sql`
    insert into c_wells select 'w' || n, 1, n * 0.1, ST_Point(105 + n * 0.001, 21, 4326) from generate_series(1, 50) n`);
  await db.query(sql`create unique index on c_wells (_fid, _from)`);
  await db.query(sql`create index on c_wells using gist (_geom)`);
  await db.query(sql`create view v_wells as select w._fid, w.depth from c_wells w where w.depth > 1`);
  await db.query(sql`create unlogged table s_1 (fid text)`);
  await db.query(sql`insert into s_1 values ('staged')`);
  await db.query(sql`create table reading (series int, at date not null, value float8) partition by range (at)`);
  await db.query(sql`create index reading_at on reading (at)`);
  await db.query(sql`create table reading_2025 partition of reading for values from ('2025-01-01') to ('2026-01-01')`);
  await db.query(sql`insert into reading values (1, '2025-05-05', 0.1), (2, '2025-06-05', 'NaN')`);
  await db.query(sql`
    insert into spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
    values (905897, 'LIENTHONG', 905897, '', '+proj=tmerc +lon_0=105 +k=0.9999 +x_0=500000 +ellps=WGS84')
    on conflict do nothing`);
  await db.query(sql`
    insert into job (kind, payload, state, run_at, created_at, worker, lease_until)
    values ('load', '{}', 'running', now(), now(), 'somebody', now() + interval '30 s')`);
  await keepFiles(place.dataFolder);
  return db;
}

async function keepFiles(dataFolder: string): Promise<void> {
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(join(dataFolder, 'operator-token'), 'token\n', { mode: 0o600 });
  writeFileSync(join(dataFolder, 'secret.key'), 'key\n', { mode: 0o400 });
  for (const text of ['first delivery', '', 'x'.repeat(3_000_000)]) {
    const sha256 = createHash('sha256').update(text).digest('hex');
    mkdirSync(join(dataFolder, 'files', sha256.slice(0, 2)), { recursive: true });
    writeFileSync(join(dataFolder, 'files', sha256.slice(0, 2), sha256), text);
  }
}

export function sourceOf(place: Place, db: Db) {
  return {
    db,
    dataFolder: place.dataFolder,
    keyFiles: keyFileNames.map((name) => join(place.dataFolder, name)),
    leases: kernelLeases,
    version: '0.1.0',
    clock,
  };
}

export async function backUp(place: Place, db: Db, file: string) {
  const { bytes, summary } = writeBackup(sourceOf(place, db));
  const [done] = await Promise.all([summary, pipeline(bytes, createWriteStream(file))]);
  return done;
}

export function restoreTo(file: string, place: Place) {
  return restore(file, { ...place, modules: sampleModules, clock });
}

/** Everything that must survive, as plain values, leases apart. */
export async function stateOf(db: Db) {
  const one = async (statement: ReturnType<typeof sql>) => (await db.query(statement)).map((row) => ({ ...row }));
  return {
    accounts: await one(sql`select * from account order by id`),
    wells: await one(sql`select _fid, _from, depth, ST_AsText(_geom) as geom from c_wells order by _fid`),
    view: await one(sql`select * from v_wells order by _fid`),
    readings: await one(sql`select * from reading order by series`),
    seed: await one(sql`select * from seed`),
    migrations: await one(sql`select module, number, name, checksum, applied_at from migration order by 1, 2`),
    srid: await one(sql`select proj4text from spatial_ref_sys where srid = 905897`),
    jobs: await one(sql`select id, kind, state, worker from job order by id`),
    tables: await one(sql`
      select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'i', 'I')
        and relpersistence = 'p' and relname not in ('spatial_ref_sys', 'spatial_ref_sys_pkey', 'geometry_columns', 'geography_columns')
      order by relname collate "C"`),
  };
}
