import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { ConfigError, FairQueue, RateLimiter, readConfig } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('how many requests one caller may send', () => {
  test('as many at once as the burst holds, then so many a second; each caller for himself', () => {
    let now = 0;
    const limiter = new RateLimiter({ perSecond: 2, burst: 4 }, () => now);
    const take = (caller: string, times: number) => Array.from({ length: times }, () => limiter.take(caller));
    assert.deepEqual(take('a', 5), [null, null, null, null, 1]);
    assert.deepEqual(take('b', 1), [null]);
    now += 1_000;
    assert.deepEqual(take('a', 3), [null, null, 1]);
    now += 60_000;
    assert.deepEqual(take('a', 5), [null, null, null, null, 1]);
  });

  test('what is refused says when to come again', () => {
    const limiter = new RateLimiter({ perSecond: 0.1, burst: 1 }, () => 0);
    assert.deepEqual([limiter.take('a'), limiter.take('a')], [null, 10]);
  });
});

describe('when there is much to do', () => {
  test('callers take turns, however much one of them asks for', async () => {
    const queue = new FairQueue(1, 10);
    const done: string[] = [];
    const ask = (caller: string, name: string) =>
      queue.run(caller, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        done.push(name);
      });
    const all = [
      ...['a1', 'a2', 'a3', 'a4'].map((name) => ask('a', name)),
      ask('b', 'b1'),
      ask('c', 'c1'),
      ask('b', 'b2'),
    ];
    await Promise.all(all);
    assert.deepEqual(done, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  test('no more run at once than there are places, and a failure gives its place back', async () => {
    const queue = new FairQueue(2, 100);
    let [running, most] = [0, 0];
    const work = async (fails: boolean) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      if (fails) throw new Error('on purpose');
    };
    const all = Array.from({ length: 50 }, (_, i) => queue.run(String(i % 3), () => work(i % 5 === 0))!);
    const ends = await Promise.allSettled(all);
    assert.equal(most, 2);
    assert.equal(ends.filter(({ status }) => status === 'rejected').length, 10);
  });

  test('who has too much waiting is refused, others are not', async () => {
    const queue = new FairQueue(1, 2);
    const all = ['a', 'a', 'a', 'a', 'b'].map((caller) => queue.run(caller, () => Promise.resolve()));
    assert.deepEqual(all.map((one) => one === null), [false, false, false, true, false]); // prettier-ignore
    await Promise.all(all);
  });
});

describe('a node with a limit', () => {
  const folder = temporaryFolder();
  let node: Node;
  before(async () => {
    const settings = { LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', LIENTHONG_RATE_LIMIT: '1' };
    node = await startNode(readConfig({ ...settings, LIENTHONG_TRUSTED_PROXIES: '127.0.0.1, ::1' }), { log: quietLog });
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const from = async (address: string, times: number, headers: Record<string, string> = {}) => {
    const answers: Response[] = [];
    for (let i = 0; i < times; i++) {
      const answer = await fetch(`${node.url}/conformance`, { headers: { 'x-forwarded-for': address, ...headers } });
      await answer.text();
      answers.push(answer);
    }
    return answers;
  };

  test('refuses with 429, Retry-After and advice; another address goes on', async () => {
    const answers = await from('192.0.2.1', 14);
    assert.equal(answers[0]!.status, 200);
    const last = answers.at(-1)!;
    assert.equal(last.status, 429);
    assert.match(last.headers.get('retry-after')!, /^\d+$/);
    assert.equal((await from('192.0.2.2', 1))[0]!.status, 200);
  });

  test('counts who proves nothing by his address: guessing keys is slow', async () => {
    const guesses = await from('192.0.2.3', 16, { authorization: 'Bearer guessed' });
    assert.deepEqual([guesses[0]!.status, guesses.at(-1)!.status], [401, 429]);
  });

  test('does not count the operator, nor health', async () => {
    const operator = await from('192.0.2.4', 30, { authorization: `Bearer ${node.operatorToken}` });
    assert.ok(operator.every(({ status }) => status === 200));
    for (let i = 0; i < 20; i++) assert.equal((await fetch(`${node.url}/livez`)).status, 200);
  });
});

test('settings that cannot be read stop the start', () => {
  for (const [name, value] of [
    ['LIENTHONG_RATE_LIMIT', 'many'],
    ['LIENTHONG_RATE_LIMIT', '0'],
    ['LIENTHONG_TRUSTED_PROXIES', '10.0.0.0/8, proxy'],
  ] as const) {
    assert.throws(() => readConfig({ [name]: value }), ConfigError);
  }
  assert.equal(readConfig({ LIENTHONG_RATE_LIMIT: 'none' }).rateLimit, null);
  assert.deepEqual(readConfig({ LIENTHONG_TRUSTED_PROXIES: '10.0.0.0/8,::1' }).trustedProxies, ['10.0.0.0/8', '::1']);
});
