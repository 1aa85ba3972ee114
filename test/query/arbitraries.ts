import fc from 'fast-check';
import { sql, type Geometry, type Position } from '../../src/kernel/index.ts';
import type { Expression, Field, FieldType, IntervalEnd, Operand } from '../../src/query/index.ts';

/** Random rows and random filters over them, small enough that equal values and touching shapes are frequent. */
export interface TestRow {
  readonly text: string | null;
  readonly text2: string | null;
  readonly whole: number | string | null;
  readonly whole2: number | null;
  readonly real: number | null;
  readonly real2: number | null;
  readonly flag: boolean | null;
  readonly day: string | null;
  readonly day2: string | null;
  readonly moment: string | null;
  readonly moment2: string | null;
  readonly tags: unknown;
  readonly tags2: unknown;
  readonly shape: Geometry | null;
  readonly shape2: Geometry | null;
}

const types: Record<keyof TestRow, FieldType> = {
  text: 'string',
  text2: 'string',
  whole: 'integer',
  whole2: 'integer',
  real: 'number',
  real2: 'number',
  flag: 'boolean',
  day: 'date',
  day2: 'date',
  moment: 'date-time',
  moment2: 'date-time',
  tags: 'json',
  tags2: 'json',
  shape: 'geometry',
  shape2: 'geometry',
};

export const fields: readonly Field[] = Object.entries(types).map(([name, type]) => ({
  name,
  type,
  column: sql.identifier(name),
}));

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 6 });

const texts = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'A',
    'b',
    'Đà',
    'đà',
    'da',
    'DA',
    'Đà'.normalize('NFD'),
    '%',
    '_a',
    'a\\b',
    'Straße',
    'STRASSE',
    '\ue000',
    '😀',
    "o'b",
  ),
  fc.string({ unit: fc.constantFrom('a', 'B', 'đ', 'À', '%', '_', '\\', '😀', 'ς', 'Σ'), maxLength: 4 }),
);
const wholes = fc.integer({ min: -4, max: 5 });
const reals = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.1, 0.5, -0.25, 1e-40, 1e40, 1e300, 1.5));
const days = fc.constantFrom('2024-01-30', '2024-01-31', '2024-02-01', '2024-02-29', '1999-12-31');
const moments = fc.constantFrom(
  '2024-01-30T23:59:59.999999Z',
  '2024-01-31T00:00:00Z',
  '2024-01-31T05:30:00Z',
  '2024-01-31T05:30:00.5Z',
  '2024-02-01T00:00:00Z',
);
const tags = fc.oneof(
  fc.array(fc.constantFrom<unknown>('a', 'b', 1, 2, true, null, ['a'], { a: 1 }), { maxLength: 4 }),
  fc.constantFrom<unknown>('a', { a: 1 }, 5),
);

const position: fc.Arbitrary<Position> = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }));
const line = fc.uniqueArray(position, { minLength: 2, maxLength: 4, selector: (p) => p.join() });
const rectangle = fc
  .tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([x, y, w, h]): Position[] => [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
    [x, y],
  ]);
const triangle = fc
  .tuple(position, position, position)
  .filter(([a, b, c]) => (b[0]! - a[0]!) * (c[1]! - a[1]!) !== (c[0]! - a[0]!) * (b[1]! - a[1]!))
  .map(([a, b, c]): Position[] => [a, b, c, a]);
const ring = fc.oneof(rectangle, triangle);
const shifted = (points: Position[]): Position[] => points.map(([x, y]) => [x! + 10, y!]);

/** Valid geometries on an integer grid, so that both libraries compute without rounding. */
export const geometries: fc.Arbitrary<Geometry> = fc.oneof(
  position.map((coordinates): Geometry => ({ type: 'Point', coordinates })),
  fc
    .uniqueArray(position, { minLength: 1, maxLength: 3, selector: (p) => p.join() })
    .map((coordinates): Geometry => ({ type: 'MultiPoint', coordinates })),
  line.map((coordinates): Geometry => ({ type: 'LineString', coordinates })),
  fc
    .array(line, { minLength: 1, maxLength: 2 })
    .map((coordinates): Geometry => ({ type: 'MultiLineString', coordinates })),
  ring.map((coordinates): Geometry => ({ type: 'Polygon', coordinates: [coordinates] })),
  fc.constant<Geometry>({
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
        [0, 0],
      ],
      [
        [1, 1],
        [1, 3],
        [3, 3],
        [3, 1],
        [1, 1],
      ],
    ],
  }),
  fc.tuple(ring, ring).map(([a, b]): Geometry => ({ type: 'MultiPolygon', coordinates: [[a], [shifted(b)]] })),
);
const collections = fc
  .array(geometries, { minLength: 1, maxLength: 2 })
  .map((parts): Geometry => ({ type: 'GeometryCollection', geometries: parts }));

const shapes = fc.oneof({ arbitrary: geometries, weight: 9 }, { arbitrary: collections, weight: 1 });

export const rows: fc.Arbitrary<TestRow> = fc.record({
  text: orNull(texts),
  text2: orNull(texts),
  whole: orNull(
    fc.oneof(
      { arbitrary: wholes, weight: 8 },
      { arbitrary: fc.constantFrom('9007199254740993', '-9223372036854775808'), weight: 1 },
    ),
  ),
  whole2: orNull(wholes),
  real: orNull(reals),
  real2: orNull(reals),
  flag: orNull(fc.boolean()),
  day: orNull(days),
  day2: orNull(days),
  moment: orNull(moments),
  moment2: orNull(moments),
  tags: orNull(tags),
  tags2: orNull(tags),
  shape: orNull(shapes),
  shape2: orNull(shapes),
});

