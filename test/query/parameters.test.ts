import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sql } from '../../src/kernel/index.ts';
import {
  createPageTokens,
  keysetCondition,
  parseBbox,
  parseDatetime,
  parseSortby,
  type PageValue,
} from '../../src/query/index.ts';

const west = { west: 105.5, south: 20.8, east: 106, north: 21.2 };
const boxes = [
  { text: '105.5,20.8,106,21.2', means: 'four numbers are west,south,east,north', is: [west] },
  { text: ' 105.5 , 20.8, 106 ,21.2', means: 'blanks do not matter', is: [west] },
  { text: '105.5,20.8,-5,106,21.2,10', means: 'six numbers carry heights', is: [{ ...west, lowest: -5, highest: 10 }] },
  {
    text: '170,-20,-170,-10',
    means: 'west may exceed east: the antimeridian',
    is: [
      { west: 170, south: -20, east: 180, north: -10 },
      { west: -180, south: -20, east: -170, north: -10 },
    ],
  },
  { text: '1,2,1,2', means: 'a point is a box', is: [{ west: 1, south: 2, east: 1, north: 2 }] },
  { text: '1,2,3', means: 'three numbers are refused', is: 'invalid-bbox' },
  { text: '1,2,3,4,5', means: 'five numbers are refused', is: 'invalid-bbox' },
  { text: '1,4,3,2', means: 'south above north is refused', is: 'invalid-bbox' },
  { text: '1,2,x,4', means: 'words are refused', is: 'invalid-bbox' },
  { text: '1,2,,4', means: 'gaps are refused', is: 'invalid-bbox' },
  { text: '1,2,Infinity,4', means: 'infinity is refused', is: 'invalid-bbox' },
  { text: '1,2,1E999,4', means: 'a number past float8 is refused', is: 'invalid-bbox' },
  { text: '', means: 'nothing is refused', is: 'invalid-bbox' },
] as const;

describe('bbox: 17-069r4 /req/core/fc-bbox-definition', () => {
  for (const { text, means, is } of boxes) {
    test(`${means} (${text})`, () => {
      if (typeof is === 'string') assert.throws(() => parseBbox(text), { code: is });
      else assert.deepEqual(parseBbox(text), is);
    });
  }
});

const times = [
  { text: '2026-01-31T07:00:00Z', means: 'an instant', is: ['2026-01-31T07:00:00Z', '2026-01-31T07:00:00Z'] },
  {
    text: '2026-01-31T07:00:00.50+07:00',
    means: 'an offset is taken to UTC',
    is: ['2026-01-31T00:00:00.5Z', '2026-01-31T00:00:00.5Z'],
  },
  {
    text: '2026-01-31T07:00:00 07:00',
    means: 'a plus that the URL made a blank',
    is: ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00Z'],
  },
  { text: '2026-01-31', means: 'a date is its whole day', is: ['2026-01-31T00:00:00Z', '2026-01-31T23:59:59.999999Z'] },
  {
    text: '2026-01-30/2026-01-31',
    means: 'an interval of dates includes both days',
    is: ['2026-01-30T00:00:00Z', '2026-01-31T23:59:59.999999Z'],
  },
  { text: '2026-01-30T00:00:00Z/..', means: 'open end', is: ['2026-01-30T00:00:00Z', null] },
  { text: '/2026-01-31T00:00:00Z', means: 'open start, written as nothing', is: [null, '2026-01-31T00:00:00Z'] },
  { text: '../..', means: 'open on both ends', is: [null, null] },
  {
    text: '2026-01-31T00:00:00.5Z/2026-01-31T00:00:00Z',
    means: 'a reversed interval is refused',
    is: 'invalid-datetime',
  },
  { text: '..', means: 'an open instant is refused', is: 'invalid-datetime' },
  { text: '', means: 'nothing is refused', is: 'invalid-datetime' },
  { text: '2026-02-30', means: 'a day that is not is refused', is: 'invalid-datetime' },
  { text: '2026-01-31T25:00:00Z', means: 'an hour that is not is refused', is: 'invalid-datetime' },
  { text: '2026-01-31T07:00:00', means: 'a time without zone is refused', is: 'invalid-datetime' },
  { text: '2026/2027/2028', means: 'three parts are refused', is: 'invalid-datetime' },
  { text: '31/01/2026', means: 'another order is refused', is: 'invalid-datetime' },
] as const;

