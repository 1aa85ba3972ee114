import assert from 'node:assert/strict';
import type { CollectionDocument, LinkDocument } from './model.ts';
import type { NodeClient, Query } from './node-client.ts';

export interface Feature {
  readonly type: string;
  readonly id: string | number;
  readonly geometry: { readonly type: string; readonly coordinates?: unknown; readonly geometries?: unknown } | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Page {
  readonly type: string;
  readonly features: readonly Feature[];
  readonly links: readonly LinkDocument[];
  readonly numberReturned?: number;
  readonly numberMatched?: number;
  readonly numberMatchedEstimate?: number;
  readonly timeStamp?: string;
}

export const itemsPath = ({ id }: CollectionDocument): string => `/collections/${encodeURIComponent(id)}/items`;

export async function getPage(node: NodeClient, collection: CollectionDocument, query: Query = {}): Promise<Page> {
  return (await node.get(itemsPath(collection), query, { accept: 'application/geo+json' })).json<Page>();
}

export const linkOf = (links: readonly LinkDocument[], rel: string): LinkDocument | undefined =>
  links.find((link) => link.rel === rel);

/** Follows `next` to the end. Refuses to go round in circles. */
export async function readAll(
  node: NodeClient,
  collection: CollectionDocument,
  query: Query = {},
  pagesAtMost = 2_000,
): Promise<Feature[]> {
  const features: Feature[] = [];
  let page = await getPage(node, collection, query);
  for (let pages = 1; ; pages += 1) {
    features.push(...page.features);
    const next = linkOf(page.links, 'next');
    if (!next) return features;
    assert.ok(pages < pagesAtMost, `${collection.id} still has a next page after ${pages}`);
    page = (await node.get(next.href, {}, { accept: 'application/geo+json' })).json<Page>();
  }
}

/** Collections with more features are asked by samples, not read whole: a check takes seconds. */
export const wholeReadingLimit = 2_000;

export const isSmall = (collection: CollectionDocument): boolean =>
  (collection.numberOfItems ?? Infinity) <= wholeReadingLimit;

export const idsOf = (features: readonly Feature[]): string[] => features.map((feature) => String(feature.id));

/** Positions of a geometry, in its order. */
export function positionsOf(geometry: Feature['geometry']): number[][] {
  if (!geometry) return [];
  if (geometry.geometries) return (geometry.geometries as Feature['geometry'][]).flatMap(positionsOf);
  const walk = (value: unknown): number[][] =>
    Array.isArray(value) ? (typeof value[0] === 'number' ? [value as number[]] : value.flatMap(walk)) : [];
  return walk(geometry.coordinates);
}

/** West, south, east, north of some features; null without a position. */
export function envelopeOf(features: readonly Feature[]): [number, number, number, number] | null {
  const positions = features.flatMap((feature) => positionsOf(feature.geometry));
  if (positions.length === 0) return null;
  const x = positions.map((position) => position[0]!);
  const y = positions.map((position) => position[1]!);
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

/** A geometry with a position in the box must be found; one whose envelope is apart from it must not. */
export function assertPlaced(feature: Feature, box: readonly [number, number, number, number], found: boolean): void {
  const [west, south, east, north] = box;
  const isInside = positionsOf(feature.geometry).some(([x, y]) => x! > west && x! < east && y! > south && y! < north);
  const own = envelopeOf([feature]);
  const isApart = !own || own[0] > east || own[2] < west || own[1] > north || own[3] < south;
  if (isInside) assert.ok(found, `${feature.id} lies in ${box.join()} and is missing`);
  if (isApart) assert.ok(!found, `${feature.id} lies outside ${box.join()} and is there`);
}

export interface PropertySchema {
  readonly type?: string;
  readonly format?: string;
  readonly 'x-ogc-role'?: string;
}

/** Properties of `…/queryables` or `…/sortables`, geometry left out. */
export async function readSchema(
  node: NodeClient,
  collection: CollectionDocument,
  kind: 'queryables' | 'sortables',
): Promise<Record<string, PropertySchema>> {
  const path = `/collections/${encodeURIComponent(collection.id)}/${kind}`;
  const answer = await node.get(path, {}, { accept: 'application/schema+json' });
  const { properties } = answer.json<{ properties: Record<string, PropertySchema> }>();
  return Object.fromEntries(Object.entries(properties).filter(([, schema]) => !schema.format?.startsWith('geometry')));
}
