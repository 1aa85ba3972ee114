import type { PageValue } from '../../../query/index.ts';

/** A page of observations as texts: JSON objects as UTF-8 with a comma between. */
export interface TextsOfPage {
  readonly bytes: Buffer;
  readonly count: number;
  /** As in `Page`. */
  readonly more: readonly PageValue[] | null;
}
