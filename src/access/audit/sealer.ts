import { randomUUID } from 'node:crypto';
import { sql, type Clock, type Db, type Log } from '../../kernel/index.ts';
import {
  checkpointDigest,
  checkpointText,
  insertCheckpoint,
  lastCheckpoint,
  noCheckpoint,
  selectCheckpoints,
  type Checkpoint,
} from './checkpoint.ts';
import { insertEntries } from './entry-store.ts';
import { presentKey, selectKeys } from './key-ring.ts';
import type { AuditEntry, PendingEntry } from './model.ts';
import { OutsideFile, type OutsideLine } from './outside-file.ts';
import { complete } from './record.ts';
import { noEntry, sealEntry, type SealedEntry } from './sealed-entry.ts';
import type { SigningKey } from './signing-key.ts';

export interface SealerSettings {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** File of the signing key. */
  readonly keyFile: string;
  readonly outside: OutsideFile;
  /** Takes what was added outside to further places, such as a collector of syslog; must not throw. */
  readonly onOutside?: (lines: readonly OutsideLine[]) => void;
  /** Is told what has been chained; must not throw. */
  readonly onSealed?: (entries: readonly SealedEntry[]) => void;
}

/** How long an entry may wait to be chained: the pause between two rounds, and a round. */
const roundMs = 500;
/** One round's transaction stays well under the embedded engine's 100 ms. */
const entriesPerRound = 200;
const leaseSeconds = 10;

interface Batch {
  /** Null: another process seals. */
  readonly node: string | null;
  readonly last: Link | null;
  readonly count: number;
  readonly entries: readonly SealedEntry[];
}

interface Link {
  readonly number: number;
  readonly hash: string;
}

export interface SealerState {
  /** This process seals. */
  readonly seals: boolean;
  readonly keyIsKnown: boolean;
  /** When the chain of the database last was not the one that was sealed before. */
  readonly divergedAt: string | null;
  readonly error: string | null;
}

/**
 * Moves entries that wait into the chain, a batch at a time, and signs what it has chained. Of several processes one does
 * it, by a lease in the database; the next takes over where it is gone.
 */
export class Sealer {
  readonly #settings: SealerSettings;
  readonly #me = randomUUID();
  /** The end of the chain as this process sealed it; null: another one may have sealed since. */
  #last: Link | null = null;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = true;
  #leaseUntil = 0;
  #outsideNumber: number | null = null;
  #seals = false;
  #keyIsKnown = true;
  #divergedAt: string | null = null;
  #error: string | null = null;

  constructor(settings: SealerSettings) {
    this.#settings = { ...settings, db: settings.db.lane('run') };
  }

  get state(): SealerState {
    const [seals, keyIsKnown] = [this.#seals, this.#keyIsKnown];
    return { seals, keyIsKnown, divergedAt: this.#divergedAt, error: this.#error };
  }

  start(): void {
    this.#stopped = false;
    this.#plan(0);
  }

  /** Seals what waits, then gives the lease up. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.seal().catch(() => {});
    await this.#settings.db
      .query(sql`update audit_chain set sealer = null, sealer_until = null where sealer = ${this.#me}`)
      .catch(() => {});
  }

  /** Seals all that waits now; rounds never run side by side. */
  seal(): Promise<void> {
    this.#round = this.#round.catch(() => {}).then(() => this.#sealAll());
    return this.#round;
  }

  #plan(afterMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.seal()
        .then(
          () => (this.#error = null),
          (error: unknown) => {
            if (this.#error === null) this.#settings.log.warn({ err: error }, 'the audit log could not be sealed');
            this.#error = String(error);
          },
        )
        .finally(() => this.#plan(roundMs));
    }, afterMs);
    this.#timer.unref();
  }

  async #sealAll(): Promise<void> {
    if (!(await this.#hasWork())) return;
    for (;;) {
      const { node, last, count, entries } = await this.#settings.db.transaction((tx) => this.#sealBatch(tx));
      this.#seals = node !== null;
      this.#last = last;
      if (entries.length > 0) this.#settings.onSealed?.(entries);
      if (node === null) this.#outsideNumber = null;
      else await this.#takeOutside(node);
      if (count < entriesPerRound) return;
    }
  }

  /** Idle, a round costs one small look. */
  async #hasWork(): Promise<boolean> {
    const isMine = performance.now() < this.#leaseUntil;
    if (!isMine) return true;
    const waiting = await this.#settings.db.query(sql`select from audit_pending limit 1`);
    return waiting.length > 0;
  }

  async #sealBatch(tx: Db): Promise<Batch> {
    const node = await this.#lease(tx);
    if (node === null) return { node, last: null, count: 0, entries: [] };
    const key = await presentKey(tx, this.#settings.clock, this.#settings.keyFile);
    this.#keyIsKnown = key !== null;
    const waiting = await tx.query<{ id: number; entry: PendingEntry }>(sql`
      select id, entry from audit_pending order by id limit ${entriesPerRound}`);
    const from = await this.#findEnd(tx, node);
    const added = this.#ownEntries(from);
    if (waiting.length === 0 && added.length === 0) return { node, last: from, count: 0, entries: [] };
    const entries = chain(from, [...added, ...waiting.map(({ entry }) => entry)]);
    await insertEntries(tx, entries);
    await tx.query(sql`delete from audit_pending where id = any(${waiting.map(({ id }) => id)}::int8[])`);
    const last = entries.at(-1)!;
    if (key) await this.#sign(tx, key, node, last);
    return { node, last, count: waiting.length, entries };
  }

  /** The node's id where this process may seal, for as long as its lease lasts; null where another one does. */
  async #lease(tx: Db): Promise<string | null> {
    const [chainRow] = await tx.query<{ node: string; free: boolean; mine: boolean; fresh: boolean }>(sql`
      select node, sealer is null or sealer_until < now() as free, sealer is not distinct from ${this.#me} as mine,
        coalesce(sealer_until > now() + make_interval(secs => ${leaseSeconds / 2}), false) as fresh
      from audit_chain where id = 1 for update`);
    // The embedded store has one process at a time: a lease that is not mine is a dead one's.
    const isFree = chainRow?.free || tx.engine === 'embedded';
    if (!chainRow || !(chainRow.mine || isFree)) {
      return null;
    }
    if (!chainRow.mine) this.#last = null;
    if (!chainRow.mine || !chainRow.fresh) {
      await tx.query(sql`
        update audit_chain set sealer = ${this.#me}, sealer_until = now() + make_interval(secs => ${leaseSeconds})
        where id = 1`);
      this.#leaseUntil = performance.now() + (leaseSeconds * 1_000) / 2;
    }
    return chainRow.node;
  }

  /**
   * Where the next entry goes: behind the last one that was sealed, whatever the database says now. Where the two differ
   * the gap stays visible.
   */
  async #findEnd(tx: Db, node: string): Promise<Link> {
    const [row] = await tx.query<Link>(sql`select number, hash from audit_entry order by number desc limit 1`);
    const stored = row ?? { number: 0, hash: noEntry };
    const known = this.#last ?? (await this.#outsideEnd(node));
    if (known === null || known.number < stored.number) {
      if (known !== null && this.#last !== null) this.#diverged(known, stored);
      return stored;
    }
    if (known.number === stored.number && known.hash === stored.hash) return stored;
    this.#diverged(known, stored);
    return { number: Math.max(known.number, stored.number), hash: known.hash };
  }

  async #outsideEnd(node: string): Promise<Link | null> {
    const checkpoint = await this.#settings.outside.lastCheckpoint(node);
    return checkpoint && { number: checkpoint.entry, hash: checkpoint.hash };
  }

