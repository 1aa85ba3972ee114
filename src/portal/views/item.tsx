import { Coordinates } from '../components/coordinates.tsx';
import { Facts, type Fact } from '../components/facts.tsx';
import { ItemHistory } from '../components/item-history.tsx';
import { UnitsSwitch } from '../components/units-switch.tsx';
import { Moment, Value, columnLabel } from '../components/values.tsx';
import type { ItemData, Lineage } from '../data/features.ts';
import { LiveMap } from '../components/live-map.tsx';
import { FeatureMap } from '../map/feature-map.tsx';
import { partsOf, positionsOf } from '../map/parts.ts';
import { boxAround } from '../map/projection.ts';
import { featureMessages as messages } from '../messages/features.ts';
import { correctionMessages } from '../messages/corrections.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeDegrees, writeMinute, type Column } from '../write-values.ts';

/** One object: attributes with units, where it lies, where its numbers come from, what has changed. */
export const item: View<ItemData> = (page, data) => ({
  title: titleOf(data),
  section: 'collections',
  crumbs: [
    { text: page.say(shellMessages.collections), href: '/collections' },
    { text: data.title, href: `/collections/${encodeURIComponent(data.collection)}` },
    {
      text: page.say(messages.tableCrumb),
      href: `/collections/${encodeURIComponent(data.collection)}/items`,
    },
  ],
  formats: { geojson: 'application/geo+json' },
  body: (
    <>
      {data.stale ? <p class="notice warn">{page.say(messages.stale)}</p> : null}
      {data.canReadUnits || data.units ? <UnitsSwitch page={page} chosen={data.units ?? undefined} /> : null}
      <div class="item-columns">
        <section aria-labelledby="attributes">
          <h2 id="attributes">{page.say(messages.attributes)}</h2>
          <Attributes page={page} data={data} />
        </section>
        <Place page={page} data={data} />
      </div>
      <LineageSection page={page} lineage={data.lineage} />
      <Descent page={page} data={data} />
      <ItemHistory page={page} data={data} />
    </>
  ),
});

/** Links back to what a split or merge took up, and forward to what it made. */
function Descent({ page, data }: { page: Page; data: ItemData }) {
  const { predecessors = [], successors = [] } = data.descent ?? {};
  if (predecessors.length + successors.length === 0) return null;
  const path = (id: string) => `/collections/${encodeURIComponent(data.collection)}/items/${encodeURIComponent(id)}`;
  const back = predecessors.map(
    ({ name, id, edition }) =>
    id === null ? <li>{name}</li> : <li><a href={page.to(path(id), { 'as-of': String(edition) })}>{name}</a></li>, // prettier-ignore
  );
  const forward = successors.map((id) => <li><a href={page.to(path(id))}>{id}</a></li>); // prettier-ignore
  return (
    <section aria-labelledby="descent">
      <h2 id="descent">{page.say(messages.descent)}</h2>
      {back.length === 0 ? null : [<p>{page.say(messages.madeFrom)}</p>, <ul>{back}</ul>]}
      {forward.length === 0 ? null : [<p>{page.say(messages.became)}</p>, <ul>{forward}</ul>]}
    </section>
  );
}

/** The first column that reads like a name; else the id. */
function titleOf(data: ItemData): string {
  const named = data.columns.find(
    (column) => column.type === 'string' && /^(ten|name|title)(_|$)/.test(column.name) && data.properties[column.name],
  );
  return named ? String(data.properties[named.name]) : data.id;
}

function Attributes({ page, data }: { page: Page; data: ItemData }) {
  const facts = data.columns.map((column): Fact => ({
    term: column.type === 'date-time' ? columnLabel(page, column) : column.title,
    value: <Value page={page} value={data.properties[column.name]} column={column} withUnit />,
    meaning: column.description ?? null,
    origin: <CellLink page={page} lineage={data.lineage} column={column} />,
  }));
  return <Facts wide facts={[...facts, { term: page.say(messages.identifier), value: <code>{data.id}</code> }]} />;
}

/** The way from a value to the very cell of the delivered file that it was read from, for who may open it. */
function CellLink({ page, lineage, column }: { page: Page; lineage: Lineage; column: Column }) {
  const { run, position } = lineage;
  const cell = lineage.cells?.[column.name];
  if (cell === undefined || run === null || position === null) return null;
  const address = page.to(`/runs/${run}/file`, { row: String(position), column: cell });
  return (
    <a href={`${address}#cell`} aria-label={page.say(messages.cellOf, { column: column.title })}>
      {page.say(messages.cell)}
    </a>
  );
}

