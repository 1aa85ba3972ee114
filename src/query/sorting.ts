import { sql, type Sql } from '../kernel/index.ts';
import type { PageValue } from './page-token.ts';
import { problem, shown } from './problems.ts';

/** One key of a sort order; the last keys must make it total (the row's own key). */
export interface SortColumn {
  readonly column: Sql;
  readonly descending: boolean;
  /** False where the column is NOT NULL: the condition is then one comparison that an index serves whole. */
  readonly nullable?: boolean;
}

/**
 * Parses `sortby`: `+a,-b,c`. A `+` that a URL turned into a blank counts as one; no sign is ascending.
 * Throws Problem `invalid-sortby` for an unknown, repeated or empty name.
 */
export function parseSortby(text: string, sortables: readonly string[]): { name: string; descending: boolean }[] {
  const seen = new Set<string>();
  return text.split(',').map((part) => {
    const [, sign, name] = /^([+\- ]?)(.*)$/s.exec(part)!;
    if (!sortables.includes(name!) || seen.has(name!)) {
      throw problem('invalid-sortby', { value: shown(part), accepted: sortables.join(', ') || '∅' });
    }
    seen.add(name!);
    return { name: name!, descending: sign === '-' };
  });
}

/** `order by` list: nulls last ascending, first descending, which is the order of a plain b-tree index both ways. */
export function orderBy(order: readonly SortColumn[]): Sql {
  return sql.join(order.map(({ column, descending }) => (descending ? sql`${column} desc` : sql`${column} asc`)));
}

/**
 * Rows after the one with these values, in the order of `orderBy`. A row comparison, which an index serves, where all
 * keys go one way and no null can follow; else key by key, led by a condition on the first key that bounds the index.
 */
export function keysetCondition(order: readonly SortColumn[], values: readonly PageValue[]): Sql {
  if (order.length === 0 || order.length !== values.length) throw new Error('one value for each sort key');
  const bound = values.map(bindable);
  if (isRowComparable(order, bound)) {
    const columns = sql.join(order.map(({ column }) => column));
    const operator = order[0]!.descending ? sql`<` : sql`>`;
    return sql`(${columns}) ${operator} (${sql.join(bound.map((value) => sql`${value}`))})`;
  }
  const ties = order.map((key, i) => {
    const equal = order.slice(0, i).map((before, j) => equals(before, bound[j]!));
    return sql`(${sql.join([...equal, follows(key, bound[i]!)], sql` and `)})`;
  });
  const [first] = order as [SortColumn];
  return sql`(${followsOrEquals(first, bound[0]!)} and (${sql.join(ties, sql` or `)}))`;
}

type Bindable = string | number | boolean | null;

function bindable(value: PageValue): Bindable {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? String(value) : value;
}

/** Descending, nulls come first and are past; ascending they are still to come, and a row comparison would lose them. */
function isRowComparable(order: readonly SortColumn[], values: readonly Bindable[]): boolean {
  const oneWay = order.every(({ descending }) => descending === order[0]!.descending);
  return (
    oneWay && values.every((value) => value !== null) && order.every((key) => key.descending || key.nullable === false)
  );
}

function equals({ column }: SortColumn, value: Bindable): Sql {
  return value === null ? sql`${column} is null` : sql`${column} = ${value}`;
}

function follows({ column, descending, nullable = true }: SortColumn, value: Bindable): Sql {
  if (descending) return value === null ? sql`${column} is not null` : sql`${column} < ${value}`;
  if (value === null) return sql`false`;
  return nullable ? sql`(${column} > ${value} or ${column} is null)` : sql`${column} > ${value}`;
}

function followsOrEquals({ column, descending, nullable = true }: SortColumn, value: Bindable): Sql {
  if (descending) return value === null ? sql`true` : sql`${column} <= ${value}`;
  if (value === null) return sql`${column} is null`;
  return nullable ? sql`(${column} >= ${value} or ${column} is null)` : sql`${column} >= ${value}`;
}
