import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from './database.ts';

/** Until what follows behind the writers is done: sums, late values judged again with what is around them, neighbours. */
export async function settled(server: Pick<BenchServer, 'withClient'>): Promise<void> {
  for (;;) {
    const [left] = await server.withClient((client) =>
      client
        .query<{ n: number }>(
          `select ((select count(*) from roll_up_pending) + (select count(*) from judge_pending)
             + (select count(*) from neighbour_pending))::int as n`,
        )
        .then(({ rows }) => rows),
    );
    if (left!.n === 0) return;
    await sleep(500);
  }
}
