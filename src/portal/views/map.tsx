import { DataTable } from '../components/data-table.tsx';
import { LiveMap, type LiveLayer } from '../components/live-map.tsx';
import { ClassKey, LayerKey } from '../components/map-legend.tsx';
import type { Legend as LayerLegend } from '../../features/index.ts';
import { columnLabel, Value } from '../components/values.tsx';
import type { Feature } from '../data/common.ts';
import { mapPageMessages as messages } from '../messages/map.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import type { Column } from '../write-values.ts';

interface MapLayer extends Omit<LiveLayer, 'columns'> {
  readonly dataset: string;
  readonly legend: LayerLegend;
  readonly numberOfItems: number;
  readonly columns: readonly Column[];
  readonly features: readonly Feature[];
}

export interface MapData {
  readonly layers: readonly MapLayer[];
  readonly missing: readonly string[];
  readonly more: readonly { readonly id: string; readonly title: string; readonly numberOfItems: number }[];
  /** What was looked for among the layers that can be added, how many are listed, and how many there are. */
  readonly find: string;
  readonly offered: number;
  readonly numberOffered: number;
  readonly numberOfOthers: number;
  readonly extent: readonly number[] | null;
  readonly at: readonly number[] | null;
  readonly systems: readonly { readonly uri: string; readonly title: string }[];
}

/** Columns of a row beside the map; the full table has them all. */
const shownColumns = 4;

/** Layers of any dataset on one map, and the same as tables for who does not see or draw it. */
export const map: View<MapData> = (page, data) => ({
  title: page.say(messages.title),
  section: 'map',
  crumbs: [],
  body: (
    <>
      <p class="screen-only">{page.say(messages.lead)}</p>
      {data.missing.length === 0 ? null : (
        <p class="notice warn">{page.say(messages.missing, { ids: data.missing.join(', ') })}</p>
      )}
      <LiveMap
        page={page}
        layers={data.layers.map(({ id, title, columns }) => ({
          id,
          title,
          columns: columns.map((column) => ({
            name: column.name,
            title: column.title,
            ...(column.unit ? { unit: page.words.unitSymbol(column.unit) ?? column.unit } : {}),
          })),
        }))}
        extent={data.extent}
        at={data.at}
        systems={data.systems}
        shape="full"
      >
        <noscript>
          <p class="notice">{page.say(messages.needsScript)}</p>
        </noscript>
      </LiveMap>
      <p class="map-credits quiet-text">{page.say(messages.credits, { node: page.nodeTitle })}</p>
      <Legend page={page} data={data} />
      <AddLayer page={page} data={data} />
      {data.layers.length === 0 ? null : <h2 class="screen-only">{page.say(messages.asTable)}</h2>}
      {data.layers.map((layer) => (
        <LayerTable page={page} layer={layer} />
      ))}
    </>
  ),
});

function Legend({ page, data }: { page: Page; data: MapData }) {
  if (data.layers.length === 0) return <p>{page.say(messages.noLayers)}</p>;
  const ids = data.layers.map(({ id }) => id);
  return (
    <section class="map-legend" aria-labelledby="legend">
      <h2 id="legend">{page.say(messages.layers)}</h2>
      <ul>
        {data.layers.map(({ id, title, legend, numberOfItems }) => (
          <li>
            {legend.column ? null : <LayerKey kind={legend.kind} colour={legend.colour} />}
            <a href={page.to(`/collections/${encodeURIComponent(id)}`)}>{title}</a>
            <span class="quiet-text">{page.say(messages.objects, { count: numberOfItems })}</span>
            <a
              class="take screen-only"
              href={page.here({ layers: ids.filter((other) => other !== id).join(','), add: null })}
              aria-label={page.say(messages.take, { title })}
            >
              {page.say(messages.takeShort)}
            </a>
            <ClassKey page={page} legend={legend} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Long lists are looked through: a box to find in, the first ones, and more when asked for. */
function AddLayer({ page, data }: { page: Page; data: MapData }) {
  if (data.numberOfOthers === 0) return null;
  const at = page.url.searchParams.get('at');
  const isLong = data.numberOfOthers > data.more.length || data.find !== '';
  const rest = data.numberOffered - data.more.length;
  return (
    <section class="map-add screen-only" aria-labelledby="add">
      <h2 id="add">{page.say(messages.add)}</h2>
      {isLong ? (
        <form class="map-find" method="get" action={`${page.url.pathname}#add`} role="search">
          <input type="hidden" name="layers" value={data.layers.map(({ id }) => id).join(',')} />
          {at === null ? null : <input type="hidden" name="at" value={at} />}
          {page.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
          <label for="find">{page.say(messages.find)}</label>
          <div class="filter-line">
            <input type="search" id="find" name="find" value={data.find} autocomplete="off" />
            <button type="submit" class="secondary">
              {page.say(messages.findButton)}
            </button>
          </div>
        </form>
      ) : null}
      {data.numberOffered === 0 ? <p class="notice">{page.say(messages.nothingFound, { text: data.find })}</p> : null}
      <ul>
        {data.more.map(({ id, title, numberOfItems }) => (
          <li>
            <span>
              {title} <span class="quiet-text">{page.say(messages.objects, { count: numberOfItems })}</span>
            </span>
            <a
              class="take"
              href={page.here({ layers: [...data.layers.map((layer) => layer.id), id].join(','), add: null, find: null, offered: null })} // prettier-ignore
              aria-label={page.say(messages.addOne, { title })}
            >
              {page.say(messages.addButton)}
            </a>
          </li>
        ))}
      </ul>
      {rest > 0 ? (
        <p>
          <a href={`${page.here({ offered: String(Math.min(500, data.offered + 50)), add: null })}#add`}>
            {page.say(messages.moreLayers, { count: rest })}
          </a>
        </p>
      ) : null}
    </section>
  );
}

function LayerTable({ page, layer }: { page: Page; layer: MapLayer }) {
  const { id, title, features, numberOfItems } = layer;
  const path = `/collections/${encodeURIComponent(id)}/items`;
  const columns = layer.columns.slice(0, shownColumns);
  return (
    <section class="map-table screen-only">
      <h3>{title}</h3>
      <p>
        {page.say(messages.firstOf, { shown: features.length, count: numberOfItems })}{' '}
        <a href={page.to(path)}>{page.say(messages.wholeTable)}</a>
      </p>
      {features.length === 0 ? null : (
        <DataTable
          caption={title}
          rows={features}
          columns={[
            {
              label: page.say(messages.object),
              isName: true,
              cell: (feature) => <a href={page.to(`${path}/${encodeURIComponent(feature.id)}`)}>{feature.id}</a>,
            },
            ...columns.map((column) => ({
              label: columnLabel(page, column),
              cell: (feature: Feature) => <Value page={page} column={column} value={feature.properties[column.name]} />,
            })),
          ]}
        />
      )}
    </section>
  );
}
