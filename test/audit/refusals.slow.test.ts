import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RefusalTally, type AuditEntry } from '../../src/access/index.ts';
import { sql } from '../../src/kernel/index.ts';
import { onAccessNodes, setUpNode, TestClock } from '../access/access-node.ts';
import { until } from '../support/wait.ts';

const minute = 60_000;

onAccessNodes('strangers who are turned away', (node) => {
  let seen = 0;
  /** What was entered as refused since the last look, in order, once so many are there. */
  const refusals = async (expected: number): Promise<AuditEntry[]> => {
    const all = async () => {
      const chained = await node.node().db.query<{ entry: AuditEntry }>(sql`
        select jsonb_strip_nulls(to_jsonb(audit_entry)) as entry from audit_entry where outcome = 'refused' order by number`);
      return chained.map(({ entry }) => entry);
    };
    await until(async () => (await all()).length >= seen + expected, 'the entries');
    const entries = (await all()).slice(seen);
    seen += entries.length;
    return entries;
  };
  const inShort = ({ operation, problem, who, details, resources }: AuditEntry) => [
    operation,
    problem,
    who,
    details?.['times'] ?? 1,
    ...(resources ?? []),
  ];
  const wrong = { email: 'an@example.gov.vn', password: 'not the password' };

  test('at a door, by a bearer that opens nothing and by a wrong password are in the log', async () => {
    await setUpNode(node);
    await node.call('/sources');
    await node.call('/operations');
    await node.call('/datasets', { bearer: 'ltk_nothing' });
    await node.call('/sign-in', { method: 'POST', body: wrong });
    const entries = await refusals(4);
    const account = await node.node().db.query<{ id: string }>(sql`select id from account`);
    assert.deepEqual(entries.map(inShort), [
      ['getSources', 'sign-in-required', 'public', 1, 'sources'],
      ['getOperations', 'sign-in-required', 'public', 1, 'operations'],
      ['getDatasets', 'invalid-token', 'public', 1, 'datasets'],
      ['signIn', 'wrong-credentials', 'public', 1, `user/${account[0]!.id}`],
    ]);
    assert.ok(entries.every(({ address }) => /127\.0\.0\.1|::1/.test(address!)));
    assert.ok(!JSON.stringify(entries).includes('ltk_nothing'));
  });

  test('who knocks on and on gets one more entry, which says how often', async () => {
    for (let i = 0; i < 25; i++) assert.equal((await node.call('/runs')).status, 401);
    assert.deepEqual((await refusals(1)).map(inShort), [['getRuns', 'sign-in-required', 'public', 1, 'runs']]);
    node.clock.pass(6 * minute);
    await node.call('/sources');
    assert.deepEqual((await refusals(2)).map(inShort).toSorted(), [
      ['getRuns', 'sign-in-required', 'public', 24, 'runs'],
      ['getSources', 'sign-in-required', 'public', 1, 'sources'],
    ]);
  });
});

describe('the number of entries about strangers', () => {
  const entry = (address: string): AuditEntry => ({
    ...{
      action: 'read',
      operation: 'getRuns',
      outcome: 'refused',
      problem: 'sign-in-required',
      who: 'public',
      address,
    },
  });

  test('stays small, from however many addresses they come; all are counted', () => {
    const clock = new TestClock();
    const entered: AuditEntry[] = [];
    const tally = new RefusalTally(clock, (one) => entered.push(one));
    for (let i = 0; i < 100_000; i++) tally.add(entry(`2001:db8::${i.toString(16)}`));
    tally.flush();
    assert.ok(entered.length < 1_000, `${entered.length} entries`);
    assert.equal(
      entered.reduce((sum, { details }) => sum + Number(details?.['times'] ?? 1), 0),
      100_000,
    );
    clock.pass(60 * minute);
    tally.add(entry('2001:db8::1'));
    assert.equal(entered.at(-1)?.address, '2001:db8::1', 'an hour later they are told apart again');
  });
});
