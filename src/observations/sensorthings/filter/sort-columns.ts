import { sql, type Sql } from '../../../kernel/index.ts';
import type { SortColumn } from '../../../query/index.ts';
import type { Columns, EntitySet, StaContext } from '../model.ts';
import { PathResolver, type Meaning } from './resolve-path.ts';
import { badFilter } from './tokens.ts';

const option = '$orderby';
const mostKeys = 10;

/**
 * Keys of `$orderby` (18-088, 9.3.3.3): paths of properties, also behind relations to one. Clients write the direction in
 * either case.
 */
export function sortColumns(context: StaContext, set: EntitySet, columns: Columns, text: string | null): SortColumn[] {
  if (text === null) return [];
  const paths = new PathResolver(context, option);
  const items = text.split(',');
  if (items.length > mostKeys) throw badFilter(option, text.slice(0, 40), 1, `≤ ${mostKeys}`);
  return items.flatMap((item) => {
    const [, path = '', direction = 'asc'] = /^\s*(\S+?)(?:\s+(asc|desc))?\s*$/i.exec(item) ?? [];
    const { meaning, anyOf } = paths.resolve(set, columns, path, text.indexOf(item) + 1);
    if (anyOf.length > 0) throw badFilter(option, path, text.indexOf(item) + 1, 'Datastream/name, phenomenonTime desc');
    return keysOf(meaning).map((key) => ({ ...key, descending: direction.toLowerCase() === 'desc' }));
  });
}

/** JSON sorts by its number, then by its text. */
function keysOf(meaning: Meaning): Omit<SortColumn, 'descending'>[] {
  const text = (column: Sql): Sql => sql`(${column}) collate "C"`;
  switch (meaning.is) {
    case 'plain': {
      const { type, column } = meaning.field;
      const sorted = type === 'geometry' ? text(sql`ST_AsText(${column})`) : column;
      return [{ column: sorted, nullable: meaning.nullable }];
    }
    case 'period':
      return [{ column: meaning.start.column, nullable: meaning.nullable }];
    case 'dynamic':
      return [
        { column: meaning.as('number').column, nullable: true },
        { column: text(meaning.as('string').column), nullable: true },
      ];
  }
}