  #diverged(known: Link, stored: Link): void {
    this.#divergedAt = this.#settings.clock.now().toISOString();
    this.#settings.log.error(
      { sealed: known.number, stored: stored.number },
      'the audit log in the database is not the one that was sealed; run: lienthong audit verify',
    );
  }

  /** A chain says in its first entry that it begins. */
  #ownEntries(from: Link): PendingEntry[] {
    if (from.number > 0) return [];
    const begin: AuditEntry = { action: 'begin', who: 'node', via: 'job', resources: ['audit'] };
    return [complete(begin, this.#settings.clock)];
  }

  async #sign(tx: Db, key: SigningKey, node: string, last: SealedEntry): Promise<void> {
    const before = await this.#lastSigned(tx, node);
    const open = {
      number: (before?.number ?? 0) + 1,
      entry: last.number,
      hash: last.hash,
      at: this.#settings.clock.now().toISOString(),
      node,
      key: key.id,
      previous: before ? checkpointDigest(before) : noCheckpoint,
    };
    await insertCheckpoint(tx, { ...open, signature: key.sign(checkpointText(open)) });
  }

  /** Of the database's last checkpoint and the one outside the later: what was taken away is not numbered again. */
  async #lastSigned(tx: Db, node: string): Promise<Checkpoint | null> {
    const [stored, outside] = [await lastCheckpoint(tx), await this.#settings.outside.lastCheckpoint(node)];
    return !stored || (outside && outside.number > stored.number) ? outside : stored;
  }

  /** Adds outside what the database has more than the file: after a crash between the two, too. */
  async #takeOutside(node: string): Promise<void> {
    const { db, outside } = this.#settings;
    const stored = await lastCheckpoint(db);
    if (!stored) return;
    const wasLost = !outside.exists;
    const from = wasLost ? null : (this.#outsideNumber ?? (await outside.lastCheckpoint(node))?.number ?? null);
    const lines: OutsideLine[] = [];
    if (from === null) {
      lines.push({ kind: 'note', what: 'begun', at: stored.at, entry: stored.entry });
      lines.push(...(await selectKeys(db)).map((key) => ({ kind: 'key' as const, ...key })));
      lines.push({ kind: 'checkpoint', ...stored });
    } else {
      const keys = (await selectKeys(db)).filter(({ fromCheckpoint }) => fromCheckpoint > from);
      const checkpoints = await selectCheckpoints(db, from, 100_000);
      lines.push(...keys.map((key) => ({ kind: 'key' as const, ...key })));
      lines.push(...checkpoints.map((checkpoint) => ({ kind: 'checkpoint' as const, ...checkpoint })));
    }
    if (lines.length > 0) await outside.append(lines);
    if (this.#outsideNumber === null) await this.#introduce(stored);
    this.#outsideNumber = stored.number;
    if (lines.length > 0) this.#settings.onOutside?.(lines);
  }

  /** Whoever listens outside learns at the start of a process which keys there are and where the chain stands. */
  async #introduce(stored: Checkpoint): Promise<void> {
    const keys = (await selectKeys(this.#settings.db)).map((key) => ({ kind: 'key' as const, ...key }));
    this.#settings.onOutside?.([...keys, { kind: 'checkpoint', ...stored }]);
  }
}

function chain(from: Link, entries: readonly PendingEntry[]): SealedEntry[] {
  const sealed: SealedEntry[] = [];
  let last = from;
  for (const entry of entries) {
    const next = sealEntry(entry, last.number + 1, last.hash);
    sealed.push(next);
    last = next;
  }
  return sealed;
}