const property = (...names: (keyof TestRow)[]): fc.Arbitrary<Operand> =>
  fc.constantFrom(...names).map((name) => ({ property: name }));
const operation = (ops: readonly string[], ...args: fc.Arbitrary<Operand>[]): fc.Arbitrary<Expression> =>
  fc.tuple(fc.constantFrom(...ops), fc.tuple(...args)).map(([op, operands]) => ({ op, args: operands }));
const comparisons = ['=', '<>', '<', '>', '<=', '>='];

const textValues: fc.Arbitrary<Operand> = fc.letrec<{ value: Operand }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    property('text', 'text2'),
    texts,
    operation(['casei', 'accenti'], tie('value')) as fc.Arbitrary<Operand>,
  ),
})).value;
/** Only whole bases and small whole exponents: results that float8 holds exactly are the same in every libm. */
const powers = operation(['^'], fc.oneof(property('whole2'), wholes), fc.integer({ min: -1, max: 3 }));
const numbers: fc.Arbitrary<Operand> = fc.letrec<{ value: Operand }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    property('whole', 'whole2', 'real', 'real2'),
    fc.oneof(wholes, fc.constantFrom(0.1, 0.5, 2.5)),
    powers as fc.Arbitrary<Operand>,
    operation(['+', '-', '*', '/', '%', 'div'], tie('value'), tie('value')) as fc.Arbitrary<Operand>,
  ),
})).value;
const times: fc.Arbitrary<Operand> = fc.oneof(
  property('day', 'day2', 'moment', 'moment2'),
  days.map((date) => ({ date })),
  moments.map((timestamp) => ({ timestamp })),
);
const patterns = fc
  .string({ unit: fc.constantFrom('a', 'đ', 'B', '%', '_', '\\%', '\\\\', '😀'), maxLength: 5 })
  .map((pattern): Operand => pattern);
const items = fc.array(fc.oneof(fc.constantFrom<Operand>('a', 'b', 1, 2, true), property('text', 'whole2', 'flag')), {
  maxLength: 3,
});
const lists: fc.Arbitrary<Operand> = fc.oneof(property('tags', 'tags2'), items as fc.Arbitrary<Operand>);

const predicates: fc.Arbitrary<Expression> = fc.oneof(
  operation(comparisons, textValues, textValues),
  operation(comparisons, numbers, numbers),
  operation(comparisons, times, times),
  operation(comparisons, property('flag'), fc.boolean()),
  operation(['between'], numbers, numbers, numbers),
  operation(['between'], textValues, textValues, textValues),
  operation(['in'], textValues, fc.array(textValues, { maxLength: 4 })),
  operation(['in'], property('whole', 'real'), fc.array(fc.oneof(wholes, fc.constant(0.5)), { maxLength: 4 })),
  operation(['in'], times, fc.array(times, { maxLength: 3 })),
  operation(['like'], textValues, patterns),
  operation(['isNull'], fc.oneof(numbers, textValues, times, property('tags', 'shape', 'flag'))),
  operation(['a_contains', 'a_containedBy', 'a_equals', 'a_overlaps'], lists, lists),
);

export const filters: fc.Arbitrary<Expression> = fc.letrec<{ filter: Expression }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    predicates,
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('filter'), { minLength: 2, maxLength: 3 }))
      .map(([op, args]): Expression => ({ op, args })),
    operation(['not', 'isNull'], tie('filter')),
  ),
})).filter;

const boxes: fc.Arbitrary<Operand> = fc
  .tuple(
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([x, y, w, h]) => ({ bbox: [x, y, x + w, y + h] }));
const spatialOperands = fc.oneof(property('shape', 'shape2'), geometries, boxes) as fc.Arbitrary<Operand>;

export const spatialFilters: fc.Arbitrary<Expression> = operation(
  ['s_intersects', 's_equals', 's_disjoint', 's_touches', 's_within', 's_overlaps', 's_crosses', 's_contains'],
  spatialOperands,
  spatialOperands,
);

const ends: fc.Arbitrary<IntervalEnd> = fc.oneof(
  fc.constant('..'),
  property('day', 'moment', 'day2', 'moment2') as fc.Arbitrary<IntervalEnd>,
);
const literalIntervals = fc
  .tuple(fc.oneof(days, moments), fc.oneof(days, moments))
  .map(([a, b]): Operand => ({ interval: a.replace('Z', '') <= b.replace('Z', '') ? [a, b] : [b, a] }));
const intervals: fc.Arbitrary<Operand> = fc.oneof(
  fc.tuple(ends, ends).map((interval): Operand => ({ interval })),
  literalIntervals,
);

export const temporalFilters: fc.Arbitrary<Expression> = operation(
  [
    't_after',
    't_before',
    't_contains',
    't_disjoint',
    't_during',
    't_equals',
    't_finishedBy',
    't_finishes',
    't_intersects',
    't_meets',
    't_metBy',
    't_overlappedBy',
    't_overlaps',
    't_startedBy',
    't_starts',
  ],
  fc.oneof(times, intervals),
  fc.oneof(times, intervals),
);
