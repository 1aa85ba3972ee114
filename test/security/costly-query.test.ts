import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import { readConfig } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { TestDatabase } from '../pipeline/node-under-test.ts';
import { asPublic, csv, deliver } from '../pipeline/steward.ts';
import { hasPostgres } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const skip =
  process.env['LIENTHONG_TEST_DATABASE_URL'] === undefined &&
  !hasPostgres() &&
  'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL';

describe('a request whose statement takes longer than the node allows', { skip }, () => {
  const database = new TestDatabase();
  const folder = temporaryFolder();
  let url: string;
  let node: Node;
  const place = { url: () => node.url, token: () => node.operatorToken };

  before(async () => {
    url = await database.create();
    const settings = { LIENTHONG_PORT: '0', LIENTHONG_LOG_LEVEL: 'error', LIENTHONG_QUERY_SECONDS: '1' };
    const environment = { LIENTHONG_DATA: folder, LIENTHONG_DATABASE_URL: url, ...settings };
    node = await startNode(readConfig(environment), { log: quietLog });
    await deliver(place, 'wells', csv(['code'], [['A']]), { key: ['code'] });
  });
  after(async () => {
    await node.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is cut and refused with advice, and the next one is answered', async () => {
    const other = new Client({ connectionString: url });
    await other.connect();
    try {
      // What waits for a lock takes as long as one likes.
      await other.query('begin; lock table c_wells in access exclusive mode');
      const refused = await asPublic(place, '/collections/wells/items');
      assert.equal(refused.status, 422);
      assert.match(String(refused.body['type']), /query-too-costly$/);
      assert.match(String(refused.body['detail']), /bbox/);
      await other.query('rollback');
    } finally {
      await other.end();
    }
    assert.equal((await asPublic(place, '/collections/wells/items')).status, 200);
  });
});
