import { sql, type Sql } from '../../../kernel/index.ts';
import type { Columns, EntitySet, Property } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';

/** A row as it comes from the store: the columns of `rowColumns`. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: number };

export const isSelected = ({ select }: QueryOptions, name: string): boolean => select === null || select.has(name);

/** Columns of what is asked for: the properties, and the ids of entities that are expanded. */
export function rowColumns(set: EntitySet, columns: Columns, options: QueryOptions): Sql[] {
  const wanted = set.properties.filter(({ name }) => isSelected(options, name)).flatMap(columnNames);
  const keys = options.expand.flatMap(({ relation }) => (relation.key === undefined ? [] : [relation.key]));
  const series = options.resultFormat === 'dataArray' ? ['series'] : [];
  return [...new Set(['id', ...wanted, ...keys, ...(set.name === 'Observations' ? series : [])])].map(
    (name) => sql`${columns(name)} as ${sql.identifier(name)}`,
  );
}

function columnNames({ kind, column, end }: Property): string[] {
  if (kind === 'period') return [column, end!];
  return kind === 'result' ? ['value', 'result'] : [column];
}
