import { createHash } from 'node:crypto';
import { httpProblem, sql, type ApiRequest, type Position, type Sql } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import {
  checkExpression,
  compileToSql,
  parseBbox,
  parseCql2Json,
  parseCql2Text,
  parseDatetime,
  parseSortby,
  type Envelope,
  type Expression,
  type PageToken,
  type PageTokens,
} from '../../query/index.ts';
import { timeProperty } from '../model.ts';
import type { Crs, CrsRegistry } from './crs.ts';
import { crs84, toCrs84 } from './crs.ts';
import type { View } from './view.ts';

export const defaultLimit = 100;
export const pageDefaultLimit = 50;
export const maximumLimit = 10_000;

/** What an items request asks for, checked against the view. */
export interface ItemsQuery {
  readonly limit: number;
  readonly crs: Crs;
  readonly order: readonly { readonly property: string; readonly descending: boolean }[];
  /** Properties that are given out; null: all that the view has. */
  readonly shown: readonly Property[] | null;
  /** Conditions beside the box, over alias `t`. */
  readonly conditions: readonly Sql[];
  /** Condition of the box; null without one. */
  readonly box: Sql | null;
  readonly token: PageToken | null;
  /** Stable name of everything that selects rows, for page tokens and counts. */
  readonly selection: string;
  readonly isFiltered: boolean;
}

export const itemsParameterNames = [
  'limit',
  'bbox',
  'bbox-crs',
  'crs',
  'datetime',
  'filter',
  'filter-lang',
  'filter-crs',
  'sortby',
  'as-of',
  'units',
  'properties',
  'token',
] as const;

/** Reads the query of `…/items`, or of a route that has `ownParameters` beside what selects. Throws Problems that name the parameter and what would be accepted. */
export function parseItemsQuery(
  request: ApiRequest,
  view: View,
  { crs: registry, tokens }: { readonly crs: CrsRegistry; readonly tokens: PageTokens },
  ownParameters: readonly string[] = [],
): ItemsQuery {
  const { query } = request;
  const crs = registry.find(query['crs'] ?? crs84, 'crs');
  const box = query['bbox'] === undefined ? null : boxCondition(query, view, registry);
  const conditions = [
    ...datetimeCondition(query['datetime'], view),
    ...filterCondition(query, view, registry),
    ...propertyConditions(query, view.properties, ownParameters),
  ];
  const sortables = sortableNames(view);
  const order = query['sortby'] === undefined ? [] : parseSortby(query['sortby'], sortables);
  const selection = selectionOf(query, view);
  const token = query['token'] === undefined ? null : tokens.read(query['token'], { filter: selection });
  return {
    limit: readLimit(query['limit'], request.format === 'html' ? pageDefaultLimit : defaultLimit),
    crs,
    order: order.map((item) => ({ property: item.name, descending: item.descending })),
    shown: shownProperties(query['properties'], view.properties),
    conditions,
    box,
    token,
    selection,
    isFiltered: box !== null || conditions.length > 0,
  };
}

/** Properties that `properties` names, in the order of the table; what is hidden is as unknown as what does not exist. */
function shownProperties(text: string | undefined, properties: readonly Property[]): readonly Property[] | null {
  if (text === undefined) return null;
  const asked = new Set(text.split(',').map((name) => name.trim()));
  const known = properties.map(({ name }) => name);
  const unknown = [...asked].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw httpProblem('invalid-parameter', { name: 'properties', value: unknown, expected: known.join(', ') });
  }
  return properties.filter(({ name }) => asked.has(name));
}

/** Properties that `sortby` takes: what the standard declares; of an inferred schema all that have an order. */
export function sortableNames(view: Pick<View, 'properties' | 'collection'>): string[] {
  const declared = new Set(view.collection.standard.sortables);
  return view.properties.map((property) => property.name).filter((name) => declared.has(name));
}

/** `limit` as a number from 1 up; more than the maximum means the maximum (17-069r4, 7.15.2). */
export function readLimit(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,12}$/.test(text) || Number(text) < 1) {
    throw httpProblem('invalid-parameter', { name: 'limit', value: text, expected: `1–${maximumLimit}` });
  }
  return Math.min(Number(text), maximumLimit);
}

