import type { ApiRequest, Db } from '../../kernel/index.ts';
import type { NetworkView } from '../networks/networks.ts';
import { parameterDocument, parametersOfNetwork } from './parameters.ts';
import { lengthUnits } from './read-coords.ts';
import { extentOf } from './select-series.ts';

export const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
export const coverageJson = 'application/prs.coverage+json';
const wkt =
  'GEOGCS["WGS 84 (CRS84)",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AXIS["Longitude",EAST],AXIS["Latitude",NORTH]]';
const spec = 'http://www.opengis.net/spec';
export const edrClasses: readonly string[] = [
  `${spec}/ogcapi-common-1/1.0/conf/core`,
  `${spec}/ogcapi-common-2/1.0/conf/collections`,
  ...['core', 'collections', 'json', 'geojson', 'edr-geojson', 'covjson', 'oas30', 'queries'].map(
    (name) => `${spec}/ogcapi-edr-1/1.1/conf/${name}`,
  ),
];

export const dataQueries = ['position', 'area', 'radius', 'locations', 'items'] as const;
const dataFormats = ['covjson', 'geojson', 'csv'];

/** The entry of the service (19-086r6, /req/core/root-success). */
export function edrLanding({ base, language }: ApiRequest): Record<string, unknown> {
  const vi = language === 'vi';
  const link = (path: string, rel: string, title: string, type = 'application/json') => ({
    ...{ href: `${base}${path}`, rel, type, title },
  });
  return {
    title: vi ? 'Số liệu trạm theo nơi và thời gian (EDR)' : 'Values of stations by place and time (EDR)',
    description: vi ? 'OGC API - Environmental Data Retrieval 1.1' : 'OGC API - Environmental Data Retrieval 1.1',
    links: [
      link('/edr', 'self', vi ? 'Trang này' : 'This page'),
      link('/api?f=openapi', 'service-desc', 'OpenAPI 3.0', 'application/vnd.oai.openapi+json;version=3.0'),
      link('/api', 'service-doc', vi ? 'Hướng dẫn' : 'Documentation', 'text/html'),
      link('/edr/conformance', 'conformance', vi ? 'Chuẩn được tuân theo' : 'Standards followed'),
      link('/edr/collections', 'data', vi ? 'Các mạng trạm' : 'Networks of stations'),
    ],
  };
}

/** A network as a collection (19-086r6, /req/edr/rc-collection-info). */
export async function edrCollection(db: Db, request: ApiRequest, view: NetworkView) {
  const { network } = view;
  const at = `${request.base}/edr/collections/${encodeURIComponent(network.id)}`;
  const { west, south, east, north, start, end } = await extentOf(db, view);
  const box = west === null ? [-180, -90, 180, 90] : [west, south, east, north];
  const parameters = await parametersOfNetwork(db, network.id);
  return {
    id: network.id,
    title: network.title[request.language],
    description: network.title[request.language],
    links: [
      { href: at, rel: 'self', type: 'application/json', title: network.title[request.language] },
      ...dataQueries.map((query) => ({
        ...{
          href: `${at}/${query}`,
          rel: 'data',
          type: query === 'items' ? 'application/geo+json' : coverageJson,
          title: query,
        },
      })),
    ],
    extent: {
      spatial: { bbox: [box], crs: crs84 },
      temporal: {
        interval: [[start, end]],
        values: [`${start ?? '..'}/${end ?? '..'}`],
        trs: 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian',
      },
    },
    data_queries: Object.fromEntries(
      dataQueries.map((query) => [
        query,
        {
          link: {
            href: `${at}/${query}`,
            rel: 'data',
            variables: {
              title: query,
              query_type: query,
              ...(query === 'radius' ? { within_units: lengthUnits } : {}),
              output_formats: query === 'items' ? ['geojson'] : dataFormats,
              default_output_format: query === 'items' || query === 'locations' ? 'geojson' : 'covjson',
              crs_details: [{ crs: crs84, wkt }],
            },
          },
        },
      ]),
    ),
    crs: [crs84],
    output_formats: dataFormats,
    parameter_names: Object.fromEntries(
      [...parameters.values()].map((one) => [
        one.name,
        { ...parameterDocument(one), id: one.name, label: one.title[request.language], 'data-type': 'float' },
      ]),
    ),
  };
}
