import assert from 'node:assert/strict';
import { getPage, idsOf, isSmall, itemsPath, linkOf, readAll, type Feature, type Page } from '../collection-reading.ts';
import { any, check, checkEach, skip, type Check, type CollectionDocument, type LinkDocument } from '../model.ts';
import type { NodeClient } from '../node-client.ts';

const changesPath = ({ id }: CollectionDocument): string => `/collections/${encodeURIComponent(id)}/changes`;

interface Change {
  readonly op: 'insert' | 'update' | 'delete';
  readonly id: string;
  readonly feature: Feature | null;
}

/** Changes of a collection from an edition on, over all pages. */
export async function readChanges(
  node: NodeClient,
  collection: CollectionDocument,
  since: number,
  limit = 500,
): Promise<Change[]> {
  const changes: Change[] = [];
  let answer = await node.get(changesPath(collection), { since, limit });
  for (;;) {
    const page = answer.json<{ changes: Change[]; links: LinkDocument[] }>();
    changes.push(...page.changes);
    const next = linkOf(page.links, 'next');
    if (!next) return changes;
    answer = await node.get(next.href);
  }
}

const http: Check[] = [
  check('http/problem-details', 'a refusal says what, where and what to do, in both languages', async ({ node }) => {
    const [vi, en] = await Promise.all(['vi', 'en'].map((lang) => node.fetch('/collections/khong-co', { lang })));
    for (const answer of [vi!, en!]) {
      assert.equal(answer.mediaType, 'application/problem+json');
      const problem = answer.json<{ type: string; title: string; status: number; detail: string }>();
      assert.equal(problem.status, 404);
      assert.ok(problem.title && problem.detail);
      assert.equal((await node.get(problem.type)).json()['code'], problem.type.split('/').at(-1));
    }
    assert.notEqual(vi!.json()['title'], en!.json()['title']);
  }),
  check(
    'http/method-not-allowed',
    'a method that an address does not take is 405 and Allow lists those it takes',
    async ({ node }) => {
      for (const method of ['PUT', 'DELETE', 'PATCH']) {
        const answer = await node.fetch('/collections', {}, { method });
        assert.equal(answer.status, 405, method);
        assert.match(answer.headers.get('allow') ?? '', /\bGET\b/);
      }
    },
  ),
  check('http/options', 'OPTIONS says the methods and lets a browser ask', async ({ node }) => {
    const headers = { origin: 'https://example.org', 'access-control-request-method': 'GET' };
    const answer = await node.fetch('/collections', {}, { method: 'OPTIONS', headers });
    assert.equal(answer.status, 204);
    assert.match(answer.headers.get('allow') ?? '', /\bGET\b.*\bHEAD\b/);
    assert.match(answer.headers.get('access-control-allow-methods') ?? '', /\bGET\b/);
  }),
  check('http/not-found', 'an address that is not there is a 404 problem', async ({ node }) => {
    const answer = await node.fetch('/khong/co/gi/o/day');
    assert.equal(answer.status, 404);
    assert.equal(answer.mediaType, 'application/problem+json');
  }),
  checkEach('http/head', 'HEAD of items has the headers of GET', any, async (collection, { node }) => {
    const [get, head] = [
      await node.get(itemsPath(collection), { limit: 1 }),
      await node.fetch(itemsPath(collection), { limit: 1 }, { method: 'HEAD' }),
    ];
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    for (const name of ['content-type', 'content-crs'])
      assert.equal(head.headers.get(name), get.headers.get(name), name);
  }),
  checkEach('http/if-none-match', 'an unchanged answer is 304 with its ETag', any, async (collection, { node }) => {
    for (const path of [`/collections/${collection.id}`, itemsPath(collection)]) {
      const tag = (await node.get(path)).headers.get('etag');
      assert.ok(tag, `${path} has no ETag`);
      const again = await node.fetch(path, {}, { headers: { 'if-none-match': tag } });
      assert.equal(again.status, 304, path);
      assert.equal(again.headers.get('etag'), tag);
      assert.equal(again.text, '');
    }
  }),
  checkEach(
    'http/gzip',
    'large text is packed for those who take it, and only for them',
    any,
    async (collection, { node }) => {
      const packed = await node.get(itemsPath(collection), { limit: 100 }, { 'accept-encoding': 'gzip' });
      if (packed.text.length < 5_000) skip('a small answer');
      assert.equal(packed.headers.get('content-encoding'), 'gzip');
      assert.match(packed.headers.get('vary') ?? '', /accept-encoding/i);
      const plain = await node.get(itemsPath(collection), { limit: 100 }, { 'accept-encoding': 'identity' });
      assert.equal(plain.headers.get('content-encoding'), null);
      assert.deepEqual(plain.json<Page>().features, packed.json<Page>().features);
    },
  ),
  checkEach(
    'http/link-header',
    'the Link header carries next as the document does',
    any,
    async (collection, { node }) => {
      const answer = await node.get(itemsPath(collection), { limit: 1 });
      const next = linkOf(answer.json<Page>().links, 'next');
      if (!next) skip('one page');
      assert.ok(answer.headers.get('link')?.includes(`<${next!.href}>; rel="next"`));
    },
  ),
];

