import assert from 'node:assert/strict';
import {
  assertPlaced,
  envelopeOf,
  getPage,
  idsOf,
  isSmall,
  itemsPath,
  linkOf,
  positionsOf,
  readAll,
  readSchema,
  type Feature,
} from '../collection-reading.ts';
import { any, check, checkEach, skip, type Check, type CollectionDocument, type LinkDocument } from '../model.ts';
import type { NodeClient } from '../node-client.ts';

const core = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core';
const collectionPath = ({ id }: CollectionDocument): string => `/collections/${encodeURIComponent(id)}`;

async function landing(node: NodeClient): Promise<LinkDocument[]> {
  return (await node.get('/', {}, { accept: 'application/json' })).json<{ links: LinkDocument[] }>().links;
}

function assertRels(links: readonly LinkDocument[], rels: readonly string[]): void {
  for (const rel of rels) assert.ok(linkOf(links, rel), `there is no link with rel=${rel}`);
}

/** A refused request is a problem document (RFC 9457) with the status asked for. */
async function assertRefused(
  node: NodeClient,
  path: string,
  query: Record<string, string>,
  status = 400,
): Promise<void> {
  const answer = await node.fetch(path, query);
  assert.equal(answer.status, status, `${answer.url} answers ${answer.status}`);
  assert.equal(answer.mediaType, 'application/problem+json', answer.url);
  assert.equal(answer.json()['status'], status);
}

