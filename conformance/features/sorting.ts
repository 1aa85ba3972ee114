import assert from 'node:assert/strict';
import { idsOf, isSmall, itemsPath, readAll, readSchema } from '../collection-reading.ts';
import { any, checkEach, skip, type Check, type CollectionDocument } from '../model.ts';

const isFilled = (collection: CollectionDocument): boolean =>
  isSmall(collection) && (collection.numberOfItems ?? 0) > 1;

/** Code points of UTF-8, as the node promises: no locale decides about keys and codes. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

function assertSorted(values: readonly unknown[], descending: boolean, name: string): void {
  const filled = values.filter((value) => value !== null);
  const nullsFirst = values[0] === null && filled.length > 0;
  const nulls = values.length - filled.length;
  const order = nullsFirst ? values.slice(nulls) : values.slice(0, filled.length);
  assert.deepEqual(order, filled, `${name}: values without a content stand in between`);
  filled.slice(1).forEach((value, i) => {
    const step = compare(filled[i], value);
    assert.ok(descending ? step >= 0 : step <= 0, `${name}: ${String(filled[i])} before ${String(value)}`);
  });
}

/** OGC API - Features - Part 8 (draft): Sorting. */
export const sortingChecks: readonly Check[] = [
  checkEach(
    '/req/sorting/sortables',
    'sortables are a JSON Schema of properties of the collection',
    any,
    async (collection, { node }) => {
      const queryables = await readSchema(node, collection, 'queryables');
      for (const name of Object.keys(await readSchema(node, collection, 'sortables'))) {
        assert.ok(name in queryables, `${name} can be sorted by and is no property`);
      }
    },
  ),
  checkEach(
    '/req/sorting/sortby',
    'every sortable sorts both ways and loses nobody over pages',
    isFilled,
    async (collection, { node }) => {
      const sortables = Object.keys(await readSchema(node, collection, 'sortables'));
      if (sortables.length === 0) skip('nothing can be sorted by');
      const ids = new Set(idsOf(await readAll(node, collection, { limit: 1_000 })));
      const limit = Math.ceil(ids.size / 3);
      for (const name of sortables) {
        for (const sign of ['', '+', '-']) {
          const features = await readAll(node, collection, { sortby: `${sign}${name}`, limit });
          assert.equal(features.length, ids.size, `${sign}${name}`);
          assert.deepEqual(new Set(idsOf(features)), ids, `${sign}${name}`);
          assertSorted(
            features.map((feature) => feature.properties[name]),
            sign === '-',
            `${sign}${name}`,
          );
        }
      }
    },
  ),
  checkEach(
    '/req/sorting/sortby: several',
    'the second property orders within the first',
    isFilled,
    async (collection, { node }) => {
      const [first, second] = Object.keys(await readSchema(node, collection, 'sortables'));
      if (!first || !second) skip('fewer than two sortables');
      const features = await readAll(node, collection, { sortby: `-${first},+${second}`, limit: 17 });
      assertSorted(
        features.map((feature) => feature.properties[first!]),
        true,
        first!,
      );
      const groups = new Map<unknown, unknown[]>();
      for (const { properties } of features)
        groups.set(properties[first!], [...(groups.get(properties[first!]) ?? []), properties[second!]]);
      for (const values of groups.values()) assertSorted(values, false, second!);
    },
  ),
  checkEach('/req/sorting/sortby: invalid', 'an unknown property is refused', any, async (collection, { node }) => {
    for (const sortby of ['khong_co', '+', 'a,,b']) {
      const answer = await node.fetch(itemsPath(collection), { sortby });
      assert.equal(answer.status, 400, answer.url);
    }
  }),
];
