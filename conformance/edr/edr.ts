import assert from 'node:assert/strict';
import { any, check, checkEach, skip, type Check, type CollectionDocument, type LinkDocument } from '../model.ts';
import type { NodeClient, Query } from '../node-client.ts';

const spec = 'http://www.opengis.net/spec/ogcapi-edr-1/1.1/conf';
const coverageJson = 'application/prs.coverage+json';

/** A collection of the service (19-086r6, 8.2.3), as far as checks read it. */
interface EdrCollection extends CollectionDocument {
  readonly crs: readonly string[];
  readonly output_formats: readonly string[];
  readonly data_queries: Readonly<
    Record<string, { readonly link: LinkDocument & { variables: { query_type: string } } }>
  >;
  readonly parameter_names: Readonly<Record<string, { readonly type: string; readonly observedProperty: unknown }>>;
}

interface Located {
  readonly features: readonly {
    readonly id: string | number;
    readonly geometry: { readonly coordinates: readonly [number, number] } | null;
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

interface Coverages {
  readonly type: string;
  readonly parameters: Readonly<Record<string, { readonly unit: { readonly symbol: unknown } }>>;
  readonly coverages: readonly {
    readonly domain: { readonly axes: Readonly<Record<string, { readonly values: readonly unknown[] }>> };
    readonly ranges: Readonly<
      Record<string, { readonly shape: readonly number[]; readonly values: readonly unknown[] }>
    >;
  }[];
}

const selfOf = (collection: CollectionDocument): string => collection.links.find(({ rel }) => rel === 'self')!.href;

async function full(collection: CollectionDocument, node: NodeClient): Promise<EdrCollection> {
  return (await node.get(selfOf(collection), {}, { accept: 'application/json' })).json<EdrCollection>();
}

async function located(collection: CollectionDocument, node: NodeClient) {
  const { features } = (await node.get(`${selfOf(collection)}/locations`)).json<Located>();
  const found = features.find(({ geometry }) => geometry !== null);
  if (!found) skip('no location of the collection has a place');
  return { ...found, spot: found.geometry!.coordinates };
}

async function coverages(
  collection: CollectionDocument,
  node: NodeClient,
  query: string,
  asked: Query,
): Promise<Coverages> {
  const answer = await node.get(`${selfOf(collection)}/${query}`, asked, { accept: coverageJson });
  assert.equal(answer.mediaType, coverageJson);
  const document = answer.json<Coverages>();
  assert.equal(document.type, 'CoverageCollection');
  for (const { domain, ranges } of document.coverages) {
    for (const [name, { shape, values }] of Object.entries(ranges)) {
      assert.ok(name in document.parameters, `${name} is not described`);
      assert.equal(
        values.length,
        shape.reduce((product, one) => product * one, 1),
      );
      assert.equal(values.length, domain.axes['t']!.values.length);
    }
  }
  return document;
}

const square = ([x, y]: readonly [number, number]): string => {
  const [west, east, south, north] = [x - 0.01, x + 0.01, y - 0.01, y + 0.01];
  return `POLYGON((${west} ${south},${east} ${south},${east} ${north},${west} ${north},${west} ${south}))`;
};

async function refuses(node: NodeClient, address: string, query: Query, status: number): Promise<void> {
  const answer = await node.fetch(address, query);
  assert.equal(answer.status, status, answer.url);
}

/** Checks of the service at `root`, a path below the node. */
export function edrChecks(root: string): Check[] {
  return [
    check('/req/core/root-success', 'the entry leads to description, classes and collections', async ({ node }) => {
      const { links } = (await node.get(root)).json<{ links: LinkDocument[] }>();
      for (const rel of ['service-desc', 'conformance', 'data'])
        assert.ok(
          links.some((one) => one.rel === rel),
          rel,
        );
    }),
    check('/req/core/conformance-success', 'the declaration lists the classes', async ({ node }) => {
      const { conformsTo } = (await node.get(`${root}/conformance`)).json<{ conformsTo: string[] }>();
      for (const name of ['core', 'collections']) assert.ok(conformsTo.includes(`${spec}/${name}`), name);
    }),
    check('/req/collections/rc-md-success', 'the list of collections has them with their links', async ({ node }) => {
      const { collections, links } = (await node.get(`${root}/collections`)).json<{
        collections: CollectionDocument[];
        links: LinkDocument[];
      }>();
      assert.ok(links.some(({ rel }) => rel === 'self'));
      for (const { links: own } of collections) assert.ok(own.some(({ rel }) => rel === 'data'));
    }),
    checkEach(
      '/req/edr/rc-collection-info',
      'a collection tells what can be asked of it',
      any,
      async (collection, { node }) => {
        const one = await full(collection, node);
        assert.equal(one.id, collection.id);
        assert.ok(one.crs.length > 0 && one.output_formats.length > 0);
        for (const [name, { link }] of Object.entries(one.data_queries)) assert.equal(link.variables.query_type, name);
        for (const parameter of Object.values(one.parameter_names)) {
          assert.equal(parameter.type, 'Parameter');
          assert.ok(parameter.observedProperty);
        }
      },
    ),
    checkEach('/req/edr/rc-extent', 'its extent has a box and an interval', any, async (collection, { node }) => {
      const { extent } = await full(collection, node);
      assert.equal(extent!.spatial!.bbox[0]!.length, 4);
      assert.equal(extent!.temporal!.interval[0]!.length, 2);
    }),
    checkEach(
      '/req/edr/rc-position',
      'a position gives coverages whose ranges fit their axes',
      any,
      async (collection, { node }) => {
        const { spot } = await located(collection, node);
        const { coverages: found } = await coverages(collection, node, 'position', {
          coords: `POINT(${spot.join(' ')})`,
        });
        for (const { domain } of found) assert.equal(domain.axes['x']!.values.length, 1);
      },
    ),
    checkEach('/req/edr/rc-area', 'an area gives what lies in it', any, async (collection, { node }) => {
      const { spot } = await located(collection, node);
      const { coverages: found } = await coverages(collection, node, 'area', { coords: square(spot) });
      for (const { domain } of found) assert.ok(Math.abs(Number(domain.axes['x']!.values[0]) - spot[0]) <= 0.01);
    }),
    checkEach('/req/edr/rc-radius', 'a radius gives what lies within', any, async (collection, { node }) => {
      const { spot } = await located(collection, node);
      const asked = { coords: `POINT(${spot.join(' ')})`, within: 1, 'within-units': 'km' };
      const { coverages: found } = await coverages(collection, node, 'radius', asked);
      for (const { domain } of found) assert.ok(Math.abs(Number(domain.axes['y']!.values[0]) - spot[1]) < 0.02);
    }),
    checkEach(
      '/req/edr/rc-locations',
      'a location gives its data, and what is none is not found',
      any,
      async (collection, { node }) => {
        const { id } = await located(collection, node);
        await coverages(collection, node, `locations/${id}`, {});
        await refuses(node, `${selfOf(collection)}/locations/there-is-none`, {}, 404);
      },
    ),
    checkEach(
      '/req/core/datetime-response',
      'an interval gives no value outside it',
      any,
      async (collection, { node }) => {
        const { extent } = await full(collection, node);
        const [, end] = extent!.temporal!.interval[0]!;
        if (!end) skip('the collection has no values');
        const { spot } = await located(collection, node);
        const asked = { coords: `POINT(${spot.join(' ')})`, datetime: `${end}/..` };
        const { coverages: found } = await coverages(collection, node, 'position', asked);
        for (const { domain } of found) {
          for (const time of domain.axes['t']!.values) assert.ok(Date.parse(String(time)) >= Date.parse(end));
        }
      },
    ),
    checkEach('/req/edr/parameter-name-response', 'one parameter gives no other', any, async (collection, { node }) => {
      const [name] = Object.keys((await full(collection, node)).parameter_names);
      if (name === undefined) skip('the collection measures nothing');
      const { spot } = await located(collection, node);
      const asked = { coords: `POINT(${spot.join(' ')})`, 'parameter-name': name };
      const document = await coverages(collection, node, 'position', asked);
      assert.deepEqual(Object.keys(document.parameters), [name]);
    }),
    checkEach(
      '/req/edr-geojson/content',
      'GeoJSON has features that lead to their data',
      any,
      async (collection, { node }) => {
        const { id } = await located(collection, node);
        const answer = await node.get(`${selfOf(collection)}/locations/${id}`, { f: 'geojson' });
        assert.equal(answer.mediaType, 'application/geo+json');
        for (const { properties } of answer.json<Located>().features) assert.ok(properties['edrqueryendpoint']);
      },
    ),
    ...(
      [
        ['/req/edr/coords-response', 'coordinates that are none are refused', 'position', { coords: 'POINT(here)' }],
        ['/req/edr/coords-definition', 'a query without coordinates is refused', 'area', {}],
        ['/req/edr/within-response', 'a radius without a length is refused', 'radius', { coords: 'POINT(105 21)' }],
        [
          '/req/edr/parameter-name-definition',
          'an unknown parameter is refused',
          'position',
          { coords: 'POINT(105 21)', 'parameter-name': 'x-none' },
        ],
        [
          '/req/core/datetime-definition',
          'a time that is none is refused',
          'position',
          { coords: 'POINT(105 21)', datetime: 'soon' },
        ],
        ['/req/core/query-param-invalid', 'a parameter that is none is refused', 'items', { nonsense: '1' }],
      ] as const
    ).map(([id, title, query, asked]) =>
      checkEach(id, title, any, (collection, { node }) => refuses(node, `${selfOf(collection)}/${query}`, asked, 400)),
    ),
    check('/req/core/not-found', 'a collection that is none is not found', ({ node }) =>
      refuses(node, `${root}/collections/there-is-none`, {}, 404),
    ),
  ];
}

export const edrTitle = 'OGC API - EDR 1.1 (19-086r6), ours';
