import type { EventRecord, Outbox } from '../../kernel/index.ts';
import { readingsIn, type StoredReading, type StoredReadings } from '../store/stored-readings.ts';

/** Readings that have just been stored; `position` grows with every event and names it. */
export interface LiveReadings {
  readonly network: string;
  readonly position: number;
  readonly readings: readonly StoredReading[];
}

export type LiveListener = (readings: LiveReadings) => Promise<void> | void;

export const storedEvent = 'observations.stored';
/** The values stand in their series. That they were stored is most of all events, by far: 30 days of them fill a disk. */
export const storedEventKeptMs = 48 * 3_600_000;

/** Tells the listeners of this process of every stored reading, in order, after its commit. */
export class LiveHub {
  readonly #listeners = new Set<LiveListener>();
  readonly #ends = new Set<() => void>();
  #end: (() => Promise<void>) | null = null;

  /** `node`: a name of this process among those on the store; it goes on after a restart where it stopped. */
  async start(outbox: Outbox, node: string): Promise<void> {
    outbox.keep(storedEvent, storedEventKeptMs);
    this.#end = await outbox.subscribe(`live ${node}`, (event) => this.#tell(event), {
      types: [storedEvent],
      from: 'now',
    });
  }

  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends what readers follow, then the hearing of events. */
  async stop(): Promise<void> {
    for (const end of this.#ends) end();
    await this.#end?.();
  }

  /** Called when this process stops; gives back what forgets it. */
  onStop(end: () => void): () => void {
    this.#ends.add(end);
    return () => this.#ends.delete(end);
  }

  async #tell(event: EventRecord): Promise<void> {
    if (this.#listeners.size === 0) return;
    const readings = liveReadings(event.data as StoredReadings, event.position);
    for (const listener of this.#listeners) await listener(readings);
  }
}

export function liveReadings(stored: StoredReadings, position: number): LiveReadings {
  return { network: stored.network, position, readings: readingsIn(stored) };
}
