/** Where a value or a moment lies on a side of the drawing. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  /** Digits after the decimal mark that tell two ticks apart. */
  readonly digits: number;
}

/** Round steps (1, 2, 5 × a power of ten), about `count` of them; the axis ends at ticks. */
export function valueAxis(low: number, high: number, count: number): Axis {
  // A series that stands still gets room around it.
  const room = high === low ? Math.max(Math.abs(high) * 0.1, 1e-3) : 0;
  const [bottom, top] = [low - room, high + room];
  const rough = (top - bottom) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const [first, last] = [Math.floor(bottom / step), Math.ceil(top / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { from: first * step, to: last * step, ticks, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const offsetMs = 7 * hourMs;
const minuteMs = 60_000;
const minutes = [1, 2, 5, 10, 15, 30].map((one) => one * minuteMs);
const hours = [1, 3, 6, 12].map((one) => one * hourMs);
const days = [1, 2, 5, 7, 14].map((one) => one * dayMs);
const steps = [...minutes, ...hours, ...days];
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240] as const;

/** Ticks of Vietnamese time: whole minutes, hours, days, months or years, at most `count` of them. */
export function timeTicks(
  from: number,
  to: number,
  count: number,
): { at: number; unit: 'hour' | 'day' | 'month' | 'year' }[] {
  const step = steps.find((one) => (to - from) / one <= count);
  if (step !== undefined) {
    const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
    const ticks = [];
    for (let at = first; at <= to; at += step) {
      // Midnight tells the day that begins.
      const isDay = (at + offsetMs) % dayMs === 0;
      ticks.push({ at, unit: isDay ? 'day' : 'hour' } as const);
    }
    return ticks;
  }
  const months = monthSteps.find((one) => (to - from) / (30.4 * dayMs) / one <= count) ?? 240;
  const start = new Date(from + offsetMs);
  const year = start.getUTCFullYear();
  // Counted from year 0, so that steps of years fall on round ones.
  const first = Math.ceil((year * 12 + start.getUTCMonth()) / months) * months - year * 12;
  const ticks = [];
  for (let month = first; ; month += months) {
    const at = Date.UTC(year, month) - offsetMs;
    if (at > to) return ticks;
    if (at >= from) ticks.push({ at, unit: months < 12 ? ('month' as const) : ('year' as const) });
  }
}
