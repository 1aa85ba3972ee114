import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasPostgres, type TestServer } from '../support/postgres.ts';
import { until } from '../support/wait.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { TestDatabase } from '../pipeline/node-under-test.ts';
import { asPublic, begin, byId, deliver, readAll, asOperator, type Json, type Run } from '../pipeline/steward.ts';
import { asFile, firstTable, nextTable, seeded, type Table } from './model-table.ts';
import { NodeProcess } from './node-process.ts';

const rows = 30_000;

describe(
  'the database server goes away during a run',
  { skip: !hasPostgres() && 'PostgreSQL is not installed' },
  () => {
    const folder = temporaryFolder();
    const database = new TestDatabase();
    const random = seeded(7);
    let server: TestServer;
    let node: NodeProcess;
    let table: Table = firstTable(rows);
    let runMs = 0;

    before(async () => {
      const url = await database.create(true);
      server = database.server!;
      node = new NodeProcess(folder, url);
      await node.start();
      const began = performance.now();
      await deliver(node, 'outlived', asFile(table), { key: ['code'], openness: 'open' });
      runMs = (performance.now() - began) / 2;
    });
    after(async () => {
      // Where the node never came to be, the server goes all the same: while it runs this file does not end.
      await (node as NodeProcess | undefined)?.kill();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    for (const [how, share] of [
      ['restarts', 0.3],
      ['restarts', 0.7],
      ['is killed and recovers', 0.2],
      ['is killed and recovers', 0.6],
    ] as const) {
      test(`it ${how} after ${share * 100} % of the run: the node comes back by itself and the run ends`, async () => {
        const { next, counts } = nextTable(table, random);
        const run = await begin(node, 'outlived', asFile(next));
        await sleep(runMs * share);
        if (how !== 'restarts') {
          await server.kill();
          assert.equal((await fetch(`${node.url()}/livez`)).status, 200, 'the process lives on');
          // The node waits some seconds for its server, then says who is missing.
          const down = await toldOf503(node);
          assert.match(String(down['detail']), /127\.0\.0\.1:\d+/);
        }
        await server.restart();
        table = next;
        const done = await patientlyEnded(node, run.id);
        assert.equal(done.state, 'done', JSON.stringify(done.problem));
        for (const [name, count] of Object.entries(counts)) assert.equal(done.counts[name as 'read'], count, name);
        const found = byId(await readAll(node, 'outlived'));
        assert.equal(found.size, next.size);
        for (const [key, depth] of next) assert.equal(found.get(key)?.['depth'], depth, key);
        assert.ok(node.isRunning);
      });
    }
  },
);

/** What a reader is told while the server is away: always 503, and in the end who is missing. */
async function toldOf503(node: NodeProcess): Promise<Json> {
  let told: Json | null = null;
  await until(
    async () => {
      const { status, body } = await asPublic(node, '/collections/outlived');
      assert.equal(status, 503, JSON.stringify(body));
      if (/\d+\.\d+\.\d+\.\d+:\d+/.test(String(body['detail']))) told = body;
      return told !== null;
    },
    'status 503',
    40_000,
  );
  return told!;
}

/** The end of a run while the database may be away. */
async function patientlyEnded(node: NodeProcess, id: number): Promise<Run> {
  let run: Run | null = null;
  let last = '';
  await until(
    async () => {
      const { status, body } = await asOperator(node, `/runs/${id}`);
      last = status + JSON.stringify(body).slice(0, 300);
      if (status === 200) run = body as unknown as Run;
      return run !== null && run.state !== 'queued' && run.state !== 'running';
    },
    `the end of run ${id}`,
    90_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)} Last answer: ${last}\n${node.log.slice(-3_000)}`);
  });
  return run!;
}
