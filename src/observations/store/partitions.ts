import { sql, type Db } from '../../kernel/index.ts';

/**
 * Partitions of `observation`: one for all before 2000, one for each year from 2000, one for each month from 2020, all in
 * UTC. Made when the first value of their time arrives, attached without keeping readers out.
 */
export class Partitions {
  readonly #db: Db;
  readonly #known = new Set<string>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Makes what is missing for these moments (milliseconds since 1970). Not inside a transaction. */
  async ensure(moments: Iterable<number>): Promise<void> {
    const wanted = new Map<string, Span>();
    let last: Span | null = null;
    for (const at of moments) {
      if (last && at >= last.from && at < last.to) continue;
      last = spanOf(at);
      if (!this.#known.has(last.name)) wanted.set(last.name, last);
    }
    for (const span of wanted.values()) {
      await attach(this.#db, span);
      this.#known.add(span.name);
    }
  }
}

interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const firstYear = 2000;
const firstMonthlyYear = 2020;

export function spanOf(at: number): Span {
  const moment = new Date(at);
  const year = moment.getUTCFullYear();
  if (year < firstYear) {
    return { name: `observation_before_${firstYear}`, from: -Infinity, to: Date.UTC(firstYear, 0) };
  }
  if (year < firstMonthlyYear) {
    return { name: `observation_${year}`, from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) };
  }
  const month = moment.getUTCMonth();
  const name = `observation_${year}_${String(month + 1).padStart(2, '0')}`;
  return { name, from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
}

/** Several nodes may want the same one at once: the lock lets the second see what the first made. */
async function attach(db: Db, { name, from, to }: Span): Promise<void> {
  const table = sql.identifier(name);
  await db.transaction(async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtext('observation partitions'))`);
    const [found] = await tx.query(sql`
      select 1 as one from pg_inherits where inhparent = 'observation'::regclass and inhrelid = to_regclass(${name})`);
    if (found) return;
    await tx.query(sql`create table ${table} (like observation including defaults, primary key (series, time))`);
    const lower = from === -Infinity ? sql.raw('minvalue') : literal(from);
    await tx.query(sql`
      alter table observation attach partition ${table} for values from (${lower}) to (${literal(to)})`);
  });
}

/** Bounds of partitions cannot be parameters. */
function literal(at: number): ReturnType<typeof sql.raw> {
  return sql.raw(`'${new Date(at).toISOString()}'`);
}
