import { listSchedules } from '../connect/index.ts';
import { nextTime, type Clock, type Db, type Expectation, type Finding, type ProblemRecord } from '../kernel/index.ts';
import { listRuns, type Run } from '../ledger/index.ts';

const dayMs = 24 * 3_600_000;

/** What should happen to deliveries and did not: runs that wait for a person, runs that failed lately. */
export function pipelineExpectations(db: Db, clock: Clock): Expectation[] {
  return [
    { id: 'runs-waiting', check: () => checkWaiting(db) },
    { id: 'runs-failed', check: () => checkFailed(db, clock) },
    { id: 'sources-fetched', check: () => checkFetched(db, clock) },
  ];
}

async function checkWaiting(db: Db): Promise<Finding> {
  const waiting = await listRuns(db, { states: ['waiting'], limit: 100 });
  return finding(
    waiting,
    'warning',
    { vi: 'Lượt chạy chờ người quyết định', en: 'Runs that wait for a person' },
    {
      vi: '{count} lượt chờ duyệt, cũ nhất là lượt {run}. Duyệt hoặc bỏ.',
      en: '{count} run(s) wait, the oldest is run {run}. Accept or discard them.',
    },
    { vi: 'Không có lượt nào chờ.', en: 'No run waits.' },
  );
}

async function checkFailed(db: Db, clock: Clock): Promise<Finding> {
  const since = clock.now().getTime() - dayMs;
  const runs = await listRuns(db, { states: ['failed'], limit: 100 });
  const lately = runs.filter((run) => Date.parse(run.finishedAt ?? run.createdAt) >= since);
  return finding(
    lately,
    'warning',
    { vi: 'Lượt chạy không thành trong 24 giờ', en: 'Runs that failed in the last 24 hours' },
    {
      vi: '{count} lượt không thành, đầu tiên là lượt {run}. Xem lý do rồi giao lại hoặc chạy lại.',
      en: '{count} run(s) failed, the first is run {run}. See why, then deliver or run again.',
    },
    { vi: 'Không có lượt nào hỏng.', en: 'No run failed.' },
  );
}

/** The words of a problem within a message, whose own places are in braces. */
const plain = (words: ProblemRecord['vi']): string => String(words['detail']).replace(/[{}]/g, '');

/** A fetch may take a while, and a busy node starts it late. */
const graceMs = 3_600_000;

/** Sources with a schedule that were not fetched when they should have been, or in vain. */
interface Missed {
  readonly source: string;
  readonly at: string;
  /** Null: it was not tried. */
  readonly why: ProblemRecord | null;
}

async function checkFetched(db: Db, clock: Clock): Promise<Finding> {
  const title = { vi: 'Nguồn tự lấy theo lịch', en: 'Sources fetched by schedule' };
  const now = clock.now().getTime();
  const missed = (await listSchedules(db)).flatMap(({ source, cron, since, lastFetchAt, problem }): Missed[] => {
    if (problem) return [{ source, at: lastFetchAt ?? since, why: problem }];
    const due = nextTime(cron, new Date(lastFetchAt ?? since));
    return due && due.getTime() + graceMs < now ? [{ source, at: due.toISOString(), why: null }] : [];
  });
  const [first] = missed.toSorted((a, b) => a.at.localeCompare(b.at));
  if (!first) {
    const message = {
      vi: 'Mọi nguồn có lịch đều đã lấy đúng giờ.',
      en: 'Every source with a schedule was fetched in time.',
    };
    return { state: 'ok', since: null, title, detail: { message }, href: null };
  }
  const message =
    first.why === null
      ? {
          vi: '{count} nguồn quá giờ mà chưa lấy, lâu nhất là {source}. Xem nhật ký của nút, hoặc bấm lấy ngay.',
          en: '{count} source(s) not fetched in time, {source} for longest. Look in the log of the node, or fetch now.',
        }
      : {
          vi: `{count} nguồn lấy theo lịch không thành, trước hết {source}: ${plain(first.why.vi)}`,
          en: `{count} source(s) fetched in vain, first {source}: ${plain(first.why.en)}`,
        };
  return {
    state: 'warning',
    since: first.at,
    title,
    detail: { message, parameters: { count: missed.length, source: first.source } },
    href: `/sources/${first.source}`,
  };
}

function finding(
  runs: readonly Run[],
  state: Finding['state'],
  title: Finding['title'],
  found: Finding['title'],
  none: Finding['title'],
): Finding {
  const oldest = runs.at(-1);
  if (!oldest) return { state: 'ok', since: null, title, detail: { message: none }, href: null };
  return {
    state,
    since: oldest.finishedAt ?? oldest.createdAt,
    title,
    detail: { message: found, parameters: { count: runs.length, run: String(oldest.id) } },
    href: `/runs/${oldest.id}`,
  };
}
