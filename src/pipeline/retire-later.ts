import { readersMs } from '../features/index.ts';
import type { Db } from '../kernel/index.ts';
import { jobKinds, type PipelineContext } from './context.ts';

/** Has the rows that an edition closed moved to history, once nobody can still be reading the one before. */
export function retireLater(context: PipelineContext, tx: Db, collection: string, edition: number): Promise<number> {
  return context.jobs.enqueue(
    tx,
    jobKinds.retire,
    { collection },
    { key: `${collection} ${edition}`, runAt: new Date(context.clock.now().getTime() + readersMs + 1_000) },
  );
}
