import type { ColumnContext } from './reading.ts';

/** Counts a mark such as `N/A` as emptied, and gives the empty value. */
export function missingReader({
  conversions,
  column,
}: Pick<ColumnContext, 'conversions' | 'column'>): (text: string, position: number) => null {
  const counter = conversions.counter('missing-mark', column, 'emptied');
  return (text, position) => {
    counter.add(text, '', position);
    return null;
  };
}
