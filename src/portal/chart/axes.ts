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
const steps = [hourMs, 3 * hourMs, 6 * hourMs, dayMs, 2 * dayMs, 5 * dayMs, 7 * dayMs] as const;

/** Ticks of Vietnamese time: whole hours, days, months or years, at most `count` of them. */
export function timeTicks(
  from: number,
  to: number,
  count: number,
): { at: number; unit: 'hour' | 'day' | 'month' | 'year' }[] {
  const step = steps.find((one) => (to - from) / one <= count);
  if (step !== undefined) {
    const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
    const unit = step < dayMs ? 'hour' : 'day';
    const ticks = [];
    for (let at = first; at <= to; at += step) ticks.push({ at, unit } as const);
    return ticks;
  }
  const months = [1, 2, 3, 6, 12, 24].find((one) => (to - from) / (30.4 * dayMs) / one <= count) ?? 24;
  const start = new Date(from + offsetMs);
  const ticks = [];
  for (let month = Math.ceil(start.getUTCMonth() / months) * months; ; month += months) {
    const at = Date.UTC(start.getUTCFullYear(), month) - offsetMs;
    if (at > to) return ticks;
    if (at >= from) ticks.push({ at, unit: months < 12 ? ('month' as const) : ('year' as const) });
  }
}
