import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import type { Expression } from '../../src/query/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { layersOf, placesOf, readTile } from '../features/decoded-tile.ts';
import { asPublic, deliver, post, type Feature, type Json } from '../pipeline/steward.ts';
import { columnNames, columnTypes, holds, seenRows, seenTypes, type Row, type Scope, type Seen, type Treatment } from './naive-view.ts'; // prettier-ignore

const datasets = 8;
const triesEach = 64;

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 5 });
const row = fc.record({
  kind: orNull(fc.constantFrom('a', 'b', 'Đ')),
  n: orNull(fc.integer({ min: -5, max: 5 })),
  day: orNull(fc.constantFrom('2025-01-01', '2025-01-02', '2025-02-01')),
  geometry: orNull(
    fc
      .tuple(fc.integer({ min: 100, max: 104 }), fc.integer({ min: 10, max: 14 }))
      .map(([x, y]) => ({ type: 'Point' as const, coordinates: [x, y] })),
  ),
});
const codeOf = (index: number) => `K${String(index).padStart(3, '0')}`;
/** Two editions: some rows of the first change, go, or are new in the second. */
const editions = fc
  .array(fc.tuple(row, row, fc.constantFrom('same', 'same', 'changed', 'gone', 'new')), {
    minLength: 15,
    maxLength: 40,
  })
  .map((drawn) => {
    const rows = drawn.map(([one, other, fate], index) => ({ code: codeOf(index), one, other, fate }));
    const first = rows.flatMap(({ code, one, fate }) => (fate === 'new' ? [] : [{ code, ...one }]));
    const second = rows.flatMap(({ code, one, other, fate }) =>
      fate === 'gone' ? [] : [{ code, ...(fate === 'changed' ? other : one) }],
    );
    return [first, second] as [Row[], Row[]];
  });

const comparison = (names: readonly string[]): fc.Arbitrary<Expression> => {
  const on = (name: string, values: readonly (string | number | { date: string })[], ops: readonly string[]) =>
    names.includes(name)
      ? [fc.tuple(fc.constantFrom(...ops), fc.constantFrom(...values)).map(([op, value]) => ({ op, args: [{ property: name }, value] }))]
      : []; // prettier-ignore
  const ordered = ['=', '<>', '<', '>=', '>'];
  return fc.oneof(
    ...on('code', [codeOf(3), codeOf(10), codeOf(20)], ordered),
    ...on('kind', ['a', 'b', 'Đ'], ['=', '<>']),
    ...on('n', [-3, 0, 2, 4], ordered),
    ...on('day', [{ date: '2025-01-02' }], ordered),
    ...names.map((property) => fc.constant({ op: 'isNull', args: [{ property }] })),
  );
};
const condition = (names: readonly string[]): fc.Arbitrary<Expression> =>
  fc.letrec<{ tree: Expression }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2 },
      comparison(names),
      fc.tuple(fc.constantFrom('and', 'or'), tie('tree'), tie('tree')).map(([op, a, b]) => ({ op, args: [a, b] as never })),
      tie('tree').map((a) => ({ op: 'not', args: [a] as never })),
    ),
  })).tree; // prettier-ignore

const treatments: Record<string, fc.Arbitrary<Treatment>> = {
  code: fc.constantFrom<Treatment>('shown', 'removed'),
  kind: fc.constantFrom<Treatment>('shown', 'removed'),
  n: fc.constantFrom<Treatment>('shown', 'removed', { snapped: 3 }),
  day: fc.constantFrom<Treatment>('shown', 'removed'),
  geometry: fc.constantFrom<Treatment>('shown', 'removed', { snapped: 3 }),
};
const scope: fc.Arbitrary<Scope> = fc.record({
  columns: fc.record(treatments, { requiredKeys: [] }) as fc.Arbitrary<Record<string, Treatment>>,
  others: fc.constantFrom('shown' as const, 'removed' as const),
  rows: orNull(condition(columnNames.filter((name) => name !== 'geometry'))),
});
/** A hash is compared through the code beside it, so one grant alone, which shows the code. */
const hashed: fc.Arbitrary<Scope[]> = scope.map((one) => [
  { ...one, columns: { ...one.columns, code: 'shown', kind: 'hashed' } },
]);
const grants = fc.oneof(
  { weight: 4, arbitrary: fc.array(scope, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: hashed },
);
const box = orNull(
  fc.tuple(fc.integer({ min: 99, max: 103 }), fc.integer({ min: 9, max: 13 }), fc.integer({ min: 1, max: 4 })),
);

const geojson = (rows: readonly Row[]): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: rows.map(({ geometry, ...properties }) => ({ type: 'Feature', geometry, properties })),
  });

