import type { ItemsPage } from '../read/select-items.ts';
import type { Link } from './context.ts';

/** A GeoJSON FeatureCollection (RFC 7946; OGC 17-069r4, 7.16): the texts that the database wrote, as they came. */
export function featureCollectionBytes(page: ItemsPage, links: readonly Link[]): Buffer {
  const members = [
    `"timeStamp":${JSON.stringify(new Date().toISOString())}`,
    `"numberReturned":${page.numberReturned}`,
    ...(page.numberMatched === null ? [] : [`"numberMatched":${page.numberMatched}`]),
    ...(page.numberMatchedEstimate === null ? [] : [`"numberMatchedEstimate":${page.numberMatchedEstimate}`]),
    `"links":${JSON.stringify(links)}`,
  ];
  return Buffer.concat([
    Buffer.from('{"type":"FeatureCollection","features":['),
    page.features,
    Buffer.from(`],${members.join(',')}}`),
  ]);
}
