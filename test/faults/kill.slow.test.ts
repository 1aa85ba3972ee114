import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { until } from '../support/wait.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import {
  asOperator,
  asPublic,
  ended,
  expectOk,
  inspected,
  nextOf,
  post,
  type Feature,
  type Json,
  type Run,
} from '../pipeline/steward.ts';
import { asFile, firstTable, nextTable, seeded, type Table } from './model-table.ts';
import { NodeProcess } from './node-process.ts';

const rounds = 20;
const rows = 20_000;
const seed = 20_261_123;

onBothStores('kill -9 at any moment', manyRounds);

function manyRounds(databaseUrl: () => Promise<string | null>): void {
  const folder = temporaryFolder();
  const random = seeded(seed);
  const editions = new Map<number, Table>();
  let url: string | null;
  let node: NodeProcess;
  let table: Table = firstTable(rows);
  let edition = 1;
  /** How long inspection and run take when nobody disturbs them. */
  let inspectMs = 0;
  let runMs = 0;

  before(async () => {
    url = await databaseUrl();
    node = new NodeProcess(folder, url);
    await node.start();
    const began = performance.now();
    const delivery = await send(node, table);
    await inspected(node, delivery);
    inspectMs = performance.now() - began;
    const run = await ended(node, await order(node, delivery));
    runMs = performance.now() - began - inspectMs;
    assert.deepEqual([run.state, run.edition], ['done', 1]);
    editions.set(1, table);
  });
  after(async () => {
    await node.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  for (let round = 1; round <= rounds; round++) {
    test(`round ${round}`, async (context) => {
      const { next, counts } = nextTable(table, random);
      const delivery = await send(node, next);
      if (round % 4 === 0) {
        const moment = random() * inspectMs;
        context.diagnostic(`killed ${Math.round(moment)} ms after the file was taken`);
        await killAfter(moment);
      }
      assert.equal((await inspected(node, delivery))['state'], 'inspected');
      const id = await order(node, delivery);
      const moment = random() * runMs * 1.1;
      context.diagnostic(
        `killed ${Math.round(moment)} ms after the run was ordered; undisturbed it takes ${Math.round(runMs)} ms`,
      );
      await sleep(moment);
      await node.kill();
      if (round % 5 === 0) {
        node.launch();
        await sleep(random() * 2_000);
        await node.kill();
      }
      editions.set(edition + 1, next);
      await node.start();
      await assertWhole(node, editions);

      const run = await ended(node, id);
      edition++;
      table = next;
      assert.deepEqual([run.state, run.edition], ['done', edition]);
      assert.deepEqual(pick(run, counts), counts);
      assert.equal(await assertWhole(node, editions), edition);
      const { body } = await expectOk(asPublic(node, '/collections/killed'));
      assert.equal(body['numberOfItems'], next.size, 'the edition counts what it holds');
    });
  }

  test('all editions can still be read, and the store is tidy', async () => {
    for (const [number, expected] of editions) {
      if (number % 5 === 1)
        assert.deepEqual(sortedRows((await read(node, `&as-of=${number}`)).rows), sortedRows(expected));
    }
    await until(() => isTidy(node), 'the node to sweep what the killed ones left', 120_000);
    assert.equal(await node.stop(), 0);
    const db = await openDatabase({ dataFolder: folder, url });
    try {
      const stages = await db.query(
        sql`select relname from pg_class where relname ~ '^s_[0-9]+' and relkind in ('r', 'v')`,
      );
      assert.deepEqual([...stages], [], 'no stage table is left');
      const held = await db.query(sql`select id from collection where writer_run is not null or dirty`);
      assert.deepEqual([...held], [], 'no lease is held, nothing half-written stands');
      const open = await db.query(sql`select id from run where state in ('queued', 'running')`);
      assert.deepEqual([...open], []);
      const stray = await db.query(sql`
        select e.number, e.count, count(r._fid)::int as found from edition e
        left join (select * from c_killed union all select * from h_killed) r
          on r._from <= e.number and r._to > e.number
        where e.collection = 'killed' group by e.number, e.count having e.count <> count(r._fid)`);
      assert.deepEqual([...stray], [], 'every edition has as many rows as it says');
    } finally {
      await db.close();
    }
  });

  async function killAfter(ms: number): Promise<void> {
    await sleep(ms);
    await node.kill();
    await node.start();
  }
}

/** Whether `doctor` sees no stage of a run that has ended. */
async function isTidy(node: NodeProcess): Promise<boolean> {
  const { body } = await expectOk(asOperator(node, '/operations/doctor'));
  return (body['lines'] as Json[]).some(({ name, state }) => name === 'stages' && state === 'ok');
}

/** Uploads a table; its id once the node has acknowledged it. */
async function send(node: NodeProcess, table: Table): Promise<number> {
  const source = { transport: 'upload', openness: 'open' };
  const headers = { 'content-type': 'application/json' };
  await expectOk(asOperator(node, '/sources/killed', { method: 'PUT', body: JSON.stringify(source), headers }));
  const { body } = await expectOk(
    asOperator(node, '/sources/killed/deliveries?name=killed.csv', {
      method: 'POST',
      body: asFile(table),
      headers: { 'content-type': 'application/octet-stream' },
    }),
  );
  return Number(body['id']);
}

async function order(node: NodeProcess, delivery: number): Promise<number> {
  const { body } = await expectOk(
    post(node, `/deliveries/${delivery}/runs`, { layers: [{ layer: '', key: ['code'] }] }),
  );
  return (body['runs'] as Run[])[0]!.id;
}

/** What the public reads must be one of the editions, to the last row; gives which. */
async function assertWhole(node: NodeProcess, editions: ReadonlyMap<number, Table>): Promise<number> {
  const { edition, rows: found, matched } = await read(node, '');
  const expected = editions.get(edition);
  assert.ok(expected, `edition ${edition} was never ordered`);
  assert.equal(matched, expected.size);
  assert.equal(found.size, expected.size);
  for (const [key, value] of expected) assert.equal(found.get(key), value, `${key} in edition ${edition}`);
  return edition;
}

async function read(node: NodeProcess, query: string): Promise<{ edition: number; rows: Table; matched: unknown }> {
  const found = new Map<string, number>();
  let path: string | null = `/collections/killed/items?limit=10000${query}`;
  let edition = 0;
  let matched: unknown;
  while (path !== null) {
    const { body, headers }: { body: Json; headers: Headers } = await expectOk(asPublic(node, path));
    for (const { id, properties } of body['features'] as Feature[]) {
      assert.ok(!found.has(id), `${id} stands twice`);
      found.set(id, Number(properties['depth']));
    }
    edition = Number(headers.get('lienthong-edition'));
    matched ??= body['numberMatched'];
    path = nextOf(body);
  }
  return { edition, rows: found, matched };
}

function pick(run: Run, like: object): Json {
  return Object.fromEntries(Object.keys(like).map((name) => [name, run.counts[name as keyof Run['counts']]]));
}

const sortedRows = (table: Table) => [...table].sort(([a], [b]) => (a < b ? -1 : 1));
