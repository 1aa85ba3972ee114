import { sql, type Db, type Sql } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { utcText } from '../../query/index.ts';
import { featureProblem } from '../problems.ts';
import type { ItemsQuery } from './items-query.ts';
import type { View } from './view.ts';

export const mostGroups = 20_000;
const mostColumns = 4;
const mostMeasures = 20;

export interface Measure {
  /** As asked and as answered: `sum(area)`. */
  readonly name: string;
  readonly function: 'count' | 'sum' | 'mean' | 'min' | 'max';
  readonly property: Property | null;
  /** The property that weighs a mean. */
  readonly weight: Property | null;
}

export interface SummaryQuery {
  readonly by: readonly Property[];
  /** Beside a grouping column, the column that lists what a divided unit may be. */
  readonly oneOf: ReadonlyMap<string, string>;
  readonly measures: readonly Measure[];
}

export interface Group {
  readonly keys: readonly unknown[];
  /** By property: the codes of which the group's units are each one, where that is open. */
  readonly oneOf: Readonly<Record<string, readonly string[]>>;
  readonly values: readonly (number | string | null)[];
}

const isNumber = ({ type }: Property): boolean => type === 'number' || type === 'integer';
const isOrdered = (property: Property): boolean =>
  isNumber(property) || property.type === 'date' || property.type === 'date-time';

/** `by`: columns with commas between. Throws Problem `bad-grouping`. */
export function parseGrouping(text: string | undefined, view: View): Property[] {
  const names = (text ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''); // prettier-ignore
  const groupable = view.properties.filter((property) => property.type !== 'json');
  const refuse = (value: string) => {
    const known = groupable.map((property) => property.name).join(', ');
    return featureProblem('bad-grouping', { name: 'by', value, known });
  };
  if (names.length > mostColumns) throw refuse(text!);
  return [...new Set(names)].map((name) => {
    const found = groupable.find((property) => property.name === name);
    if (!found) throw refuse(name);
    return found;
  });
}

/**
 * `measure`: `count()`, `sum(x)`, `mean(x)`, `min(x)`, `max(x)` with commas between. A sum is given only of what the
 * standard calls summable; an inferred schema says nothing, so the asker decides. Throws Problems `bad-measure`,
 * `not-summable`.
 */
export function parseMeasures(text: string | undefined, view: View): Measure[] {
  const asked = (text ?? 'count()').split(',').map((each) => each.trim()).filter((each) => each !== ''); // prettier-ignore
  const numbers = view.properties.filter(isNumber).map((property) => property.name);
  const refuse = (measure: string) => featureProblem('bad-measure', { measure, columns: numbers.join(', ') || '–' });
  if (asked.length === 0 || asked.length > mostMeasures) throw refuse(text ?? '');
  return [...new Set(asked)].map((name) => {
    const match = /^(count|sum|mean|min|max)\(\s*([A-Za-z_]\w*)?\s*\)$/.exec(name);
    if (!match) throw refuse(name);
    const [, call, column] = match as unknown as [string, Measure['function'], string | undefined];
    if (call === 'count') {
      if (column !== undefined) throw refuse(name);
      return { name: 'count()', function: call, property: null, weight: null };
    }
    const property = view.properties.find((each) => each.name === column);
    const isFit = property && (call === 'min' || call === 'max' ? isOrdered(property) : isNumber(property));
    if (!isFit) throw refuse(name);
    if (call === 'sum') refuseSum(property, view);
    const weight = call === 'mean' ? (view.properties.find((each) => each.name === property.weightedBy) ?? null) : null;
    // Weighed by a column that this caller may not see, the mean would tell of it; without the weight it would be wrong.
    if (call === 'mean' && property.weightedBy !== undefined && !weight) throw refuse(name);
    return { name: `${call}(${property.name})`, function: call, property, weight };
  });
}

function refuseSum(property: Property, view: View): void {
  if (property.summable === true || (property.summable === undefined && view.collection.standard.pack === '')) return;
  const columns = view.properties.filter((each) => each.summable === true).map((each) => each.name);
  throw featureProblem('not-summable', { column: property.name, columns: columns.join(', ') || '–' });
}

/** The groups of a selection in the order of their keys, what is unknown last. Throws Problem `too-many-groups`. */
export async function selectSummary(db: Db, view: View, items: ItemsQuery, query: SummaryQuery): Promise<Group[]> {
  const keys = query.by.map((property, index) => sql`${keyOf(property)} as ${sql.identifier(`k${index}`)}`);
  const open = query.by.flatMap(({ name }) => query.oneOf.get(name) ?? []);
  const opens = open.map((name, index) => sql`t.${sql.identifier(name)} as ${sql.identifier(`o${index}`)}`);
  const values = query.measures.map((each, index) => sql`${measureSql(each)} as ${sql.identifier(`m${index}`)}`);
  const conditions = [view.condition, ...items.conditions, ...(items.box ? [items.box] : [])];
  const grouped = [...keys, ...opens].map((_, index) => sql.raw(String(index + 1)));
  const rows = await db.query<Record<string, unknown>>(sql`
    select ${sql.join([...keys, ...opens, ...values])}
    from ${view.source} where ${sql.join(conditions, sql` and `)}
    ${grouped.length > 0 ? sql`group by ${sql.join(grouped)} order by ${sql.join(grouped.map((place) => sql`${place} nulls last`))}` : sql``}
    limit ${mostGroups + 1}`);
  if (rows.length > mostGroups) throw featureProblem('too-many-groups', { most: mostGroups });
  const oneOfNames = query.by.flatMap(({ name }) => (query.oneOf.has(name) ? [name] : []));
  return rows.map((row) => ({
    keys: query.by.map((_, index) => row[`k${index}`]),
    oneOf: Object.fromEntries(
      oneOfNames.flatMap((name, index) => (row[`o${index}`] ? [[name, row[`o${index}`] as string[]]] : [])),
    ),
    values: query.measures.map((_, index) => numberOf(row[`m${index}`])),
  }));
}

function keyOf(property: Property): Sql {
  const column = sql`t.${sql.identifier(property.name)}`;
  return property.type === 'date-time' ? utcText(column) : column;
}

function measureSql({ function: call, property, weight }: Measure): Sql {
  if (!property) return sql`count(*)`;
  const column = sql`t.${sql.identifier(property.name)}`;
  if (call === 'min' || call === 'max') {
    const found = sql`${sql.raw(call)}(${column})`;
    return property.type === 'date-time' ? utcText(found) : found;
  }
  if (call === 'sum') return sql`sum(${column}::float8)`;
  if (!weight) return sql`avg(${column}::float8)`;
  const by = sql`t.${sql.identifier(weight.name)}`;
  return sql`sum(${column}::float8 * ${by}) / nullif(sum(${by}::float8) filter (where ${column} is not null), 0)`;
}

function numberOf(value: unknown): number | string | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}
