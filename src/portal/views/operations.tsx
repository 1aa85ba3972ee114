import { DataTable } from '../components/data-table.tsx';
import { StateWord } from '../components/state-word.tsx';
import { Moment, NoValue } from '../components/values.tsx';
import type { OperationsData } from '../data/node.ts';
import { operationsMessages as messages } from '../messages/node.ts';
import { shellMessages } from '../messages/shell.ts';
import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeMinute } from '../write-values.ts';

type Expectation = OperationsData['expectations'][number];
const order = { failed: 0, warning: 1, ok: 2 } as const;
const tones = { failed: 'bad', warning: 'warn', ok: 'good' } as const;

/** One column: what should have happened and did not, worst first; when nothing is late, it says so. */
export const operations: View<OperationsData> = (page, data) => {
  const late = data.expectations.filter((one) => one.state !== 'ok').sort((a, b) => order[a.state] - order[b.state]);
  const onTime = data.expectations.filter((one) => one.state === 'ok');
  return {
    title: page.say(messages.title),
    section: 'operations',
    crumbs: [],
    body: (
      <>
        <p>{page.say(messages.lead)}</p>
        <p class="abstract">
          {late.length === 0
            ? page.say(messages.allGood, { count: onTime.length })
            : page.say(messages.someBad, { count: late.length })}{' '}
          <span class="quiet-text">
            {page.say(messages.checkedAt, {
              moment: page.say(valueMessages.asMoment, { moment: writeMinute(data.checkedAt, page.language) }),
            })}
          </span>
        </p>
        <Expectations page={page} expectations={late} />
        {onTime.length > 0 ? (
          <section aria-labelledby="on-time">
            <h2 id="on-time">{page.say(messages.onTime)}</h2>
            <Expectations page={page} expectations={onTime} />
          </section>
        ) : null}
        <Jobs page={page} jobs={data.jobs} />
        <Checks page={page} checks={data.checks} />
      </>
    ),
  };
};

function Expectations({ page, expectations }: { page: Page; expectations: readonly Expectation[] }) {
  if (expectations.length === 0) return null;
  return (
    <ul class="expectations">
      {expectations.map((one) => (
        <li class={tones[one.state]}>
          <h3>
            <StateWord tone={tones[one.state]} word={page.say(messages[one.state])} /> {one.title}
          </h3>
          <p>
            {one.detail}{' '}
            {one.since ? (
              <span class="quiet-text">
                ({page.say(messages.since, { moment: writeMinute(one.since, page.language) })} UTC+7)
              </span>
            ) : null}
          </p>
          {one.href ? (
            <p>
              <a href={page.to(one.href)}>
                {page.say(messages.look)}
                <span class="visually-hidden">: {one.title}</span>
              </a>
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Jobs({ page, jobs }: { page: Page; jobs: OperationsData['jobs'] }) {
  return (
    <section aria-labelledby="jobs">
      <h2 id="jobs">{page.say(messages.jobs)}</h2>
      {jobs.length === 0 ? (
        <p>{page.say(messages.noJobs)}</p>
      ) : (
        <DataTable
          caption={page.say(messages.jobs)}
          rows={worthReading(jobs)}
          columns={[
            {
              label: page.say(messages.job),
              isName: true,
              cell: ({ title, id, before }) =>
                page.say(before === 0 ? messages.jobNumber : messages.jobBefore, {
                  title,
                  id: String(id),
                  count: before,
                }),
            },
            { label: page.say(shellMessages.state), cell: (job) => stateWord(page, job.state) },
            {
              label: page.say(messages.started),
              cell: (job) => (job.startedAt ? <Moment page={page} at={job.startedAt} /> : <NoValue page={page} />),
            },
            { label: page.say(messages.error), cell: (job) => job.error ?? <NoValue page={page} /> },
          ]}
        />
      )}
    </section>
  );
}

type Job = OperationsData['jobs'][number];

/** Of each kind what runs, waits or failed, and the last that was done with how many before it: most jobs come every minute. */
function worthReading(jobs: readonly Job[]): (Job & { before: number })[] {
  const done = new Map<string, Job & { before: number }>();
  return jobs.flatMap((job) => {
    const last = job.state === 'done' ? done.get(job.kind) : undefined;
    if (last) last.before++;
    if (last) return [];
    const row = { ...job, before: 0 };
    if (job.state === 'done') done.set(job.kind, row);
    return [row];
  });
}

function stateWord(page: Page, state: string): string {
  return state in messages ? page.say(messages[state as 'running']) : state;
}

function Checks({ page, checks }: { page: Page; checks: OperationsData['checks'] }) {
  if (checks.length === 0) return null;
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">{page.say(messages.checks)}</h2>
      <DataTable
        caption={page.say(messages.checks)}
        rows={checks}
        columns={[
          { label: page.say(messages.check), isName: true, cell: (check) => check.name },
          {
            label: page.say(shellMessages.state),
            cell: ({ state }) => (state === 'ok' ? page.say(messages.checkWell) : stateWord(page, state)),
          },
          { label: page.say(messages.value), cell: (check) => checkValue(page, check.value) },
        ]}
      />
    </section>
  );
}

function checkValue(page: Page, value: unknown) {
  if (value === null || value === undefined || value === '') return <NoValue page={page} />;
  if (typeof value === 'number') return writeCount(value, page.language);
  if (typeof value !== 'object') return String(value);
  const parts = Object.entries(value).map(
    ([name, part]) => `${name}: ${typeof part === 'number' ? writeCount(part, page.language) : String(part)}`,
  );
  return parts.join(', ');
}
