import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark, Outcome, Ratio, Settings } from './model.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits } from './support/numbers.ts';
import { benchNetwork, pushReadings } from './support/push-readings.ts';
import { roundsAtSize, storeAtSize, type AtSize } from './support/store-at-size.ts';

const stations = 200;
const stepMs = 300_000;
const smallRows = 1_000_000;
const end = Date.UTC(2026, 0);
/** The node has nothing left to do when it has used less of a processor than this for so long. */
const idleShare = 0.05;
const idleMs = 2_000;

/** A node with nothing but Node.js: how much of a country it can hold. */
export const embedded: Benchmark = {
  name: 'embedded',
  summary: 'The embedded store at 1 M observations and at as many as asked for: pushes, pages, posts, bytes',
  defaultRows: 10_000_000,
  run: async (settings) => {
    const data = join(settings.folder, 'data');
    const node = await startNodeProcess(data, null);
    try {
      await node.post('/networks', { id: benchNetwork, title: benchNetwork, openness: 'open' });
      return report(await measure(settings, node, data), node.memory().peak);
    } finally {
      await node.stop();
    }
  },
};

interface Held extends AtSize {
  readonly rows: number;
  /** Rows a second of the push that filled it. */
  readonly filledPerSecond: number;
  /** Of the whole data folder, with logs and what the node has beside the values. */
  readonly bytesEach: number;
}

async function measure({ rows, folder, seconds, say }: Settings, node: NodeProcess, data: string): Promise<Held[]> {
  const settle = () => untilIdle(node.pid);
  const held: Held[] = [];
  let there = 0;
  let from = end;
  for (const wanted of [smallRows, rows]) {
    const more = wanted - there;
    if (more <= 0) continue;
    // Earlier values than those that stand, as a history that is brought in.
    const start = end - Math.ceil(wanted / stations) * stepMs;
    const filledPerSecond = more / (await pushReadings(node, folder, { stations, rows: more, start }));
    there += more;
    say(`${there} rows, the last ${more} at ${digits(filledPerSecond)} rows/s`);
    const found = await storeAtSize(node, { stations, folder, seconds: seconds * 2, from, settle });
    from += 100 * 86_400_000;
    there += roundsAtSize * 200_000;
    await settle();
    held.push({ ...found, rows: there, filledPerSecond, bytesEach: (await bytesOf(data)) / there });
  }
  return held;
}

async function untilIdle(pid: number): Promise<void> {
  for (let before = cpuMs(pid); ;) {
    await sleep(idleMs);
    const now = cpuMs(pid);
    if (now - before < idleShare * idleMs) return;
    before = now;
  }
}

/** Processor time of a process (Linux: hundredths of a second in the 14th and 15th field). */
function cpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function bytesOf(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return sum;
}

function report(held: readonly Held[], peak: number | null): Outcome {
  const [small, large] = [held[0]!, held.at(-1)!];
  const grown = (what: string, key: 'oldest' | 'newest' | 'post'): Ratio => ({
    what: `${what}: time at ${large.rows} rows, of that at ${small.rows}`,
    value: digits((large[key] / small[key]) * 100),
    unit: '%',
    aim: null,
  });
  return {
    tables: [
      {
        title: `The embedded store (${stations} series; the quickest of ${roundsAtSize} rounds)`,
        columns: [
          ...['rows', 'filled rows/s', 'oldest page ms', 'newest page ms', 'post ms', 'push rows/s'],
          'bytes a row, whole folder',
        ],
        rows: held.map(({ rows, filledPerSecond, oldest, newest, post, addedPerSecond, bytesEach }) => [
          ...[rows, digits(filledPerSecond), digits(oldest), digits(newest), digits(post), digits(addedPerSecond)],
          digits(bytesEach),
        ]),
      },
    ],
    ratios: [
      grown('page of the oldest 1,000', 'oldest'),
      grown('page of the newest 1,000', 'newest'),
      grown('single post', 'post'),
      ...(peak === null
        ? []
        : [{ what: 'peak memory of the node with its store', value: digits(peak), unit: 'MB', aim: null } as const]),
    ],
    leftOut: [],
    notes: [],
  };
}