const textOf = (seen: Seen): string => JSON.stringify(columnNames.map((name) => seen[name] ?? null));
const texts = (rows: readonly Seen[]): string[] => rows.map(textOf).toSorted();
const seenIn = ({ properties, geometry }: Pick<Feature, 'properties' | 'geometry'>): Seen => ({
  ...properties,
  geometry,
});
const inBox = (seen: Seen, [west, south, size]: readonly [number, number, number]): boolean => {
  const at = seen['geometry'] as { coordinates: [number, number] } | null | undefined;
  if (!at) return false;
  const [x, y] = at.coordinates;
  return x >= west + 0.5 && x <= west + size + 0.5 && y >= south + 0.5 && y <= south + size + 0.5;
};

onBothNodes('what a grant gives on every door is what one would pick by hand', (node) => {
  const stored: (readonly [Row[], Row[]])[] = fc.sample(editions, { numRuns: datasets, seed: 20_261_126 });
  /** Stands in the first edition alone, so that every column has a value of its type there. */
  const planted: Row = {
    code: 'ZZZ',
    kind: 'x',
    n: 1,
    day: '2025-01-01',
    geometry: { type: 'Point', coordinates: [102, 12] },
  };

  before(async () => {
    for (const [index, [first, second]] of stored.entries()) {
      const id = `random-${index}`;
      const options = { key: ['code'], openness: 'restricted', name: `${id}.geojson`, acceptLoss: true };
      await deliver(node, id, geojson([...first, planted]), options);
      await deliver(node, id, geojson(second), options);
    }
  });

  for (const index of Array.from({ length: datasets }, (_, at) => at)) {
    const id = `random-${index}`;
    const read = async (path: string) => (await asPublic(node, path)).body;

    test(`dataset ${index + 1}: ${triesEach} grants and filters`, async () => {
      const [, second] = stored[index]!;
      await fc.assert(
        fc.asyncProperty(grants, condition(columnNames.filter((name) => name !== 'geometry')), box, async (scopes, asked, drawnBox) => {
          const ids: string[] = [];
          try {
            for (const each of scopes) {
              const made = await post(node, `/datasets/${id}/grants`, {
                grantee: 'public', actions: ['download', 'subscribe'], purpose: 'thử', legalBasis: 'thử',
                collections: { [id]: { columns: each.columns, others: each.others, rows: each.rows } },
              });
              assert.equal(made.status, 201, made.text);
              ids.push(String(made.body['id']));
            }
            await compare(second, scopes, asked, drawnBox);
          } finally {
            for (const each of ids) await post(node, `/grants/${each}/end`);
          }
        }),
        { numRuns: triesEach, seed: 1_000 + index },
      ); // prettier-ignore
    });

    async function compare(
      second: readonly Row[],
      scopes: readonly Scope[],
      asked: Expression,
      drawnBox: readonly [number, number, number] | null,
    ): Promise<void> {
      const items = `/collections/${id}/items?limit=1000`;
      const all = await read(items);
      const features = all['features'] as Feature[];
      const hashes = new Map(features.map(({ properties }) => [String(properties['code']), properties['kind']]));
      const visible = seenRows(second, scopes, (row) => hashes.get(row.code));
      const types = seenTypes(scopes);
      assert.deepEqual(texts(features.map(seenIn)), texts(visible), 'all rows');
      assert.equal(all['numberMatched'], visible.length);

      const collection = await read(`/collections/${id}`);
      assert.equal(collection['numberOfItems'], visible.length, 'number of items');
      const xs = visible.flatMap((seen) =>
        seen['geometry'] ? [(seen['geometry'] as { coordinates: number[] }).coordinates[0]!] : [],
      );
      const extent = (collection['extent'] as { spatial?: { bbox: number[][] } }).spatial?.bbox[0];
      assert.deepEqual(
        extent ? [extent[0], extent[2]] : null,
        xs.length > 0 ? [Math.min(...xs), Math.max(...xs)] : null,
        'extent',
      );

      const filter = encodeURIComponent(JSON.stringify(asked));
      const filtered = await asPublic(node, `${items}&filter-lang=cql2-json&filter=${filter}`);
      const usesHidden = namesIn(asked).some((name) => types[name] === undefined || types[name] !== columnTypes[name]);
      const isHidden = namesIn(asked).some((name) => types[name] === undefined);
      if (isHidden) assert.equal(filtered.status, 400, 'a hidden column is no column');
      else if (!usesHidden || types['kind'] === 'string') {
        const expected = visible.filter((seen) => holds(asked, seen, types));
        assert.deepEqual(texts((filtered.body['features'] as Feature[]).map(seenIn)), texts(expected), 'filtered rows');
        assert.equal(filtered.body['numberMatched'], expected.length, 'filtered count');
        const csv = await asPublic(node, `${items}&f=csv&filter-lang=cql2-json&filter=${filter}`);
        assert.equal(csv.text.trim().split('\r\n').length - 1, expected.length, 'lines of the file');
      }
      if (drawnBox !== null) {
        const [west, south, size] = drawnBox;
        const bbox = [west + 0.5, south + 0.5, west + size + 0.5, south + size + 0.5].join(',');
        const boxed = (await read(`${items}&bbox=${bbox}`))['features'] as Feature[];
        assert.deepEqual(texts(boxed.map(seenIn)), texts(visible.filter((seen) => inBox(seen, drawnBox))), 'box');
      }
      if (types['kind'] !== undefined) {
        const summary = (await read(`/collections/${id}/summary?by=kind&measure=count()`))['groups'] as Json[];
        const counts = groupsOf(visible);
        const found = summary.map((group) => [(group['key'] as Json)['kind'], (group['values'] as Json)['count()']]);
        assert.deepEqual(
          new Map(found as [string, number][]),
          new Map([...counts].map(([key, group]) => [key as string, group.length])),
        );
      }
      await compareTile(visible, types['geometry'] !== undefined);
      await compareChanges(second, scopes, hashes);
    }

    /** Places stand on whole degrees, which the steps of the world's tile keep apart. */
    async function compareTile(visible: readonly Seen[], hasPlaces: boolean): Promise<void> {
      const tile = await readTile(node.url(), `/collections/${id}/tiles/WebMercatorQuad/0/0/0`);
      assert.equal(tile.status, hasPlaces ? 200 : 404, 'tile');
      if (!hasPlaces) return;
      const drawn = (layersOf(tile.bytes)[id] ?? []).map((feature) => {
        const { _id, ...properties } = feature.properties;
        const coordinates = placesOf(feature, '0/0/0')[0]!.map(Math.round);
        return { ...properties, geometry: { type: 'Point', coordinates } };
      });
      assert.deepEqual(texts(drawn), texts(visible.filter((seen) => seen['geometry'])), 'tile');
    }

    async function compareChanges(
      second: readonly Row[],
      scopes: readonly Scope[],
      hashes: ReadonlyMap<string, unknown>,
    ) {
      // A hash of a former value is in no answer of now.
      if (scopes.some((scope) => Object.values(scope.columns).includes('hashed'))) return;
      const [first] = stored[index]!;
      const changes = (await read(`/collections/${id}/changes?since=1&limit=1000`))['changes'] as (Json & {
        op: string;
        feature: Feature | null;
      })[];
      const hash = (row: Row) => hashes.get(row.code);
      const at = (rows: readonly Row[], code: string) => {
        const found = rows.filter((row) => row.code === code);
        return seenRows(found, scopes, hash).map(textOf)[0] ?? null;
      };
      const before = [...first, planted];
      const codes = new Set([...before, ...second].map(({ code }) => code));
      const expected = [...codes].flatMap((code) => {
        const [was, is] = [at(before, code), at(second, code)];
        if (was === is) return [];
        return [was === null ? `insert ${is}` : is === null ? 'delete' : `update ${is}`];
      });
      const found = changes.map(({ op, feature }) => (feature ? `${op} ${textOf(seenIn(feature))}` : op));
      assert.deepEqual(found.toSorted(), expected.toSorted(), 'changes');
    }
  }
});

function namesIn(expression: unknown): string[] {
  if (typeof expression !== 'object' || expression === null) return [];
  if ('property' in expression) return [String(expression.property)];
  return Object.values(expression).flatMap((part) => (Array.isArray(part) ? part.flatMap(namesIn) : namesIn(part)));
}

function groupsOf(rows: readonly Seen[]): Map<unknown, Seen[]> {
  const groups = new Map<unknown, Seen[]>();
  for (const seen of rows) {
    const key = seen['kind'] ?? null;
    groups.set(key, [...(groups.get(key) ?? []), seen]);
  }
  return groups;
}
