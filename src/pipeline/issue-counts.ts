import { describeIssue } from '../harmonise/index.ts';
import type { Db, Language } from '../kernel/index.ts';
import { listIssueCounts, listIssues, type Issue, type IssueCount } from '../ledger/index.ts';

export interface DescribedCount extends IssueCount {
  /** The cause in words, for the column as a whole. */
  readonly sentence: string;
  /** One case of it in words; null for a conversion of the whole column. */
  readonly example: string | null;
}

/** What a run's rules objected to, by cause and column, each with one case in words. */
export async function describeCounts(db: Db, run: number, language: Language): Promise<DescribedCount[]> {
  const counts = await listIssueCounts(db, run);
  return Promise.all(
    counts.map(async (count) => {
      const example = count.systematic ? null : await findExample(db, run, count);
      const whole = { ...count, position: null, value: null, detail: example?.detail ?? count.detail };
      return {
        ...count,
        sentence: describeIssue(count.systematic ? whole : withoutCount(whole), language),
        example: example && describeIssue(example, language),
      };
    }),
  );
}

async function findExample(db: Db, run: number, { rule, column }: IssueCount): Promise<Issue | null> {
  return (await listIssues(db, run, { rule, column, after: 0, limit: 1 }))[0] ?? null;
}

/** The count of exceptions stands beside the sentence, not in it. */
function withoutCount(issue: Issue & { count: number }): Issue {
  const { count: _, ...rest } = issue;
  return rest;
}
