/** ISO 8601 with Vietnam's offset, as people there read it. */
export function localTime(at: number): string {
  return `${new Date(at + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;
}
