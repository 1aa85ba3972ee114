import { httpProblem } from '../../kernel/index.ts';
import { spanStartMs } from '../rollup/grains.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const offsetMs = 7 * hourMs;
const hoursBack = 48;
const daysBack = 31;

/** An hour or a day of the past that a list of stations is about; `start` in milliseconds since 1970. */
export interface ShownTime {
  readonly grain: 'hour' | 'day';
  readonly start: number;
}

/** Hours as `2026-11-26T22`, days as `2026-11-26`, both Vietnam's, oldest first: 48 whole hours, and a month with today. */
export interface OfferedTimes {
  readonly hours: readonly string[];
  readonly days: readonly string[];
}

/** Null: the newest values. Throws Problem `invalid-parameter`. */
export function readShownTime(text: string | undefined): ShownTime | null {
  if (text === undefined || text === '') return null;
  const grain = /^\d{4}-\d{2}-\d{2}T\d{2}$/.test(text) ? 'hour' : 'day';
  const start = Date.parse(grain === 'hour' ? `${text}:00:00+07:00` : `${text}T00:00:00+07:00`);
  const isKnown = /^\d{4}-\d{2}-\d{2}(T\d{2})?$/.test(text) && Number.isFinite(start);
  // Date.parse takes 30 February for 2 March.
  if (isKnown && nameOf({ grain, start }) === text) return { grain, start };
  throw httpProblem('invalid-parameter', { name: 'at', value: text.slice(0, 40), expected: '2026-11-26T22, 2026-11-26' }); // prettier-ignore
}

/** As it stands in an address. */
export function nameOf({ grain, start }: ShownTime): string {
  return new Date(start + offsetMs).toISOString().slice(0, grain === 'hour' ? 13 : 10);
}

export function offeredTimes(now: Date): OfferedTimes {
  const [hour, day] = [spanStartMs('hour', now.getTime()), spanStartMs('day', now.getTime())];
  const row = (grain: ShownTime['grain'], count: number, last: number, step: number): string[] =>
    Array.from({ length: count }, (_, i) => nameOf({ grain, start: last - (count - 1 - i) * step }));
  return { hours: row('hour', hoursBack, hour - hourMs, hourMs), days: row('day', daysBack, day, dayMs) };
}
