import { LRUCache } from 'lru-cache';
import { sql, type Db, type Sql } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { utcText } from '../../query/index.ts';
import { rowsAt, type View } from './view.ts';

/** How the values of one column are spread, over the rows that the caller sees. */
export interface ColumnDistribution {
  readonly property: Property;
  /** Rows without a value. */
  readonly empty: number;
  /** Different values, where they were counted. */
  readonly distinct: number | null;
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly mean: number | null;
  readonly median: number | null;
  /** Of numbers and times: half-open spans of equal width, the last one closed; empty where all values are the same. */
  readonly bins: readonly Bin[];
  /** Of other columns: the most frequent values; empty where nearly every value stands once. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

export interface Bin {
  readonly from: number | string;
  readonly to: number | string;
  readonly count: number;
}

export interface Distribution {
  /** Rows that were looked at. */
  readonly looked: number;
  /** True where they are a sample, drawn from all over the table. */
  readonly isSample: boolean;
  readonly columns: readonly ColumnDistribution[];
}

/** More rows tell no more of a shape; of a table of millions only a share of the pages is read. */
const mostLooked = 50_000;
const mostColumns = 60;
const mostBins = 12;
const mostValues = 8;
/** A column with fewer repetitions names its rows, it does not group them. */
const namesRows = 0.9;

/** By edition and grant; readers who come at the same time wait for the same reading. */
const kept = new LRUCache<string, Promise<Distribution>>({ max: 200 });

/** The distribution of all columns of a view; kept by edition and grant. */
export function selectDistribution(db: Db, view: View): Promise<Distribution> {
  const { collection, edition, grant } = view;
  const key = JSON.stringify([collection.id, edition.number, edition.publishedAt, grant.key]);
  let found = kept.get(key);
  if (!found) {
    found = measure(db, view);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
  }
  return found;
}

async function measure(db: Db, view: View): Promise<Distribution> {
  const { collection, seen, edition } = view;
  const share = Math.min(1, mostLooked / Math.max(1, edition.count));
  const { source, condition } = rowsAt(collection, seen, edition.number, { share });
  const rows = sql`${source} where ${condition}`;
  const properties = view.properties.filter(({ type }) => type !== 'json').slice(0, mostColumns);
  const [facts] = await db.query<Record<string, unknown>>(sql`
    select ${sql.join([sql`count(*) as looked`, ...properties.flatMap(factsSql)])} from ${rows}`);
  const spans = properties.map((property, index) => spanOf(property, facts![`a${index}`], facts![`b${index}`]));
  const counts = await countBins(db, rows, properties, spans);
  const looked = Number(facts!['looked']);
  const columns: ColumnDistribution[] = [];
  for (const [index, property] of properties.entries()) {
    const filled = Number(facts![`n${index}`]);
    const span = spans[index] ?? null;
    const frequent = isGrouped(property) ? await frequentValues(db, rows, property) : null;
    const names = frequent !== null && frequent.distinct > mostValues && frequent.distinct > namesRows * filled;
    columns.push({
      property,
      empty: looked - filled,
      distinct: frequent?.distinct ?? null,
      min: shown(facts![`min${index}`]),
      max: shown(facts![`max${index}`]),
      mean: numberOf(facts![`mean${index}`]),
      median: numberOf(facts![`median${index}`]),
      bins: span === null ? [] : binsOf(property, span, counts[index]!),
      values: frequent === null || names ? [] : frequent.values,
    });
  }
  return { looked, isSample: share < 1, columns };
}

const isNumeric = ({ type }: Property): boolean => type === 'number' || type === 'integer';
const isTime = ({ type }: Property): boolean => type === 'date' || type === 'date-time';
const isGrouped = (property: Property): boolean => !isNumeric(property) && !isTime(property);
const columnOf = ({ name }: Property): Sql => sql`t.${sql.identifier(name)}`;

/** A value as a number: itself, or seconds since 1970. NaN and the infinities of a database have no place on a scale. */
function scaled(property: Property): Sql {
  const column = columnOf(property);
  if (isTime(property)) return sql`extract(epoch from ${column})::float8`;
  return sql`nullif(nullif(nullif(${column}::float8, 'NaN'), 'Infinity'), '-Infinity')`;
}

