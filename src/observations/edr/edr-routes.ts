import { Readable } from 'node:stream';
import {
  route,
  type ApiRequest,
  type Parameter,
  type Reply,
  type RepresentationName,
  type Route,
} from '../../kernel/index.ts';
import { parseBbox, parseDatetime, type TimeRange } from '../../query/index.ts';
import type { ObservationsContext } from '../model.ts';
import { readableNetwork, readableNetworks, type NetworkView } from '../networks/networks.ts';
import { countWhole } from '../networks/within-limits.ts';
import { observationProblem } from '../problems.ts';
import { crs84, edrClasses, edrCollection, edrLanding } from './describe.ts';
import { chosenParameters, parametersOfNetwork } from './parameters.ts';
import { lengthUnits, readCoords, readWithin } from './read-coords.ts';
import { selectLocations, selectPointSeries, type EdrLocation, type Place } from './select-series.ts';
import { coverageCollection, edrCsv, edrGeoJson, pointOf } from './write-data.ts';

const tag = 'edr';
const common = { tag, access: 'public' } as const;
const always: TimeRange = { start: null, end: null };
const mostLocations = 1_000;

const text = (name: string, vi: string, en: string): Parameter => ({
  ...{ name, in: 'query', schema: { type: 'string', maxLength: 200_000 }, description: { vi, en } },
});
const coords = { ...text('coords', 'Nơi, dạng WKT', 'Place as well-known text'), required: true };
const dataParameters: readonly Parameter[] = [
  text('datetime', 'Thời điểm hoặc khoảng', 'Moment or interval'),
  text('parameter-name', 'Các thông số, cách nhau bằng dấu phẩy', 'Parameters, with commas'),
  text('crs', 'Hệ toạ độ: CRS84', 'Coordinate system: CRS84'),
];
const dataFormats: readonly RepresentationName[] = ['covjson', 'geojson', 'csv'];

type Where = (request: ApiRequest) => Place;

