import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, byId, csv, deliver, readAll, type Counts, type Run } from './steward.ts';

const columns = ['code', 'name', 'depth'];
const first = csv(columns, [
  ['A', 'Giếng A', 10],
  ['B', 'Giếng B', 20],
  ['C', 'Giếng C', 30],
  ['D', 'Giếng D', 40],
  ['E', 'Giếng E', 50],
  ['F', 'Giếng F', 60],
]);

function assertCounts(run: Run, expected: Partial<Counts>): void {
  const { counts } = run;
  assert.equal(run.problem, null);
  assert.deepEqual({ state: run.state, ...pickCounts(counts, expected) }, { state: 'done', ...expected });
  assert.equal(counts.read, counts.stored + counts.quarantined, 'read = stored + quarantined');
  assert.equal(
    counts.stored,
    counts.inserted + counts.updated + counts.unchanged + counts.duplicates,
    'stored = inserted + updated + unchanged + duplicates',
  );
}

function pickCounts(counts: Counts, like: Partial<Counts>): Partial<Counts> {
  return Object.fromEntries(Object.keys(like).map((name) => [name, counts[name as keyof Counts]]));
}

onBothNodes('deliveries', (node) => {
  describe('records with a key', () => {
    test('a first delivery is stored whole and published as edition 1', async () => {
      const run = await deliver(node, 'wells', first, { key: ['code'] });
      assertCounts(run, { read: 6, inserted: 6, updated: 0, unchanged: 0, duplicates: 0, deleted: 0, quarantined: 0 });
      assert.equal(run.edition, 1);
      const features = await readAll(node, 'wells');
      assert.deepEqual(
        features.map((feature) => feature.id),
        ['A', 'B', 'C', 'D', 'E', 'F'],
        'in the order of the file, known by their key',
      );
      assert.deepEqual(features[1]!.properties, { code: 'B', name: 'Giếng B', depth: 20 });
    });

    test('the same file a second time changes nothing and makes no edition', async () => {
      const run = await deliver(node, 'wells', first);
      assertCounts(run, { read: 6, inserted: 0, updated: 0, unchanged: 6, deleted: 0 });
      assert.equal(run.edition, null);
      const { body } = await asOperator(node, '/collections/wells');
      assert.equal(body['edition'], 1);
    });

    test('the next file inserts what is new, updates what differs, deletes what is gone', async () => {
      const next = csv(columns, [
        ['A', 'Giếng A', 10],
        ['B', 'Giếng B', 21],
        ['C', 'Giếng C', 30],
        ['D', 'Giếng D', 40],
        ['E', 'Giếng E', 50],
        ['G', 'Giếng G', 70],
      ]);
      const run = await deliver(node, 'wells', next);
      assertCounts(run, { read: 6, inserted: 1, updated: 1, unchanged: 4, deleted: 1 });
      assert.equal(run.edition, 2);
      const features = byId(await readAll(node, 'wells'));
      assert.deepEqual([...features.keys()], ['A', 'B', 'C', 'D', 'E', 'G']);
      assert.equal(features.get('B')!['depth'], 21);
    });

    test('the key may be several columns, and odd letters in it still make an address', async () => {
      const content = csv(
        ['tram', 'ngay', 'muc'],
        [
          ['Hà Nội/1', '2026-01-01', 1],
          ['Hà Nội/1', '2026-01-02', 2],
          ['Huế?#', '2026-01-01', 3],
        ],
      );
      const run = await deliver(node, 'levels', content, { key: ['tram', 'ngay'] });
      assertCounts(run, { read: 3, inserted: 3 });
      for (const feature of await readAll(node, 'levels')) {
        const { status, body } = await asOperator(node, `/collections/levels/items/${encodeURIComponent(feature.id)}`);
        assert.equal(status, 200, feature.id);
        assert.deepEqual(body['properties'], feature.properties);
      }
    });
  });

  describe('records without a key', () => {
    const rows = [
      ['Mưa', 5],
      ['Mưa', 5],
      ['Mưa', 5],
      ['Nắng', 30],
      ['Gió', 7],
      ['Sương', 1],
    ] as const;

    test('equal rows are kept by occurrence', async () => {
      const run = await deliver(node, 'weather', csv(['kind', 'amount'], rows));
      assertCounts(run, { read: 6, inserted: 6, duplicates: 0 });
      const features = await readAll(node, 'weather');
      assert.equal(features.filter((feature) => feature.properties['kind'] === 'Mưa').length, 3);
      assert.equal(new Set(features.map((feature) => feature.id)).size, 6, 'each has an id of its own');
    });

    test('the same rows in another order change nothing', async () => {
      const run = await deliver(node, 'weather', csv(['kind', 'amount'], [...rows].reverse()));
      assertCounts(run, { read: 6, inserted: 0, unchanged: 6, deleted: 0 });
      assert.equal(run.edition, null);
    });

    test('one occurrence less deletes one; a changed row is a deletion and an insertion', async () => {
      const fewer = await deliver(node, 'weather', csv(['kind', 'amount'], rows.slice(1)));
      assertCounts(fewer, { read: 5, inserted: 0, unchanged: 5, deleted: 1 });
      const next = [...rows.slice(1, 5), ['Sương', 2] as const];
      const changed = await deliver(node, 'weather', csv(['kind', 'amount'], next));
      assertCounts(changed, { read: 5, inserted: 1, unchanged: 4, deleted: 1 });
    });
  });

  describe('kinds of delivery', () => {
    test('partial inserts and updates, and deletes nothing', async () => {
      await deliver(node, 'partly', first, { key: ['code'] });
      const part = csv(columns, [
        ['B', 'Giếng B', 22],
        ['H', 'Giếng H', 80],
      ]);
      const run = await deliver(node, 'partly', part, { kind: 'partial' });
      assertCounts(run, { read: 2, inserted: 1, updated: 1, deleted: 0 });
      assert.deepEqual([...byId(await readAll(node, 'partly')).keys()], ['A', 'B', 'C', 'D', 'E', 'F', 'H']);
      const { body } = await asOperator(node, '/collections/partly');
      assert.equal(body['numberOfItems'], 7);
    });

    test('append only inserts: an equal record is unchanged, a differing one goes to quarantine', async () => {
      await deliver(node, 'grown', first, { key: ['code'] });
      const more = csv(columns, [
        ['A', 'Giếng A', 10],
        ['B', 'Giếng B', 99],
        ['X', 'Giếng X', 1],
        ['Y', 'Giếng Y', 2],
        ['Z', 'Giếng Z', 3],
      ]);
      const run = await deliver(node, 'grown', more, { kind: 'append' });
      assertCounts(run, { read: 5, inserted: 3, unchanged: 1, updated: 0, deleted: 0, quarantined: 1 });
      const features = byId(await readAll(node, 'grown'));
      assert.equal(features.get('B')!['depth'], 20, 'what stands is not touched');
      const { body } = await asOperator(node, `/runs/${run.id}/quarantine`);
      const [held] = body['rows'] as { position: number; fid: string; issues: { rule: string }[] }[];
      assert.deepEqual(
        { position: held!.position, fid: held!.fid, rules: held!.issues.map((issue) => issue.rule) },
        { position: 3, fid: 'B', rules: ['append-changes'] },
      );
    });
  });

  describe('one key twice in one delivery', () => {
    test('equal rows are duplicates and one stays; differing rows all go to quarantine', async () => {
      const content = csv(columns, [
        ['A', 'Giếng A', 10],
        ['A', 'Giếng A', 10],
        ['A', 'Giếng A', 10],
        ['B', 'Giếng B', 20],
        ['B', 'Giếng B', 21],
        ...Array.from({ length: 8 }, (_, i) => [`N${i}`, 'Giếng', i] as const),
      ]);
      const run = await deliver(node, 'twice', content, { key: ['code'] });
      assertCounts(run, { read: 13, inserted: 9, duplicates: 2, quarantined: 2, stored: 11 });
      const features = byId(await readAll(node, 'twice'));
      assert.ok(features.has('A') && !features.has('B'));
      const { body } = await asOperator(node, `/runs/${run.id}/quarantine`);
      const rows = body['rows'] as { position: number }[];
      assert.deepEqual(rows.map((row) => row.position).sort(), [5, 6]);
    });
  });

  test('columns may be called whatever the store calls its own', async () => {
    // Names that statements of the store use inside: each would clash if it stood there bare.
    const names =
      'fid ord hash pos seq op p r t s n k g id feature from_ geometry rows first last old_seq sort_0'.split(' ');
    const rows = Array.from({ length: 20 }, (_, i) => names.map((name, j) => (j === 0 ? `K${i}` : `${name} ${i}`)));
    const first = await deliver(node, 'odd-names', csv(names, rows), { key: ['fid'] });
    assertCounts(first, { read: 20, inserted: 20 });
    const next = rows
      .slice(1)
      .map((cells, i) => (i === 3 ? cells.map((cell, j) => (j === 1 ? 'changed' : cell)) : cells));
    const second = await deliver(node, 'odd-names', csv(names, [...next, ['K7', ...next[0]!.slice(1)]]));
    assertCounts(second, { read: 20, inserted: 0, updated: 1, quarantined: 2, deleted: 1 });
    const held = (await asOperator(node, `/runs/${second.id}/quarantine`)).body['rows'] as { cells: object }[];
    assert.equal(held.length, 2);
    assert.deepEqual(Object.keys(held[0]!.cells).length, names.length);
    const [feature] = await readAll(node, 'odd-names', '&sortby=-sort_0');
    assert.equal(Object.keys(feature!.properties).length, names.length);
    for (const path of ['changes?since=1', 'items?op=op%201', 'items?p=p%202&f=csv', 'items?as-of=1', 'items/K5']) {
      assert.equal((await asOperator(node, `/collections/odd-names/${path}`)).status, 200, path);
    }
  });
});
