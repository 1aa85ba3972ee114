import type { Language } from '../../kernel/index.ts';

/** Days from `first` to `last`, both in it, as ISO dates. */
export interface Period {
  readonly first: string;
  readonly last: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Days that a person writes: `2026`, `11/2026`, `22/11/2026`, `2026-11`, `2026-11-22`. Null for anything else. */
export function readPeriod(text: string): Period | null {
  const found =
    /^(?<y>\d{4})(?:-(?<m>\d{1,2})(?:-(?<d>\d{1,2}))?)?$/.exec(text) ??
    /^(?:(?:(?<d>\d{1,2})\/)?(?<m>\d{1,2})\/)?(?<y>\d{4})$/.exec(text);
  const { y, m, d } = found?.groups ?? {};
  if (y === undefined || Number(y) === 0) return null;
  const [firstMonth, lastMonth] = m === undefined ? [1, 12] : [Number(m), Number(m)];
  if (firstMonth < 1 || lastMonth > 12) return null;
  const longest = daysIn(Number(y), lastMonth);
  const [firstDay, lastDay] = d === undefined ? [1, longest] : [Number(d), Number(d)];
  if (firstDay < 1 || lastDay > longest) return null;
  return { first: `${y}-${two(firstMonth)}-${two(firstDay)}`, last: `${y}-${two(lastMonth)}-${two(lastDay)}` };
}

/** The shortest text for whole years, months or days; a stretch of days has both ends. */
export function writePeriod({ first, last }: Period, language: Language): string {
  const [year, month] = first.split('-') as [string, string];
  for (const [text, said] of [
    [year, year],
    [`${year}-${month}`, language === 'vi' ? `${Number(month)}/${year}` : `${year}-${month}`],
  ] as const) {
    const whole = readPeriod(text)!;
    if (whole.first === first && whole.last === last) return said;
  }
  return first === last ? writeDay(first, language) : `${writeDay(first, language)}..${writeDay(last, language)}`;
}

export function writeDay(iso: string, language: Language): string {
  return language === 'vi' ? iso.split('-').toReversed().join('/') : iso;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}
