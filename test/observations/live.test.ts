import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { before, test } from 'node:test';
import { onBothNodes, type NodeInProcess } from '../pipeline/node-under-test.ts';
import { sql } from '../../src/kernel/index.ts';
import { post } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

onBothNodes('Values as they arrive', (node) => {
  before(async () => {
    for (const [id, openness, shownLayer] of [
      ['mo', 'open', 'all'],
      ['kin', 'closed', 'all'],
      ['duyet', 'open', 'approved'],
    ]) {
      assert.equal((await post(node, '/networks', { id, title: id, openness, shownLayer })).status, 201);
    }
  });
  const push = (network: string, value: number) =>
    fetch(new URL(`/networks/${network}/observations`, node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
      body: `station,parameter,unit,time,value\nT1,COD,mg/L,${new Date(start + value * 60_000).toISOString()},${value}\n`,
    });

  test('a reader of an open network hears each value once stored, and after a break what it missed', async () => {
    const first = await follow(node, '/networks/mo/live');
    await push('mo', 1);
    const one = await first.next();
    assert.deepEqual(
      one.data.map(({ result, changed }) => [result, changed]),
      [[1, false]],
    );
    first.end();
    await push('mo', 2);
    await push('mo', 3);
    const second = await follow(node, '/networks/mo/live', one.id);
    await push('mo', 4);
    const results: number[] = [];
    while (results.length < 3) results.push(...(await second.next()).data.map(({ result }) => result));
    assert.deepEqual(results, [2, 3, 4]);
    second.end();
  });

  test('a reader that was away for longer than events are kept is told so before it hears the rest', async () => {
    const first = await follow(node, '/networks/mo/live');
    await push('mo', 11);
    const { id } = await first.next();
    first.end();
    const back = await follow(node, '/networks/mo/live', id);
    await push('mo', 12);
    await back.next();
    assert.deepEqual(back.gaps(), []);
    back.end();
    // As the outbox does in time (test/kernel/outbox.test.ts).
    await node.db().query(sql`delete from event where position = ${Number(id)}`);
    const late = await follow(node, '/networks/mo/live', id);
    assert.deepEqual(
      (await late.next()).data.map(({ result }) => result),
      [12],
    );
    assert.deepEqual(late.gaps(), [{ keptHours: 48 }]);
    late.end();
  });

  test('what the public may not see, or nobody has approved yet, it cannot follow', async () => {
    for (const network of ['kin', 'duyet', 'khong-co']) {
      const response = await fetch(new URL(`/networks/${network}/live`, node.url()));
      assert.equal(response.status, 404, network);
      await response.body?.cancel();
    }
  });

  test('one caller follows so many streams at once, and is told when there are more; one that ends makes room', async () => {
    const streams = await Promise.all(Array.from({ length: 40 }, () => follow(node, '/networks/mo/live')));
    const more = await fetch(new URL('/networks/mo/live?lang=en', node.url()));
    assert.equal(more.status, 429);
    assert.match(await more.text(), /too-many-streams.*at most 40 streams/);
    const signedIn = get(new URL('/networks/mo/live', node.url()), {
      headers: { authorization: `Bearer ${node.token()}` },
      agent: false,
    });
    const [answer] = (await once(signedIn, 'response')) as [IncomingMessage];
    assert.equal(answer.statusCode, 200, 'others are not told apart by their address alone');
    answer.on('error', () => {});
    signedIn.destroy();
    streams.pop()!.end();
    await until(async () => {
      const again = await fetch(new URL('/networks/mo/live', node.url()));
      await again.body?.cancel();
      return again.status === 200;
    }, 'room for another stream');
    for (const stream of streams) stream.end();
  });

  test('only the series asked for are told', async () => {
    const stream = await follow(node, '/networks/mo/live?series=1999999');
    const other = await follow(node, '/networks/mo/live');
    await push('mo', 5);
    const results: number[] = [];
    while (!results.includes(5)) results.push(...(await other.next()).data.map(({ result }) => result));
    assert.equal(stream.waiting(), 0);
    other.end();
    stream.end();
  });
});

const start = Date.parse('2026-04-01T00:00:00Z');

interface Told {
  readonly id: string;
  readonly data: { readonly result: number; readonly changed: boolean }[];
}

async function follow(node: NodeInProcess, path: string, lastId?: string) {
  const headers = { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) };
  const request = get(new URL(path, node.url()), { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  assert.equal(response.statusCode, 200);
  const told: Told[] = [];
  const gaps: unknown[] = [];
  let wake: () => void = () => {};
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\n\n');
    text = parts.pop()!;
    for (const part of parts) {
      const id = /^id: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (part.startsWith('event: gap')) gaps.push(JSON.parse(data!));
      if (id !== undefined && data !== undefined) told.push({ id, data: JSON.parse(data) as Told['data'] });
    }
    wake();
  });
  response.on('error', () => {});
  return {
    waiting: () => told.length,
    gaps: () => gaps,
    async next(): Promise<Told> {
      while (told.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return told.shift()!;
    },
    end: () => request.destroy(),
  };
}
