import { ChartTable } from '../components/chart-table.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DeviceStateTable } from '../components/device-state-table.tsx';
import { Facts } from '../components/facts.tsx';
import { FlagText } from '../components/latest-value.tsx';
import { OutageTable } from '../components/outage-table.tsx';
import { SpanMoves } from '../components/span-moves.tsx';
import { StationChoice, SpanChoice } from '../components/station-choice.tsx';
import { StationIndices } from '../components/station-indices.tsx';
import { StationState } from '../components/station-state.tsx';
import { Moment, NoValue } from '../components/values.tsx';
import { TimeChart } from '../chart/time-chart.tsx';
import type { StationData } from '../data/stations.ts';
import { stationMessages as messages, stationWord } from '../messages/stations.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeDegrees, writeSeriesUnit, writeShare, writeValue } from '../write-values.ts';

/** A station: what it is, what it says now, how that came about over time. */
export const station: View<StationData> = (page, data) => {
  const [from, to] = [Date.parse(data.span.from), Date.parse(data.span.to)];
  return {
    title: data.name,
    section: 'stations',
    crumbs: [{ text: page.say(shellMessages.stations), href: '/stations' }],
    formats: { csv: 'text/csv' },
    body: (
      <>
        <About page={page} data={data} />
        {data.approvedOnly ? <p class="notice">{page.say(messages.approvedOnly)}</p> : null}
        <StationIndices page={page} indices={data.indices} />
        <h2>{page.say(messages.latest)}</h2>
        <Latest page={page} data={data} />
        <h2 id="charts" data-live={liveAddress(page, data)}>
          {page.say(messages.charts)}
        </h2>
        <SpanChoice page={page} data={data} />
        {data.span.isUpToNow || ['until', 'from', 'to'].some((name) => page.url.searchParams.get(name)) ? null : (
          <p class="hint">{page.say(messages.notNow)}</p>
        )}
        <StationChoice page={page} data={data} />
        {data.charts.length > 0 ? <SpanMoves page={page} span={{ from, to }} /> : null}
        {data.charts.map((chart) => (
          <section class="charted" aria-label={chart.title}>
            <TimeChart page={page} chart={chart} from={from} to={to} />
            <ChartTable page={page} chart={chart} />
          </section>
        ))}
        {data.charts.length > 0 ? (
          <p>
            <a href={page.here({ f: 'csv' })}>{page.say(messages.download)}</a>
          </p>
        ) : null}
        <Outages page={page} data={data} />
        <DeviceStates page={page} data={data} />
      </>
    ),
  };
};

/** Where new values of what is drawn are told; none where the page is about the past or waits for approval. */
function liveAddress(page: Page, data: StationData): string | undefined {
  const drawn = data.charts.map(({ series }) => series).join(',');
  if (!data.canFollow || !data.span.isUpToNow || drawn === '') return undefined;
  return page.to(`/networks/${encodeURIComponent(data.network.id)}/live`, { f: 'events', series: drawn });
}

function About({ page, data }: { page: Page; data: StationData }) {
  const { longitude, latitude } = data;
  const place =
    longitude === null || latitude === null ? (
      page.say(messages.noPlace)
    ) : (
      <a href={page.to('/map', { at: `${longitude},${latitude}` })}>
        {writeDegrees(latitude, 'latitude', 0.0001, page)} {writeDegrees(longitude, 'longitude', 0.0001, page)}
      </a>
    );
  const more = Object.entries(data.about).filter(([, value]) => typeof value === 'string' && value !== '');
  return (
    <Facts
      facts={[
        { term: page.say(messages.state), value: <StationState page={page} state={data.state} /> },
        { term: page.say(messages.code), value: data.code === data.name ? null : data.code },
        {
          term: page.say(messages.network),
          value: <a href={page.to('/stations', { network: data.network.id })}>{data.network.title}</a>,
        },
        { term: page.say(messages.place), value: place },
        data.description === data.name || data.description === data.code
          ? null
          : { term: page.say(messages.about), value: data.description },
        ...more.slice(0, 8).map(([term, value]) => ({ term, value: String(value) })),
      ]}
    />
  );
}

type Series = StationData['series'][number];

