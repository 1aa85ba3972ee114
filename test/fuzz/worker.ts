import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parse } from 'yaml';
import type { FileLayout } from '../../src/formats/index.ts';
import { Schedule } from './schedule.ts';
import { seedsOf } from './seeds.ts';
import { bytesOf, tryInput } from './try-input.ts';
import { processorMs, type Watched } from './processor-time.ts';

/** What `scripts/fuzz.mjs` starts a process with. */
interface Task {
  readonly root: string;
  readonly place: string;
  readonly data: string;
  readonly from: number;
  readonly to: number;
  readonly format: string;
}

/** Inputs `from` to `to`; tells its parent line by line, in a way that outlives a sudden end. */
const { root, place, data, from, to, format } = JSON.parse(process.argv[2]!) as Task;
const folder = mkdtempSync(join(place, 'fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/**
 * An input of some kilobytes that takes more of the processor is a finding; much more, and the process is ended. Time on
 * the clock says little where others want the processor too: it only ends what waits for something that never comes.
 */
const slowMs = 5_000;
const longestWaitMs = 180_000;
const tellEvery = 500;

const seeds = seedsOf(root, folder, data).filter((seed) => format === '' || seed.format === format);
if (seeds.length === 0) throw new Error(`There is no seed of the format ${format}.`);
const schedule = new Schedule(seeds);
const layoutPath = join(root, 'packs/vn-core/files/automatic-monitoring.yaml');
const layout = { id: 'a', ...(parse(readFileSync(layoutPath, 'utf8')) as Omit<FileLayout, 'id'>) };

const say = (message: object): void => void writeSync(1, `${JSON.stringify(message)}\n`);
process.on('uncaughtException', (error) => {
  say({ ...(at >= to ? {} : { number: at }), fault: `uncaught: ${error.stack}`, isFatal: true });
  process.exit(1);
});
const input = new BigInt64Array(new SharedArrayBuffer(24));
const watched: Watched = { input, mostMs: 4 * slowMs, longestWaitMs, mostBytes: 1_200 * 1024 * 1024 };
new Worker(new URL('./watchdog.js', import.meta.url), { workerData: watched, execArgv: [] }).unref();

let at = from;
let counts: Record<string, { read: number; refused: number; ms: number }> = {};
for (; at < to; at++) {
  Atomics.store(input, 1, BigInt(Date.now()));
  Atomics.store(input, 2, BigInt(processorMs()));
  Atomics.store(input, 0, BigInt(at));
  await tryNumber(at);
  if ((at + 1) % tellEvery === 0) tell();
}
tell();
process.exit(0);

function tell(): void {
  say({ done: Math.min(at + 1, to), rss: process.memoryUsage.rss(), counts });
  counts = {};
}

async function tryNumber(number: number): Promise<void> {
  const { seed, input: made, choices } = schedule.input(number);
  const started = performance.now();
  const before = processorMs();
  const outcome = await tryInput(made, folder, {
    choices,
    layouts: seed.format === 'layout' ? [layout] : [],
    ogr2ogr: seed.format === 'gdal' ? 'ogr2ogr' : null,
  });
  const ms = performance.now() - started;
  const count = (counts[seed.format] ??= { read: 0, refused: 0, ms: 0 });
  count.ms += ms;
  if (typeof outcome === 'string') count[outcome] += 1;
  const used = processorMs() - before;
  const fault = typeof outcome !== 'string' ? outcome.fault : used > slowMs ? `slow: ${used} ms` : null;
  if (fault === null) return;
  const bytes = bytesOf(schedule.input(number).input).toString('base64');
  say({ number, seed: seed.name, format: seed.format, choices, fault, bytes });
}
