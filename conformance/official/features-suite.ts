import type { CollectionDocument } from '../model.ts';
import { explain } from './features-skips.ts';
import type { OfficialSuite } from './run-official.ts';

/** All collections are tested. */
export function officialFeatures(collections: readonly CollectionDocument[]): OfficialSuite {
  return {
    title: 'OGC API - Features 1.0 Core and CRS, official (ets-ogcapi-features10)',
    artifact: 'ets-ogcapi-features10',
    version: '1.9',
    controller: 'org.opengis.cite.ogcapifeatures10.TestNGController',
    setting: 'ETS_FEATURES_JAR',
    properties: { noofcollections: '-1' },
    explain: (result) => explain(result, collections),
  };
}
