import { constants } from 'node:fs';
import { copyFile, open, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { readHead, type ByteSource } from '../byte-source.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';

export type SqlRow = Readonly<Record<string, number | bigint | string | Uint8Array | null>>;

/** A SQLite file, open for reading only. It is read page by page, never as a whole. */
export class SqliteFile {
  readonly name: string;
  /** A row takes some bytes: more rows than this are pages that point in circles. */
  readonly mostRows: number;
  readonly #database: InstanceType<typeof sqlite.Database>;
  readonly #tables: ReadonlySet<string>;

  private constructor(name: string, bytes: number, database: InstanceType<typeof sqlite.Database>) {
    this.name = name;
    this.mostRows = bytes;
    this.#database = database;
    this.#tables = new Set(
      this.all(`select name, sql from sqlite_master where type = 'table'`)
        .filter(({ sql }) => !/^\s*create\s+virtual/i.test(String(sql)))
        .map(({ name: table }) => String(table)),
    );
  }

  /** Throws Problem `damaged-file`. */
  static async open(source: ByteSource, reading: Reading): Promise<SqliteFile> {
    const path = await ownPath(source, reading);
    const database = guard(source.name, () => {
      const opened = new sqlite.Database(path, { readOnly: true, fileMustExist: true });
      opened.exec('pragma trusted_schema = off; pragma query_only = on; pragma cell_size_check = on');
      return opened;
    });
    const bytes = source.sizeBytes ?? Number.MAX_SAFE_INTEGER;
    try {
      return new SqliteFile(source.name, bytes, database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Real tables only: a view may compute for ever. */
  has(table: string): boolean {
    return this.#tables.has(table);
  }

  get tables(): readonly string[] {
    return [...this.#tables];
  }

  all(query: string, values: readonly string[] = []): SqlRow[] {
    return guard(this.name, () => this.#database.all(query, [...values]) as SqlRow[]);
  }

  *rows(query: string): Generator<SqlRow> {
    const statement = guard(this.name, () => this.#database.prepare(query));
    try {
      const rows = statement.iterate() as IterableIterator<SqlRow>;
      for (let count = 0; ; count += 1) {
        const { done, value } = guard(this.name, () => rows.next());
        if (done) return;
        if (count > this.mostRows)
          throw problem('damaged-file', { file: this.name, place: 'SQLite', reason: `№ ${count}` });
        yield value;
      }
    } finally {
      finalize(statement);
    }
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * The engine locks a file by a folder beside it, so each reading gets a name of its own. A file that was written with a
 * log beside it (WAL) is copied and told not to look for the log.
 */
async function ownPath(source: ByteSource, reading: Reading): Promise<string> {
  const original = resolve(await source.path());
  const path = await reading.temporaryPath();
  const head = await readHead(source, 20);
  if (head.length < 20) throw problem('truncated-file', { file: source.name, place: 'SQLite' });
  if (head[18] === 2 || head[19] === 2) {
    await copyFile(original, path, constants.COPYFILE_FICLONE);
    const file = await open(path, 'r+');
    await file.write(Buffer.from([1, 1]), 0, 2, 18);
    await file.close();
    return path;
  }
  await symlink(original, path).catch(() => copyFile(original, path, constants.COPYFILE_FICLONE));
  return path;
}

/** It repeats the error of a step that failed, which was told already. */
function finalize(statement: { finalize(): void }): void {
  try {
    statement.finalize();
  } catch (error) {
    if (!(error instanceof sqlite.SQLite3Error)) throw error;
  }
}

function guard<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof sqlite.SQLite3Error || error instanceof RangeError)) throw error;
    const reason = error.message.slice(0, 200);
    throw problem('damaged-file', { file, place: 'SQLite', reason }, { cause: error });
  }
}

/** A name inside a query. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