const discovery: Check[] = [
  check('/req/core/root-success', 'the landing page links to description, conformance and data', async ({ node }) => {
    assertRels(await landing(node), ['self', 'service-desc', 'service-doc', 'conformance', 'data']);
  }),
  check('/req/core/api-definition-success', 'the description is there as its link says', async ({ node }) => {
    const link = linkOf(await landing(node), 'service-desc')!;
    const answer = await node.get(link.href, {}, { accept: link.type! });
    assert.match(answer.mediaType, /^application\/vnd\.oai\.openapi\+json$/);
  }),
  check('/req/core/conformance-success', 'the declaration lists the core class', async ({ node }) => {
    const { conformsTo } = (await node.get('/conformance')).json<{ conformsTo: string[] }>();
    assert.ok(conformsTo.includes(core));
    assert.equal(new Set(conformsTo).size, conformsTo.length, 'a class stands twice');
  }),
  check('/req/core/http', 'HEAD has the status and headers of GET and no body', async ({ node }) => {
    const get = await node.get('/collections');
    const head = await node.fetch('/collections', {}, { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    assert.equal(head.headers.get('content-type'), get.headers.get('content-type'));
  }),
  check(
    '/req/core/query-param-unknown',
    'an unknown parameter is refused everywhere',
    async ({ node, collections }) => {
      const items = collections[0] ? [itemsPath(collections[0])] : [];
      for (const path of ['/', '/conformance', '/collections', ...items]) {
        await assertRefused(node, path, { 'khong-co': '1' });
      }
    },
  ),
  check('/rec/core/cross-origin', 'a web page of another origin may read open data', async ({ node }) => {
    const answer = await node.fetch('/collections', {}, { headers: { origin: 'https://example.org' } });
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  }),
];

const collectionChecks: Check[] = [
  check('/req/core/fc-md-success', 'every collection is listed once, with links', async ({ node, collections }) => {
    assert.ok(collections.length > 0, 'the node has no collection');
    assert.equal(new Set(collections.map(({ id }) => id)).size, collections.length);
    const { links } = (await node.get('/collections')).json<{ links: LinkDocument[] }>();
    assertRels(links, ['self']);
  }),
  checkEach(
    '/req/core/fc-md-items-links',
    'links to the items say their type and work',
    any,
    async (collection, { node }) => {
      const items = collection.links.filter(({ rel }) => rel === 'items');
      assert.ok(items.some(({ type }) => type === 'application/geo+json'));
      for (const { href, type } of items) {
        const answer = await node.get(href, { limit: 1 });
        assert.equal(answer.mediaType, type, href);
      }
    },
  ),
  checkEach('/req/core/fc-md-extent', 'the extent holds every feature', isSmall, async (collection, { node }) => {
    const features = await readAll(node, collection);
    const envelope = envelopeOf(features);
    const box = collection.extent?.spatial?.bbox[0];
    if (!envelope) return assert.equal(box, undefined, 'an extent without a geometry');
    assert.ok(box, 'no spatial extent');
    const [west, south, east, north] = box as [number, number, number, number];
    const slack = 1e-7;
    assert.ok(envelope[0] >= west - slack && envelope[1] >= south - slack, `${envelope.join()} leaves ${box.join()}`);
    assert.ok(envelope[2] <= east + slack && envelope[3] <= north + slack, `${envelope.join()} leaves ${box.join()}`);
  }),
  checkEach(
    '/req/core/sfc-md-success',
    'a collection says of itself what the list says',
    any,
    async (collection, { node }) => {
      const own = (await node.get(collectionPath(collection))).json<CollectionDocument>();
      for (const member of ['id', 'title', 'extent', 'crs', 'storageCrs', 'numberOfItems'] as const) {
        assert.deepEqual(own[member], collection[member], member);
      }
      assertRels(own.links, ['self', 'items']);
    },
  ),
  check('/req/core/sfc-md-op', 'an unknown collection is a 404 problem', ({ node }) =>
    assertRefused(node, '/collections/khong-co-lop-nay', {}, 404),
  ),
];

const itemsChecks: Check[] = [
  checkEach(
    '/req/core/fc-response',
    'a page is a FeatureCollection with counts, time and links',
    any,
    async (collection, { node }) => {
      const before = Date.now();
      const page = await getPage(node, collection, { limit: 7 });
      assert.equal(page.type, 'FeatureCollection');
      assert.equal(page.numberReturned, page.features.length);
      assertRels(page.links, ['self', 'alternate', 'collection']);
      for (const link of page.links) assert.ok(link.type, `the link ${link.rel} has no type`);
      const stamp = Date.parse(page.timeStamp ?? '');
      assert.ok(Math.abs(stamp - before) < 10 * 60_000, `timeStamp ${page.timeStamp}`);
    },
  ),
  checkEach(
    '/req/core/fc-numberMatched',
    'numberMatched without a filter is the number of features',
    isSmall,
    async (collection, { node }) => {
      const page = await getPage(node, collection, { limit: 1 });
      assert.equal(page.numberMatched, (await readAll(node, collection)).length);
    },
  ),
  checkEach(
    '/req/core/fc-limit-response-1',
    'a page has at most `limit` features',
    any,
    async (collection, { node }) => {
      for (const limit of [1, 3, 10_000, 1_000_000]) {
        const { features } = await getPage(node, collection, { limit });
        assert.ok(features.length <= Math.min(limit, 10_000), `limit=${limit} gave ${features.length}`);
      }
    },
  ),
  checkEach(
    '/req/core/fc-limit-definition',
    'a limit that is no number from 1 up is refused',
    any,
    async (collection, { node }) => {
      for (const limit of ['0', '-1', 'abc', '1.5', '']) await assertRefused(node, itemsPath(collection), { limit });
    },
  ),
  checkEach(
    '/rec/core/next-1',
    'next links give every feature once, in one order',
    isSmall,
    async (collection, { node }) => {
      const whole = idsOf(await readAll(node, collection, { limit: 10_000 }));
      assert.equal(new Set(whole).size, whole.length, 'an id stands twice');
      const limit = Math.max(1, Math.ceil(whole.length / 7));
      assert.deepEqual(idsOf(await readAll(node, collection, { limit })), whole);
    },
  ),
  checkEach(
    '/req/core/fc-bbox-response',
    'bbox gives what meets the box, and only that',
    isSmall,
    async (collection, { node }) => {
      const features = await readAll(node, collection);
      const envelope = envelopeOf(features) ?? skip('no geometry');
      assert.deepEqual(
        idsOf(await readAll(node, collection, { bbox: envelope.join() })),
        idsOf(features.filter(hasPlace)),
      );
      const [west, south, east, north] = envelope;
      const box = [west, south, (west + east) / 2, (south + north) / 2] as const;
      const found = new Set(idsOf(await readAll(node, collection, { bbox: box.join() })));
      for (const feature of features) assertPlaced(feature, box, found.has(String(feature.id)));
    },
  ),
  checkEach(
    '/req/core/fc-bbox-definition',
    'six numbers are taken; anything else is refused',
    any,
    async (collection, { node }) => {
      await getPage(node, collection, { bbox: '102,8,-100,110,24,9000', limit: 1 });
      for (const bbox of ['1,2,3', '1,2,3,4,5', 'a,b,c,d', '105,21,106,20', '']) {
        await assertRefused(node, itemsPath(collection), { bbox });
      }
    },
  ),
  checkEach(
    '/req/core/fc-time-response',
    'datetime gives what lies in the interval',
    isSmall,
    async (collection, { node }) => {
      const name = await timeQueryable(node, collection);
      const features = await readAll(node, collection);
      const moments = features.map((feature) => feature.properties[name]).filter((value) => value !== null) as string[];
      const middle = [...moments].sort()[Math.floor(moments.length / 2)] ?? skip('no moment');
      const start = middle.length === 10 ? `${middle}T00:00:00Z` : middle;
      const expected = (keep: (value: string) => boolean) =>
        idsOf(features.filter(({ properties }) => properties[name] === null || keep(properties[name] as string)));
      assert.deepEqual(
        idsOf(await readAll(node, collection, { datetime: `${start}/..` })),
        expected((value) => value >= middle),
      );
      assert.deepEqual(
        idsOf(await readAll(node, collection, { datetime: `/${start}` })),
        expected((value) => value <= middle),
      );
      assert.deepEqual(
        idsOf(await readAll(node, collection, { datetime: start })),
        expected((value) => value === middle),
      );
    },
  ),
  checkEach(
    '/req/core/fc-time-definition',
    'what is no RFC 3339 moment or interval is refused',
    any,
    async (collection, { node }) => {
      for (const datetime of ['hom qua', '2026-02-30', '2026-01-02/2026-01-01', '2026-01-01/2026-01-02/2026-01-03']) {
        await assertRefused(node, itemsPath(collection), { datetime });
      }
    },
  ),
];

const featureChecks: Check[] = [
  checkEach('/req/core/f-success', 'a feature is the one of the list', any, async (collection, { node }) => {
    const page = await getPage(node, collection, { limit: 3 });
    if (page.features.length === 0) skip('no feature');
    for (const feature of page.features) {
      const path = `${itemsPath(collection)}/${encodeURIComponent(String(feature.id))}`;
      const own = (await node.get(path)).json<Feature & { links: LinkDocument[] }>();
      for (const member of ['type', 'id', 'geometry', 'properties'] as const) {
        assert.deepEqual(own[member], feature[member], `${feature.id} ${member}`);
      }
      assertRels(own.links, ['self', 'alternate', 'collection']);
    }
  }),
  checkEach('/req/core/f-op', 'an unknown feature is a 404 problem', any, (collection, { node }) =>
    assertRefused(node, `${itemsPath(collection)}/khong-co`, {}, 404),
  ),
];

const hasPlace = (feature: Feature): boolean => positionsOf(feature.geometry).length > 0;

async function timeQueryable(node: NodeClient, collection: CollectionDocument): Promise<string> {
  const properties = await readSchema(node, collection, 'queryables');
  const found = Object.entries(properties).find(([, schema]) => schema['x-ogc-role'] === 'primary-instant');
  return found?.[0] ?? skip('no time property');
}

/** OGC API - Features - Part 1: Core, 17-069r4, class core. */
export const coreChecks: readonly Check[] = [...discovery, ...collectionChecks, ...itemsChecks, ...featureChecks];
