import { csvLine, type Language } from '../../kernel/index.ts';
import { parameterDocument, type EdrParameter } from './parameters.ts';
import type { PointSeries } from './select-series.ts';

const moment = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

const referencing = [
  {
    coordinates: ['x', 'y'],
    system: { type: 'GeographicCRS', id: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' },
  },
  { coordinates: ['t'], system: { type: 'TemporalRS', calendar: 'Gregorian' } },
];

/** A collection of coverages, one PointSeries for each series (CoverageJSON, OGC 21-069r2, 6.1 and 9.2). */
export function coverageCollection(series: readonly PointSeries[], parameters: readonly EdrParameter[]) {
  return {
    type: 'CoverageCollection',
    domainType: 'PointSeries',
    parameters: Object.fromEntries(parameters.map((one) => [one.name, parameterDocument(one)])),
    referencing,
    coverages: series.map(({ title, longitude, latitude, parameter, values }) => ({
      type: 'Coverage',
      title: { vi: title, en: title },
      domain: {
        type: 'Domain',
        domainType: 'PointSeries',
        axes: {
          x: { values: [longitude] },
          y: { values: [latitude] },
          t: { values: values.map(({ at }) => moment(at)) },
        },
      },
      ranges: {
        [parameter.name]: {
          type: 'NdArray',
          dataType: 'float',
          axisNames: ['t'],
          shape: [values.length],
          values: values.map(({ value }) => value),
        },
      },
    })),
  };
}

/** One feature for each series, its moments and values beside each other (EDR GeoJSON, 19-086r6, /req/edr-geojson). */
export function edrGeoJson(
  series: readonly PointSeries[],
  parameters: readonly EdrParameter[],
  endpoint: string,
  language: Language,
) {
  return {
    type: 'FeatureCollection',
    features: series.map(({ code, station, title, longitude, latitude, parameter, values }) => ({
      type: 'Feature',
      id: `${station}-${parameter.name}`,
      geometry: pointOf(longitude, latitude),
      properties: {
        label: `${title}, ${parameter.title[language]}`,
        code,
        datetime: values.length === 0 ? null : `${moment(values[0]!.at)}/${moment(values.at(-1)!.at)}`,
        'parameter-name': [parameter.name],
        edrqueryendpoint: `${endpoint}/locations/${station}`,
        times: values.map(({ at }) => moment(at)),
        [parameter.name]: values.map(({ value }) => value),
      },
    })),
    parameters: Object.fromEntries(parameters.map((one) => [one.name, parameterDocument(one)])),
  };
}

/** One line for each value. */
export function* edrCsv(series: readonly PointSeries[]): Generator<string> {
  yield csvLine(['time', 'location', 'code', 'title', 'longitude', 'latitude', 'parameter', 'unit', 'value']);
  for (const { values, parameter, ...site } of series) {
    const { title, longitude, latitude } = site;
    for (const { at, value } of values) {
      yield csvLine([
        moment(at),
        site.station,
        site.code,
        title,
        longitude,
        latitude,
        parameter.name,
        parameter.ucum ?? parameter.unit,
        value,
      ]);
    }
  }
}

export function pointOf(longitude: number | null, latitude: number | null) {
  return longitude === null || latitude === null ? null : { type: 'Point', coordinates: [longitude, latitude] };
}
