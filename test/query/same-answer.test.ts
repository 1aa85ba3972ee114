import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { sql, type Db, type Geometry, type Sql } from '../../src/kernel/index.ts';
import {
  compileToPredicate,
  compileToSql,
  foldSql,
  foldText,
  keysetCondition,
  orderBy,
  parseCql2Text,
  scalarFunctions,
  type CompileOptions,
  type Expression,
  type Operand,
  type Operation,
  type SortColumn,
} from '../../src/query/index.ts';
import { onBothEngines } from '../kernel/engines.ts';
import { fields, filters, rows, spatialFilters, temporalFilters, type TestRow } from './arbitraries.ts';

let db: Db;

async function createTable(): Promise<void> {
  await db.query(sql`create table sample (
    id int4 primary key, "text" text, "text2" text, "whole" int8, "whole2" int4, "real" float8, "real2" float8,
    "flag" boolean, "day" date, "day2" date, "moment" timestamptz, "moment2" timestamptz, "tags" jsonb, "tags2" jsonb,
    "shape" geometry(Geometry, 4326), "shape2" geometry(Geometry, 4326))`);
}

async function store(samples: readonly TestRow[]): Promise<void> {
  await db.query(sql`truncate sample`);
  const json = JSON.stringify(samples.map((row, id) => ({ id, ...row })));
  await db.query(sql`
    insert into sample
     select (r->>'id')::int4, r->>'text', r->>'text2', (r->>'whole')::int8, (r->>'whole2')::int4, (r->>'real')::float8,
       (r->>'real2')::float8, (r->>'flag')::boolean, (r->>'day')::date, (r->>'day2')::date, (r->>'moment')::timestamptz,
       (r->>'moment2')::timestamptz, nullif(r->'tags', 'null'::jsonb), nullif(r->'tags2', 'null'::jsonb),
       ST_SetSRID(ST_GeomFromGeoJSON(nullif(r->>'shape', 'null')), 4326), ST_SetSRID(ST_GeomFromGeoJSON(nullif(r->>'shape2', 'null')), 4326)
     from jsonb_array_elements(${json}::text::jsonb) as r`);
}

/** Answers of many filters on all rows, in one statement. */
async function answersOfSql(
  expressions: readonly Expression[],
  options: CompileOptions,
): Promise<(boolean | null)[][]> {
  const columns = expressions.map(
    (expression, i) => sql`${compileToSql(expression, fields, options)} as ${sql.identifier(`e${i}`)}`,
  );
  const found = await query<Record<string, boolean | null>>(sql`select ${sql.join(columns)} from sample order by id`);
  return expressions.map((_, i) => found.map((row) => row[`e${i}`]!));
}

async function query<R>(statement: Sql): Promise<R[]> {
  return db.query<R>(statement);
}

async function assertSameAnswers(
  expressions: readonly Expression[],
  samples: readonly TestRow[],
  options: CompileOptions = {},
) {
  await store(samples);
  const stored = await answersOfSql(expressions, options);
  expressions.forEach((expression, i) => {
    const predicate = compileToPredicate(expression, fields, options);
    samples.forEach((row, j) => {
      const inMemory = predicate((name) => row[name as keyof TestRow]);
      if (inMemory === stored[i]![j]) return;
      const message = `${JSON.stringify(expression)}\n on ${JSON.stringify(row)}\n SQL: ${stored[i]![j]}, memory: ${inMemory}`;
      assert.fail(message);
    });
  });
}

/** Samples of a generator with a fixed seed: a failing case fails again. */
function sample<T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}

const property = (name: string) => ({ property: name });
const call = (name: string, ...args: Operand[]): Operation => ({ op: name, args });
const is = (operator: string, left: Operand, right: Operand): Operation => call(operator, left, right);
const [text, text2, moment, real, whole] = ['text', 'text2', 'moment', 'real', 'whole'].map(property) as [
  Operand, Operand, Operand, Operand, Operand,
]; // prettier-ignore
const corner: Geometry = { type: 'Point', coordinates: [1, 2] };

