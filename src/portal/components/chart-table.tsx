import type { ChartData } from '../data/stations.ts';
import { stationMessages as messages } from '../messages/stations.ts';
import type { Page } from '../page.ts';
import { writeCount, writeSeriesUnit, writeValue } from '../write-values.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { FlagText } from './latest-value.tsx';
import { Moment, NoValue } from './values.tsx';

/** A page stays light; the rest is in the file. */
const mostRows = 300;

type Point = ChartData['points'][number];

/** The numbers of a chart, newest first. */
export function ChartTable({ page, chart }: { page: Page; chart: ChartData }) {
  const { points, resolution, compared } = chart;
  const unit = writeSeriesUnit(chart.unit, page);
  if (points.length === 0) return null;
  const rows = points.slice(-mostRows).toReversed();
  const beside = new Map(compared?.points.map((point) => [point.at + compared.shiftMs, point.value]));
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? (
      <NoValue page={page} />
    ) : (
      writeValue(Number(value.toPrecision(6)), { type: 'number' }, page)
    );
  const column = (label: string, of: (point: Point) => number | null | undefined): TableColumn<Point> => ({
    label: unit === '' ? label : `${label} (${unit})`,
    isNumber: true,
    cell: (point) => number(of(point)),
  });
  return (
    <details>
      <summary>{page.say(messages.tableOf, { title: chart.title })}</summary>
      {points.length > mostRows ? (
        <p class="hint">
          {page.say(messages.tableCut, { shown: mostRows, count: writeCount(points.length, page.language) })}
        </p>
      ) : null}
      <DataTable
        caption={page.say(messages.tableOf, { title: chart.title })}
        isLong
        rows={rows}
        columns={[
          {
            label: page.say(messages.time),
            isName: true,
            staysOnOneLine: true,
            cell: ({ at }) => <Moment page={page} at={new Date(at).toISOString()} />,
          },
          column(page.say(messages.value), ({ value, sent }) => value ?? sent),
          ...(resolution.grain === 'raw'
            ? []
            : [
                column(page.say(messages.least), ({ min }) => min),
                column(page.say(messages.greatest), ({ max }) => max),
              ]),
          ...(compared ? [column(page.say(messages.compared), ({ at }) => beside.get(at))] : []),
          {
            label: page.say(messages.quality),
            cell: ({ flag, status }) => <FlagText page={page} flag={flag} status={status} />,
          },
        ]}
      />
    </details>
  );
}
