import { CollectionAccess, mostAtOnce } from '../components/collection-access.tsx';
import { ColumnsTable } from '../components/columns-table.tsx';
import { DataTable } from '../components/data-table.tsx';
import { datasetFacts } from '../components/dataset-list.tsx';
import { Facts, Strip, type Fact } from '../components/facts.tsx';
import { ActionButton } from '../components/form.tsx';
import { LiveMap } from '../components/live-map.tsx';
import { columnLabel, ColumnTitle, isNumeric, Value } from '../components/values.tsx';
import type { DatasetCollection, DatasetData } from '../data/catalogue.ts';
import type { Extent, Feature } from '../data/common.ts';
import { catalogueMessages as messages } from '../messages/catalogue.ts';
import { distributionMessages } from '../messages/distribution.ts';
import { mapPageMessages } from '../messages/map.ts';
import { metadataMessages } from '../messages/metadata.ts';
import { styleMessages } from '../messages/style.ts';
import { shellMessages } from '../messages/shell.ts';
import { wordFor } from '../messages/values.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeDate, writeDegrees, writeShare } from '../write-values.ts';

/** What it is, who keeps it, how fresh, may I use it, how do I get it: answered before the fold. */
export const dataset: View<DatasetData> = (page, data) => ({
  title: data.title,
  section: 'datasets',
  crumbs: [{ text: page.say(shellMessages.datasets), href: '/datasets' }],
  body: (
    <>
      <Strip items={datasetFacts(page, data)} />
      {data.description ? <p class="abstract">{data.description}</p> : null}
      <Facts facts={factsOf(page, data)} />
      {data.contentGranted === false ? (
        <p class="notice">{page.say(messages.onlyKnown, { owner: data.owner ?? '' })}</p>
      ) : null}
      {data.collections.map((collection) => (
        <CollectionSection page={page} collection={collection} isOnly={data.collections.length === 1} />
      ))}
      <Related page={page} related={data.related ?? []} />
      {data.mayManage ? <Publication page={page} data={data} /> : null}
    </>
  ),
});

function factsOf(page: Page, data: DatasetData): (Fact | null)[] {
  const owner = data.owner === 'node' ? page.say(messages.ownNode) : data.owner;
  const [start, end] = data.period ?? [];
  return [
    { term: page.say(messages.owner), value: owner },
    { term: page.say(messages.openness), value: data.openness ? page.say(wordFor(data.openness)) : null },
    { term: page.say(messages.licence), value: page.say(wordFor(data.licence)) },
    start && end
      ? {
          term: page.say(messages.period),
          value: page.say(messages.periodValue, {
            start: writeDate(start, page.language),
            end: writeDate(end, page.language),
          }),
        }
      : null,
    data.extent ? { term: page.say(messages.extent), value: extentText(page, data.extent) } : null,
    data.contact ? { term: page.say(metadataMessages.contact), value: data.contact } : null,
    { term: page.say(messages.identifier), value: <code>{data.id}</code> },
    data.source
      ? {
          term: page.say(messages.source),
          value: <a href={page.to(`/sources/${encodeURIComponent(data.source)}`)}>{data.source}</a>,
        }
      : null,
  ];
}

function extentText(page: Page, extent: readonly number[]): string {
  const [west = 0, south = 0, east = 0, north = 0] = extent;
  return page.say(messages.extentValue, {
    west: writeDegrees(west, 'longitude', 0.01, page),
    east: writeDegrees(east, 'longitude', 0.01, page),
    south: writeDegrees(south, 'latitude', 0.01, page),
    north: writeDegrees(north, 'latitude', 0.01, page),
  });
}

function CollectionSection({
  page,
  collection,
  isOnly,
}: {
  page: Page;
  collection: DatasetCollection;
  isOnly: boolean;
}) {
  const path = `/collections/${encodeURIComponent(collection.id)}`;
  const summary = page.say(messages.items, { count: collection.count });
  return (
    <section class="collection" aria-labelledby={`collection-${collection.id}`}>
      <h2 id={`collection-${collection.id}`}>
        {isOnly ? page.say(messages.dataOf, { title: collection.title }) : collection.title}
      </h2>
      {isOnly ? null : <p>{summary}</p>}
      <p class="actions">
        <a class="button primary" href={page.to(`${path}/items`)}>
          {page.say(isDrawn(collection) ? messages.lookMap : messages.look)}
        </a>
        <Downloads page={page} path={`${path}/items`} />
        <a href={page.to(path)}>{page.say(messages.aboutLayer)}</a>
      </p>
      <Overview page={page} collection={collection} />
      {collection.preview ? (
        <FirstRows page={page} collection={collection} features={collection.preview.features} />
      ) : null}
      <Quality page={page} collection={collection} />
      <details class="access">
        <summary>{page.say(messages.getByProgram)}</summary>
        <CollectionAccess page={page} id={collection.id} hasGeometry={collection.hasGeometry} />
      </details>
      <h3>{page.say(messages.columns)}</h3>
      <ColumnsTable page={page} columns={collection.columns} distribution={collection.preview?.distribution ?? null} />
      {collection.preview ? (
        <p>
          <a href={page.to(`${path}/distribution`)}>{page.say(distributionMessages.link)}</a>
        </p>
      ) : null}
    </section>
  );
}

