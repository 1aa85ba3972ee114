import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onAccessNodes, setUpNode } from '../access/access-node.ts';
import { post } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';
import { textOf } from '../access/visitor.ts';

const mebibyte = 1024 ** 2;
const day = 86_400_000;
const bytes = (share: number): string => `a\n${'1\n'.repeat((share * mebibyte) / 2 - 1)}`;

onAccessNodes(
  'uploads of one caller',
  (node) => {
    const place = { url: () => node.url(), token: () => node.node().operatorToken };
    let bearer: string;
    let other: string;

    before(async () => {
      await setUpNode(node);
      const keyOf = async () => {
        const words = { name: 'K', roles: ['steward'], mayWrite: true };
        return String((await post(place, '/organisations/H26/keys', words)).body['secret']);
      };
      bearer = await keyOf();
      other = await keyOf();
      await node.call('/sources/big', { method: 'PUT', bearer, body: { transport: 'upload' } });
    });

    const send = async (by: string, content: BodyInit, query = '') => {
      const response = await fetch(new URL(`/sources/big/deliveries?name=big.csv${query}`, node.url()), {
        method: 'POST',
        headers: { authorization: `Bearer ${by}`, 'content-type': 'application/octet-stream' },
        body: content,
        ...(content instanceof ReadableStream && { duplex: 'half' }),
      } as RequestInit);
      return { status: response.status, retry: response.headers.get('retry-after'), text: await response.text() };
    };
    /** Without a length that could be looked at before. */
    const stream = (share: number) => new Blob([bytes(share)]).stream();

    test('a file that is larger than allowed is refused, whether or not it says how large it is', async () => {
      for (const content of [bytes(1.5), stream(1.5)]) {
        const refused = await send(bearer, content, '&lang=en');
        assert.equal(refused.status, 413);
        assert.match(refused.text, /upload-too-large.*at most 1 MiB/);
      }
      assert.match((await send(bearer, bytes(1.5))).text, /nhiều nhất 1 MiB/);
    });

    test('so is what exceeds the day, of files side by side too; others go on, and tomorrow is another day', async () => {
      const answers = await Promise.all([0.75, 0.75, 0.75, 0.75].map((share) => send(bearer, bytes(share))));
      const statuses = answers.map(({ status }) => status).toSorted();
      assert.deepEqual(statuses, [201, 201, 429, 429]);
      const refused = answers.find(({ status }) => status === 429)!;
      assert.match(refused.text, /uploads-used-up/);
      assert.ok(Number(refused.retry) > 0 && Number(refused.retry) <= 86_400);
      assert.equal((await send(bearer, stream(0.75))).status, 429);
      assert.equal((await send(other, bytes(0.75))).status, 201);
      assert.equal((await send(place.token(), bytes(2.5))).status, 201, 'the operator is not counted');
      node.clock.pass(day);
      assert.equal((await send(bearer, bytes(0.75))).status, 201);
    });

    describe('into a network of stations', () => {
      const push = async (by: string, path: string, content: BodyInit) => {
        const response = await fetch(new URL(`/networks/tram/${path}`, node.url()), {
          method: 'POST',
          headers: { authorization: `Bearer ${by}`, 'content-type': 'text/csv' },
          body: content,
          ...(content instanceof ReadableStream && { duplex: 'half' }),
        } as RequestInit);
        return { status: response.status, text: await response.text() };
      };
      /** Values of one series in so many mebibytes; blank lines fill the rest. */
      const values = (share: number): string =>
        'station,parameter,time,value\nT1,COD,2026-04-15T00:00:00Z,1\n'.padEnd(share * mebibyte, '\n');
      const file = (share: number): string => 'COD\t1\tmg/L\t20260415103500\t00'.padEnd(share * mebibyte, '\n');

      test('the same limits hold, for files and for values', async () => {
        node.clock.pass(day);
        const made = { method: 'POST', bearer, body: { id: 'tram', title: 'Trạm' } };
        assert.equal((await node.call('/networks', made)).status, 201);
        const name = 'files?name=CT_KCNTRANOC_NUO001_20260415103500.txt';
        for (const [path, content] of [
          ['observations', values(1.5)],
          ['observations', new Blob([values(1.5)]).stream()],
          [name, file(1.5)],
          [name, new Blob([file(1.5)]).stream()],
        ] as const) {
          const refused = await push(bearer, path, content);
          assert.equal(refused.status, 413, path);
          assert.match(refused.text, /upload-too-large/);
        }
        assert.equal((await push(bearer, 'observations', values(0.75))).status, 201);
        const taken = await push(bearer, name, file(0.75));
        assert.equal(taken.status, 201, taken.text);
        for (const path of ['observations', name]) {
          const refused = await push(bearer, path, values(0.75));
          assert.deepEqual([refused.status, /uploads-used-up/.test(refused.text)], [429, true], path);
        }
        assert.equal((await send(bearer, bytes(0.75))).status, 429, 'it is one day for all doors');
        assert.equal((await push(place.token(), 'observations', values(2.5))).status, 201);
      });

      test('a push that proves too large on its way says what of it stays, by line, and its receipt says it too', async () => {
        node.clock.pass(day);
        const lines = Array.from({ length: 40_000 }, (_, i) => `T2,COD,${new Date(i * 60_000).toISOString()},${i}`);
        const long = `station,parameter,time,value\n${lines.join('\n')}\n`;
        assert.ok(long.length > 1.2 * mebibyte, String(long.length));
        const at = await push(bearer, 'observations', new Blob([long]).stream());
        assert.equal(at.status, 413, at.text);
        const told = JSON.parse(at.text) as { receipt: number; storedThroughLine: number };
        assert.ok(told.storedThroughLine >= 10_000 && told.storedThroughLine < 40_000, at.text);
        const { body } = await node.call(`/networks/tram/receipts/${told.receipt}?lang=en`, { bearer });
        const receipt = body as {
          inserted: number;
          quarantined: number;
          closedAt: string;
          refused: { problem: { detail: string } }[];
        };
        assert.deepEqual([receipt.inserted, receipt.quarantined], [told.storedThroughLine - 1, 1]);
        assert.notEqual(receipt.closedAt, null);
        assert.match(
          receipt.refused[0]!.problem.detail,
          new RegExp(`up to line ${told.storedThroughLine.toLocaleString('en')} are stored.*at most 1 MiB`),
        );
        const [stored] = await node.node().db.query<{ n: number }>(sql`
          select count(*) as n from observation o join datastream d on d.id = o.series join thing t on t.id = d.thing
          where t.code = 'T2'`);
        assert.equal(stored!.n, receipt.inserted);
      });

      test('a full disk is told as such; for whom has delivered lately the node keeps it', async () => {
        assert.equal((await push(bearer, 'observations', values(0.01))).status, 201);
        await node.node().db.query(sql`
          create function is_full() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
        await node.node().db.query(sql`
          create trigger is_full before insert on receipt for each row execute function is_full()`);
        const name = 'files?name=CT_KCNTRANOC_NUO001_20260415104000.txt';
        const unknown = await push(other, name, file(0.1));
        assert.deepEqual([unknown.status, /disk-full/.test(unknown.text)], [507, true], unknown.text);
        for (const [path, content] of [
          ['observations', values(0.1)],
          [name, file(0.1)],
        ] as const) {
          const { status, text } = await push(bearer, path, content);
          assert.deepEqual([status, /"waiting"/.test(text)], [202, true], text);
        }
        const observation = { phenomenonTime: '2026-04-16T00:00:00Z', result: 1 };
        const made = { method: 'POST', bearer, body: observation };
        const refused = await node.call('/sta/v1.1/Datastreams(1)/Observations', made);
        assert.deepEqual([refused.status, String(refused.body['type']).split('/').at(-1)], [507, 'disk-full']);
        await node.node().db.query(sql`drop trigger is_full on receipt`);
        const waiting = async () => {
          const text = await (await fetch(new URL('/metrics', node.url()))).text();
          return /^lienthong_spill_messages (\d+)$/m.exec(text)![1];
        };
        await until(async () => (await waiting()) === '0', 'what waited is stored', 20_000);
      });
    });

    test('a form says it on its page', async () => {
      const visitor = node.visitor();
      const fields = { email: 'an@example.gov.vn', password: 'bảy con cò trắng bay' };
      await visitor.fill('/sign-in', '/sign-in', fields);
      const page = await visitor.upload('/sources/big', '/sources/big/deliveries', 'big.csv', bytes(1.5));
      assert.equal(page.status, 422);
      assert.match(textOf(page.html), /Mỗi tệp gửi lên nhiều nhất 1 MiB/);
    });
  },
  async () => ({ LIENTHONG_UPLOAD_MIB: '1', LIENTHONG_UPLOAD_MIB_A_DAY: '2' }),
);