/** Every function of `scalarFunctions`, compared with what lies near its usual answers. */
const calls: readonly Expression[] = [
  is('>', call('length', text), 2),
  is('=', call('indexof', text, call('substring', text, 1, 1)), 1),
  is('<>', call('substring', text, 1), call('substring', text, 0, 3)),
  call('contains', text, text2),
  call('startswith', text, call('substring', text2, 0, 1)),
  call('endswith', call('concat', text, text2), text2),
  is('<', call('tolower', text), call('toupper', text2)),
  is('=', call('trim', call('concat', ' ', text)), text),
  ...['year', 'month', 'day', 'hour', 'minute', 'second'].map((part) => is('>', call(part, moment), 5)),
  is('>', call('fractionalseconds', moment), 0.25),
  is('=', call('date', moment), property('day')),
  is('>', call('time', moment), '12:00:00.000000'),
  is('=', call('totaloffsetminutes', moment), 0),
  ...['round', 'floor', 'ceiling'].map((name) => is('=', call(name, real), real)),
  is('<', call('round', real), is('+', call('floor', real), 0.5)),
  is('>=', call('length', text), whole),
  is('<', call('geo.distance', property('shape'), corner), 3),
  is('>', call('geo.length', property('shape')), 1),
  call('st_relate', property('shape'), property('shape2'), 'T********'),
  call('st_relate', property('shape'), corner, 'FF*FF****'),
];