/** A column for places says nothing yet: the rows may have none. */
const isDrawn = (collection: DatasetCollection): collection is DatasetCollection & { extent: NonNullable<Extent> } =>
  collection.hasGeometry && collection.count > 0 && Boolean(collection.extent);

/** Where the objects are; without a script the way to the page that draws them. */
function Overview({ page, collection }: { page: Page; collection: DatasetCollection }) {
  if (!isDrawn(collection)) return null;
  const { id, title, columns, extent } = collection;
  const layers = [{ id, title, columns: columns.map(({ name, title }) => ({ name, title })) }];
  return (
    <LiveMap page={page} layers={layers} extent={extent} shape="wide">
      <p>
        <a href={page.to('/map', { layers: id })}>{page.say(mapPageMessages.openMap)}</a>
      </p>
    </LiveMap>
  );
}

const sampleColumns = 7;

/** What a row looks like, before anybody opens the table. */
function FirstRows({
  page,
  collection,
  features,
}: {
  page: Page;
  collection: DatasetCollection;
  features: readonly Feature[];
}) {
  if (features.length === 0) return null;
  const path = `/collections/${encodeURIComponent(collection.id)}/items`;
  return (
    <DataTable
      caption={page.say(distributionMessages.preview)}
      rows={features}
      columns={[
        {
          label: page.say(messages.identifier),
          isName: true,
          cell: ({ id }) => <a href={page.to(`${path}/${encodeURIComponent(id)}`)}>{id}</a>,
        },
        ...collection.columns.slice(0, sampleColumns).map((column, index) => ({
          label: columnLabel(page, column),
          header: <ColumnTitle page={page} column={column} />,
          isNumber: isNumeric(column),
          isSecondary: index >= 3,
          cell: ({ properties }: Feature) => <Value page={page} value={properties[column.name]} column={column} />,
        })),
      ]}
    />
  );
}

function Related({ page, related }: { page: Page; related: NonNullable<DatasetData['related']> }) {
  if (related.length === 0) return null;
  return (
    <section aria-labelledby="related">
      <h2 id="related">{page.say(distributionMessages.related)}</h2>
      <ul>
        {related.map(({ id, title, why }) => (
          <li>
            <a href={page.to(`/datasets/${encodeURIComponent(id)}`)}>{title}</a>{' '}
            <span class="quiet-text">
              ({page.say(why === 'standard' ? distributionMessages.sameStandard : distributionMessages.sameOwner)})
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Downloads({ page, path }: { page: Page; path: string }) {
  return (
    <>
      <a href={page.to(path, { f: 'csv', limit: mostAtOnce })}>CSV</a>
      <a href={page.to(path, { f: 'geojson', limit: mostAtOnce })}>GeoJSON</a>
    </>
  );
}

function Quality({ page, collection }: { page: Page; collection: DatasetCollection }) {
  const { quality } = collection;
  if (!quality) return null;
  const { read, accepted, quarantined, completeness } = quality;
  return (
    <>
      <h3>{page.say(messages.quality)}</h3>
      <p>
        {page.say(messages.qualityText, { read, accepted, quarantined })}{' '}
        {completeness === null
          ? null
          : page.say(messages.completeness, { share: writeShare(completeness, page.language) })}{' '}
        {page.isSteward ? <a href={page.to(`/runs/${quality.run}`)}>{page.say(messages.why)}</a> : null}
      </p>
    </>
  );
}

function Publication({ page, data }: { page: Page; data: DatasetData }) {
  const path = `/datasets/${encodeURIComponent(data.id)}`;
  return (
    <section aria-labelledby="publication">
      <h2 id="publication">{page.say(messages.manage)}</h2>
      <p class="actions">
        <a class="button secondary" href={page.to(`${path}/metadata`)}>
          {page.say(metadataMessages.edit)}
        </a>
        {data.collections
          .filter(({ hasGeometry }) => hasGeometry)
          .map(({ id, title }) => (
            <a class="button secondary" href={page.to(`/collections/${encodeURIComponent(id)}/style`)}>
              {page.say(data.collections.length === 1 ? styleMessages.edit : styleMessages.editOf, { title })}
            </a>
          ))}
        <a class="button secondary" href={page.to(`${path}/grants`)}>
          {page.say(messages.grants)}
        </a>
      </p>
      {data.withdrawn ? (
        <ActionButton
          page={page}
          action={`${path}/restore`}
          text={page.say(messages.restore)}
          explanation={page.say(messages.restoreText)}
          kind="primary"
        />
      ) : (
        <ActionButton
          page={page}
          action={`${path}/withdraw`}
          text={page.say(messages.withdraw)}
          explanation={page.say(messages.withdrawText)}
          kind="danger"
        />
      )}
    </section>
  );
}
