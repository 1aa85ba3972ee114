import type { PageValue } from '../../../query/index.ts';
import type { EntitySet, Relation } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import type { SeriesState } from './series-state.ts';

/** Which entities a page is of. */
export interface Selection {
  readonly set: EntitySet;
  /** Entities that hang on others: a page for each of these. Null: the whole set. */
  readonly from: { readonly relation: Relation; readonly ids: readonly number[] } | null;
  readonly options: QueryOptions;
  /** Where the page begins: the sort values of the last row before it. */
  readonly after: readonly PageValue[] | null;
  /** This entity alone, where it is among them; not of observations. */
  readonly only?: number;
  /** Of all observations those of these datastreams. */
  readonly among?: readonly number[];
  /** Of observations of one datastream, where it was read before. */
  readonly state?: SeriesState;
  /** True for a part of a walk through several series. */
  readonly walks?: boolean;
}
