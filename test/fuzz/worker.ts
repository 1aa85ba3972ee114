import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mutate, randomFrom } from './mutate.ts';
import { seedsOf, type Seed } from './seeds.ts';
import { storedZip } from './stored-zip.ts';
import { tryInput } from './try-input.ts';

/** Inputs of one process, started by `scripts/fuzz.mjs`: numbers `from` to `to`; tells its parent line by line. */
const [root, place, from, to, format] = process.argv.slice(2) as [string, string, string, string, string];
const folder = mkdtempSync(join(place, 'fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** An input of some kilobytes that takes longer is a finding. */
const slowMs = 5_000;
const tellEvery = 500;

const seeds = seedsOf(root, folder).filter((seed) => format === '' || seed.format === format);
if (seeds.length === 0) throw new Error(`There is no seed of the format ${format}.`);
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
process.on('uncaughtException', (error) => {
  say({ number: current, fault: `uncaught: ${error.stack}` });
  process.exit(1);
});

let current = Number(from);
const counts: Record<string, { read: number; refused: number }> = {};
for (; current < Number(to); current++) {
  await tryNumber(current);
  if (current % tellEvery === 0) say({ number: current, rss: process.memoryUsage.rss() });
}
say({ number: current, rss: process.memoryUsage.rss(), counts });

async function tryNumber(number: number): Promise<void> {
  const random = randomFrom(number);
  const seed = seeds[number % seeds.length]!;
  const other = seeds[Math.floor(random() * seeds.length)]!;
  const { bytes, name } = inputOf(seed, other, random);
  const started = performance.now();
  const outcome = await tryInput(bytes, name, folder, AbortSignal.timeout(slowMs * 4));
  const ms = performance.now() - started;
  const count = (counts[seed.format] ??= { read: 0, refused: 0 });
  if (typeof outcome === 'string') count[outcome] += 1;
  if (typeof outcome !== 'string')
    say({ number, seed: seed.name, fault: outcome.fault, bytes: bytes.toString('base64') });
  else if (ms > slowMs)
    say({ number, seed: seed.name, fault: `slow: ${Math.round(ms)} ms`, bytes: bytes.toString('base64') });
}

/** Of several parts one is mutated and all are zipped; a lone file stands for itself, now and then in a zip. */
function inputOf(seed: Seed, other: Seed, random: () => number): { bytes: Buffer; name: string } {
  const chosen = Math.floor(random() * seed.parts.length);
  const parts = seed.parts.map((part, index) =>
    index === chosen ? { ...part, bytes: mutate(part.bytes, other.parts[0]!.bytes, random) } : part,
  );
  if (parts.length === 1 && random() > 0.02) return { bytes: parts[0]!.bytes, name: parts[0]!.name };
  return { bytes: storedZip(parts), name: `${seed.format}.zip` };
}
