import type { ApiRequest, Language } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { representationLinks, linkTo, type Link } from '../routes/context.ts';
import type { View } from '../read/view.ts';
import { idName } from './make-tile.ts';
import { geometryKind } from './geometry-kind.ts';
import { deepestZoom, limitsOf, webMercatorQuad, type Box } from './tile-grid.ts';

export const tilesetsRelation = 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector';
const schemeRelation = 'http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme';
const mvt = 'application/vnd.mapbox-vector-tile';

/** What one address gives tiles of: a collection, or several of them as the layers of one tile. */
export interface Tileset {
  readonly title: string;
  /** `/collections/{id}` or nothing: what stands before `/tiles`. */
  readonly path: string;
  readonly extent: Box | null;
  readonly layers: readonly View[];
  /** Parameters that belong to every tile of it. */
  readonly query: Record<string, string>;
}

/** OGC API - Tiles 20-057, 9.2: the list of an address's tilesets; here always one. */
export function tilesetsDocument(request: ApiRequest, tileset: Tileset): Record<string, unknown> {
  const path = `${tileset.path}/tiles`;
  return {
    links: representationLinks(request, path, { json: 'application/json' }, tileset.query),
    tilesets: [tilesetDocument(request, tileset)],
  };
}

/** OGC 17-083r4, 7: tileset metadata. */
export function tilesetDocument(request: ApiRequest, tileset: Tileset): Record<string, unknown> {
  const { title, extent } = tileset;
  return {
    title,
    dataType: 'vector',
    crs: webMercatorQuad.crs,
    tileMatrixSetId: webMercatorQuad.id,
    tileMatrixSetURI: webMercatorQuad.uri,
    tileMatrixSetLimits: limitsOf(extent ?? emptyExtent),
    ...(extent ? { boundingBox: { lowerLeft: extent.slice(0, 2), upperRight: extent.slice(2), crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' } } : {}), // prettier-ignore
    layers: tileset.layers.map((view) => ({
      id: view.collection.id,
      title: view.collection.title[request.language],
      dataType: 'vector',
      ...dimensionOf(view),
      propertiesSchema: {
        type: 'object',
        properties: Object.fromEntries(
          fieldsOf(view, request.language).map(({ name, type, title }) => [name, { type, title }]),
        ),
      },
    })),
    links: tilesetLinks(request, tileset),
  };
}

function dimensionOf(view: View): { geometryDimension?: number } {
  const kind = geometryKind(view);
  return kind === 'mixed' ? {} : { geometryDimension: { points: 0, lines: 1, areas: 2 }[kind] };
}

/** A layer without any place still has an address; a tile of it is empty. */
const emptyExtent: Box = [102, 4.5, 118, 23.5];

function tilesetLinks(request: ApiRequest, { path, query }: Tileset): Link[] {
  const set = `${path}/tiles/${webMercatorQuad.id}`;
  return [
    { href: linkTo(request, set, { ...query, f: 'json' }), rel: 'self', type: 'application/json' },
    { href: linkTo(request, set, { ...query, f: 'tilejson' }), rel: 'describedby', type: 'application/vnd.mapbox.tile+json' }, // prettier-ignore
    { href: tileTemplate(request, path, query, '{tileMatrix}/{tileRow}/{tileCol}'), rel: 'item', type: mvt, templated: true }, // prettier-ignore
    { href: linkTo(request, `/tileMatrixSets/${webMercatorQuad.id}`), rel: schemeRelation, type: 'application/json' },
    ...(path === ''
      ? []
      : [{ href: linkTo(request, path, { f: 'json' }), rel: 'http://www.opengis.net/def/rel/ogc/1.0/geodata', type: 'application/json' }]), // prettier-ignore
  ];
}

/** Braces stay as they are: the address is a template (RFC 6570). */
function tileTemplate(request: ApiRequest, path: string, query: Record<string, string>, place: string): string {
  const address = new URL(linkTo(request, `${path}/tiles/${webMercatorQuad.id}`, { ...query, f: 'mvt' }));
  return `${address.origin}${address.pathname}/${place}${address.search}`;
}

/** TileJSON 3.0.0, which map libraries read. */
export function tileJson(request: ApiRequest, tileset: Tileset): Record<string, unknown> {
  const { extent } = tileset;
  return {
    tilejson: '3.0.0',
    name: tileset.title,
    tiles: [tileTemplate(request, tileset.path, tileset.query, '{z}/{y}/{x}')],
    scheme: 'xyz',
    minzoom: 0,
    maxzoom: deepestZoom,
    ...(extent ? { bounds: extent } : {}),
    vector_layers: tileset.layers.map((view) => ({
      id: view.collection.id,
      description: view.collection.title[request.language],
      minzoom: 0,
      maxzoom: deepestZoom,
      fields: Object.fromEntries(
        fieldsOf(view, request.language).map(({ name, type }) => [name, tileJsonTypes[type]!]),
      ),
    })),
  };
}

const tileJsonTypes: Record<string, string> = {
  string: 'String',
  number: 'Number',
  integer: 'Number',
  boolean: 'Boolean',
};

/** Fields as they stand in tiles: moments are texts. */
function fieldsOf(view: View, language: Language): { name: string; type: string; title: string }[] {
  const plain = new Set(['integer', 'number', 'boolean']);
  const typeOf = ({ type }: Property) => (plain.has(type) ? type : 'string');
  return [
    { name: idName, type: 'string', title: 'id' },
    ...view.properties.map((property) => ({
      name: property.name,
      type: typeOf(property),
      title: property.title[language],
    })),
  ];
}
