import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { connect, connectAsync, type MqttClient } from 'mqtt';
import { startNode, type Node } from '../../src/node.ts';
import { readConfig, sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/wait.ts';

const hasClient = spawnSync('mosquitto_pub', ['--help']).error === undefined;

onBothStores('MQTT', (databaseUrl) => {
  const folder = temporaryFolder();
  let node: Node;
  let series: { open: number; closed: number };
  const place = { url: () => node.url, token: () => node.operatorToken };

  before(async () => {
    const url = await databaseUrl();
    node = await startNode(
      readConfig({
        ...{ LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', LIENTHONG_MQTT_PORT: '0', LIENTHONG_LOG_LEVEL: 'error' },
        ...(url !== null && { LIENTHONG_DATABASE_URL: url }),
      }),
      { log: quietLog },
    );
    for (const id of ['open', 'closed']) {
      assert.equal((await post(place, '/networks', { id, title: id, openness: id })).status, 201);
      const pushed = await fetch(new URL(`/networks/${id}/observations`, node.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${node.operatorToken}`, 'content-type': 'text/csv' },
        body: 'station,parameter,unit,time,value\nT1,COD,mg/L,2026-04-15T00:00:00Z,1\n',
      });
      assert.equal(pushed.status, 201);
    }
    const rows = await node.db.query<{ id: number; network: string }>(sql`select id, network from datastream`);
    series = Object.fromEntries(rows.map(({ id, network }) => [network, id])) as typeof series;
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const join = (password?: string): Promise<MqttClient> =>
    connectAsync(
      `mqtt://127.0.0.1:${node.mqttPort}`,
      { reconnectPeriod: 0, ...(password !== undefined && { username: 'key', password }) },
      false,
    );
  const count = async (id: number): Promise<number> =>
    (await node.db.query<{ n: number }>(sql`select count(*) as n from observation where series = ${id}`))[0]!.n;
  const observation = (minute: number, result: unknown) =>
    JSON.stringify({ phenomenonTime: new Date(Date.UTC(2026, 3, 16, 0, minute)).toISOString(), result });

  test('an observation is stored when its publication is acknowledged, and subscribers hear of it as an entity', async () => {
    const heard: { topic: string; body: Record<string, unknown>; event: unknown }[] = [];
    const listener = await join();
    listener.on('message', (topic, payload) => {
      const body = JSON.parse(payload.toString()) as Record<string, unknown>;
      heard.push({ topic, body, event: body['@lienthong.event'] });
    });
    await listener.subscribeAsync(['v1.1/Observations', `v1.1/Datastreams(${series.open})/Observations`], { qos: 1 });
    const sender = await join(node.operatorToken);
    await sender.publishAsync(`v1.1/Datastreams(${series.open})/Observations`, observation(1, 21.5), { qos: 1 });
    assert.equal(await count(series.open), 2);
    // What was stored before it subscribed may still be on its way to a listener.
    const mine = () => heard.filter(({ body }) => body['result'] === 21.5);
    await until(() => mine().length >= 2, 'both messages');
    const [first, second] = mine();
    assert.deepEqual(
      mine()
        .map(({ topic }) => topic)
        .toSorted(),
      [`v1.1/Datastreams(${series.open})/Observations`, 'v1.1/Observations'],
    );
    assert.deepEqual([first!.body['result'], first!.body['phenomenonTime']], [21.5, '2026-04-16T00:01:00.000Z']);
    assert.equal(first!.event, second!.event, 'one observation has one event');
    const entity = await fetch(String(first!.body['@iot.selfLink']));
    assert.equal(((await entity.json()) as Record<string, unknown>)['result'], 21.5);
    await sender.endAsync();
    await listener.endAsync();
  });

  test('who may not see a network hears nothing of it; who may, does', async () => {
    const heard = { public: 0, operator: 0 };
    const [visitor, operator] = [await join(), await join(node.operatorToken)];
    for (const [name, client] of [
      ['public', visitor],
      ['operator', operator],
    ] as const) {
      client.on('message', (_, payload) => {
        if ((JSON.parse(payload.toString()) as Record<string, unknown>)['result'] === 3.5) heard[name]++;
      });
      await client.subscribeAsync('#', { qos: 1 });
    }
    await operator.publishAsync(`v1.1/Datastreams(${series.closed})/Observations`, observation(2, 3.5), { qos: 1 });
    await operator.publishAsync(`v1.1/Datastreams(${series.open})/Observations`, observation(2, 3.5), { qos: 1 });
    await until(() => heard.operator === 4 && heard.public >= 2, 'what each may hear');
    assert.deepEqual(heard, { public: 2, operator: 4 });
    await visitor.endAsync();
    await operator.endAsync();
  });

  test('a grant with limits gives nothing to hear, for nobody counts there; one without limits does', async () => {
    const reasons = { purpose: 'Quản lý chất lượng nước', legalBasis: 'NĐ 278/2025/NĐ-CP' };
    const actions = ['read', 'subscribe'];
    for (const [limits, hears] of [
      [{ rowsPerRequest: 1_000 }, false],
      [{ rowsPerDay: 1_000 }, false],
      [{}, true],
    ] as const) {
      const grant = await post(place, '/datasets/closed/grants', { grantee: 'public', actions, ...reasons, ...limits });
      assert.equal(grant.status, 201, grant.text);
      const [visitor, operator] = [await join(), await join(node.operatorToken)];
      const heard: string[] = [];
      visitor.on('message', (topic) => heard.push(topic));
      await visitor.subscribeAsync('v1.1/+/Observations', { qos: 1 });
      await operator.publishAsync(`v1.1/Datastreams(${series.closed})/Observations`, observation(30, 3), { qos: 1 });
      await operator.publishAsync(`v1.1/Datastreams(${series.open})/Observations`, observation(30, 3), { qos: 1 });
      await until(() => heard.includes(`v1.1/Datastreams(${series.open})/Observations`), 'the open one');
      assert.equal(heard.includes(`v1.1/Datastreams(${series.closed})/Observations`), hears, JSON.stringify(limits));
      await visitor.endAsync();
      await operator.endAsync();
      assert.equal((await post(place, `/grants/${String(grant.body['id'])}/end`)).status, 303);
    }
  });

  test('a wrong password opens nothing; the public cannot publish', async () => {
    await assert.rejects(join('no-key'));
    const before = await count(series.open);
    const visitor = await join();
    const closed = new Promise<void>((resolve) => visitor.on('close', () => resolve()));
    visitor.publish(`v1.1/Datastreams(${series.open})/Observations`, observation(3, 1), { qos: 1 });
    await closed;
    assert.equal(await count(series.open), before);
    await visitor.endAsync(true);
  });

  test('a session hears on its return what was stored while it was away, each once; without one nothing is kept', async () => {
    const options = { clean: false, clientId: 'nhật ký', reconnectPeriod: 0 };
    const at = `mqtt://127.0.0.1:${node.mqttPort}`;
    const first = await connectAsync(at, options);
    await first.subscribeAsync([`v1.1/Datastreams(${series.open})/Observations`, 'v1.1/+/Observations'], { qos: 1 });
    await first.endAsync();
    const listener = await join();
    let told = 0;
    listener.on('message', () => told++);
    await listener.subscribeAsync('v1.1/Observations', { qos: 1 });
    const sender = await join(node.operatorToken);
    for (const network of ['open', 'closed'] as const) {
      const topic = `v1.1/Datastreams(${series[network]})/Observations`;
      await sender.publishAsync(topic, observation(40, 1), { qos: 1 });
      await sender.publishAsync(topic, observation(41, 2), { qos: 1 });
    }
    await sender.publishAsync(`v1.1/Datastreams(${series.open})/Observations`, observation(42, 3), { qos: 1 });
    await until(() => told === 3, 'what the public may hear');
    const heard: unknown[] = [];
    const back = connect(at, options);
    back.on('message', (_, payload) =>
      heard.push((JSON.parse(payload.toString()) as Record<string, unknown>)['result']),
    );
    await until(() => heard.length >= 3, 'what it missed');
    await sender.publishAsync(`v1.1/Datastreams(${series.open})/Observations`, observation(43, 4), { qos: 1 });
    await until(() => heard.length >= 4, 'what comes now');
    assert.deepEqual(heard, [1, 2, 3, 4]);
    for (const client of [listener, sender, back]) await client.endAsync();
  });

  test('what is no observation is acknowledged and kept in the receipts with the reason', async () => {
    const sender = await join(node.operatorToken);
    await sender.publishAsync(`v1.1/Datastreams(${series.open})/Observations`, 'nước trong', { qos: 1 });
    await sender.endAsync();
    const [refusal] = await node.db.query<{ raw: string }>(sql`select raw from receipt_refusal order by receipt desc`);
    assert.equal(refusal!.raw, 'nước trong');
  });

  describe('with a client of others', { skip: !hasClient && 'mosquitto_pub is not installed' }, () => {
    test('mosquitto_sub hears what mosquitto_pub publishes, once it is stored', async () => {
      const topic = `v1.1/Datastreams(${series.open})/Observations`;
      const place = ['-h', '127.0.0.1', '-p', String(node.mqttPort), '-t', topic, '-q', '1'];
      const listener = spawn('stdbuf', ['-oL', 'mosquitto_sub', ...place, '-C', '1', '-W', '20', '-d']);
      // It may end before its sender does.
      const ended = new Promise((resolve) => listener.on('exit', resolve));
      let said = '';
      for (const output of [listener.stdout, listener.stderr]) {
        output.on('data', (chunk: Buffer) => (said += chunk.toString()));
      }
      await until(() => /Subscribed/.test(said), 'the subscription');
      const words = observation(9, 8.25);
      const sender = spawn('mosquitto_pub', [...place, '-u', 'key', '-P', node.operatorToken, '-m', words]);
      assert.equal(await new Promise((resolve) => sender.on('exit', resolve)), 0);
      assert.equal(await ended, 0);
      assert.match(said, /"result":8\.25/);
    });
  });
});
