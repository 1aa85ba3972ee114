import assert from 'node:assert/strict';
import { getPage, itemsPath, positionsOf, type Feature } from '../collection-reading.ts';
import { any, check, checkEach, skip, type Check } from '../model.ts';

const positionTypes: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** RFC 7946: nesting, closed rings that turn the right way, longitude before latitude. */
function assertGeometry({ id, geometry }: Feature): void {
  if (geometry === null) return;
  const depth = positionTypes[geometry.type];
  if (geometry.type === 'GeometryCollection')
    return assert.ok(Array.isArray(geometry.geometries), `${id} has no geometries`);
  assert.notEqual(depth, undefined, `${id} is a ${geometry.type}`);
  assert.equal(depthOf(geometry.coordinates), depth! + 1, `${id}: nesting of a ${geometry.type}`);
  for (const [longitude, latitude] of positionsOf(geometry)) {
    assert.ok(Math.abs(longitude!) <= 180 && Math.abs(latitude!) <= 90, `${id} at ${longitude} ${latitude}`);
  }
  const polygons =
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
  for (const polygon of polygons as number[][][][]) {
    polygon.forEach((ring, i) => {
      assert.ok(ring.length >= 4, `${id}: a ring of ${ring.length} positions`);
      assert.deepEqual(ring[0], ring.at(-1), `${id}: a ring is open`);
      assert.ok(turnsLeft(ring) === (i === 0), `${id}: ring ${i} turns the wrong way`);
    });
  }
}

const depthOf = (value: unknown): number => (Array.isArray(value) ? 1 + depthOf(value[0]) : 0);

/** Shoelace sum: positive means counterclockwise, as an exterior ring must be (RFC 7946, 3.1.6). */
function turnsLeft(ring: readonly number[][]): boolean {
  const sum = ring.slice(1).reduce((area, [x, y], i) => area + ring[i]![0]! * y! - x! * ring[i]![1]!, 0);
  return sum > 0;
}

/** 17-069r4, classes geojson and html. */
export const representationChecks: readonly Check[] = [
  checkEach(
    '/req/geojson/definition',
    'items and features are application/geo+json',
    any,
    async (collection, { node }) => {
      for (const accept of ['application/geo+json', '*/*', 'application/json;q=0.5, application/geo+json']) {
        const answer = await node.get(itemsPath(collection), { limit: 1 }, { accept });
        assert.equal(answer.mediaType, 'application/geo+json', accept);
      }
    },
  ),
  checkEach(
    '/req/geojson/content',
    'features and geometries are those of RFC 7946',
    any,
    async (collection, { node }) => {
      const { features } = await getPage(node, collection, { limit: 500 });
      if (features.length === 0) skip('no feature');
      for (const feature of features) {
        assert.equal(feature.type, 'Feature');
        assert.ok(feature.id !== undefined && feature.properties !== undefined && 'geometry' in feature);
        assertGeometry(feature);
      }
    },
  ),
  check('/req/html/definition', 'every resource has a page', async ({ node, collections }) => {
    const paths = ['/', '/collections', '/conformance', '/api', ...collections.map(({ id }) => `/collections/${id}`)];
    for (const path of paths) {
      const answer = await node.get(path, {}, { accept: 'text/html' });
      assert.equal(answer.mediaType, 'text/html', path);
      assert.match(answer.text, /<html lang="vi"/, path);
    }
  }),
  checkEach(
    '/req/html/content',
    'the page shows the features and leads to the next page',
    any,
    async (collection, { node }) => {
      const page = await getPage(node, collection, { limit: 3 });
      if (page.features.length === 0) skip('no feature');
      const html = (await node.get(itemsPath(collection), { limit: 3, f: 'html' })).text;
      for (const { id } of page.features) {
        assert.ok(html.includes(`/items/${encodeURIComponent(String(id))}`), `the page does not lead to ${id}`);
      }
      if ((page.numberMatched ?? 4) > 3) assert.match(html, /[?&;]token=/, 'the page has no next page');
    },
  ),
  checkEach(
    '/rec/core/html',
    'a page in English is asked for by lang=en and says so',
    any,
    async (collection, { node }) => {
      const answer = await node.get(itemsPath(collection), { limit: 1, f: 'html', lang: 'en' });
      assert.match(answer.text, /<html lang="en"/);
      assert.equal(answer.headers.get('content-language'), 'en');
    },
  ),
  check('/per/core/accept', 'what cannot be given is 406, an unknown f is 400', async ({ node }) => {
    assert.equal((await node.fetch('/collections', {}, { headers: { accept: 'image/png' } })).status, 406);
    assert.equal((await node.fetch('/collections', { f: 'png' })).status, 400);
  }),
];
