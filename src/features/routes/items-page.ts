import type { ApiRequest, Geometry, Reply } from '../../kernel/index.ts';
import { toCql2Text } from '../../query/index.ts';
import { baseOutlines, positionsIn } from '../base/base-outlines.ts';
import { isTyped, takeApart } from '../columns/typed-conditions.ts';
import { crs84 } from '../read/crs.ts';
import { expressionOf, sortableNames, type ItemsQuery } from '../read/items-query.ts';
import { featuresOf, type ItemsPage } from '../read/select-items.ts';
import { unitColumns } from '../read/units-view.ts';
import type { View } from '../read/view.ts';
import { describeColumns } from './collection-document.ts';
import type { FeaturesContext, Link } from './context.ts';

/** What the page of a table shows of a collection. */
export async function itemsPage(
  context: FeaturesContext,
  request: ApiRequest,
  view: View,
  query: ItemsQuery,
  page: ItemsPage,
  links: readonly Link[],
): Promise<Reply> {
  const features = featuresOf<{ readonly geometry: Geometry | null }>(page);
  // The drawing of a page in other coordinates has no ground in degrees.
  const drawn = query.crs.uri === crs84 ? features.map(({ geometry }) => geometry) : [];
  return {
    resource: 'items',
    data: {
      collection: view.collection.id,
      title: view.collection.title[request.language],
      dataset: view.collection.dataset,
      edition: view.edition.number,
      isCurrent: view.isCurrent,
      publishedAt: view.edition.publishedAt,
      extent: view.edition.extent,
      hasGeometry: view.hasGeometry,
      columns: describeColumns(view, request.language),
      shown: query.shown?.map(({ name }) => name) ?? null,
      ...typedFilter(context, request, view),
      box: boxOf(request.query),
      sortables: sortableNames(view),
      features,
      base: await baseOutlines(context.db, positionsIn(drawn), view.collection.id),
      numberMatched: page.numberMatched,
      numberMatchedEstimate: page.numberMatchedEstimate,
      numberReturned: page.numberReturned,
      query: request.query,
      canReadUnits: canReadUnits(context, view),
      crs: { uri: query.crs.uri, title: context.crs.title(query.crs.uri)[request.language] },
      links,
    },
    headers: itemsHeaders(view, query),
  };
}

/** The filter as it stands in the fields of the columns, and what only CQL2 says. */
function typedFilter({ codes }: FeaturesContext, { query, language }: ApiRequest, view: View) {
  const { typed, rest } = takeApart(expressionOf(query), view.properties, { language, codes });
  return { typed, typable: view.properties.filter(isTyped).map(({ name }) => name), rest: rest && toCql2Text(rest) };
}

/** West, south, east, north of the asked box, for the map; null without one, or where a flat map has no such frame. */
function boxOf(query: ApiRequest['query']): readonly number[] | null {
  const numbers = (query['bbox'] ?? '').split(',').map(Number);
  return query['bbox'] !== undefined && query['bbox-crs'] === undefined && numbers.length === 4 && numbers[0]! < numbers[2]! ? numbers : null; // prettier-ignore
}

/** Whether `units` would change anything on this page, for the switch that people see. */
export function canReadUnits({ codes }: FeaturesContext, view: View): boolean {
  const sides = ['before', 'after'] as const;
  return sides.some((when) => unitColumns(view, codes, { when, level: null }).length > 0);
}

export function itemsHeaders(view: View, query: ItemsQuery): Record<string, string> {
  return { 'content-crs': `<${query.crs.uri}>`, 'lienthong-edition': String(view.edition.number) };
}
