import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { readConfig } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onEmbeddedNode, TestDatabase } from '../pipeline/node-under-test.ts';
import { asPublic, csv, deliver, nextOf, type Feature, type Json } from '../pipeline/steward.ts';
import { hasPostgres } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const wells = csv(['code', 'depth'], ['A', 'B', 'C', 'D'].map((code, i) => [code, i])); // prettier-ignore
const firstPage = '/collections/wells/items?limit=2';
const idsOf = (body: Json): string[] => (body['features'] as Feature[]).map(({ id }) => id);

/** A token as somebody makes it who knows how they are written, but not the node's secret. */
function forged(token: string): string {
  const payload = Buffer.from(token, 'base64url').subarray(12);
  const signature = createHmac('sha256', 'page-token:').update(payload).digest().subarray(0, 12);
  return Buffer.concat([signature, payload]).toString('base64url');
}

onEmbeddedNode('links to the next page', (node) => {
  before(() => deliver(node, 'wells', wells, { key: ['code'] }));

  test('a token that somebody made up is answered like a broken one', async () => {
    const next = new URL(nextOf((await asPublic(node, firstPage)).body)!);
    assert.deepEqual(idsOf((await asPublic(node, next.href)).body), ['C', 'D']);
    const answers = [];
    for (const token of [forged(next.searchParams.get('token')!), 'broken']) {
      next.searchParams.set('token', token);
      answers.push(await asPublic(node, next.href));
    }
    assert.equal(answers[0]!.status, 400);
    assert.match(String(answers[0]!.body['type']), /invalid-page-token$/);
    assert.deepEqual(answers[0]!.body, answers[1]!.body);
  });
});

const skip =
  process.env['LIENTHONG_TEST_DATABASE_URL'] === undefined &&
  !hasPostgres() &&
  'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL';
describe('links to the next page, of nodes on one database', { skip }, () => {
  const database = new TestDatabase();
  const folders = [temporaryFolder(), temporaryFolder()];
  const nodes: Node[] = [];
  let url: string;
  const start = async () => {
    const config = { LIENTHONG_DATA: folders[nodes.length]!, LIENTHONG_PORT: '0', LIENTHONG_DATABASE_URL: url };
    const node = await startNode(readConfig(config), { log: quietLog });
    nodes.push(node);
    return { url: () => node.url, token: () => node.operatorToken };
  };
  before(async () => void (url = await database.create()));
  after(async () => {
    for (const node of nodes) await node.close();
    await database.drop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  test('one goes on where the other ended', async () => {
    const first = await start();
    await deliver(first, 'wells', wells, { key: ['code'] });
    const second = await start();
    const next = new URL(nextOf((await asPublic(first, firstPage)).body)!);
    assert.deepEqual(idsOf((await asPublic(second, next.pathname + next.search)).body), ['C', 'D']);
  });
});
