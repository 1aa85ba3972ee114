import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startNode, type Node } from '../../src/node.ts';
import { readConfig, sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';
import { quietLog } from '../support/quiet-log.ts';
import { seeded } from './model-table.ts';
import { firstMoment, ReadingsModel } from './readings-model.ts';

const rounds = 20;
const day = 86_400_000;

onBothStores('deliveries come twice, in any order, and by any clock', (databaseUrl) => {
  const folder = temporaryFolder();
  const random = seeded(23);
  const model = new ReadingsModel('lech', 50);
  const upTo = (most: number): number => Math.floor(random() * most);
  let node: Node;
  let now = Date.parse('2026-07-01T00:00:00Z');
  let pushes = 0;
  const place = { url: () => node.url, token: () => node.operatorToken };

  before(async () => {
    const url = await databaseUrl();
    node = await startNode(
      readConfig({
        ...{ LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', LIENTHONG_LOG_LEVEL: 'error' },
        ...(url !== null && { LIENTHONG_DATABASE_URL: url }),
      }),
      { log: quietLog, clock: { now: () => new Date(now) } },
    );
    assert.equal((await post(place, '/networks', { id: 'lech', title: 'Lệch' })).status, 201);
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (let round = 1; round <= rounds; round++) {
    test(`twice and out of order, round ${round}`, async () => {
      const fresh = Array.from({ length: 6 }, () => ({ key: `d${pushes}`, rows: model.rowsOf(pushes++) }));
      const shuffled = fresh.toSorted(() => random() - 0.5);
      // Some come at once, some after each other; some a second time with their key, some without.
      const first = await Promise.all(shuffled.slice(0, 3).map(({ key, rows }) => model.push(place, rows, key)));
      assert.deepEqual(first, [201, 201, 201]);
      for (const { key, rows } of shuffled.slice(3)) {
        assert.equal(await model.push(place, rows, key), 201);
        if (random() < 0.5) assert.equal(await model.push(place, rows, key), 201);
      }
      const again = shuffled[upTo(6)]!;
      assert.equal(await model.push(place, again.rows), 201, 'the same values by another name');
      const lines = again.rows.split('\n');
      const corrected = Array.from({ length: 5 }, () => lines[upTo(lines.length)]!.split(','));
      // What was sent once more, in any order, changes nothing; a correction does, and stands.
      for (const [station, , , time] of corrected) {
        assert.equal(await model.push(place, model.row(station!, Date.parse(time!), 100 + upTo(50))), 201);
      }
      assert.equal(await model.push(place, again.rows, again.key), 201, 'by its key it is answered from its receipt');
      await model.assertStands(node.db);
    });
  }

  for (let round = 1; round <= rounds; round++) {
    test(`the clock jumps, round ${round}`, async () => {
      const jump = (random() - 0.5) * 4_000 * day;
      now = Math.max(firstMoment, now + jump);
      const before = await sums();
      // Around the edge that is told by the clock of the node: a day ahead of it.
      const moments = Array.from({ length: 20 }, () => Math.round((now + (random() * 4 - 2) * day) / 1_000) * 1_000);
      const distinct = [...new Set(moments)];
      const early = distinct.filter((at) => at > now + day);
      const rows = distinct.map((at) =>
        at > now + day ? `K9,COD,mg/L,${new Date(at).toISOString()},1` : model.row('K9', at, upTo(90)),
      );
      assert.equal(await model.push(place, rows.join('\n'), `clock${round}`), 201);
      assert.equal(await model.push(place, rows.join('\n'), `clock${round}`), 201);
      const after = await sums();
      assert.equal(after.read - before.read, distinct.length);
      assert.equal(
        after.quarantined - before.quarantined,
        early.length,
        'what lies ahead is kept out, with its reason',
      );
      await model.assertStands(node.db);
    });
  }

  async function sums(): Promise<{ read: number; quarantined: number }> {
    const rows = await node.db.query<{ read: number; quarantined: number }>(sql`
      select coalesce(sum(read), 0)::float8 as read, coalesce(sum(quarantined), 0)::float8 as quarantined from receipt`);
    return rows[0]!;
  }
});
