import type { Db } from '../db.ts';
import type { Sql } from '../sql.ts';

/** Up to so many texts that a statement gave, as they are sent on: bytes, not strings. */
export interface TextPage {
  /** The first column of the rows as UTF-8, with a comma between. */
  readonly bytes: Buffer;
  readonly count: number;
  /** The other columns of the last row that `bytes` holds; empty without rows. */
  readonly last: readonly unknown[];
  /** True when the statement gives a row more than was asked for. */
  readonly more: boolean;
}

/** A `Db` that can hand texts on as the server sends them. */
export interface TextSource {
  readTexts(statement: Sql, limit: number): Promise<TextPage>;
}

const noBytes = Buffer.alloc(0);

/**
 * Reads the texts in the first column of a statement, which should give `limit` rows and one more. On a server their
 * bytes are never decoded: turning a thousand features into strings and back costs more than finding them.
 * The first column must not be null.
 */
export async function readTexts(db: Db, statement: Sql, limit: number): Promise<TextPage> {
  const source = db as Db & Partial<TextSource>;
  if (source.readTexts) return source.readTexts(statement, limit);
  const rows = await db.query(statement);
  const page = rows.slice(0, limit).map((row) => Object.values(row));
  return {
    bytes: page.length === 0 ? noBytes : Buffer.from(page.map(([text]) => text as string).join(',')),
    count: page.length,
    last: page.at(-1)?.slice(1) ?? [],
    more: rows.length > limit,
  };
}
