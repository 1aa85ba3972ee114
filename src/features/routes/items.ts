import { createHash } from 'node:crypto';
import { describeCoordinates, type Mapping, type SourceCoordinates } from '../../harmonise/index.ts';
import { appliedCorrections, findDelivery, findRun } from '../../ledger/index.ts';
import { takeFromQuota, withinGrant } from '../../access/index.ts';
import {
  hasRole,
  route,
  type ApiRequest,
  type Geometry,
  type Language,
  type Reply,
  type Route,
} from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { baseOutlines, positionsIn } from '../base/base-outlines.ts';
import { findEdition } from '../collections.ts';
import { isFormSent, plainAddress, typedNames } from '../columns/plain-address.ts';
import { crs84 } from '../read/crs.ts';
import { parseItemsQuery, type ItemsQuery } from '../read/items-query.ts';
import { selectDescent, selectItem, selectVersions, staleSince, type Version } from '../read/select-item.ts';
import { featuresOf, selectItems, type ItemsPage } from '../read/select-items.ts';
import type { View } from '../read/view.ts';
import { asOfParameter } from './collections.ts';
import { describeColumns } from './collection-document.ts';
import {
  inAskedUnits,
  linkTo,
  representationLinks,
  unitsViewOf,
  viewOf,
  type FeaturesContext,
  type Link,
} from './context.ts';
import { changesRoute } from './changes.ts';
import { itemsAsCsv } from './items-csv.ts';
import { featureCollectionBytes } from './items-geojson.ts';
import { canReadUnits, itemsHeaders, itemsPage } from './items-page.ts';
import { crsParameter, itemsParameters, unitsParameter } from './items-parameters.ts';

const featureCollectionSchema = {
  type: 'object',
  required: ['type', 'features'],
  properties: {
    type: { type: 'string', enum: ['FeatureCollection'] },
    features: { type: 'array', items: { type: 'object' } },
    links: { type: 'array', items: { type: 'object' } },
    timeStamp: { type: 'string', format: 'date-time' },
    numberMatched: { type: 'integer', minimum: 0 },
    numberReturned: { type: 'integer', minimum: 0 },
  },
};

export function itemRoutes(context: FeaturesContext): Route[] {
  return [
    route({
      method: 'GET',
      path: '/collections/{collectionId}/items',
      operationId: 'getFeatures',
      tag: 'data',
      summary: { vi: 'Các đối tượng của một lớp', en: 'Features of a collection' },
      resource: 'items',
      formats: ['geojson', 'csv'],
      access: 'public',
      parameters: itemsParameters,
      extraParameters: async (request) => {
        const view = await unitsViewOf(context, request);
        return new Set([...view.properties.map((property) => property.name), ...typedNames(view)]);
      },
      response: { schema: featureCollectionSchema },
      conformsTo: [
        'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
        'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter',
        'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter',
        'http://www.opengis.net/spec/cql2/1.0/conf/cql2-text',
        'http://www.opengis.net/spec/cql2/1.0/conf/cql2-json',
        'http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2',
        'http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators',
        'http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison',
        'http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison',
        'http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions',
        'http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions',
        'http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions',
        'http://www.opengis.net/spec/cql2/1.0/conf/array-functions',
        'http://www.opengis.net/spec/cql2/1.0/conf/property-property',
        'http://www.opengis.net/spec/cql2/1.0/conf/arithmetic',
      ],
      handle: (request) => getItems(context, request),
    }),
    route({
      method: 'GET',
      path: '/collections/{collectionId}/items/{featureId}',
      operationId: 'getFeature',
      tag: 'data',
      summary: { vi: 'Một đối tượng', en: 'One feature' },
      resource: 'item',
      formats: ['geojson'],
      access: 'public',
      parameters: [crsParameter('crs', 'Hệ toạ độ của kết quả', 'CRS of the answer'), asOfParameter, unitsParameter],
      response: { schema: { type: 'object', required: ['type'], properties: { type: { type: 'string' } } } },
      handle: (request) => getItem(context, request),
    }),
    changesRoute(context),
  ];
}

