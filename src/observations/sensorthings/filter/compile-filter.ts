import type { Sql } from '../../../kernel/index.ts';
import type { Columns, EntitySet, StaContext } from '../model.ts';
import { staProblem } from '../problems.ts';

export function compileFilter(_context: StaContext, _set: EntitySet, _columns: Columns, _text: string): Sql {
  throw staProblem('sta-unsupported', { what: '$filter' });
}
