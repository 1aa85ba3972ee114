import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onEmbeddedNode, type NodeUnderTest } from './node-under-test.ts';
import { asOperator, asPublic, csv, deliver, post, type Json } from './steward.ts';

const wells = csv(
  ['code', 'depth'],
  [
    ['A', 1],
    ['B', 2],
  ],
);

/** Every door that leads to a dataset's content; `ID` stands for dataset and collection. */
const doors = [
  '/datasets/ID',
  '/collections/ID',
  '/collections/ID?as-of=1',
  '/collections/ID/items',
  '/collections/ID/items?limit=1',
  '/collections/ID/items?depth=1',
  '/collections/ID/items?as-of=1',
  '/collections/ID/items?f=csv',
  '/collections/ID/items/A',
  '/collections/ID/items/A?as-of=1',
  '/collections/ID/changes',
  '/collections/ID/changes?since=0',
  '/collections/ID/queryables',
  '/collections/ID/sortables',
];

onEmbeddedNode('access', (node) => {
  for (const openness of ['closed', 'restricted', 'conditional'] as const) {
    describe(`${openness} data`, () => {
      const id = `secret-${openness}`;
      test('is answered to the public exactly like what does not exist, on every door', async () => {
        await deliver(node, id, wells, { key: ['code'], openness });
        for (const door of doors) {
          const real = await asPublic(node, door.replace('ID', id));
          const absent = await asPublic(node, door.replace('ID', 'absent'));
          assert.equal(real.status, 404, door);
          assert.deepEqual(
            { status: real.status, text: real.text.replaceAll(id, 'X'), headers: comparable(real.headers) },
            { status: absent.status, text: absent.text.replaceAll('absent', 'X'), headers: comparable(absent.headers) },
            door,
          );
          const page = await asPublic(node, door.replace('ID', id), { headers: { accept: 'text/html' } });
          assert.equal(page.status, 404, `${door} as a page`);
        }
      });

      test('is in no list', async () => {
        for (const list of [
          '/',
          '/?f=html',
          '/collections',
          '/collections?f=html',
          '/datasets',
          '/datasets?f=html',
          '/openapi.json',
        ]) {
          const { text } = await asPublic(node, list);
          assert.ok(!text.includes(id), list);
        }
      });

      test('is there for the operator', async () => {
        for (const door of doors) assert.equal((await asOperator(node, door.replace('ID', id))).status, 200, door);
        const lists = await asOperator(node, '/datasets');
        assert.ok((lists.body['datasets'] as Json[]).some((dataset) => dataset['id'] === id));
      });
    });
  }

  test('what was open and is closed by its next delivery is gone for the public', async () => {
    await deliver(node, 'turning', wells, { key: ['code'], openness: 'open' });
    assert.equal((await asPublic(node, '/collections/turning/items')).status, 200);
    await deliver(node, 'turning', wells, { openness: 'closed' });
    for (const door of doors) assert.equal((await asPublic(node, door.replace('ID', 'turning'))).status, 404, door);
  });

  test('a collection that has published nothing does not exist, also for the operator', async () => {
    await deliver(
      node,
      'unborn',
      csv(
        ['code', 'depth'],
        [
          ['A', 1],
          ['A', 2],
        ],
      ),
      { key: ['code'], openness: 'open' },
    );
    assert.equal((await asPublic(node, '/datasets/unborn')).status, 404);
    assert.equal((await asOperator(node, '/collections/unborn/items')).status, 404);
  });

  test('sources, deliveries, runs, issues and quarantine are the operator’s alone', async () => {
    const run = await deliver(node, 'inner', wells, { key: ['code'], openness: 'open' });
    const paths = [
      '/sources',
      '/sources/inner',
      `/deliveries/${run.delivery}`,
      '/runs',
      `/runs/${run.id}`,
      `/runs/${run.id}/issues`,
      `/runs/${run.id}/quarantine`,
    ];
    for (const path of [...paths, '/sources/absent', '/runs/999999']) {
      const answer = await asPublic(node, path);
      assert.equal(answer.status, 401, path);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/);
    }
    for (const path of paths) assert.equal((await asOperator(node, path)).status, 200, path);
    const writes: [string, string][] = [
      ['PUT', '/sources/inner'],
      ['POST', '/sources'],
      ['POST', '/sources/inner/deliveries'],
      ['POST', `/deliveries/${run.delivery}/runs`],
      ['POST', `/runs/${run.id}/rollback`],
      ['POST', `/runs/${run.id}/rerun`],
      ['POST', '/datasets/inner/withdraw'],
      ['POST', '/session/links'],
    ];
    for (const [method, path] of writes)
      assert.equal((await asPublic(node, path, { method })).status, 401, `${method} ${path}`);
    const wrong = await asPublic(node, '/runs', { headers: { authorization: `Bearer ${node.token()}x` } });
    assert.equal(wrong.status, 401);
  });

  test('the lineage that the public sees names no path of the operator', async () => {
    const { body } = await asPublic(node, '/collections/inner/items/A');
    assert.equal((body['lineage'] as Json)['file'], 'inner.csv');
  });

  describe('the operator’s browser', () => {
    test('a link signs in once', async () => {
      const link = await signInLink(node);
      const first = await asPublic(node, link);
      assert.equal(first.status, 303);
      const cookie = first.headers.get('set-cookie')!;
      assert.match(cookie, /HttpOnly; SameSite=Lax/);
      assert.equal((await asPublic(node, '/runs', { headers: { cookie } })).status, 200);
      const second = await asPublic(node, link);
      assert.equal(second.status, 403);
      assert.equal(second.headers.get('set-cookie'), null);
    });

    test('a form without the page’s token is refused and does nothing', async () => {
      const cookie = await signIn(node);
      await deliver(node, 'formed', wells, { key: ['code'], openness: 'open' });
      const withdraw = (fields: string) =>
        asPublic(node, '/datasets/formed/withdraw', {
          method: 'POST',
          body: fields,
          headers: { cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        });
      for (const fields of ['', 'csrf=', 'csrf=guessed']) {
        assert.equal((await withdraw(fields)).status, 403, fields);
        assert.equal((await asPublic(node, '/datasets/formed')).status, 200);
      }
      const page = await asPublic(node, '/sources', { headers: { cookie, accept: 'text/html' } });
      const token = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!;
      assert.equal((await withdraw(`csrf=${encodeURIComponent(token)}`)).status, 303);
      assert.equal((await asPublic(node, '/datasets/formed')).status, 404);
    });

    test('one session’s token is no use in another', async () => {
      const page = await asPublic(node, '/sources', { headers: { cookie: await signIn(node), accept: 'text/html' } });
      const token = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!;
      const answer = await asPublic(node, '/session/links', {
        method: 'POST',
        headers: { cookie: await signIn(node), 'x-csrf-token': token },
      });
      assert.equal(answer.status, 403);
    });

    test('signing out ends the session', async () => {
      const cookie = await signIn(node);
      const page = await asPublic(node, '/sources', { headers: { cookie, accept: 'text/html' } });
      const token = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!;
      const out = await asPublic(node, '/session/end', { method: 'POST', headers: { cookie, 'x-csrf-token': token } });
      assert.equal(out.status, 303);
      assert.equal((await asPublic(node, '/runs', { headers: { cookie } })).status, 401);
    });
  });
});

async function signInLink(node: NodeUnderTest): Promise<string> {
  const { body } = await post(node, '/session/links');
  const link = new URL(String(body['href']));
  return link.pathname + link.search;
}

async function signIn(node: NodeUnderTest): Promise<string> {
  const answer = await asPublic(node, await signInLink(node));
  return answer.headers.get('set-cookie')!.split(';')[0]!;
}

/** What a stranger could tell two answers apart by. */
function comparable(headers: Headers): Json {
  const names = [...headers.keys()].filter((name) => !['date', 'content-length', 'etag', 'keep-alive'].includes(name));
  return Object.fromEntries(names.sort().map((name) => [name, headers.get(name)]));
}
