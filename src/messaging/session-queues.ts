import { Readable } from 'node:stream';

/** A message on its way to the subscriber of a session; told apart by its broker and that one's counter. */
export interface QueuedPacket {
  readonly brokerId?: string;
  readonly brokerCounter?: number;
  messageId?: number;
}

interface Session {
  readonly id: string;
}

interface Queue {
  readonly packets: Map<string, QueuedPacket>;
  readonly names: Map<number, string>;
}

export interface SessionQueueOptions {
  /** Messages that may wait for one session. */
  readonly most: number;
  /** Messages that may wait for all sessions. */
  readonly mostTogether: number;
  /** Forgets a session: what waits for it is gone already, and its subscriptions have to go. */
  readonly onOverflow: (session: string, messages: number) => void;
}

const nameOf = ({ brokerId, brokerCounter }: QueuedPacket): string => `${brokerId}:${brokerCounter}`;

/**
 * What sessions that outlive their connection have not acknowledged yet, in memory. One that lets too much wait is
 * forgotten: on its return it is told that there is no session (MQTT 3.1.1, 3.2.2.2), and so knows that it has missed something.
 * The methods are those by which the broker asks its store.
 */
export class SessionQueues {
  readonly #options: SessionQueueOptions;
  readonly #queues = new Map<string, Queue>();
  #count = 0;

  constructor(options: SessionQueueOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#count;
  }

  async outgoingEnqueue({ clientId }: { readonly clientId: string }, packet: QueuedPacket): Promise<void> {
    this.#add(clientId, packet);
  }

  async outgoingEnqueueCombi(
    subscriptions: readonly { readonly clientId: string }[],
    packet: QueuedPacket,
  ): Promise<void> {
    for (const { clientId } of subscriptions) this.#add(clientId, packet);
  }

  /** Notes the number under which a message was sent. Throws where it does not wait. */
  async outgoingUpdate({ id }: Session, packet: QueuedPacket): Promise<void> {
    const queue = this.#queues.get(id);
    const { messageId } = packet;
    const isNamed = packet.brokerId !== undefined;
    const name = isNamed ? nameOf(packet) : messageId === undefined ? undefined : queue?.names.get(messageId);
    const waiting = name === undefined ? undefined : queue?.packets.get(name);
    if (!queue || name === undefined || !waiting || messageId === undefined) throw new Error('No such message waits.');
    queue.names.set(messageId, name);
    if (isNamed) waiting.messageId = messageId;
    else queue.packets.set(name, packet);
  }

  /**
   * Forgets a message that was acknowledged; gives it, where it waited. Without a number nothing is forgotten: the broker asks
   * so too of a message that matched a second subscription, and is just being sent for the first.
   */
  async outgoingClearMessageId({ id }: Session, { messageId }: QueuedPacket): Promise<QueuedPacket | undefined> {
    const queue = this.#queues.get(id);
    const name = messageId === undefined ? undefined : queue?.names.get(messageId);
    if (!queue || name === undefined) return undefined;
    const packet = queue.packets.get(name);
    queue.names.delete(messageId!);
    // The number may have been given to another message since.
    return packet?.messageId === messageId ? this.#remove(id, queue, name) : undefined;
  }

  /** Forgets a message that its subscriber may not hear. */
  withdraw(id: string, packet: QueuedPacket): void {
    const queue = this.#queues.get(id);
    if (queue) this.#remove(id, queue, nameOf(packet));
  }

  /** What waits for a session, oldest first, as it is now. */
  outgoingStream({ id }: Session): Readable {
    return Readable.from([...(this.#queues.get(id)?.packets.values() ?? [])]);
  }

  /** Forgets what waits for a session. */
  drop(id: string): void {
    this.#count -= this.#queues.get(id)?.packets.size ?? 0;
    this.#queues.delete(id);
  }

  #remove(id: string, queue: Queue, name: string): QueuedPacket | undefined {
    const packet = queue.packets.get(name);
    if (!queue.packets.delete(name)) return undefined;
    this.#count--;
    if (queue.packets.size === 0) this.#queues.delete(id);
    return packet;
  }

  #add(id: string, packet: QueuedPacket): void {
    const queue = this.#queues.get(id) ?? { packets: new Map<string, QueuedPacket>(), names: new Map() };
    this.#queues.set(id, queue);
    const name = nameOf(packet);
    if (!queue.packets.has(name)) this.#count++;
    queue.packets.set(name, Object.assign(Object.create(Object.getPrototypeOf(packet)), packet));
    const { most, mostTogether } = this.#options;
    if (queue.packets.size > most) this.#overflow(id);
    else if (this.#count > mostTogether) this.#overflow(this.#longest());
  }

  #overflow(id: string): void {
    const messages = this.#queues.get(id)!.packets.size;
    this.drop(id);
    this.#options.onOverflow(id, messages);
  }

  #longest(): string {
    let [longest, most] = ['', -1];
    for (const [id, { packets }] of this.#queues) {
      if (packets.size > most) [longest, most] = [id, packets.size];
    }
    return longest;
  }
}
