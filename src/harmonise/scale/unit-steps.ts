/** What numbers become when somebody changes their unit: rest = value × factor + offset. */
export interface UnitStep {
  readonly factor: number;
  readonly offset: number;
  /** Key of a message `scale.<reason>`. */
  readonly reason: 'decimal' | 'time' | 'molar' | 'temperature';
  /** Units that explain it, where they are known: of the numbers in question and of the rest. */
  readonly units?: { readonly inside: string; readonly outside: string };
}

const decimals = [10, 100, 1_000, 1_000_000];
const times = [60, 3_600];

export interface StepOptions {
  /** µg/m³ of one ppm, ppb …, where a standard states it. */
  readonly molar?: readonly number[];
  /** Of the logarithm: 0.1 tells 10 from 13. */
  readonly tolerance?: number;
  /** Seconds, minutes and hours may have been exchanged. */
  readonly isRate: boolean;
}

/** The change of unit that turns one typical value into the other; null when none is near. */
export function stepBetween(
  inside: number,
  outside: number,
  { molar = [], tolerance = 0.1, isRate }: StepOptions,
): UnitStep | null {
  const wanted = Math.log10(outside / inside);
  const candidates = [
    ...decimals.map((factor) => ({ factor, reason: 'decimal' as const })),
    ...(isRate ? times : []).map((factor) => ({ factor, reason: 'time' as const })),
    ...molar
      .map((factor, at) => ({ factor, reason: 'molar' as const, units: molarUnits(molar, at) }))
      .filter(({ factor }) => Math.abs(Math.log10(factor)) > 0.35),
  ].flatMap((step): Omit<UnitStep, 'offset'>[] => [step, inverse(step)]);
  const off = ({ factor }: { factor: number }) => Math.abs(Math.log10(factor) - wanted);
  const best = candidates.toSorted((a, b) => off(a) - off(b))[0]!;
  return off(best) <= tolerance ? { ...best, offset: 0 } : null;
}

/** Shares of volume stand in the order in which the standards' factors are asked for. */
function molarUnits(molar: readonly number[], at: number): UnitStep['units'] {
  if (molar.length !== 2) return undefined;
  return { inside: at === 0 ? 'ppm' : 'ppb', outside: 'µg/m³' };
}

function inverse(step: Omit<UnitStep, 'offset'>): Omit<UnitStep, 'offset'> {
  const { units, factor } = step;
  return { ...step, factor: 1 / factor, ...(units ? { units: { inside: units.outside, outside: units.inside } } : {}) };
}

/** °C against K and °F by their typical values and spreads. */
export function temperatureStep(inside: number, outside: number, spreadRatio: number): UnitStep | null {
  const near = (value: number, other: number) => Math.abs(value - other) <= 4;
  const step = (factor: number, offset: number, inside: string, outside: string): UnitStep => {
    return { factor, offset, reason: 'temperature', units: { inside, outside } };
  };
  if (near(inside - 273.15, outside) && isAbout(spreadRatio, 1)) return step(1, -273.15, 'K', '°C');
  if (near(inside + 273.15, outside) && isAbout(spreadRatio, 1)) return step(1, 273.15, '°C', 'K');
  if (near((inside - 32) / 1.8, outside) && isAbout(spreadRatio, 1.8)) return step(5 / 9, -160 / 9, '°F', '°C');
  if (near(inside * 1.8 + 32, outside) && isAbout(spreadRatio, 5 / 9)) return step(1.8, 32, '°C', '°F');
  return null;
}

function isAbout(ratio: number, wanted: number): boolean {
  return ratio > wanted / 2.5 && ratio < wanted * 2.5;
}
