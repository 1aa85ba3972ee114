import type { SortColumn } from '../../../query/index.ts';
import type { Columns, EntitySet, StaContext } from '../model.ts';
import { staProblem } from '../problems.ts';

export function sortColumns(_c: StaContext, _set: EntitySet, _columns: Columns, text: string | null): SortColumn[] {
  if (text !== null) throw staProblem('sta-unsupported', { what: '$orderby' });
  return [];
}
