import { sql, type Caller, type Db } from '../../kernel/index.ts';
import { GatheredIntake } from './gathered-intake.ts';
import type { KeptMessage, SettleOutcome, SpilledMessage } from './model.ts';
import { enter, refusalOf, refuse, senderOf, take, type SettleContext } from './settle.ts';

/** Larger ones have a transaction of their own, or several. */
const mostBytes = 256 * 1024;

/**
 * Stores the oldest messages by one transaction, as many of them as go together: each has its own receipt, sender and place
 * in the order, as if it were stored alone. Gives what became of them; nothing where the oldest is for itself. Where it
 * throws, none is stored.
 */
export async function settleTogether(
  context: SettleContext,
  kept: readonly KeptMessage[],
  signal: AbortSignal,
): Promise<SettleOutcome[]> {
  const group = await whatGoesTogether(context.observations.store, kept);
  if (group.length < 2) return [];
  const callers = await callersOf(context, group);
  const gathered = new GatheredIntake<number | null>(context.intake);
  let count = 0;
  for (const { message, body } of group) {
    const caller = callers.get(whoAndWhere(message))!;
    const goes = await gathered.add((intake) => take(context, message, caller, body!, { intake, signal }));
    if (!goes) break;
    count++;
  }
  if (count < 2) {
    await gathered.leave();
    return [];
  }
  const ends = await gathered.store();
  return entered(context, group.slice(0, count), ends, signal);
}

/** The oldest, as long as they are small, whole, not stored before, and no two are the same delivery. */
async function whatGoesTogether(store: Db, kept: readonly KeptMessage[]): Promise<readonly KeptMessage[]> {
  const ids = kept.map(({ message }) => message.id);
  const rows = await store.query<{ id: string }>(sql`select id from spilled_delivery where id = any(${ids}::text[])`);
  const settled = new Set(rows.map(({ id }) => id));
  const keys = new Set<string>();
  const end = kept.findIndex(({ message, body }) => {
    const { id, network, order, bytes } = message;
    const key = `${network}\n${order.door === 'mqtt' ? id : (order.key ?? id)}`;
    if (!body || bytes > mostBytes || settled.has(id) || keys.has(key)) return true;
    keys.add(key);
    return false;
  });
  return end < 0 ? kept : kept.slice(0, end);
}

const whoAndWhere = ({ sender, network }: SpilledMessage): string => `${sender}\n${network}`;

/** Each is judged once, by the last of his messages: a key that was valid then was valid before. */
async function callersOf(context: SettleContext, group: readonly KeptMessage[]): Promise<Map<string, Caller>> {
  const last = new Map(group.map(({ message }) => [whoAndWhere(message), message]));
  const callers = new Map<string, Caller>();
  for (const [key, message] of last) callers.set(key, await senderOf(context, message));
  return callers;
}

async function entered(
  context: SettleContext,
  group: readonly KeptMessage[],
  ends: readonly PromiseSettledResult<number | null>[],
  signal: AbortSignal,
): Promise<SettleOutcome[]> {
  const stored = group.flatMap(({ message }, place) => {
    const end = ends[place]!;
    return end.status === 'fulfilled' ? [{ message, receipt: end.value }] : [];
  });
  await enter(
    context,
    stored.map(({ message, receipt }) => ({ message, settled: { receipt, problem: null, file: null } })),
  );
  const outcomes: SettleOutcome[] = [];
  for (const [place, { message, body }] of group.entries()) {
    const end = ends[place]!;
    if (end.status === 'fulfilled') {
      outcomes.push('stored');
      continue;
    }
    // The intake has taken it, and kept out the one value that it brings.
    const problem = refusalOf(end.reason, false);
    if (!problem) throw end.reason;
    await refuse(context, message, problem, body, signal);
    outcomes.push('refused');
  }
  return outcomes;
}
