/** What numbers become when somebody changes their unit: rest = value × factor + offset. */
export interface UnitStep {
  readonly factor: number;
  readonly offset: number;
  /** Key of a message `scale.<reason>`. */
  readonly reason: 'decimal' | 'time' | 'molar' | 'temperature';
}

const decimals = [10, 100, 1_000, 1_000_000];
const times = [60, 3_600];

/**
 * The change of unit that turns one typical value into the other; null when none is near. `tolerance` is of the
 * logarithm: 0.1 tells 10 from 13.
 */
export function stepBetween(
  inside: number,
  outside: number,
  molar: readonly number[] = [],
  tolerance = 0.1,
): UnitStep | null {
  const wanted = Math.log10(outside / inside);
  const candidates = [
    ...decimals.map((factor) => ({ factor, reason: 'decimal' as const })),
    ...times.map((factor) => ({ factor, reason: 'time' as const })),
    ...molar
      .filter((factor) => Math.abs(Math.log10(factor)) > 0.35)
      .map((factor) => ({ factor, reason: 'molar' as const })),
  ].flatMap((step) => [step, { ...step, factor: 1 / step.factor }]);
  const off = ({ factor }: { factor: number }) => Math.abs(Math.log10(factor) - wanted);
  const best = candidates.toSorted((a, b) => off(a) - off(b))[0]!;
  return off(best) <= tolerance ? { ...best, offset: 0 } : null;
}

/** °C against K and °F by their typical values and spreads. */
export function temperatureStep(inside: number, outside: number, spreadRatio: number): UnitStep | null {
  const near = (value: number, other: number) => Math.abs(value - other) <= 4;
  const step = (factor: number, offset: number): UnitStep => ({ factor, offset, reason: 'temperature' });
  if (near(inside - 273.15, outside) && isAbout(spreadRatio, 1)) return step(1, -273.15);
  if (near(inside + 273.15, outside) && isAbout(spreadRatio, 1)) return step(1, 273.15);
  if (near((inside - 32) / 1.8, outside) && isAbout(spreadRatio, 1.8)) return step(5 / 9, -160 / 9);
  if (near(inside * 1.8 + 32, outside) && isAbout(spreadRatio, 5 / 9)) return step(1.8, 32);
  return null;
}

function isAbout(ratio: number, wanted: number): boolean {
  return ratio > wanted / 2.5 && ratio < wanted * 2.5;
}
