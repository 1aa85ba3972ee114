import { hold, standingOrigins, type Draft } from '../../features/index.ts';
import { endedOrigins, hasEndedCorrections } from '../../ledger/index.ts';
import type { Attempt } from '../attempt.ts';

/**
 * A key whose new row is in quarantine keeps its last good version, but not one that was made with a correction which has
 * been taken back: nobody vouches for that any more.
 */
export async function keyHolder(
  { context: { db }, run }: Attempt,
  draft: Draft,
): Promise<(fids: readonly string[]) => Promise<void>> {
  if (!(await hasEndedCorrections(db, run.source!, run.collection))) return (fids) => hold(db, run.id, fids);
  return async (fids) => {
    const origins = await standingOrigins(db, draft, fids);
    const ended = new Set((await endedOrigins(db, origins)).map((origin) => JSON.stringify(origin)));
    const doubted = new Set(
      origins.filter((made) => ended.has(JSON.stringify([made.run, made.position]))).map(({ fid }) => fid),
    );
    await hold(
      db,
      run.id,
      fids.filter((fid) => !doubted.has(fid)),
    );
  };
}