function Latest({ page, data }: { page: Page; data: StationData }) {
  return (
    <DataTable
      caption={page.say(messages.latest)}
      rows={data.series}
      columns={[
        {
          label: page.say(messages.parameter),
          isName: true,
          cell: ({ id, title, symbol }) => (
            <a href={page.here({ series: String(id) })}>{title === symbol ? title : `${title} (${symbol})`}</a>
          ),
        },
        {
          label: page.say(messages.value),
          isNumber: true,
          cell: ({ value, unit }) =>
            value === null ? (
              <NoValue page={page} />
            ) : (
              <>
                {writeValue(value, { type: 'number' }, page)}&#8239;{writeSeriesUnit(unit, page)}
              </>
            ),
        },
        {
          label: page.say(messages.time),
          staysOnOneLine: true,
          cell: ({ time }) => (time ? <Moment page={page} at={time} /> : page.say(messages.never)),
        },
        {
          label: page.say(messages.quality),
          cell: (series) => (
            <>
              <Check page={page} series={series} />
              {data.canManage ? <NeighboursLink page={page} network={data.network.id} series={series} /> : null}
            </>
          ),
        },
        { label: page.say(messages.ratio), isNumber: true, cell: (series) => <Ratio page={page} series={series} /> },
        { label: page.say(messages.measuredShare), isNumber: true, cell: (series) => measuredShare(page, series) },
      ]}
    />
  );
}

function Check({ page, series: { flag, status, time, against } }: { page: Page; series: Series }) {
  if (time === null) return null;
  return (
    <>
      <FlagText page={page} flag={flag ?? 2} status={status ?? 0} />
      {against.length === 0 ? null : `: ${against.map((test) => page.say(stationWord('test', test))).join(', ')}`}
    </>
  );
}

/** For who looks after the network: what the series is held against. */
function NeighboursLink({ page, network, series: { id, title } }: { page: Page; network: string; series: Series }) {
  const address = page.to(`/networks/${encodeURIComponent(network)}/series/${id}/neighbours`);
  return (
    <>
      {' '}
      <a href={address} aria-label={page.say(messages.neighboursOf, { title })}>
        {page.say(messages.neighbours)}
      </a>
    </>
  );
}

function Ratio({ page, series: { received, expected, isSilent } }: { page: Page; series: Series }) {
  const silent = isSilent ? `, ${page.say(messages.silentSeries)}` : '';
  if (received === null || expected === null) return <NoValue page={page} />;
  const share = writeShare(Math.min(1, received / expected), page.language);
  const counts = { received: writeCount(received, page.language), expected: writeCount(expected, page.language) };
  return <>{page.say(messages.ratioOf, { share, ...counts }) + silent}</>;
}

function measuredShare(page: Page, { measured, expected }: Series) {
  if (measured === null || expected === null) return <NoValue page={page} />;
  return writeShare(Math.min(1, measured / expected), page.language);
}

/** Over a longer time the node looks for none. */
const mostOutageDays = 31;

/** When values came is not for who sees approved ones only. */
function isLogged({ approvedOnly, span: { from, to } }: StationData): boolean {
  return !approvedOnly && Date.parse(to) - Date.parse(from) <= mostOutageDays * 86_400_000;
}

function DeviceStates({ page, data }: { page: Page; data: StationData }) {
  if (!isLogged(data) || data.series.length === 0) return null;
  const titles = new Map(data.series.map(({ id, title }) => [id, title]));
  return (
    <>
      <h2>{page.say(messages.deviceStates)}</h2>
      {data.deviceStates.length === 0 ? (
        <p>{page.say(messages.noDeviceStates)}</p>
      ) : (
        <DeviceStateTable
          page={page}
          spans={data.deviceStates}
          first={[{ label: page.say(messages.parameter), isName: true, cell: ({ series }) => titles.get(series) }]}
        />
      )}
    </>
  );
}

function Outages({ page, data }: { page: Page; data: StationData }) {
  if (!isLogged(data) || data.charts.length === 0) return null;
  const titles = new Map(data.series.map(({ id, title }) => [id, title]));
  return (
    <>
      <h2>{page.say(messages.outages)}</h2>
      {data.outages.length === 0 ? (
        <p>{page.say(messages.noOutages)}</p>
      ) : (
        <OutageTable
          page={page}
          outages={data.outages}
          first={[{ label: page.say(messages.parameter), isName: true, cell: ({ series }) => titles.get(series) }]}
        />
      )}
    </>
  );
}
