/**
 * Lets writing transactions through, or makes them wait. Closing waits until those inside have ended, so that none is
 * cut in the middle.
 */
export class WriterGate {
  #inside = 0;
  #opening: { readonly promise: Promise<void>; readonly open: () => void } | null = null;
  #whenEmpty: () => void = () => {};

  get isClosed(): boolean {
    return this.#opening !== null;
  }

  /** Resolves when the gate is open. */
  async opened(): Promise<void> {
    await this.#opening?.promise;
  }

  async enter(): Promise<void> {
    while (this.#opening) await this.#opening.promise;
    this.#inside++;
  }

  leave(): void {
    if (--this.#inside === 0) this.#whenEmpty();
  }

  /** Waits for its turn where somebody else holds the gate closed. */
  async close(): Promise<void> {
    while (this.#opening) await this.#opening.promise;
    let open = () => {};
    const promise = new Promise<void>((resolve) => (open = resolve));
    this.#opening = { promise, open };
    if (this.#inside > 0) await new Promise<void>((resolve) => (this.#whenEmpty = resolve));
  }

  open(): void {
    const opening = this.#opening;
    this.#opening = null;
    opening?.open();
  }
}
