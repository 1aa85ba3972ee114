import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { connectAsync } from 'mqtt';
import { readConfig } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { quietLog } from '../support/quiet-log.ts';

const most = 5;
const mebibyte = 1024 ** 2;
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.resume().once('close', () => resolve()));

describe('The MQTT port', () => {
  const folder = temporaryFolder();
  let node: Node;
  /** Topics of messages that were read as a whole and refused. */
  const refusedTopics: string[] = [];
  const log = {
    ...quietLog,
    info: (fields: object, message: string) => {
      if (message === 'an MQTT message was refused') refusedTopics.push((fields as { topic: string }).topic);
    },
  };
  before(async () => {
    const settings = { LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', LIENTHONG_MQTT_PORT: '0' };
    const limits = { LIENTHONG_LOG_LEVEL: 'error', LIENTHONG_MQTT_CONNECTIONS: String(most) };
    node = await startNode(readConfig({ ...settings, ...limits }), { log });
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const dial = async (): Promise<Socket> => {
    const socket = connect(node.mqttPort!, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const signIn = (options: object = {}) =>
    connectAsync(`mqtt://127.0.0.1:${node.mqttPort}`, { reconnectPeriod: 0, ...options }, false);
  const hangUp = async (socket: Socket): Promise<void> => {
    socket.end();
    if (!socket.closed) await closed(socket);
  };
  /** A fixed header that announces a packet of so many bytes (MQTT 3.1.1, 2.2). */
  const announcing = (kind: number, length: number): Buffer => {
    const bytes = [kind << 4];
    for (let left = length; ; left = Math.floor(left / 128)) {
      bytes.push(left >= 128 ? (left % 128) | 128 : left);
      if (left < 128) return Buffer.from(bytes);
    }
  };

  test('cuts off who sends a large packet before it is known who he is, whatever he calls it', async () => {
    for (const kind of [1, 3]) {
      const socket = await dial();
      const gone = closed(socket);
      socket.write(announcing(kind, 200 * mebibyte));
      const part = Buffer.alloc(64 * 1024);
      let sent = 0;
      // What both ends hold on the way is some mebibytes.
      for (; !socket.destroyed && sent < 64 * mebibyte; sent += part.length) {
        await new Promise((resolve) => socket.write(part, resolve));
      }
      assert.ok(sent < 64 * mebibyte, 'nobody takes it in');
      await gone;
    }
  });

  test('takes a packet of almost 1 MiB from who is known, and cuts off who sends a larger one', async () => {
    const options = { username: 'key', password: node.operatorToken };
    const sender = await signIn(options);
    const gone = new Promise<void>((resolve) => sender.once('close', () => resolve()));
    const subscribed = await sender.subscribeAsync('v1.1/Observations', { qos: 1 });
    assert.equal(subscribed.length, 1);
    const topic = 'v1.1/Datastreams(1)/Observations';
    // Nothing stands by this number: the message is read, and refused for what it says.
    const read = sender.publishAsync(topic, 'x'.repeat(mebibyte - 200), { qos: 1 }).then(
      () => 'acknowledged',
      () => 'refused',
    );
    await gone;
    assert.equal(refusedTopics.at(-1), topic, 'it came as far as the door');
    sender.end(true);
    await Promise.race([read, Promise.resolve()]);
    const count = refusedTopics.length;
    const larger = await signIn(options);
    const cut = new Promise<void>((resolve) => larger.once('close', () => resolve()));
    larger.publish(topic, 'x'.repeat(mebibyte + 200), { qos: 1 });
    await cut;
    assert.equal(refusedTopics.length, count, 'it did not come as far as the door');
    larger.end(true);
  });

  test('takes a password as long as a token in small pieces', async () => {
    const client = await signIn({ username: 'key', password: node.operatorToken, clientId: 'x'.repeat(2_000) });
    await client.endAsync();
    const socket = await dial();
    const name = Buffer.from('a');
    const variable = Buffer.from([0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 60, 0, name.length, ...name]);
    for (const byte of Buffer.concat([announcing(1, variable.length), variable])) socket.write(Buffer.from([byte]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.deepEqual([...answer], [0x20, 2, 0, 0], 'CONNACK: accepted');
    await hangUp(socket);
  });

  test('refuses more connections of one address than the operator says; one that ends makes room', async () => {
    const sockets = await Promise.all(Array.from({ length: most }, dial));
    const refused = await dial();
    await closed(refused);
    const ended = sockets.pop()!;
    ended.destroy();
    for (let isIn = false; !isIn;) {
      const client = await signIn().catch(() => null);
      isIn = client !== null;
      await client?.endAsync(true);
    }
    for (const socket of sockets) socket.destroy();
  });
});
