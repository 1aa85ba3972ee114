import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { auditOf, readBundle, type AuditEntry } from '../../src/access/index.ts';
import { auditActions, sql } from '../../src/kernel/index.ts';
import { onBothNodes, type NodeInProcess } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, post } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

const wells = csv(
  ['code', 'depth'],
  [
    ['A', 1],
    ['B', 2],
    ['C', 3],
  ],
);

/** Routes that enter nothing: they tell of counts and states, and pages ask them again and again. */
const enterNothing = ['getDoctor', 'getOperations', 'getRun'];

type Entry = AuditEntry & { readonly at: string };

/** All of them, in the chain or waiting for it, without what the chain adds. */
async function entries(node: NodeInProcess): Promise<Entry[]> {
  return node.db().transaction(async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read`);
    const chained: Entry[] = [];
    for await (const line of readBundle(tx, { from: null, to: null }, '')) {
      if (line.kind !== 'entry') continue;
      const {
        kind: _,
        number: _number,
        salts: _salts,
        fields: _fields,
        previous: _previous,
        hash: _hash,
        ...entry
      } = line;
      chained.push(entry);
    }
    const waiting = await tx.query<{ entry: Entry }>(sql`select entry from audit_pending order by id`);
    return [...chained, ...waiting.map(({ entry }) => entry)];
  });
}

/** What was entered while the work was done. */
async function enteredBy(node: NodeInProcess, work: () => Promise<unknown>): Promise<Entry[]> {
  const before = (await entries(node)).length;
  await work();
  // Refusals are entered beside the answer; whatever is entered afterwards comes behind them.
  await asOperator(node, '/sources/no-such-source');
  await until(async () => (await entries(node)).some(isMark(before)), 'the entries');
  return (await entries(node)).slice(before).filter((entry) => !entry.target?.endsWith('no-such-source'));
}

const isMark = (before: number) => (entry: Entry, index: number) =>
  index >= before && entry.target?.endsWith('no-such-source');

onBothNodes('audit entries', (node) => {
  describe('every route', () => {
    test('enters what it changes, unless it stands in the list of those that change nothing', () => {
      const silent = node.routes().filter((route) => auditOf(route) === false);
      assert.deepEqual(silent.map((route) => route.operationId).sort(), enterNothing);
      assert.ok(silent.every((route) => route.method === 'GET'));
    });

    test('has an action of the closed list', () => {
      for (const route of node.routes()) {
        const rule = auditOf(route);
        assert.ok(rule === false || auditActions.includes(rule.action), route.operationId);
      }
    });
  });

  describe('reading', () => {
    test('open data by the public enters nothing', async () => {
      await deliver(node, 'open-wells', wells, { key: ['code'], openness: 'open' });
      const entered = await enteredBy(node, async () => {
        for (const path of ['/', '/datasets', '/collections/open-wells/items', '/collections/open-wells/items/A']) {
          assert.equal((await asPublic(node, path)).status, 200);
        }
      });
      assert.deepEqual(entered, []);
    });

    test('data that is not open enters who, what, from where, how many rows and a digest', async () => {
      await deliver(node, 'closed-wells', wells, { key: ['code'], openness: 'closed' });
      const headers = { 'user-agent': 'specification' };
      const [entry, ...more] = await enteredBy(node, () =>
        asOperator(node, '/collections/closed-wells/items?depth=2', { headers }),
      );
      assert.deepEqual(more, []);
      const { at, digest, request, address, ...rest } = entry!;
      assert.deepEqual(rest, {
        action: 'read',
        operation: 'getFeatures',
        outcome: 'done',
        who: 'operator',
        via: 'token',
        resources: ['closed-wells'],
        target: '/collections/closed-wells/items?depth=2',
        agent: 'specification',
        rows: 1,
      });
      assert.match(digest!, /^[0-9a-f]{64}$/);
      assert.match(at, /Z$/);
      assert.match(address!, /127\.0\.0\.1|::1/);
      assert.ok(request);
    });

    test('reading networks of stations is about these and about no other dataset', async () => {
      for (const id of ['tram-kin', 'tram-khac']) {
        assert.equal((await post(node, '/networks', { id, title: id, openness: 'closed' })).status, 201);
      }
      for (const path of ['/networks/tram-kin', '/edr/collections/tram-kin', '/networks/tram-kin/sta/v1.1/Things']) {
        const [entry] = await enteredBy(node, () => asOperator(node, path));
        assert.deepEqual(entry?.resources, ['tram-kin'], path);
      }
      const [all] = await enteredBy(node, () => asOperator(node, '/stations'));
      assert.deepEqual(all?.resources?.toSorted(), ['tram-khac', 'tram-kin']);
    });

    test('taking it away as a table is an export', async () => {
      const [entry] = await enteredBy(node, () => asOperator(node, '/collections/closed-wells/items?f=csv'));
      assert.deepEqual([entry?.action, entry?.rows], ['export', 3]);
    });

    test('what one may not read is entered as refused, with the problem', async () => {
      const [entry] = await enteredBy(node, () => asPublic(node, '/collections/closed-wells/items'));
      assert.deepEqual([entry?.who, entry?.outcome, entry?.problem], ['public', 'refused', 'collection-not-found']);
    });

    test('a backup is entered when it begins and when it ends', async () => {
      const entered = await enteredBy(node, async () => {
        const answer = await fetch(`${node.url()}/backup`, { headers: { authorization: `Bearer ${node.token()}` } });
        await answer.arrayBuffer();
        await until(async () => (await entries(node)).at(-1)?.outcome === 'done', 'the end of the backup');
      });
      assert.deepEqual(
        entered.map(({ action, outcome }) => [action, outcome]),
        [
          ['export', 'begun'],
          ['export', 'done'],
        ],
      );
      assert.equal(entered[0]!.request, entered[1]!.request);
    });
  });

  describe('changing', () => {
    test('is entered once, with the digest of what was sent', async () => {
      const entered = await enteredBy(node, () => post(node, '/datasets/open-wells/withdraw'));
      assert.deepEqual(
        entered.map(({ action, operation, outcome, resources }) => ({ action, operation, outcome, resources })),
        [{ action: 'change', operation: 'withdrawDataset', outcome: 'done', resources: ['open-wells'] }],
      );
      await post(node, '/datasets/open-wells/restore');
    });

    test('is entered within its transaction: without the entry there is no change', async () => {
      await node.db().query(sql`alter table audit_pending rename to audit_pending_away`);
      try {
        assert.equal((await post(node, '/datasets/open-wells/withdraw')).status, 500);
      } finally {
        await node.db().query(sql`alter table audit_pending_away rename to audit_pending`);
      }
      assert.equal((await asPublic(node, '/datasets/open-wells')).status, 200);
    });

    test('a run is entered when it publishes, in the name of the owner, with its counts', async () => {
      const entered = await enteredBy(node, () =>
        deliver(node, 'open-wells', csv(['code', 'depth'], [['A', 9]]), { kind: 'partial' }),
      );
      const run = entered.find(({ action }) => action === 'publish')!;
      assert.deepEqual(
        [run.operation, run.via, run.onBehalfOf, run.resources, run.rows],
        ['run-load', 'job', ['node'], ['open-wells', 'source/open-wells'], 1],
      );
      const asked = entered.filter(({ via }) => via === 'token').map(({ operation }) => operation);
      assert.ok(asked.includes('createDelivery'), String(asked));
    });

    test('a known caller who is refused is entered, and so is a stranger at the door', async () => {
      const entered = await enteredBy(node, async () => {
        assert.equal((await asPublic(node, '/runs/1/discard', { method: 'POST' })).status, 401);
        assert.equal((await post(node, '/runs/999999/discard')).status, 404);
      });
      assert.deepEqual(
        entered.map(({ who, outcome, problem }) => [who, outcome, problem]),
        [
          ['public', 'refused', 'sign-in-required'],
          ['operator', 'refused', 'run-not-found'],
        ],
      );
    });

    test('signing in is entered, and its secret code is not in it', async () => {
      const entered = await enteredBy(node, async () => {
        const { body } = await post(node, '/session/links');
        const signedIn = await fetch(String(body['href']), { redirect: 'manual' });
        assert.equal(signedIn.status, 303);
        const code = new URL(String(body['href'])).searchParams.get('code')!;
        assert.ok(!JSON.stringify(await entries(node)).includes(code));
      });
      assert.deepEqual(
        entered.map(({ action, operation }) => [action, operation]),
        [
          ['key', 'createSignInLink'],
          ['sign-in', 'signInByLink'],
        ],
      );
    });
  });
});
