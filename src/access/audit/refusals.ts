import type { Clock } from '../../kernel/index.ts';
import type { AuditEntry } from './model.ts';

/** Refusals of one kind that follow the first within this time are entered together. */
const windowMs = 5 * 60_000;
/** First ones that get an entry of their own; further kinds are only counted, by operation and problem. */
const ownEntriesAnHour = 300;
const hourMs = 3_600_000;

interface Counted {
  /** What all of them have in common. */
  readonly common: AuditEntry;
  readonly since: number;
  times: number;
}

/**
 * Enters refusals of those who are not known, and of whoever sends too much, in bounded number: who knocks a million times
 * must be found in the log and must not fill the disk. The first of a kind (address, door, problem, what it was about) is
 * entered as it is, those that follow it as one entry that says how many. What is only counted is lost if the process dies.
 */
export class RefusalTally {
  readonly #clock: Clock;
  readonly #enter: (entry: AuditEntry) => void;
  readonly #kinds = new Map<string, Counted>();
  #hour = { from: 0, entered: 0 };

  /** `enter` must not throw. */
  constructor(clock: Clock, enter: (entry: AuditEntry) => void) {
    this.#clock = clock;
    this.#enter = enter;
  }

  add(entry: AuditEntry): void {
    const now = this.#clock.now().getTime();
    this.flush(now);
    const kind = JSON.stringify([entry.operation, entry.problem, entry.who, entry.address, entry.resources]);
    const counted = this.#kinds.get(kind);
    if (counted) counted.times++;
    else if (this.#mayEnter(now)) {
      this.#enter(entry);
      this.#kinds.set(kind, { common: commonOf(entry, true), since: now, times: 0 });
    } else this.#countAsOneOfMany(entry, now);
  }

  /** Enters what was counted and whose time has come; without `now` all of it. */
  flush(now = Infinity): void {
    for (const [kind, { common, since, times }] of this.#kinds) {
      if (now - since < windowMs) continue;
      this.#kinds.delete(kind);
      if (times > 0) this.#enter({ ...common, details: { times, since: new Date(since).toISOString() } });
    }
  }

  /** Operations and problems are closed lists, so these stay few whatever comes. */
  #countAsOneOfMany(entry: AuditEntry, now: number): void {
    const kind = JSON.stringify([entry.operation, entry.problem]);
    const counted = this.#kinds.get(kind);
    if (counted) counted.times++;
    else this.#kinds.set(kind, { common: commonOf(entry, false), since: now, times: 1 });
  }

  #mayEnter(now: number): boolean {
    if (now - this.#hour.from >= hourMs) this.#hour = { from: now, entered: 0 };
    return ++this.#hour.entered <= ownEntriesAnHour;
  }
}

function commonOf({ action, operation, outcome, problem, ...rest }: AuditEntry, isOneKind: boolean): AuditEntry {
  const { who, via, onBehalfOf, address, resources } = rest;
  const all = { action, operation, outcome, problem } as AuditEntry;
  return isOneKind ? ({ ...all, who, via, onBehalfOf, address, resources } as AuditEntry) : all;
}
