import type { BundleLine } from './bundle.ts';
import { checkpointDigest, checkpointText, noCheckpoint, type Checkpoint } from './checkpoint.ts';
import { erasableFields } from './model.ts';
import type { OutsideCopy } from './outside-copy.ts';
import { entryHash, fieldDigest, noEntry, type SealedEntry } from './sealed-entry.ts';
import { isSigned, keyId, keyText, type KeyEntry } from './signing-key.ts';

/**
 * `edited`: an entry is not what was hashed. `replaced`: an entry is not the one that the next follows. `missing`: entries
 * are gone. `rewritten`: entries are not those that were signed. `outside-differs`, `tail-missing`: the copy outside says
 * otherwise. `checkpoint-…`, `key-forged`: the signatures themselves. `unsigned`: entries that no checkpoint covers.
 * `erased`: a field is gone without an entry that says so. `other-chain`: the copy outside belongs to another chain.
 * `broken`: the bundle is not whole.
 */
export const damageKinds = [
  'edited',
  'replaced',
  'missing',
  'rewritten',
  'outside-differs',
  'tail-missing',
  'checkpoint-missing',
  'checkpoint-forged',
  'key-forged',
  'unsigned',
  'erased',
  'other-chain',
  'broken',
] as const;
export type DamageKind = (typeof damageKinds)[number];

export interface Damage {
  readonly kind: DamageKind;
  /** Numbers of the first and last entry (or of the checkpoint or key) concerned. */
  readonly from: number;
  readonly to: number;
  /** Moment of the first one, or of the last good one before it; null: not known. */
  readonly at: string | null;
}

/** What the check could not see, whatever it found. */
export const doubts = ['no-outside', 'outside-begins', 'no-key', 'window', 'machine', 'range', 'restored'] as const;
export interface Doubt {
  readonly kind: (typeof doubts)[number];
  readonly from?: number;
  readonly to?: number;
}

export interface Verification {
  readonly node: string;
  readonly entries: number;
  readonly checkpoints: number;
  /** Numbers of the first and last entry looked at; 0: none. */
  readonly first: number;
  readonly last: number;
  readonly damages: readonly Damage[];
  readonly doubts: readonly Doubt[];
}

export interface VerifyOptions {
  /** Gives the copy outside for the chain of this node and its keys; null: there is none. */
  readonly outside: ((node: string, keys: readonly KeyEntry[]) => Promise<OutsideCopy>) | null;
  /** Id of the key that is known to be the present one, from the file of the node or by word; null: none is known. */
  readonly trustedKey: string | null;
}

/** Checks a bundle line by line; memory grows with damages and erasures only. */
export async function verifyBundle(lines: AsyncIterable<BundleLine>, options: VerifyOptions): Promise<Verification> {
  const check = new Check(options);
  for await (const line of lines) await check.line(line);
  return check.end();
}

const mostDamages = 1_000;

