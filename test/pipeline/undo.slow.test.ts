import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onBothNodes, type NodeUnderTest } from './node-under-test.ts';
import { act, asOperator, asPublic, begin, byId, csv, deliver, ended, post, readAll } from './steward.ts';

const columns = ['code', 'depth'];
const wells = (from: number, to: number, depth: (n: number) => number = (n) => n) =>
  csv(
    columns,
    Array.from({ length: to - from + 1 }, (_, i) => [`W${from + i}`, depth(from + i)]),
  );

onBothNodes('guards and undoing', (node) => {
  describe('above 20 % deletions a run waits for a person', () => {
    test('exactly 20 % pass', async () => {
      await deliver(node, 'fifth', wells(1, 10), { key: ['code'] });
      const run = await deliver(node, 'fifth', wells(1, 8));
      assert.deepEqual([run.state, run.counts.deleted, run.edition], ['done', 2, 2]);
    });

    test('more publish nothing, and what stands is untouched', async () => {
      await deliver(node, 'lossy', wells(1, 10), { key: ['code'] });
      const run = await deliver(node, 'lossy', wells(4, 12));
      assert.equal(run.state, 'waiting');
      assert.match(String(run.problem!['type']), /too-many-deleted$/);
      assert.equal((await readAll(node, 'lossy')).length, 10);
      const { body } = await asOperator(node, '/collections/lossy');
      assert.equal(body['edition'], 1);
    });

    test('accepting publishes it', async () => {
      const waiting = await waitingRun(node, 'lossy');
      const run = await act(node, waiting, 'accept');
      assert.deepEqual([run.state, run.counts.deleted, run.counts.inserted, run.edition], ['done', 3, 2, 2]);
      assert.deepEqual((await readAll(node, 'lossy')).map((feature) => feature.id).sort(), ids(4, 12));
    });

    test('discarding gives it up; neither can be done twice', async () => {
      const run = await deliver(node, 'lossy', wells(11, 12));
      assert.equal(run.state, 'waiting');
      assert.equal((await post(node, `/runs/${run.id}/discard`)).body['state'], 'discarded');
      for (const action of ['accept', 'discard']) {
        const again = await post(node, `/runs/${run.id}/${action}`);
        assert.equal(again.status, 409);
        assert.match(String(again.body['type']), /run-not-waiting$/);
      }
      assert.equal((await readAll(node, 'lossy')).length, 9);
    });

    test('the next delivery after a waiting one starts from what stands', async () => {
      const waiting = await deliver(node, 'lossy', wells(11, 12));
      const run = await deliver(node, 'lossy', wells(4, 13));
      assert.deepEqual([run.state, run.counts.inserted, run.counts.unchanged, run.edition], ['done', 1, 9, 3]);
      const late = await post(node, `/runs/${waiting.id}/accept`);
      assert.equal(late.status, 409);
      assert.match(String(late.body['type']), /newer-run-published$/, 'older data may not come back');
      await post(node, `/runs/${waiting.id}/discard`);
    });

    test('whoever delivers may accept the loss at once', async () => {
      const run = await deliver(node, 'lossy', wells(13, 13), { acceptLoss: true });
      assert.deepEqual([run.state, run.counts.deleted], ['done', 9]);
    });

    test('partial and append delete nothing, so they do not wait', async () => {
      await deliver(node, 'never-less', wells(1, 10), { key: ['code'] });
      for (const kind of ['partial', 'append'] as const) {
        const run = await deliver(node, 'never-less', wells(1, 1), { kind });
        assert.deepEqual([run.state, run.counts.deleted], ['done', 0]);
      }
    });
  });

  test('above 20 % quarantine a run waits for a person, and accepting it publishes the good rows', async () => {
    const clashing = csv(columns, [
      ['A', 1],
      ['A', 2],
      ['B', 1],
      ['C', 1],
    ]);
    const run = await deliver(node, 'clashing', clashing, { key: ['code'] });
    assert.equal(run.state, 'waiting');
    assert.match(String(run.problem!['type']), /too-many-quarantined$/);
    assert.deepEqual([run.counts.read, run.counts.quarantined], [4, 2], 'it shows what it waits about');
    assert.equal((await asOperator(node, '/collections/clashing')).status, 404, 'nothing was ever published');
    const accepted = await act(node, run.id, 'accept');
    assert.deepEqual([accepted.state, accepted.counts.inserted, accepted.edition], ['done', 2, 1]);
  });

  test('a rollback publishes a new edition equal to the one before; numbers never go back', async () => {
    await deliver(node, 'undone', wells(1, 10), { key: ['code'] });
    const before = await readAll(node, 'undone');
    const second = await deliver(
      node,
      'undone',
      wells(2, 12, (n) => (n === 5 ? 500 : n)),
    );
    assert.equal(second.edition, 2);
    const rollback = await act(node, second.id, 'rollback');
    assert.deepEqual([rollback.state, rollback.edition], ['done', 3]);
    assert.deepEqual(await readAll(node, 'undone'), before);
    const { body } = await asOperator(node, '/collections/undone');
    assert.deepEqual([body['edition'], body['numberOfItems']], [3, 10]);
  });

  test('a rollback can itself be rolled back', async () => {
    const runs = (await asOperator(node, '/runs?collection=undone')).body['runs'] as { id: number }[];
    const again = await act(node, runs[0]!.id, 'rollback');
    assert.deepEqual([again.state, again.edition], ['done', 4]);
    const features = byId(await readAll(node, 'undone'));
    assert.deepEqual([...features.keys()].sort(), ids(2, 12));
    assert.equal(features.get('W5')!['depth'], 500);
    assert.deepEqual(await readAll(node, 'undone'), await readAll(node, 'undone', '&as-of=2'));
  });

  test('the next delivery stands on the restored state', async () => {
    const run = await deliver(
      node,
      'undone',
      wells(2, 12, (n) => (n === 5 ? 500 : n)),
    );
    assert.deepEqual([run.counts.unchanged, run.edition], [11, null]);
  });

  test('a run on which later runs stand cannot be rolled back, and the refusal names them', async () => {
    const early = await deliver(node, 'stood-on', wells(1, 10), { key: ['code'] });
    const later = await deliver(node, 'stood-on', wells(1, 11));
    const refused = await post(node, `/runs/${early.id}/rollback?lang=en`);
    assert.equal(refused.status, 409);
    assert.match(String(refused.body['type']), /later-runs-stand-on-it$/);
    assert.match(String(refused.body['detail']), new RegExp(`\\b${later.id}\\b`));
  });

  test('the first run of a collection can be rolled back: an edition without features', async () => {
    const first = await deliver(node, 'emptied', wells(1, 5), { key: ['code'] });
    const rollback = await act(node, first.id, 'rollback');
    assert.deepEqual([rollback.state, rollback.edition], ['done', 2]);
    assert.deepEqual(await readAll(node, 'emptied'), []);
    assert.equal((await readAll(node, 'emptied', '&as-of=1')).length, 5);
    const next = await deliver(node, 'emptied', wells(1, 5));
    assert.deepEqual([next.counts.inserted, next.edition], [5, 3]);
  });

  test('records without a key come back by occurrence', async () => {
    const rows = [
      ...Array.from({ length: 3 }, () => ['same', 1] as const),
      ...Array.from({ length: 9 }, (_, i) => ['x', i] as const),
    ];
    await deliver(node, 'occurrences', csv(columns, rows));
    const before = await readAll(node, 'occurrences');
    const second = await deliver(node, 'occurrences', csv(columns, rows.slice(2)));
    await act(node, second.id, 'rollback');
    assert.deepEqual(await readAll(node, 'occurrences'), before);
  });

  test('a run that made no edition has nothing to roll back', async () => {
    await deliver(node, 'still', wells(1, 5), { key: ['code'] });
    const same = await deliver(node, 'still', wells(1, 5));
    const refused = await post(node, `/runs/${same.id}/rollback`);
    assert.equal(refused.status, 409);
    assert.match(String(refused.body['type']), /run-not-published$/);
  });

  test('a rerun reads the kept file again', async () => {
    const first = await deliver(node, 'again', wells(1, 10), { key: ['code'] });
    await deliver(node, 'again', wells(1, 11));
    const rerun = await act(node, first.id, 'rerun');
    assert.deepEqual([rerun.state, rerun.counts.read, rerun.counts.deleted, rerun.edition], ['done', 10, 1, 3]);
    assert.equal(rerun.delivery, first.delivery);
  });

  test('deliveries to one collection are taken in the order in which they came', async () => {
    const begun = [];
    for (let depth = 1; depth <= 5; depth++) {
      begun.push(
        await begin(
          node,
          'queue',
          wells(1, 200, () => depth),
          { key: ['code'] },
        ),
      );
    }
    const runs = await Promise.all(begun.map((run) => ended(node, run.id)));
    assert.deepEqual(
      runs.map((run) => run.state),
      Array<string>(5).fill('done'),
    );
    assert.deepEqual(
      runs.map((run) => run.edition),
      [1, 2, 3, 4, 5],
    );
    const features = await readAll(node, 'queue');
    assert.ok(features.every((feature) => feature.properties['depth'] === 5));
  });

  test('a withdrawn dataset is not there for the public, and comes back whole', async () => {
    await deliver(node, 'withdrawn', wells(1, 5), { key: ['code'], openness: 'open' });
    const doors = [
      '/collections/withdrawn',
      '/collections/withdrawn/items',
      '/collections/withdrawn/items/W1',
      '/datasets/withdrawn',
    ];
    for (const door of doors) assert.equal((await asPublic(node, door)).status, 200, door);
    assert.equal((await post(node, '/datasets/withdrawn/withdraw')).status, 303);
    for (const door of doors) assert.equal((await asPublic(node, door)).status, 404, door);
    assert.equal((await readAll(node, 'withdrawn')).length, 5, 'the operator sees that all is kept');
    const meanwhile = await deliver(node, 'withdrawn', wells(1, 6));
    assert.equal(meanwhile.state, 'done');
    for (const door of doors)
      assert.equal((await asPublic(node, door)).status, 404, `${door}: a delivery does not publish it`);
    assert.equal((await post(node, '/datasets/withdrawn/restore')).status, 303);
    const back = await asPublic(node, '/collections/withdrawn/items');
    assert.equal(back.body['numberMatched'], 6);
  });
});

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `W${from + i}`).sort();

async function waitingRun(node: NodeUnderTest, collection: string): Promise<number> {
  const { body } = await asOperator(node, `/runs?collection=${collection}&state=waiting`);
  return (body['runs'] as { id: number }[])[0]!.id;
}
