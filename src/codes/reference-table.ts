import { createHash } from 'node:crypto';
import { copyLine, sql, type Db } from '../kernel/index.ts';
import type { CodeBook } from './code-book.ts';

/** Translations of codes as tables of the store, so that reads can join them; made when a read first needs one. */
export const codeMigrations = [
  {
    number: 1,
    name: 'codes of one list in another',
    up: `
      create table code_reading (
        list text collate "C" not null,
        target_list text collate "C" not null,
        code text collate "C" not null,
        target text collate "C",
        one_of jsonb,
        primary key (list, target_list, code)
      );
      create table code_reading_made (
        list text collate "C" not null,
        target_list text collate "C" not null,
        content text not null,
        primary key (list, target_list)
      );`,
  },
];

/** By database and book: which contents this process knows to be there. */
const made = new WeakMap<Db, Map<string, string>>();
const contents = new WeakMap<object, string>();

/**
 * Puts the translation from one list to another into the store, unless it is there as the packs say it now. Gives a
 * digest of its content; null when nothing leads from one to the other.
 */
export async function ensureReading(db: Db, book: CodeBook, list: string, target: string): Promise<string | null> {
  const translation = book.translation(list, target);
  if (!translation) return null;
  const content = contentOf(translation);
  const known = made.get(db) ?? new Map<string, string>();
  made.set(db, known);
  const key = `${list} ${target}`;
  if (known.get(key) === content) return content;
  await db.transaction(async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtext(${`lienthong.codes.${key}`}))`);
    const there = await tx.query<{ content: string }>(sql`
      select content from code_reading_made where list = ${list} and target_list = ${target}`);
    if (there[0]?.content === content) return;
    await tx.query(sql`delete from code_reading where list = ${list} and target_list = ${target}`);
    const lines = [...translation].map(([code, targets]) => {
      const single = targets.length === 1 ? targets[0]! : null;
      return copyLine([list, target, code, single, single === null ? JSON.stringify(targets) : null]);
    });
    await tx.copyIn('code_reading', ['list', 'target_list', 'code', 'target', 'one_of'], lines);
    await tx.query(sql`
      insert into code_reading_made (list, target_list, content) values (${list}, ${target}, ${content})
      on conflict (list, target_list) do update set content = excluded.content`);
  });
  known.set(key, content);
  return content;
}

function contentOf(translation: ReadonlyMap<string, readonly string[]>): string {
  let content = contents.get(translation);
  if (content === undefined) {
    const hash = createHash('sha256');
    for (const [code, targets] of translation) hash.update(`${code}>${targets.join(',')};`);
    content = hash.digest('base64url');
    contents.set(translation, content);
  }
  return content;
}
