/** A time on the axis of a chart, milliseconds since 1970; `to` is not in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const moveNames = ['back', 'on', 'in', 'out'] as const;
export type MoveName = (typeof moveNames)[number];

const minuteMs = 60_000;
const offsetMs = 7 * 60 * minuteMs;
/** Nearer than this a chart of minutes has nothing more to tell. */
const shortestMs = 10 * minuteMs;
/** Half of what a node answers at most, a century: doubled it is still answered. */
const longestMs = 50 * 365 * 24 * 60 * minuteMs;

/**
 * Where one looks next from a span: half its length back or on, its middle half, or twice as much around it. Nothing goes past
 * `now`; a move that leads nowhere is left out.
 */
export function movesFrom({ from, to }: Span, now: number): Partial<Record<MoveName, Span>> {
  const length = to - from;
  // Whole minutes, as addresses have them: back and on again leads to where one was.
  const [half, quarter] = [2, 4].map((part) => Math.round(length / part / minuteMs) * minuteMs) as [number, number];
  const end = Math.max(to, now);
  const moved = (start: number, stop: number): Span => {
    const over = Math.max(0, stop - end);
    return { from: start - over, to: stop - over };
  };
  return {
    back: moved(from - half, to - half),
    ...(to < now - minuteMs && { on: moved(from + half, to + half) }),
    ...(length >= 2 * shortestMs && { in: moved(from + quarter, to - quarter) }),
    ...(length <= longestMs && { out: moved(from - half, to + half) }),
  };
}

/** A moment in an address, to the minute of Vietnam: `2026-04-15T10:00`. */
export const momentInAddress = (at: number): string =>
  new Date(Math.round(at / minuteMs) * minuteMs + offsetMs).toISOString().slice(0, 16);

/** The day of Vietnam in which a moment lies, as addresses and forms have it: `2026-04-15`. */
export const dayInAddress = (at: number): string => new Date(at + offsetMs).toISOString().slice(0, 10);

/** Parameters of the page that shows a span, in place of those that say a length of time. */
export const addressOf = ({ from, to }: Span): Readonly<Record<string, string | null>> => ({
  ...{ from: momentInAddress(from), to: momentInAddress(to), span: null, until: null },
});
