import { DataTable, type TableColumn } from '../components/data-table.tsx';
import { DeviceStateTable } from '../components/device-state-table.tsx';
import { HiddenInputs } from '../components/form.tsx';
import { OutageTable } from '../components/outage-table.tsx';
import { Paging } from '../components/paging.tsx';
import { StationState } from '../components/station-state.tsx';
import type { StationReportData } from '../data/stations.ts';
import { stationMessages as messages } from '../messages/stations.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeDate, writeShare } from '../write-values.ts';

/** What came, and when nothing did. */
export const stationReport: View<StationReportData> = (page, data) => {
  const next = data.links.find(({ rel }) => rel === 'next');
  const rows = data.stations.flatMap((station) => station.series.map((series) => ({ site: station, series })));
  const day = (iso: string): string => writeDate(iso, page.language);
  return {
    title: page.say(messages.report),
    section: 'stations',
    crumbs: [{ text: page.say(shellMessages.stations), href: '/stations' }],
    formats: { csv: 'text/csv' },
    body: (
      <>
        <p>{page.say(messages.reportLead, { from: day(data.from), to: day(data.to) })}</p>
        <Choice page={page} data={data} />
        <p class="hint">{page.say(messages.receivedMeans)}</p>
        <p>
          <a href={page.here({ f: 'csv' })}>{page.say(messages.reportCsv)}</a>
        </p>
        {rows.length === 0 ? (
          <p class="notice">{page.say(messages.none)}</p>
        ) : (
          <DataTable
            caption={page.say(messages.ratio)}
            isLong
            rows={rows}
            columns={[
              {
                label: page.say(messages.station),
                isName: true,
                cell: ({ site: { id, name } }) => <a href={page.to(`/stations/${id}`)}>{name}</a>,
              },
              { label: page.say(messages.parameter), cell: ({ series }) => series.title },
              {
                label: page.say(messages.state),
                staysOnOneLine: true,
                cell: ({ site }) => <StationState page={page} state={site.state} />,
              },
              {
                label: page.say(messages.ratio),
                isNumber: true,
                cell: ({ series: { received, expected } }) =>
                  page.say(messages.ratioOf, {
                    share: writeShare(Math.min(1, received / expected), page.language),
                    received: writeCount(received, page.language),
                    expected: writeCount(expected, page.language),
                  }),
              },
              {
                label: page.say(messages.measuredShare),
                isNumber: true,
                cell: ({ series: { measured, expected } }) =>
                  writeShare(Math.min(1, measured / expected), page.language),
              },
            ]}
          />
        )}
        <Paging
          page={page}
          next={next ? page.to(next.href) : null}
          first={page.url.searchParams.has('token') ? page.here({ token: null }) : null}
        />
        <h2>{page.say(messages.outages)}</h2>
        {data.stations.some(({ state }) => state === 'withheld') ? (
          <p class="hint">{page.say(messages.outagesWithheld)}</p>
        ) : null}
        {data.outages.length === 0 ? (
          <p>{page.say(messages.noOutages)}</p>
        ) : (
          <>
            {data.outages.length < data.mostOutages ? null : (
              <p class="hint">{page.say(messages.reportCut, { count: data.mostOutages })}</p>
            )}
            <OutageTable page={page} outages={data.outages} first={whose<StationReportData['outages'][number]>(page)} />
          </>
        )}
        <DeviceStates page={page} data={data} />
      </>
    ),
  };
};

interface OfSeries {
  readonly name: string;
  readonly title: string;
  readonly station: number;
}

/** The columns that say of which station and parameter a row is. */
function whose<Row extends OfSeries>(page: Page): TableColumn<Row>[] {
  return [
    {
      label: page.say(messages.station),
      isName: true,
      cell: (row) => <a href={page.to(`/stations/${row.station}`)}>{row.name}</a>,
    },
    { label: page.say(messages.parameter), cell: ({ title }) => title },
  ];
}

function DeviceStates({ page, data }: { page: Page; data: StationReportData }) {
  return (
    <>
      <h2>{page.say(messages.deviceStates)}</h2>
      {data.deviceStates.length === 0 ? (
        <p>{page.say(messages.noDeviceStates)}</p>
      ) : (
        <>
          {data.deviceStates.length < data.mostOutages ? null : (
            <p class="hint">{page.say(messages.deviceStatesCut, { count: data.mostOutages })}</p>
          )}
          <DeviceStateTable
            page={page}
            spans={data.deviceStates}
            first={whose<StationReportData['deviceStates'][number]>(page)}
          />
        </>
      )}
    </>
  );
}

function Choice({ page, data }: { page: Page; data: StationReportData }) {
  return (
    <form class="compare" method="get" action="/stations/report">
      <HiddenInputs fields={page.language === 'en' ? { lang: 'en' } : {}} />
      <div class="field">
        <label for="field-network">{page.say(messages.network)}</label>
        <select id="field-network" name="network">
          <option value="">{page.say(messages.all)}</option>
          {data.networks.map(({ id, title }) => (
            <option value={id} selected={id === data.network}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="field-from">{page.say(messages.reportFrom)}</label>
        <input id="field-from" name="from" type="date" value={data.from} />
      </div>
      <div class="field">
        <label for="field-to">{page.say(messages.reportTo)}</label>
        <input id="field-to" name="to" type="date" value={data.to} />
      </div>
      <button class="primary" type="submit">
        {page.say(messages.show)}
      </button>
    </form>
  );
}
