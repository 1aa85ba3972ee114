import assert from 'node:assert/strict';
import { linkOf } from '../collection-reading.ts';
import { check, checkEach, type Check, type CollectionDocument, type LinkDocument } from '../model.ts';
import type { NodeClient } from '../node-client.ts';
import type { TilesToAsk } from '../official/tiles-suite.ts';

const conf = 'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf';
const classes = ['core', 'tileset', 'tilesets-list', 'dataset-tilesets', 'geodata-tilesets', 'mvt', 'oas30'];
const relation = 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector';
const quad = 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad';
const mvt = 'application/vnd.mapbox-vector-tile';

interface Limits {
  readonly tileMatrix: string;
  readonly minTileRow: number;
  readonly maxTileRow: number;
  readonly minTileCol: number;
  readonly maxTileCol: number;
}

interface TilesetDocument {
  readonly title: string;
  readonly dataType: string;
  readonly crs: string;
  readonly tileMatrixSetURI: string;
  readonly tileMatrixSetLimits: readonly Limits[];
  readonly links: readonly LinkDocument[];
}

const hasTiles = ({ links }: CollectionDocument): boolean => linkOf(links, relation) !== undefined;

async function tilesetOf(node: NodeClient, links: readonly LinkDocument[]): Promise<TilesetDocument> {
  const { tilesets } = (await node.get(linkOf(links, relation)!.href)).json<{ tilesets: TilesetDocument[] }>();
  assert.ok(tilesets.length > 0, 'the list has no tileset');
  return tilesets[0]!;
}

function tileAddress({ links }: TilesetDocument, level: string, row: number, column: number): string {
  const { href } = linkOf(links, 'item')!;
  return href.replace('{tileMatrix}', level).replace('{tileRow}', String(row)).replace('{tileCol}', String(column));
}

async function landing(node: NodeClient): Promise<LinkDocument[]> {
  return (await node.get('/', {}, { accept: 'application/json' })).json<{ links: LinkDocument[] }>().links;
}

/** A collection with tiles and some of them, for the official suite: those that it asks for must hold something. */
export async function readTileset(
  node: NodeClient,
  collections: readonly CollectionDocument[],
): Promise<TilesToAsk | null> {
  const found = collections.find(hasTiles);
  if (!found) return null;
  const { tileMatrixSetLimits } = await tilesetOf(node, found.links);
  const [top] = tileMatrixSetLimits;
  return {
    collection: found.id,
    level: Number(top!.tileMatrix),
    rows: [top!.minTileRow, top!.maxTileRow],
    columns: [top!.minTileCol, top!.maxTileCol],
  };
}

const checks: Check[] = [
  check('/req/core/conformance', 'the declaration lists the classes of tiles', async ({ node }) => {
    const { conformsTo } = (await node.get('/conformance')).json<{ conformsTo: string[] }>();
    for (const name of classes) assert.ok(conformsTo.includes(`${conf}/${name}`), name);
  }),
  check('/req/dataset-tilesets/landingpage', 'the landing page leads to a list of tilesets', async ({ node }) => {
    assert.equal((await tilesetOf(node, await landing(node))).tileMatrixSetURI, quad);
  }),
  checkEach(
    '/req/geodata-tilesets/desc-links',
    'collections with places lead to theirs',
    hasTiles,
    async (collection, { node }) => {
      assert.match(linkOf(collection.links, relation)!.href, /\/tiles(\?|$)/);
      const { dataType, crs, tileMatrixSetURI } = await tilesetOf(node, collection.links);
      assert.deepEqual([dataType, tileMatrixSetURI], ['vector', quad]);
      assert.equal(crs, 'http://www.opengis.net/def/crs/EPSG/0/3857');
    },
  ),
  checkEach(
    '/req/tileset/description',
    'a tileset says of itself what the list says',
    hasTiles,
    async (collection, { node }) => {
      const listed = await tilesetOf(node, collection.links);
      const own = (await node.get(linkOf(listed.links, 'self')!.href)).json<TilesetDocument>();
      for (const member of ['title', 'dataType', 'crs', 'tileMatrixSetURI', 'tileMatrixSetLimits'] as const) {
        assert.deepEqual(own[member], listed[member], member);
      }
      for (const name of ['{tileMatrix}', '{tileRow}', '{tileCol}']) {
        assert.ok(linkOf(own.links, 'item')!.href.includes(name), name);
      }
    },
  ),
  checkEach(
    '/req/core/tc-success',
    'every tile of the first levels answers',
    hasTiles,
    async (collection, { node }) => {
      const tileset = await tilesetOf(node, collection.links);
      for (const limits of tileset.tileMatrixSetLimits.slice(0, 6)) {
        for (const column of new Set([limits.minTileCol, limits.maxTileCol])) {
          const answer = await node.get(tileAddress(tileset, limits.tileMatrix, limits.minTileRow, column));
          assert.equal(answer.mediaType, mvt, answer.url);
        }
      }
    },
  ),
  checkEach('/req/core/tc-error', 'outside the limits there is no tile', hasTiles, async (collection, { node }) => {
    const tileset = await tilesetOf(node, collection.links);
    const limits = tileset.tileMatrixSetLimits.at(8)!;
    const outside = [
      [limits.tileMatrix, limits.maxTileRow + 1, limits.minTileCol],
      [limits.tileMatrix, limits.minTileRow, limits.maxTileCol + 1],
      ['99', 0, 0],
    ] as const;
    for (const [level, row, column] of outside) {
      const answer = await node.fetch(tileAddress(tileset, level, row, column));
      assert.equal(answer.status, 404, answer.url);
      assert.equal(answer.mediaType, 'application/problem+json');
    }
  }),
  check('17-083r4 /req/tilematrixset', 'the tile matrix set halves its cells from level to level', async ({ node }) => {
    const { tileMatrixSets } = (await node.get('/tileMatrixSets')).json<{
      tileMatrixSets: { links: LinkDocument[] }[];
    }>();
    const set = (await node.get(tileMatrixSets[0]!.links[0]!.href)).json<{ uri: string; tileMatrices: Record<string, number>[] }>(); // prettier-ignore
    assert.equal(set.uri, quad);
    for (const [level, matrix] of set.tileMatrices.entries()) {
      assert.equal(matrix['matrixWidth'], 2 ** level);
      assert.ok(Math.abs(matrix['scaleDenominator']! * 2 ** level - 559_082_264.028_717) < 1e-3);
    }
  }),
  check('/req/oas30/operation-id', 'operations on tiles are named as the standard names them', async ({ node }) => {
    const { paths } = (await node.get('/openapi.json')).json<{ paths: Record<string, Record<string, { operationId: string }>> }>(); // prettier-ignore
    const names = Object.values(paths).map((path) => path['get']?.operationId);
    for (const of of ['collection', 'dataset']) {
      for (const name of ['getTile', 'getTileSet', 'getTileSetsList'])
        assert.ok(names.includes(`${of}.vector.${name}`));
    }
  }),
];

/** Ours beside the official suite, from the abstract tests of the standard's Annex A. */
export const tileSuite = { title: 'OGC API - Tiles 1.0, our checks (20-057)', checks };
