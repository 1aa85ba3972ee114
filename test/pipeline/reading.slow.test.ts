import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { onBothNodes, type NodeUnderTest } from './node-under-test.ts';
import {
  act,
  asOperator,
  asPublic,
  begin,
  csv,
  deliver,
  ended,
  expectOk,
  nextOf,
  readAll,
  type Feature,
  type Json,
} from './steward.ts';

const columns = ['code', 'depth'];
const table = (rows: Iterable<readonly [string, number]>) => csv(columns, [...rows]);
const numbered = (count: number, depth: (n: number) => number = (n) => n) =>
  Array.from({ length: count }, (_, i) => [`W${String(i).padStart(6, '0')}`, depth(i)] as const);

onBothNodes('reading editions', (node) => {
  test('as-of reads by number and by moment; before the first edition there is nothing', async () => {
    const early = new Date().toISOString();
    await deliver(node, 'times', table(numbered(10)), { key: ['code'] });
    await sleep(20);
    const between = new Date().toISOString();
    await sleep(20);
    await deliver(node, 'times', table(numbered(11, (n) => n * 2)));
    for (const asOf of ['1', between]) {
      const features = await readAll(node, 'times', `&as-of=${asOf}`);
      assert.deepEqual(
        features.map((feature) => feature.properties['depth']),
        numbered(10).map(([, depth]) => depth),
        asOf,
      );
      const item = await asOperator(node, `/collections/times/items/W000003?as-of=${asOf}`);
      assert.equal((item.body['properties'] as Json)['depth'], 3);
      assert.equal((await asOperator(node, `/collections/times/items/W000010?as-of=${asOf}`)).status, 404);
    }
    assert.deepEqual(await readAll(node, 'times', `&as-of=${new Date().toISOString()}`), await readAll(node, 'times'));
    for (const asOf of [early, '0', '3', 'yesterday']) {
      const refused = await asOperator(node, `/collections/times/items?as-of=${asOf}`);
      assert.equal(refused.status, 404, asOf);
      assert.match(String(refused.body['type']), /edition-not-found$/);
    }
  });

  test('changes since an edition, applied to a copy of it, give the newest one', async () => {
    const source = 'followed';
    await deliver(node, source, table(numbered(40)), { key: ['code'] });
    await deliver(node, source, table(numbered(44, (n) => (n % 7 === 0 ? n * 10 : n)).slice(3)));
    const last = await deliver(node, source, table(numbered(50, (n) => (n % 5 === 0 ? -n : n)).slice(1)));
    await act(node, last.id, 'rollback');
    await deliver(node, source, table(numbered(43, (n) => n + 1)));
    for (let since = 0; since <= 5; since++) {
      const copy = since === 0 ? new Map<string, Feature>() : asCopy(await readAll(node, source, `&as-of=${since}`));
      const changes = await readChanges(node, source, since, 9);
      apply(copy, changes);
      assert.deepEqual(sorted(copy), sorted(asCopy(await readAll(node, source))), `since ${since}`);
      assert.equal(new Set(changes.map((change) => change.id)).size, changes.length, 'one change a feature');
      if (since === 5) assert.deepEqual(changes, []);
    }
    const refused = await asOperator(node, `/collections/${source}/changes?since=6`);
    assert.equal(refused.status, 400);
  });

  test('across a rollback the changes lead back as well', async () => {
    const source = 'there-and-back';
    await deliver(node, source, table(numbered(20)), { key: ['code'] });
    const second = await deliver(node, source, table(numbered(22, (n) => n * 3).slice(2)));
    const copy = asCopy(await readAll(node, source));
    await act(node, second.id, 'rollback');
    apply(copy, await readChanges(node, source, 2, 100));
    assert.deepEqual(sorted(copy), sorted(asCopy(await readAll(node, source, '&as-of=1'))));
  });

  test('pages go on in the edition of the first one while another is published', async () => {
    await deliver(node, 'paged', table(numbered(50)), { key: ['code'] });
    const before = await readAll(node, 'paged');
    const first = await asOperator(node, '/collections/paged/items?limit=20');
    await deliver(node, 'paged', table(numbered(60, (n) => -n).slice(5)));
    const seen = [...(first.body['features'] as Feature[])];
    for (let path = nextOf(first.body); path !== null;) {
      const { body } = await expectOk(asOperator(node, path));
      seen.push(...(body['features'] as Feature[]));
      path = nextOf(body);
    }
    assert.deepEqual(seen, before);
  });

  test('a key whose new row is in quarantine keeps its last good version, marked stale', async () => {
    await deliver(node, 'kept', table(numbered(12)), { key: ['code'] });
    const clash = await deliver(node, 'kept', table([['W000003', 100], ...numbered(12)]));
    assert.deepEqual([clash.state, clash.counts.quarantined, clash.counts.deleted], ['done', 2, 0]);
    const stale = await asOperator(node, '/collections/kept/items/W000003');
    assert.deepEqual([stale.body['stale'], (stale.body['properties'] as Json)['depth']], [true, 3]);
    const fresh = await asOperator(node, '/collections/kept/items/W000004');
    assert.equal(fresh.body['stale'], false);
    await deliver(node, 'kept', table(numbered(12, (n) => n + 1)));
    const mended = await asOperator(node, '/collections/kept/items/W000003');
    assert.deepEqual([mended.body['stale'], (mended.body['properties'] as Json)['depth']], [false, 4]);
  });

  test('a run that is undone takes its stale marks with it', async () => {
    await deliver(node, 'unmarked', table(numbered(12)), { key: ['code'] });
    const clash = await deliver(node, 'unmarked', table([['W000003', 100], ...numbered(13)]));
    assert.equal((await asOperator(node, '/collections/unmarked/items/W000003')).body['stale'], true);
    await act(node, clash.id, 'rollback');
    assert.equal((await asOperator(node, '/collections/unmarked/items/W000003')).body['stale'], false);
  });

  test('every stored row leads back to its file, layer and line', async () => {
    const content = `${columns.join(',')}\n\nA,1\n\nB,2\n`;
    const run = await deliver(node, 'lineage', content, { key: ['code'], name: 'Giếng 2026.csv' });
    const sha256 = createHash('sha256').update(content).digest('hex');
    for (const [id, position] of [
      ['A', 3],
      ['B', 5],
    ] as const) {
      const { body } = await asOperator(node, `/collections/lineage/items/${id}`);
      const { run: from, source, delivery, file, sha256: kept, layer, position: line } = body['lineage'] as Json;
      assert.deepEqual(
        { from, source, delivery, file, kept, layer, line },
        {
          from: run.id,
          source: 'lineage',
          delivery: run.delivery,
          file: 'Giếng 2026.csv',
          kept: sha256,
          layer: run.layer,
          line: position,
        },
      );
    }
    const next = await deliver(node, 'lineage', 'code,depth\nB,3\nA,1\n', { name: 'later.csv' });
    const unchanged = (await asOperator(node, '/collections/lineage/items/A')).body['lineage'] as Json;
    const updated = (await asOperator(node, '/collections/lineage/items/B')).body['lineage'] as Json;
    assert.deepEqual(
      [unchanged['run'], unchanged['file']],
      [run.id, 'Giếng 2026.csv'],
      'what did not change keeps its origin',
    );
    assert.deepEqual([updated['run'], updated['file'], updated['position']], [next.id, 'later.csv', 2]);
  });

  describe('while a run is going', () => {
    test('readers meet whole editions only, before, during and after', async () => {
      const size = 4_000;
      await deliver(node, 'whole', table(numbered(size, () => 1)), { key: ['code'], openness: 'open' });
      for (let edition = 2; edition <= 4; edition++) {
        const kept = size - edition * 10;
        const run = await begin(node, 'whole', table(numbered(size, () => edition).slice(0, kept)));
        let finished = false;
        const end = ended(node, run.id).finally(() => (finished = true));
        while (!finished) await lookOnce(node, size);
        assert.equal((await end).state, 'done');
        for (let i = 0; i < 5; i++) await lookOnce(node, size);
      }
    });
  });
});

