import { DeliveryTable } from '../components/delivery-table.tsx';
import { DropTarget } from '../components/drop-target.tsx';
import { Facts, type Fact } from '../components/facts.tsx';
import { ActionButton, FormToken } from '../components/form.tsx';
import { ScheduleForm } from '../components/schedule-form.tsx';
import { RunTable } from '../components/run-table.tsx';
import { Moment } from '../components/values.tsx';
import type { SourcePageData } from '../data/sources.ts';
import { catalogueMessages } from '../messages/catalogue.ts';
import { runMessages } from '../messages/runs.ts';
import { shellMessages } from '../messages/shell.ts';
import { mappingMessages } from '../messages/mappings.ts';
import { sourceMessages as messages } from '../messages/sources.ts';
import { standardMessages } from '../messages/standards.ts';
import { valueMessages, wordFor } from '../messages/values.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { transportWord } from './sources.tsx';

export const source: View<SourcePageData> = (page, data) => ({
  title: data.title,
  section: 'sources',
  crumbs: [{ text: page.say(shellMessages.sources), href: '/sources' }],
  ...(page.problem ? { address: `/sources/${encodeURIComponent(data.id)}` } : {}),
  body: (
    <>
      <SourceFacts page={page} data={data} />
      {page.isSteward ? <DeliverAgain page={page} data={data} /> : null}
      {page.isSteward && data.location ? <ScheduleForm page={page} data={data} /> : null}
      <section aria-labelledby="deliveries">
        <h2 id="deliveries">{page.say(messages.deliveries)}</h2>
        {(data.deliveries ?? []).length === 0 ? (
          <p>{page.say(messages.noDeliveries)}</p>
        ) : (
          <DeliveryTable page={page} deliveries={data.deliveries} />
        )}
      </section>
      {(data.runs ?? []).length > 0 ? (
        <section aria-labelledby="runs">
          <h2 id="runs">{page.say(runMessages.listTitle)}</h2>
          <RunTable page={page} runs={data.runs} />
        </section>
      ) : null}
    </>
  ),
});

function SourceFacts({ page, data }: { page: Page; data: SourcePageData }) {
  return (
    <Facts
      facts={[
        { term: page.say(messages.transport), value: transportWord(page, data.transport) },
        data.location ? { term: page.say(messages.address), value: <code>{data.location}</code> } : null,
        { term: page.say(messages.kind), value: page.say(valueMessages[data.delivery]) },
        data.openness ? { term: page.say(catalogueMessages.openness), value: page.say(wordFor(data.openness)) } : null,
        {
          term: page.say(messages.lastDelivery),
          value: data.lastDeliveryAt ? <Moment page={page} at={data.lastDeliveryAt} /> : page.say(messages.never),
        },
        { term: page.say(catalogueMessages.identifier), value: <code>{data.id}</code> },
        data.layers.length > 0
          ? {
              term: page.say(messages.layers),
              value: (
                <ul class="plain">
                  {data.layers.map((layer) => (
                    <li>
                      <a href={page.to(`/collections/${encodeURIComponent(layer.collection)}`)}>
                        {page.say(messages.goesTo, {
                          layer: layer.layer || page.say(messages.wholeFile),
                          collection: layer.collection,
                        })}
                      </a>
                    </li>
                  ))}
                </ul>
              ),
            }
          : null,
        ...formsOf(page, data),
        data.layers.some(({ standard }) => standard !== null)
          ? {
              term: page.say(mappingMessages.versionsLink),
              value: (
                <a href={page.to(`/sources/${encodeURIComponent(data.id)}/mappings`)}>
                  {page.say(mappingMessages.versions, { source: data.id })}
                </a>
              ),
            }
          : null,
      ]}
    />
  );
}

/** Workbooks by which the next delivery may be written down. */
function formsOf(page: Page, { layers }: SourcePageData): Fact[] {
  const standards = [...new Set(layers.flatMap(({ standard }) => (standard === null ? [] : [standard])))];
  if (standards.length === 0) return [];
  const links = standards.map((standard) => (
    <li>
      <a href={page.to(`/standards/${standard}/template`)} download>
        {page.say(standardMessages.downloadOf, { standard })}
      </a>
    </li>
  ));
  return [{ term: page.say(standardMessages.form), value: <ul class="plain">{links}</ul> }];
}

function DeliverAgain({ page, data }: { page: Page; data: SourcePageData }) {
  const path = `/sources/${encodeURIComponent(data.id)}/deliveries`;
  return (
    <section aria-labelledby="again">
      <h2 id="again">{page.say(messages.deliverAgain)}</h2>
      {data.location ? (
        <ActionButton
          page={page}
          action={path}
          text={page.say(messages.fetchAgain)}
          explanation={page.say(messages.fetchAgainText)}
          kind="primary"
        />
      ) : (
        <form method="post" action={page.to(path)} encType="multipart/form-data">
          <FormToken page={page} />
          <DropTarget page={page} />
          <button class="primary" type="submit">
            {page.say(messages.deliver)}
          </button>
        </form>
      )}
    </section>
  );
}
