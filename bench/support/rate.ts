import { Agent, request } from 'node:http';
import { quantile } from './numbers.ts';

/** How often something was done in a second, and how long each took. */
export interface Rate {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

/** Does `once` again and again on so many lanes at the same time; what is under way at the end still counts. */
export async function measureRate(once: () => Promise<unknown>, clients: number, seconds: number): Promise<Rate> {
  const times: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1_000;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const begun = performance.now();
      await once();
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: clients }, lane));
  const elapsed = (performance.now() - started) / 1_000;
  return {
    perSecond: times.length / elapsed,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    longestMs: times.reduce((longest, time) => Math.max(longest, time), 0),
  };
}

/** Fetches addresses over connections that stay open, without decoding what comes: the client must cost little. */
export class PlainClient {
  readonly #agent: Agent;

  constructor(connections: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Number of bytes of the answer; throws unless it is 200. */
  fetch(address: string, accept = 'application/geo+json', bearer: string | null = null): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { accept, ...(bearer !== null && { authorization: `Bearer ${bearer}` }) };
      const sent = request(address, { agent: this.#agent, headers }, (answer) => {
        let bytes = 0;
        answer.on('data', (part: Buffer) => (bytes += part.length));
        answer.once('error', reject);
        answer.once('end', () => {
          if (answer.statusCode === 200) resolve(bytes);
          else reject(new Error(`${address} answered ${answer.statusCode}.`));
        });
      });
      sent.once('error', reject);
      sent.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
