import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase, operatorCaller, sql, type Db } from '../../src/kernel/index.ts';
import { migrations } from '../../src/modules.ts';
import {
  createNetwork,
  deriveNeighbours,
  Intake,
  judgeNeighbours,
  noteChangedHours,
  NoteFollower,
  SeriesFactsBook,
  SeriesJudges,
  sumUp,
} from '../../src/observations/index.ts';
import { readTests, unpackTests } from '../../src/observations/quality/verdict.ts';
import type { PackSet } from '../../src/packs/index.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { LabelledSeries } from './labelled-series.ts';

const network = 'qc';
const noPacks = (): PackSet => ({ packs: [], part: () => [] }) as unknown as PackSet;
/** Readings of a push. */
const atOnce = 10_000;

/**
 * Takes stations of one parameter into a store of their own, some kilometres from each other, and has them held against
 * each other as the node does: for each series whether each of its values is marked by the neighbour test.
 */
export async function neighbourMarks(all: readonly LabelledSeries[]): Promise<readonly boolean[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-qc-'));
  const db = await openDatabase({ dataFolder: folder });
  try {
    return await marksIn(db, all);
  } finally {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function marksIn(db: Db, all: readonly LabelledSeries[]): Promise<boolean[][]> {
  const newest = Math.max(...all.map(({ values }) => values.at(-1)!.at));
  const clock = { now: () => new Date(newest + 86_400_000) };
  await makeStations(db, all.length, clock.now());
  const judge = new SeriesJudges(noPacks, new SeriesFactsBook(noPacks));
  const intake = new Intake({ store: db, clock, log: quietLog, judge, onStored: () => {} });
  for (const [place, { values }] of all.entries()) {
    const readings = values.map(({ at, value }) => ({ series: place + 1, at, value }));
    for (let from = 0; from < readings.length; from += atOnce) {
      const head = { network, door: 'bulk', sender: 'client:qc', mode: 'upsert' } as const;
      await intake.take({ ...head, readings: readings.slice(from, from + atOnce) });
    }
  }
  const follow = { db, log: quietLog, rowsAtOnce: 20_000 };
  const sums = new NoteFollower({
    ...{ ...follow, table: 'roll_up_pending' },
    work: async (tx, spans) => {
      await sumUp(tx, spans);
      await noteChangedHours(tx, clock, spans);
    },
  });
  const neighbours = new NoteFollower({ ...follow, table: 'neighbour_pending', work: judgeNeighbours });
  await worked(db, 'roll_up_pending', sums);
  await deriveNeighbours(db, clock, new AbortController().signal);
  await worked(db, 'neighbour_pending', neighbours);
  const marks: boolean[][] = [];
  for (const [place, { values }] of all.entries()) {
    const rows = await db.query<{ at: number; tests: number }>(sql`
      select (extract(epoch from time) * 1000)::float8 as at, tests from observation where series = ${place + 1}`);
    const marked = new Set(
      rows.filter(({ tests }) => readTests(unpackTests(tests)).neighbour === 3).map(({ at }) => at),
    );
    marks.push(values.map(({ at }) => marked.has(at)));
  }
  return marks;
}

/** A year is more than one wait lasts. */
async function worked(db: Db, table: string, follower: NoteFollower): Promise<void> {
  for (;;) {
    await follower.settled();
    const [left] = await db.query<{ count: number }>(sql`select count(*) as count from ${sql.identifier(table)}`);
    if (left!.count === 0) return;
  }
}

async function makeStations(db: Db, count: number, now: Date): Promise<void> {
  await migrate(db, migrations);
  const title = { vi: 'Đo lường', en: 'Measure' };
  const made = {
    id: network,
    title,
    shownLayer: 'all',
    approveAfterHours: null,
    owner: 'node',
    openness: 'open',
  } as const;
  await createNetwork(db, operatorCaller('token'), made, now);
  await db.query(sql`
    insert into observed_property (id, network, symbol, name, definition, description)
    overriding system value values (1, ${network}, 'P', 'P', '', '')`);
  await db.query(sql`
    insert into thing (id, network, code, name, description) overriding system value
    select n, ${network}, 'T' || n, 'T' || n, '' from generate_series(1, ${count}::integer) n`);
  await db.query(sql`
    insert into location (id, network, name, description, encoding_type, location, geom) overriding system value
    select n, ${network}, '', '', '', '{}'::jsonb, st_setsrid(st_makepoint(106.7 + n * 0.02, 10.8), 4326)
    from generate_series(1, ${count}::integer) n`);
  await db.query(sql`insert into thing_location (thing, location) select id, id from thing`);
  await db.query(sql`
    insert into datastream (network, thing, sensor, observed_property, name, description, observation_type, unit, every_seconds)
    select ${network}, n, 1, 1, 'series', '', '', '{}'::jsonb, 3600 from generate_series(1, ${count}::integer) n`);
}
