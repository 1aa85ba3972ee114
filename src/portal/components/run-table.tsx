import type { RunData } from '../data/runs.ts';
import { runMessages as messages } from '../messages/runs.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import { writeCount } from '../write-values.ts';
import { DataTable } from './data-table.tsx';
import { StateWord } from './state-word.tsx';
import { Moment, NoValue } from './values.tsx';

const tones = {
  queued: 'busy',
  running: 'busy',
  waiting: 'warn',
  done: 'good',
  failed: 'bad',
  discarded: 'still',
} as const;

export function RunState({ page, state }: { page: Page; state: RunData['state'] }) {
  return <StateWord tone={tones[state]} word={page.say(messages[`state-${state}`])} />;
}

export function RunTable({ page, runs }: { page: Page; runs: readonly RunData[] }) {
  const count = (value: number) => writeCount(value, page.language);
  return (
    <DataTable
      caption={page.say(messages.listTitle)}
      rows={runs}
      columns={[
        {
          label: page.say(messages.number),
          isName: true,
          cell: (run) => (
            <a href={page.to(`/runs/${run.id}`)}>
              {page.say(run.kind === 'rollback' ? messages.rollbackTitle : messages.title, {
                id: String(run.id),
                collection: run.collection,
              })}
            </a>
          ),
        },
        { label: page.say(shellMessages.state), cell: (run) => <RunState page={page} state={run.state} /> },
        { label: page.say(messages.read), isNumber: true, cell: (run) => count(run.counts.read) },
        { label: page.say(messages.stored), isNumber: true, cell: (run) => count(run.counts.stored) },
        { label: page.say(messages.quarantined), isNumber: true, cell: (run) => count(run.counts.quarantined) },
        {
          label: page.say(messages.startedAt),
          cell: (run) => (run.startedAt ? <Moment page={page} at={run.startedAt} /> : <NoValue page={page} />),
        },
      ]}
    />
  );
}
