import { randomInt } from 'node:crypto';
import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { digestOf } from '../secrets.ts';

const howMany = 10;
const groups = 4;
const groupLength = 6;
/** Without letters and digits that are taken for each other; five bits a sign, 120 a code: a plain digest gives nothing away. */
const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Makes new one-time codes for who has lost his second factor, in place of those before; they are shown once. */
export async function makeRecoveryCodes(db: Db, clock: Clock, account: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode);
  await db.transaction(async (tx) => {
    await tx.query(sql`delete from recovery_code where account = ${account}`);
    await tx.query(sql`
      insert into recovery_code (account, digest, made_at)
      select ${account}, digest, ${clock.now().toISOString()}
      from unnest(${codes.map((code) => digestOf(signsOf(code)))}::text[]) as digest`);
  });
  return codes;
}

function newCode(): string {
  const group = () => Array.from({ length: groupLength }, () => signs[randomInt(signs.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** As somebody types it: small letters, with or without the strokes. */
const signsOf = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** Uses a code up; of two who come at once one gets in. */
export async function useRecoveryCode(db: Db, account: string, text: string): Promise<boolean> {
  const code = signsOf(text);
  if (code.length !== groups * groupLength) return false;
  const used = await db.query(sql`
    delete from recovery_code where account = ${account} and digest = ${digestOf(code)} returning account`);
  return used.length > 0;
}

export async function countRecoveryCodes(db: Db, account: string): Promise<number> {
  const rows = await db.query<{ n: number }>(sql`
    select count(*)::int4 as n from recovery_code where account = ${account}`);
  return rows[0]!.n;
}

/** Without a second factor there is nothing that they stand for. */
export async function endRecoveryCodes(db: Db, account: string): Promise<void> {
  await db.query(sql`delete from recovery_code where account = ${account}`);
}
