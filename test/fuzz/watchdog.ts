import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { processorMs, type Watched } from './processor-time.ts';

/**
 * Runs in a thread of its own beside the inputs: a reader that never comes back holds its thread, and no timer of that
 * thread would ever fire. An input that takes too long or too much memory is told, and ends the process.
 */
const { input, mostMs, longestWaitMs, mostBytes } = workerData as Watched;
setInterval(look, 250);

function look(): void {
  const number = Number(Atomics.load(input, 0));
  const waited = Date.now() - Number(Atomics.load(input, 1));
  const used = processorMs() - Number(Atomics.load(input, 2));
  const rss = process.memoryUsage.rss();
  if (number < 0 || (used <= mostMs && waited <= longestWaitMs && rss <= mostBytes)) return;
  const fault = rss > mostBytes ? `memory: ${Math.round(rss / 1e6)} MB` : `hang: ${used} ms of work in ${waited} ms`;
  writeSync(1, `${JSON.stringify({ number, fault, isFatal: true })}\n`);
  process.kill(process.pid, 'SIGKILL');
}
