import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openDatabase } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { expectOk, post } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';
import { LiveReader } from './live-reader.ts';
import { MqttSubscriber } from './mqtt-subscriber.ts';
import { NodeProcess } from './node-process.ts';
import { ReadingsModel } from './readings-model.ts';

/** On each store. */
const rounds = 20;
/** Rounds after which those that did not read go on reading. */
const pauseRounds = 10;
const pushesOfRound = 3;
/** Resident memory, with the ups and downs of a heap; measured are up to 95. */
const mostGrowthMiB = 250;

onBothStores('subscribers that do not read while values come in', (databaseUrl) => {
  const folder = temporaryFolder();
  const model = new ReadingsModel('dong', 1_000);
  let url: string | null;
  let node: NodeProcess;
  let reader: LiveReader;
  let subscriber: MqttSubscriber;
  let slowReaders: LiveReader[] = [];
  let slowSubscribers: MqttSubscriber[] = [];
  let memoryMiB = 0;
  let pushes = 0;

  before(async () => {
    url = await databaseUrl();
    node = new NodeProcess(folder, url, { LIENTHONG_MQTT_PORT: '0' });
    await node.start();
    await expectOk(post(node, '/networks', { id: 'dong', title: 'Đông' }));
    reader = new LiveReader(node, 'dong');
    subscriber = new MqttSubscriber(node);
    await Promise.all([reader.start(), subscriber.start()]);
    assert.equal(await model.push(node, model.rowsOf(pushes++)), 201);
    await until(() => subscriber.heard.size === model.size, 'the first values', 20_000);
    memoryMiB = node.memoryMiB();
  });
  after(async () => {
    await Promise.all([reader, subscriber, ...slowReaders, ...slowSubscribers].map((each) => each?.stop()));
    await node.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  for (let round = 1; round <= rounds; round++) {
    test(`round ${round}: the others hear of everything meanwhile`, async (context) => {
      if (round % pauseRounds === 1) await startSlow(round);
      for (let i = 0; i < pushesOfRound; i++) assert.equal(await model.push(node, model.rowsOf(pushes++)), 201);
      await until(() => reader.heard.size === model.size, 'the reader to hear of everything', 30_000);
      await until(() => subscriber.heard.size === model.size, 'the subscriber to hear of everything', 30_000);
      assert.equal(reader.connections, 1);
      const grown = node.memoryMiB() - memoryMiB;
      context.diagnostic(`the node has grown by ${Math.round(grown)} MiB`);
      assert.ok(grown < mostGrowthMiB, `the node has grown by ${Math.round(grown)} MiB`);
    });
    if (round % pauseRounds === 0) test(`after round ${round} those that did not read catch up by id`, catchUp);
  }

  test('what was received is stored, and each value was told', async () => {
    await Promise.all([reader.stop(), subscriber.stop()]);
    assert.equal(await node.stop(), 0);
    const db = await openDatabase({ dataFolder: folder, url });
    try {
      await model.assertStands(db);
      await reader.assertHeardAll(db);
    } finally {
      await db.close();
    }
  });

  async function startSlow(round: number): Promise<void> {
    slowReaders = Array.from({ length: 3 }, () => new LiveReader(node, 'dong', null));
    const session = { clean: false, clientId: `phiên ${round}` };
    slowSubscribers = [new MqttSubscriber(node), new MqttSubscriber(node), new MqttSubscriber(node, session)];
    const slow = [...slowReaders, ...slowSubscribers];
    await Promise.all(slow.map((each) => each.start()));
    for (const each of slow) each.pause();
  }

  async function catchUp(): Promise<void> {
    const first = (pushes - pauseRounds * pushesOfRound) * model.rowsOfPush;
    const wanted = [...reader.heard.keys()].filter((value) => Number(value.split(' ')[1]) >= model.momentOf(first));
    // A reader of the stream was not cut off: it is told from the store what was not held for it.
    for (const slow of slowReaders) slow.resume();
    const hasAll = (): boolean => slowReaders.every(({ heard }) => wanted.every((value) => heard.has(value)));
    await until(hasAll, 'the slow readers to catch up', 60_000);
    assert.deepEqual(
      slowReaders.map(({ connections, gaps }) => [connections, gaps]),
      slowReaders.map(() => [1, 0]),
    );
    // A subscriber by MQTT was: what it then missed it asks the stream for, by the event that it heard of last.
    for (const slow of slowSubscribers) slow.resume();
    await until(() => slowSubscribers.every(({ cuts }) => cuts === 1), 'the slow subscribers to be cut off', 30_000);
    assert.match(node.log, /an MQTT subscriber was cut off: it reads more slowly than messages come/);
    assert.match(node.log, /an MQTT session was forgotten: too much waited for it/);
    for (const slow of slowSubscribers) {
      const rest = new LiveReader(node, 'dong', String(slow.position - 1));
      await rest.start();
      const missed = wanted.filter((value) => !slow.heard.has(value));
      assert.ok(missed.length > 0);
      await until(() => missed.every((value) => rest.heard.has(value)), 'what it missed', 60_000);
      assert.equal(rest.gaps, 0);
      await rest.stop();
    }
    await Promise.all([...slowReaders, ...slowSubscribers].map((each) => each.stop()));
  }
});
