import { httpProblem, type ApiRequest, type Db } from '../../kernel/index.ts';
import type { PackSet } from '../../packs/index.ts';
import type { TimeRange } from '../read/series-values.ts';
import type { NetworkView } from '../networks/networks.ts';
import { countWhole } from '../networks/within-limits.ts';
import { chartOf, type Chart } from './chart.ts';
import { deviceStateSpans, type DeviceStateSpan } from './device-state-spans.ts';
import {
  findStation,
  receivedOf,
  seriesOf,
  type FoundStation,
  type Received,
  type StationSeries,
} from './find-station.ts';
import { outagesOf, type Outage } from './outages.ts';
import { spanOf, type ShownSpan } from './span.ts';
import { indicesAt, type StationIndex } from './station-indices.ts';
import type { DrawnSeries } from './write-csv.ts';

/** Series that one page draws. */
const mostCharts = 6;
const firstCharts = 3;
const shownOutages = 20;
const mostLogged = 31 * 86_400_000;
const notCounted = { received: null, measured: null, expected: null } as const;

/** A chart of the page, with another line to hold it against. */
export interface PageChart extends DrawnSeries {
  readonly compared: (DrawnSeries & { readonly year: number | null; readonly shiftMs: number }) | null;
}

/** What the page of a station and its JSON are made of. */
export interface StationPage extends FoundStation {
  readonly series: readonly (StationSeries & { [name in keyof Received]: number | null })[];
  readonly span: ShownSpan;
  readonly charts: readonly PageChart[];
  readonly outages: readonly Outage[];
  /** Of all its series. */
  readonly deviceStates: readonly DeviceStateSpan[];
  readonly indices: readonly StationIndex[];
  /** The station beside which it is drawn. */
  readonly other: { readonly id: number; readonly name: string } | null;
}

/** Throws Problems `station-not-found`, `invalid-parameter`, `invalid-time-range`, and those of grants with limits. */
export async function stationPage(db: Db, packs: PackSet, request: ApiRequest, now: Date): Promise<StationPage> {
  const { query, caller } = request;
  const action = request.format === 'csv' ? 'download' : 'read';
  const found = await findStation(db, caller, request.params['stationId']!, action);
  const { approvedOnly } = found.view;
  const series = await seriesOf(db, found.station.id, approvedOnly, now);
  const newest = series.reduce<string | null>((last, { time }) => (time && (!last || time > last) ? time : last), null);
  const span = spanOf(query, now, newest);
  const drawn = chosen(series, query['series']);
  const beside = await comparison(db, request, now);
  const charts: PageChart[] = [];
  for (const one of drawn) {
    const chart = await chartOf(db, one, span, approvedOnly);
    const compared = beside ? await beside(one, span, found) : null;
    charts.push({ site: found.station, series: one, chart, compared });
  }
  await countValues(db, found, series, charts);
  if (beside?.view) await countWhole(db, beside.view, pointsOf(charts.map(({ compared }) => compared)));
  // Nothing is owed yet of what is still to come.
  const sofar = { from: span.from, to: Math.min(span.to, now.getTime()) };
  const received = await receivedOf(db, series, sofar, approvedOnly);
  const about = request.format === 'csv' ? [] : await indicesAt(db, packs, series, approvedOnly, now);
  // Raw values are looked through: not over years. When values came is not for who sees approved ones only.
  const isLogged = !approvedOnly && span.to - span.from <= mostLogged && request.format !== 'csv';
  return {
    ...found,
    series: series.map((one) => ({ ...one, ...(received.get(one.id) ?? notCounted) })),
    span,
    charts,
    outages: isLogged ? await outagesOf(db, numbersOf(drawn), span, now, shownOutages) : [],
    deviceStates: isLogged ? await deviceStateSpans(db, numbersOf(series), span, shownOutages) : [],
    indices: about,
    other: beside?.other ?? null,
  };
}

const numbersOf = (series: readonly StationSeries[]): number[] => series.map(({ id }) => id);

/** Newest values and what is drawn, another year of the station included, are values that a grant may limit. */
async function countValues(
  db: Db,
  { view }: FoundStation,
  series: readonly StationSeries[],
  charts: readonly PageChart[],
): Promise<void> {
  const newest = series.filter(({ time }) => time !== null).length;
  const years = charts.map(({ compared }) => (compared?.year == null ? null : compared));
  await countWhole(db, view, newest + pointsOf(charts) + pointsOf(years));
}

const pointsOf = (drawn: readonly (DrawnSeries | null)[]): number =>
  drawn.reduce((sum, one) => sum + (one?.chart.points.length ?? 0), 0);

function chosen(series: readonly StationSeries[], asked: string | undefined): StationSeries[] {
  if (asked === undefined) return series.slice(0, firstCharts);
  const wanted = asked.split(',').map(Number);
  return series.filter(({ id }) => wanted.includes(id)).slice(0, mostCharts);
}

type Beside = ((series: StationSeries, range: TimeRange, found: FoundStation) => Promise<PageChart['compared']>) & {
  other: StationPage['other'];
  /** Of the other station's network. */
  view: NetworkView | null;
};

/** What each chart is held against: the same parameter of another station, or the same days of another year. */
async function comparison(db: Db, request: ApiRequest, now: Date): Promise<Beside | null> {
  // A form sends the fields that nobody filled, too.
  const [otherId, year] = [request.query['with'] || undefined, request.query['year'] || undefined];
  if (otherId !== undefined) {
    const action = request.format === 'csv' ? 'download' : 'read';
    const other = await findStation(db, request.caller, otherId, action);
    const { id, name } = other.station;
    const all = await seriesOf(db, other.station.id, other.view.approvedOnly, now);
    const beside = async (series: StationSeries, range: TimeRange): Promise<PageChart['compared']> => {
      const same = all.find(({ symbol, unit }) => symbol === series.symbol && unit === series.unit);
      if (!same) return null;
      const chart = await chartOf(db, same, range, other.view.approvedOnly);
      return { site: other.station, series: same, chart, year: null, shiftMs: 0 };
    };
    return Object.assign(beside, { other: { id, name }, view: other.view });
  }
  if (year === undefined) return null;
  if (Number(year) < 1900 || Number(year) > 2100) {
    throw httpProblem('invalid-parameter', { name: 'year', value: year, expected: '1900–2100' });
  }
  const beside = async (series: StationSeries, range: TimeRange, { station, view }: FoundStation) => {
    const then = new Date(range.to);
    then.setUTCFullYear(Number(year));
    const shiftMs = range.to - then.getTime();
    const moved: TimeRange = { from: range.from - shiftMs, to: range.to - shiftMs };
    const chart: Chart = await chartOf(db, series, moved, view.approvedOnly);
    return { site: station, series, chart, year: Number(year), shiftMs };
  };
  return Object.assign(beside, { other: null, view: null });
}
