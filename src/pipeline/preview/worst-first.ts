import type { TriedRow } from './try-rows.ts';

/** At least so many rows of each kind are shown, where there are any. */
const leastOfEach = 5;

/** The rows that tell most, worst first: refused ones, then those with warnings, then good ones; each kind in file order. */
export function worstFirst(rows: readonly TriedRow[], count: number): TriedRow[] {
  const refused = rows.filter((row) => row.isRefused);
  const warned = rows.filter((row) => !row.isRefused && hasWarning(row));
  const good = rows.filter((row) => !row.isRefused && !hasWarning(row));
  const forRefused = count - Math.min(leastOfEach, warned.length) - Math.min(leastOfEach, good.length);
  const shownRefused = mostTelling(refused, forRefused);
  const forWarned = count - shownRefused.length - Math.min(leastOfEach, good.length);
  const shownWarned = mostTelling(warned, forWarned);
  return [...shownRefused, ...shownWarned, ...good.slice(0, count - shownRefused.length - shownWarned.length)];
}

export const hasWarning = (row: TriedRow): boolean => row.issues.some(({ severity }) => severity === 'warning');

/** One row of each cause before a second of any: a thousand wrong dates must not hide the one wrong code. */
function mostTelling(rows: readonly TriedRow[], count: number): TriedRow[] {
  const known = new Set<string>();
  const isNew = rows.map(({ issues }) => {
    const causes = issues.map(({ rule, column }) => JSON.stringify([rule, column]));
    const tellsMore = causes.some((cause) => !known.has(cause));
    for (const cause of causes) known.add(cause);
    return tellsMore;
  });
  const firsts = rows.filter((_, index) => isNew[index]);
  const others = rows.filter((_, index) => !isNew[index]);
  return [...firsts, ...others].slice(0, Math.max(0, count)).sort((a, b) => a.position - b.position);
}
