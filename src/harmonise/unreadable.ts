import type { PropertyType } from '../packs/index.ts';

/** Why a cell does not fit the type of its property. Each has a message `type.<reason>`. */
export type UnreadableReason =
  | 'not-a-number'
  | 'ambiguous-number'
  | 'leading-zero'
  | 'not-whole'
  | 'too-large'
  | 'other-unit'
  | 'unknown-unit'
  | 'unit-needs-molar'
  | 'not-a-date'
  | 'not-in-calendar'
  | 'has-time'
  | 'not-a-boolean';

/** What reading a cell gives when it does not fit, in place of a value. */
export class Unreadable {
  readonly reason: UnreadableReason;
  /** The narrowest type that would take the cell in. */
  readonly fits: PropertyType;
  readonly detail: Readonly<Record<string, string | number>>;

  constructor(
    reason: UnreadableReason,
    fits: PropertyType = 'string',
    detail: Readonly<Record<string, string | number>> = {},
  ) {
    this.reason = reason;
    this.fits = fits;
    this.detail = detail;
  }
}
