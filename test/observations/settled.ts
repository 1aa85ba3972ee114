import { sql } from '../../src/kernel/index.ts';
import type { NodeInProcess } from '../pipeline/node-under-test.ts';
import { until } from '../support/wait.ts';

/** Waits until what was stored is judged and summed up. */
export async function settled(node: Pick<NodeInProcess, 'db'>): Promise<void> {
  await until(async () => {
    const [pending] = await node.db().query<{ count: number }>(sql`
      select (select count(*) from roll_up_pending) + (select count(*) from judge_pending)
        + (select count(*) from neighbour_pending) as count`);
    return pending!.count === 0;
  }, 'sums');
}
