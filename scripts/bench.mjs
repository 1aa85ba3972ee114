// `node scripts/bench.mjs [NAME ...] [options]`: runs benchmarks; without a name lists them. Prints ratios, versions and
// hardware, keeps the result in bench/results/NAME.json; with --write the table goes into docs/performance.md.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildOrExit, root } from './build.mjs';

const python = join(root, '.cache/bench/python');
const results = join(root, 'bench/results');
const document = join(root, 'docs/performance.md');

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    clients: { type: 'string', default: '4' },
    write: { type: 'boolean', default: false },
    'install-peers': { type: 'boolean', default: false },
  },
});

// So that servers and folders of a benchmark end with it.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

buildOrExit();
const bench = await import(pathToFileURL(join(root, 'dist/bench/index.js')).href);
process.exitCode = await main();

async function main() {
  if (options['install-peers']) await bench.installPeers(python, join(root, 'bench/peers/requirements.txt'));
  if (names.length === 0 && !options.write) return list();
  const unknown = names.filter((name) => !bench.benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}.`);
    list();
    return 2;
  }
  for (const name of names) await runOne(bench.benchmarks.find((benchmark) => benchmark.name === name));
  if (options.write) writeDocument();
  return 0;
}

function list() {
  for (const { name, summary, defaultRows } of bench.benchmarks) {
    console.log(`${name.padEnd(16)} ${summary}${defaultRows > 0 ? ` (${defaultRows} rows)` : ''}`);
  }
  console.log(
    '\nnpm run bench -- NAME [--rows N] [--seconds S] [--rounds N] [--clients N] [--install-peers] [--write]',
  );
  return 0;
}

async function runOne(benchmark) {
  const settings = {
    rows: options.rows === undefined ? benchmark.defaultRows : count('rows'),
    seconds: count('seconds'),
    rounds: count('rounds'),
    clients: count('clients'),
    python: existsSync(join(python, 'bin/python')) ? python : null,
    say: (line) => console.error(`  ${line}`),
  };
  const result = await bench.runBenchmark(benchmark, settings, results);
  console.log(bench.describeResult(result).join('\n'));
  layOut(join(results, `${benchmark.name}.json`));
}

/** In the repository's layout, so that a kept result passes its check. */
function layOut(file) {
  spawnSync(
    process.execPath,
    [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', '--log-level', 'warn', file],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}

/** A positive number given as an option. */
function count(name) {
  const value = Number(options[name]);
  if (Number.isFinite(value) && value > 0) return value;
  console.error(`--${name}: "${options[name]}" is not a number above 0.`);
  process.exit(2);
}

/** Puts the kept results between the marks, each in place of its former section; what was not measured here stays. */
function writeDocument() {
  const [begin, end] = ['<!-- results -->', '<!-- end of results -->'];
  const text = readFileSync(document, 'utf8');
  const [before, rest] = text.split(begin);
  const [former, after] = rest?.split(end) ?? [];
  if (after === undefined) throw new Error(`docs/performance.md lacks the marks ${begin} and ${end}.`);
  const sections = new Map(
    former
      .split(/^(?=## )/m)
      .filter((section) => section.startsWith('## '))
      .map((section) => [nameOf(section), section.trim()]),
  );
  for (const section of bench.readResults(results).map(bench.resultDocument)) {
    sections.set(nameOf(section), section.trim());
  }
  const written = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, section]) => section);
  writeFileSync(document, `${before}${begin}\n\n${written.join('\n\n')}\n\n${end}${after}`);
  console.log('Written: docs/performance.md');
}

function nameOf(section) {
  return section.slice(3, section.indexOf('\n')).trim();
}
