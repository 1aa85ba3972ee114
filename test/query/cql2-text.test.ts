import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  expressionHash,
  parseCql2Json,
  parseCql2Text,
  toCql2Json,
  toCql2Text,
  type Expression,
} from '../../src/query/index.ts';
import { filters, spatialFilters, temporalFilters } from './arbitraries.ts';

const p = (property: string) => ({ property });

const readings: { text: string; means: string; is: Expression }[] = [
  {
    text: 'a = 1 OR b = 2 AND NOT c = 3',
    means: 'NOT binds before AND, AND before OR',
    is: {
      op: 'or',
      args: [
        { op: '=', args: [p('a'), 1] },
        {
          op: 'and',
          args: [
            { op: '=', args: [p('b'), 2] },
            { op: 'not', args: [{ op: '=', args: [p('c'), 3] }] },
          ],
        },
      ],
    },
  },
  {
    text: '((a = 1)) and (((b = 2) Or c = 3))',
    means: 'keywords in any case, parentheses that only group',
    is: {
      op: 'and',
      args: [
        { op: '=', args: [p('a'), 1] },
        {
          op: 'or',
          args: [
            { op: '=', args: [p('b'), 2] },
            { op: '=', args: [p('c'), 3] },
          ],
        },
      ],
    },
  },
  {
    text: 'a - b - c = 2 * (d + 1)',
    means: 'subtraction goes from left to right',
    is: {
      op: '=',
      args: [
        { op: '-', args: [{ op: '-', args: [p('a'), p('b')] }, p('c')] },
        { op: '*', args: [2, { op: '+', args: [p('d'), 1] }] },
      ],
    },
  },
  {
    text: 'a-1 > -1.5E-1',
    means: 'a sign before a number belongs to it, after a value it is an operator',
    is: { op: '>', args: [{ op: '-', args: [p('a'), 1] }, -0.15] },
  },
  {
    text: '-a ^ 2 = 4',
    means: 'a minus before a property multiplies by -1 before the power (cql2.bnf)',
    is: { op: '=', args: [{ op: '^', args: [{ op: '*', args: [-1, p('a')] }, 2] }, 4] },
  },
  {
    text: "a = 'it''s' OR a = 'it\\'s' OR a = 'c:\\d'",
    means: "'' and \\' are a quote, other backslashes stay",
    is: {
      op: 'or',
      args: [
        { op: '=', args: [p('a'), "it's"] },
        { op: '=', args: [p('a'), "it's"] },
        { op: '=', args: [p('a'), 'c:\\d'] },
      ],
    },
  },
  {
    text: '"select" = 1 AND "có dấu" = 2 AND diện_tích = 3 AND eo:x.y = 4',
    means: 'quoted names, Vietnamese names, colons and dots',
    is: {
      op: 'and',
      args: [
        { op: '=', args: [p('select'), 1] },
        { op: '=', args: [p('có dấu'), 2] },
        { op: '=', args: [p('diện_tích'), 3] },
        { op: '=', args: [p('eo:x.y'), 4] },
      ],
    },
  },
  {
    text: "date = date('2024-01-31')",
    means: 'a function word without parenthesis is a property',
    is: { op: '=', args: [p('date'), { date: '2024-01-31' }] },
  },
  {
    text: "t > TIMESTAMP('2024-01-31T05:30:00.1234567Z')",
    means: 'a fraction is cut after the microsecond',
    is: { op: '>', args: [p('t'), { timestamp: '2024-01-31T05:30:00.123456Z' }] },
  },
  {
    text: "A_EQUALS((), tags) OR A_CONTAINS(tags, ('a')) OR f((a + 1) * 2, (1, 2))",
    means: 'parentheses are arrays where arrays are due',
    is: {
      op: 'or',
      args: [
        { op: 'a_equals', args: [[], p('tags')] },
        { op: 'a_contains', args: [p('tags'), ['a']] },
        { op: 'f', args: [{ op: '*', args: [{ op: '+', args: [p('a'), 1] }, 2] }, [1, 2]] },
      ],
    },
  },
  { text: 'TRUE', means: 'a literal alone is a filter', is: true },
];

