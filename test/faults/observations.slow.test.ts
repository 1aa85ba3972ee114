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

/** On each engine. */
const rounds = 10;
const seed = 20_261_126;
const start = Date.UTC(2026, 0, 1);
const rowsOfPush = 400;

onBothStores('kill -9 while values come in', (databaseUrl) => {
  const folder = temporaryFolder();
  const random = seeded(seed);
  let url: string | null;
  let node: NodeProcess;
  let pushes = 0;
  let posts = 0;
  let datastream = 0;
  /** What each push says: every value once, and every tenth a second time with the word that counts. */
  const expected = new Map<string, number>();
  const acknowledged: number[] = [];

  before(async () => {
    url = await databaseUrl();
    node = new NodeProcess(folder, url);
    await node.start();
    await expectOk(post(node, '/networks', { id: 'bao', title: 'Bão' }));
    assert.equal(await push(node, 'T0,COD,mg/L,2026-01-01T00:00:00Z,0'), true);
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
          const next = { key: `k${pushes}`, rows: rowsOf(pushes) };
          pushes++;
          if (!(await push(node, next.rows, next.key))) open.push(next);
        }
      })();
      const posting = (async () => {
        while (!isOver) {
          const id = await create(node);
          if (id !== null) acknowledged.push(id);
        }
      })();
      await sleep(100 + random() * 1_200);
      await node.kill();
      isOver = true;
      await Promise.all([pushing, posting]);
      await node.start();
      for (const { key, rows } of open) assert.equal(await push(node, rows, key), true, 'sent again by the same key');
    });
  }

  test('what was received is what is stored and what is in quarantine; nothing acknowledged is lost, nothing doubled', async () => {
    const { body } = await asOperator(node, '/networks/bao');
    assert.ok((body['numbers'] as { observations: number }).observations > 0);
    await node.kill();
    const db = await openDatabase({ dataFolder: folder, url });
    try {
      const [sums] = await db.query<{ wrong: number; open: number }>(sql`
        select count(*) filter (where read <> inserted + updated + unchanged + duplicates + quarantined) as wrong,
          count(*) filter (where closed_at is null) as open from receipt`);
      assert.deepEqual(sums, { wrong: 0, open: 0 });
      const stored = await db.query<{ name: string; time: string; value: number }>(sql`
        select t.code as name, o.time, o.value from observation o join datastream d on d.id = o.series
          join thing t on t.id = d.thing where t.code like 'K%'`);
      assert.equal(stored.length, expected.size);
      for (const { name, time, value } of stored) {
        assert.equal(value, expected.get(`${name} ${new Date(time).getTime()}`), `${name} ${time}`);
      }
      const created = await db.query<{ id: number }>(sql`
        select series::bigint * 4294967296 + extract(epoch from time)::bigint as id from observation
        where series = ${datastream}`);
      const ids = new Set(created.map(({ id }) => Number(id)));
      assert.deepEqual(
        acknowledged.filter((id) => !ids.has(id)),
        [],
      );
      const [counted] = await db.query<{ wrong: number }>(sql`
        select count(*) as wrong from series_state s
        where s.count <> (select count(*) from observation o where o.series = s.series)
          + (select count(*) from observation_extra e where e.series = s.series)`);
      assert.equal(counted!.wrong, 0, 'what is known of each series agrees with its values');
      const [told] = await db.query<{ missing: number }>(sql`
        with told as (
          select split_part(line, ' ', 1)::integer as series, split_part(line, ' ', 2)::bigint as at
          from event, string_to_table(data ->> 'lines', E'\n') line where type = 'observations.stored')
        select count(*) as missing from observation o where not exists (
          select 1 from told where told.series = o.series and told.at = extract(epoch from o.time)::bigint * 1000)`);
      assert.equal(told!.missing, 0, 'every stored value has its event');
    } finally {
      await db.close();
    }
  });

  function rowsOf(number: number): string {
    const lines: string[] = [];
    for (let i = 0; i < rowsOfPush; i++) {
      const [station, at] = [`K${i % 8}`, start + (number * rowsOfPush + i) * 1_000];
      lines.push(`${station},COD,mg/L,${new Date(at).toISOString()},${i}`);
      expected.set(`${station} ${at}`, i);
      if (i % 10 > 0) continue;
      lines.push(`${station},COD,mg/L,${new Date(at).toISOString()},${i + 0.5}`);
      expected.set(`${station} ${at}`, i + 0.5);
    }
    return lines.join('\n');
  }

  /** The id of the new observation; null where nobody answered. */
  async function create(at: NodeProcess): Promise<number | null> {
    const phenomenonTime = new Date(start + 86_400_000 * 100 + posts++ * 1_000).toISOString();
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

/** False where nobody answered, or the node is stopping: the same is to be sent again. */
async function push(node: NodeProcess, rows: string, key?: string): Promise<boolean> {
  const path = `/networks/bao/observations${key === undefined ? '' : `?key=${key}`}`;
  try {
    const response = await fetch(new URL(path, node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
      body: `station,parameter,unit,time,value\n${rows}\n`,
    });
    await response.arrayBuffer();
    return response.status === 201;
  } catch {
    await sleep(20);
    return false;
  }
}