describe('datetime: 17-069r4 /req/core/fc-time-definition', () => {
  for (const { text, means, is } of times) {
    test(`${means} (${text})`, () => {
      if (typeof is === 'string') assert.throws(() => parseDatetime(text), { code: is });
      else assert.deepEqual(parseDatetime(text), { start: is[0], end: is[1] });
    });
  }
});

describe('sortby', () => {
  test('signs give the direction, a blank is a plus', () => {
    const is = [
      { name: 'a', descending: false },
      { name: 'b', descending: true },
      { name: 'c', descending: false },
    ];
    assert.deepEqual(parseSortby('+a,-b,c', ['a', 'b', 'c']), is);
    assert.deepEqual(parseSortby(' a,-b,c', ['a', 'b', 'c']), is);
  });
  for (const text of ['d', 'a,a', '', 'a,,b', '--a']) {
    test(`refused, naming what can be sorted: '${text}'`, () => {
      assert.throws(() => parseSortby(text, ['a', 'b']), { code: 'invalid-sortby', message: /a, b/ });
    });
  }
});

describe('page tokens', () => {
  const expected = { filter: 'f1', edition: 7 };
  const tokens = createPageTokens('secret');
  const values: fc.Arbitrary<PageValue> = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.bigInt(),
  );
  test('a token gives back the values it was made from, with their types', () => {
    fc.assert(
      fc.property(fc.array(values), fc.string(), (list, secret) => {
        const token = { ...expected, values: list };
        const tokens = createPageTokens(secret);
        assert.deepEqual(tokens.read(tokens.write(token), expected), token);
      }),
    );
  });
  test('a token altered in any character is refused', () => {
    const token = tokens.write({ ...expected, values: ['Đà Nẵng', 5] });
    for (let i = 0; i < token.length; i++) {
      const altered = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      assert.throws(() => tokens.read(altered, expected), { code: 'invalid-page-token' });
    }
  });
  test('a token of another filter, edition or node is refused', () => {
    const token = tokens.write({ ...expected, values: [1] });
    for (const other of [
      { filter: 'f2', edition: 7 },
      { filter: 'f1', edition: 8 },
    ]) {
      assert.throws(() => tokens.read(token, other), { code: 'invalid-page-token' });
    }
    assert.throws(() => createPageTokens('other secret').read(token, expected), { code: 'invalid-page-token' });
    assert.equal(tokens.read(token, { filter: 'f1' }).edition, 7);
  });
  test('any text is refused, never another error', () => {
    fc.assert(
      fc.property(fc.string(), (text) =>
        assert.throws(() => tokens.read(text, expected), { code: 'invalid-page-token' }),
      ),
    );
  });
});

describe('keyset condition', () => {
  const a = { column: sql.identifier('a'), descending: false, nullable: false };
  const b = { column: sql.identifier('b'), descending: false, nullable: false };
  test('is one row comparison where no null can follow', () => {
    assert.equal(keysetCondition([a, b], [1, 2]).text, '("a", "b") > ($1, $2)');
    const backwards = [a, b].map(({ column }) => ({ column, descending: true }));
    assert.equal(keysetCondition(backwards, [1, 2]).text, '("a", "b") < ($1, $2)');
  });
  test('bounds the first key where it must go key by key', () => {
    assert.match(keysetCondition([a, { ...b, descending: true }], [1, 2]).text, /^\("a" >= \$1 and /);
  });
});
