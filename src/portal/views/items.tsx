import { DataTable, type TableColumn } from '../components/data-table.tsx';
import { Strip } from '../components/facts.tsx';
import { ChosenConditions, ColumnFilter, findHint, tableForm } from '../components/column-filter.tsx';
import { TableOptions } from '../components/table-options.tsx';
import { UnitsSwitch } from '../components/units-switch.tsx';
import { Paging } from '../components/paging.tsx';
import { ColumnTitle, columnLabel, isNumeric, Value } from '../components/values.tsx';
import type { Feature } from '../data/common.ts';
import type { ItemsData } from '../data/features.ts';
import { LiveMap } from '../components/live-map.tsx';
import { mapPageMessages } from '../messages/map.ts';
import { tableMessages } from '../messages/table.ts';
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
const longestIdOnOneLine = 32;

/** The table of a collection, with filter, order and map of the same page. */
export const items: View<ItemsData> = (page, data) => ({
  title: data.title,
  section: 'collections',
  crumbs: crumbsOf(page, data),
  formats: { geojson: 'application/geo+json', csv: 'text/csv' },
  body: (
    <>
      <div data-part="strip">
        <Strip items={stripOf(page, data)} />
      </div>
      {data.isCurrent ? null : <OldEdition page={page} data={data} />}
      {data.canReadUnits || data.query['units'] ? <UnitsSwitch page={page} chosen={data.query['units']} /> : null}
      <TableMap page={page} data={data} />
      <div data-part="options">
        <TableOptions page={page} data={data} />
      </div>
      <ChosenConditions page={page} data={data} />
      <Results page={page} data={data} />
    </>
  ),
});

/** What selects features, and tiles too. */
const alsoOfTiles = (name: string): boolean =>
  !['limit', 'token', 'f', 'lang', 'crs', 'sortby', 'properties', 'bbox', 'bbox-crs', 'view-as'].includes(name);

/** The features of this page as a drawing; where there is script, all that match as a live map. */
function PageMap({ page, data }: { page: Page; data: ItemsData }) {
  const drawing = <FeatureMap page={page} features={data.features} shape="wide" base={data.base} />;
  const query = Object.fromEntries(Object.entries(data.query).filter(([name]) => alsoOfTiles(name)));
  // Tiles do not know other codes of units.
  if (!data.extent || 'units' in query) return drawing;
  const { collection, title, columns } = data;
  const layers = [{ id: collection, title, columns: columns.map(({ name, title }) => ({ name, title })) }];
  return (
    <>
      <LiveMap page={page} layers={layers} extent={data.box ?? data.extent} shape="wide" query={query}>
        {drawing}
      </LiveMap>
      <p>
        <span class="hint">{page.say(tableMessages.mapHint)}</span>{' '}
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
  const plain = new Set(['limit', 'token', 'f', 'lang', 'crs', 'as-of', 'sortby', 'units', 'properties', 'view-as']);
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

/** Live where tiles can show it, else the drawing of this page's objects. */
function TableMap({ page, data }: { page: Page; data: ItemsData }) {
  if (!data.hasGeometry) return null;
  if (data.crs.uri !== crs84) return <p class="hint">{page.say(mapMessages.otherSystem)}</p>;
  return <PageMap page={page} data={data} />;
}

function Results({ page, data }: { page: Page; data: ItemsData }) {
  const next = data.links.find((link) => link.rel === 'next');
  const columns = data.shown ? data.columns.filter(({ name }) => data.shown!.includes(name)) : data.columns;
  const hidden = data.columns.length - columns.length;
  return (
    <>
      <DataTable
        caption={page.say(messages.table, { title: data.title })}
        isLong
        columns={tableColumns(page, data, columns)}
        rows={data.features}
        idOf={(feature) => feature.id}
      />
      <div data-part="after">
        {data.features.length === 0 ? (
          <p class="notice">{page.say(isFiltered(data) ? messages.nothingMatches : messages.noObjects)}</p>
        ) : null}
        <p class="hint" id={findHint}>
          {page.say(tableMessages.findHint)}
        </p>
        {hidden > 0 ? (
          <p class="hint">
            {page.say(tableMessages.hidden, { count: hidden })}{' '}
            <a href={page.here({ properties: null })}>{page.say(tableMessages.allColumns)}</a>
          </p>
        ) : null}
        {columns.length > columnsOnPhone ? <p class="hint phone-only">{page.say(messages.moreColumns)}</p> : null}
        <Paging
          page={page}
          next={next ? page.to(next.href) : null}
          first={data.query['token'] ? page.here({ token: null }) : null}
        />
      </div>
      <p class="visually-hidden" role="status" data-table-status />
    </>
  );
}

function tableColumns(page: Page, data: ItemsData, columns: readonly Column[]): TableColumn<Feature>[] {
  const path = `/collections/${encodeURIComponent(data.collection)}/items`;
  const asOf = data.query['as-of'];
  return [
    {
      label: page.say(messages.identifier),
      isName: true,
      filter: (
        <button class="secondary" type="submit" form={tableForm}>
          {page.say(tableMessages.find)}
        </button>
      ),
      staysOnOneLine: data.features.every((feature) => feature.id.length <= longestIdOnOneLine),
      cell: (feature) => (
        <a href={page.to(`${path}/${encodeURIComponent(feature.id)}`, asOf ? { 'as-of': asOf } : {})}>{feature.id}</a>
      ),
    },
    ...columns.map((column, index): TableColumn<Feature> => {
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
        filter: <ColumnFilter page={page} data={data} column={column} />,
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
    <a
      class="sort"
      data-focus={`sort ${column.name}`}
      href={page.here({ sortby, token: null })}
      title={page.say(message, { column: column.title })}
    >
      <ColumnTitle page={page} column={column} />
      <span aria-hidden="true">{sort === 'ascending' ? '\u00a0↑' : sort === 'descending' ? '\u00a0↓' : ''}</span>
    </a>
  );
}
