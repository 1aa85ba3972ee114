import { sql, type Sql } from '../../kernel/index.ts';

/** Lengths of time that series are summed up over; days, months and years are Vietnam's. */
export const grains = ['hour', 'eight-hours', 'day', 'month', 'year'] as const;
export type Grain = (typeof grains)[number];
export const grainNumber = (grain: Grain): number => grains.indexOf(grain) + 1;

const hourMs = 3_600_000;
/** Vietnam has had one time, UTC+7 without summer time, since 1975. */
const offsetMs = 7 * hourMs;
const lengthMs = { hour: hourMs, 'eight-hours': 8 * hourMs, day: 24 * hourMs } as const;

/** Start of the span in which a moment lies, as an expression. */
export function spanStart(grain: Grain, moment: Sql): Sql {
  if (grain === 'month' || grain === 'year') {
    return sql`date_trunc(${sql.raw(`'${grain}'`)}, ${moment}, 'Asia/Ho_Chi_Minh')`;
  }
  return sql`date_bin(${sql.raw(`interval '${lengthMs[grain] / hourMs} hours'`)}, ${moment},
    timestamptz '2000-01-01 00:00:00+07')`;
}

/** Start of the span in which a moment lies; milliseconds since 1970. */
export function spanStartMs(grain: Grain, at: number): number {
  const local = at + offsetMs;
  if (grain === 'month' || grain === 'year') {
    const date = new Date(local);
    return Date.UTC(date.getUTCFullYear(), grain === 'year' ? 0 : date.getUTCMonth()) - offsetMs;
  }
  return Math.floor(local / lengthMs[grain]) * lengthMs[grain] - offsetMs;
}

/** Start of the span after the one in which a moment lies. */
export function nextSpanMs(grain: Grain, at: number): number {
  const start = spanStartMs(grain, at);
  if (grain !== 'month' && grain !== 'year') return start + lengthMs[grain];
  const date = new Date(start + offsetMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return (grain === 'year' ? Date.UTC(year + 1, 0) : Date.UTC(year, month + 1)) - offsetMs;
}
