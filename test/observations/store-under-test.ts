import { before } from 'node:test';
import { migrations } from '../../src/modules.ts';
import { migrate, operatorCaller, sql, type Db } from '../../src/kernel/index.ts';
import {
  createNetwork,
  Intake,
  judgeAgain,
  NoteFollower,
  SeriesFactsBook,
  SeriesJudges,
  sumUp,
  type Reading,
} from '../../src/observations/index.ts';
import { onBothEngines } from '../kernel/engines.ts';
import type { PackSet } from '../../src/packs/index.ts';
import { quietLog } from '../support/quiet-log.ts';

/** A store of observations with one network and series 1 to 9, of which the even ones give the end of an interval. */
export interface StoreUnderTest {
  db(): Db;
  intake(): Intake;
  /** What another node on the same store takes in with. */
  otherIntake(): Intake;
  /** Sums everything up that waits. */
  settle(): Promise<void>;
  /** Moment of the store's clock, in milliseconds. */
  readonly now: number;
}

export const network = 'tram-thu';
export const now = Date.parse('2026-06-15T00:00:00Z');

export function onBothObservationStores(title: string, suite: (store: StoreUnderTest) => void): void {
  onBothEngines(title, (engine) => {
    let intake: Intake;
    let otherIntake: Intake;
    let followers: NoteFollower[] = [];
    before(async () => {
      const db = engine.db();
      await migrate(db, migrations);
      const text = { vi: 'Trạm thử', en: 'Test stations' };
      await createNetwork(
        db,
        operatorCaller('token'),
        { id: network, title: text, shownLayer: 'approved', approveAfterHours: null, owner: 'node', openness: 'open' },
        new Date(now),
      );
      await db.query(sql`
        insert into datastream (network, thing, sensor, observed_property, name, description, observation_type, unit, stamp)
        select ${network}, 1, 1, 1, 'series', '', '', '{}'::jsonb, case n % 2 when 0 then 'end' else 'instant' end
        from generate_series(1, 9) n`);
      const facts = new SeriesFactsBook(noPacks);
      const newIntake = (book: SeriesFactsBook): Intake =>
        new Intake({
          store: db,
          clock: { now: () => new Date(now) },
          log: quietLog,
          judge: new SeriesJudges(noPacks, book),
          onStored: () => {},
        });
      intake = newIntake(facts);
      otherIntake = newIntake(new SeriesFactsBook(noPacks));
      const follow = { db, log: quietLog, rowsAtOnce: 10_000 };
      followers = [
        new NoteFollower({ ...follow, table: 'judge_pending', work: (tx, spans) => judgeAgain(tx, facts, spans) }),
        new NoteFollower({ ...follow, table: 'roll_up_pending', work: sumUp }),
      ];
    });
    suite({ db: () => engine.db(), intake: () => intake, otherIntake: () => otherIntake, settle, now });
    async function settle(): Promise<void> {
      // Judging again leaves notes for the sums.
      for (const follower of followers) await follower.settled();
    }
  });
}

/** No pack says anything of these series: their limits come from their history alone. */
const noPacks = (): PackSet => ({ packs: [], part: () => [] }) as unknown as PackSet;

export const reading = (series: number, time: string, value: number | null, rest: Partial<Reading> = {}): Reading => ({
  series,
  at: Date.parse(time),
  value,
  ...rest,
});
