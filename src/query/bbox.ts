import { problem, shown } from './problems.ts';

/** Degrees, west never greater than east; heights in metres where the request gave them. */
export interface Envelope {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly lowest?: number;
  readonly highest?: number;
}

/**
 * Parses the `bbox` query parameter: one envelope, or two where it crosses the antimeridian.
 * Shape: 4 numbers west,south,east,north, or 6 with heights third and last. Longitude first (CRS84).
 * Units: degrees; heights in metres. West greater than east means the box crosses the antimeridian.
 * Throws Problem `invalid-bbox` (400).
 * Rule: OGC API - Features Part 1, 17-069r4, 7.15.3, /req/core/fc-bbox-definition and /rec/core/fc-bbox-height.
 */
export function parseBbox(text: string): Envelope[] {
  const parts = text.split(',').map((part) => part.trim());
  const numbers = parts.map((part) =>
    /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(part) ? Number(part) : Number.NaN,
  );
  if ((numbers.length !== 4 && numbers.length !== 6) || !numbers.every(Number.isFinite)) throw invalid(text);
  const { west, south, east, north, ...heights } = named(numbers);
  if (south > north || (heights.lowest ?? 0) > (heights.highest ?? 0)) throw invalid(text);
  if (west <= east) return [{ west, south, east, north, ...heights }];
  // Only longitudes inside the circle have an antimeridian to cross.
  if (west > 180 || east < -180) throw invalid(text);
  return [
    { west, south, east: 180, north, ...heights },
    { west: -180, south, east, north, ...heights },
  ];
}

function named(numbers: readonly number[]): Envelope {
  if (numbers.length === 4) {
    const [west, south, east, north] = numbers as [number, number, number, number];
    return { west, south, east, north };
  }
  const [west, south, lowest, east, north, highest] = numbers as [number, number, number, number, number, number];
  return { west, south, east, north, lowest, highest };
}

function invalid(text: string) {
  return problem('invalid-bbox', { value: shown(text) });
}