describe('CQL2 text: 21-065r2, cql2.bnf', () => {
  for (const { text, means, is } of readings) {
    test(`${means}: ${text}`, () => assert.deepEqual(parseCql2Text(text), is));
  }

  const refused: { text: string; at: string; says: RegExp }[] = [
    { text: 'a = ', at: '5', says: /found ∅/ },
    { text: 'a == 1', at: '4', says: /found =/ },
    { text: 'a = 1 b = 2', at: '7', says: /AND, OR/ },
    { text: '(a = 1', at: '7', says: /Expected there: \)/ },
    { text: "a = 'x", at: '5', says: /'…'/ },
    { text: 'a', at: '1', says: /a = TRUE/ },
    { text: 'a = 1 AND b', at: '11', says: /b = TRUE/ },
    { text: 'a + 1', at: '1', says: /found \+/ },
    { text: 'a NOT = 1', at: '7', says: /LIKE, BETWEEN, IN/ },
    { text: 'a IS 1', at: '6', says: /NULL/ },
    { text: 'a = AND', at: '5', says: /property/ },
    { text: 'a ~ 1', at: '3', says: /found ~/ },
    { text: 'S_INTERSECTS(a)', at: '15', says: /Expected there: ,/ },
    { text: "d = DATE('2024-02-30')", at: '10', says: /2024-02-30/ },
    { text: "d = TIMESTAMP('2024-02-01T00:00:00+07:00')", at: '15', says: /T05:30:00Z/ },
    { text: 'S_WITHIN(g, POLYGON((0 0, 1 0, 1 1, 0 1)))', at: '13', says: /POLYGON/ },
    { text: 'S_WITHIN(g, BBOX(1,2,3))', at: '13', says: /BBOX/ },
    { text: 'a = 1E999', at: '5', says: /1E999/ },
    { text: "a = 'x\u0000'", at: '5', says: /U\+0000/ },
    { text: '', at: '1', says: /found ∅/ },
  ];
  for (const { text, at, says } of refused) {
    test(`refused at ${at}, saying what would do: ${text}`, () => {
      assert.throws(
        () => parseCql2Text(text),
        (error: { code: string; message: string; parameters: { position: string } }) => {
          assert.match(error.code, /^invalid-filter/);
          assert.equal(String(error.parameters.position), at);
          assert.match(error.message, says);
          return true;
        },
      );
    });
  }

  test('what is written is read back as the same expression, and has the same hash', () => {
    fc.assert(
      fc.property(fc.oneof(filters, spatialFilters, temporalFilters), (expression) => {
        fc.pre(!JSON.stringify(expression).includes('\\\\"'));
        const again = parseCql2Text(toCql2Text(expression));
        assert.deepEqual(again, expression);
        assert.equal(expressionHash(again), expressionHash(expression));
        assert.deepEqual(parseCql2Json(toCql2Json(expression)), expression);
      }),
      { numRuns: 500 },
    );
  });
  test('a text that ends in a backslash cannot be written in CQL2 text', () => {
    assert.throws(() => toCql2Text({ op: '=', args: [p('a'), 'c:\\'] }), { code: 'invalid-filter-literal' });
  });
  test('any text is read or refused with a problem, never another error', () => {
    const piece = fc.constantFrom(
      'a',
      '"b"',
      "'c'",
      '1',
      '.5',
      '(',
      ')',
      ',',
      ' ',
      '=',
      '<',
      '-',
      '*',
      '^',
      ' AND ',
      ' OR ',
      ' NOT ',
      ' IN ',
      ' LIKE ',
      ' BETWEEN ',
      ' IS ',
      ' NULL',
      'DATE',
      'INTERVAL',
      'POINT',
      'BBOX',
      'A_EQUALS',
      'S_WITHIN',
      'TRUE',
      'Z',
      "'",
      '"',
      '\\',
      '🦆',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          try {
            toCql2Json(parseCql2Text(text));
          } catch (error) {
            assert.equal((error as Error).name, 'Problem', (error as Error).stack);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe('CQL2 JSON: 21-065r2, cql2.json', () => {
  const refused: [json: unknown, at: string][] = [
    [null, '/'],
    ['text', '/'],
    [{ op: 'and', args: [true] }, '/args'],
    [{ op: 'and', args: [true, { property: 'a' }] }, '/args/1'],
    [{ op: '=', args: [{ property: 'a' }, null] }, '/args/1'],
    [{ op: '=', args: [{ property: 'a', extra: 1 }, 1] }, '/args/0'],
    [{ op: '=', args: [{ property: 1 }, 1] }, '/args/0'],
    [{ op: '=', args: 3 }, '/args'],
    [{ op: 7, args: [] }, '/op'],
    [{ op: '=', args: [1, 2], more: 1 }, '/'],
    [{ op: '=', args: [{ property: 'a' }, { date: '2024-13-01' }] }, '/args/1/date'],
    [{ op: '=', args: [{ property: 'a' }, [1]] }, '/args/1'],
    [{ op: 'in', args: [{ property: 'a' }, 1] }, '/args/1'],
    [{ op: 't_after', args: [{ property: 'a' }, { interval: ['..'] }] }, '/args/1/interval'],
    [{ op: 's_within', args: [{ property: 'a' }, { type: 'Point', coordinates: [1, 'x'] }] }, '/args/1'],
    [{ op: 's_within', args: [{ property: 'a' }, { type: 'Cube', coordinates: [1, 2] }] }, '/args/1'],
    [{ op: 's_within', args: [{ property: 'a' }, { bbox: [1, 2, '3', 4] }] }, '/args/1/bbox/2'],
  ];
  for (const [json, at] of refused) {
    test(`refused at ${at}: ${JSON.stringify(json)}`, () => {
      assert.throws(
        () => parseCql2Json(json),
        (error: { code: string; parameters: { position: string } }) => {
          assert.match(error.code, /^invalid-filter/);
          assert.equal(error.parameters.position, at);
          return true;
        },
      );
    });
  }
  test('any JSON is read or refused with a problem, never another error', () => {
    const node = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 2 }),
        fc.constant({ property: 'a' }),
        fc.record({
          op: fc.constantFrom(
            'and',
            '=',
            'in',
            'like',
            's_within',
            't_after',
            'a_equals',
            '+',
            'casei',
            'f',
            '__proto__',
            'constructor',
          ),
          args: fc.array(tie('node'), { maxLength: 3 }),
        }),
        fc.record({
          type: fc.constantFrom('Point', 'Polygon', 'GeometryCollection', '__proto__', 'constructor', 'toString'),
          coordinates: fc.jsonValue(),
          geometries: fc.jsonValue(),
        }),
        fc.record({ interval: fc.array(tie('node')) }),
        fc.record({ bbox: fc.jsonValue() }),
      ),
    })).node;
    fc.assert(
      fc.property(node, (json) => {
        try {
          toCql2Text(parseCql2Json(json));
        } catch (error) {
          assert.equal((error as Error).name, 'Problem', (error as Error).stack);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