onBothEngines('CQL2', (engine) => {
  before(async () => {
    db = engine.db();
    await createTable();
  });

  describe('a filter gives the same answer in SQL and in memory', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      test(`random filters on random rows, seed ${seed}`, () =>
        assertSameAnswers(sample(filters, 100, seed), sample(rows, 40, seed)));
    }
    for (const seed of [11, 12, 13]) {
      test(`random spatial filters on an integer grid, seed ${seed}`, () =>
        assertSameAnswers(sample(spatialFilters, 100, seed), sample(rows, 60, seed)));
      test(`random temporal filters, seed ${seed}`, () =>
        assertSameAnswers(sample(temporalFilters, 100, seed), sample(rows, 40, seed)));
    }
    for (const seed of [21, 22, 23]) {
      test(`functions beside those of CQL2 on random rows, seed ${seed}`, () =>
        assertSameAnswers(calls, sample(rows, 60, seed), { functions: scalarFunctions }));
    }
    test('cases that are easy to get wrong', () =>
      assertSameAnswers(
        [
          'whole / 0 = 1 OR flag = TRUE',
          'real ^ 0.5 >= 0',
          '0 ^ (0 - whole2) IS NULL',
          'whole > 9007199254740991',
          'whole = 1.0',
          'whole + 0.5 > 1',
          "day < TIMESTAMP('2024-01-31T00:00:00.000001Z')",
          "moment = DATE('2024-01-31')",
          "moment >= TIMESTAMP('2024-01-31T05:30:00.5000009Z')",
          "T_INTERSECTS(moment, INTERVAL('2024-01-31', '..'))",
          "T_DURING(INTERVAL(day, moment2), INTERVAL('..', '..'))",
          'NOT (text IN (text2, text))',
          'text IN ()',
          "text LIKE '%\\%%' OR text LIKE '\\_%' OR text LIKE '_'",
          "CASEI(text) LIKE CASEI('%ĐÀ%') OR ACCENTI(CASEI(text)) LIKE '%da%'",
          "text > '\ue000' OR text > '\u{1f600}'",
          "A_CONTAINS(tags, ()) OR A_EQUALS(tags, ('a', text, whole2, real))",
          "A_CONTAINS(('a', 'b'), tags)",
          'S_INTERSECTS(shape, BBOX(2, 0, -178, 3))',
          'S_WITHIN(shape, BBOX(2, 0, -178, 3))',
          'S_INTERSECTS(shape, BBOX(1, 1, 1, 3)) OR S_INTERSECTS(shape, BBOX(1, 1, 1, 1))',
          'S_INTERSECTS(shape, GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 3 3)))',
          '(shape IS NULL) = TRUE',
          '(S_INTERSECTS(shape, shape2) IS NULL) AND TRUE',
          "INTERVAL(day, '..') IS NULL",
        ].map((text) => parseCql2Text(text)),
        sample(rows, 120, 99),
      ));
    test('a folded pattern finds its letters however they are written: composed, apart, doubled in one', () => {
      const texts = ['Trạm Đất', 'TRẠM ĐẤT'.normalize('NFD'), 'tram dat', 'traṃm', 'Straße', 'STRASSE', 'GROẞ', 'aß', 'sß', 'ßs', 's\u0301\u0323s', 'ſ', '\u212a 5', 'x≠y', 'x=y', 'ǆ', '100%', 'a_b', 'a\\b', '', 'ừ']; // prettier-ignore
      const patterns = ['%tram%', '%m da%', '%ss%', '%sss%', 's%', '%s', '_s%', '%ß%', '%k 5%', '%x=y%', '%0\\%%', '%a\\_b%', '%a\\\\b%', '%', '_', 'u', '%Tr_m%']; // prettier-ignore
      const folds = [['accenti'], ['casei'], ['casei', 'accenti']];
      const folded = (names: string[], operand: Operand): Operand =>
        names.reduce<Operand>((inner, op) => ({ op, args: [inner] }), operand);
      const expressions = folds.flatMap((names) =>
        patterns.map((pattern) => call('like', folded(names, text), folded(names, pattern))),
      );
      const [row] = sample(rows, 1, 5);
      return assertSameAnswers(expressions, [...texts, null].map((value) => ({ ...row!, text: value })) as TestRow[]);
    });
    test('a literal in another CRS is brought home by the caller in both', () => {
      const transformLiteral = (geometry: Geometry): Geometry =>
        JSON.parse(JSON.stringify(geometry), (_, value: unknown) =>
          Array.isArray(value) && typeof value[0] === 'number' ? value.map((n: number) => n / 1000) : value,
        ) as Geometry;
      const filter = parseCql2Text(
        'S_INTERSECTS(shape, BBOX(1000, 1000, 3000, 3000)) OR S_EQUALS(shape, POINT(1000 2000))',
      );
      return assertSameAnswers([filter], sample(rows, 60, 7), { transformLiteral });
    });
  });

  describe('a filter in SQL', () => {
    test('what is looked for before folding holds for every letter: none far up folds to ASCII, ß alone to two', () => {
      const ascii = (code: number): number => {
        const letters = foldText(String.fromCharCode(code), { letterCase: true, accents: true });
        return [...letters].filter((letter) => letter < '\u0080').length;
      };
      const codes = Array.from({ length: 0xffff }, (_, i) => i + 1).filter((code) => code < 0xd800 || code > 0xdfff);
      assert.deepEqual(
        codes.filter((code) => code > 0x2fff && ascii(code) > 0),
        [],
      );
      assert.deepEqual(
        codes.filter((code) => ascii(code) > 1),
        [0xdf, 0x1e9e],
      );
    });
    test('a bbox uses the spatial index, a prefix and a range the b-tree', async () => {
      await query(sql`create table indexed as select n as id, 'k' || n as "text", n::int8 as "whole",
      ST_SetSRID(ST_MakePoint(n % 100, n / 100), 4326) as "shape" from generate_series(1, 5000) n`);
      await query(sql`create index indexed_shape on indexed using gist ("shape")`);
      await query(sql`create index indexed_whole on indexed ("whole")`);
      await query(sql`create index indexed_text on indexed ("text" collate "C")`);
      await query(sql`analyze indexed`);
      const plans = {
        'S_INTERSECTS(shape, BBOX(1,1,2,2))': 'indexed_shape',
        'whole = 17': 'indexed_whole',
        'whole IN (1, 2)': 'indexed_whole',
        "text LIKE 'k123%'": 'indexed_text',
        "text = 'k7'": 'indexed_text',
      };
      for (const [text, index] of Object.entries(plans)) {
        const condition = compileToSql(parseCql2Text(text), fields);
        const plan = await query<Record<string, string>>(sql`explain select id from indexed where ${condition}`);
        assert.match(JSON.stringify(plan), new RegExp(index), text);
      }
    });
    test('a text of the caller never becomes part of the statement', async () => {
      const attack = "'; drop table sample; --";
      const statement = compileToSql(
        {
          op: 'or',
          args: [
            { op: '=', args: [{ property: 'text' }, attack] },
            { op: 'like', args: [{ property: 'text' }, `%${attack}%`] },
            { op: 'in', args: [{ property: 'text' }, [attack, `{"${attack}"}`]] },
            { op: 'a_contains', args: [{ property: 'tags' }, [attack]] },
          ],
        },
        fields,
      );
      assert.ok(!statement.text.includes('drop'), statement.text);
      await query(sql`select 1 from sample where ${statement}`);
      assert.ok((await query(sql`select count(*) from sample`)).length === 1);
    });
  });

  describe('folding of letters', () => {
    for (const fold of [
      { letterCase: true, accents: false },
      { letterCase: false, accents: true },
      { letterCase: true, accents: true },
    ]) {
      test(`is the same in SQL and in memory for every letter up to U+1FFF (${JSON.stringify(fold)})`, async () => {
        const texts: string[] = [];
        for (let from = 1; from < 0x2000; from += 32)
          texts.push(Array.from({ length: 32 }, (_, i) => `${String.fromCodePoint(from + i)}.`).join(''));
        texts.push(
          'THÀNH PHỐ ĐÀ NẴNG',
          'Đường Đê La Thành',
          'Straße',
          'Οδος',
          'ΟΔΟΣ',
          'thành phố đà nẵng'.normalize('NFD'),
        );
        const found = await query<{ folded: string }>(
          sql`select ${foldSql(sql`t`, fold)} as folded from unnest(${texts}::text[]) with ordinality as x(t, n) order by n`,
        );
        assert.deepEqual(
          found.map((row) => row.folded),
          texts.map((text) => foldText(text, fold)),
        );
      });
    }
  });

  describe('pages by key', () => {
    const orders: { title: string; order: (SortColumn & { name: keyof TestRow | 'id' })[] }[] = [
      { title: 'ascending with nulls last', order: [key('text', false), key('id', false)] },
      { title: 'descending with nulls first', order: [key('real', true), key('id', true)] },
      { title: 'mixed', order: [key('whole2', true), key('day', false), key('id', false)] },
      { title: 'by a unique key', order: [{ ...key('id', false), nullable: false }] },
    ];
    for (const { title, order } of orders) {
      test(`give every row once, in order: ${title}`, async () => {
        await store(sample(rows, 60, 21));
        const everything = await query<Record<string, never>>(
          sql`select *, day::text as day from sample order by ${orderBy(order)}`,
        );
        const seen: Record<string, never>[] = [];
        for (;;) {
          const last = seen.at(-1);
          const where = last
            ? keysetCondition(
                order,
                order.map(({ name }) => last[name] ?? null),
              )
            : sql`true`;
          const page = await query<Record<string, never>>(
            sql`select *, day::text as day from sample where ${where} order by ${orderBy(order)} limit 7`,
          );
          if (page.length === 0) break;
          seen.push(...page);
        }
        assert.deepEqual(
          seen.map((row) => row.id),
          everything.map((row) => row.id),
        );
      });
    }
  });
});

function key(name: keyof TestRow | 'id', descending: boolean): SortColumn & { name: keyof TestRow | 'id' } {
  return { name, column: sql.identifier('sample', name), descending };
}