function boxCondition(query: ApiRequest['query'], view: View, registry: CrsRegistry): Sql {
  const crs = registry.find(query['bbox-crs'] ?? crs84, 'bbox-crs');
  const envelopes = parseBbox(flipped(query['bbox']!, crs));
  if (!view.hasGeometry) return sql`false`;
  const { grid } = view.seen;
  const boxes = envelopes.map((envelope) => {
    const box = envelopeIn(crs, envelope, query['bbox']!);
    const isIn = sql`ST_Intersects(t._geom, ${box})`;
    return grid === null ? isIn : sql`(t._own_geom && ${cellsOf(box, grid)} and ${isIn})`;
  });
  return sql`(${sql.join(boxes, sql` or `)})`;
}

/** Against the rounding of the last digits; a ten-thousandth of a millimetre. */
const hair = 1e-12;

/**
 * The cells of a grid whose middle lies in a box: positions that are shown in the box stand there, and only those, so that
 * the time of a search tells nothing finer than the grid.
 */
function cellsOf(box: Sql, step: number): Sql {
  const low = (bound: Sql) =>
    sql`(ceil(${bound}(b) / ${step}::float8 - 1e-9) - 0.5) * ${step}::float8 - ${hair}::float8`;
  const high = (bound: Sql) =>
    sql`(floor(${bound}(b) / ${step}::float8 + 1e-9) + 0.5) * ${step}::float8 + ${hair}::float8`;
  const [west, south, east, north] = [sql`ST_XMin`, sql`ST_YMin`, sql`ST_XMax`, sql`ST_YMax`];
  return sql`(select ST_MakeEnvelope(${low(west)}, ${low(south)}, ${high(east)}, ${high(north)}, 4326) from ${box} b)`;
}

/** A box in a CRS that writes latitude or northing first is read as easting first. */
function flipped(bbox: string, crs: Crs): string {
  const numbers = bbox.split(',');
  if (!crs.flipped) return bbox;
  if (numbers.length === 4) return [numbers[1], numbers[0], numbers[3], numbers[2]].join(',');
  if (numbers.length === 6) return [numbers[1], numbers[0], numbers[2], numbers[4], numbers[3], numbers[5]].join(',');
  return bbox;
}

/** Points a side of a box in another CRS: its straight sides are curves in degrees, drawn to some metres. */
const pointsASide = 32;

/**
 * The box as a geometry of the store. A box in another CRS is carried over here and not by the database, which would
 * fail on coordinates that this CRS does not have.
 */
