import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, post, type Json } from '../pipeline/steward.ts';

type Column = Json & { readonly bins: { from: unknown; to: unknown; count: number }[]; readonly values: Json[] };

const kinds = ['giếng đào', 'giếng khoan', ''];
const rows = Array.from({ length: 100 }, (_, i) => [
  `G${i}`,
  i,
  i % 10 === 0 ? '' : i / 4,
  kinds[i % 3]!,
  `2026-01-${String((i % 28) + 1).padStart(2, '0')}`,
  7,
  `090${1000000 + i}`,
]);
const columns = ['code', 'number', 'depth', 'kind', 'day', 'same', 'phone'];

onBothNodes('the distribution of a collection', (node) => {
  before(async () => {
    await deliver(node, 'gieng', csv(columns, rows), { key: ['code'], openness: 'open' });
  });

  const columnsOf = async (caller: typeof asPublic, id = 'gieng'): Promise<Map<string, Column>> => {
    const { status, body } = await caller(node, `/collections/${id}/distribution`);
    assert.equal(status, 200);
    assert.deepEqual([body['looked'], body['isSample']], [100, false]);
    return new Map((body['columns'] as Column[]).map((column) => [String(column['name']), column]));
  };

  test('numbers: ends, mean, median and spans of round width that hold every value once', async () => {
    const depth = (await columnsOf(asPublic)).get('depth')!;
    assert.deepEqual([depth['min'], depth['max'], depth['empty'], depth['distinct']], [0.25, 24.75, 10, null]);
    assert.equal(depth['median'], 12.5);
    assert.equal(depth.bins.reduce((sum, { count }) => sum + count, 0), 90); // prettier-ignore
    assert.deepEqual(
      [depth.bins[0], depth.bins.at(-1)],
      [
        { from: 0, to: 5, count: 18 },
        { from: 20, to: 25, count: 18 },
      ],
    );
  });

  test('days: spans of the calendar', async () => {
    const day = (await columnsOf(asPublic)).get('day')!;
    assert.deepEqual([day['min'], day['max'], day['mean']], ['2026-01-01', '2026-01-28', null]);
    assert.match(String(day.bins[0]!.from), /^\d{4}-\d\d-\d\d$/);
    assert.equal(day.bins.reduce((sum, { count }) => sum + count, 0), 100); // prettier-ignore
  });

  test('texts: the frequent ones, and none where each row has its own', async () => {
    const found = await columnsOf(asPublic);
    const kind = found.get('kind')!;
    assert.deepEqual([kind['distinct'], kind['empty']], [2, 33]);
    assert.deepEqual(
      kind.values.map((each) => [each['value'], each['count']]),
      [
        ['giếng đào', 34],
        ['giếng khoan', 33],
      ],
    );
    assert.deepEqual(found.get('code')!.values, []);
  });

  test('one value in all rows has ends and no spans', async () => {
    const same = (await columnsOf(asPublic)).get('same')!;
    assert.deepEqual([same['min'], same['max'], same.bins], [7, 7, []]);
  });

  describe('is made from what the caller sees', () => {
    before(async () => {
      await deliver(node, 'kin', csv(columns, rows), { key: ['code'], openness: 'restricted' });
      const granted = await post(node, '/datasets/kin/grants', {
        ...{ grantee: 'public', actions: ['read'], purpose: 'thử', legalBasis: 'thử' },
        collections: { kin: { columns: { phone: 'removed' }, rows: "kind = 'giếng đào'" } },
      });
      assert.equal(granted.status, 201);
    });

    test('hidden columns are not there, and hidden rows count nowhere', async () => {
      const { body } = await asPublic(node, '/collections/kin/distribution');
      const found = body['columns'] as Column[];
      assert.equal(body['looked'], 34);
      assert.ok(!found.some((column) => column['name'] === 'phone'));
      assert.deepEqual(
        found.find((column) => column['name'] === 'kind')!.values.map((each) => each['value']),
        ['giếng đào'],
      );
      assert.equal((await asOperator(node, '/collections/kin/distribution')).body['looked'], 100);
    });
  });

  test('is not there for those who may not know of the collection', async () => {
    await deliver(node, 'rieng', csv(columns, rows), { key: ['code'], openness: 'closed' });
    assert.equal((await asPublic(node, '/collections/rieng/distribution')).status, 404);
  });
});
