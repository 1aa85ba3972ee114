import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { startNode, type Node } from '../../src/node.ts';
import { readConfig, sql } from '../../src/kernel/index.ts';
import { SpillFolder, SpillFull, type SpilledMessage, type SpillOrder } from '../../src/observations/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { asOperator, post, type Json } from '../pipeline/steward.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/wait.ts';

const mebibyte = 1024 ** 2;
const receivedAt = '2026-04-20T01:02:03.000Z';
const spillId = (id: string): string => `spill-${id.padStart(16, '0')}`;
const message = (
  id: string,
  network: string,
  order: SpillOrder,
  rest: Partial<SpilledMessage> = {},
): SpilledMessage => ({
  ...{ id: spillId(id), network, sender: 'operator', receivedAt, order, origin: null, bytes: 0 },
  payload: null,
  ...rest,
});
const csv = { door: 'bulk', key: null, kind: 'csv', stamp: 'instant', everySeconds: null } as const;
const publication = (id: string, network: string, topic: string, text: string): SpilledMessage =>
  message(id, network, { door: 'mqtt', topic }, { payload: Buffer.from(text).toString('base64'), bytes: text.length });

describe('The spill folder', () => {
  const root = temporaryFolder();
  let places = 0;
  after(() => rmSync(root, { recursive: true, force: true }));
  const place = () => join(root, String(places++));
  const open = (folder: string, limitBytes = 8 * mebibyte) =>
    SpillFolder.open({ folder, limitBytes, isAlone: true, log: quietLog });
  const taken = async (folder: SpillFolder): Promise<string[]> => {
    const texts: string[] = [];
    for (let kept = await oldest(folder); kept; kept = await oldest(folder)) {
      texts.push(await text(kept.body!()));
      await folder.done(kept.message.id);
    }
    return texts;
  };
  const oldest = async (folder: SpillFolder) => (await folder.ahead({ messages: 1, bytes: 1 }))[0];

  test('gives back what it was given in its order, whoever takes it up, and nothing of it is left', async () => {
    const path = place();
    const first = await open(path);
    await first.append(publication('1', 'a', 't', 'một'));
    await first.appendBody({ id: 'spill-b', sender: 'operator' }, Readable.from(['hai', ' ', 'ba']), (bytes) =>
      message('2', 'a', csv, { id: 'spill-b', bytes }),
    );
    await Promise.all(['x', 'y', 'z'].map((each, i) => first.append(publication(`3${i}`, 'b', 't', each))));
    assert.deepEqual([first.state.messages, first.holds('a'), first.holds('c')], [5, true, false]);
    // The process ends without a word; the next one takes two of them, and ends too.
    const second = await open(path);
    assert.equal(second.state.messages, 5);
    for (let i = 0; i < 2; i++) {
      await second.done((await oldest(second))!.message.id);
    }
    assert.equal(second.holds('a'), false);
    const third = await open(path);
    assert.deepEqual(await taken(third), ['x', 'y', 'z']);
    assert.deepEqual(third.state, { messages: 0, bytes: 0, limitBytes: 8 * mebibyte, oldest: null });
    await third.close();
    assert.deepEqual(filesBelow(path), []);
  });

  test('shows the oldest ahead over all its files, as many as are asked for, and forgets none but the oldest', async () => {
    const folder = await open(place());
    for (const each of ['1', '2', '3', '4']) await folder.append(publication(each, 'a', 't', each.repeat(10)));
    const ahead = async (messages: number, bytes: number): Promise<string[]> =>
      (await folder.ahead({ messages, bytes })).map(({ message: { id } }) => id.slice(-1));
    assert.deepEqual(await ahead(3, 1_000), ['1', '2', '3']);
    assert.deepEqual(await ahead(9, 25), ['1', '2']);
    assert.deepEqual(await ahead(9, 1), ['1'], 'one at least');
    await folder.done(spillId('3'));
    assert.deepEqual(await ahead(9, 1_000), ['1', '2', '3', '4']);
    await folder.done(spillId('1'));
    await folder.done(spillId('2'));
    assert.deepEqual(await ahead(9, 1_000), ['3', '4']);
  });

  test('a file that the disk has spoilt keeps up neither the others nor the start, and stays for people', async () => {
    const path = place();
    const first = await open(path);
    await first.append(publication('1', 'a', 't', 'một'));
    await first.appendBody({ id: 'spill-b', sender: 'operator' }, Readable.from(['hai']), (bytes) =>
      message('2', 'a', csv, { id: 'spill-b', bytes }),
    );
    const spoilt = filesBelow(path).find((name) => name.endsWith('0000000002.ndjson'))!;
    const [own] = readdirSync(path);
    writeFileSync(join(path, own!, spoilt), '{"id": "spill-b", "netw');
    const second = await open(path);
    assert.deepEqual(await taken(second), ['một']);
    await second.close();
    const aside = filesBelow(`${path}-spoilt`).map((name) => name.replace(/^[0-9a-f-]{36}-/, ''));
    assert.deepEqual(aside.toSorted(), ['0000000002.ndjson', 'spill-b.body']);
  });

  test('a group that was taken up in part is whole again after a crash: each message may come twice, none never', async () => {
    const path = place();
    const first = await open(path);
    await Promise.all(['x', 'y', 'z'].map((each, i) => first.append(publication(String(i), 'b', 't', each))));
    await first.done(spillId('0'));
    const found = new Set(await taken(await open(path)));
    assert.ok(
      ['y', 'z'].every((each) => found.has(each)),
      [...found].join(),
    );
  });

  test('beyond its limit it takes nothing, and what it refused leaves no bytes', async () => {
    const path = place();
    const folder = await open(path, 64 * 1024);
    const big = () => Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(4_096)));
    const keep = (id: string, body: Readable) =>
      folder.appendBody({ id, sender: 'operator' }, body, (bytes) => message('1', 'a', csv, { id, bytes }));
    await keep('spill-a', Readable.from([Buffer.alloc(10_000)]));
    const { bytes } = folder.state;
    await assert.rejects(keep('spill-b', big()), SpillFull);
    assert.equal(folder.state.bytes, bytes);
    assert.deepEqual(
      filesBelow(path).filter((name) => name.endsWith('.body')),
      ['spill-a.body'],
    );
    let kept = 1;
    await assert.rejects(async () => {
      for (; kept < 100; kept++) await folder.append(publication(String(kept), 'a', 't', 'x'));
    }, SpillFull);
    assert.equal(folder.state.messages, kept);
    assert.ok(folder.state.bytes <= 32 * 1024, 'one sender has half of it');
    const ofOther = (id: string): SpilledMessage => ({ ...publication(id, 'a', 't', 'x'), sender: 'client:k' });
    for (let others = 0; others < 7; others++) await folder.append(ofOther(`${100 + others}`));
    const twoBlocks = { ...ofOther('200'), payload: 'x'.repeat(6_000) };
    await assert.rejects(folder.append(twoBlocks), SpillFull);
    assert.ok(folder.state.bytes <= 64 * 1024);
    await taken(folder);
    assert.equal(folder.state.bytes, 0);
    await folder.append(publication('f', 'a', 't', 'room again'));
  });

  test('what was not yet answered for when the process ended is nobody’s', async () => {
    const path = place();
    const first = await open(path);
    await first.append(publication('1', 'a', 't', 'whole'));
    const own = readdirSync(path)[0]!;
    writeFileSync(join(path, own, '0000000009.ndjson.part'), '{"id":"spill-');
    writeFileSync(join(path, own, 'spill-c.body'), 'half');
    assert.deepEqual(await taken(await open(path)), ['whole']);
  });
});

