/** How finely numbers are written: the last decimal place of the finest, and how many magnitudes it was seen with. */
export interface Grain {
  /** Exponent of the last digit that is not zero: -2 for 0.12, 1 for 120. */
  readonly place: number;
  /**
   * Different magnitudes of the values that are written so finely. More than one says that the places are fixed (`9.5` and
   * `12.5`); with a fixed number of digits (`9.52` and `12.5`) the place follows the size.
   */
  readonly magnitudes: number;
}

/** Finer than this are results of sums, not what somebody wrote. */
export const finestPlace = -9;

export function grainOf(values: readonly number[]): Grain {
  let place = Infinity;
  const seen = new Set<number>();
  for (const value of values) {
    const own = placeOf(value);
    if (own > place) continue;
    if (own < place) seen.clear();
    place = own;
    seen.add(Math.floor(Math.log10(Math.abs(value))));
  }
  return { place, magnitudes: seen.size };
}

export function joinedGrain(one: Grain, other: Grain): Grain {
  if (one.place !== other.place) return one.place < other.place ? one : other;
  return { place: one.place, magnitudes: Math.max(one.magnitudes, other.magnitudes) };
}

function placeOf(value: number): number {
  const [digits = '', exponent = '0'] = String(Math.abs(value)).split('e');
  const point = digits.indexOf('.');
  const zeros = digits.length - digits.replace(/0+$/, '').length;
  const place = point === -1 ? zeros : point + 1 - digits.length;
  return place + Number(exponent);
}
