import { Facts, Strip } from '../components/facts.tsx';
import { ActionButton } from '../components/form.tsx';
import { Conversions, IssueGroups } from '../components/issue-groups.tsx';
import { RunState } from '../components/run-table.tsx';
import { Moment } from '../components/values.tsx';
import type { RunPageData } from '../data/runs.ts';
import { runMessages as messages } from '../messages/runs.ts';
import { shellMessages } from '../messages/shell.ts';
import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeDuration, writeShare } from '../write-values.ts';

const refreshSeconds = 2;

/** One run: three numbers, how far it is, what to look at, what one may do. */
export const run: View<RunPageData> = (page, data) => {
  const isGoing = data.state === 'queued' || data.state === 'running';
  const title = data.kind === 'rollback' ? messages.rollbackTitle : messages.title;
  return {
    title: page.say(title, { id: String(data.id), collection: data.collection }),
    section: 'runs',
    crumbs: [{ text: page.say(shellMessages.runs), href: '/runs' }],
    ...(page.problem ? { address: `/runs/${data.id}` } : {}),
    ...(isGoing ? { refreshSeconds } : {}),
    body: (
      <>
        <Strip items={[<RunState page={page} state={data.state} />, outcome(page, data)]} />
        {data.problem ? <RunProblem page={page} data={data} /> : null}
        {isGoing ? <Progress page={page} data={data} /> : null}
        <Numbers page={page} data={data} />
        <Review page={page} data={data} />
        {page.isSteward ? <Actions page={page} data={data} /> : null}
        <Details page={page} data={data} />
      </>
    ),
  };
};

function outcome(page: Page, data: RunPageData) {
  if (data.state !== 'done') return null;
  return data.edition === null
    ? page.say(messages.unchangedSentence)
    : page.say(messages.publishedSentence, { edition: String(data.edition) });
}

/** Why it failed, or what it waits for: then the decision stands right here. */
function RunProblem({ page, data }: { page: Page; data: RunPageData }) {
  const isWaiting = data.state === 'waiting';
  return (
    <section class={isWaiting ? 'summary warn' : 'summary bad'} aria-labelledby="run-problem">
      <h2 id="run-problem">{isWaiting ? page.say(messages.decide) : data.problem!.title}</h2>
      <p>{data.problem!.detail}</p>
      {isWaiting && page.isSteward ? (
        <div class="decision">
          <ActionButton
            page={page}
            action={`/runs/${data.id}/accept`}
            text={page.say(messages.accept)}
            kind="primary"
          />
          <ActionButton
            page={page}
            action={`/runs/${data.id}/discard`}
            text={page.say(messages.discard)}
            explanation={page.say(messages.discardText)}
            kind="danger"
          />
        </div>
      ) : null}
    </section>
  );
}

function Progress({ page, data }: { page: Page; data: RunPageData }) {
  const { done, total, endsAt } = data.progress;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const left = endsAt ? Date.parse(endsAt) - page.clock.now().getTime() : 0;
  const text = page.say(messages.progressText, {
    share: writeShare(share, page.language),
    phase: page.say(messages[`phase-${data.phase}`]),
  });
  return (
    <div class="progress" role="status">
      <label for="progress">{page.say(messages.progress)}</label>
      <progress id="progress" max="100" value={String(Math.round(share * 100))} />
      <p>
        {text}
        {left > 0 ? `, ${page.say(messages.timeLeft, { duration: writeDuration(left, page) })}` : ''}.{' '}
        <span class="quiet-text">{page.say(shellMessages.refreshes)}</span>
      </p>
    </div>
  );
}

function Numbers({ page, data }: { page: Page; data: RunPageData }) {
  const { counts } = data;
  const figures = [
    { label: messages.read, value: counts.read, href: null },
    { label: messages.stored, value: counts.stored, href: null },
    {
      label: messages.quarantined,
      value: counts.quarantined,
      href: counts.quarantined > 0 ? `/runs/${data.id}/quarantine` : null,
    },
  ];
  const parts = (['inserted', 'updated', 'unchanged', 'duplicates', 'deleted'] as const).filter(
    (name) => counts[name] > 0,
  );
  return (
    <>
      <dl class="numbers three">
        {figures.map((figure) => (
          <div>
            <dt>{page.say(figure.label)}</dt>
            <dd class="figure">
              {figure.href ? (
                <a href={page.to(figure.href)}>{writeCount(figure.value, page.language)}</a>
              ) : (
                writeCount(figure.value, page.language)
              )}
            </dd>
          </div>
        ))}
      </dl>
      {parts.length > 0 ? (
        <p>
          {page.say(messages.breakdown)}:{' '}
          {parts.map((name) => `${writeCount(counts[name], page.language)} ${page.say(messages[name])}`).join(', ')}.
        </p>
      ) : null}
      {data.state === 'done' ? (
        <p class="actions">
          <a class="button primary" href={page.to(`/collections/${encodeURIComponent(data.collection)}/items`)}>
            {page.say(messages.seeData)}
          </a>
        </p>
      ) : null}
    </>
  );
}

