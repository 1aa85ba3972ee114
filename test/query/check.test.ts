import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Problem } from '../../src/kernel/index.ts';
import {
  checkExpression,
  compileToPredicate,
  compileToSql,
  defaultLimits,
  parseCql2Json,
  parseCql2Text,
  queryProblems,
  toCql2Text,
} from '../../src/query/index.ts';
import { fields } from './arbitraries.ts';

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    return error as Problem;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}

const refused: { text: string; code: keyof typeof queryProblems; at: string; accepts: RegExp }[] = [
  { text: 'text = 1', code: 'filter-type-mismatch', at: '8', accepts: /'text'/ },
  { text: "whole > '5'", code: 'filter-type-mismatch', at: '9', accepts: /123/ },
  { text: "day = '2024-01-31'", code: 'filter-type-mismatch', at: '7', accepts: /DATE\(/ },
  { text: 'flag = 1', code: 'filter-type-mismatch', at: '8', accepts: /TRUE/ },
  { text: 'whole + text > 1', code: 'filter-type-mismatch', at: '9', accepts: /number/ },
  { text: "whole LIKE 'a%'", code: 'filter-type-mismatch', at: '1', accepts: /string/ },
  { text: 'text LIKE text2', code: 'filter-type-mismatch', at: '11', accepts: /'a%'/ },
  { text: "whole IN (1, 'b')", code: 'filter-type-mismatch', at: '14', accepts: /123/ },
  { text: 'CASEI(whole) = 1', code: 'filter-type-mismatch', at: '7', accepts: /string/ },
  { text: 'S_INTERSECTS(text, POINT(1 1))', code: 'filter-type-mismatch', at: '14', accepts: /geometry/ },
  { text: 'shape = POINT(1 1)', code: 'filter-type-mismatch', at: '9', accepts: /S_INTERSECTS/ },
  {
    text: 'S_EQUALS(shape, GEOMETRYCOLLECTION(POINT(1 1)))',
    code: 'filter-type-mismatch',
    at: '17',
    accepts: /S_INTERSECTS/,
  },
  { text: "T_AFTER(whole, DATE('2024-01-31'))", code: 'filter-type-mismatch', at: '9', accepts: /INTERVAL/ },
  { text: "A_CONTAINS(text, ('a'))", code: 'filter-type-mismatch', at: '12', accepts: /json/ },
  { text: 'A_CONTAINS(tags, (1, (2, 3)))', code: 'filter-type-mismatch', at: '22', accepts: /string/ },
  {
    text: "T_DURING(day, INTERVAL('2024-02-01', '2024-01-01'))",
    code: 'invalid-filter-literal',
    at: '15',
    accepts: /INTERVAL/,
  },
  { text: "text LIKE 'a\\\\\\'", code: 'invalid-filter', at: '11', accepts: /'…'/ },
  {
    text: 'S_WITHIN(shape, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))',
    code: 'invalid-filter-literal',
    at: '17',
    accepts: /POLYGON/,
  },
  { text: 'S_WITHIN(shape, BBOX(0, 5, 1, 4))', code: 'invalid-filter-literal', at: '17', accepts: /BBOX/ },
  { text: 'buffer(shape, 10) = TRUE', code: 'unknown-filter-function', at: '1', accepts: /S_INTERSECTS/ },
  { text: 'whole = 1 AND secret = 2', code: 'unknown-filter-property', at: '15', accepts: /text, text2, whole/ },
  {
    text: "T_DURING(INTERVAL(day, secret), INTERVAL('..', '2024-01-01'))",
    code: 'unknown-filter-property',
    at: '24',
    accepts: /moment/,
  },
];

describe('checking a filter', () => {
  for (const { text, code, at, accepts } of refused) {
    test(`${code} at ${at}: ${text}`, () => {
      const problem = problemOf(() => checkExpression(parseCql2Text(text), fields));
      assert.equal(problem.code, code, problem.stack);
      assert.equal(String(problem.parameters.position), at);
      assert.match(String(problem.parameters.accepted), accepts);
      for (const language of ['vi', 'en'] as const) {
        assert.doesNotMatch(String(problem.toDocument(language).detail), /\{\w+\}/, 'every place is filled');
      }
    });
  }
  test('a hidden property is answered as one that does not exist', () => {
    const visible = fields.filter((field) => field.name !== 'whole');
    const hidden = problemOf(() => checkExpression(parseCql2Text('whole = 1'), visible));
    const absent = problemOf(() => checkExpression(parseCql2Text('wh0le = 1'), visible));
    const text = (problem: Problem) => JSON.stringify(problem.toDocument('vi')).replaceAll('wh0le', 'whole');
    assert.equal(text(hidden), text(absent));
    for (const inherited of ['constructor', '__proto__', 'toString']) {
      assert.equal(
        problemOf(() => checkExpression(parseCql2Text(`${inherited} = 1`), visible)).code,
        'unknown-filter-property',
      );
    }
  });
  test('compiling checks as well', () => {
    for (const compile of [compileToSql, compileToPredicate]) {
      assert.equal(problemOf(() => compile(parseCql2Text('secret = 1'), fields)).code, 'unknown-filter-property');
    }
  });
  test('from JSON the position is a pointer', () => {
    const json = { op: 'and', args: [true, { op: '=', args: [{ property: 'text' }, 5] }] };
    assert.equal(problemOf(() => checkExpression(parseCql2Json(json), fields)).parameters.position, '/args/1/args/1');
  });
});

describe('limits of a filter', () => {
  const nested = (levels: number) => `${'NOT ('.repeat(levels)}whole = 1${')'.repeat(levels)}`;
  const sum = (terms: number) => `${Array.from({ length: terms }, () => 'whole = 1').join(' OR ')}`;
  const list = (items: number) => `whole IN (${Array.from({ length: items }, (_, i) => i).join(',')})`;
  const line = (points: number) =>
    `S_WITHIN(shape, LINESTRING(${Array.from({ length: points }, (_, i) => `${i} 0`).join(',')}))`;
  const cases: [what: string, within: string, beyond: string, measure: string][] = [
    ['32 levels', nested(29), nested(40), 'depth'],
    [
      '32 levels of parentheses that only group, twice',
      `${'('.repeat(60)}TRUE${')'.repeat(60)}`,
      `${'('.repeat(70)}TRUE${')'.repeat(70)}`,
      'depth',
    ],
    ['500 nodes', sum(160), sum(170), 'nodes'],
    ['1,000 items in a list', list(1_000), list(1_001), 'IN list'],
    ['32 kB of text', `text = '${'x'.repeat(32_000)}'`, `text = '${'x'.repeat(33_000)}'`, 'bytes'],
  ];
  for (const [what, within, beyond, measure] of cases) {
    test(`at most ${what}`, () => {
      checkExpression(parseCql2Text(within), fields);
      const problem = problemOf(() => parseCql2Text(beyond));
      assert.equal(problem.code, 'filter-too-large');
      assert.equal(problem.parameters.measure, measure);
    });
  }
  test('at most 10,000 vertices', () => {
    const roomy = { ...defaultLimits, textBytes: 1_000_000 };
    parseCql2Text(line(10_000), roomy);
    assert.equal(problemOf(() => parseCql2Text(line(10_001), roomy)).parameters.measure, 'vertices');
  });
  test('a formula that could leave the range of float8 is refused before it runs', () => {
    checkExpression(parseCql2Text('real * real * real * whole / real > 0'), fields);
    const formula = parseCql2Text(`${Array.from({ length: 12 }, () => 'real').join(' * ')} > 0`);
    assert.equal(problemOf(() => checkExpression(formula, fields)).code, 'filter-too-large');
  });
  test('deep JSON is refused, not overflowed', () => {
    let json: unknown = true;
    for (let i = 0; i < 50_000; i++) json = { op: 'not', args: [json] };
    assert.equal(problemOf(() => parseCql2Json(json)).code, 'filter-too-large');
  });
  test('a pattern of many wildcards takes no exponential time', () => {
    const filter = parseCql2Text(`text LIKE '${'%a_'.repeat(200)}b'`);
    const started = performance.now();
    assert.equal(
      compileToPredicate(filter, fields)(() => 'a'.repeat(5_000)),
      false,
    );
    assert.ok(performance.now() - started < 1_000);
  });
});

test('the text of a checked filter is checked the same', () => {
  const text = toCql2Text(
    parseCql2Text("NOT (whole IN (1, 2) OR text LIKE 'a%') AND S_INTERSECTS(shape, BBOX(1, 2, 3, 4))"),
  );
  checkExpression(parseCql2Text(text), fields);
});
