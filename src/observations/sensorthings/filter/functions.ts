import { scalarFunctions, type Operand } from '../../../query/index.ts';
import { asValue, periodOf, type Term, type ValueType } from './terms.ts';

/** Functions of OData and SensorThings (18-088, 9.3.3.5.2) as operations of the one expression tree. */
export interface FilterFunction {
  readonly least: number;
  readonly most: number;
  /** Null where the arguments do not fit. */
  make(args: readonly Term[]): Term | null;
}

const spatial: Readonly<Record<string, string>> = {
  'geo.intersects': 's_intersects',
  st_equals: 's_equals',
  st_disjoint: 's_disjoint',
  st_touches: 's_touches',
  st_within: 's_within',
  st_overlaps: 's_overlaps',
  st_crosses: 's_crosses',
  st_intersects: 's_intersects',
  st_contains: 's_contains',
};

/** Relations of periods that servers offer beside the operators of comparison. */
const temporal: Readonly<Record<string, string>> = {
  before: 't_before',
  after: 't_after',
  meets: 't_meets',
  during: 't_during',
  overlaps: 't_overlaps',
  starts: 't_starts',
  finishes: 't_finishes',
};

const types: Readonly<Record<string, ValueType>> = { integer: 'number' };

function condition(operation: string, args: readonly (Operand | null)[]): Term | null {
  const given = args.filter((argument) => argument !== null);
  return given.length < args.length ? null : { is: 'condition', node: { op: operation, args: given } };
}

function interval(term: Term): Operand | null {
  const period = periodOf(term);
  if (!period) return null;
  const [start, end] = [endOf(period.start), endOf(period.end)];
  return period.start === period.end ? period.start : { interval: [start, end] as never };
}

/** Ends of an interval are written as their text. */
function endOf(operand: Operand): unknown {
  if (typeof operand !== 'object') return operand;
  if ('timestamp' in operand) return operand.timestamp;
  return 'date' in operand ? operand.date : operand;
}

function scalar(name: string): FilterFunction {
  const { parameters, required, result } = scalarFunctions.get(name)!;
  return {
    least: required,
    most: parameters.length,
    make: (args) => {
      const given = args.map((argument, i) => {
        const type = parameters[i]!;
        const term = type === 'instant' && argument.is === 'period' ? argument.start : null;
        return term ?? asValue(argument, type === 'text' ? 'string' : type === 'boolean' ? 'boolean' : 'number');
      });
      const called = condition(name, given);
      if (called === null || called.is !== 'condition' || result === 'boolean') return called;
      return { is: 'value', type: types[result] ?? (result as ValueType), node: called.node as Operand };
    },
  };
}

/** By lower-case name. */
export const filterFunctions: ReadonlyMap<string, FilterFunction> = new Map<string, FilterFunction>([
  ...[...scalarFunctions.keys()].map((name): [string, FilterFunction] => [name, scalar(name)]),
  // The part comes first here.
  ['substringof', { least: 2, most: 2, make: ([part, whole]) => scalar('contains').make([whole!, part!]) }],
  ...Object.entries(spatial).map(([name, operation]): [string, FilterFunction] => [
    name,
    {
      least: 2,
      most: 2,
      make: (args) =>
        condition(
          operation,
          args.map((argument) => asValue(argument, 'string')),
        ),
    },
  ]),
  ...Object.entries(temporal).map(([name, operation]): [string, FilterFunction] => [
    name,
    { least: 2, most: 2, make: (args) => condition(operation, args.map(interval)) },
  ]),
]);
