import type { ApiRequest } from '../../kernel/index.ts';
import { timeProperty, type Collection, type Edition } from '../model.ts';
import { crs84, type CrsRegistry } from '../read/crs.ts';
import type { View } from '../read/view.ts';
import { tilesetsRelation } from '../tiles/tileset-documents.ts';
import { linkTo, representationLinks, type Link } from './context.ts';

/** OGC API - Features, 17-069r4 7.13 (collections) and 18-058 (CRS), with what people ask of a layer beside it. */
export function collectionDocument(
  request: ApiRequest,
  collection: Collection,
  edition: Edition,
  crs: CrsRegistry,
): Record<string, unknown> {
  const path = `/collections/${encodeURIComponent(collection.id)}`;
  return {
    id: collection.id,
    title: collection.title[request.language],
    description: collection.standard.description?.[request.language] ?? collection.title[request.language],
    itemType: 'feature',
    extent: extentOf(edition),
    // Only a layer with coordinates can be given in several systems (18-058, 6.2).
    ...(edition.extent ? { crs: crs.uris, storageCrs: crs84 } : { crs: [crs84] }),
    links: collectionLinks(request, path, edition.extent !== null),
    dataset: collection.dataset,
    standard: collection.standard.pack ? `${collection.standard.pack}/${collection.standard.id}` : null,
    edition: edition.number,
    updated: edition.publishedAt,
    numberOfItems: edition.count,
  };
}

function extentOf(edition: Edition): Record<string, unknown> {
  return {
    ...(edition.extent ? { spatial: { bbox: [edition.extent], crs: crs84 } } : {}),
    ...(edition.period ? { temporal: { interval: [edition.period.map(asMoment)] } } : {}),
  };
}

/** A period's ends are moments or plain dates; OGC wants moments. */
function asMoment(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
}

function collectionLinks(request: ApiRequest, path: string, hasPlaces: boolean): Link[] {
  const title = request.language === 'vi' ? 'Các đối tượng' : 'Features';
  return [
    ...representationLinks(request, path, { json: 'application/json', html: 'text/html' }),
    { href: linkTo(request, `${path}/items`, { f: 'geojson' }), rel: 'items', type: 'application/geo+json', title },
    { href: linkTo(request, `${path}/items`, { f: 'html' }), rel: 'items', type: 'text/html', title },
    { href: linkTo(request, `${path}/items`, { f: 'csv' }), rel: 'items', type: 'text/csv', title },
    {
      href: linkTo(request, `${path}/queryables`, { f: 'schema' }),
      rel: 'http://www.opengis.net/def/rel/ogc/1.0/queryables',
      type: 'application/schema+json',
    },
    {
      href: linkTo(request, `${path}/sortables`, { f: 'schema' }),
      rel: 'http://www.opengis.net/def/rel/ogc/1.0/sortables',
      type: 'application/schema+json',
    },
    { href: linkTo(request, `${path}/changes`), rel: 'changes', type: 'application/json' },
    { href: linkTo(request, `${path}/summary`), rel: 'summary', type: 'application/json' },
    ...(hasPlaces
      ? [
          { href: linkTo(request, `${path}/tiles`, { f: 'json' }), rel: tilesetsRelation, type: 'application/json' },
          {
            href: linkTo(request, `${path}/styles`),
            rel: 'http://www.opengis.net/def/rel/ogc/1.0/styles',
            type: 'application/json',
          },
        ]
      : []),
  ];
}

/** Columns as people meet them: meaning, type, unit. */
export function describeColumns(view: View, language: 'vi' | 'en'): Record<string, unknown>[] {
  return view.properties.map((property) => ({
    name: property.name,
    title: property.title[language],
    ...(property.description ? { description: property.description[language] } : {}),
    type: property.type,
    ...(property.unit ? { unit: property.unit } : {}),
    ...(property.codelist ? { codelist: property.codelist } : {}),
    ...(property.personal ? { personal: true } : {}),
  }));
}

const jsonTypes: Record<string, Record<string, unknown>> = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  'date-time': { type: 'string', format: 'date-time' },
  json: {},
};

/** JSON Schema of properties: queryables and sortables (19-079r2, 6.2 and OGC API - Features Part 3/8). */
export function propertySchema(
  request: ApiRequest,
  view: View,
  path: string,
  names: readonly string[],
): Record<string, unknown> {
  const properties = view.properties
    .filter((property) => names.includes(property.name))
    .map((property) => [
      property.name,
      {
        title: property.title[request.language],
        ...jsonTypes[property.type],
        ...(property.unit ? { 'x-ogc-unit': property.unit } : {}),
        ...(property.name === timeProperty(view.collection.standard) ? { 'x-ogc-role': 'primary-instant' } : {}),
      },
    ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: linkTo(request, path),
    type: 'object',
    title: view.collection.title[request.language],
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}
