import { CollectionAccess } from '../components/collection-access.tsx';
import { ColumnsTable } from '../components/columns-table.tsx';
import { Coordinates } from '../components/coordinates.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Facts, Strip } from '../components/facts.tsx';
import { Moment } from '../components/values.tsx';
import type { CollectionData } from '../data/features.ts';
import { mapPageMessages } from '../messages/map.ts';
import { catalogueMessages } from '../messages/catalogue.ts';
import { distributionMessages } from '../messages/distribution.ts';
import { featureMessages as messages } from '../messages/features.ts';
import { unitMessages } from '../messages/units.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeDate } from '../write-values.ts';

export const collection: View<CollectionData> = (page, data) => {
  const path = `/collections/${encodeURIComponent(data.id)}`;
  const hasGeometry = data.storageCrs !== undefined;
  return {
    title: data.title,
    section: 'collections',
    crumbs: [{ text: page.say(shellMessages.collections), href: '/collections' }],
    body: (
      <>
        <Strip
          items={[
            page.say(catalogueMessages.items, { count: data.numberOfItems }),
            page.say(messages.edition, { number: data.edition }),
            page.say(catalogueMessages.newest, { date: writeDate(data.updated, page.language) }),
          ]}
        />
        {data.description === data.title ? null : <p class="abstract">{data.description}</p>}
        <p class="actions">
          <a class="button primary" href={page.to(`${path}/items`)}>
            {page.say(hasGeometry ? messages.openMap : messages.open)}
          </a>
          <a href={page.to(`${path}/changes`, { since: String(Math.max(0, data.edition - 1)) })}>
            {page.say(messages.changesLink)}
          </a>
          {hasGeometry ? <a href={page.to('/map', { layers: data.id })}>{page.say(mapPageMessages.openMap)}</a> : null}
          <a href={page.to(`${path}/summary`)}>{page.say(unitMessages.summaryLink)}</a>
          <a href={page.to(`${path}/distribution`)}>{page.say(distributionMessages.link)}</a>
        </p>
        <Facts
          facts={[
            {
              term: page.say(messages.dataset),
              value: <a href={page.to(`/datasets/${encodeURIComponent(data.dataset)}`)}>{data.dataset}</a>,
            },
            { term: page.say(messages.standard), value: data.standard ?? page.say(messages.asIs) },
            ...(data.coordinates ?? []).map((coordinates) => ({
              term: page.say(messages.sourceCoordinates),
              value: <Coordinates coordinates={coordinates} />,
              isLong: true,
            })),
            { term: page.say(catalogueMessages.identifier), value: <code>{data.id}</code> },
          ]}
        />
        <h2>{page.say(catalogueMessages.columns)}</h2>
        <ColumnsTable page={page} columns={data.columns} sortables={data.sortables} />
        <h2>{page.say(catalogueMessages.get)}</h2>
        <CollectionAccess page={page} id={data.id} hasGeometry={hasGeometry} />
        <p>
          <a href={page.to(`${path}/queryables`)}>{page.say(messages.queryables)}</a>
        </p>
        <h2>{page.say(messages.editions)}</h2>
        <p>{page.say(messages.editionsLead)}</p>
        <Editions page={page} data={data} path={path} />
      </>
    ),
  };
};

function Editions({ page, data, path }: { page: Page; data: CollectionData; path: string }) {
  const count = (value: number) => writeCount(value, page.language);
  return (
    <DataTable
      caption={page.say(messages.editions)}
      rows={data.editions}
      columns={[
        {
          label: page.say(messages.editionNumber),
          isName: true,
          cell: (edition) => (
            <a href={page.to(`${path}/items`, { 'as-of': String(edition.number) })}>
              {page.say(messages.edition, { number: String(edition.number) })}
            </a>
          ),
        },
        { label: page.say(messages.publishedAt), cell: (edition) => <Moment page={page} at={edition.publishedAt} /> },
        { label: page.say(messages.count), isNumber: true, cell: (edition) => count(edition.count) },
        { label: page.say(messages.inserted), isNumber: true, cell: (edition) => count(edition.inserted) },
        { label: page.say(messages.updated), isNumber: true, cell: (edition) => count(edition.updated) },
        { label: page.say(messages.deleted), isNumber: true, cell: (edition) => count(edition.deleted) },
        {
          label: page.say(messages.whatChanged),
          cell: ({ number }) => (
            <a
              href={page.to(`${path}/changes`, { since: String(number - 1), until: String(number) })}
              aria-label={page.say(messages.whatChangedIn, { number: String(number) })}
            >
              {page.say(messages.whatChanged)}
            </a>
          ),
        },
        ...(page.isSteward
          ? [
              {
                label: page.say(messages.run),
                cell: (edition: CollectionData['editions'][number]) =>
                  edition.run ? (
                    <a href={page.to(`/runs/${edition.run}`)}>
                      {page.say(messages.runNumber, { run: String(edition.run) })}
                    </a>
                  ) : null,
              },
            ]
          : []),
      ]}
    />
  );
}
