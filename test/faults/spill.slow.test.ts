import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { connectAsync, type MqttClient } from 'mqtt';
import { openDatabase, sql } from '../../src/kernel/index.ts';
import { hasPostgres, type TestServer } from '../support/postgres.ts';
import { until } from '../support/wait.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { TestDatabase } from '../pipeline/node-under-test.ts';
import { asOperator, expectOk, post, type Json } from '../pipeline/steward.ts';
import { NodeProcess } from './node-process.ts';

const start = Date.UTC(2026, 0, 1);
const head = 'station,parameter,unit,time,value';

describe(
  'stations deliver while the database server is away',
  { skip: !hasPostgres() && 'PostgreSQL is not installed' },
  () => {
    const folder = temporaryFolder();
    const database = new TestDatabase();
    let server: TestServer;
    let node: NodeProcess;
    let sender: MqttClient;
    let series = 0;
    let key = '';
    let minutes = 0;
    /** What each moment must hold in the end. */
    const expected = new Map<string, number>();

    before(async () => {
      const url = await database.create(true);
      server = database.server!;
      node = new NodeProcess(folder, url, { LIENTHONG_MQTT_PORT: '0', LIENTHONG_SPILL_MIB: '2' });
      await node.start();
      await expectOk(post(node, '/organisations', { code: 'H26', name: 'Sở' }));
      await expectOk(post(node, '/networks', { id: 'song', title: 'Sông', owner: 'H26' }));
      await expectOk(post(node, '/networks', { id: 'khac', title: 'Khác' }));
      assert.equal((await push(rows('T0', 2))).status, 201);
      series = Number(((await asOperator(node, '/sta/v1.1/Datastreams')).body['value'] as Json[])[0]!['@iot.id']);
      key = await keyOf(node);
      assert.equal((await push(rows('T1', 1), { bearer: key })).status, 201);
      sender = await connectAsync(
        `mqtt://127.0.0.1:${node.mqttPort()}`,
        { username: 'key', password: node.token() },
        true,
      );
      await publish(1);
    });
    after(async () => {
      await sender?.endAsync(true);
      await node.kill();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('what they send is kept and acknowledged, and everybody who looks is told', async () => {
      await server.kill();
      const kept = await push(rows('T0', 3), { key: 'mine' });
      assert.equal(kept.status, 202, JSON.stringify(kept.body));
      const [byKey, byFile] = [
        await push(rows('T1', 2), { bearer: key }),
        await send(
          '/networks/song/files?name=CT_A_NUO001_20260415103500.txt',
          'COD\t48\tmg/L\t20260415103500\t00\n',
          {},
        ),
      ];
      assert.equal(byKey.status, 202, 'a key that was used lately is known');
      // Nobody has delivered a file or to the other network before: it is judged by network and sender alone.
      assert.equal(byFile.status, 202);
      await publish(5);
      const { status, body } = await asOperator(node, `${new URL(String(kept.body['url'])).pathname}?lang=en`);
      assert.deepEqual([status, body['state'], body['key']], [200, 'waiting', 'mine']);
      assert.match(String(body['detail']), /need not be sent again/);
      const operations = await asOperator(node, '/operations?lang=en');
      const told = (operations.body['expectations'] as Json[]).find(({ id }) => id === 'spill')!;
      assert.equal(told['state'], 'failed');
      assert.match(String(told['detail']), /^8 deliveries/);
      assert.match(await (await fetch(new URL('/metrics', node.url()))).text(), /^lienthong_spill_messages 8$/m);
      assert.match(node.log, /the database is away: deliveries of stations are kept/);
    });

    test('who has not delivered here lately is not: nothing of a stranger is kept', async () => {
      assert.equal((await send('/networks/khac/observations', `${head}\n`, {})).status, 503);
      assert.equal((await push(rows('T9', 0), { bearer: 'ltk_made-up' })).status, 503);
    });

    test('a SensorThings observation, whose answer is its number, is refused with the time after which to send it again', async () => {
      const path = `/sta/v1.1/Datastreams(${series})/Observations`;
      const response = await fetch(new URL(path, node.url()), {
        method: 'POST',
        headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'application/json' },
        body: JSON.stringify({ phenomenonTime: '2026-03-01T00:00:00Z', result: 1 }),
      });
      assert.equal(response.status, 503, await response.text());
      assert.ok(Number(response.headers.get('retry-after')) > 0);
    });

    test('beyond the limit senders are told to keep it; what was kept stays', async () => {
      const big = `${head}\n${'T0,COD,mg/L,2026-02-01T00:00:00Z,1\n'.repeat(80_000)}`;
      const { status, body } = await send('/networks/song/observations', big, {});
      assert.deepEqual([status, String(body['type']).split('/').at(-1)], [503, 'spill-full']);
    });

    test('the process is killed, the server comes back: everything is stored in its order, once, with receipts', async () => {
      const late = await push(correction(), { key: 'correction' });
      assert.equal(late.status, 202);
      await sender.endAsync(true);
      await node.kill();
      await server.restart();
      await node.start();
      await node.kill();
      await node.start();
      await until(async () => (await spilled()) === 0, 'everything is stored', 60_000);
      const { body } = await asOperator(node, `${new URL(String(late.body['url'])).pathname}`);
      assert.deepEqual([body['state'], body['updated'], body['quarantined']], ['stored', 1, 0]);
      await assertStored();
    });

    test('the server comes back beside a node that runs: it stores by itself, and new values wait behind the old', async () => {
      await server.kill();
      sender = await connectAsync(
        `mqtt://127.0.0.1:${node.mqttPort()}`,
        { username: 'key', password: node.token() },
        true,
      );
      // After its start a process knows nobody: what comes first must meet the database.
      const refused = await push(rows('T0', 0));
      assert.equal(refused.status, 503);
      await server.restart();
      await until(async () => (await fetch(new URL('/readyz', node.url()))).ok, 'the node serves again');
      assert.equal((await push(rows('T0', 2))).status, 201);
      await publish(1);
      await server.kill();
      const answers: number[] = [(await push(rows('T0', 2))).status];
      await publish(20);
      const restarted = server.restart();
      for (let i = 0; i < 30; i++) answers.push((await push(i % 2 === 0 ? correction() : rows('T0', 3))).status);
      await restarted;
      assert.ok(
        answers.every((status) => status === 202 || status === 201),
        answers.join(),
      );
      assert.equal(answers[0], 202);
      await until(async () => (await spilled()) === 0, 'everything is stored', 60_000);
      assert.equal((await push(rows('T0', 1))).status, 201);
      await assertStored();
    });

    async function assertStored(): Promise<void> {
      const db = await openDatabase({ dataFolder: folder, url: databaseUrl() });
      try {
        const stored = await db.query<{ name: string; time: string; value: number }>(sql`
        select t.code as name, o.time, o.value from observation o join datastream d on d.id = o.series
          join thing t on t.id = d.thing where t.code like 'T%' order by o.time, t.code`);
        const found = new Map(stored.map(({ name, time, value }) => [`${name} ${Date.parse(time)}`, value]));
        assert.deepEqual(found, new Map([...expected].sort(([a], [b]) => order(a, b))));
        const [sums] = await db.query<{ wrong: number; extra: number }>(sql`
        select count(*) filter (where closed_at is null
          or read <> inserted + updated + unchanged + duplicates + quarantined) as wrong,
          (select count(*) from observation_extra) as extra from receipt`);
        assert.deepEqual(sums, { wrong: 0, extra: 0 });
        const [audited] = await db.query<{ missing: number }>(sql`
        select count(*) as missing from spilled_delivery s where not exists (
          select 1 from (select entry::text as text from audit_pending union all select details::text from audit_entry) a
          where a.text like '%' || s.id || '%')`);
        assert.equal(audited!.missing, 0, 'each that waited has its entry in the audit log');
      } finally {
        await db.close();
      }
    }

    const order = (a: string, b: string): number =>
      Number(a.split(' ')[1]) - Number(b.split(' ')[1]) || (a < b ? -1 : 1);
    const databaseUrl = (): string => node.databaseUrl!;

    async function spilled(): Promise<number> {
      const text = await (await fetch(new URL('/metrics', node.url()))).text();
      return Number(/^lienthong_spill_messages (\d+)$/m.exec(text)![1]);
    }

    /** So many values of a station at moments that nobody had. */
    function rows(station: string, count: number): string {
      const lines = Array.from({ length: count }, () => {
        const at = start + minutes++ * 60_000;
        expected.set(`${station} ${at}`, minutes);
        return `${station},COD,mg/L,${new Date(at).toISOString()},${minutes}`;
      });
      return [head, ...lines].join('\n');
    }

    /** Another value for the first moment of all: the last one counts. */
    function correction(): string {
      expected.set(`T0 ${start}`, ++minutes + 0.5);
      return `${head}\nT0,COD,mg/L,${new Date(start).toISOString()},${minutes + 0.5}`;
    }

    async function publish(count: number): Promise<void> {
      for (let i = 0; i < count; i++) {
        const at = start + minutes++ * 60_000;
        const body = JSON.stringify({ phenomenonTime: new Date(at).toISOString(), result: minutes });
        await sender.publishAsync(`v1.1/Datastreams(${series})/Observations`, body, { qos: 1 });
        expected.set(`T0 ${at}`, minutes);
      }
    }

    const push = (body: string, { key, bearer }: { key?: string; bearer?: string } = {}) =>
      send(
        `/networks/song/observations${key === undefined ? '' : `?key=${key}`}`,
        body,
        bearer === undefined ? {} : { bearer },
      );

    async function send(path: string, body: string, { bearer = node.token() }: { bearer?: string }) {
      const response = await fetch(new URL(path, node.url()), {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'text/csv' },
        body,
      });
      const text = await response.text();
      return { status: response.status, body: JSON.parse(text) as Json };
    }
  },
);

/** A key of the organisation whose network it is. */
async function keyOf(node: NodeProcess): Promise<string> {
  const { body } = await expectOk(
    post(node, '/organisations/H26/keys', { name: 'logger', roles: ['steward'], mayWrite: true }),
  );
  return String(body['secret']);
}
