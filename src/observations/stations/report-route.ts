import { Readable } from 'node:stream';
import { csvLine, httpProblem, route, type ApiRequest, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { readableNetworks } from '../networks/networks.ts';
import { observationProblem } from '../problems.ts';
import { receivedOf, seriesOf, type StationSeries } from './find-station.ts';
import { deviceStateSpans } from './device-state-spans.ts';
import { outagesOf } from './outages.ts';
import { selectStations } from './select-stations.ts';
import { localTime } from './local-time.ts';

const dayMs = 86_400_000;
const longestDays = 31;
const pageSize = 20;
const mostOutages = 500;

/** What came and what did not: received against expected for each series, and each silence with its start and end. */
export function reportRoute(context: ObservationsContext): Route {
  const day = { type: 'string', pattern: '^(\\d{4}-\\d{2}-\\d{2})?$' } as const;
  return route({
    method: 'GET',
    path: '/stations/report',
    operationId: 'getStationReport',
    tag: 'stations',
    summary: { vi: 'Tỷ lệ số liệu nhận được và các lần mất tín hiệu', en: 'Received data and outages' },
    resource: 'station-report',
    formats: ['json', 'csv'],
    access: 'public',
    parameters: [
      {
        name: 'network',
        in: 'query',
        schema: { type: 'string', maxLength: 100 },
        description: { vi: 'Mạng trạm', en: 'Network' },
      },
      { name: 'from', in: 'query', schema: day, description: { vi: 'Từ ngày', en: 'First day' } },
      { name: 'to', in: 'query', schema: day, description: { vi: 'Đến hết ngày', en: 'Last day' } },
      {
        name: 'token',
        in: 'query',
        schema: { type: 'string', maxLength: 2000 },
        description: { vi: 'Trang tiếp theo', en: 'The next page' },
      },
    ],
    handle: async (request) => {
      const data = await report(context, request);
      if (request.format !== 'csv') return { resource: 'station-report', data };
      return {
        mediaType: 'text/csv; charset=utf-8',
        body: Readable.from(reportLines(data)),
        headers: { 'content-disposition': `attachment; filename="station-report-${data.from}-${data.to}.csv"` },
      };
    },
  });
}

async function report({ db, clock, tokens }: ObservationsContext, request: ApiRequest) {
  const now = clock.now();
  const { query, language } = request;
  const views = await readableNetworks(db, request.caller, request.format === 'csv' ? 'download' : 'read');
  const network = query['network'] || null;
  if (network !== null && !views.has(network)) throw observationProblem('network-not-found', { network });
  const days = daysOf(query, now);
  const filter = { network, parameter: null, state: null, text: null };
  const bound = JSON.stringify({ kind: 'report', ...filter, ...days });
  const key = query['token'] === undefined ? null : tokens.read(query['token'], { filter: bound }).values;
  const after = key === null ? null : { name: String(key[0]), id: Number(key[1]) };
  const found = await selectStations(db, { views, filter, now }, after, pageSize + 1);
  const page = found.slice(0, pageSize);
  const range = { from: days.start, to: Math.min(days.end, now.getTime()) };
  const owner = new Map<number, { site: (typeof page)[number]; series: StationSeries }>();
  const stations = [];
  for (const station of page) {
    const { id, code, name, state, lastTime } = station;
    const { approvedOnly } = views.get(station.network)!;
    const series = await seriesOf(db, station.id, approvedOnly, now);
    // When values came is not for who sees approved ones only.
    if (!approvedOnly) for (const one of series) owner.set(one.id, { site: station, series: one });
    const received = await receivedOf(db, series, range, approvedOnly);
    stations.push({
      ...{ id, code, name, state, lastTime },
      series: series.flatMap((one) => {
        const counts = received.get(one.id);
        const { symbol, title, everySeconds } = one;
        return counts ? [{ id: one.id, symbol, title: title[language], everySeconds, ...counts }] : [];
      }),
    });
  }
  const outages = await outagesOf(db, [...owner.keys()], range, now, mostOutages);
  const deviceStates = await deviceStateSpans(db, [...owner.keys()], range, mostOutages);
  const named = ({ series: id }: { series: number }) => {
    const { site, series } = owner.get(id)!;
    return {
      ...{ station: site.id, code: site.code, name: site.name },
      ...{ symbol: series.symbol, title: series.title[language] },
    };
  };
  const last = found.length > pageSize ? page.at(-1)! : null;
  const next = new URL(request.url);
  if (last) next.searchParams.set('token', tokens.write({ values: [last.name, last.id], filter: bound, edition: 0 }));
  return {
    ...{ network, from: days.from, to: days.to },
    networks: [...views.values()].map((view) => ({ id: view.network.id, title: view.network.title[language] })),
    stations,
    outages: outages.map((outage) => ({ ...outage, ...named(outage) })),
    deviceStates: deviceStates.map((span) => ({ ...span, ...named(span) })),
    mostOutages,
    links: last ? [{ rel: 'next', href: next.href, type: 'application/json' }] : [],
  };
}

type Report = Awaited<ReturnType<typeof report>>;

/** Days are Vietnam's; without any the last seven. Throws Problem `invalid-parameter`. */
function daysOf(query: Readonly<Record<string, string>>, now: Date) {
  const dayOf = (at: number): string => localTime(at).slice(0, 10);
  const to = query['to'] || dayOf(now.getTime());
  const from = query['from'] || dayOf(Date.parse(`${to}T00:00:00+07:00`) - 6 * dayMs);
  const start = Date.parse(`${from}T00:00:00+07:00`);
  const end = Date.parse(`${to}T00:00:00+07:00`) + dayMs;
  const refuse = (name: string, value: string) =>
    httpProblem('invalid-parameter', { name, value, expected: `YYYY-MM-DD, from ≤ to, ≤ ${longestDays} × 24 h` });
  if (!Number.isFinite(start)) throw refuse('from', from);
  if (!Number.isFinite(end) || end <= start || end - start > longestDays * dayMs) throw refuse('to', to);
  return { from, to, start, end };
}

function* reportLines({ stations, outages, deviceStates }: Report): Generator<string> {
  yield csvLine([
    'kind',
    'station',
    'title',
    'parameter',
    'from',
    'to',
    'seconds',
    'received',
    'expected',
    'measured',
    'status',
    'values',
  ]);
  for (const { id, code, name, series } of stations) {
    for (const { symbol, received, expected, measured } of series) {
      yield csvLine(['received', code ?? id, name, symbol, null, null, null, received, expected, measured, null, null]);
    }
  }
  // The columns of outages came first and stay as they are: their station is the number of its page.
  for (const { name, station: number, symbol, from, to, seconds } of outages) {
    const ends = [local(from), to && local(to), Math.round(seconds)];
    yield csvLine(['outage', number, name, symbol, ...ends, null, null, null, null, null]);
  }
  for (const { code, name, station, symbol, from, to, seconds, status, values } of deviceStates) {
    const ends = [local(from), to && local(to), Math.round(seconds)];
    const [known, state] = [code ?? station, String(status).padStart(2, '0')];
    yield csvLine(['device-state', known, name, symbol, ...ends, null, null, null, state, values]);
  }
}

const local = (moment: string): string => localTime(Date.parse(moment));
