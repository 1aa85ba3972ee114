import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyLine, DatabaseError, isUniqueViolation, sql, type Db } from '../../src/kernel/index.ts';
import { until } from '../support/wait.ts';
import { onBothEngines } from './engines.ts';

const types = [
  { means: 'int8 is a number when it is safe', is: sql`9007199254740991::int8`, gives: 9007199254740991 },
  { means: 'int8 is text when it is not', is: sql`9007199254740993::int8`, gives: '9007199254740993' },
  { means: 'numeric is text', is: sql`1.10::numeric`, gives: '1.10' },
  { means: 'float8 is a number', is: sql`0.1::float8 + 0.2::float8`, gives: 0.1 + 0.2 },
  {
    means: 'timestamptz is UTC with the digits it has',
    is: sql`'2025-01-02 10:00:00.12+07'::timestamptz`,
    gives: '2025-01-02T03:00:00.12Z',
  },
  {
    means: 'whole seconds have no fraction',
    is: sql`'2025-01-02 10:00:00+07'::timestamptz`,
    gives: '2025-01-02T03:00:00Z',
  },
  { means: 'date is YYYY-MM-DD', is: sql`'2025-01-02'::date`, gives: '2025-01-02' },
  { means: 'jsonb is parsed', is: sql`'{"a":[1,"đ"]}'::jsonb`, gives: { a: [1, 'đ'] } },
  { means: 'bytea is a Buffer', is: sql`'\\x00ff'::bytea`, gives: Buffer.from([0, 255]) },
  { means: 'boolean is boolean', is: sql`true`, gives: true },
  { means: 'null is null', is: sql`null::text`, gives: null },
  { means: 'arrays are arrays of the element type', is: sql`array[1, null]::int8[]`, gives: [1, null] },
  {
    means: 'arrays nest',
    is: sql`array[['a','b"\\'],['','NULL']]`,
    gives: [
      ['a', 'b"\\'],
      ['', 'NULL'],
    ],
  },
  {
    means: 'a bound text array comes back',
    is: sql`${['a,b', '"', '\\', '', 'NULL', null, '{đ}']}::text[]`,
    gives: ['a,b', '"', '\\', '', 'NULL', null, '{đ}'],
  },
  { means: 'a bound number array comes back', is: sql`${[1.5, -0, 1e21]}::float8[]`, gives: [1.5, 0, 1e21] },
  {
    means: 'a bound date is its moment',
    is: sql`${new Date('2025-01-02T03:04:05.678Z')}::timestamptz`,
    gives: '2025-01-02T03:04:05.678Z',
  },
  { means: 'bound bytes come back', is: sql`${Buffer.from([1, 0, 92])}::bytea`, gives: Buffer.from([1, 0, 92]) },
  { means: 'a bound object is JSON', is: sql`${{ a: 'đ' }}::jsonb`, gives: { a: 'đ' } },
  { means: 'geometry functions are there', is: sql`ST_AsText(ST_Point(105.8, 21))`, gives: 'POINT(105.8 21)' },
  {
    means: 'names sort the Vietnamese way',
    is: sql`(select array_agg(x order by x collate "vi") from unnest(array['đá','da','ăn','an','zu']) x)`,
    gives: ['an', 'ăn', 'da', 'đá', 'zu'],
  },
] as const;