/** One look through the public's eyes: the number of features, and their common value, must be one edition's. */
async function lookOnce(node: NodeUnderTest, size: number): Promise<void> {
  const { body, headers } = await expectOk(asPublic(node, `/collections/whole/items?limit=10000`));
  const edition = Number(headers.get('lienthong-edition'));
  const features = body['features'] as Feature[];
  const expected = edition === 1 ? size : size - edition * 10;
  assert.equal(features.length, expected, `edition ${edition}`);
  assert.equal(body['numberMatched'], expected);
  assert.ok(
    features.every((feature) => feature.properties['depth'] === edition),
    `only rows of edition ${edition}`,
  );
}

interface Change {
  readonly op: 'insert' | 'update' | 'delete';
  readonly id: string;
  readonly feature: Feature | null;
}

async function readChanges(node: NodeUnderTest, collection: string, since: number, limit: number): Promise<Change[]> {
  const changes: Change[] = [];
  let path: string | null = `/collections/${collection}/changes?since=${since}&limit=${limit}`;
  while (path !== null) {
    const { body }: { body: Json } = await expectOk(asOperator(node, path));
    changes.push(...(body['changes'] as Change[]));
    path = nextOf(body);
  }
  return changes;
}

/** Strict: an insert must be new to the copy, an update or a deletion known. */
function apply(copy: Map<string, Feature>, changes: readonly Change[]): void {
  for (const { op, id, feature } of changes) {
    assert.equal(copy.has(id), op !== 'insert', `${op} ${id}`);
    if (op === 'delete') copy.delete(id);
    else copy.set(id, feature!);
  }
}

const asCopy = (features: readonly Feature[]) => new Map(features.map((feature) => [feature.id, feature]));
const sorted = (copy: ReadonlyMap<string, Feature>) =>
  [...copy]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { properties, geometry }]) => ({ id, properties, geometry }));
