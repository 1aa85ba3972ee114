import { observationId } from '../observation-id.ts';

/**
 * `data` of an event `observations.stored`. The readings are one text, a line each: numbers one by one in JSON cost the
 * store more than the values themselves do.
 */
export interface StoredReadings {
  readonly network: string;
  readonly receipt: number;
  /** Read by `readingsIn`. */
  readonly lines: string;
}

/** A reading that has been stored or changed. */
export interface StoredReading {
  readonly series: number;
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number | null;
  readonly flag: number;
  /** State of the device, 0: it measured. */
  readonly status: number;
  /** An earlier value was changed. */
  readonly isChanged: boolean;
  /** The observation has more than its number: an interval, a result time, a text … */
  readonly hasMore: boolean;
}

/** Series, moment, value and flag with blanks between; what is seldom other than usual follows where it is. */
export function lineOf({ series, id, at, value, flag, status, isChanged, hasMore }: StoredReading): string {
  const line = `${series} ${at} ${value ?? ''} ${flag}`;
  const isOwn = id === observationId(series, at);
  if (status === 0 && !isChanged && !hasMore && isOwn) return line;
  return `${line} ${status} ${isChanged ? 1 : 0} ${hasMore ? 1 : 0}${isOwn ? '' : ` ${id}`}`;
}

export function readingsIn({ lines }: StoredReadings): StoredReading[] {
  return lines.split('\n').map((line) => {
    const [series, at, value, flag, status = 0, changed, more, id] = line.split(' ');
    return {
      series: Number(series),
      id: id === undefined ? observationId(Number(series), Number(at)) : Number(id),
      at: Number(at),
      value: value === '' ? null : Number(value),
      flag: Number(flag),
      status: Number(status),
      isChanged: changed === '1',
      hasMore: more === '1',
    };
  });
}
