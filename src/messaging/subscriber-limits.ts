import type { Socket } from 'node:net';

/** So much may wait in a connection without being looked at. */
const unseenBytes = 64 * 1024;

export interface SubscriberLimitOptions {
  /** What may wait for one subscriber, in bytes. */
  readonly most: number;
  /** What may wait for all of them that are slow. */
  readonly mostTogether: number;
  readonly onCut: (socket: Socket, bytes: number) => void;
}

/**
 * Lets nobody wait for a subscriber that reads slowly: what is sent to it waits in its connection, up to a limit, while the
 * others go on. One that lags further behind is cut off; of all of them together the one that is furthest behind.
 */
export class SubscriberLimits {
  readonly #options: SubscriberLimitOptions;
  readonly #slow = new Set<Socket>();

  constructor(options: SubscriberLimitOptions) {
    this.#options = options;
  }

  hold(socket: Socket): void {
    const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
    // The broker keeps everybody waiting for a connection that says it is full.
    socket.write = ((...given: unknown[]): boolean => {
      write(...given);
      if (socket.writableLength > unseenBytes) this.#look(socket);
      return true;
    }) as Socket['write'];
    socket.once('close', () => this.#slow.delete(socket));
  }

  #look(socket: Socket): void {
    const { most, mostTogether } = this.#options;
    this.#slow.add(socket);
    if (socket.writableLength > most) return this.#cut(socket);
    let [together, furthest] = [0, socket];
    for (const each of this.#slow) {
      if (each.writableLength <= unseenBytes) this.#slow.delete(each);
      together += each.writableLength;
      if (each.writableLength > furthest.writableLength) furthest = each;
    }
    if (together > mostTogether) this.#cut(furthest);
  }

  #cut(socket: Socket): void {
    this.#slow.delete(socket);
    if (socket.destroyed) return;
    this.#options.onCut(socket, socket.writableLength);
    socket.destroy(new Error('It reads more slowly than messages come.'));
  }
}
