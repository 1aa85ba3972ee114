import assert from 'node:assert/strict';
import { getPage, idsOf, linkOf, readAll, type Feature, type Page } from '../collection-reading.ts';
import { check, skip, type Check, type CollectionDocument, type Context } from '../model.ts';
import { pointsVersion } from '../sample/sample-files.ts';
import { readChanges } from './contract.ts';

const source = 'mau-doi-thay';

/** Publishes a first edition of the source and gives its collection. */
async function publish(
  context: Context,
  change: { moved: number; missing: number; added: number },
): Promise<CollectionDocument> {
  const publisher = context.publisher ?? skip('publishing needs a node that the runner has started itself (no --url)');
  const file = pointsVersion(source, change);
  await publisher.deliver(source, file, file.key);
  return (await context.node.get(`/collections/${source}`)).json<CollectionDocument>();
}

const byId = (features: readonly Feature[]): Map<string, Feature> =>
  new Map(features.map((feature) => [String(feature.id), feature]));

/** Our own contract around a publication: DESIGN, "Editions". */
export const publicationChecks: readonly Check[] = [
  check(
    'editions/stable-paging',
    'pages begun before a publication end in the edition they began with',
    async (context) => {
      const { node } = context;
      const first = await publish(context, { moved: 0, missing: 0, added: 0 });
      const before = await readAll(node, first);
      let page: Page = await getPage(node, first, { limit: 10 });
      const seen = [...page.features];
      const second = await publish(context, { moved: 5, missing: 4, added: 6 });
      assert.equal(second.edition, first.edition! + 1);
      for (let next = linkOf(page.links, 'next'); next; next = linkOf(page.links, 'next')) {
        page = (await node.get(next.href)).json<Page>();
        seen.push(...page.features);
      }
      assert.deepEqual(seen, before);
      assert.deepEqual(
        await readAll(node, first, { 'as-of': String(first.edition) }),
        before,
        'as-of the edition before',
      );
    },
  ),
  check('editions/changes', 'the changes since an edition, applied to it, give the edition of now', async (context) => {
    const { node } = context;
    const before = await publish(context, { moved: 0, missing: 0, added: 2 });
    const features = byId(await readAll(node, before));
    const after = await publish(context, { moved: 3, missing: 7, added: 9 });
    const changes = await readChanges(node, after, before.edition!, 4);
    for (const { op, id, feature } of changes) {
      assert.equal(op === 'insert', !features.has(id), `${op} ${id}`);
      if (op === 'delete') features.delete(id);
      else features.set(id, feature!);
    }
    const now = byId(await readAll(node, after));
    assert.deepEqual(new Set(features.keys()), new Set(now.keys()));
    for (const [id, feature] of now) assert.deepEqual(features.get(id)!.properties, feature.properties, id);
    const kinds = Object.fromEntries(
      ['insert', 'update', 'delete'].map((op) => [op, changes.filter((one) => one.op === op).length]),
    );
    assert.deepEqual(kinds, { insert: 7, update: 3, delete: 7 });
  }),
  check('editions/unchanged', 'the same file again makes no edition', async (context) => {
    const first = await publish(context, { moved: 1, missing: 1, added: 1 });
    const again = await publish(context, { moved: 1, missing: 1, added: 1 });
    assert.equal(again.edition, first.edition);
  }),
  check('editions/etag', 'a publication changes the ETag, and the old one is no longer good', async (context) => {
    const { node } = context;
    const { id } = await publish(context, { moved: 2, missing: 0, added: 0 });
    const path = `/collections/${id}/items`;
    const tag = (await node.get(path)).headers.get('etag')!;
    await publish(context, { moved: 3, missing: 0, added: 0 });
    const answer = await node.fetch(path, {}, { headers: { 'if-none-match': tag } });
    assert.equal(answer.status, 200);
    assert.notEqual(answer.headers.get('etag'), tag);
  }),
  check('editions/history', 'a feature tells its versions, newest first', async (context) => {
    const { node } = context;
    const collection = await publish(context, { moved: 1, missing: 0, added: 0 });
    const [last] = idsOf((await getPage(node, collection, { sortby: '-ma', limit: 1 })).features);
    const { history } = (await node.get(`/collections/${collection.id}/items/${last}`)).json<{
      history: { edition: number; until: number | null }[];
    }>();
    assert.ok(history.length >= 2, `${last} has ${history.length} version(s)`);
    assert.equal(history[0]!.until, null);
    for (const [i, version] of history.slice(1).entries()) assert.ok(version.edition < history[i]!.edition);
  }),
];