onBothEngines('The database', (engine) => {
  for (const { means, is, gives } of types) {
    test(means, async () => {
      const [row] = await engine.db().query<{ value: unknown }>(sql`select ${is} as value`);
      assert.deepEqual(row!.value, gives);
    });
  }

  test('affected counts what a statement touched, and nothing for a select', async () => {
    const db = engine.db();
    await db.query(sql`create table touched (id int primary key)`);
    assert.equal((await db.query(sql`insert into touched select generate_series(1, 5)`)).affected, 5);
    assert.equal((await db.query(sql`update touched set id = id where id > ${3}`)).affected, 2);
    assert.equal((await db.query(sql`select * from touched`)).affected, 0);
    assert.equal((await db.query(sql`delete from touched returning id`)).affected, 5);
  });

  test('a text without values may hold several statements; the last one answers', async () => {
    const rows = await engine.db().query(sql`select 1 as a; select 2 as b`);
    assert.deepEqual([...rows], [{ b: 2 }]);
  });

  test('a refused row is a DatabaseError with code and constraint, and the connection goes on', async () => {
    const db = engine.db();
    await db.query(sql`create table only_once (id int primary key)`);
    await db.query(sql`insert into only_once values (1)`);
    const error = await db.query(sql`insert into only_once values (${1})`).catch((caught: unknown) => caught);
    assert.ok(error instanceof DatabaseError);
    assert.equal(error.code, '23505');
    assert.ok(isUniqueViolation(error, 'only_once_pkey'));
    assert.equal((await db.query<{ one: number }>(sql`select 1 as one`))[0]!.one, 1);
  });

  test('a transaction commits whole or not at all', async () => {
    const db = engine.db();
    await db.query(sql`create table kept (id int)`);
    await db.transaction(async (tx) => {
      await tx.query(sql`insert into kept values (1)`);
      await tx.query(sql`insert into kept values (2)`);
    });
    await assert.rejects(
      db.transaction(async (tx) => {
        await tx.query(sql`insert into kept values (3)`);
        throw new Error('changed my mind');
      }),
      /changed my mind/,
    );
    assert.equal((await db.query(sql`select from kept`)).length, 2);
  });

  test('a transaction with a swallowed failure does not pretend to have committed', async () => {
    await assert.rejects(
      engine.db().transaction(async (tx) => {
        await tx.query(sql`select 1/0`).catch(() => {});
      }),
      /rolled back/,
    );
  });

  test('using the outer Db inside a transaction throws at once; nesting too', async () => {
    const db = engine.db();
    await db.transaction(async (tx) => {
      await assert.rejects(db.query(sql`select 1`), /handle passed to it/);
      await assert.rejects(
        db.lane('run').transaction(() => Promise.resolve()),
        /handle passed to it/,
      );
      await assert.rejects(
        tx.transaction(() => Promise.resolve()),
        /do not nest/,
      );
    });
    await db.query(sql`select 1`);
  });

  test('a handle kept beyond its transaction is refused', async () => {
    let kept: Db | undefined;
    await engine.db().transaction((tx) => Promise.resolve(void (kept = tx)));
    await assert.rejects(kept!.query(sql`select 1`), /has ended/);
  });

  test('statements sent side by side in a transaction go one after the other', async () => {
    const sums = await engine
      .db()
      .transaction((tx) =>
        Promise.all([1, 2, 3].map(async (n) => (await tx.query<{ n: number }>(sql`select ${n}::int4 as n`))[0]!.n)),
      );
    assert.deepEqual(sums, [1, 2, 3]);
  });

  test('stream gives every row in batches, with bound values, also when left early', async () => {
    const db = engine.db();
    const sizes: number[] = [];
    for await (const rows of db.stream(sql`select g from generate_series(1, ${2_500}::int4) g`))
      sizes.push(rows.length);
    assert.deepEqual(sizes, [1_000, 1_000, 500]);
    for await (const rows of db.stream(sql`select g from generate_series(1, 5000) g`, 10)) {
      assert.equal(rows.length, 10);
      break;
    }
    await db.transaction(async (tx) => {
      let count = 0;
      for await (const rows of tx.stream(sql`select g from generate_series(1, 30) g`, 7)) count += rows.length;
      assert.equal(count, 30);
    });
  });

  test('a failing stream says why and leaves the database usable', async () => {
    const reading = async () => {
      for await (const rows of engine
        .db()
        .stream(sql`select 1 / (${500}::int4 - g) from generate_series(1, 900) g`, 100)) {
        assert.ok(rows.length > 0);
      }
    };
    await assert.rejects(reading(), (error) => error instanceof DatabaseError && error.code === '22012');
    await engine.db().query(sql`select 1`);
  });

  test('between two batches of a stream other statements pass', async () => {
    const db = engine.db();
    let others = 0;
    for await (const rows of db.lane('run').stream(sql`select g from generate_series(1, 300) g`, 100)) {
      assert.equal(rows.length, 100);
      await db.query(sql`select 1`);
      others++;
    }
    assert.equal(others, 3);
  });

  test('copyIn keeps every character', async () => {
    const db = engine.db();
    await db.query(sql`create table copied (id int, note text, more jsonb)`);
    const notes = ['plain', 'tab\tnew\nline\r\\N back\\slash', '', 'Đất ở 🏠', '\\.', null];
    const lines = notes.map((note, id) => copyLine([id, note, { note }]));
    assert.equal(
      await db.copyIn('copied', ['id', 'note', 'more'], [lines.slice(0, 2).join(''), lines.slice(2).join('')]),
      6,
    );
    const rows = await db.query<{ note: string | null; more: { note: string | null } }>(
      sql`select note, more from copied order by id`,
    );
    assert.deepEqual(
      rows.map((row) => row.note),
      notes,
    );
    assert.deepEqual(
      rows.map((row) => row.more.note),
      notes,
    );
  });

  test('a copy in a transaction goes away with it, and a bad line is a DatabaseError', async () => {
    const db = engine.db();
    await db.query(sql`create table copied_back (id int)`);
    const copying = db.transaction(async (tx) => {
      await tx.copyIn('copied_back', ['id'], ['1\n2\n']);
      await tx.copyIn('copied_back', ['id'], ['x\n']);
    });
    await assert.rejects(copying, (error) => error instanceof DatabaseError && error.code === '22P02');
    assert.equal((await db.query(sql`select from copied_back`)).length, 0);
  });

  test('listen hears what is notified after commit, and no more after it ends', async () => {
    const db = engine.db();
    const heard: string[] = [];
    const stop = await db.listen('news', (payload) => heard.push(payload));
    await db.transaction(async (tx) => {
      await tx.query(sql`select pg_notify('news', 'committed')`);
    });
    await db
      .transaction(async (tx) => {
        await tx.query(sql`select pg_notify('news', 'taken back')`);
        throw new Error('no');
      })
      .catch(() => {});
    await until(() => heard.length > 0, 'the notification');
    await stop();
    await db.query(sql`select pg_notify('news', 'late')`);
    await sleep(50);
    assert.deepEqual(heard, ['committed']);
  });

  if (engine.name === 'embedded') {
    test('a request overtakes statements of a run that were queued before it; idle work comes last', async () => {
      const db = engine.db();
      const order: string[] = [];
      const send = (lane: 'request' | 'run' | 'idle', name: string) =>
        db
          .lane(lane)
          .query(sql`select pg_sleep(0.01)`)
          .then(() => order.push(name));
      await Promise.all([send('idle', 'idle'), send('run', 'run 1'), send('run', 'run 2'), send('request', 'request')]);
      assert.deepEqual(order, ['run 1', 'request', 'run 2', 'idle']);
    });
  }
});
