import { nextSpanMs, spanStartMs } from '../rollup/grains.ts';

/** A month of Vietnam's calendar. */
export interface Month {
  /** `2026-04`. */
  readonly name: string;
  /** Milliseconds since 1970; the end is not included. */
  readonly from: number;
  readonly to: number;
}

const offsetMs = 7 * 3_600_000;

/** Null where the text names no month. */
export function readMonth(name: string): Month | null {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(name);
  if (!parts) return null;
  const from = Date.UTC(Number(parts[1]), Number(parts[2]) - 1) - offsetMs;
  return { name, from, to: nextSpanMs('month', from) };
}

export function monthBefore({ from }: Month): number {
  return spanStartMs('month', from - 1);
}