/** OGC API - Environmental Data Retrieval 1.1 (19-086r6) over the series of networks. */
export function edrRoutes(context: ObservationsContext): Route[] {
  const { db } = context;
  return [
    route({
      ...common,
      method: 'GET',
      path: '/edr',
      operationId: 'getEdr',
      summary: { vi: 'Dịch vụ EDR', en: 'The EDR service' },
      resource: 'edr',
      formats: ['json'],
      handle: async (request) => ({ resource: 'edr', data: edrLanding(request) }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/edr/conformance',
      operationId: 'getEdrConformance',
      summary: { vi: 'Các lớp yêu cầu EDR được tuân theo', en: 'Classes of EDR that are followed' },
      resource: 'edr-conformance',
      formats: ['json'],
      handle: async () => ({ resource: 'edr-conformance', data: { conformsTo: edrClasses } }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/edr/collections',
      operationId: 'getEdrCollections',
      summary: { vi: 'Các mạng trạm dạng EDR', en: 'Networks of stations as EDR collections' },
      resource: 'edr-collections',
      formats: ['json'],
      handle: async (request) => {
        const collections = [];
        for (const view of (await readableNetworks(db, request.caller)).values()) {
          collections.push(await edrCollection(db, request, view));
        }
        const self = { href: `${request.base}/edr/collections`, rel: 'self', type: 'application/json' };
        return { resource: 'edr-collections', data: { links: [self], collections } };
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/edr/collections/{networkId}',
      operationId: 'getEdrCollection',
      summary: { vi: 'Một mạng trạm dạng EDR', en: 'One network as an EDR collection' },
      resource: 'edr-collection',
      formats: ['json'],
      handle: async (request) => ({
        resource: 'edr-collection',
        data: await edrCollection(db, request, await viewOf(context, request)),
      }),
    }),
    dataRoute(
      context,
      'position',
      { vi: 'Số liệu của trạm gần nhất', en: 'Values of the nearest station' },
      [coords],
      (request) => ({
        kind: 'near',
        geometry: readCoords(request.query['coords'], ['Point', 'MultiPoint']),
      }),
    ),
    dataRoute(context, 'area', { vi: 'Số liệu trong một vùng', en: 'Values within an area' }, [coords], (request) => ({
      kind: 'area',
      geometry: readCoords(request.query['coords'], ['Polygon', 'MultiPolygon']),
    })),
    dataRoute(
      context,
      'radius',
      { vi: 'Số liệu quanh một điểm', en: 'Values around a point' },
      [
        coords,
        text('within', 'Bán kính', 'Radius'),
        {
          ...text('within-units', 'Đơn vị của bán kính', 'Unit of the radius'),
          schema: { type: 'string', enum: lengthUnits },
        },
      ],
      (request) => ({
        kind: 'within',
        geometry: readCoords(request.query['coords'], ['Point', 'MultiPoint']),
        metres: readWithin(request.query['within'], request.query['within-units']),
      }),
    ),
    dataRoute(
      context,
      'locations/{locationId}',
      { vi: 'Số liệu của một trạm', en: 'Values of one station' },
      [],
      (request) => ({
        kind: 'station',
        id: numberOf(request.params['locationId']!),
      }),
    ),
    ...(['locations', 'items'] as const).map((name) => listRoute(context, name)),
    route({
      ...common,
      method: 'GET',
      path: '/edr/collections/{networkId}/items/{itemId}',
      operationId: 'getEdrItem',
      summary: { vi: 'Một trạm', en: 'One station' },
      resource: 'edr-item',
      formats: ['geojson'],
      handle: async (request) => {
        const view = await viewOf(context, request);
        const id = numberOf(request.params['itemId']!);
        const [row] = await selectLocations(db, view, { boxes: [], time: always, after: 0, limit: 1, id });
        if (!row) throw observationProblem('station-not-found', { station: String(id) });
        await countWhole(db, view, 1);
        return { resource: 'edr-item', data: featureOf(request, view.network.id, row) };
      },
    }),
  ];
}

async function viewOf({ db }: ObservationsContext, request: ApiRequest): Promise<NetworkView> {
  const id = request.params['networkId']!;
  const action = request.format === 'csv' ? 'download' : 'read';
  const view = await readableNetwork(db, request.caller, id, action);
  if (!view) throw observationProblem('network-not-found', { network: id });
  return view;
}

function numberOf(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw observationProblem('station-not-found', { station: id.slice(0, 40) });
  return Number(id);
}

function dataRoute(
  context: ObservationsContext,
  query: string,
  summary: Route['summary'],
  parameters: readonly Parameter[],
  where: Where,
): Route {
  const word = query.replace(/\/.*/, 'ById').replace('locationsById', 'location');
  return route({
    ...common,
    method: 'GET',
    path: `/edr/collections/{networkId}/${query}`,
    operationId: `getEdr${word[0]!.toUpperCase()}${word.slice(1)}`,
    summary,
    resource: 'edr-data',
    formats: dataFormats,
    parameters: [...parameters, ...dataParameters],
    handle: (request) => getData(context, request, where),
  });
}

async function getData(context: ObservationsContext, request: ApiRequest, where: Where): Promise<Reply> {
  const view = await viewOf(context, request);
  const { id } = view.network;
  const { query, base, language } = request;
  if (query['crs'] && !['CRS84', 'OGC:CRS84', crs84].includes(query['crs'])) {
    throw observationProblem('edr-unknown-crs', { value: query['crs'].slice(0, 80) });
  }
  const place = where(request);
  const time = query['datetime'] ? parseDatetime(query['datetime']) : always;
  const all = await parametersOfNetwork(context.db, id);
  const parameters = chosenParameters(all, query['parameter-name']);
  const series = await selectPointSeries(context.db, view, place, parameters, time);
  if (place.kind === 'station' && series.length === 0) await mustExist(context, view, place.id);
  const rows = series.reduce((sum, { values }) => sum + values.length, 0);
  await countWhole(context.db, view, rows);
  if (request.format === 'csv') {
    return { mediaType: 'text/csv; charset=utf-8', body: Readable.from(edrCsv(series)), rows };
  }
  const endpoint = `${base}/edr/collections/${encodeURIComponent(id)}`;
  const data =
    request.format === 'geojson'
      ? edrGeoJson(series, parameters, endpoint, language)
      : coverageCollection(series, parameters);
  return { resource: 'edr-data', data, rows };
}

/** A station without values answers with none; one that is not there is not found. */
async function mustExist({ db }: ObservationsContext, view: NetworkView, id: number): Promise<void> {
  const [row] = await selectLocations(db, view, { boxes: [], time: always, after: 0, limit: 1, id });
  if (!row) throw observationProblem('station-not-found', { station: String(id) });
}

/** Stations as features: `locations` names those that data can be asked for, `items` is OGC API - Features' way to them. */
function listRoute(context: ObservationsContext, name: 'locations' | 'items'): Route {
  return route({
    ...common,
    method: 'GET',
    path: `/edr/collections/{networkId}/${name}`,
    operationId: name === 'items' ? 'getEdrItems' : 'getEdrLocations',
    summary: { vi: 'Các trạm của một mạng trạm', en: 'Stations of a network' },
    resource: `edr-${name}`,
    formats: ['geojson'],
    parameters: [
      text('bbox', 'Khung toạ độ', 'Box'),
      text('datetime', 'Thời điểm hoặc khoảng', 'Moment or interval'),
      {
        ...{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: mostLocations } },
        description: { vi: 'Số trạm tối đa', en: 'At most so many stations' },
      },
      {
        name: 'after',
        in: 'query',
        schema: { type: 'integer', minimum: 0 },
        description: { vi: 'Sau trạm số', en: 'After station' },
      },
    ],
    handle: async (request) => {
      const view = await viewOf(context, request);
      const { query } = request;
      const limit = Math.min(
        Number(query['limit'] ?? mostLocations),
        view.grant.limits.rowsPerRequest ?? mostLocations,
      );
      const rows = await selectLocations(context.db, view, {
        boxes: query['bbox'] ? parseBbox(query['bbox']) : [],
        time: query['datetime'] ? parseDatetime(query['datetime']) : always,
        after: Number(query['after'] ?? 0),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const links = [{ href: request.url.href, rel: 'self', type: 'application/geo+json' }];
      if (rows.length > limit) {
        const next = new URL(request.url);
        next.searchParams.set('after', String(page.at(-1)!.id));
        links.push({ href: next.href, rel: 'next', type: 'application/geo+json' });
      }
      await countWhole(context.db, view, page.length);
      const features = page.map((row) => featureOf(request, view.network.id, row));
      const data = { type: 'FeatureCollection', features, links, numberReturned: features.length };
      return { resource: `edr-${name}`, data, rows: features.length };
    },
  });
}

function featureOf({ base }: ApiRequest, network: string, row: EdrLocation) {
  const { id, code, title, longitude, latitude, symbols, firstTime, lastTime } = row;
  return {
    type: 'Feature',
    id,
    geometry: pointOf(longitude, latitude),
    properties: {
      label: title,
      code,
      datetime: firstTime === null ? null : `${firstTime}/${lastTime}`,
      'parameter-name': symbols,
      edrqueryendpoint: `${base}/edr/collections/${encodeURIComponent(network)}/locations/${id}`,
    },
  };
}