/** A page token pins the edition of its first page, so that paging is stable while new editions appear. */
async function pageOf(context: FeaturesContext, request: ApiRequest): Promise<{ view: View; query: ItemsQuery }> {
  const view = await unitsViewOf(context, request);
  const query = parseItemsQuery(request, view, context);
  if (!query.token || query.token.edition === view.edition.number) return { view, query };
  const pinned = await unitsViewOf(context, request, String(query.token.edition));
  return { view: pinned, query: parseItemsQuery(request, pinned, context) };
}

async function getItems(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  if (isFormSent(request)) return { location: await plainAddressOf(context, request), status: 303 };
  const { view, query } = await pageOf(context, request);
  const page = await withinGrant(
    context.db,
    view.grant,
    query.limit,
    (limit) => selectItems(context.db, view, { ...query, limit }, context.tokens),
    ({ numberReturned }) => numberReturned,
  );
  const links = itemsLinks(request, view, page);
  const headers = { ...itemsHeaders(view, query), link: linkHeader(links), etag: itemsTag(request, view) };
  const rows = page.numberReturned;
  if (request.format === 'csv') {
    return {
      mediaType: 'text/csv; charset=utf-8; header=present',
      body: itemsAsCsv(view, featuresOf(page), query.shown ?? undefined),
      headers,
      rows,
    };
  }
  if (request.format === 'html') return itemsPage(context, request, view, query, page, links);
  return { mediaType: 'application/geo+json', body: featureCollectionBytes(page, links), headers, rows };
}

async function plainAddressOf(context: FeaturesContext, request: ApiRequest): Promise<string> {
  const { language } = request;
  return plainAddress(request, await unitsViewOf(context, request), { language, codes: context.codes });
}

/**
 * A page's ETag: all that decides its features. Weak, because the time stamp in the document is that of the answer; of
 * the edition its moment too, because a restored store may give a number again.
 */
function itemsTag(request: ApiRequest, view: View): string {
  const { number, publishedAt } = view.edition;
  const parts = [request.url.href, request.format, request.language, view.grant.key, number, publishedAt];
  return `W/"${createHash('sha1').update(JSON.stringify(parts)).digest('base64url')}"`;
}

function linkHeader(links: readonly Link[]): string {
  return links
    .filter((link) => link.rel === 'next' || link.rel === 'self')
    .map((link) => `<${link.href}>; rel="${link.rel}"; type="${link.type}"`)
    .join(', ');
}

function itemsLinks(request: ApiRequest, view: View, page: ItemsPage): Link[] {
  const path = `/collections/${encodeURIComponent(view.collection.id)}/items`;
  const { f: _f, lang: _lang, ...query } = request.query;
  const links = representationLinks(
    request,
    path,
    { geojson: 'application/geo+json', html: 'text/html', csv: 'text/csv' },
    query,
  );
  links.push({
    href: linkTo(request, `/collections/${view.collection.id}`, { f: 'json' }),
    rel: 'collection',
    type: 'application/json',
  });
  if (page.nextToken) {
    const f = request.query['f'];
    links.push({
      href: linkTo(request, path, { ...query, token: page.nextToken, ...(f ? { f } : {}) }),
      rel: 'next',
      type: request.format === 'csv' ? 'text/csv' : request.format === 'html' ? 'text/html' : 'application/geo+json',
    });
  }
  return links;
}