function factsSql(property: Property, index: number): Sql[] {
  const as = (prefix: string): Sql => sql.identifier(`${prefix}${index}`);
  const column = columnOf(property);
  const filled = sql`count(${column}) as ${as('n')}`;
  if (isGrouped(property)) return [filled];
  const value = scaled(property);
  const ends = [sql`min(${value}) as ${as('a')}`, sql`max(${value}) as ${as('b')}`];
  if (isTime(property)) {
    const text = (end: Sql): Sql => (property.type === 'date-time' ? utcText(end) : sql`${end}::text`);
    const first = sql`${text(sql`min(${column})`)} as ${as('min')}`;
    return [filled, ...ends, first, sql`${text(sql`max(${column})`)} as ${as('max')}`];
  }
  return [
    filled,
    ...ends,
    sql`min(${value}) as ${as('min')}`,
    sql`max(${value}) as ${as('max')}`,
    sql`avg(${value}) as ${as('mean')}`,
    sql`percentile_cont(0.5) within group (order by ${value}) as ${as('median')}`,
  ];
}

interface Span {
  readonly start: number;
  readonly width: number;
  readonly bins: number;
}

const daySeconds = 86_400;
/** Spans begin at the hours and days of Vietnam, UTC+7 without summer time (Quyết định 134/2002/QĐ-TTg). */
const zoneSeconds = 7 * 3600;
const timeSteps = [
  60,
  300,
  900,
  3600,
  10_800,
  21_600,
  daySeconds,
  7 * daySeconds,
  30 * daySeconds,
  91 * daySeconds,
  365 * daySeconds,
];

/** Round spans that cover the values: 1, 2 or 5 times a power of ten; of times, usual pieces of the calendar. */
function spanOf(property: Property, least: unknown, most: unknown): Span | null {
  const [a, b] = [numberOf(least), numberOf(most)];
  if (a === null || b === null || a === b) return null;
  const width = stepFor(property, (b - a) / mostBins);
  const offset = property.type === 'date-time' ? zoneSeconds : 0;
  const start = Math.floor((a + offset) / width) * width - offset;
  const bins = Math.max(1, Math.floor((b - start) / width) + 1);
  return Number.isFinite(start) && bins <= 2 * mostBins ? { start, width, bins } : null;
}

function stepFor(property: Property, raw: number): number {
  if (isTime(property)) {
    const usual = timeSteps.find((step) => step >= raw);
    return usual ?? 365 * daySeconds * Math.ceil(raw / (365 * daySeconds));
  }
  const power = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 5, 10].find((factor) => factor * power >= raw)! * power;
  return property.type === 'integer' ? Math.max(1, Math.round(nice)) : nice;
}

/** All bins of all columns in one reading. */
async function countBins(
  db: Db,
  rows: Sql,
  properties: readonly Property[],
  spans: readonly (Span | null)[],
): Promise<number[][]> {
  const counted = properties.flatMap((property, column) => {
    const span = spans[column];
    if (!span) return [];
    const bin = sql`floor((${scaled(property)} - ${span.start}::float8) / ${span.width}::float8)`;
    return Array.from(
      { length: span.bins },
      (_, index) => sql`count(*) filter (where ${bin} = ${index}::int4) as ${sql.identifier(`c${column}_${index}`)}`,
    );
  });
  const [row = {}] =
    counted.length === 0 ? [] : await db.query<Record<string, unknown>>(sql`select ${sql.join(counted)} from ${rows}`);
  return spans.map((span, column) =>
    Array.from({ length: span?.bins ?? 0 }, (_, index) => Number(row[`c${column}_${index}`])),
  );
}

function binsOf(property: Property, { start, width }: Span, counts: readonly number[]): Bin[] {
  const edge = (index: number): number | string => {
    const value = start + index * width;
    if (!isTime(property)) return Number(value.toPrecision(12));
    const moment = new Date(value * 1_000).toISOString();
    return property.type === 'date' ? moment.slice(0, 10) : moment;
  };
  return counts.map((count, index) => ({ from: edge(index), to: edge(index + 1), count }));
}

/** How many values there are, and the most frequent ones. */
async function frequentValues(
  db: Db,
  rows: Sql,
  property: Property,
): Promise<{ distinct: number; values: ColumnDistribution['values'] }> {
  const column = columnOf(property);
  const found = await db.query<{ value: string; count: number; distinct: number }>(sql`
    select ${column}::text as value, count(*) as count, count(*) over () as distinct
    from ${rows} and ${column} is not null group by 1 order by 2 desc, 1 limit ${mostValues}`);
  return {
    distinct: Number(found[0]?.distinct ?? 0),
    values: found.map(({ value, count }) => ({ value, count: Number(count) })),
  };
}

function shown(value: unknown): number | string | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
