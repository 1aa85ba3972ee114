import type { LegalSource } from '../../packs/index.ts';
import type { LegalLimit, LimitSet } from './limits-part.ts';

export interface LimitQuery {
  readonly parameter: string;
  /** Day for which the limit is asked, `2026-01-31`. */
  readonly on: string;
  readonly medium?: string;
  /** Code of `vn-core/station-types`. */
  readonly stationType?: string;
  /** ISO 8601 duration; null: limits of samples only. Absent: any. */
  readonly averaging?: string | null;
  readonly class?: string;
  /** For those that were there before a standard was replaced, as long as it lets them. */
  readonly existing?: boolean;
}

export interface FoundLimit extends LegalLimit {
  readonly set: LimitSet;
  /** Whether an excess of it may be told as one: false for what is from memory. */
  readonly decides: boolean;
  /** Whether the figure is multiplied by a factor of the place before it is a limit. */
  readonly isMultiplied: boolean;
}

/** The limits that hold for a parameter on a day, in the order of the packs' files. */
export function findLimits(sets: readonly LimitSet[], query: LimitQuery): FoundLimit[] {
  return sets
    .filter((set) => query.medium === undefined || set.medium === query.medium)
    .filter((set) => query.stationType === undefined || (set.stationTypes ?? []).includes(query.stationType))
    .flatMap((set) =>
      set.limits.filter((limit) => isMeant(limit, query) && isValid(limit, set, query)).map(foundIn(set)),
    );
}

function isMeant(limit: LegalLimit, query: LimitQuery): boolean {
  return (
    limit.parameter === query.parameter &&
    (query.averaging === undefined || (limit.averaging ?? null) === query.averaging) &&
    (query.class === undefined || limit.class === query.class)
  );
}

function isValid(limit: LegalLimit, set: LimitSet, { on, existing }: LimitQuery): boolean {
  const last = limit.to ?? (existing ? (set.existingUntil ?? set.to) : set.to);
  return on >= (limit.from ?? set.from) && (last === undefined || on <= last);
}

function foundIn(set: LimitSet): (limit: LegalLimit) => FoundLimit {
  return (limit) => ({
    ...limit,
    set,
    decides: isConfirmed(limit.confidence) && set.sources.some(({ confidence }) => isConfirmed(confidence)),
    isMultiplied: set.multiplied !== undefined && !set.multiplied.except.includes(limit.parameter),
  });
}

function isConfirmed(confidence: LegalSource['confidence']): boolean {
  return confidence !== 'M';
}

/**
 * Whether a value in the limit's unit keeps to it; null where that cannot be decided: the limit is unconfirmed, or it is
 * multiplied and the factor of the place is not given.
 */
export function keepsTo(limit: FoundLimit, value: number, factor?: number): boolean | null {
  if (!limit.decides || (limit.isMultiplied && factor === undefined)) return null;
  const times = limit.isMultiplied ? factor! : 1;
  return (limit.min === undefined || value >= limit.min) && (limit.max === undefined || value <= limit.max * times);
}
