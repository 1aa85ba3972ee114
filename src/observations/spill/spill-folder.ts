import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDiskFull, type Log } from '../../kernel/index.ts';
import type { KeptMessage, SpilledMessage, SpillState } from './model.ts';
import { bodyOf, findGroups, inBlocks, readGroup, textOf, writeGroup, type SpillGroup } from './spill-group.ts';
import { beat, ownFolder, takeOver } from './spill-owner.ts';
import { SpillFull, SpillRoom } from './spill-room.ts';

export interface SpillFolderOptions {
  readonly folder: string;
  /** What it may take of the disk. */
  readonly limitBytes: number;
  /** No other process can be at work on this data folder. */
  readonly isAlone: boolean;
  readonly log: Log;
}

interface Waiting {
  readonly message: SpilledMessage;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Current {
  readonly group: SpillGroup;
  readonly messages: readonly SpilledMessage[];
  place: number;
}

const mostTogether = 500;
/** Of messages that become durable together. */
const bytesTogether = 8 * 1024 ** 2;

/**
 * Messages that wait on the disk for the store, in the order in which they came. What `append` has answered for outlives
 * the process and a loss of power; nothing is answered for beyond the limit.
 */
export class SpillFolder {
  readonly #options: SpillFolderOptions;
  readonly #own: string;
  readonly #endBeat: () => void;
  readonly #groups: SpillGroup[] = [];
  readonly #ofNetwork = new Map<string, number>();
  readonly #ids = new Set<string>();
  readonly #room: SpillRoom;
  #writing: Promise<void> | null = null;
  #waiting: Waiting[] = [];
  #names = 0;
  /** The group that is taken in now, and how far. */
  #current: Current | null = null;

  private constructor(options: SpillFolderOptions, own: string) {
    this.#options = options;
    this.#own = own;
    this.#room = new SpillRoom(options.limitBytes);
    this.#endBeat = beat(own);
  }

  static async open(options: SpillFolderOptions): Promise<SpillFolder> {
    const spill = new SpillFolder(options, await ownFolder(options.folder));
    await spill.takeOver();
    return spill;
  }

