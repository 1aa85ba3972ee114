import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from './database.ts';

/** Until the sums that follow behind the writers are made. */
export async function settled(server: Pick<BenchServer, 'withClient'>): Promise<void> {
  for (;;) {
    const [left] = await server.withClient((client) =>
      client.query<{ n: number }>('select count(*)::int as n from roll_up_pending').then(({ rows }) => rows),
    );
    if (left!.n === 0) return;
    await sleep(500);
  }
}
