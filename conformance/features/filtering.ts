import assert from 'node:assert/strict';
import {
  envelopeOf,
  getPage,
  idsOf,
  isSmall,
  itemsPath,
  readAll,
  readSchema,
  type Feature,
  type PropertySchema,
} from '../collection-reading.ts';
import { any, checkEach, skip, type Check, type CollectionDocument } from '../model.ts';
import type { NodeClient } from '../node-client.ts';

type Value = string | number | boolean;

interface Sample {
  readonly name: string;
  readonly schema: PropertySchema;
  readonly value: Value;
}

const isFilled = (collection: CollectionDocument): boolean =>
  isSmall(collection) && (collection.numberOfItems ?? 0) > 0;
const isScalar = (value: unknown): value is Value => ['string', 'number', 'boolean'].includes(typeof value);

/** One value of every queryable that has any: the middle one in the order of the features. */
async function samplesOf(
  node: NodeClient,
  collection: CollectionDocument,
  features: readonly Feature[],
): Promise<Sample[]> {
  const properties = await readSchema(node, collection, 'queryables');
  return Object.entries(properties).flatMap(([name, schema]) => {
    const values = features.map((feature) => feature.properties[name]).filter(isScalar);
    const value = values[Math.floor(values.length / 2)];
    return value === undefined ? [] : [{ name, schema, value }];
  });
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function asText({ schema, value }: Sample): string {
  if (typeof value !== 'string') return String(value).toUpperCase();
  if (schema.format === 'date') return `DATE(${quoted(value)})`;
  return schema.format === 'date-time' ? `TIMESTAMP(${quoted(value)})` : quoted(value);
}

function asJson({ schema, value }: Sample): unknown {
  if (schema.format === 'date') return { date: value };
  return schema.format === 'date-time' ? { timestamp: value } : value;
}

const nameInText = (name: string): string => `"${name}"`;

/** Calls `run` with every feature of the collection and a sample of every queryable. */
async function withSamples(
  node: NodeClient,
  collection: CollectionDocument,
  run: (sample: Sample, features: readonly Feature[]) => Promise<void>,
): Promise<void> {
  const features = await readAll(node, collection, { limit: 1_000 });
  const samples = await samplesOf(node, collection, features);
  if (samples.length === 0) skip('no queryable has a value');
  for (const sample of samples) await run(sample, features);
}

const where = (features: readonly Feature[], keep: (value: unknown) => boolean, name: string): string[] =>
  idsOf(features.filter((feature) => keep(feature.properties[name])));

async function filtered(
  node: NodeClient,
  collection: CollectionDocument,
  filter: string,
  more: Record<string, string> = {},
): Promise<string[]> {
  return idsOf(await readAll(node, collection, { filter, limit: 1_000, ...more }));
}

async function assertRefused(
  node: NodeClient,
  collection: CollectionDocument,
  query: Record<string, string>,
): Promise<void> {
  const answer = await node.fetch(itemsPath(collection), query);
  assert.equal(answer.status, 400, `${answer.url} answers ${answer.status}`);
  assert.equal(answer.mediaType, 'application/problem+json');
}

/** OGC API - Features - Part 3: Filtering, 19-079r2, with CQL2, 21-065r2. */
export const filteringChecks: readonly Check[] = [
  checkEach(
    '/req/queryables/get-queryables-response',
    'queryables are a JSON Schema, linked from the collection',
    any,
    async (collection, { node }) => {
      const link = collection.links.find(({ rel }) => rel === 'http://www.opengis.net/def/rel/ogc/1.0/queryables');
      assert.ok(link, 'no link');
      const answer = await node.get(link.href);
      assert.equal(answer.mediaType, 'application/schema+json');
      const document = answer.json<{ $schema: string; $id: string; type: string; properties: object }>();
      assert.match(document.$schema, /^https?:\/\/json-schema\.org\//);
      assert.equal(document.type, 'object');
      assert.ok(Object.keys(document.properties).length > 0);
      assert.equal(new URL(document.$id).pathname, new URL(link.href).pathname);
    },
  ),
  checkEach(
    '/req/queryables-query-parameters/parameters',
    'every queryable is a parameter that means equality',
    isFilled,
    async (collection, { node }) => {
      const known = new Set(['limit', 'bbox', 'crs', 'datetime', 'filter', 'sortby', 'token', 'f', 'lang']);
      await withSamples(node, collection, async ({ name, value }, features) => {
        if (known.has(name)) return;
        const found = idsOf(await readAll(node, collection, { [name]: String(value), limit: 1_000 }));
        assert.deepEqual(
          found,
          where(features, (one) => one === value, name),
          `${name}=${value}`,
        );
      });
    },
  ),
  checkEach(
    '/req/filter/filter-param: cql2-text',
    'equality and its negation part the features that have a value',
    isFilled,
    async (collection, { node }) => {
      await withSamples(node, collection, async (sample, features) => {
        const { name, value } = sample;
        const text = `${nameInText(name)} = ${asText(sample)}`;
        assert.deepEqual(
          await filtered(node, collection, text),
          where(features, (one) => one === value, name),
          text,
        );
        const others = where(features, (one) => one !== null && one !== value, name);
        assert.deepEqual(await filtered(node, collection, `NOT (${text})`), others, `NOT (${text})`);
      });
    },
  ),
  checkEach(
    '/req/filter/filter-param: cql2-json',
    'the same filter in JSON gives the same',
    isFilled,
    async (collection, { node }) => {
      await withSamples(node, collection, async (sample, features) => {
        const { name, value } = sample;
        const filter = JSON.stringify({ op: '=', args: [{ property: name }, asJson(sample)] });
        const found = await filtered(node, collection, filter, { 'filter-lang': 'cql2-json' });
        assert.deepEqual(
          found,
          where(features, (one) => one === value, name),
          filter,
        );
      });
    },
  ),
  checkEach(
    '/req/cql2/basic-cql2: comparison',
    'numbers compare as numbers',
    isFilled,
    async (collection, { node }) => {
      await withSamples(node, collection, async (sample, features) => {
        const { name, value } = sample;
        if (typeof value !== 'number') return;
        const property = nameInText(name);
        const number = (one: unknown): number => (typeof one === 'number' ? one : Number.NaN);
        assert.deepEqual(
          await filtered(node, collection, `${property} > ${value}`),
          where(features, (one) => number(one) > value, name),
        );
        assert.deepEqual(
          await filtered(node, collection, `${property} <= ${value}`),
          where(features, (one) => number(one) <= value, name),
        );
      });
    },
  ),
  checkEach('/req/cql2/basic-cql2: null', 'IS NULL finds what has no value', isFilled, async (collection, { node }) => {
    await withSamples(node, collection, async ({ name }, features) => {
      assert.deepEqual(
        await filtered(node, collection, `${nameInText(name)} IS NULL`),
        where(features, (one) => one === null, name),
      );
    });
  }),
  checkEach(
    '/req/cql2/advanced-comparison-operators',
    'LIKE, IN and BETWEEN',
    isFilled,
    async (collection, { node }) => {
      await withSamples(node, collection, async (sample, features) => {
        const { name, schema, value } = sample;
        const property = nameInText(name);
        const isText = typeof value === 'string' && schema.format === undefined;
        const same = where(features, (one) => one === value, name);
        assert.deepEqual(await filtered(node, collection, `${property} IN (${asText(sample)})`), same);
        if (typeof value === 'number')
          assert.deepEqual(await filtered(node, collection, `${property} BETWEEN ${value} AND ${value}`), same);
        if (isText && !/[%_\\]/.test(value)) {
          const start = value.slice(0, Math.ceil(value.length / 2));
          const found = await filtered(node, collection, `${property} LIKE ${quoted(`${start}%`)}`);
          assert.deepEqual(
            found,
            where(features, (one) => typeof one === 'string' && one.startsWith(start), name),
          );
        }
      });
    },
  ),
  checkEach(
    '/req/cql2/basic-spatial-functions',
    'S_INTERSECTS with a box is what bbox gives',
    isFilled,
    async (collection, { node }) => {
      const features = await readAll(node, collection, { limit: 1_000 });
      const [west, south, east, north] = envelopeOf(features) ?? skip('no geometry');
      const box = [west, south, (west + east) / 2, (south + north) / 2];
      const byBox = idsOf(await readAll(node, collection, { bbox: box.join(), limit: 1_000 }));
      assert.deepEqual(await filtered(node, collection, `S_INTERSECTS(geometry, BBOX(${box.join()}))`), byBox);
      const json = JSON.stringify({ op: 's_intersects', args: [{ property: 'geometry' }, { bbox: box }] });
      assert.deepEqual(await filtered(node, collection, json, { 'filter-lang': 'cql2-json' }), byBox);
    },
  ),
  checkEach(
    '/req/features-filter/mixing-expressions',
    'a filter and bbox hold together',
    isFilled,
    async (collection, { node }) => {
      const features = await readAll(node, collection, { limit: 1_000 });
      const [west, south, east, north] = envelopeOf(features) ?? skip('no geometry');
      const bbox = [west, south, (west + east) / 2, north].join();
      const inBox = new Set(idsOf(await readAll(node, collection, { bbox, limit: 1_000 })));
      for (const sample of await samplesOf(node, collection, features)) {
        const filter = `${nameInText(sample.name)} = ${asText(sample)}`;
        const expected = where(features, (one) => one === sample.value, sample.name).filter((id) => inBox.has(id));
        assert.deepEqual(await filtered(node, collection, filter, { bbox }), expected, filter);
      }
    },
  ),
  checkEach(
    '/req/filter/filter-crs-param',
    'geometries of a filter are in filter-crs',
    isFilled,
    async (collection, { node }) => {
      const wgs84 = 'http://www.opengis.net/def/crs/EPSG/0/4326';
      if (!collection.crs?.includes(wgs84)) skip('EPSG:4326 is not offered');
      const [west, south, east, north] =
        envelopeOf(await readAll(node, collection, { limit: 1_000 })) ?? skip('no geometry');
      const ring = (turned: boolean) =>
        [
          [west, south],
          [east, south],
          [east, north],
          [west, south],
        ]
          .map(([x, y]) => (turned ? `${y} ${x}` : `${x} ${y}`))
          .join(', ');
      const plain = await filtered(node, collection, `S_INTERSECTS(geometry, POLYGON((${ring(false)})))`);
      const turned = await filtered(node, collection, `S_INTERSECTS(geometry, POLYGON((${ring(true)})))`, {
        'filter-crs': wgs84,
      });
      assert.deepEqual(turned, plain);
    },
  ),
  checkEach(
    '/req/filter/response: invalid',
    'what is no filter, or names what is not there, is refused',
    any,
    async (collection, { node }) => {
      for (const filter of ['(', '"khong_co" = 1', 'khong_ham(1) = 1', "geometry = 'x", '{'])
        await assertRefused(node, collection, { filter });
      await assertRefused(node, collection, { filter: '1 = 1', 'filter-lang': 'khac' });
      await assertRefused(node, collection, {
        filter: '1 = 1',
        'filter-crs': 'http://www.opengis.net/def/crs/EPSG/0/2154',
      });
    },
  ),
  checkEach(
    '/req/filter/response: counts',
    'numberMatched counts what the filter finds',
    isFilled,
    async (collection, { node }) => {
      await withSamples(node, collection, async (sample, features) => {
        const filter = `${nameInText(sample.name)} = ${asText(sample)}`;
        const page = await getPage(node, collection, { filter, limit: 1 });
        assert.equal(page.numberMatched, where(features, (one) => one === sample.value, sample.name).length, filter);
      });
    },
  ),
];
