import type { OfficialSuite } from './run-official.ts';

/** OGC's suite for EDR; it is told the entry of the service and its OpenAPI document. */
export function officialEdr(url: string): OfficialSuite {
  return {
    title: 'OGC API - EDR 1.0 and 1.1, official (ets-ogcapi-edr10)',
    artifact: 'ets-ogcapi-edr10',
    version: '1.3',
    controller: 'org.opengis.cite.ogcapiedr10.TestNGController',
    setting: 'ETS_EDR_JAR',
    properties: { apiDefinition: `${url}/api?f=openapi`, ics: '' },
    // Nobody has been able to run it here: the first run explains itself or fails.
    explain: () => null,
  };
}
