/** Running sums of the daily wave of a series: plain JSON. */
export interface WaveState {
  at: number;
  /** How long the series has been followed without a break, in milliseconds. */
  age: number;
  /** Level over about a day, and mean, mean square and both parts of the daily wave of what is left over two days. */
  level: number;
  mean: number;
  square: number;
  cosine: number;
  sine: number;
}

const day = 86_400_000;
const levelTime = day;
const waveTime = 2 * day;
/** Deviations count with at most so many standard deviations, so that one outlier does not hide the wave. */
const cut = 3;

/**
 * Share (0 to 1) of the variation of the last days that goes up and down once a day; null until two days are known. A
 * sensor that is fouled, dry or badly compensated follows sun and temperature where the water does not.
 */
export function followWave(
  state: WaveState | null,
  at: number,
  value: number,
): { state: WaveState; share: number | null } {
  if (!state || at - state.at > day) {
    return { state: { at, age: 0, level: value, mean: 0, square: 0, cosine: 0, sine: 0 }, share: null };
  }
  const elapsed = at - state.at;
  const towards = 1 - Math.exp(-elapsed / waveTime);
  const deviation = tamed(value - state.level, state);
  state.at = at;
  state.age += elapsed;
  state.level += (1 - Math.exp(-elapsed / levelTime)) * (value - state.level);
  state.mean += towards * (deviation - state.mean);
  state.square += towards * (deviation * deviation - state.square);
  const angle = (2 * Math.PI * (((at % day) + day) % day)) / day;
  state.cosine += towards * ((deviation - state.mean) * Math.cos(angle) - state.cosine);
  state.sine += towards * ((deviation - state.mean) * Math.sin(angle) - state.sine);
  return { state, share: state.age < waveTime ? null : shareOf(state) };
}

function tamed(deviation: number, { age, mean, square }: WaveState): number {
  const spread = Math.sqrt(Math.max(0, square - mean * mean));
  if (age < day || spread === 0) return deviation;
  return mean + Math.max(-cut * spread, Math.min(cut * spread, deviation - mean));
}

function shareOf({ mean, square, cosine, sine }: WaveState): number {
  const variance = square - mean * mean;
  return variance > 0 ? Math.min(1, (2 * (cosine * cosine + sine * sine)) / variance) : 0;
}
