import { stationMessages as messages, stationWord } from '../messages/stations.ts';
import type { ChartData, ChartLine, ChartPoint } from '../data/stations.ts';
import type { Page } from '../page.ts';
import { writeDate, writeMinute, writeSeriesUnit, writeValue } from '../write-values.ts';
import { timeTicks, valueAxis, type Axis } from './axes.ts';
import { stretches, summaryOf } from './lines.ts';

const size = { width: 800, height: 260, left: 64, right: 12, top: 14, bottom: 30 } as const;
const right = size.width - size.right;
const bottom = size.height - size.bottom;

interface TimeChartProps {
  readonly page: Page;
  readonly chart: ChartData;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** One series over time as a drawing of the server: line, least and greatest, marks for what is suspect or does not count. */
export function TimeChart({ page, chart, from, to }: TimeChartProps) {
  const { compared } = chart;
  const shifted = compared && {
    ...compared,
    points: compared.points.map((p) => ({ ...p, at: p.at + compared.shiftMs })),
  };
  const summary = summaryOf(chart.points);
  const both = summaryOf([...chart.points, ...(shifted?.points ?? [])]);
  const unit = writeSeriesUnit(chart.unit, page);
  const title = unit === '' ? chart.title : `${chart.title} (${unit})`;
  if (chart.points.length === 0 && both === null) {
    return <p class="notice">{page.say(messages.noPoints, { title: chart.title, ...ends(page, from, to) })}</p>;
  }
  const sent = chart.points.flatMap(({ sent }) => (typeof sent === 'number' ? [sent] : []));
  const axis = valueAxis(Math.min(both?.low ?? Infinity, ...sent), Math.max(both?.high ?? -Infinity, ...sent), 4);
  const x = (at: number): number => tenths(size.left + ((at - from) / (to - from)) * (right - size.left));
  const y = (value: number): number =>
    tenths(bottom - ((value - axis.from) / (axis.to - axis.from)) * (bottom - size.top));
  const write = (value: number): string => writeValue(Number(value.toPrecision(4)), { type: 'number' }, page)!;
  const about = { title: chart.title, unit, ...ends(page, from, to) };
  return (
    <figure
      class="chart"
      data-from={String(from)}
      data-to={String(to)}
      data-left={String(size.left / size.width)}
      data-right={String(right / size.width)}
    >
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={
          summary
            ? page.say(messages.chart, {
                ...about,
                ...{ low: write(summary.low), high: write(summary.high), last: write(summary.last) },
              })
            : page.say(messages.chartEmpty, { title: chart.title })
        }
      >
        <Axes page={page} axis={axis} from={from} to={to} x={x} y={y} />
        <path class="band" d={bandOf(chart, x, y)} />
        {shifted ? <path class="beside" d={pathOf(shifted, x, y)} /> : null}
        <path class="series" d={pathOf(chart, x, y)} />
        <path class="suspect" d={marksOf(chart.points, ({ flag, value }) => (flag === 3 ? value : null), x, y)} />
        <path class="failed" d={crossesOf(chart.points, x, y)} />
      </svg>
      <figcaption>
        <span>{title}</span>
        <span>{resolutionWord(page, chart)}</span>
        <span class="pointed-at" />
        {chart.points.some(({ min }) => min !== undefined) ? <span>{page.say(messages.band)}</span> : null}
        {chart.points.some(({ flag, value }) => flag === 3 && value !== null) ? (
          <span>{page.say(messages.suspectMark)}</span>
        ) : null}
        {sent.length > 0 ? <span>{page.say(messages.failMark)}</span> : null}
        {compared ? (
          <span>
            {page.say(messages.comparedLine, {
              name: compared.year === null ? compared.station : String(compared.year),
            })}
          </span>
        ) : null}
      </figcaption>
    </figure>
  );
}

export function resolutionWord(page: Page, { resolution: { grain, merged } }: ChartLine): string {
  return merged === 1 ? page.say(stationWord('each', grain)) : page.say(messages.eachDays, { count: merged });
}

function ends(page: Page, from: number, to: number): { from: string; to: string } {
  const write = (at: number): string => writeMinute(new Date(at).toISOString(), page.language);
  return { from: write(from), to: write(to) };
}

type Place = (value: number) => number;

function Axes({
  page,
  axis,
  from,
  to,
  x,
  y,
}: {
  page: Page;
  axis: Axis;
  from: number;
  to: number;
  x: Place;
  y: Place;
}) {
  const write = (value: number): string => writeValue(Number(value.toFixed(axis.digits)), { type: 'number' }, page)!;
  const times = timeTicks(from, to, 7);
  const lines = [
    ...axis.ticks.map((tick) => `M${size.left} ${y(tick)}H${right}`),
    ...times.map(({ at }) => `M${x(at)} ${bottom}v5`),
  ];
  return (
    <g class="axes">
      <path d={lines.join('')} />
      {axis.ticks.map((tick) => (
        <text x={size.left - 8} y={y(tick)} text-anchor="end" dominant-baseline="middle">
          {write(tick)}
        </text>
      ))}
      {times
        .filter(({ at }) => x(at) > size.left + 40 && x(at) < right - 25)
        .map(({ at, unit }) => (
          <text x={x(at)} y={bottom + 20} text-anchor="middle">
            {timeWord(page, at, unit)}
          </text>
        ))}
    </g>
  );
}

function timeWord(page: Page, at: number, unit: 'hour' | 'day' | 'month' | 'year'): string {
  const local = new Date(at + 7 * 3_600_000).toISOString();
  if (unit === 'hour') return local.slice(11, 16);
  if (unit === 'year') return local.slice(0, 4);
  const words = writeDate(local.slice(0, 10), page.language);
  // Day and month, or month and year, as the language writes them.
  const parts = words.split(/[/ ]/);
  const separator = page.language === 'en' ? ' ' : '/';
  return unit === 'day' ? parts.slice(0, 2).join(separator) : parts.slice(1).join(separator);
}

function pathOf(line: ChartLine, x: Place, y: Place): string {
  return stretches(line)
    .map((points) =>
      points.length === 1
        ? `M${x(points[0]!.at)} ${y(points[0]!.value!)}h0`
        : points.map(({ at, value }, i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(value!)}`).join(''),
    )
    .join('');
}

function bandOf(line: ChartLine, x: Place, y: Place): string {
  return stretches(line)
    .filter((points) => points.length > 1 && points[0]!.max !== undefined)
    .map((points) => {
      const above = points.map(({ at, max }) => `${x(at)} ${y(max!)}`);
      const below = points.toReversed().map(({ at, min }) => `${x(at)} ${y(min!)}`);
      return `M${[...above, ...below].join('L')}Z`;
    })
    .join('');
}

function marksOf(points: readonly ChartPoint[], of: (point: ChartPoint) => number | null, x: Place, y: Place): string {
  return points
    .flatMap((point) => {
      const value = of(point);
      return value === null ? [] : [`M${tenths(x(point.at) - 2.5)} ${tenths(y(value) - 2.5)}h5v5h-5z`];
    })
    .join('');
}

function crossesOf(points: readonly ChartPoint[], x: Place, y: Place): string {
  return points
    .flatMap(({ at, sent }) =>
      typeof sent === 'number' ? [`M${tenths(x(at) - 3)} ${tenths(y(sent) - 3)}l6 6m0-6l-6 6`] : [],
    )
    .join('');
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
