import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  auditMigrations,
  OutsideFile,
  outsideFile,
  readBundle,
  readOutside,
  readSigningKey,
  recordAudit,
  Sealer,
  verifyBundle,
  type AuditEntry,
  type BundleLine,
  type Checkpoint,
  type Damage,
  type KeyEntry,
  type SealedEntry,
  type Verification,
} from '../../src/access/index.ts';
import { migrate, sql, systemClock, type Db, type Log } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { quietLog } from '../support/quiet-log.ts';

/** A chain of its own in the database, with its key and its copy in a folder. */
export class TestChain {
  readonly db: Db;
  readonly folder = temporaryFolder();
  #sealer: Sealer;

  private constructor(db: Db) {
    this.db = db;
    this.#sealer = this.makeSealer();
  }

  /** Entries 1 (`begin`) to `count` + 1, a checkpoint after every third one. */
  static async make(db: Db, count: number): Promise<TestChain> {
    await db.query(sql`
      drop table if exists audit_pending, audit_chain, audit_entry, audit_checkpoint, audit_key, migration`);
    await db.query(sql`drop function if exists enter_pending(jsonb)`);
    await migrate(db, [{ module: 'audit', migrations: auditMigrations }]);
    const chain = new TestChain(db);
    for (let i = 0; i < count; i++) {
      await chain.record({ who: `user:${i}`, resources: [`data-${i}`], rows: i });
      if (i % 3 === 2 || i === count - 1) await chain.seal();
    }
    return chain;
  }

  get keyFile(): string {
    return join(this.folder, 'audit-key.pem');
  }

  get outside(): OutsideFile {
    return new OutsideFile(outsideFile(this.folder));
  }

  makeSealer(log: Log = quietLog, outside = this.outside): Sealer {
    return new Sealer({ db: this.db, clock: systemClock, log, keyFile: this.keyFile, outside });
  }

  /** Seals one more entry with a process that ends before its copy outside is written. */
  async sealAndDie(): Promise<void> {
    await this.#sealer.stop();
    await this.record({});
    const outside = this.outside;
    outside.append = () => Promise.reject(new Error('killed'));
    await this.makeSealer(quietLog, outside)
      .seal()
      .catch(() => {});
    await this.db.query(sql`update audit_chain set sealer_until = now() - interval '1 second'`);
  }

  entries(): Promise<SealedEntry[]> {
    return this.#lines('entry');
  }

  checkpoints(): Promise<Checkpoint[]> {
    return this.#lines('checkpoint');
  }

  keys(): Promise<KeyEntry[]> {
    return this.#lines('key');
  }

  async #lines<Line>(kind: BundleLine['kind']): Promise<Line[]> {
    const found: BundleLine[] = [];
    for await (const line of readBundle(this.db, { from: null, to: null }, ''))
      if (line.kind === kind) found.push(line);
    return found as unknown as Line[];
  }

  async record(entry: Partial<AuditEntry>): Promise<void> {
    await this.db.transaction((tx) =>
      recordAudit(tx, systemClock, { action: 'read', address: '192.0.2.1', agent: 'test', ...entry }),
    );
  }

  seal(): Promise<void> {
    return this.#sealer.seal();
  }

  /** The process ends, in an orderly way or not; another one begins. */
  async restart(): Promise<void> {
    await this.#sealer.stop();
    this.#sealer = this.makeSealer();
  }

  async verify(options: { outside?: boolean; key?: boolean } = {}): Promise<Verification> {
    const lines = readBundle(this.db, { from: null, to: null }, systemClock.now().toISOString());
    const useOutside = (options.outside ?? true) && this.outside.exists;
    const text = useOutside ? (await readFile(this.outside.path, 'utf8')).split('\n') : [];
    return verifyBundle(lines, {
      outside: useOutside ? (node, keys) => readOutside(text, node, keys) : null,
      trustedKey: (options.key ?? true) ? (readSigningKey(this.keyFile)?.id ?? null) : null,
    });
  }

  async damages(options: { outside?: boolean; key?: boolean } = {}): Promise<string[]> {
    return (await this.verify(options)).damages.map(inWords);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function inWords({ kind, from, to }: Damage): string {
  return from === to ? `${kind} ${from}` : `${kind} ${from}-${to}`;
}
