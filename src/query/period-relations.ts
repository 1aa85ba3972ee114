import type { ComparisonOperator, TemporalFunction } from './operators.ts';

type End = 'leftStart' | 'leftEnd' | 'rightStart' | 'rightEnd';

export interface PeriodRelation {
  /** True: all parts must hold; false: one is enough. */
  readonly all: boolean;
  readonly parts: readonly (readonly [End, ComparisonOperator, End])[];
}

const all = (...parts: PeriodRelation['parts']): PeriodRelation => ({ all: true, parts });
const any = (...parts: PeriodRelation['parts']): PeriodRelation => ({ all: false, parts });

/** Allen's relations as OGC 21-065r2 defines the T_ functions, by the ends of both periods. */
export const periodRelations: Record<TemporalFunction, PeriodRelation> = {
  t_after: all(['leftStart', '>', 'rightEnd']),
  t_before: all(['leftEnd', '<', 'rightStart']),
  t_contains: all(['leftStart', '<', 'rightStart'], ['leftEnd', '>', 'rightEnd']),
  t_disjoint: any(['leftEnd', '<', 'rightStart'], ['leftStart', '>', 'rightEnd']),
  t_during: all(['leftStart', '>', 'rightStart'], ['leftEnd', '<', 'rightEnd']),
  t_equals: all(['leftStart', '=', 'rightStart'], ['leftEnd', '=', 'rightEnd']),
  t_finishedBy: all(['leftStart', '<', 'rightStart'], ['leftEnd', '=', 'rightEnd']),
  t_finishes: all(['leftStart', '>', 'rightStart'], ['leftEnd', '=', 'rightEnd']),
  t_intersects: all(['leftStart', '<=', 'rightEnd'], ['leftEnd', '>=', 'rightStart']),
  t_meets: all(['leftEnd', '=', 'rightStart']),
  t_metBy: all(['leftStart', '=', 'rightEnd']),
  t_overlappedBy: all(['leftStart', '>', 'rightStart'], ['leftStart', '<', 'rightEnd'], ['leftEnd', '>', 'rightEnd']),
  t_overlaps: all(['leftStart', '<', 'rightStart'], ['leftEnd', '>', 'rightStart'], ['leftEnd', '<', 'rightEnd']),
  t_startedBy: all(['leftStart', '=', 'rightStart'], ['leftEnd', '>', 'rightEnd']),
  t_starts: all(['leftStart', '=', 'rightStart'], ['leftEnd', '<', 'rightEnd']),
};
