import type { Transporter } from 'nodemailer';
import { sql } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import type { Letter } from './letters.ts';

const jobKind = 'access.letter';
const keptDays = 30;

/** A letter that waits for somebody to pass its link on, because there is no mail server or it takes nothing. */
export interface WaitingLetter {
  readonly id: number;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly createdAt: string;
}

/** Keeps the letter, sealed, and sends it as a job: whoever asked for it cannot tell from the time whether there is one. */
export async function sendLetter(context: AccessContext, recipient: string, letter: Letter): Promise<void> {
  const { db, clock, secrets, jobs, mail } = context;
  const now = clock.now();
  await db.query(sql`
    delete from letter where created_at < ${new Date(now.getTime() - keptDays * 86_400_000).toISOString()}`);
  const rows = await db.query<{ id: number }>(sql`
    insert into letter (recipient, subject, body, created_at)
    values (${recipient}, ${letter.subject}, ${secrets.seal(letter.text)}, ${now.toISOString()}) returning id`);
  if (mail) await jobs.enqueue(db, jobKind, { letter: rows[0]!.id });
}

/** Letters that were not sent, newest first: the operator passes their links on. */
export async function waitingLetters({ db, secrets }: AccessContext): Promise<WaitingLetter[]> {
  const rows = await db.query<Omit<WaitingLetter, 'text'> & { body: string }>(sql`
    select id, recipient, subject, body, created_at as "createdAt" from letter
    where sent_at is null and body is not null order by id desc limit 200`);
  return rows.map(({ body, ...rest }) => ({ ...rest, text: secrets.open(body) }));
}

/** Defines the job that hands letters to the mail server; of a letter that was sent only the envelope is kept. */
export function defineLetterJob(context: AccessContext): void {
  const { mail } = context;
  let transport: Transporter | null = null;
  context.jobs.define<{ letter: number }>(jobKind, {
    title: { vi: 'Gửi thư', en: 'Send a letter' },
    budgetMs: 120_000,
    retries: 6,
    run: async ({ payload }) => {
      const { db, clock, secrets } = context;
      const rows = await db.query<{ recipient: string; subject: string; body: string }>(sql`
        select recipient, subject, body from letter where id = ${payload.letter} and sent_at is null`);
      const letter = rows[0];
      if (!letter || !mail) return;
      transport ??= (await import('nodemailer')).createTransport(mail.url);
      const text = secrets.open(letter.body);
      await transport.sendMail({ from: mail.from, to: letter.recipient, subject: letter.subject, text });
      await db.query(sql`
        update letter set sent_at = ${clock.now().toISOString()}, body = null where id = ${payload.letter}`);
    },
  });
}
