import type { Cell } from '../formats/index.ts';
import { conversionOf } from './units/conversion.ts';
import type { ScaleChange } from './model.ts';
import type { ColumnContext } from './reading.ts';

/** Puts a bare number of some rows into the unit of the rest; the row tells the series. */
export type Rescale = (value: number, position: number, row: readonly Cell[] | undefined) => number;

/** The changes of scale that the steward accepted; null where there are none. */
export function scaleChanger({ reading, layer, conversions, column }: ColumnContext): Rescale | null {
  if (reading.scale.length === 0) return null;
  const steps = reading.scale.map((change) => {
    const { from, to, factor, offset = 0 } = change;
    const detail = { from: String(from), to: String(to), factor, offset };
    return {
      change,
      belongs: seriesTest(change, layer.columns),
      convert: conversionOf(factor, offset).convert,
      counter: conversions.counter('scale-changed', column, 'changed', { detail, severity: 'warning' }),
    };
  });
  return (value, position, row) => {
    for (const { change, belongs, convert, counter } of steps) {
      if (position < change.from || position > change.to || !belongs(row)) continue;
      const changed = convert(value);
      counter.addLazily(() => [String(value), String(changed)], position);
      return changed;
    }
    return value;
  };
}

function seriesTest(
  { series = {} }: ScaleChange,
  columns: readonly string[],
): (row: readonly Cell[] | undefined) => boolean {
  const wanted = Object.entries(series).map(([name, text]) => ({ index: columns.indexOf(name), text }));
  if (wanted.length === 0) return () => true;
  return (row) => wanted.every(({ index, text }) => String(row?.[index] ?? '').trim() === text);
}
