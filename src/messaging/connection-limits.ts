import type { Socket } from 'node:net';

/** Bytes that somebody may send before it is known who he is. */
const strangerBytes = 64 * 1024;
/** Largest packet of somebody who is known: an observation has some hundred bytes. */
const packetBytes = 1024 * 1024;

/**
 * Looks at what a connection sends, as it is read, and cuts it off where it is too much: the parser behind keeps a packet
 * until it is whole, and MQTT allows 256 MB.
 */
export function limitBytes(socket: Socket, isKnown: () => boolean): void {
  const frames = new Frames();
  let bytes = 0;
  const read = socket.read.bind(socket);
  // The broker reads by this method alone; a stream in between would cost every byte a copy.
  socket.read = (size?: number): Buffer | null => {
    const chunk = read(size) as Buffer | null;
    if (chunk === null) return null;
    bytes += chunk.length;
    const largest = frames.pass(chunk);
    if (isKnown() ? largest <= packetBytes : Math.max(bytes, largest) <= strangerBytes) return chunk;
    socket.destroy(new Error('More was sent at once than is taken.'));
    return null;
  };
}

/** Follows the packets of a stream by their fixed headers (MQTT 3.1.1, 2.2). */
class Frames {
  #left = 0;
  /** Bytes of the header seen so far: its first, then up to four of the length. */
  #header = 0;
  #length = 0;

  /** Length of the largest packet that begins, or goes on, in these bytes. */
  pass(chunk: Buffer): number {
    let largest = this.#length;
    for (let at = 0; at < chunk.length;) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - at);
        this.#left -= step;
        at += step;
        continue;
      }
      const byte = chunk[at++]!;
      if (this.#header === 0) {
        this.#length = 0;
        this.#header = 1;
        continue;
      }
      this.#length += (byte & 0x7f) * 2 ** (7 * (this.#header - 1));
      // A fifth byte is no length: the parser refuses it.
      const isLast = (byte & 0x80) === 0 || this.#header === 4;
      this.#header = isLast ? 0 : this.#header + 1;
      if (isLast) this.#left = this.#length;
      largest = Math.max(largest, this.#length);
    }
    return largest;
  }
}

/** Counts connections by network address. */
export class ConnectionCount {
  readonly #most: number | null;
  readonly #open = new Map<string, number>();

  constructor(most: number | null) {
    this.#most = most;
  }

  /** False where the address has as many as it may; else counted until it closes. */
  enter(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    const open = this.#open.get(address) ?? 0;
    if (this.#most !== null && open >= this.#most) return false;
    this.#open.set(address, open + 1);
    socket.once('close', () => {
      const left = this.#open.get(address)! - 1;
      if (left === 0) this.#open.delete(address);
      else this.#open.set(address, left);
    });
    return true;
  }
}
