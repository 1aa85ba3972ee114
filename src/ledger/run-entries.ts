import { sql, type Db } from '../kernel/index.ts';
import {
  storedIssuesPerRule,
  type Issue,
  type IssueCount,
  type QuarantinedRow,
  type SystematicIssue,
} from './entries.ts';

/**
 * Collects the issues and quarantined rows of one run and writes them in batches. Holds counts per rule and column
 * (small) and at most one batch of entries.
 */
export class RunEntries {
  readonly #db: Db;
  readonly #run: number;
  readonly #counts = new Map<string, { issue: Issue; count: number }>();
  readonly #storedPerRule = new Map<string, number>();
  #pendingIssues: Issue[] = [];
  #pendingRows: QuarantinedRow[] = [];
  #issueNumber = 0;
  #rowNumber = 0;
  #issues = 0;

  constructor(db: Db, run: number) {
    this.#db = db;
    this.#run = run;
  }

  /** All issues so far: exceptions one by one, each systematic conversion as one. */
  get issues(): number {
    return this.#issues;
  }

  get quarantined(): number {
    return this.#rowNumber;
  }

  /** Forgets what an interrupted attempt of this run wrote. */
  async clear(): Promise<void> {
    await this.#db.query(sql`delete from issue where run = ${this.#run}`);
    await this.#db.query(sql`delete from issue_count where run = ${this.#run}`);
    await this.#db.query(sql`delete from quarantine where run = ${this.#run}`);
    await this.#db.query(sql`delete from applied_correction where run = ${this.#run}`);
  }

  async add(issues: readonly Issue[], rows: readonly QuarantinedRow[]): Promise<void> {
    for (const issue of issues) this.#count(issue);
    for (const row of rows) this.#pendingRows.push(row);
    this.#rowNumber += rows.length;
    if (this.#pendingIssues.length >= 500 || this.#pendingRows.length >= 200) await this.flush();
  }

  #count(issue: Issue): void {
    this.#issues++;
    const key = `${issue.rule}\u0000${issue.column ?? ''}\u0000${issue.severity}\u0000${issue.action}`;
    const known = this.#counts.get(key);
    if (known) known.count++;
    else this.#counts.set(key, { issue, count: 1 });
    const stored = this.#storedPerRule.get(issue.rule) ?? 0;
    if (stored >= storedIssuesPerRule) return;
    this.#storedPerRule.set(issue.rule, stored + 1);
    this.#pendingIssues.push(issue);
  }

  async flush(): Promise<void> {
    const issues = this.#pendingIssues;
    const rows = this.#pendingRows;
    this.#pendingIssues = [];
    this.#pendingRows = [];
    if (issues.length > 0) await this.#writeIssues(issues);
    if (rows.length > 0) await this.#writeRows(rows);
  }

  async #writeIssues(issues: readonly Issue[]): Promise<void> {
    const first = this.#issueNumber;
    this.#issueNumber += issues.length;
    const records = issues.map((issue, i) => ({ ...issue, number: first + i + 1 }));
    await this.#db.query(sql`
      insert into issue (run, number, rule, severity, column_name, position, value, action, detail)
      select ${this.#run}::bigint, e.number, e.rule, e.severity, e."column", e.position, e.value, e.action, e.detail
      from jsonb_to_recordset(${json(records)}::jsonb) as e(number bigint, rule text, severity text, "column" text,
        position bigint, value text, action text, detail jsonb)`);
  }

  async #writeRows(rows: readonly QuarantinedRow[]): Promise<void> {
    const first = this.#rowNumber - rows.length;
    const records = rows.map((row, i) => ({ ...row, number: first + i + 1 }));
    await this.#db.query(sql`
      insert into quarantine (run, number, position, cells, issues, fid)
      select ${this.#run}::bigint, e.number, e.position, e.cells, e.issues, e.fid
      from jsonb_to_recordset(${json(records)}::jsonb) as e(number bigint, position bigint, cells jsonb, issues jsonb,
        fid text)`);
  }

  /** Writes the counts per rule and the systematic conversions; call once, when all rows have passed. */
  async finish(systematic: readonly SystematicIssue[]): Promise<void> {
    await this.flush();
    const counts = [
      ...[...this.#counts.values()].map(({ issue, count }) => ({
        ...issue,
        count,
        samples: [],
        detail: {},
        systematic: false,
      })),
      ...systematic.map((issue) => ({ ...issue, systematic: true })),
    ];
    this.#issues += systematic.length;
    if (counts.length === 0) return;
    await this.#db.query(sql`
      insert into issue_count (run, rule, column_name, severity, action, systematic, count, samples, detail)
      select ${this.#run}::bigint, e.rule, coalesce(e."column", ''), e.severity, e.action, e.systematic,
        sum(e.count), (array_agg(e.samples))[1], (array_agg(e.detail))[1]
      from jsonb_to_recordset(${json(counts)}::jsonb) as e(rule text, "column" text, severity text, action text,
        systematic boolean, count bigint, samples jsonb, detail jsonb)
      group by 1, 2, 3, 4, 5, 6
      on conflict (run, rule, column_name, severity, action, systematic)
      do update set count = issue_count.count + excluded.count`);
  }
}

/** JSON for PostgreSQL: U+0000 cannot be stored, so it becomes U+FFFD; half a surrogate pair likewise. */
function json(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('\\u0000', '\ufffd')
    .replace(/\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])/g, '\ufffd');
}

export async function listIssueCounts(db: Db, run: number): Promise<IssueCount[]> {
  return db.query<IssueCount & Record<string, unknown>>(sql`
    select rule, severity, nullif(column_name, '') as "column", action, count, systematic, samples, detail
    from issue_count where run = ${run}
    order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, count desc, rule, column_name`);
}

export type StoredIssue = Issue & { readonly number: number };

export async function listIssues(
  db: Db,
  run: number,
  page: { rule?: string; column?: string | null; after: number; limit: number },
): Promise<StoredIssue[]> {
  return db.query<StoredIssue & Record<string, unknown>>(sql`
    select number, rule, severity, column_name as "column", position, value, action, detail from issue
    where run = ${run} and number > ${page.after} ${page.rule ? sql`and rule = ${page.rule}` : sql``}
    ${page.column === undefined ? sql`` : sql`and column_name is not distinct from ${page.column}`}
    order by number limit ${page.limit}`);
}

export type StoredQuarantinedRow = QuarantinedRow & { readonly number: number };

export async function listQuarantine(
  db: Db,
  run: number,
  page: { after: number; limit: number },
): Promise<StoredQuarantinedRow[]> {
  return db.query<StoredQuarantinedRow & Record<string, unknown>>(sql`
    select number, position, cells, issues, fid from quarantine
    where run = ${run} and number > ${page.after} order by number limit ${page.limit}`);
}

/** What stands in quarantine from one record of the file; null where it is not there. */
export async function findQuarantined(db: Db, run: number, position: number): Promise<StoredQuarantinedRow | null> {
  const rows = await db.query<StoredQuarantinedRow & Record<string, unknown>>(sql`
    select number, position, cells, issues, fid from quarantine
    where run = ${run} and position = ${position} order by number limit 1`);
  return rows[0] ?? null;
}
