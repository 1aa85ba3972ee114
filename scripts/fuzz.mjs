// `node scripts/fuzz.mjs [--inputs N] [--from N] [--format F] [--processes N] [--write]`: mutated files through every
// reader, each input bounded in time and memory. A finding prints its number: the same number makes the same input again.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildOrExit, root } from './build.mjs';

const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string', default: '20000' },
    from: { type: 'string', default: '0' },
    format: { type: 'string', default: '' },
    processes: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
  },
});
/** No input may keep a process from telling something for so long. */
const silentMs = 90_000;
const mostMemory = 1_200 * 1024 * 1024;

buildOrExit();
const place = mkdtempSync(join(tmpdir(), 'lienthong-fuzz-'));
process.once('exit', () => rmSync(place, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const started = performance.now();
const findings = [];
const counts = {};
let peak = 0;
let done = 0;
const first = Number(options.from);
const total = Number(options.inputs);
const processes = Number(options.processes);
const share = Math.ceil(total / processes);
await Promise.all(
  Array.from({ length: processes }, (_, i) =>
    work(first + i * share, Math.min(first + total, first + (i + 1) * share)),
  ),
);
report();

/** One process after the other over a range: one that dies goes on behind the input that killed it. */
async function work(from, to) {
  for (let next = from; next < to;) next = await runOnce(next, to);
}

function runOnce(from, to) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        '--max-old-space-size=900',
        join(root, 'dist/test/fuzz/worker.js'),
        root,
        place,
        String(from),
        String(to),
        options.format,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let last = from;
    let ended = false;
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (part) => (words = (words + part).slice(-2_000)));
    let timer = setTimeout(silent, silentMs);
    function silent() {
      note({ number: last, fault: `no word for ${silentMs / 1_000} s after this input` });
      child.kill('SIGKILL');
    }
    createInterface({ input: child.stdout }).on('line', (line) => {
      clearTimeout(timer);
      timer = setTimeout(silent, silentMs);
      const told = JSON.parse(line);
      if (told.fault) note(told);
      if (told.rss > peak) peak = told.rss;
      if (told.rss > mostMemory) note({ number: told.number, fault: `memory: ${told.rss} bytes` });
      if (told.counts) {
        ended = true;
        add(told.counts);
      }
      done += told.number - last;
      last = told.number;
      progress();
    });
    child.on('exit', () => {
      clearTimeout(timer);
      if (!ended && words !== '') note({ number: last, fault: `the process ended: ${words}` });
      // A range that broke off is taken up behind the last number that was told; a few inputs may go untried.
      resolve(ended ? to : Math.max(last + 1, from + 1));
    });
  });
}

function add(more) {
  for (const [format, { read, refused }] of Object.entries(more)) {
    const sum = (counts[format] ??= { read: 0, refused: 0 });
    sum.read += read;
    sum.refused += refused;
  }
}

function note(finding) {
  findings.push(finding);
  console.error(
    `\nfinding at input ${finding.number} (${finding.seed ?? '?'}): ${String(finding.fault).split('\n').slice(0, 3).join(' | ')}`,
  );
  const folder = join(root, '.cache/fuzz');
  mkdirSync(folder, { recursive: true });
  if (finding.bytes)
    writeFileSync(join(folder, `${finding.number}-${finding.seed}`), Buffer.from(finding.bytes, 'base64'));
}

function progress() {
  if (!process.stdout.isTTY) return;
  const seconds = (performance.now() - started) / 1_000;
  const left = Math.round((seconds / Math.max(1, done)) * (total - done));
  process.stdout.write(`\r${done} of ${total} inputs, ${findings.length} findings, ${left} s left   `);
}

function report() {
  const seconds = Math.round((performance.now() - started) / 1_000);
  const lines = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
  const inputs = lines.reduce((sum, [, { read, refused }]) => sum + read + refused, 0);
  const table = [
    '| seeds of | inputs | still read | refused with words |',
    '| --- | ---: | ---: | ---: |',
    ...lines.map(([format, { read, refused }]) => `| ${format} | ${read + refused} | ${read} | ${refused} |`),
  ];
  const words = `${inputs} inputs from number ${first} on in ${seconds} s, ${findings.length} findings, most memory of a process ${Math.round(peak / 1e6)} MB.`;
  console.log(`\n${words}\n${table.join('\n')}`);
  if (options.write) {
    const head = [
      '# Fuzzing of the readers',
      '',
      'Mutations of valid small files of every format go through looking and reading, as the node does it: bits and bytes',
      'changed, cut, repeated, extreme numbers, tokens that upset parsers, two files spliced. Anything but a refusal with',
      'words is a finding: another error, an input over 5 s, a process over 1.2 GB, silence. Each input follows from its',
      'number, so a finding can be made again:',
      '',
      '    npm run fuzz -- --inputs 1000000          # --from N, --format F, --processes N, --write',
      '',
      'Findings are mended and kept as cases in `test/formats/`. The last recorded run:',
      '',
    ];
    writeFileSync(join(root, 'docs/fuzzing.md'), `${[...head, words, '', ...table].join('\n')}\n`);
  }
  process.exitCode = findings.length > 0 ? 1 : 0;
}
