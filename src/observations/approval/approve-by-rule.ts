import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { approvals, flags } from '../model.ts';
import { approveSpan } from './approve-span.ts';

/** Values that a rule passed over are for a person: it does not come back to them. */
const lookBackMs = 30 * 24 * 3_600_000;

/**
 * Approves, in networks that say so, what passed every test and has stood for the hours of the network's rule without a
 * correction. Gives how many values.
 */
export async function approveByRule(db: Db, clock: Clock): Promise<number> {
  const networks = await db.query<{ id: string; hours: number }>(sql`
    select id, approve_after_hours as hours from network where approve_after_hours is not null order by id`);
  let approved = 0;
  for (const { id, hours } of networks) {
    const until = clock.now().getTime() - hours * 3_600_000;
    const span = {
      network: id,
      series: null,
      from: new Date(until - lookBackMs).toISOString(),
      to: new Date(until).toISOString(),
      approval: approvals.approved,
      flags: [flags.pass],
    };
    approved += await db.transaction((tx) => approveSpan(tx, { ...span, onlyOpen: true }));
  }
  return approved;
}