  /** Takes over what processes left that are gone. */
  async takeOver(): Promise<void> {
    const { folder, isAlone, log } = this.#options;
    for (const taken of await takeOver(folder, this.#own, isAlone)) {
      const groups = await findGroups(taken, (file) => this.#setAside(file));
      for (const group of groups) this.#list(group);
      if (groups.length > 0) log.warn({ groups: groups.length }, 'deliveries that another process kept are taken over');
    }
  }

  get state(): SpillState {
    const [first] = this.#groups;
    const place = first && this.#current?.group === first ? this.#current.place : 0;
    const { usedBytes: bytes, limitBytes } = this.#room;
    const oldest = first?.messages[Math.min(place, first.messages.length - 1)]?.receivedAt ?? null;
    return { messages: this.#ids.size, bytes, limitBytes, oldest };
  }

  /** Whether something of a network waits: what comes after it must not overtake it. */
  holds(network: string): boolean {
    return this.#ofNetwork.has(network);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** The message of this id, where it waits. */
  async find(id: string): Promise<SpilledMessage | null> {
    if (!this.#ids.has(id)) return null;
    const group = this.#groups.find(({ messages }) => messages.some((message) => message.id === id));
    const messages = group ? await readGroup(group).catch(() => []) : [];
    return messages.find((message) => message.id === id) ?? null;
  }

  /** Keeps a message whose body is in it. Throws `SpillFull`. */
  async append(message: SpilledMessage): Promise<void> {
    const bytes = inBlocks(Buffer.byteLength(textOf([message])));
    this.#room.reserve(message.sender, bytes);
    try {
      await this.#commit(message);
    } finally {
      this.#room.release(message.sender, bytes);
    }
  }

  /** Keeps a message with the body that a stream gives; `make` is told its length. Throws `SpillFull`. */
  async appendBody(
    { id, sender }: Pick<SpilledMessage, 'id' | 'sender'>,
    body: Readable,
    make: (bytes: number) => SpilledMessage,
  ): Promise<SpilledMessage> {
    const path = bodyOf(this.#own, id);
    let reserved = 0;
    const reserve = (more: number): void => {
      this.#room.reserve(sender, more);
      reserved += more;
    };
    try {
      // Room for the line that names it.
      reserve(inBlocks(1));
      const bytes = await writeBody(path, body, reserve);
      const message = make(bytes);
      await this.#commit(message);
      return message;
    } catch (error) {
      await rm(path, { force: true });
      throw isDiskFull(error) ? new SpillFull('The disk is full.', { cause: error }) : error;
    } finally {
      this.#room.release(sender, reserved);
    }
  }

  /** The oldest messages with their bodies, so many at most, and one at least where any waits. They stay until `done`. */
  async ahead(most: { readonly messages: number; readonly bytes: number }): Promise<KeptMessage[]> {
    const first = await this.#oldest();
    if (!first) return [];
    const kept: KeptMessage[] = [];
    let bytes = 0;
    for (const group of [...this.#groups]) {
      const isFirst = group === first.group;
      const messages = isFirst ? first.messages.slice(first.place) : await this.#read(group);
      for (const message of messages) {
        bytes += message.bytes;
        if (kept.length === most.messages || (kept.length > 0 && bytes > most.bytes)) return kept;
        kept.push({ message, body: await bodyIn(group.folder, message) });
      }
      // Of one that another process has taken over nothing is done before it is dropped in its turn.
      if (!isFirst && messages.length === 0) return kept;
    }
    return kept;
  }

  /** Forgets the oldest message, which is this one: it is stored, or refused where people see it. */
  async done(id: string): Promise<void> {
    const current = await this.#oldest();
    const message = current?.messages[current.place];
    // Another process may have taken the folder over meanwhile, and takes in itself what it holds.
    if (!current || message?.id !== id) return;
    const { network, payload } = message;
    current.place++;
    if (current.place === current.messages.length) {
      // First the list, then what it names: a body without a list is nobody's, a list without a body is a loss.
      await rm(current.group.file, { force: true });
      for (const message of current.messages) {
        if (message.payload === null) await rm(bodyOf(current.group.folder, message.id), { force: true });
      }
      this.#room.forget(current.group);
      this.#groups.shift();
      this.#current = null;
    }
    this.#unlist(id, network);
    if (payload === null && this.#current) await rm(bodyOf(current.group.folder, id), { force: true });
  }

  /** Removes the own folder where nothing waits in it; else the next process takes it over. */
  async close(): Promise<void> {
    this.#endBeat();
    await this.#writing;
    if (this.#groups.length === 0) await rm(this.#own, { recursive: true, force: true });
  }

  /** Beside the folder, where nobody takes it up or removes it: what can still be read of it people may send again. */
  async #setAside(file: string): Promise<void> {
    const { folder, log } = this.#options;
    const aside = join(`${folder}-spoilt`, `${randomUUID()}-${basename(file)}`);
    await mkdir(dirname(aside), { recursive: true, mode: 0o700 });
    await rename(file, aside);
    log.error({ file: aside }, 'a file of kept deliveries is spoilt and was set aside');
  }

  /** Where the oldest message stands. */
  async #oldest(): Promise<Current | null> {
    for (;;) {
      const [group] = this.#groups;
      if (!group) return null;
      this.#current ??= { group, messages: await this.#read(group), place: 0 };
      if (this.#current.messages[this.#current.place]) return this.#current;
      this.#drop(group);
    }
  }

  async #read(group: SpillGroup): Promise<readonly SpilledMessage[]> {
    try {
      return await readGroup(group);
    } catch (error) {
      // A process that slept for long may find that another has taken its folder over.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  #drop(group: SpillGroup): void {
    for (const { id, network } of group.messages) if (this.#ids.has(id)) this.#unlist(id, network);
    this.#room.forget(group);
    this.#groups.shift();
    this.#current = null;
  }

  #commit(message: SpilledMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, resolve, reject });
      this.#writing ??= this.#write().finally(() => (this.#writing = null));
    });
  }

  /** What arrives while one group is written goes together into the next: they share what a sync costs. */
  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const together = this.#nextTogether();
      try {
        const name = String(++this.#names).padStart(10, '0');
        this.#list(
          await writeGroup(
            this.#own,
            name,
            together.map(({ message }) => message),
          ),
        );
        for (const { resolve } of together) resolve();
      } catch (error) {
        const reason = isDiskFull(error) ? new SpillFull('The disk is full.', { cause: error }) : error;
        for (const { reject } of together) reject(reason);
      }
    }
  }

  #nextTogether(): Waiting[] {
    let bytes = 0;
    const found = this.#waiting.findIndex(({ message }, place) => {
      bytes += message.payload?.length ?? 0;
      return place > 0 && (place === mostTogether || bytes > bytesTogether);
    });
    return this.#waiting.splice(0, found < 0 ? this.#waiting.length : found);
  }

  #list(group: SpillGroup): void {
    this.#groups.push(group);
    this.#room.keep(group);
    for (const { id, network } of group.messages) {
      this.#ids.add(id);
      this.#ofNetwork.set(network, (this.#ofNetwork.get(network) ?? 0) + 1);
    }
  }

  #unlist(id: string, network: string): void {
    this.#ids.delete(id);
    const left = this.#ofNetwork.get(network)! - 1;
    if (left === 0) this.#ofNetwork.delete(network);
    else this.#ofNetwork.set(network, left);
  }
}

/** Null where it is gone: that of a message that was stored before a crash may be. */
async function bodyIn(folder: string, { id, payload }: SpilledMessage): Promise<KeptMessage['body']> {
  if (payload !== null) return () => Readable.from([Buffer.from(payload, 'base64')]);
  const path = bodyOf(folder, id);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere ? () => createReadStream(path) : null;
}

/** `reserve`: takes room for so many bytes more, or throws. */
async function writeBody(path: string, body: Readable, reserve: (bytes: number) => void): Promise<number> {
  let bytes = 0;
  const metered = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        reserve(inBlocks(bytes + chunk.length) - inBlocks(bytes));
        bytes += chunk.length;
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  await pipeline(body, metered, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
  return bytes;
}
