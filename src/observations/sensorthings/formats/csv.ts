import { csvLine } from '../../../kernel/index.ts';
import { entitySets } from '../entity-sets.ts';
import type { EntitySet } from '../model.ts';
import { invalid, type QueryOptions } from '../options/query-options.ts';
import type { Entity } from '../read/entity-json.ts';
import { isSelected } from '../read/row-columns.ts';

interface Column {
  readonly name: string;
  read(entity: Entity): unknown;
}

/** Columns of a set, and behind their name and a stroke those of what is expanded. A row has one of each. */
function columnsOf(set: EntitySet, options: QueryOptions): Column[] {
  const own = set.properties
    .filter(({ name }) => isSelected(options, name))
    .map(({ name }): Column => ({ name, read: (entity) => entity[name] }));
  const id: Column[] = isSelected(options, 'id') ? [{ name: 'id', read: (entity) => entity['@iot.id'] }] : [];
  const expanded = options.expand.flatMap(({ relation, options: inner }) => {
    if (relation.isMany) throw invalid('$expand', relation.name, '1 ($resultFormat=CSV)');
    return columnsOf(entitySets[relation.to], inner).map(({ name, read }): Column => ({
      name: `${relation.name}/${name}`,
      read: (entity) => {
        const other = entity[relation.name] as Entity | null | undefined;
        return other ? read(other) : null;
      },
    }));
  });
  return [...id, ...own, ...expanded];
}

/** Entities as CSV (RFC 4180) with a header. */
export function csvOf(set: EntitySet, entities: readonly Entity[], options: QueryOptions): string {
  const columns = columnsOf(set, options);
  const lines = entities.map((entity) => csvLine(columns.map(({ read }) => cell(read(entity)))));
  return [csvLine(columns.map(({ name }) => name)), ...lines].join('');
}

function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
