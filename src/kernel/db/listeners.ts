/** Who waits for notifications on which channel. */
export class Listeners {
  readonly #byChannel = new Map<string, Set<(payload: string) => void>>();

  get channels(): string[] {
    return [...this.#byChannel.keys()];
  }

  /** True when the channel is new. */
  add(channel: string, onNotify: (payload: string) => void): boolean {
    const known = this.#byChannel.get(channel);
    if (known) {
      known.add(onNotify);
      return false;
    }
    this.#byChannel.set(channel, new Set([onNotify]));
    return true;
  }

  /** True when nobody waits on the channel any more. */
  remove(channel: string, onNotify: (payload: string) => void): boolean {
    const known = this.#byChannel.get(channel);
    if (!known?.delete(onNotify) || known.size > 0) return false;
    return this.#byChannel.delete(channel);
  }

  /** Not from within the statement that brought the notification: a listener's mistake must not become its error. */
  notify(channel: string, payload: string): void {
    for (const onNotify of this.#byChannel.get(channel) ?? []) queueMicrotask(() => onNotify(payload));
  }
}
