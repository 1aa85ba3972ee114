import { sql, type Clock, type Db } from '../kernel/index.ts';
import { digestOf, newSecret } from './secrets.ts';

/** What a one-time link is for; a code opens its own purpose only. */
export type LinkPurpose =
  'operator' | 'set-up' | 'verify' | 'reset' | 'invitation' | 'passkey' | 'outside' | 'work-list';

/** How long a list of rows to correct can be looked at by its link. */
export const workListDays = 14;

const lifeMs: Readonly<Record<LinkPurpose, number>> = {
  operator: 10 * 60_000,
  'set-up': 30 * 86_400_000,
  verify: 3 * 86_400_000,
  reset: 60 * 60_000,
  invitation: 7 * 86_400_000,
  passkey: 5 * 60_000,
  outside: 10 * 60_000,
  'work-list': workListDays * 86_400_000,
};

/** Makes a code that works once, for a while; only its digest is kept. */
export async function makeLink(
  db: Db,
  clock: Clock,
  purpose: LinkPurpose,
  subject: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const code = newSecret(24);
  await makeLinkWith(db, clock, purpose, code, subject);
  return code;
}

/** The same for a code that was chosen before. */
export async function makeLinkWith(
  db: Db,
  clock: Clock,
  purpose: LinkPurpose,
  code: string,
  subject: Readonly<Record<string, unknown>>,
): Promise<void> {
  const now = clock.now();
  await db.query(sql`delete from one_time_link where expires_at < ${now.toISOString()}`);
  await db.query(sql`
    insert into one_time_link (digest, purpose, subject, expires_at)
    values (${digestOf(code)}, ${purpose}, ${JSON.stringify(subject)}::jsonb,
            ${new Date(now.getTime() + lifeMs[purpose]).toISOString()})`);
}

/** What a code is about, without using it up; null where it is unknown, spent or too old. */
export async function readLink<Subject>(
  db: Db,
  clock: Clock,
  purpose: LinkPurpose,
  code: string,
): Promise<Subject | null> {
  const rows = await db.query<{ subject: Subject }>(sql`
    select subject from one_time_link
    where digest = ${digestOf(code)} and purpose = ${purpose} and expires_at >= ${clock.now().toISOString()}`);
  return rows[0]?.subject ?? null;
}

/** Uses a code up; of two who come at once one gets the subject. */
export async function useLink<Subject>(
  db: Db,
  clock: Clock,
  purpose: LinkPurpose,
  code: string,
): Promise<Subject | null> {
  const rows = await db.query<{ subject: Subject }>(sql`
    delete from one_time_link
    where digest = ${digestOf(code)} and purpose = ${purpose} and expires_at >= ${clock.now().toISOString()}
    returning subject`);
  return rows[0]?.subject ?? null;
}

/** Ends every link of a purpose, or those whose subject has this member. */
export async function endLinks(db: Db, purpose: LinkPurpose, subject: Readonly<Record<string, unknown>> = {}) {
  await db.query(sql`
    delete from one_time_link where purpose = ${purpose} and subject @> ${JSON.stringify(subject)}::jsonb`);
}
