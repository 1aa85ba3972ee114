import type { Clock, Db, Expectation, Finding } from '../kernel/index.ts';
import { listRuns, type Run } from '../ledger/index.ts';

const dayMs = 24 * 3_600_000;

/** What should happen to deliveries and did not: runs that wait for a person, runs that failed lately. */
export function pipelineExpectations(db: Db, clock: Clock): Expectation[] {
  return [
    { id: 'runs-waiting', check: () => checkWaiting(db) },
    { id: 'runs-failed', check: () => checkFailed(db, clock) },
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