const reading: Check[] = [
  checkEach(
    'items/number-matched',
    'exact or absent; an estimate stands in a member of its own',
    any,
    async (collection, { node }) => {
      const plain = await getPage(node, collection, { limit: 1 });
      assert.equal(plain.numberMatched, collection.numberOfItems, 'without a filter');
      const all = await getPage(node, collection, { limit: 1, bbox: '-180,-90,180,90' });
      if ((collection.numberOfItems ?? 0) <= 10_000 || all.numberMatched !== undefined) {
        assert.ok(all.numberMatched! <= collection.numberOfItems!);
      } else assert.ok(all.numberMatchedEstimate! > 10_000, 'neither a number nor an estimate');
    },
  ),
  checkEach(
    'items/token',
    'a page token of another selection, or an altered one, is refused',
    any,
    async (collection, { node }) => {
      const next = linkOf((await getPage(node, collection, { limit: 1 })).links, 'next') ?? skip('one page');
      const token = new URL(next.href).searchParams.get('token')!;
      const altered = (token[0] === 'A' ? 'B' : 'A') + token.slice(1);
      for (const query of [{ token: altered }, { token, bbox: '1,1,2,2' }, { token: 'x' }]) {
        assert.equal((await node.fetch(itemsPath(collection), query)).status, 400);
      }
    },
  ),
  checkEach('items/csv', 'CSV has the features of the page, with a header line', any, async (collection, { node }) => {
    const page = await getPage(node, collection, { limit: 5 });
    const answer = await node.get(itemsPath(collection), { limit: 5, f: 'csv' });
    assert.equal(answer.mediaType, 'text/csv');
    const firstCells = answer.text.split('\r\n').map((line) => line.split(',')[0]!.replace(/^"|"$/g, ''));
    assert.equal(firstCells[0], 'id');
    if (!/\n.*"[^"]*\r\n/.test(answer.text)) assert.deepEqual(firstCells.slice(1, -1), idsOf(page.features));
  }),
  checkEach(
    'items/as-of',
    'the edition of now, by number or moment, is what is read without as-of',
    isSmall,
    async (collection, { node }) => {
      const now = idsOf(await readAll(node, collection));
      assert.deepEqual(idsOf(await readAll(node, collection, { 'as-of': String(collection.edition) })), now);
      assert.deepEqual(idsOf(await readAll(node, collection, { 'as-of': new Date().toISOString() })), now);
      for (const asOf of ['1990-01-01T00:00:00Z', '999999', 'hom-qua']) {
        assert.ok([400, 404].includes((await node.fetch(itemsPath(collection), { 'as-of': asOf })).status), asOf);
      }
    },
  ),
  checkEach(
    'changes/from-nothing',
    'the changes since 0 are inserts of every feature',
    isSmall,
    async (collection, { node }) => {
      const changes = await readChanges(node, collection, 0, 100);
      const features = await readAll(node, collection);
      assert.deepEqual(changes.map(({ id }) => id).sort(), idsOf(features).sort());
      assert.ok(changes.every(({ op, feature }) => op === 'insert' && feature !== null));
      assert.deepEqual(await readChanges(node, collection, collection.edition!), []);
    },
  ),
  checkEach(
    'changes/since',
    'an edition that is still to come, or no number, is refused',
    any,
    async (collection, { node }) => {
      for (const since of ['-1', 'x', String(collection.edition! + 1)]) {
        assert.equal((await node.fetch(changesPath(collection), { since })).status, 400, since);
      }
    },
  ),
];

/** Checks that need nothing but to read; those that publish are in `publication.ts`. */
export const contractChecks: readonly Check[] = [...http, ...reading];
