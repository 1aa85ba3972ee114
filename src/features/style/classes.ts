import { sql, type Db } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { featureProblem } from '../problems.ts';
import { selectDistribution } from '../read/select-distribution.ts';
import { rowsAt, type View } from '../read/view.ts';
import type { Classes } from './model.ts';
import { series, type RampName } from './palettes.ts';

/** More rows than this tell no more of where the classes part. */
const mostLooked = 50_000;
/** Digits of a break that people read. */
const breakDigits = 3;

/** Columns by which colours can be given: numbers from little to much, other columns value by value. */
export const isClassed = ({ type }: Property): boolean => ['number', 'integer', 'string', 'boolean'].includes(type);

const isGraduated = ({ type, codelist }: Property): boolean =>
  (type === 'number' || type === 'integer') && codelist === undefined;

/**
 * Classes of a column, made of the values that it has now: of numbers with about as many objects in each, else the most
 * frequent values. Throws Problem `no-classes` (400) where nothing repeats or differs.
 */
export async function classesOf(
  db: Db,
  view: View,
  property: Property,
  ramp: RampName,
  steps: number,
): Promise<Classes> {
  const column = property.name;
  if (isGraduated(property)) {
    const breaks = await quantiles(db, view, column, steps);
    if (breaks.length === 0) throw featureProblem('no-classes', { collection: view.collection.id, column });
    return { kind: 'graduated', column, ramp, breaks };
  }
  const { columns } = await selectDistribution(db, view);
  const values = columns.find((each) => each.property.name === column)?.values ?? [];
  if (values.length === 0) throw featureProblem('no-classes', { collection: view.collection.id, column });
  return { kind: 'categorised', column, values: values.slice(0, series.length).map(({ value }) => value) };
}

/** Where parts with the same number of objects meet, rounded, each once and above the least value. */
async function quantiles(db: Db, view: View, name: string, steps: number): Promise<number[]> {
  const { collection, seen, edition } = view;
  const share = Math.min(1, mostLooked / Math.max(1, edition.count));
  const { source, condition } = rowsAt(collection, seen, edition.number, { share });
  const value = sql`t.${sql.identifier(name)}::float8`;
  const shares = Array.from({ length: steps - 1 }, (_, i) => (i + 1) / steps);
  const [row] = await db.query<{ low: number | null; parts: number[] | null }>(sql`
    select min(${value}) as low,
      percentile_disc(${shares}::float8[]) within group (order by ${value}) as parts
    from ${source} where ${condition} and ${value} > '-Infinity' and ${value} < 'Infinity'`);
  const { low, parts } = row ?? {};
  if (low == null || !parts) return [];
  const rounded = parts.map((part) => Number(Number(part).toPrecision(breakDigits)));
  return [...new Set(rounded)].filter((part) => part > low).toSorted((a, b) => a - b);
}
