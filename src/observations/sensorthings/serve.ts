import { setNames, type StaContext } from './model.ts';

/** Conformance classes of 18-088 that the service declares at its root. */
export const conformance = [
  'http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/resource-path',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/request-data',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/create-update-delete',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/batch-request/batch-request',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/data-array/data-array',
] as const;

/** The service root (18-088, 9.2.1). */
export function serviceRoot({ root }: Pick<StaContext, 'root'>): Record<string, unknown> {
  return {
    value: setNames.map((name) => ({ name, url: `${root}/${name}` })),
    serverSettings: { conformance },
  };
}