/** About a metre: as fine as a reader compares with a map. */
const coordinateStep = 0.00001;

function Place({ page, data }: { page: Page; data: ItemData }) {
  if (!data.geometry || page.url.searchParams.has('crs')) return null;
  const point = data.geometry.type === 'Point' ? data.geometry.coordinates : null;
  return (
    <section aria-labelledby="place">
      <h2 id="place">{page.say(messages.place)}</h2>
      <PlaceMap page={page} data={data} />
      {point ? (
        <p>
          {page.say(messages.position)}: {writeDegrees(point[0]!, 'longitude', coordinateStep, page)},{' '}
          {writeDegrees(point[1]!, 'latitude', coordinateStep, page)}
        </p>
      ) : null}
    </section>
  );
}

/** The object lit up among its neighbours; without script the drawing of it alone. */
function PlaceMap({ page, data }: { page: Page; data: ItemData }) {
  const { collection, title, columns, id, geometry, isCurrent, edition } = data;
  const box = boxAround(positionsOf(partsOf(geometry!)));
  const layers = [{ id: collection, title, columns: columns.map(({ name, title }) => ({ name, title })) }]; // prettier-ignore
  const query: Record<string, string> = isCurrent ? {} : { 'as-of': String(edition) };
  return (
    <LiveMap page={page} layers={layers} extent={box} shape="small" query={query} focus={id}>
      <FeatureMap page={page} features={[data]} shape="small" base={data.base} />
    </LiveMap>
  );
}

function LineageSection({ page, lineage }: { page: Page; lineage: Lineage }) {
  return (
    <section class="lineage" id="lineage" aria-labelledby="lineage-title">
      <h2 id="lineage-title">{page.say(messages.lineage)}</h2>
      {lineage.file ? <Facts facts={lineageFacts(page, lineage)} /> : <p>{page.say(messages.unknownLineage)}</p>}
    </section>
  );
}

function lineageFacts(page: Page, lineage: Lineage): (Fact | null)[] {
  const isObjects = /json/i.test(lineage.file ?? '');
  const place = (path: string, text: string) => (lineage.cells ? <a href={page.to(path)}>{text}</a> : text);
  return [
    { term: page.say(messages.file), value: lineage.file },
    lineage.layer ? { term: page.say(messages.layer), value: lineage.layer } : null,
    {
      term: page.say(isObjects ? messages.ordinal : messages.row),
      value:
        lineage.position === null
          ? null
          : lineage.run === null
            ? String(lineage.position)
            : place(`/runs/${lineage.run}/file?row=${lineage.position}`, String(lineage.position)),
    },
    (lineage.corrections ?? []).length > 0
      ? { term: page.say(correctionMessages.lineage), value: <Corrections page={page} made={lineage.corrections!} /> }
      : null,
    lineage.coordinates
      ? {
          term: page.say(messages.sourceCoordinates),
          value: <Coordinates coordinates={lineage.coordinates} />,
          isLong: true,
        }
      : null,
    lineage.run === null
      ? null
      : {
          term: page.say(messages.run),
          value: place(`/runs/${lineage.run}`, page.say(messages.runNumber, { run: String(lineage.run) })),
        },
    lineage.source === null
      ? null
      : {
          term: page.say(messages.source),
          value: place(`/sources/${encodeURIComponent(lineage.source)}`, lineage.source),
        },
    lineage.receivedAt === null
      ? null
      : { term: page.say(messages.received), value: <Moment page={page} at={lineage.receivedAt} zone /> },
    {
      term: page.say(messages.checksum),
      value: lineage.sha256 ? <code class="checksum">{lineage.sha256}</code> : null,
    },
  ];
}

/** What a steward corrected in the record; others than him hear that, and when. */
function Corrections({ page, made }: { page: Page; made: NonNullable<Lineage['corrections']> }) {
  const moment = (at: string) => writeMinute(at, page.language);
  const told = made.flatMap(({ madeAt, column, oldValue = '', newValue = '', reason = '', madeByName }) => {
    const who = madeByName || page.say(correctionMessages.operator);
    const words = { column: column!, from: oldValue, to: newValue, reason, who, moment: moment(madeAt) };
    return column === undefined ? [] : [<li>{page.say(correctionMessages.lineageOne, words)}</li>];
  });
  if (told.length > 0) return <ul class="plain">{told}</ul>;
  const last = moment(
    made
      .map(({ madeAt }) => madeAt)
      .toSorted()
      .at(-1)!,
  );
  return <>{page.say(correctionMessages.lineagePublic, { count: made.length, moment: last })}</>;
}
