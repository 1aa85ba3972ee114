import { sql, type Db, type Sql } from '../../kernel/index.ts';

/** A statement of a run on the embedded engine aims at this; the connection is shared with every page. */
const turnMs = 60;
const usualFirstPages = 16;
const pageBytes = 8192;

export interface RangeOptions {
  readonly progress?: (share: number) => Promise<void>;
  /** Pages of the first range: few where a row costs much. */
  readonly firstPages?: number;
}

/**
 * Walks a table by ranges of its pages, calling `work` with a condition on `ctid` for each. On the server one range
 * covers everything (the planner joins sets); on the embedded engine ranges adapt to the measured time, so that
 * requests pass between two of them. `progress` is called with the share done, 0..1.
 */
export async function forEachRange(
  db: Db,
  table: string,
  work: (range: Sql) => Promise<void>,
  options: RangeOptions | ((share: number) => Promise<void>) = {},
): Promise<void> {
  const { progress = async () => undefined, firstPages = usualFirstPages } =
    typeof options === 'function' ? { progress: options } : options;
  if (db.engine === 'server') {
    await work(sql`true`);
    await progress(1);
    return;
  }
  const size = await db.query<{ bytes: number }>(sql`select pg_relation_size(${table}::regclass) as bytes`);
  const pages = Math.ceil(Number(size[0]!.bytes) / pageBytes);
  let step = firstPages;
  for (let page = 0; page < pages;) {
    const started = performance.now();
    await work(sql`ctid >= ${`(${page},0)`}::tid and ctid < ${`(${page + step},0)`}::tid`);
    page += step;
    step = adapt(step, performance.now() - started);
    await progress(Math.min(1, page / pages));
  }
}

/** Next batch size from the time the last one took: at most doubled, at least 1. */
export function adapt(size: number, tookMs: number): number {
  const factor = Math.min(2, Math.max(0.25, turnMs / Math.max(tookMs, 1)));
  return Math.max(1, Math.round(size * factor));
}
