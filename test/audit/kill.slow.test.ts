import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeProcess } from '../faults/node-process.ts';
import { seeded } from '../faults/model-table.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { asOperator } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

const rounds = 8;
const seed = 20_261_126;
/** Longer than the pause between two rounds of the sealer: some are killed before it, some within, some after it. */
const longestMs = 900;

onBothStores('an entry and a kill -9 before it is chained', manyRounds);

function manyRounds(databaseUrl: () => Promise<string | null>): void {
  const folder = temporaryFolder();
  const random = seeded(seed);
  /** Changes that were acknowledged, by the name under which they were asked for. */
  const acknowledged: string[] = [];
  let node: NodeProcess;

  before(async () => {
    node = new NodeProcess(folder, await databaseUrl());
    await node.start();
  });
  after(async () => {
    await node.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Makes changes one after the other until the node no longer answers. */
  async function changeUntilDead(round: number): Promise<void> {
    for (let i = 0; ; i++) {
      const agent = `change-${round}-${i}`;
      try {
        const { status } = await asOperator(node, '/session/links', {
          method: 'POST',
          headers: { 'user-agent': agent },
        });
        if (status === 201) acknowledged.push(agent);
      } catch {
        return;
      }
    }
  }

  test(`${rounds} times: every acknowledged change is in the chain once, and the chain holds`, async (context) => {
    for (let round = 0; round < rounds; round++) {
      const changing = changeUntilDead(round);
      await sleep(random() * longestMs);
      await node.kill();
      await changing;
      await node.start();
    }
    const waiting = async () => (await asOperator(node, '/audit')).body['waiting'];
    await until(async () => (await waiting()) === 0, 'the lease of the one that was killed', 20_000);
    await node.stop();
    const bundle = join(folder, 'bundle.ndjson');
    assert.equal((await node.command('audit', 'export', bundle)).code, 0);
    const agents = readFileSync(bundle, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { agent?: string }).agent)
      .filter((agent) => agent?.startsWith('change-'));
    context.diagnostic(`${acknowledged.length} changes`);
    assert.ok(acknowledged.length > rounds);
    assert.deepEqual(
      acknowledged.filter((agent) => agents.filter((one) => one === agent).length !== 1),
      [],
    );
    const verified = await node.command('audit', 'verify', '--json');
    assert.equal(verified.code, 0, verified.printed + verified.said);
    assert.deepEqual(verified.json()['damages'], []);
  });
}
