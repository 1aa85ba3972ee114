/** Metres between two positions in degrees, near enough for short ways. */
export function metres(one: readonly number[], other: readonly number[]): number {
  return Math.hypot((one[0]! - other[0]!) * Math.cos((one[1]! * Math.PI) / 180), one[1]! - other[1]!) * 111_320;
}
