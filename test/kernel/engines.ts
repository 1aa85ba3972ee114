import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { openDatabase, sql, type Db } from '../../src/kernel/index.ts';
import { hasPostgres, startPostgres, type TestServer } from '../support/postgres.ts';

/** What a suite sees of the engine it runs on; `db()` may be asked only inside a test. */
export interface EngineUnderTest {
  readonly name: 'embedded' | 'server';
  db(): Db;
  /** A second handle as another process would have it; the embedded engine allows none and gives null. */
  another(): Promise<Db | null>;
}

const givenUrl = process.env['LIENTHONG_TEST_DATABASE_URL'];
let schemaCount = 0;

/** Runs the suite on the embedded engine, and on PostgreSQL where a server is given or its programs are installed. */
export function onBothEngines(title: string, suite: (engine: EngineUnderTest) => void): void {
  describe(`${title} (embedded)`, () => embedded(suite));
  const skip = givenUrl === undefined && !hasPostgres() && 'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL';
  describe(`${title} (server)`, { skip }, () => onServer(suite));
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lienthong-test-'));
}

function embedded(suite: (engine: EngineUnderTest) => void): void {
  const folder = temporaryFolder();
  let db: Db;
  before(async () => {
    db = await openDatabase({ dataFolder: folder });
  });
  suite({ name: 'embedded', db: () => db, another: () => Promise.resolve(null) });
  after(async () => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

function onServer(suite: (engine: EngineUnderTest) => void): void {
  const schema = `test_${process.pid}_${schemaCount++}`;
  let server: TestServer | null = null;
  let db: Db;
  const open = () => openDatabase({ dataFolder: '', url: givenUrl ?? server!.url, schema });
  before(async () => {
    if (givenUrl === undefined) server = await startPostgres();
    db = await open();
  });
  suite({ name: 'server', db: () => db, another: open });
  after(async () => {
    await db.query(sql`drop schema ${sql.identifier(schema)} cascade`);
    await db.close();
    await server?.stop();
  });
}
