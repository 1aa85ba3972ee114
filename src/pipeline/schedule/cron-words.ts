/** How often a source is fetched, as a form asks it. */
export const fetchedEvery = ['hour', 'day', 'week', 'month'] as const;

export interface Times {
  readonly every: (typeof fetchedEvery)[number];
  /** Time of day in Vietnam, `06:00`; of every hour only the minutes count. */
  readonly at: string;
}

const patterns = { hour: '* * * *', day: 'H * * *', week: 'H * * 1', month: 'H 1 * *' } as const;

/** `06:00` every day is `0 6 * * *`; weeks start on Monday, months on their first day. */
export function cronOf({ every, at }: Times): string {
  const [hours = '0', minutes = '0'] = at.split(':');
  return `${Number(minutes)} ${patterns[every].replace('H', String(Number(hours)))}`;
}

/** The same read back; null for a pattern that somebody wrote by hand. */
export function timesOf(cron: string): Times | null {
  const [minutes = '', hours = '', ...rest] = cron.split(' ');
  const two = (text: string) => text.padStart(2, '0');
  for (const every of fetchedEvery) {
    const at = `${two(every === 'hour' ? '0' : hours)}:${two(minutes)}`;
    if (rest.length === 3 && /^\d\d:\d\d$/.test(at) && cronOf({ every, at }) === cron) return { every, at };
  }
  return null;
}
