import { DataTable } from '../components/data-table.tsx';
import { HiddenInputs } from '../components/form.tsx';
import { Paging } from '../components/paging.tsx';
import { NoValue } from '../components/values.tsx';
import type { ChangesData } from '../data/features.ts';
import { featureMessages as messages } from '../messages/features.ts';
import { shellMessages } from '../messages/shell.ts';
import type { View } from '../view.ts';

/** What a program that copies the collection has to do, readable by people too. */
export const changes: View<ChangesData> = (page, data) => {
  const path = `/collections/${encodeURIComponent(data.collection)}`;
  const next = data.links.find((link) => link.rel === 'next');
  return {
    title: page.say(messages.changesTitle, { title: data.collection }),
    section: 'collections',
    crumbs: [
      { text: page.say(shellMessages.collections), href: '/collections' },
      { text: data.collection, href: path },
    ],
    body: (
      <>
        <p>{page.say(messages.changesLead, { since: String(data.since), edition: String(data.edition) })}</p>
        <form class="filter" method="get" action={`${path}/changes`}>
          <HiddenInputs fields={page.language === 'en' ? { lang: 'en' } : {}} />
          <label for="field-since">{page.say(messages.since)}</label>
          <div class="filter-line">
            <input type="number" id="field-since" name="since" min="0" max={data.edition} value={String(data.since)} />
            <button class="secondary" type="submit">
              {page.say(messages.show)}
            </button>
          </div>
        </form>
        {data.changes.length === 0 ? (
          <p class="notice">{page.say(messages.changesEmpty)}</p>
        ) : (
          <DataTable
            caption={page.say(messages.changesTitle, { title: data.collection })}
            isLong
            rows={data.changes}
            columns={[
              {
                label: page.say(messages.identifier),
                isName: true,
                cell: (change) =>
                  change.op === 'delete' ? (
                    change.id
                  ) : (
                    <a href={page.to(`${path}/items/${encodeURIComponent(change.id)}`)}>{change.id}</a>
                  ),
              },
              { label: page.say(messages.operation), cell: (change) => page.say(messages[change.op]) },
              {
                label: page.say(messages.content),
                cell: (change) => (change.feature ? summaryOf(change.feature.properties) : <NoValue page={page} />),
              },
            ]}
          />
        )}
        <Paging
          page={page}
          next={next ? page.to(next.href) : null}
          first={page.url.searchParams.has('token') ? page.here({ token: null }) : null}
        />
      </>
    ),
  };
};

const shownProperties = 4;

function summaryOf(properties: Readonly<Record<string, unknown>>): string {
  const filled = Object.entries(properties).filter(([, value]) => value !== null);
  const text = filled
    .slice(0, shownProperties)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  return text.join('; ') + (filled.length > shownProperties ? ' …' : '');
}
