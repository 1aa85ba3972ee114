import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { onAccessNodes } from '../access/access-node.ts';
import { until } from '../support/wait.ts';
import { asOperator, csv, ended, post, readAll, upload, type Json, type Run } from './steward.ts';

const hourMs = 3_600_000;
const wells = (...depths: number[]) =>
  csv(
    ['code', 'depth'],
    depths.map((depth, n) => [`W${n}`, depth]),
  );

onAccessNodes(
  'a source that is fetched by a schedule',
  (node) => {
    const place = { url: () => node.url(), token: () => node.node().operatorToken };
    let server: Server;
    let content: string | null = wells(1, 2, 3, 4);
    const schedule = (body: Json) => post(place, '/sources/wells/schedule', body);
    const source = async () => (await asOperator(place, '/sources/wells')).body;
    const deliveries = async () => ((await source())['deliveries'] as Json[]).length;
    const planned = async () =>
      (await source())['schedule'] as { nextAt: string; problem: Json | null; lastFetchAt: string };
    const operations = async () => {
      const { body } = await asOperator(place, '/operations');
      return (body['expectations'] as Json[]).find(({ id }) => id === 'sources-fetched')!;
    };
    /** An hour later by the node's clock the next fetch is due. */
    const nextFetch = async () => {
      const before = (await planned()).lastFetchAt;
      node.clock.pass(hourMs);
      await until(async () => (await planned()).lastFetchAt !== before, 'the fetch');
    };

    before(async () => {
      server = createServer((_, response) => {
        if (content === null) response.writeHead(410).end();
        else response.writeHead(200, { 'content-type': 'text/csv' }).end(content);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const location = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wells.csv`;
      const body = JSON.stringify({ transport: 'http', location });
      const headers = { 'content-type': 'application/json' };
      assert.equal((await asOperator(place, '/sources/wells', { method: 'PUT', headers, body })).status, 200);
      const first = Number((await post(place, '/sources/wells/deliveries')).body['id']);
      const state = async () => (await asOperator(place, `/deliveries/${first}`)).body['state'];
      await until(async () => (await state()) === 'inspected', 'the first delivery');
      const layers = [{ layer: '', key: ['code'] }];
      const started = await post(place, `/deliveries/${first}/runs`, { layers, openness: 'open' });
      await ended(place, (started.body['runs'] as Run[])[0]!.id);
    });
    after(() => server?.close());

    test('says when it comes next, in Vietnam’s time', async () => {
      assert.equal((await schedule({ every: 'day', at: '06:30' })).status, 303);
      assert.equal(new Date((await planned()).nextAt).toISOString().slice(11, 16), '23:30');
      assert.match(String((await schedule({ every: 'day', at: '6h' })).body['detail']), /06:00/);
      assert.match(String((await schedule({ cron: 'tomorrow' })).body['type']), /invalid-schedule$/);
      await upload(place, 'sent', wells(1));
      const refused = await post(place, '/sources/sent/schedule', { every: 'day' });
      assert.match(String(refused.body['type']), /nothing-to-fetch$/);
    });

    test('publishes what has changed, the way it was decided before', async () => {
      assert.equal((await schedule({ every: 'hour', at: '00:00' })).status, 303);
      content = wells(1, 2, 3, 5);
      await nextFetch();
      const depths = async () => (await readAll(place, 'wells')).map(({ properties }) => properties['depth']);
      await until(async () => (await depths()).includes(5), 'the new edition');
      assert.equal((await operations())['state'], 'ok');
    });

    test('takes an unchanged file for no delivery', async () => {
      const before = await deliveries();
      await nextFetch();
      assert.deepEqual([await deliveries(), (await planned()).problem], [before, null]);
    });

    test('tells of what needs a person, also when the same file comes again', async () => {
      content = csv(['code', 'depth', 'code'], [['W0', 1, 'x']]).replace('code,depth,code', 'ma,depth,x');
      await nextFetch();
      await until(async () => (await planned()).problem !== null, 'the problem');
      await nextFetch();
      assert.notEqual((await planned()).problem, null);
      assert.equal((await readAll(place, 'wells')).length, 4, 'what stands is untouched');
      assert.deepEqual([(await operations())['state'], (await operations())['href']], ['warning', '/sources/wells']);
    });

    test('tells when its place is gone, and ends with its schedule', async () => {
      content = null;
      await nextFetch();
      await until(async () => /410/.test(JSON.stringify((await planned()).problem)), 'the refusal');
      assert.equal((await schedule({ every: 'never' })).status, 303);
      assert.deepEqual([(await source())['schedule'], (await operations())['state']], [null, 'ok']);
    });
  },
  async () => ({ LIENTHONG_ALLOWED_HOSTS: '127.0.0.1' }),
);
