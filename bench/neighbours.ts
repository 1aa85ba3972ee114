import { findOverlaps, makeWorkAreas, type Collection, type Draft } from '../src/features/index.ts';
import { openDatabase, sql, type Db } from '../src/kernel/index.ts';
import type { Benchmark, Outcome, Settings } from './model.ts';
import { startBenchServer } from './support/database.ts';
import { digits, median, secondsSince } from './support/numbers.ts';

const run = 1;
const srid = 32648;
const above = 0.1;

/** The rule over neighbours, from staged areas to findings, beside the self-join that it comes down to. */
export const neighbours: Benchmark = {
  name: 'neighbours',
  summary: 'Overlaps between neighbouring areas, beside the bare self-join in PostGIS',
  defaultRows: 100_000,
  run: async (settings) => {
    const server = await startBenchServer();
    try {
      await server.withClient((client) => client.query('create extension if not exists postgis'));
      const db = await openDatabase({ url: server.url, dataFolder: settings.folder });
      try {
        return await measure(db, settings);
      } finally {
        await db.close();
      }
    } finally {
      await server.stop();
    }
  },
};

async function measure(db: Db, settings: Settings): Promise<Outcome> {
  settings.say(`Staging ${settings.rows} areas`);
  await stageSquares(db, settings.rows);
  const rule: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    const one = await timeRule(db);
    const other = await timeSelfJoin(db);
    if (one.found !== other.found * 2) throw new Error(`Not the same: ${one.found} told, ${other.found} pairs`);
    rule.push(one.seconds);
    bare.push(other.seconds);
    settings.say(`rule ${digits(one.seconds)} s, self-join ${digits(other.seconds)} s, ${other.found} pairs`);
  }
  const line = (name: string, seconds: number) => [name, digits(seconds), digits(settings.rows / seconds)];
  return {
    tables: [
      {
        title: `Overlaps among ${settings.rows} areas`,
        columns: ['what', 'seconds', 'areas/s'],
        rows: [line('rule, with its plane and index', median(rule)), line('bare self-join', median(bare))],
      },
    ],
    ratios: [{ what: 'rule to self-join', value: median(rule) / median(bare), unit: '×', aim: { atMost: 2 } }],
    leftOut: [],
    notes: ['The self-join has its areas in the plane and indexed already; the rule does both in its time.'],
  };
}

/** A net of squares of 20 m that share their edges; every fiftieth reaches a metre into the next. */
async function stageSquares(db: Db, rows: number): Promise<void> {
  const side = Math.ceil(Math.sqrt(rows));
  await db.query(sql`
    create table s_1 as select 'f' || lpad(n::text, 9, '0') collate "C" as _fid, n as _ord, n as _pos, '00001'::text as unit,
      ST_Transform(ST_MakeEnvelope(x, y, x + case when n % 50 = 0 then 21 else 20 end, y + 20, ${srid}::int), 4326) as _geom
    from (select n, 500000 + (n % ${side}::int) * 20 as x, 2300000 + (n / ${side}::int) * 20 as y
          from generate_series(0, ${rows}::int - 1) n) p`);
  await db.query(sql`analyze s_1`);
}

async function timeRule(db: Db): Promise<{ seconds: number; found: number }> {
  const draft = {
    run,
    edition: 1,
    isDirect: false,
    collection: { currentEdition: null } as Collection,
  } satisfies Draft;
  const started = performance.now();
  let found = 0;
  const areas = await makeWorkAreas(db, draft, { srid, within: 'unit', isWhole: true });
  await findOverlaps(db, areas, above, async (batch) => {
    found += batch.length;
  });
  return { seconds: secondsSince(started), found };
}

async function timeSelfJoin(db: Db): Promise<{ seconds: number; found: number }> {
  const started = performance.now();
  const rows = await db.query<{ n: number }>(sql`
    select count(*)::int as n from s_1_areas a join s_1_areas b
      on a.geom && b.geom and b.fid > a.fid and a.parent = b.parent and ST_Area(ST_Intersection(a.geom, b.geom)) > ${above}::float8`);
  return { seconds: secondsSince(started), found: rows[0]!.n };
}
