import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/kernel/index.ts';
import { hasPostgres, type TestServer } from '../support/postgres.ts';
import { until } from '../support/wait.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { TestDatabase } from '../pipeline/node-under-test.ts';
import { expectOk, post } from '../pipeline/steward.ts';
import { seeded } from './model-table.ts';
import { NodeProcess } from './node-process.ts';
import { ReadingsModel } from './readings-model.ts';

const rounds = 20;

describe(
  'the database restarts while values come in',
  { skip: !hasPostgres() && 'PostgreSQL is not installed' },
  () => {
    const folder = temporaryFolder();
    const database = new TestDatabase();
    const random = seeded(11);
    const model = new ReadingsModel('bao', 200);
    let server: TestServer;
    let node: NodeProcess;
    let pushes = 0;
    let url: string;

    before(async () => {
      url = await database.create(true);
      server = database.server!;
      node = new NodeProcess(folder, url);
      await node.start();
      await expectOk(post(node, '/networks', { id: 'bao', title: 'Bão' }));
      assert.equal(await model.push(node, model.rowsOf(pushes++)), 201);
    });
    after(async () => {
      await node.kill();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    for (let round = 1; round <= rounds; round++) {
      test(`round ${round}`, async () => {
        let isOver = false;
        const pushing = (async () => {
          while (!isOver) {
            const rows = model.rowsOf(pushes);
            const key = `k${pushes++}`;
            // Sent again until it is taken: 201 stored, 202 kept by the node for the database.
            for (;;) {
              const status = await model.push(node, rows, key);
              if (status === 201 || status === 202) break;
              assert.ok(status === 503 || status === null, String(status));
              await sleep(50);
            }
            // A station is no loop.
            await sleep(25);
          }
        })();
        await sleep(random() * 400);
        if (random() < 0.3) await server.kill();
        await server.restart();
        await sleep(random() * 200);
        isOver = true;
        await pushing;
        assert.ok(node.isRunning);
      });
    }

    test('what was received is what is stored and what is in quarantine, each value with its event', async () => {
      const waiting = async (): Promise<string> => {
        const text = await (await fetch(new URL('/metrics', node.url()))).text();
        return /^lienthong_spill_messages (\d+)$/m.exec(text)![1]!;
      };
      await until(async () => (await waiting()) === '0', 'what was kept is stored', 240_000);
      assert.ok(pushes > rounds);
      const db = await openDatabase({ dataFolder: folder, url });
      try {
        await model.assertStands(db);
      } finally {
        await db.close();
      }
    });
  },
);