class Check {
  readonly #options: VerifyOptions;
  readonly #damages: Damage[] = [];
  readonly #keys: KeyEntry[] = [];
  readonly #erased = new Map<number, string[]>();
  readonly #erasures: SealedEntry[] = [];
  readonly #restores: SealedEntry[] = [];
  #head: Extract<BundleLine, { kind: 'bundle' }> | null = null;
  #ended: Extract<BundleLine, { kind: 'end' }> | null = null;
  #outside: OutsideCopy | null = null;
  #isReady = false;
  #last: { number: number; hash: string | null; at: string | null } = { number: 0, hash: noEntry, at: null };
  #checkpoint: Checkpoint | null = null;
  #signedUpTo = 0;
  #first = 0;
  #entries = 0;
  #checkpoints = 0;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  async line(line: BundleLine): Promise<void> {
    if (line.kind === 'bundle') this.#begin(line);
    if (line.kind === 'key') this.#keys.push(line);
    if (line.kind !== 'bundle' && line.kind !== 'key') await this.#ready();
    if (line.kind === 'entry') this.#entry(line);
    if (line.kind === 'checkpoint') this.#signed(line);
    if (line.kind === 'end') this.#ended = line;
  }

  #begin(head: Extract<BundleLine, { kind: 'bundle' }>): void {
    this.#head = head;
    this.#signedUpTo = head.after;
    if (head.after > 0) this.#last = { number: head.after, hash: null, at: null };
  }

  /** Once all keys are known. */
  async #ready(): Promise<void> {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#outside = (await this.#options.outside?.(this.#head?.node ?? '', this.#keys)) ?? null;
    this.#checkKeys();
  }

  #damage(kind: DamageKind, from: number, to = from, at: string | null = null): void {
    const before = this.#damages.at(-1);
    if (kind === 'missing' && before?.kind === kind && before.to + 1 === from) {
      this.#damages[this.#damages.length - 1] = { ...before, to };
    } else if (this.#damages.length < mostDamages) this.#damages.push({ kind, from, to, at });
  }

  #checkKeys(): void {
    let before: KeyEntry | null = null;
    for (const key of this.#keys) {
      const text = keyText(key);
      const isWhole = key.id === keyId(key.public) && isSigned(text, key.byItself, key.public);
      const follows =
        before === null
          ? key.number === 1 && key.previous === null
          : key.number === before.number + 1 &&
            key.previous === before.id &&
            (isSigned(text, key.byPrevious ?? '', before.public) || this.#isKnownOutside(key));
      if (!isWhole || !follows) this.#damage('key-forged', key.number, key.number, key.at);
      before = key;
    }
    const { trustedKey } = this.#options;
    const isStrange = trustedKey !== null && before !== null && before.id !== trustedKey;
    if (isStrange) this.#damage('key-forged', before!.number, before!.number, before!.at);
    for (const key of this.#outside?.keys ?? []) {
      const same = this.#keys.find(({ number }) => number === key.number);
      if (same?.id !== key.id) this.#damage('key-forged', key.number, key.number, key.at);
    }
  }

  #isKnownOutside(key: KeyEntry): boolean {
    return this.#outside?.keys.some(({ id, number }) => id === key.id && number === key.number) ?? false;
  }

  #entry(entry: SealedEntry): void {
    const { number } = entry;
    this.#entries++;
    this.#first ||= number;
    const follows = number === this.#last.number + 1;
    if (!follows) this.#damage('missing', this.#last.number + 1, number - 1, this.#last.at);
    else if (this.#last.hash !== null && entry.previous !== this.#last.hash) {
      // Where nothing stands before, it is the entry itself that does not begin the chain.
      this.#damage('replaced', Math.max(this.#last.number, 1), Math.max(this.#last.number, 1), this.#last.at);
    }
    if (!isAsHashed(entry)) this.#damage('edited', number, number, entry.at);
    const erased = erasableFields.filter((field) => field in entry.fields && entry[field] === undefined);
    if (erased.length > 0) this.#erased.set(number, erased);
    if (entry.action === 'erase') this.#erasures.push(entry);
    if (entry.action === 'restore') this.#restores.push(entry);
    this.#compareOutside(number, entry.hash);
    this.#last = { number, hash: entry.hash, at: entry.at };
  }

  #compareOutside(number: number, hash: string): void {
    const told = this.#outside?.byEntry.get(number);
    if (!told || told.some((checkpoint) => checkpoint.hash === hash)) return;
    if (told.every((checkpoint) => this.#isBeforeRestore(checkpoint))) return;
    this.#damage('outside-differs', Math.min(this.#signedUpTo + 1, number), number, told[0]!.at);
  }

  /** What was signed before the store was restored from a backup may be another than what came afterwards. */
  #isBeforeRestore(checkpoint: Checkpoint): boolean {
    return this.#restores.some(({ number, at }) => number <= checkpoint.entry && checkpoint.at <= at);
  }

  #signed(checkpoint: Checkpoint): void {
    const { number, entry, at } = checkpoint;
    this.#checkpoints++;
    const before = this.#checkpoint;
    if (before && number !== before.number + 1)
      this.#damage('checkpoint-missing', before.number + 1, number - 1, before.at);
    else if (before && checkpoint.previous !== checkpointDigest(before))
      this.#damage('checkpoint-forged', before.number);
    if (!before && this.#head?.after === 0 && (number !== 1 || checkpoint.previous !== noCheckpoint)) {
      this.#damage('checkpoint-missing', 1, Math.max(number - 1, 1));
    }
    this.#checkpoint = checkpoint;
    if (!this.#isValid(checkpoint)) return this.#damage('checkpoint-forged', number, number, at);
    if (entry > this.#last.number) {
      this.#damage('missing', this.#last.number + 1, entry, this.#last.at);
      this.#last = { number: entry, hash: checkpoint.hash, at };
    } else if (this.#last.hash !== null && entry === this.#last.number && checkpoint.hash !== this.#last.hash) {
      this.#damage('rewritten', this.#signedUpTo + 1, entry, at);
    }
    this.#signedUpTo = Math.max(this.#signedUpTo, entry);
  }

  #isValid(checkpoint: Checkpoint): boolean {
    const key = this.#keys.findLast(({ fromCheckpoint }) => fromCheckpoint <= checkpoint.number);
    return (
      checkpoint.node === this.#head?.node &&
      key?.id === checkpoint.key &&
      isSigned(checkpointText(checkpoint), checkpoint.signature, key.public)
    );
  }

  async end(): Promise<Verification> {
    await this.#ready();
    const head = this.#head;
    const ended = this.#ended;
    const isBroken = !head || !ended || ended.entries !== this.#entries || ended.checkpoints !== this.#checkpoints;
    if (isBroken) this.#damage('broken', this.#last.number);
    if (this.#last.number > this.#signedUpTo) {
      this.#damage('unsigned', this.#signedUpTo + 1, this.#last.number, this.#last.at);
    }
    this.#checkTail();
    this.#checkErased();
    for (const node of this.#outside?.otherNodes ?? []) if (node !== head?.node) this.#damage('other-chain', 0);
    return {
      node: head?.node ?? '',
      entries: this.#entries,
      checkpoints: this.#checkpoints,
      first: this.#first,
      last: this.#entries === 0 ? 0 : this.#last.number,
      damages: this.#damages,
      doubts: this.#doubts(),
    };
  }

  /** What the copy outside knows beyond the end. */
  #checkTail(): void {
    if (this.#head?.isWhole !== true) return;
    const beyond = [...(this.#outside?.byEntry.values() ?? [])]
      .flat()
      .filter((checkpoint) => checkpoint.entry > this.#last.number && !this.#isBeforeRestore(checkpoint));
    if (beyond.length === 0) return;
    // What was sealed while the bundle was on its way is no loss.
    const known = beyond.filter(({ at }) => at < this.#head!.madeAt);
    const last = Math.max(...known.map(({ entry }) => entry));
    if (known.length > 0) this.#damage('tail-missing', this.#last.number + 1, last, this.#last.at);
  }

  /** Each erased field needs an entry that says so; in a part of the log it may come later. */
  #checkErased(): void {
    for (const [number, fields] of this.#erased) {
      const isTold = this.#erasures.some((entry) => entry.number > number && covers(entry, number, fields));
      if (!isTold && this.#head?.isWhole) this.#damage('erased', number);
    }
  }

  #doubts(): Doubt[] {
    const found: Doubt[] = [{ kind: 'window' }, { kind: 'machine' }];
    const { first } = this.#outside ?? { first: null };
    if (first === null) found.push({ kind: 'no-outside' });
    else if (first > this.#first && this.#first > 0) found.push({ kind: 'outside-begins', from: first });
    if (this.#options.trustedKey === null && first === null) found.push({ kind: 'no-key' });
    if (this.#head && (!this.#head.isWhole || this.#head.after > 0)) {
      found.push({ kind: 'range', from: this.#first, to: this.#last.number });
    }
    for (const { number } of this.#restores) found.push({ kind: 'restored', from: number });
    return found;
  }
}

/** Whether an entry, with all its fields that are still there, is what its hash says. */
function isAsHashed(entry: SealedEntry): boolean {
  const { salts, fields } = entry;
  const names = [...Object.keys(fields), ...Object.keys(salts)];
  if (names.some((name) => !erasableFields.some((field) => field === name))) return false;
  const areWhole = erasableFields.every((field) => {
    if (entry[field] === undefined) return !(field in salts);
    return fields[field] === fieldDigest(field, salts[field] ?? '', entry[field]);
  });
  return areWhole && entryHash(entry) === entry.hash;
}

function covers(erasure: SealedEntry, number: number, fields: readonly string[]): boolean {
  const { entries, fields: named } = (erasure.details ?? {}) as { entries?: [number, number][]; fields?: string[] };
  const isIn = entries?.some(([from, to]) => from <= number && number <= to) ?? false;
  return isIn && fields.every((field) => named?.includes(field));
}
