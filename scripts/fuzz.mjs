// `node scripts/fuzz.mjs [--inputs N] [--from N] [--format F] [--processes N] [--write]`: mutated files through every
// reader, each input bounded in time and memory. A finding prints its number: the same number makes the same input again.
// A run that is ended early (SIGINT, SIGTERM) reports what it did.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
/** Longer than any input may take: the process itself is stuck. */
const silentMs = 300_000;

buildOrExit();
// In memory where the system offers it: what readers want on disk is written and read once.
const place = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lienthong-fuzz-'));
process.once('exit', () => rmSync(place, { recursive: true, force: true }));
const children = new Set();
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    isStopped = true;
    for (const child of children) child.kill('SIGKILL');
  });
}

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
  for (let next = from; next < to && !isStopped;) next = await runOnce(next, to);
}

function runOnce(from, to) {
  return new Promise((resolve) => {
    const data = process.env['LIENTHONG_TEST_DATA'] ?? join(root, '../shared');
    const task = JSON.stringify({ root, place, data, from, to, format: options.format });
    const child = spawn(process.execPath, ['--max-old-space-size=900', join(root, 'dist/test/fuzz/worker.js'), task], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    let last = from;
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (part) => (words = (words + part).slice(-2_000)));
    let timer = setTimeout(silent, silentMs);
    function silent() {
      note({ number: last, fault: `no word for ${silentMs / 1_000} s after this input` });
      child.kill('SIGKILL');
    }
    let isTold = false;
    createInterface({ input: child.stdout }).on('line', (line) => {
      clearTimeout(timer);
      timer = setTimeout(silent, silentMs);
      const told = JSON.parse(line);
      if (told.fault) note(told);
      if (told.isFatal) {
        isTold = true;
        last = Math.max(last, (told.number ?? last) + 1);
      }
      if (told.rss > peak) peak = told.rss;
      if (told.counts) {
        add(told.counts);
        done += told.done - last;
        last = told.done;
      }
      progress();
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      children.delete(child);
      if (code !== 0 && !isTold && !isStopped) note({ number: last, fault: `the process ended (${code}): ${words}` });
      // A range that broke off is taken up behind what broke it; inputs tried since it last told are not counted.
      resolve(code === 0 ? to : Math.max(last, from + 1));
    });
  });
}

function add(more) {
  for (const [format, { read, refused, ms }] of Object.entries(more)) {
    const sum = (counts[format] ??= { read: 0, refused: 0, ms: 0 });
    sum.read += read;
    sum.refused += refused;
    sum.ms += ms;
  }
}

function note(finding) {
  findings.push(finding);
  console.error(
    `\nfinding at input ${finding.number} (${finding.format ?? '?'}, ${finding.seed ?? '?'}, ${JSON.stringify(finding.choices ?? [])}): ${String(finding.fault).split('\n').slice(0, 4).join(' | ')}`,
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
    '| seeds of | inputs | still read | refused with words | ms an input |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...lines.map(
      ([format, { read, refused, ms }]) =>
        `| ${format} | ${read + refused} | ${read} | ${refused} | ${(ms / (read + refused)).toFixed(2)} |`,
    ),
  ];
  const words = `${inputs} inputs from number ${first} on in ${seconds} s, ${findings.length} findings, most memory of a process ${Math.round(peak / 1e6)} MB.`;
  console.log(`\n${words}\n${table.join('\n')}`);
  if (options.write) {
    const head = [
      '# Fuzzing of the readers',
      '',
      'Mutations of valid small files of every format go through looking and reading, as the node does it: bits and bytes',
      'changed, cut, repeated, extreme numbers, tokens that upset parsers, two files spliced, and gentler changes (digits,',
      'letters, lines) that leave the frame whole; in archives and office files the entries are changed inside. A tenth is',
      'read with what a steward might choose (encoding, header row, range, record path). Seeds are written in `test/fuzz`,',
      'fixtures, small real files of the test data and what GDAL makes of a few features.',
      '',
      'Anything but a refusal with words is a finding: another error, an input over 5 s of the processor, a process over',
      '1.2 GB. A thread beside the readers ends a process that does not come back after 20 s of work and says at which input.',
      'Each input follows from its number, so a finding can be made again:',
      '',
      '    npm run fuzz -- --inputs 1000000          # --from N, --format F, --processes N, --write',
      '',
      'Formats that need WebAssembly or unpacking get fewer inputs, those that start GDAL a handful. Findings are mended and',
      'kept as cases in `test/formats/`. The last recorded run:',
      '',
    ];
    writeFileSync(join(root, 'docs/fuzzing.md'), `${[...head, words, '', ...table].join('\n')}\n`);
  }
  process.exitCode = findings.length > 0 ? 1 : 0;
}
