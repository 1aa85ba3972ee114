import type { Clock } from '../../kernel/index.ts';

const knownMs = 24 * 3_600_000;
const most = 20_000;

/**
 * Who has delivered into which network lately, and which series belong to it: what is left with the node while nobody can
 * look up rights must come from somebody who had them a short while ago. In memory only; judged again when it is stored.
 */
export class KnownSenders {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();
  readonly #networks = new Map<number, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  remember(sender: string, network: string): void {
    const pair = `${sender}\n${network}`;
    this.#until.delete(pair);
    this.#until.set(pair, this.#clock.now().getTime() + knownMs);
    if (this.#until.size > most) this.#until.delete(this.#until.keys().next().value!);
  }

  knows(sender: string, network: string): boolean {
    return (this.#until.get(`${sender}\n${network}`) ?? 0) > this.#clock.now().getTime();
  }

  rememberSeries(series: number, network: string): void {
    this.#networks.set(series, network);
  }

  /** Undefined where nobody has delivered to it by its number since the start. */
  networkOf(series: number): string | undefined {
    return this.#networks.get(series);
  }
}
