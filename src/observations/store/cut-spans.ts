/** A time within which values of a series have changed, both ends included; milliseconds since 1970. */
export interface ChangedSpan {
  readonly series: number;
  readonly from: number;
  readonly to: number;
}

/** How many values a series has in an hour, about; 0: not known. */
export type Rate = (series: number) => number;

const hourMs = 3_600_000;
/** A short span costs its days, months and years too: about so many rows are read for it. */
const rowsOfSpan = 50;

/** The same times with those of one series that overlap, or lie less than an hour apart, made one; by series and time. */
export function mergedSpans(spans: readonly ChangedSpan[]): ChangedSpan[] {
  const merged: { series: number; from: number; to: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.series - b.series || a.from - b.from)) {
    const last = merged.at(-1);
    if (last?.series === span.series && span.from <= last.to + hourMs) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

/**
 * What can be worked off at a time, so that about `rows` values are read for it, and the rest of it: short spans first,
 * which somebody looks at now. The moment at which a span is cut belongs to both; the piece is never empty.
 */
export function cutSpans(
  given: readonly ChangedSpan[],
  rateOf: Rate,
  rows: number,
): { readonly piece: ChangedSpan[]; readonly rest: ChangedSpan[] } {
  const spans = given.toSorted((a, b) => a.to - a.from - (b.to - b.from) || a.series - b.series);
  let left = rows;
  for (const [place, { series, from, to }] of spans.entries()) {
    const perHour = rateOf(series);
    const cost = rowsOfSpan + ((to - from) / hourMs) * perHour;
    if (cost <= left) {
      left -= cost;
      continue;
    }
    const hours = Math.floor((left - rowsOfSpan) / perHour);
    // Nothing fits any more; where it is the first, an hour of it does all the same.
    if (hours < 1 && place > 0) return { piece: spans.slice(0, place), rest: spans.slice(place) };
    const cut = from + Math.max(1, hours) * hourMs;
    if (cut >= to) return { piece: spans.slice(0, place + 1), rest: spans.slice(place + 1) };
    return {
      piece: [...spans.slice(0, place), { series, from, to: cut }],
      rest: [{ series, from: cut, to }, ...spans.slice(place + 1)],
    };
  }
  return { piece: [...spans], rest: [] };
}
