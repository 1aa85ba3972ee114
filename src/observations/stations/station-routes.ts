import { baseOutlines } from '../../features/index.ts';
import { httpProblem, route, type ApiRequest, type Parameter, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { readableNetworks, type NetworkView } from '../networks/networks.ts';
import { observationProblem } from '../problems.ts';
import { stationStates, type StationFilter, type StationState } from './model.ts';
import { reportRoute } from './report-route.ts';
import { countStations, parametersOf, placedStations, selectStations, type StationKey } from './select-stations.ts';
import { nameOf, offeredTimes, readShownTime } from './shown-time.ts';
import { spans, type ShownSpan } from './span.ts';
import { stationDocument } from './station-document.ts';
import { stationPage } from './station-page.ts';
import { valueClasses } from './value-classes.ts';
import { localTime } from './local-time.ts';
import { chartCsv } from './write-csv.ts';

const pageSize = 50;
const mostPlaces = 3_000;

const text = (name: string, vi: string, en: string, maxLength = 100): Parameter => ({
  ...{ name, in: 'query', schema: { type: 'string', maxLength }, description: { vi, en } },
});
const id = { type: 'string', pattern: '^[0-9]{0,15}$' } as const;

/** Stations as people look for them, and each with its series. */
export function stationRoutes(context: ObservationsContext): Route[] {
  const { db, clock, packs } = context;
  return [
    route({
      method: 'GET',
      path: '/stations',
      operationId: 'getStations',
      tag: 'stations',
      summary: { vi: 'Các trạm, tình trạng và số liệu mới nhất', en: 'Stations, their states and newest values' },
      resource: 'stations',
      formats: ['json'],
      access: 'public',
      parameters: [
        text('network', 'Mạng trạm', 'Network'),
        text('parameter', 'Ký hiệu thông số', 'Symbol of a parameter'),
        {
          ...{ name: 'state', in: 'query', schema: { type: 'string', enum: [...stationStates, ''] } },
          description: { vi: 'Tình trạng', en: 'State' },
        },
        text('q', 'Một phần của tên hoặc mã', 'Part of the name or code'),
        text(
          'at',
          'Giờ (2026-11-26T22) hay ngày (2026-11-26) của số liệu; không ghi: mới nhất',
          'Hour (2026-11-26T22) or day (2026-11-26) of the values; without it the newest',
          40,
        ),
        text('token', 'Trang tiếp theo', 'The next page', 2_000),
      ],
      handle: async (request) => ({ resource: 'stations', data: await stationList(context, request) }),
    }),
    reportRoute(context),
    route({
      method: 'GET',
      path: '/stations/{stationId}',
      operationId: 'getStation',
      tag: 'stations',
      summary: { vi: 'Một trạm: số liệu theo thời gian', en: 'One station: its values over time' },
      resource: 'station',
      formats: ['json', 'csv'],
      access: 'public',
      parameters: [
        {
          ...{ name: 'span', in: 'query', schema: { type: 'string', enum: Object.keys(spans) } },
          description: { vi: 'Khoảng thời gian', en: 'Length of time' },
        },
        text(
          'from',
          'Từ ngày (2026-04-15) hay lúc (2026-04-15T10:00) nào; thay cho span',
          'From which day (2026-04-15) or moment (2026-04-15T10:00); instead of span',
          40,
        ),
        text(
          'to',
          'Đến hết ngày hay đến lúc nào; không ghi: đến giờ',
          'Up to the end of a day, or up to a moment; without it up to now',
          40,
        ),
        text('until', 'Như to', 'The same as to', 40),
        {
          ...{ name: 'series', in: 'query', schema: { type: 'string', pattern: '^[0-9]{1,7}(,[0-9]{1,7}){0,19}$' } },
          description: { vi: 'Các chuỗi được vẽ, cách nhau bằng dấu phẩy', en: 'Series to draw, with commas' },
        },
        {
          ...{ name: 'with', in: 'query', schema: id },
          description: { vi: 'So với trạm này', en: 'Compare with this station' },
        },
        {
          ...{ name: 'year', in: 'query', schema: { type: 'string', pattern: '^([0-9]{4})?$' } },
          description: { vi: 'So với cùng kỳ năm này', en: 'Compare with the same days of this year' },
        },
      ],
      handle: async (request) => {
        const page = await stationPage(db, packs(), request, clock.now());
        if (request.format === 'csv') {
          const drawn = page.charts.flatMap((chart) => (chart.compared ? [chart, chart.compared] : [chart]));
          return chartCsv(drawn, `station-${page.station.id}-${spanInName(page.span)}`, request.language);
        }
        return { resource: 'station', data: stationDocument(request, page) };
      },
    }),
  ];
}

function spanInName({ name, from, to }: ShownSpan): string {
  if (name !== 'own') return name;
  return [from, to].map((at) => localTime(at).slice(0, 16).replace(':', '')).join('-');
}

async function stationList({ db, clock, tokens }: ObservationsContext, request: ApiRequest) {
  const { query } = request;
  const views = await readableNetworks(db, request.caller);
  const filter = filterOf(query, views);
  const at = readShownTime(query['at']);
  const scope = { views, filter, now: clock.now(), at };
  const bound = JSON.stringify({ kind: 'stations', ...filter, at });
  const after = keyOf(query['token'], (token) => tokens.read(token, { filter: bound }).values);
  const rows = await selectStations(db, scope, after, pageSize + 1);
  const stations = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? stations.at(-1)! : null;
  const next = new URL(request.url);
  if (last) next.searchParams.set('token', tokens.write({ values: [last.name, last.id], filter: bound, edition: 0 }));
  const counts = await countStations(db, { ...scope, filter: { ...filter, state: null } });
  // The map shows the whole filter, so it belongs to the first page only.
  const places = after === null ? await placedStations(db, scope, mostPlaces) : [];
  const spots = places.map(({ longitude, latitude }) => [longitude!, latitude!]);
  return {
    stations: stations.map((station) => ({ ...station, url: `${request.base}/stations/${station.id}` })),
    counts,
    places,
    // What lies beneath them on the drawing of the page.
    ...(request.format === 'html' && { base: await baseOutlines(db, spots) }),
    filter,
    at: at && nameOf(at),
    classes: await valueClasses(db, scope),
    times: offeredTimes(scope.now),
    networks: [...views.values()].map(({ network }) => ({ id: network.id, title: network.title[request.language] })),
    parameters: (await parametersOf(db, [...views.keys()])).map(({ symbol, title }) => ({
      symbol,
      title: (title as Record<string, string> | null)?.[request.language] ?? symbol,
    })),
    links: last ? [{ rel: 'next', href: next.href, type: 'application/json' }] : [],
  };
}

/** Throws Problem `network-not-found`. */
export function filterOf(
  query: Readonly<Record<string, string>>,
  views: ReadonlyMap<string, NetworkView>,
): StationFilter {
  // A form sends the fields that nobody filled, too.
  const given = (name: string): string | null => query[name]?.trim() || null;
  const network = given('network');
  if (network !== null && !views.has(network)) throw observationProblem('network-not-found', { network });
  return { network, parameter: given('parameter'), state: given('state') as StationState | null, text: given('q') };
}

function keyOf(token: string | undefined, read: (token: string) => readonly unknown[]): StationKey | null {
  if (token === undefined) return null;
  const [name, id] = read(token);
  if (typeof name !== 'string' || typeof id !== 'number') throw httpProblem('not-found', { path: '/stations' });
  return { name, id };
}
