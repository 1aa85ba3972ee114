import { withinGrant } from '../../access/index.ts';
import type { Db } from '../../kernel/index.ts';
import { observationProblem } from '../problems.ts';
import type { NetworkView } from './networks.ts';

/** Whether a grant gives so many values a request or a day: a door that counts none does not open to it. */
export function hasLimits({ grant: { limits } }: NetworkView): boolean {
  return limits.rowsPerRequest !== null || limits.perDay !== null;
}

/** The networks that may be read through a door that counts no values. */
export function withoutLimits(views: ReadonlyMap<string, NetworkView>): ReadonlyMap<string, NetworkView> {
  return new Map([...views].filter(([, view]) => !hasLimits(view)));
}

/** For a door that counts no values. Throws Problem `limits-not-counted`. */
export function refuseLimits(view: NetworkView): void {
  if (hasLimits(view)) throw observationProblem('limits-not-counted', { network: view.network.id });
}

/**
 * Counts values of a network that are given all or not at all. Throws Problem `answer-beyond-grant`, and `quota-used-up`
 * where nothing is left of today.
 */
export async function countWhole(db: Db, { network, grant }: NetworkView, rows: number): Promise<void> {
  await withinGrant(
    db,
    grant,
    rows,
    (limit) => {
      if (limit < rows) throw observationProblem('answer-beyond-grant', { network: network.id, rows, limit });
      return Promise.resolve(rows);
    },
    (given) => given,
  );
}
