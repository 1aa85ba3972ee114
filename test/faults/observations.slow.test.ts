import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { asOperator, expectOk, post } from '../pipeline/steward.ts';
import { seeded } from './model-table.ts';
import { NodeProcess } from './node-process.ts';
import { firstMoment, ReadingsModel } from './readings-model.ts';

/** On each store. */
const rounds = 20;
const seed = 20_261_126;

onBothStores('kill -9 while values come in', (databaseUrl) => {
  const folder = temporaryFolder();
  const random = seeded(seed);
  let url: string | null;
  let node: NodeProcess;
  let pushes = 0;
  let posts = 0;
  let datastream = 0;
  const model = new ReadingsModel('bao', 400);
  /** False where nobody answered, or the node is stopping: the same is to be sent again. */
  const push = async (rows: string, key?: string): Promise<boolean> => (await model.push(node, rows, key)) === 201;
  const acknowledged: number[] = [];

  before(async () => {
    url = await databaseUrl();
    node = new NodeProcess(folder, url);
    await node.start();
    await expectOk(post(node, '/networks', { id: 'bao', title: 'Bão' }));
    assert.equal(await push('T0,COD,mg/L,2026-01-01T00:00:00Z,0'), true);
    const { body } = await asOperator(node, '/sta/v1.1/Datastreams');
    datastream = Number((body['value'] as { '@iot.id': number }[])[0]!['@iot.id']);
  });
  after(async () => {
    await node.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  for (let round = 1; round <= rounds; round++) {
    test(`round ${round}`, async () => {
      const open: { key: string; rows: string }[] = [];
      let isOver = false;
      const pushing = (async () => {
        while (!isOver) {
          const next = { key: `k${pushes}`, rows: model.rowsOf(pushes) };
          pushes++;
          if (!(await push(next.rows, next.key))) open.push(next);
        }
      })();
      const posting = (async () => {
        while (!isOver) {
          const id = await create(node);
          if (id !== null) acknowledged.push(id);
        }
      })();
      await sleep(50 + random() * 500);
      await node.kill();
      isOver = true;
      await Promise.all([pushing, posting]);
      await node.start();
      for (const { key, rows } of open) assert.equal(await push(rows, key), true, 'sent again by the same key');
    });
  }

  test('what was received is what is stored and what is in quarantine; nothing acknowledged is lost, nothing doubled', async () => {
    const { body } = await asOperator(node, '/networks/bao');
    assert.ok((body['numbers'] as { observations: number }).observations > 0);
    await node.kill();
    const db = await openDatabase({ dataFolder: folder, url });
    try {
      await model.assertStands(db);
      const created = await db.query<{ id: number }>(sql`
        select series::bigint * 4294967296 + extract(epoch from time)::bigint as id from observation
        where series = ${datastream}`);
      const ids = new Set(created.map(({ id }) => Number(id)));
      assert.deepEqual(
        acknowledged.filter((id) => !ids.has(id)),
        [],
      );
    } finally {
      await db.close();
    }
  });

  /** The id of the new observation; null where nobody answered. */
  async function create(at: NodeProcess): Promise<number | null> {
    const phenomenonTime = new Date(firstMoment + 86_400_000 * 100 + posts++ * 1_000).toISOString();
    try {
      const { status, body } = await post(at, `/sta/v1.1/Datastreams(${datastream})/Observations`, {
        ...{ phenomenonTime, result: posts },
      });
      return status === 201 ? Number(body['@iot.id']) : null;
    } catch {
      await sleep(20);
      return null;
    }
  }
});
