import type { SpillGroup } from './spill-group.ts';

/** There is no room for another message: the limit of all or of its sender is reached, or the disk is full. */
export class SpillFull extends Error {}

/** Of all the room, what one sender may take: whoever sends much, or goes on and on, leaves as much to the others. */
const shareOfOne = 1 / 2;

/** How much of the disk is taken by what waits, and by whom. Bytes, in whole blocks. */
export class SpillRoom {
  readonly limitBytes: number;
  readonly #ofSender = new Map<string, number>();
  #usedBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Takes room for what is being written. Throws `SpillFull`. */
  reserve(sender: string, bytes: number): void {
    if (this.#usedBytes + bytes > this.limitBytes) throw new SpillFull('What waits has reached its limit.');
    if ((this.#ofSender.get(sender) ?? 0) + bytes > this.limitBytes * shareOfOne) {
      throw new SpillFull('What waits of this sender has reached its share.');
    }
    this.#add(sender, bytes);
  }

  /** Gives back what was reserved: it is written and kept, or was not. */
  release(sender: string, bytes: number): void {
    this.#add(sender, -bytes);
  }

  /** Counts what waits on the disk, whatever the limits are. */
  keep(group: SpillGroup): void {
    this.#count(group, 1);
  }

  forget(group: SpillGroup): void {
    this.#count(group, -1);
  }

  /** The file that names the messages is shared by them. */
  #count({ bytes, messages }: SpillGroup, sign: 1 | -1): void {
    const bodies = messages.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
    for (const { sender, bodyBytes } of messages) {
      this.#addTo(sender, sign * (bodyBytes + (bytes - bodies) / messages.length));
    }
    this.#usedBytes += sign * bytes;
  }

  #add(sender: string, bytes: number): void {
    this.#usedBytes += bytes;
    this.#addTo(sender, bytes);
  }

  #addTo(sender: string, bytes: number): void {
    const left = (this.#ofSender.get(sender) ?? 0) + bytes;
    // What is shared by three does not add up to the bit.
    if (left < 1) this.#ofSender.delete(sender);
    else this.#ofSender.set(sender, left);
  }
}
