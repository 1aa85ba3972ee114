import { LRUCache } from 'lru-cache';
import type { Clock, Db } from '../../kernel/index.ts';
import type { NetworkView } from '../networks/networks.ts';
import { stationStates, type StationState } from './model.ts';
import { countStations } from './select-stations.ts';

/** How many stations a caller may read, and how many of them owe values and send them. */
export interface Sending {
  readonly stations: number;
  readonly sending: number;
}

/** For a page that is opened often: nobody minds a count of this age, and each looks at every series. */
const keptMs = 15_000;

/** Counts stations of the same networks once in a while, whoever asks. */
export class SendingCount {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #counts = new LRUCache<string, Promise<Sending>>({ max: 500, ttl: keptMs });

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  of(views: ReadonlyMap<string, NetworkView>): Promise<Sending> {
    if (views.size === 0) return Promise.resolve({ stations: 0, sending: 0 });
    const key = JSON.stringify([...views].map(([id, { approvedOnly }]) => [id, approvedOnly]));
    const known = this.#counts.get(key);
    if (known) return known;
    const counted = this.#count(views);
    this.#counts.set(key, counted);
    counted.catch(() => this.#counts.delete(key));
    return counted;
  }

  async #count(views: ReadonlyMap<string, NetworkView>): Promise<Sending> {
    const filter = { network: null, parameter: null, state: null, text: null };
    const counts = await countStations(this.#db, { views, filter, now: this.#clock.now() });
    const of = (...states: StationState[]): number => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
    return { stations: of(...stationStates), sending: of('ok', 'calibrating', 'fault') };
  }
}
