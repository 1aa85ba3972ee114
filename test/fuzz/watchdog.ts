import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/** What the watched thread writes: the number of the input at work, and when it was begun (ms of `Date.now`). */
export interface Watched {
  readonly input: BigInt64Array;
  readonly mostMs: number;
  readonly mostBytes: number;
}

/**
 * Runs in a thread of its own beside the inputs: a reader that never comes back holds its thread, and no timer of that
 * thread would ever fire. An input that takes too long or too much memory is told, and ends the process.
 */
const { input, mostMs, mostBytes } = workerData as Watched;
setInterval(look, 250);

function look(): void {
  const number = Number(Atomics.load(input, 0));
  const ms = Date.now() - Number(Atomics.load(input, 1));
  const rss = process.memoryUsage.rss();
  if (number < 0 || (ms <= mostMs && rss <= mostBytes)) return;
  const fault = ms > mostMs ? `hang: no answer after ${ms} ms` : `memory: ${Math.round(rss / 1e6)} MB`;
  writeSync(1, `${JSON.stringify({ number, fault, isFatal: true })}\n`);
  process.kill(process.pid, 'SIGKILL');
}
