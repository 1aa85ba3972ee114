import type { Geometry } from '../../src/kernel/index.ts';
import { compileToPredicate, type Expression, type Field, type FieldType } from '../../src/query/index.ts';
import { sql } from '../../src/kernel/index.ts';

/** A row as it stands in the store; `code` is the key. */
export interface Row {
  readonly code: string;
  readonly kind: string | null;
  readonly n: number | null;
  readonly day: string | null;
  readonly geometry: Geometry | null;
}

export type Treatment = 'shown' | 'removed' | 'hashed' | { readonly snapped: number };

/** A grant as the naive reading has it. */
export interface Scope {
  readonly columns: Readonly<Record<string, Treatment>>;
  readonly others: 'shown' | 'removed';
  readonly rows: Expression | null;
}

export const columnTypes: Readonly<Record<string, FieldType>> = {
  code: 'string',
  kind: 'string',
  n: 'integer',
  day: 'date',
  geometry: 'geometry',
};
export const columnNames = Object.keys(columnTypes);

/** What is seen of a row: column by column, hidden ones absent. */
export type Seen = Readonly<Record<string, unknown>>;

const fieldsOf = (types: Readonly<Record<string, FieldType>>): Field[] =>
  Object.entries(types).map(([name, type]) => ({ name, type, column: sql.empty }));

export function holds(expression: Expression | null, row: Seen, types = columnTypes): boolean {
  return expression === null || compileToPredicate(expression, fieldsOf(types))((name) => row[name] ?? null) === true;
}

const treatmentOf = (scope: Scope, column: string): Treatment => scope.columns[column] ?? scope.others;
const rank = (treatment: Treatment): number => (treatment === 'shown' ? 0 : treatment === 'hashed' ? 2 : 1);
const typeOf = (column: string, treatment: Treatment): FieldType =>
  treatment === 'hashed' ? 'string' : columnTypes[column]!;

/** The columns that a caller with these grants sees, with the types that they have for him. */
export function seenTypes(scopes: readonly Scope[]): Record<string, FieldType> {
  return Object.fromEntries(
    columnNames.flatMap((column): [string, FieldType][] => {
      const given = bestOf(scopes, column);
      return given.length === 0 ? [] : [[column, typeOf(column, treatmentOf(given[0]!, column))]];
    }),
  );
}

/** The scopes that give a column, best first, without those that would give another type than the best. */
function bestOf(scopes: readonly Scope[], column: string): Scope[] {
  const given = scopes.filter((scope) => treatmentOf(scope, column) !== 'removed');
  const ranked = given.toSorted((a, b) => rank(treatmentOf(a, column)) - rank(treatmentOf(b, column)));
  const [first] = ranked;
  if (!first) return [];
  const type = typeOf(column, treatmentOf(first, column));
  return ranked.filter((scope) => typeOf(column, treatmentOf(scope, column)) === type);
}

/** Row by row and column by column, as one would do it by hand. `hash` is learnt from an answer. */
export function seenRows(
  rows: readonly Row[],
  scopes: readonly Scope[],
  hash: (row: Row, column: string) => unknown,
): Seen[] {
  return rows.flatMap((row) => {
    const whole = row as unknown as Seen;
    const holding = scopes.filter((scope) => holds(scope.rows, whole));
    if (holding.length === 0) return [];
    const seen: Record<string, unknown> = {};
    for (const column of columnNames) {
      const best = bestOf(scopes, column);
      if (best.length === 0) continue;
      const giver = best.find((scope) => holding.includes(scope));
      seen[column] = giver ? valueOf(row, column, treatmentOf(giver, column), hash) : null;
    }
    return [seen];
  });
}

function valueOf(row: Row, column: string, treatment: Treatment, hash: (row: Row, column: string) => unknown): unknown {
  const value = row[column as keyof Row];
  if (value === null || treatment === 'shown' || treatment === 'removed') return value;
  if (treatment === 'hashed') return hash(row, column);
  const snap = (number: number) => Math.round(number / treatment.snapped) * treatment.snapped || 0;
  if (column !== 'geometry') return snap(value as number);
  const [x, y] = (value as Geometry & { coordinates: [number, number] }).coordinates;
  return { type: 'Point', coordinates: [snap(x), snap(y)] };
}
