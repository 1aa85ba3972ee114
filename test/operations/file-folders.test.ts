import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { readConfig, type Log } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { TestDatabase } from '../pipeline/node-under-test.ts';
import { asOperator, csv, deliver, expectOk, type Json, type Place } from '../pipeline/steward.ts';
import { hasPostgres } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

interface Started extends Place {
  readonly node: Node;
  /** What it logged as an error. */
  readonly errors: string[];
}

const skip =
  process.env['LIENTHONG_TEST_DATABASE_URL'] === undefined &&
  !hasPostgres() &&
  'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL';
describe('nodes on one database must keep files in one folder', { skip }, () => {
  const database = new TestDatabase();
  const folders = [temporaryFolder(), temporaryFolder()] as const;
  const nodes: Node[] = [];
  let url: string;
  before(async () => {
    url = await database.create();
  });
  afterEach(async () => {
    for (const node of nodes.splice(0)) await node.close();
  });
  after(async () => {
    await database.drop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  async function start(folder: string): Promise<Started> {
    const errors: string[] = [];
    const log: Log = { ...quietLog, error: (_, message) => errors.push(message) };
    const config = { LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', LIENTHONG_DATABASE_URL: url };
    const node = await startNode(readConfig(config), { log });
    nodes.push(node);
    return { node, errors, url: () => node.url, token: () => node.operatorToken };
  }

  async function saidBy(place: Place): Promise<{ doctor: Json; operations: Json }> {
    const doctor = (await expectOk(asOperator(place, '/operations/doctor?lang=en'))).body;
    const operations = (await expectOk(asOperator(place, '/operations?lang=en'))).body;
    return {
      doctor: (doctor['lines'] as Json[]).find(({ name }) => name === 'file-folder')!,
      operations: (operations['expectations'] as Json[]).find(({ id }) => id === 'file-folder')!,
    };
  }

  test('one that keeps them elsewhere is told in its log, and both say so', async () => {
    const first = await start(folders[0]);
    await deliver(first, 'wells', csv(['code'], [['A']]));
    assert.deepEqual(first.errors, []);
    const second = await start(folders[1]);
    assert.match(second.errors.join('\n'), /Another node on this database keeps its files elsewhere/);
    for (const [node, other] of [
      [first, folders[1]],
      [second, folders[0]],
    ] as const) {
      // prettier-ignore
      const { doctor, operations } = await saidBy(node);
      assert.deepEqual([doctor['state'], operations['state']], ['failed', 'failed']);
      assert.ok(String(doctor['advice']).includes(join(other, 'files')), String(doctor['advice']));
      assert.match(String(operations['detail']), /into one shared folder/);
    }
  });

  test('one whose folder lacks what was delivered through another says so when it is alone', async () => {
    const second = await start(folders[1]);
    assert.match(second.errors.join('\n'), /1 of the 1 newest kept files are not in/);
    const { operations } = await saidBy(second);
    assert.match(String(operations['detail']), /Copy them from that node/);
  });

  test('with one folder mounted in both all is well', async () => {
    rmSync(join(folders[1], 'files'), { recursive: true });
    symlinkSync(join(folders[0], 'files'), join(folders[1], 'files'));
    const [first, second] = [await start(folders[0]), await start(folders[1])];
    for (const node of [first, second]) {
      assert.deepEqual(node.errors, []);
      assert.equal((await saidBy(node)).doctor['state'], 'ok');
    }
  });
});