async function getItem(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const view = await viewOf(context, request);
  const crs = context.crs.find(request.query['crs'] ?? crs84, 'crs');
  const fid = request.params['featureId']!;
  await takeFromQuota(context.db, view.grant, 1);
  const version = await selectItem(context.db, view, fid, crs);
  // Where it comes from and what it was stay as stored; only what it is now is read in other codes.
  const shown = await inAskedUnits(context, request, view);
  const read = shown === view ? version : await selectItem(context.db, shown, fid, crs);
  const [lineage, stale, versions, descent] = await Promise.all([
    lineageOf(context, view, version, request.language),
    staleSince(context.db, view, version.ownId),
    selectVersions(context.db, view, version.ownId, crs),
    selectDescent(context.db, view, fid, version.feature),
  ]);
  const path = `/collections/${encodeURIComponent(view.collection.id)}/items/${encodeURIComponent(fid)}`;
  const asOf = request.query['as-of'];
  const links: Link[] = [
    ...representationLinks(
      request,
      path,
      { geojson: 'application/geo+json', html: 'text/html' },
      { 'as-of': asOf, units: request.query['units'] },
    ),
    {
      href: linkTo(request, `/collections/${view.collection.id}`, { f: 'json' }),
      rel: 'collection',
      type: 'application/json',
    },
  ];
  const history = await Promise.all(versions.map((entry) => describeVersion(context, view, entry)));
  const feature = JSON.parse(read.feature) as Record<string, unknown>;
  const document = {
    ...feature,
    links,
    edition: view.edition.number,
    stale: stale !== null,
    lineage,
    history,
    descent,
  };
  const headers = { 'content-crs': `<${crs.uri}>`, 'lienthong-edition': String(view.edition.number) };
  if (request.format !== 'html')
    return { mediaType: 'application/geo+json', body: JSON.stringify(document), headers, rows: 1 };
  const { geometry } = feature as { readonly geometry: Geometry | null };
  const places = crs.uri === crs84 ? positionsIn([geometry]) : [];
  return {
    resource: 'item',
    data: {
      ...document,
      base: await baseOutlines(context.db, places, view.collection.id),
      collection: view.collection.id,
      title: view.collection.title[request.language],
      dataset: view.collection.dataset,
      isCurrent: view.isCurrent,
      columns: describeColumns(shown, request.language),
      canReadUnits: canReadUnits(context, view),
      units: request.query['units'] ?? null,
    },
    headers,
  };
}

/**
 * Where a version comes from: run, file, sheet and line of the kept bytes. Who sees only some rows is not told which
 * line it was: the gaps would count the others.
 */
async function lineageOf(
  context: FeaturesContext,
  { isPartial, grant, properties }: View,
  version: Version,
  language: Language,
): Promise<Record<string, unknown>> {
  const run = await findRun(context.db, version.run);
  const delivery = run?.delivery ? await findDelivery(context.db, run.delivery) : null;
  const coordinates = describeCoordinates(run?.order.coordinates as SourceCoordinates | null, language);
  if (isPartial) return { receivedAt: delivery?.receivedAt ?? null, coordinates };
  return {
    run: version.run,
    source: run?.source ?? null,
    delivery: run?.delivery ?? null,
    file: delivery?.name ?? null,
    sha256: delivery?.sha256 ?? null,
    receivedAt: delivery?.receivedAt ?? null,
    layer: run?.order.layer ?? null,
    position: version.position,
    coordinates,
    ...(delivery && looksAfter(grant) ? { cells: cellsOf(run!.order.mapping as Mapping, properties) } : {}),
    corrections: await correctionsOf(context, version, looksAfter(grant)),
  };
}

/** The owner's stewards, whatever a grant to others says: only they open files. */
const looksAfter = ({ parts, caller }: View['grant']): boolean => parts === null && hasRole(caller, ['steward']);

/** Which column of the file each property was read from: for who may open the file. */
function cellsOf({ fields }: Mapping, properties: readonly Property[]): Record<string, string> {
  const shown = new Set(properties.map(({ name }) => name));
  return Object.fromEntries(
    fields.flatMap(({ target, column }) => (column !== undefined && shown.has(target) ? [[target, column]] : [])),
  );
}

/** That a steward corrected cells of the record, everybody is told; which, and to what, is for who looks after the data. */
async function correctionsOf({ db }: FeaturesContext, { run, position }: Version, mayManage: boolean) {
  const applied = await appliedCorrections(db, run, position);
  return applied.map(({ madeAt, column, oldValue, newValue, reason, madeByName }) => ({
    madeAt,
    ...(mayManage ? { column, oldValue, newValue, reason, madeByName } : {}),
  }));
}

async function describeVersion(
  context: FeaturesContext,
  view: View,
  version: Version,
): Promise<Record<string, unknown>> {
  const edition = await findEdition(context.db, view.collection.id, version.from);
  const feature = JSON.parse(version.feature) as { geometry: unknown; properties: unknown };
  return {
    edition: version.from,
    until: version.to,
    publishedAt: edition?.publishedAt ?? null,
    properties: feature.properties,
    geometry: feature.geometry,
  };
}