function envelopeIn(crs: Crs, envelope: Envelope, text: string): Sql {
  const { west, south, east, north } = envelope;
  if (crs.srid === 4326) {
    return sql`ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
  }
  const corners: Position[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  const outline = corners.flatMap((corner, i) => side(corner, corners[(i + 1) % corners.length]!));
  const ring = [...outline, outline[0]!].map(([x, y]) => (crs.flipped ? [y!, x!] : [x!, y!]));
  const { coordinates } = toCrs84(crs, { type: 'LineString', coordinates: ring }) as { coordinates: Position[] };
  if (!coordinates.every(isOnEarth)) {
    throw httpProblem('invalid-parameter', { name: 'bbox', value: text.slice(0, 200), expected: crs.uri });
  }
  const positions = coordinates.map(([longitude, latitude]) => `${longitude} ${latitude}`).join(',');
  return sql`ST_GeomFromText(${`POLYGON((${positions}))`}, 4326)`;
}

/** Points from one corner up to, without, the next. */
function side([x1, y1]: Position, [x2, y2]: Position): Position[] {
  return Array.from({ length: pointsASide }, (_, i) => {
    const share = i / pointsASide;
    return [x1! + (x2! - x1!) * share, y1! + (y2! - y1!) * share];
  });
}

const isOnEarth = ([longitude, latitude]: Position): boolean =>
  Math.abs(longitude!) <= 180 && Math.abs(latitude!) <= 90;

/** Rows without a moment stay (17-069r4, 7.15.4: features without a temporal property match). */
function datetimeCondition(text: string | undefined, view: View): Sql[] {
  if (text === undefined) return [];
  const { start, end } = parseDatetime(text);
  const name = timeProperty({ ...view.collection.standard, properties: view.properties });
  if (!name) return [];
  const property = view.properties.find((candidate) => candidate.name === name)!;
  const column = sql`t.${sql.identifier(name)}`;
  const isDate = property.type === 'date';
  const bound = (moment: string): Sql => (isDate ? sql`${moment.slice(0, 10)}::date` : sql`${moment}::timestamptz`);
  const parts = [
    ...(start === null ? [] : [sql`${column} >= ${bound(start)}`]),
    ...(end === null ? [] : [sql`${column} <= ${bound(end)}`]),
  ];
  return parts.length === 0 ? [] : [sql`(${column} is null or (${sql.join(parts, sql` and `)}))`];
}

function filterCondition(query: ApiRequest['query'], view: View, registry: CrsRegistry): Sql[] {
  const expression = expressionOf(query);
  if (expression === null) return [];
  checkExpression(expression, view.fields);
  const crs = registry.find(query['filter-crs'] ?? crs84, 'filter-crs');
  const options =
    crs.uri === crs84 ? {} : { transformLiteral: (geometry: Parameters<typeof toCrs84>[1]) => toCrs84(crs, geometry) };
  return [sql`(${compileToSql(expression, view.fields, options)})`];
}

/** The `filter` of a query, read and not yet checked against what the caller sees; null without one. */
export function expressionOf(query: ApiRequest['query']): Expression | null {
  const text = query['filter'];
  if (text === undefined) return null;
  return parseFilter(text, query['filter-lang'] ?? (text.trimStart().startsWith('{') ? 'cql2-json' : 'cql2-text'));
}

function parseFilter(text: string, language: string): Expression {
  if (language === 'cql2-text') return parseCql2Text(text);
  if (language !== 'cql2-json') {
    throw httpProblem('invalid-parameter', { name: 'filter-lang', value: language, expected: 'cql2-text, cql2-json' });
  }
  try {
    return parseCql2Json(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw httpProblem('invalid-parameter', {
      name: 'filter',
      value: text.slice(0, 200),
      expected: `JSON (${error.message})`,
    });
  }
}

/** `?name=value` on a queryable property: equality, written as the property's type. */
function propertyConditions(
  query: ApiRequest['query'],
  properties: readonly Property[],
  ownParameters: readonly string[],
): Sql[] {
  const known = new Set<string>([...itemsParameterNames, ...ownParameters, 'f', 'lang']);
  return properties
    .filter((property) => query[property.name] !== undefined && !known.has(property.name))
    .map((property) => equality(property, query[property.name]!));
}

function equality(property: Property, text: string): Sql {
  const column = sql`t.${sql.identifier(property.name)}`;
  const refuse = (expected: string) => httpProblem('invalid-parameter', { name: property.name, value: text, expected });
  switch (property.type) {
    case 'integer':
    case 'number':
      if (text.trim() === '' || !Number.isFinite(Number(text))) throw refuse('number');
      return sql`${column} = ${Number(text)}::float8`;
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw refuse('true, false');
      return sql`${column} = ${text === 'true'}`;
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) throw refuse('YYYY-MM-DD');
      return sql`${column} = ${text}::date`;
    case 'date-time':
      if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(Date.parse(text))) throw refuse('RFC 3339');
      return sql`${column} = ${new Date(text).toISOString()}::timestamptz`;
    case 'string':
      return sql`${column} = ${text}`;
    case 'json':
      return sql`${column}::text = ${text}`;
  }
}

function selectionOf(query: ApiRequest['query'], view: View): string {
  const selecting = Object.entries(query)
    .filter(([name]) => !['limit', 'token', 'f', 'lang', 'crs', 'as-of', 'properties'].includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([view.collection.id, view.grant.key, selecting]))
    .digest('base64url')
    .slice(0, 16);
}
