import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asPublic, csv, deliver, nextOf, post, type Json } from '../pipeline/steward.ts';

const columns = ['code', 'name', 'depth', 'phone', 'longitude', 'latitude'];
const editions = [
  [['W1', 'A', 10, '1', 105, 21], ['W2', 'B', 20, '2', 105.1, 21], ['W3', 'C', 30, '3', 105.2, 21]], // prettier-ignore
  [['W1', 'A', 10, '9', 105, 21], ['W2', 'B', 25, '2', 105.1, 21], ['W4', 'D', 40, '4', 105.3, 21]], // prettier-ignore
  [['W1', 'A', 10, '9', 105, 21], ['W2', 'B', 20, '2', 105.1, 21], ['W4', 'D', 40, '4', 105.4, 21], ['W5', '<b>', 50, '5', 105.5, 21]], // prettier-ignore
] as const;

interface Change extends Json {
  readonly op: string;
  readonly id: string;
  readonly feature: { properties: Json } | null;
  readonly before: { properties: Json } | null;
}

onBothNodes('two editions compared', (node) => {
  const load = async (id: string, openness: string) => {
    for (const rows of editions) await deliver(node, id, csv(columns, rows), { key: ['code'], openness, acceptLoss: true }); // prettier-ignore
  };
  before(() => load('wells', 'open'));

  const compare = async (query: string, id = 'wells') => {
    const { status, body, text } = await asPublic(node, `/collections/${id}/changes?compare=true&${query}`);
    assert.equal(status, 200, text);
    return body as Json & { changes: Change[] };
  };
  const told = ({ changes }: { changes: Change[] }) => changes.map(({ op, id }) => `${op} ${id}`).toSorted();

  test('tell what came, changed and went, with the content before and after', async () => {
    const body = await compare('since=1&until=2');
    assert.deepEqual(body['counts'], { insert: 1, update: 2, delete: 1 });
    assert.deepEqual(told(body), ['delete W3', 'insert W4', 'update W1', 'update W2']);
    const of = (id: string) => body.changes.find((change) => change.id === id)!;
    assert.deepEqual([of('W2').before!.properties['depth'], of('W2').feature!.properties['depth']], [20, 25]);
    assert.deepEqual([of('W3').before!.properties['name'], of('W3').feature], ['C', null]);
    assert.equal(of('W4').before, null);
  });

  test('what changed and changed back in between is no difference', async () => {
    const body = await compare('since=1');
    assert.deepEqual(told(body), ['delete W3', 'insert W4', 'insert W5', 'update W1']);
    assert.deepEqual(body['counts'], { insert: 2, update: 1, delete: 1 });
    assert.deepEqual((await compare('since=3'))['counts'], { insert: 0, update: 0, delete: 0 });
    assert.deepEqual((await compare('since=0&until=1'))['counts'], { insert: 3, update: 0, delete: 0 });
  });

  test('beside nothing everything is new, page by page', async () => {
    const seen: string[] = [];
    let path: string | null = '/collections/wells/changes?compare=true&since=0&limit=3';
    for (; path;) {
      const { body } = await asPublic(node, path);
      assert.deepEqual(body['counts'], { insert: 4, update: 0, delete: 0 });
      seen.push(...told(body as never));
      path = nextOf(body);
    }
    assert.deepEqual(seen.toSorted(), ['insert W1', 'insert W2', 'insert W4', 'insert W5']);
  });

  test('an edition is named by a moment too', async () => {
    const listed = (await asPublic(node, '/collections/wells')).body['editions'] as { number: number; publishedAt: string }[]; // prettier-ignore
    const at = (number: number) => encodeURIComponent(listed.find((each) => each.number === number)!.publishedAt);
    assert.deepEqual(told(await compare(`since=${at(1)}&until=${at(2)}`)), told(await compare('since=1&until=2')));
  });

  test('pages tell each difference once', async () => {
    const seen: string[] = [];
    let path: string | null = '/collections/wells/changes?compare=true&since=1&limit=1';
    for (; path;) {
      const { body } = await asPublic(node, path);
      seen.push(...told(body as never));
      path = nextOf(body);
    }
    assert.deepEqual(seen.toSorted(), told(await compare('since=1')));
  });

  test('what is no edition, and the wrong way round, is refused', async () => {
    for (const query of ['since=4', 'since=x', 'since=3&until=2', 'since=1&compare=maybe']) {
      assert.equal((await asPublic(node, `/collections/wells/changes?${query}`)).status, 400, query);
    }
    assert.equal((await asPublic(node, '/collections/wells/changes?until=9')).status, 404);
  });

  describe('on the page', () => {
    const page = async (query: string) =>
      (await asPublic(node, `/collections/wells/changes?${query}`, { headers: { accept: 'text/html' } })).text;
    const cells = (html: string) => html.replaceAll(/<span class="visually-hidden">[^<]*<\/span>/g, '');

    test('each changed cell stands beside what it was; an unchanged one does not stand there', async () => {
      const html = cells(await page('since=1&until=2'));
      assert.match(html, /<del>20<\/del> <span aria-hidden="true">→<\/span> <ins>25<\/ins>/);
      assert.doesNotMatch(html, /<del>B</);
      assert.match(html, /href="\/collections\/wells\/items\/W3\?as-of=1"/);
      assert.match(html, /<option value="1" selected>/);
      assert.match(html, /<option value="2" selected>/);
    });

    test('a moved shape is told in words, and data are no markup', async () => {
      assert.match(await page('since=2&lang=en'), /the shape on the map changed/);
      const html = await page('since=2');
      assert.match(html, /&lt;b>|&lt;b&gt;/);
    });
  });

  test('through a grant a change of what is hidden is none, and a row that comes into sight is an insertion', async () => {
    await load('granted', 'restricted');
    const reasons = { purpose: 'Quản lý nước dưới đất', legalBasis: 'NĐ 278/2025/NĐ-CP' };
    const shown = { collections: { granted: { rows: 'depth >= 25', columns: { phone: 'removed' } } } };
    const made = await post(node, '/datasets/granted/grants', { grantee: 'public', actions: ['read', 'subscribe'], ...reasons, ...shown }); // prettier-ignore
    assert.equal(made.status, 201, made.text);
    const body = await compare('since=1&until=2', 'granted');
    assert.deepEqual(told(body), ['delete W3', 'insert W2', 'insert W4']);
    assert.deepEqual(body['counts'], { insert: 2, update: 0, delete: 1 });
    assert.doesNotMatch(JSON.stringify(body), /phone/);
  });
});
