import assert from 'node:assert/strict';
import {
  getPage,
  idsOf,
  itemsPath,
  linkOf,
  positionsOf,
  readAll,
  assertPlaced,
  envelopeOf,
  isSmall,
  type Feature,
} from '../collection-reading.ts';
import { check, checkEach, skip, type Check, type CollectionDocument } from '../model.ts';

const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
const wgs84 = 'http://www.opengis.net/def/crs/EPSG/0/4326';
const mercator = 'http://www.opengis.net/def/crs/EPSG/0/3857';
const isSpatial = (collection: CollectionDocument): boolean => collection.extent?.spatial !== undefined;
const offers = (uri: string) => (collection: CollectionDocument) =>
  isSpatial(collection) && Boolean(collection.crs?.includes(uri));
const isSmallSpatial = (collection: CollectionDocument): boolean => isSpatial(collection) && isSmall(collection);

const firstPlace = (features: readonly Feature[]): number[] =>
  positionsOf(features.find((feature) => feature.geometry)?.geometry ?? null)[0] ??
  skip('no geometry on the first page');

/** Earth radius of Web Mercator, metres (EPSG:3857). */
const mercatorRadius = 6_378_137;

/** OGC API - Features - Part 2: Coordinate Reference Systems by Reference, 18-058. */
export const crsChecks: readonly Check[] = [
  checkEach(
    '/req/crs/fc-md-crs-list',
    'every system is named by URI, CRS84 among them',
    isSpatial,
    async ({ crs = [] }) => {
      assert.ok(crs.includes(crs84));
      assert.equal(new Set(crs).size, crs.length, 'one stands twice');
      for (const uri of crs)
        assert.match(uri, /^http:\/\/www\.opengis\.net\/def\/crs\/(OGC\/1\.3\/CRS84|EPSG\/0\/\d+)$/);
    },
  ),
  checkEach(
    '/req/crs/fc-md-storageCrs',
    'the storage CRS is one of them',
    isSpatial,
    async ({ crs = [], storageCrs }) => {
      assert.ok(storageCrs === undefined || crs.includes(storageCrs));
    },
  ),
  checkEach(
    '/req/crs/fc-crs-default',
    'without crs the answer is in CRS84 and says so',
    isSpatial,
    async (collection, { node }) => {
      const answer = await node.get(itemsPath(collection), { limit: 1 });
      assert.equal(answer.headers.get('content-crs'), `<${crs84}>`);
    },
  ),
  checkEach(
    '/req/crs/ogc-crs-header',
    'every listed system works for items and feature, and the header names it',
    isSpatial,
    async (collection, { node }) => {
      const { features } = await getPage(node, collection, { limit: 1 });
      const feature = features[0] ?? skip('no feature');
      for (const crs of collection.crs ?? []) {
        for (const path of [
          itemsPath(collection),
          `${itemsPath(collection)}/${encodeURIComponent(String(feature.id))}`,
        ]) {
          const answer = await node.get(path, path === itemsPath(collection) ? { crs, limit: 1 } : { crs });
          assert.equal(answer.headers.get('content-crs'), `<${crs}>`, answer.url);
        }
      }
    },
  ),
  checkEach(
    '/req/crs/fc-crs-valid-value',
    'a system that is not listed is refused',
    isSpatial,
    async (collection, { node }) => {
      for (const crs of ['http://www.opengis.net/def/crs/EPSG/0/2154', 'EPSG:khong', '']) {
        for (const name of ['crs', 'bbox-crs']) {
          const answer = await node.fetch(itemsPath(collection), {
            [name]: crs,
            ...(name === 'crs' ? {} : { bbox: '1,1,2,2' }),
          });
          assert.equal(answer.status, 400, answer.url);
        }
      }
    },
  ),
  checkEach(
    '/req/crs/crs-action: axis order',
    'EPSG:4326 is latitude first',
    offers(wgs84),
    async (collection, { node }) => {
      const [longitude, latitude] = firstPlace((await getPage(node, collection, { limit: 20 })).features);
      const turned = firstPlace((await getPage(node, collection, { limit: 20, crs: wgs84 })).features);
      assert.deepEqual(turned.slice(0, 2), [latitude, longitude]);
    },
  ),
  checkEach(
    '/req/crs/crs-action: values',
    'EPSG:3857 is what its formula gives, to a millimetre',
    offers(mercator),
    async (collection, { node }) => {
      const [longitude, latitude] = firstPlace((await getPage(node, collection, { limit: 20 })).features);
      const [x, y] = firstPlace((await getPage(node, collection, { limit: 20, crs: mercator })).features);
      const radians = Math.PI / 180;
      assert.ok(Math.abs(x! - mercatorRadius * longitude! * radians) < 1e-3, `x ${x}`);
      assert.ok(Math.abs(y! - mercatorRadius * Math.asinh(Math.tan(latitude! * radians))) < 1e-3, `y ${y}`);
    },
  ),
  checkEach(
    '/req/crs/crs-action: all systems',
    'all features are there in every system, apart from each other',
    isSmallSpatial,
    async (collection, { node }) => {
      const ids = idsOf(await readAll(node, collection));
      const envelopes = new Set<string>();
      for (const crs of collection.crs ?? []) {
        const features = await readAll(node, collection, { crs, limit: 1_000 });
        assert.deepEqual(idsOf(features), ids, crs);
        envelopes.add(JSON.stringify(envelopeOf(features)));
      }
      assert.equal(envelopes.size, collection.crs!.length, 'two systems give the same numbers');
    },
  ),
  checkEach(
    '/req/crs/bbox-crs-action',
    "a feature's own place in a system, as a box of that system, finds it",
    isSpatial,
    async (collection, { node }) => {
      for (const crs of collection.crs ?? []) {
        const { features } = await getPage(node, collection, { crs, limit: 20 });
        const feature = features.find((one) => one.geometry) ?? skip('no geometry on the first page');
        const box = envelopeOf([feature])!;
        const slack = Math.abs(box[0]) > 360 || Math.abs(box[1]) > 360 ? 0.01 : 1e-7;
        const bbox = [box[0] - slack, box[1] - slack, box[2] + slack, box[3] + slack].join();
        const found = idsOf(await readAll(node, collection, { bbox, 'bbox-crs': crs, limit: 1_000 }));
        assert.ok(found.includes(String(feature.id)), `${crs}: ${bbox} does not find ${feature.id}`);
      }
    },
  ),
  checkEach(
    '/req/crs/bbox-crs-action: exactly',
    'a box of a system finds what lies in it by its own coordinates, and nothing else',
    isSmallSpatial,
    async (collection, { node }) => {
      for (const crs of collection.crs ?? []) {
        const features = await readAll(node, collection, { crs, limit: 1_000 });
        const [left, lower, right, upper] = envelopeOf(features) ?? skip('no geometry');
        const box = [left, lower, left + (right - left) * 0.61, lower + (upper - lower) * 0.57] as const;
        const found = await readAll(node, collection, { bbox: box.join(), 'bbox-crs': crs, limit: 1_000 });
        const ids = new Set(idsOf(found));
        for (const feature of features) assertPlaced(feature, box, ids.has(String(feature.id)));
      }
    },
  ),
  checkEach(
    '/req/crs/fc-bbox-crs-valid-value',
    'numbers that a system does not have are refused, not a fault',
    isSpatial,
    async (collection, { node }) => {
      for (const crs of collection.crs ?? []) {
        const answer = await node.fetch(itemsPath(collection), {
          bbox: '-1e30,-1e30,1e30,1e30',
          'bbox-crs': crs,
          limit: 1,
        });
        assert.ok(answer.status === 200 || answer.status === 400, `${crs} answers ${answer.status}`);
      }
    },
  ),
  checkEach('/req/crs/crs-action: next', 'next links stay in the system', isSpatial, async (collection, { node }) => {
    const crs = collection.crs!.at(-1)!;
    const page = await getPage(node, collection, { crs, limit: 1 });
    const next = linkOf(page.links, 'next') ?? skip('one page');
    assert.equal((await node.get(next.href)).headers.get('content-crs'), `<${crs}>`);
  }),
  check('/req/crs/crs-uri', 'the class is declared', async ({ node }) => {
    const { conformsTo } = (await node.get('/conformance')).json<{ conformsTo: string[] }>();
    assert.ok(conformsTo.includes('http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs'));
  }),
];
