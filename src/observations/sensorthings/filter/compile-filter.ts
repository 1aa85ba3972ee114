import type { Sql } from '../../../kernel/index.ts';
import type { Columns, EntitySet, StaContext } from '../model.ts';
import { FilterParser } from './filter-parser.ts';

/**
 * `$filter` over rows of a set as SQL, all values bound. What it leads to is seen as by the caller. Throws Problem
 * `sta-option-invalid` and those of filters.
 */
export function compileFilter(context: StaContext, set: EntitySet, columns: Columns, text: string): Sql {
  return new FilterParser(context, set, columns, text).compile();
}
