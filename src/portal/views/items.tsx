import { DataTable, type TableColumn } from '../components/data-table.tsx';
import { Strip } from '../components/facts.tsx';
import { ItemsFilter } from '../components/items-filter.tsx';
import { UnitsSwitch } from '../components/units-switch.tsx';
import { Paging } from '../components/paging.tsx';
import { ColumnTitle, columnLabel, isNumeric, Value } from '../components/values.tsx';
import type { Feature } from '../data/common.ts';
import type { ItemsData } from '../data/features.ts';
import { LiveMap } from '../components/live-map.tsx';
import { mapPageMessages } from '../messages/map.ts';
import { FeatureMap } from '../map/feature-map.tsx';
import { featureMessages as messages, mapMessages } from '../messages/features.ts';
import { catalogueMessages } from '../messages/catalogue.ts';
import { unitMessages } from '../messages/units.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeMinute, type Column } from '../write-values.ts';

const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
/** On a phone each row is a block; beyond this many lines a list of rows cannot be looked through. */
const columnsOnPhone = 8;
const longestIdOnOneLine = 24;

/** The table of a collection, with filter, order and map of the same page. */
export const items: View<ItemsData> = (page, data) => ({
  title: data.title,
  section: 'collections',
  crumbs: crumbsOf(page, data),
  formats: { geojson: 'application/geo+json', csv: 'text/csv' },
  body: (
    <>
      <Strip items={stripOf(page, data)} />
      {data.isCurrent ? null : <OldEdition page={page} data={data} />}
      <ItemsFilter page={page} data={data} />
      {data.canReadUnits || data.query['units'] ? <UnitsSwitch page={page} chosen={data.query['units']} /> : null}
      {data.features.length === 0 ? (
        <p class="notice">{page.say(isFiltered(data) ? messages.nothingMatches : messages.noObjects)}</p>
      ) : (
        <Results page={page} data={data} />
      )}
    </>
  ),
});

/** What selects features, and tiles too. */
const alsoOfTiles = (name: string): boolean =>
  !['limit', 'token', 'f', 'lang', 'crs', 'sortby', 'view-as'].includes(name);

/** The features of this page as a drawing; where there is script, all that match as a live map. */
function PageMap({ page, data }: { page: Page; data: ItemsData }) {
  const drawing = <FeatureMap page={page} features={data.features} shape="wide" />;
  const query = Object.fromEntries(Object.entries(data.query).filter(([name]) => alsoOfTiles(name)));
  // Tiles know neither a box of the caller nor other codes of units.
  if (!data.extent || 'bbox' in query || 'units' in query) return drawing;
  const { collection, title, columns } = data;
  const layers = [
    { id: collection, title, kind: 'mixed' as const, columns: columns.map(({ name, title }) => ({ name, title })) },
  ];
  return (
    <>
      <LiveMap page={page} layers={layers} extent={data.extent} shape="wide" query={query}>
        {drawing}
      </LiveMap>
      <p>
        <a href={page.to('/map', { layers: collection })}>{page.say(mapPageMessages.openMap)}</a>
      </p>
    </>
  );
}

function crumbsOf(page: Page, data: ItemsData) {
  return [
    { text: page.say(shellMessages.collections), href: '/collections' },
    { text: data.title, href: `/collections/${encodeURIComponent(data.collection)}` },
  ];
}

function isFiltered(data: ItemsData): boolean {
  const plain = new Set(['limit', 'token', 'f', 'lang', 'crs', 'as-of', 'sortby', 'units']);
  return Object.keys(data.query).some((name) => !plain.has(name));
}