function Review({ page, data }: { page: Page; data: RunPageData }) {
  const causes = data.issueCounts.filter((count) => !count.systematic);
  const conversions = data.issueCounts.filter((count) => count.systematic);
  const { quarantined } = data.counts;
  return (
    <>
      {causes.length > 0 || data.state === 'done' ? (
        <section aria-labelledby="review">
          <h2 id="review">{page.say(messages.toReview)}</h2>
          {causes.length === 0 && quarantined === 0 ? <p>{page.say(messages.noIssues)}</p> : null}
          {quarantined > 0 ? (
            <p>
              <a href={page.to(`/runs/${data.id}/quarantine`)}>
                {page.say(messages.seeQuarantine, { count: quarantined })}
              </a>
            </p>
          ) : null}
          <IssueGroups page={page} run={data.id} counts={causes} />
        </section>
      ) : null}
      {conversions.length > 0 ? (
        <section aria-labelledby="changed">
          <h2 id="changed">{page.say(messages.changedByNode)}</h2>
          <p>{page.say(messages.changedLead)}</p>
          <Conversions counts={conversions} />
        </section>
      ) : null}
    </>
  );
}

function Actions({ page, data }: { page: Page; data: RunPageData }) {
  const hasEnded = data.state === 'done' || data.state === 'failed' || data.state === 'discarded';
  const canRerun = hasEnded && data.delivery !== null;
  if (!canRerun && !data.canRollback) return null;
  return (
    <section aria-labelledby="actions">
      <h2 id="actions">{page.say(messages.actions)}</h2>
      {canRerun ? (
        <ActionButton
          page={page}
          action={`/runs/${data.id}/rerun`}
          text={page.say(messages.rerun)}
          explanation={page.say(messages.rerunText)}
        />
      ) : null}
      {data.canRollback ? (
        <ActionButton
          page={page}
          action={`/runs/${data.id}/rollback`}
          text={page.say(messages.rollback)}
          explanation={page.say(messages.rollbackText)}
          kind="danger"
        />
      ) : null}
    </section>
  );
}

function Details({ page, data }: { page: Page; data: RunPageData }) {
  const moment = (at: string | null) => (at ? <Moment page={page} at={at} zone /> : null);
  const link = (path: string, text: string) => <a href={page.to(path)}>{text}</a>;
  return (
    <section aria-labelledby="details">
      <h2 id="details">{page.say(messages.details)}</h2>
      <Facts
        facts={[
          {
            term: page.say(messages.source),
            value: data.source ? link(`/sources/${encodeURIComponent(data.source)}`, data.source) : null,
          },
          {
            term: page.say(messages.file),
            value: data.file ? link(`/deliveries/${data.file.id}`, data.file.name) : null,
          },
          data.layer ? { term: page.say(messages.layer), value: data.layer } : null,
          {
            term: page.say(messages.collection),
            value: link(`/collections/${encodeURIComponent(data.collection)}`, data.collection),
          },
          { term: page.say(messages.kind), value: page.say(valueMessages[data.deliveryKind]) },
          data.undoes
            ? {
                term: page.say(messages.number),
                value: link(`/runs/${data.undoes}`, page.say(messages.undoes, { run: String(data.undoes) })),
              }
            : null,
          data.baseEdition === null ? null : { term: page.say(messages.baseEdition), value: String(data.baseEdition) },
          data.edition === null ? null : { term: page.say(messages.edition), value: String(data.edition) },
          { term: page.say(messages.created), value: moment(data.createdAt) },
          { term: page.say(messages.started), value: moment(data.startedAt) },
          { term: page.say(messages.finished), value: moment(data.finishedAt) },
        ]}
      />
    </section>
  );
}
