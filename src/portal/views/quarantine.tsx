import { CodeBlock } from '../components/code-block.tsx';
import { fileAddress } from '../components/file-address.ts';
import { Facts } from '../components/facts.tsx';
import { ActionButton } from '../components/form.tsx';
import { Paging } from '../components/paging.tsx';
import { NoValue } from '../components/values.tsx';
import type { QuarantineData, WorkListLinkData } from '../data/runs.ts';
import { correctionMessages as corrections } from '../messages/corrections.ts';
import { runMessages as messages } from '../messages/runs.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

/** Rows kept out of the store: where in the file, why in plain words, and the cells as they stand there. */
export const quarantine: View<QuarantineData> = (page, data) => ({
  title: page.say(messages.quarantineTitle, { run: String(data.run) }),
  section: 'runs',
  crumbs: data.isShared
    ? []
    : [
        { text: page.say(shellMessages.runs), href: '/runs' },
        {
          text: page.say(messages.title, { id: String(data.run), collection: data.collection }),
          href: `/runs/${data.run}`,
        },
      ],
  body:
    data.total === 0 ? (
      <p>{page.say(messages.quarantineNone)}</p>
    ) : (
      <>
        <p class="abstract">
          {page.say(data.delivery ? messages.quarantineLeadOwn : messages.quarantineLead, { total: data.total })}
        </p>
        <p class="actions">
          <a class="button primary" href={page.here({ f: 'xlsx', after: null })}>
            {page.say(messages.quarantineWorkbook)}
          </a>
        </p>
        {data.isShared ? <p>{page.say(messages.sharedLead)}</p> : <Share page={page} run={data.run} />}
        <Corrected page={page} data={data} />
        {data.rows.map((row, index) => (
          <QuarantinedRow page={page} data={data} row={row} isOpen={index < rowsOpen} />
        ))}
        <Paging
          page={page}
          next={data.next === null ? null : page.here({ after: String(data.next) })}
          first={page.url.searchParams.has('after') ? page.here({ after: null }) : null}
        />
      </>
    ),
});

/** What has been corrected since, and the way to use it. */
function Corrected({ page, data }: { page: Page; data: QuarantineData }) {
  const { corrected = [], newerRun = null, run, delivery } = data;
  if (corrected.length === 0) return null;
  return (
    <section class="summary warn" aria-label={page.say(corrections.runAgain)}>
      <p>{page.say(corrections.waiting, { rows: corrected.length })}</p>
      {newerRun === null ? (
        <ActionButton page={page} action={`/runs/${run}/rerun`} text={page.say(corrections.runAgain)} kind="primary" />
      ) : (
        <p>{page.say(corrections.newer, { run: String(newerRun) })}</p>
      )}
      <p>
        <a href={page.to(`/deliveries/${delivery}/corrections`)}>{page.say(corrections.listLink)}</a>
      </p>
    </section>
  );
}

/** A link for the person who keeps the file, and has no account here. */
function Share({ page, run }: { page: Page; run: number }) {
  return (
    <details>
      <summary>{page.say(messages.shareRows)}</summary>
      <ActionButton
        page={page}
        action={`/runs/${run}/quarantine/links`}
        text={page.say(messages.makeLink)}
        explanation={page.say(messages.shareText)}
      />
      <ActionButton
        page={page}
        action={`/runs/${run}/quarantine/links/end`}
        text={page.say(messages.endLink)}
        kind="secondary"
      />
    </details>
  );
}

/** The link, shown once. */
export const workListLink: View<WorkListLinkData> = (page, data) => ({
  title: page.say(messages.linkTitle),
  section: 'runs',
  crumbs: [
    { text: page.say(shellMessages.runs), href: '/runs' },
    {
      text: page.say(messages.quarantineTitle, { run: String(data.run) }),
      href: `/runs/${data.run}/quarantine`,
    },
  ],
  address: `/runs/${data.run}/quarantine`,
  body: (
    <>
      <p>{page.say(messages.linkLead, { days: data.days })}</p>
      <CodeBlock label={page.say(messages.linkTitle)} code={data.href} />
    </>
  ),
});

/** The first rows show their cells at once; the rest unfold, so that a hundred can still be looked through. */
const rowsOpen = 3;

interface QuarantinedRowProps {
  readonly page: Page;
  readonly data: QuarantineData;
  readonly row: QuarantineData['rows'][number];
  readonly isOpen: boolean;
}

function QuarantinedRow({ page, data, row, isOpen }: QuarantinedRowProps) {
  const heading = `row-${row.number}`;
  const blamed = new Set(row.issues.map((issue) => issue.column));
  const count = data.corrected?.find(({ position }) => position === row.position)?.count ?? 0;
  return (
    <article class="quarantined" aria-labelledby={heading}>
      <h2 id={heading}>{page.say(messages.row, { position: String(row.position) })}</h2>
      <ul class="reasons">
        {row.issues.map((issue) => (
          <li>{issue.sentence}</li>
        ))}
      </ul>
      {data.isShared ? null : (
        <p>
          <a href={fileAddress(page, data.run, row.position, row.issues[0]?.column ?? null)}>
            {page.say(messages.lookInFile)}
          </a>
          {data.delivery ? (
            <>
              {' · '}
              <a href={page.to(`/runs/${data.run}/rows/${row.position}`)}>{page.say(corrections.correctRow)}</a>
            </>
          ) : null}
          {count > 0 ? (
            <>
              {' · '}
              <strong>{page.say(corrections.correctedRow, { count })}</strong>
            </>
          ) : null}
        </p>
      )}
      <details open={isOpen}>
        <summary>{page.say(messages.cells)}</summary>
        <Facts
          wide
          facts={Object.entries(row.cells).map(([name, value]) => ({
            term: name,
            value: blamed.has(name) ? <mark>{cellText(page, value)}</mark> : cellText(page, value),
          }))}
        />
      </details>
    </article>
  );
}

/** A cell as it stands in the file, not as the node would write it. */
function cellText(page: Page, value: unknown) {
  if (value === null || value === undefined || value === '') return <NoValue page={page} />;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
