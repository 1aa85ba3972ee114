import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { approvals, flags } from '../model.ts';
import { approveSpan } from './approve-span.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Values that a rule passed over for so long are for a person: it does not come back to them. */
const lookBackMs = 30 * dayMs;
/** What comes no later than this behind the others of its time is found by the next look. */
const overlapMs = 2 * hourMs;
/** How often it comes back for what was later still, or passes the tests now. */
const comeBackMs = dayMs;

interface Ruled {
  readonly id: string;
  readonly hours: number;
  readonly lookedUntil: string | null;
  readonly cameBackAt: string | null;
}

/**
 * Approves, in networks that say so, what passed every test and has stood for the hours of the network's rule without a
 * correction. It goes on from where it was, a day of a network in a transaction, and once a day over 30 days, for what was
 * late. Gives how many values.
 */
export async function approveByRule(db: Db, clock: Clock, signal: AbortSignal): Promise<number> {
  const networks = await db.query<Ruled>(sql`
    select id, approve_after_hours as hours, rule_looked_until as "lookedUntil", rule_came_back_at as "cameBackAt"
    from network where approve_after_hours is not null order by id`);
  let approved = 0;
  for (const network of networks) {
    const now = clock.now().getTime();
    const until = now - network.hours * hourMs;
    const from = network.lookedUntil === null ? until - lookBackMs : Date.parse(network.lookedUntil) - overlapMs;
    const isDue = network.cameBackAt === null || now - Date.parse(network.cameBackAt) >= comeBackMs;
    for (const [start, end] of days(isDue ? Math.min(from, until - lookBackMs) : from, until)) {
      if (signal.aborted) return approved;
      approved += await approveDay(db, network.id, start, end);
    }
    if (isDue) await db.query(sql`update network set rule_came_back_at = ${new Date(now)} where id = ${network.id}`);
  }
  return approved;
}

function* days(from: number, until: number): Generator<readonly [number, number]> {
  for (let start = from; start <= until; start += dayMs) yield [start, Math.min(until, start + dayMs)];
}

function approveDay(db: Db, network: string, from: number, to: number): Promise<number> {
  const [start, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
  return db.transaction(async (tx) => {
    const span = { network, series: null, from: start, to: end, approval: approvals.approved, flags: [flags.pass] };
    const approved = await approveSpan(tx, { ...span, onlyOpen: true });
    await tx.query(sql`
      update network set rule_looked_until = greatest(rule_looked_until, ${end}::timestamptz) where id = ${network}`);
    return approved;
  });
}
