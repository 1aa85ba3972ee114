import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { SampleNode } from '../../conformance/index.ts';
import {
  absence,
  areas,
  delivered,
  output,
  points,
  positions,
  serveSamples,
  type Delivered,
} from './served-samples.ts';

/** The system's Python first: distributions package OWSLib for it. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const skip = absence(python, '-c', 'import owslib.ogcapi.features');

/** Reads a collection whole, page by page; the arguments are address, collection and the query as JSON. */
const program = `
import json, sys
from urllib.parse import urlparse, parse_qs
from owslib.ogcapi.features import Features
service = Features(sys.argv[1])
query = json.loads(sys.argv[3])
features = []
while True:
    page = service.collection_items(sys.argv[2], **query)
    features += page['features']
    following = [link['href'] for link in page['links'] if link['rel'] == 'next']
    if not following:
        break
    query['token'] = parse_qs(urlparse(following[0]).query)['token'][0]
print(json.dumps({
    'collections': service.feature_collections(),
    'conformance': service.conformance()['conformsTo'],
    'matched': page.get('numberMatched'),
    'features': features,
}))
`;

interface Reading {
  readonly collections: readonly string[];
  readonly conformance: readonly string[];
  readonly matched: number | null;
  readonly features: readonly (Delivered & { readonly id: string })[];
}

describe('OWSLib reads what was delivered', { skip }, () => {
  let node: SampleNode;
  before(async () => (node = await serveSamples()));
  after(() => node?.stop());

  async function read(collection: string, query: Record<string, unknown> = {}): Promise<Reading> {
    return JSON.parse(
      await output(python, ['-c', program, `${node.url}/`, collection, JSON.stringify(query)]),
    ) as Reading;
  }

  for (const collection of [points, areas]) {
    test(`${collection}, seven a page`, async () => {
      const expected = delivered(collection);
      const { collections, conformance, matched, features } = await read(collection, { limit: 7 });
      assert.ok(collections.includes(collection));
      assert.ok(conformance.some((uri) => uri.endsWith('/ogcapi-features-1/1.0/conf/core')));
      assert.equal(matched, expected.length);
      assert.deepEqual(
        features.map(({ id }) => id),
        expected.map(({ properties }) => properties['ma']),
      );
      for (const [i, { properties, geometry }] of expected.entries()) {
        assert.deepEqual(features[i]!.properties, properties);
        assert.deepEqual(features[i]!.geometry, geometry);
      }
    });
  }

  test('a box', async () => {
    const inside = delivered(points).filter(({ geometry }) =>
      positions(geometry).some(([x, y]) => x >= 105 && x <= 106.5 && y >= 10 && y <= 16),
    );
    const { features } = await read(points, { bbox: [105, 10, 106.5, 16], limit: 50 });
    assert.deepEqual(
      features.map(({ id }) => id),
      inside.map(({ properties }) => properties['ma']),
    );
  });

  test('EPSG:4326 has latitude first', async () => {
    const { features } = await read(points, { crs: 'http://www.opengis.net/def/crs/EPSG/0/4326', limit: 100 });
    const turned = delivered(points).map(({ geometry }) => positions(geometry).map(([x, y]) => [y, x]));
    assert.deepEqual(
      features.map(({ geometry }) => positions(geometry)),
      turned,
    );
  });

  for (const filter of ['so_lan = 3 AND gia_tri > 0', "loai LIKE '%mẫu%' OR dat = TRUE"]) {
    test(`CQL2: ${filter}`, async () => {
      const keeps = ({ properties: { so_lan, gia_tri, loai, dat } }: Delivered): boolean =>
        filter.startsWith('so_lan') ? so_lan === 3 && Number(gia_tri) > 0 : /mẫu/.test(String(loai)) || dat === true;
      const expected = delivered(points).filter(keeps);
      const { features } = await read(points, { filter, limit: 30 });
      assert.deepEqual(
        features.map(({ id }) => id),
        expected.map(({ properties }) => properties['ma']),
      );
    });
  }
});