onBothStores('Deliveries that waited', (databaseUrl) => {
  const folder = temporaryFolder();
  let node: Node;
  let url: string | null;
  let series = 0;
  let key = { id: '', organisation: '' };
  const place = { url: () => node.url, token: () => node.operatorToken };
  const start = async (): Promise<void> => {
    node = await startNode(
      readConfig({
        ...{ LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', LIENTHONG_LOG_LEVEL: 'error' },
        ...(url !== null && { LIENTHONG_DATABASE_URL: url }),
      }),
      { log: quietLog },
    );
  };
  /** Leaves messages as a process that has gone would have, and starts the node. */
  const startWith = async (messages: readonly (readonly [SpilledMessage, string?])[]): Promise<void> => {
    await node.close();
    const spill = join(folder, 'spill');
    mkdirSync(spill, { recursive: true });
    const left = await SpillFolder.open({ folder: spill, limitBytes: mebibyte, isAlone: false, log: quietLog });
    for (const [one, body] of messages) {
      if (body === undefined) await left.append(one);
      else await left.appendBody(one, Readable.from([body]), (bytes) => ({ ...one, bytes }));
    }
    for (const own of readdirSync(spill)) rmSync(join(spill, own, 'owner'), { force: true });
    await start();
    await until(async () => (await state())['spill'] === 'ok', 'everything is taken up');
  };
  const state = async (): Promise<Record<string, string>> => {
    const { body } = await asOperator(place, '/operations?lang=en');
    return Object.fromEntries((body['expectations'] as Json[]).map(({ id, state }) => [id, String(state)]));
  };
  const receipt = (id: string, network = 'cho') => asOperator(place, `/networks/${network}/receipts/${id}?lang=en`);
  const values = () =>
    node.db.query<{ time: string; value: number }>(sql`
      select o.time, o.value from observation o where o.series = ${series} order by o.time`);

  before(async () => {
    url = await databaseUrl();
    await start();
    assert.equal((await post(place, '/networks', { id: 'cho', title: 'Chờ' })).status, 201);
    const pushed = await fetch(new URL('/networks/cho/observations', node.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.operatorToken}`, 'content-type': 'text/csv' },
      body: 'station,parameter,unit,time,value\nT1,COD,mg/L,2026-04-15T00:00:00Z,1\n',
    });
    assert.equal(pushed.status, 201);
    series = (await node.db.query<{ id: number }>(sql`select id from datastream`))[0]!.id;
    key = await keyOf(node);
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are stored in their order when the node starts, once, each with its receipt', async () => {
    const head = 'station,parameter,unit,time,value\n';
    const topic = `v1.1/Datastreams(${series})/Observations`;
    await startWith([
      [message('a1', 'cho', csv), `${head}T1,COD,mg/L,2026-04-15T01:00:00Z,2\nT1,COD,mg/L,nay,3\n`],
      [message('a2', 'cho', { ...csv, key: 'own' }), `${head}T1,COD,g/L,2026-04-15T01:00:00Z,0.005\n`],
      [publication('a3', 'cho', topic, '{"phenomenonTime": "2026-04-15T02:00:00Z", "result": 7}')],
      [publication('a4', 'cho', topic, '{"result": 8}')],
    ]);
    assert.deepEqual(
      (await values()).map(({ value }) => value),
      [1, 5, 7, 8],
    );
    assert.equal((await values())[3]!.time, '2026-04-20T01:02:03Z', 'what says no time is of when it came');
    const first = await receipt('spill-00000000000000a1');
    assert.deepEqual(
      ['state', 'read', 'inserted', 'quarantined'].map((name) => first.body[name]),
      ['stored', 2, 1, 1],
    );
    const second = await receipt('spill-00000000000000a2');
    assert.deepEqual([second.body['key'], second.body['updated']], ['own', 1]);
  });

  test('go together as far as they can, in their order, and none fails or counts for another', async () => {
    const head = 'station,parameter,unit,time,value\n';
    const at = (hour: number): string => `2026-04-17T${String(hour).padStart(2, '0')}:00:00Z`;
    const row = (value: number): string => `${head}T2,COD,mg/L,${at(0)},${value}\n`;
    const many = Array.from({ length: 10_500 }, (_, i) => {
      return `T3,COD,mg/L,${new Date(Date.parse(at(0)) + i * 1_000).toISOString()},1\n`;
    });
    const topic = `v1.1/Datastreams(${series})/Observations`;
    await startWith([
      [message('c1', 'cho', csv), row(1)],
      [message('c2', 'cho', { ...csv, key: 'twice' }), row(2)],
      [message('c3', 'cho', { ...csv, key: 'twice' }), row(99)],
      [publication('c4', 'cho', topic, `{"phenomenonTime": "${at(1)}", "result": 11}`)],
      [publication('c5', 'cho', topic, '{"phenomenonTime": "2099-01-01T00:00:00Z", "result": 12}')],
      [message('c6', 'cho', csv), 'these,are,not,the,columns\n'],
      [message('c7', 'cho', csv), row(3)],
      [message('c8', 'cho', csv), `${head}${many.join('')}`],
      [message('c9', 'cho', csv, { sender: 'client:gone' }), row(98)],
      [message('ca', 'cho', csv), row(4)],
    ]);
    const ids = ['c1', 'c2', 'c3', 'c5', 'c6', 'c7', 'c8', 'c9', 'ca'];
    const told = await Promise.all(ids.map((id) => receipt(spillId(id))));
    assert.deepEqual(
      told.map(({ body }) => ['state', 'read', 'inserted', 'updated', 'quarantined'].map((name) => body[name])),
      [
        ['stored', 1, 1, 0, 0],
        ['stored', 1, 0, 1, 0],
        ['stored', 1, 0, 1, 0],
        ['refused', 1, 0, 0, 1],
        ['refused', 1, 0, 0, 1],
        ['stored', 1, 0, 1, 0],
        ['stored', 10_500, 10_500, 0, 0],
        ['refused', 1, 0, 0, 1],
        ['stored', 1, 0, 1, 0],
      ],
    );
    assert.equal(told[1]!.body['id'], told[2]!.body['id'], 'the second of the same key is answered from the first');
    const versions = await node.db.query<{ value: number }>(sql`
      select value from observation o join datastream d on d.id = o.series join thing t on t.id = d.thing
      where t.code = 'T2'`);
    assert.deepEqual([...versions], [{ value: 4 }]);
    // What later tests count.
    await node.db.query(sql`delete from observation where series = ${series} and time = ${at(1)}::timestamptz`);
  });

  test('once more, as after a crash between storing and forgetting, they change nothing', async () => {
    const before = await values();
    const topic = `v1.1/Datastreams(${series})/Observations`;
    await startWith([
      [message('a1', 'cho', csv), 'station,parameter,unit,time,value\nT1,COD,mg/L,2026-04-15T01:00:00Z,2\n'],
      [publication('a3', 'cho', topic, '{"phenomenonTime": "2026-04-15T02:00:00Z", "result": 7}')],
      [publication('a4', 'cho', topic, '{"result": 8}')],
    ]);
    assert.deepEqual(await values(), before);
    const [extra] = await node.db.query<{ n: number }>(sql`select count(*) as n from observation_extra`);
    assert.equal(extra!.n, 0);
  });

  test('of whom may no longer deliver are refused where people see it, with their bytes', async () => {
    const text = 'station,parameter,unit,time,value\nT1,COD,mg/L,2026-04-15T05:00:00Z,9\n';
    await startWith([
      [message('b1', 'cho', csv, { sender: `client:${key.id}` }), text],
      [message('b2', 'cho', csv, { sender: 'client:gone' }), text],
      [message('b3', 'khong-con', csv), text],
      [message('b4', 'cho', csv), 'these,are,not,the,columns\n1,2,3,4,5\n'],
      [message('b5', 'cho', csv)],
    ]);
    const told = await Promise.all(['b1', 'b2', 'b4', 'b5'].map((id) => receipt(`spill-${id.padStart(16, '0')}`)));
    assert.deepEqual(
      told.map(({ body }) => [
        body['state'],
        body['quarantined'],
        String((body['problem'] as Json)['type'])
          .split('/')
          .at(-1),
      ]),
      [
        ['refused', 1, 'spill-sender-gone'],
        ['refused', 1, 'spill-sender-gone'],
        ['refused', 1, 'bulk-columns'],
        ['refused', 1, 'spill-body-gone'],
      ],
    );
    const gone = await receipt('spill-00000000000000b3', 'khong-con');
    assert.equal(gone.status, 200, 'the operator hears of it though the network is gone');
    assert.equal((await values()).length, 4);
    const file = String(told[0]!.body['file']);
    assert.ok(existsSync(join(folder, 'files', file.slice(0, 2), file)));
    assert.equal((await state())['spill-refused'], 'warning');
  });
});

async function text(stream: Readable): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'owner')
    .map(({ name }) => name);
}

/** A key whose organisation has nothing to do with the network. */
async function keyOf(node: Node): Promise<{ id: string; organisation: string }> {
  await node.db.query(sql`
    insert into organisation (code, name, created_at) values ('H99', 'K', now())`);
  await node.db.query(sql`
    insert into api_key (id, digest, organisation, name, roles, may_write, made_by, created_at, expires_at)
    values ('k1', 'd', 'H99', 'k', '{steward}'::text[], true, 'operator', now(), now() + interval '1 year')`);
  return { id: 'k1', organisation: 'H99' };
}
