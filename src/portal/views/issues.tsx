import { DataTable } from '../components/data-table.tsx';
import { fileAddress } from '../components/file-address.ts';
import { sentenceOf } from '../components/issue-groups.tsx';
import { Paging } from '../components/paging.tsx';
import { StateWord } from '../components/state-word.tsx';
import { NoValue } from '../components/values.tsx';
import type { CountedIssue, IssuesData } from '../data/runs.ts';
import { runMessages as messages } from '../messages/runs.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount } from '../write-values.ts';

const tones = { error: 'bad', warning: 'warn', info: 'still' } as const;

export const issues: View<IssuesData> = (page, data) => ({
  title: page.say(messages.issuesTitle, { run: String(data.run) }),
  section: 'runs',
  crumbs: [
    { text: page.say(shellMessages.runs), href: '/runs' },
    {
      text: page.say(messages.title, { id: String(data.run), collection: data.collection }),
      href: `/runs/${data.run}`,
    },
  ],
  body:
    data.counts.length === 0 ? (
      <p>{page.say(messages.issuesNone)}</p>
    ) : (
      <>
        <p>{page.say(messages.issuesLead)}</p>
        <h2>{page.say(messages.byCause)}</h2>
        <Causes page={page} counts={data.counts} />
        <OneByOne page={page} data={data} />
      </>
    ),
});

function Causes({ page, counts }: { page: Page; counts: readonly CountedIssue[] }) {
  return (
    <DataTable
      caption={page.say(messages.byCause)}
      rows={counts}
      columns={[
        { label: page.say(messages.reason), isName: true, isSentence: true, cell: (count) => sentenceOf(count) },
        { label: page.say(messages.column), cell: (count) => count.column ?? <NoValue page={page} /> },
        {
          label: page.say(shellMessages.state),
          cell: (count) => (
            <StateWord tone={tones[count.severity]} word={page.say(messages[`severity-${count.severity}`])} />
          ),
        },
        { label: page.say(messages.done), cell: (count) => page.say(messages[`action-${count.action}`]) },
        {
          label: page.say(messages.count),
          isNumber: true,
          cell: (count) =>
            count.systematic ? (
              writeCount(count.count, page.language)
            ) : (
              <a
                href={page.here({ rule: count.rule, after: null })}
                aria-label={`${page.say(messages.onlyRule)}: ${writeCount(count.count, page.language)}`}
              >
                {writeCount(count.count, page.language)}
              </a>
            ),
        },
      ]}
    />
  );
}

function OneByOne({ page, data }: { page: Page; data: IssuesData }) {
  if (data.issues.length === 0) return null;
  const isFiltered = page.url.searchParams.has('rule');
  return (
    <>
      <h2>{page.say(messages.oneByOne)}</h2>
      {isFiltered ? (
        <p>
          <a href={page.here({ rule: null, after: null })}>{page.say(messages.allRules)}</a>
        </p>
      ) : null}
      <DataTable
        caption={page.say(messages.oneByOne)}
        isLong
        rows={data.issues}
        columns={[
          {
            label: page.say(messages.position),
            isName: true,
            cell: (issue) =>
              issue.position === null ? (
                <NoValue page={page} />
              ) : (
                <a href={fileAddress(page, data.run, issue.position, issue.column)}>{issue.position}</a>
              ),
          },
          { label: page.say(messages.column), cell: (issue) => issue.column ?? <NoValue page={page} /> },
          {
            label: page.say(messages.value),
            cell: (issue) => (issue.value === null ? <NoValue page={page} /> : <code>{issue.value}</code>),
          },
          { label: page.say(messages.reason), cell: (issue) => issue.sentence },
          { label: page.say(messages.done), cell: (issue) => page.say(messages[`action-${issue.action}`]) },
        ]}
      />
      <Paging
        page={page}
        next={data.next === null ? null : page.here({ after: String(data.next) })}
        first={page.url.searchParams.has('after') ? page.here({ after: null }) : null}
      />
    </>
  );
}
