import { Paging } from '../components/paging.tsx';
import { RunTable } from '../components/run-table.tsx';
import type { RunsData } from '../data/runs.ts';
import { runMessages as messages } from '../messages/runs.ts';
import type { View } from '../view.ts';

const pageSize = 100;

export const runs: View<RunsData> = (page, data) => {
  const last = data.runs.at(-1);
  const limit = Number(page.url.searchParams.get('limit') ?? pageSize);
  const hasMore = last !== undefined && data.runs.length >= limit;
  return {
    title: page.say(messages.listTitle),
    section: 'runs',
    crumbs: [],
    body: (
      <>
        <p>{page.say(messages.listLead)}</p>
        {data.runs.length === 0 ? (
          <>
            <p>{page.say(messages.none)}</p>
            <p>
              <a href={page.to('/sources')}>{page.say(messages.noneDo)}</a>
            </p>
          </>
        ) : (
          <RunTable page={page} runs={data.runs} />
        )}
        <Paging
          page={page}
          next={hasMore ? page.here({ before: String(last.id) }) : null}
          first={page.url.searchParams.has('before') ? page.here({ before: null }) : null}
        />
      </>
    ),
  };
};