function stripOf(page: Page, data: ItemsData) {
  const filtered = isFiltered(data);
  const total =
    data.numberMatched !== null
      ? page.say(filtered ? messages.matchedFiltered : messages.matched, { count: data.numberMatched })
      : data.numberMatchedEstimate !== null
        ? page.say(messages.matchedEstimate, { count: data.numberMatchedEstimate })
        : null;
  return [
    total,
    data.numberMatched === data.numberReturned ? null : page.say(messages.returned, { count: data.numberReturned }),
    page.say(messages.edition, { number: String(data.edition) }),
    page.say(messages.published, { moment: writeMinute(data.publishedAt, page.language) }),
    <a href={page.here({ f: 'csv' })}>CSV</a>,
    <a href={page.here({ f: 'geojson' })}>GeoJSON</a>,
    <a href={page.to(`/collections/${encodeURIComponent(data.collection)}/summary`)}>
      {page.say(unitMessages.summaryLink)}
    </a>,
    <a href={page.to(`/datasets/${encodeURIComponent(data.dataset)}`)}>{page.say(catalogueMessages.get)}</a>,
  ];
}

function OldEdition({ page, data }: { page: Page; data: ItemsData }) {
  return (
    <p class="notice warn">
      {page.say(messages.oldEdition, {
        number: String(data.edition),
        moment: writeMinute(data.publishedAt, page.language),
      })}{' '}
      <a href={page.here({ 'as-of': null, token: null })}>{page.say(messages.toCurrent)}</a>
    </p>
  );
}

function Results({ page, data }: { page: Page; data: ItemsData }) {
  const next = data.links.find((link) => link.rel === 'next');
  const canDraw = data.crs.uri === crs84;
  return (
    <>
      {data.hasGeometry && canDraw ? <PageMap page={page} data={data} /> : null}
      {data.hasGeometry && !canDraw ? <p class="hint">{page.say(mapMessages.otherSystem)}</p> : null}
      <DataTable
        caption={page.say(messages.table, { title: data.title })}
        isLong
        columns={tableColumns(page, data)}
        rows={data.features}
      />
      {data.columns.length > columnsOnPhone ? <p class="hint phone-only">{page.say(messages.moreColumns)}</p> : null}
      <Paging
        page={page}
        next={next ? page.to(next.href) : null}
        first={data.query['token'] ? page.here({ token: null }) : null}
      />
    </>
  );
}

function tableColumns(page: Page, data: ItemsData): TableColumn<Feature>[] {
  const path = `/collections/${encodeURIComponent(data.collection)}/items`;
  const asOf = data.query['as-of'];
  return [
    {
      label: page.say(messages.identifier),
      isName: true,
      staysOnOneLine: data.features.every((feature) => feature.id.length <= longestIdOnOneLine),
      cell: (feature) => (
        <a href={page.to(`${path}/${encodeURIComponent(feature.id)}`, asOf ? { 'as-of': asOf } : {})}>{feature.id}</a>
      ),
    },
    ...data.columns.map((column, index): TableColumn<Feature> => {
      const sort = sortOf(data.query['sortby'], column.name);
      return {
        label: columnLabel(page, column),
        header: data.sortables.includes(column.name) ? (
          <SortLink page={page} column={column} sort={sort} />
        ) : (
          <ColumnTitle page={page} column={column} />
        ),
        isNumber: isNumeric(column),
        staysOnOneLine: column.type === 'date-time' || column.type === 'date',
        isSecondary: index >= columnsOnPhone,
        ...(sort ? { sort } : {}),
        cell: (feature) => <Value page={page} value={feature.properties[column.name]} column={column} />,
      };
    }),
  ];
}

function sortOf(sortby: string | undefined, name: string): 'ascending' | 'descending' | undefined {
  const first = (sortby ?? '').split(',')[0]!.trim();
  if (first === `-${name}`) return 'descending';
  return first === name || first === `+${name}` ? 'ascending' : undefined;
}

function SortLink({
  page,
  column,
  sort,
}: {
  page: Page;
  column: Column;
  sort: 'ascending' | 'descending' | undefined;
}) {
  const turnsDown = sort === 'ascending';
  const sortby = turnsDown ? `-${column.name}` : column.name;
  const message = turnsDown ? messages.sortDescending : messages.sortAscending;
  return (
    <a class="sort" href={page.here({ sortby, token: null })} title={page.say(message, { column: column.title })}>
      <ColumnTitle page={page} column={column} />
      <span aria-hidden="true">{sort === 'ascending' ? '\u00a0↑' : sort === 'descending' ? '\u00a0↓' : ''}</span>
    </a>
  );
}
