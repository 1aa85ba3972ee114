// `node scripts/test.mjs <quick|all> [words]`: builds what is stale, then runs the test files, each in its own process, two
// at a time. With words only files whose path holds one of them; the quick suite as a whole starts nodes on the embedded
// store alone. The last line is `N passed, N failed, N skipped`.
// node:test's own run() is not used: it gives no process id, so a hung file could not be ended with all that it started.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, root } from './build.mjs';
import { add, readSummary, summary } from './testing/counts.mjs';
import { endAll, runFile } from './testing/run-file.mjs';

const concurrency = 2;
const limitsMs = { quick: 5 * 60_000, all: 25 * 60_000 };
const slowestShown = 10;

const [suite, ...words] = process.argv.slice(2);
if (suite !== 'quick' && suite !== 'all') {
  console.error('Usage: node scripts/test.mjs <quick|all> [part of a file name ...]');
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    endAll();
    process.exit(130);
  });
}
process.exitCode = await main();

async function main() {
  const total = { passed: 0, failed: 0, skipped: 0 };
  try {
    ensureBuilt();
    const files = testFiles();
    if (files.length === 0) throw new Error(`No test file has ${words.join(' or ')} in its path.`);
    await runFiles(files, total);
    if (suite === 'all' && words.length === 0) await runConformance(total);
  } catch (error) {
    console.error(error.message);
    total.failed++;
  }
  console.log(summary(total));
  return total.failed === 0 ? 0 : 1;
}

/** Test files by their sources, so that what an older build left in dist/ does not run. */
function testFiles() {
  const names = readdirSync(join(root, 'test'), { recursive: true })
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.test\.tsx?$/.test(name))
    .filter((name) => suite === 'all' || !/\.slow\.test\.tsx?$/.test(name));
  return names.filter((name) => words.length === 0 || words.some((word) => name.includes(word))).sort();
}

async function runFiles(files, total) {
  const server = await startServer();
  const times = [];
  const waiting = [...files];
  const options = { cwd: root, env: environment(server), limitMs: limitsMs[suite] };
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const compiled = join(root, 'dist', name.replace(/\.tsx?$/, '.js'));
      const result = await runFile(compiled, options);
      times.push({ name, seconds: result.seconds });
      add(total, reportFile(name, result));
    }
  };
  // Both must have ended before the server goes, even if one broke off.
  const ends = await Promise.allSettled(Array.from({ length: concurrency }, work));
  await server?.stop();
  reportSlowest(times);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** One PostgreSQL for all files, unless one is given or none is installed; each file makes its own schema or database. */
async function startServer() {
  if (process.env.LIENTHONG_TEST_DATABASE_URL) return null;
  const { startPostgres } = await import(pathToFileURL(join(root, 'dist/test/support/postgres.js')).href);
  return startPostgres();
}

/** The settings of the reader's own node would disturb the tests: only those of tests are passed on. */
function environment(server) {
  const passed = Object.entries(process.env).filter(
    ([key]) => key !== 'NODE_TEST_CONTEXT' && (!key.startsWith('LIENTHONG_') || key.startsWith('LIENTHONG_TEST_')),
  );
  return {
    ...Object.fromEntries(passed),
    ...(server && { LIENTHONG_TEST_DATABASE_URL: server.url }),
    ...(suite === 'all' && { LIENTHONG_TEST_ALL: '1' }),
    ...(suite === 'quick' && words.length === 0 && { LIENTHONG_TEST_NODES: 'embedded' }),
  };
}

/** Prints what one file did and gives its counts. */
function reportFile(name, { leaves, seconds, output }) {
  const judged = leaves.map(judge);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const leaf of judged) counts[leaf.kind]++;
  console.log(`${counts.failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${summary(counts)} (${seconds.toFixed(1)} s)`);
  for (const leaf of judged) {
    if (leaf.kind === 'skipped') console.log(`  skipped: ${leaf.name}: ${leaf.reason}`);
    if (leaf.kind === 'failed') console.log(`  failed: ${leaf.name}: ${indent(leaf.error)}`);
  }
  if (counts.failed > 0 && output.trim() !== '') console.log(`  it printed at the end:\n    ${indent(output.trim())}`);
  return counts;
}

function indent(text) {
  return text.replaceAll('\n', '\n    ');
}

/** With LIENTHONG_TEST_REQUIRE=all a skip is a failure, except for want of the folder of real data. */
function judge(leaf) {
  if (leaf.kind !== 'skipped' || process.env.LIENTHONG_TEST_REQUIRE !== 'all' || lacksTestData(leaf.reason))
    return leaf;
  return { ...leaf, kind: 'failed', error: `skipped (${leaf.reason}), but LIENTHONG_TEST_REQUIRE=all allows no skip` };
}

function lacksTestData(reason) {
  const folder = process.env.LIENTHONG_TEST_DATA ?? '../shared';
  if (existsSync(resolve(root, folder))) return false;
  return reason.includes('LIENTHONG_TEST_DATA') || reason.includes(folder);
}

function reportSlowest(times) {
  const slowest = times.sort((a, b) => b.seconds - a.seconds).slice(0, slowestShown);
  console.log('Slowest files:');
  for (const { name, seconds } of slowest) console.log(`  ${seconds.toFixed(1).padStart(7)} s  ${name}`);
}

/** Runs the conformance suites and adds what their last line says. */
async function runConformance(total) {
  const script = join(root, 'scripts/conformance.mjs');
  if (!existsSync(script)) return;
  console.log('Conformance suites:');
  const { code, output } = await runScript(script, ['all']);
  const counts = readSummary(output);
  if (counts) add(total, counts);
  if (code !== 0 && !counts?.failed) {
    console.log(`  failed: the conformance suites ended with exit code ${code}`);
    total.failed++;
  } else if (!counts) {
    console.log('  failed: the conformance suites did not end with a line of counts');
    total.failed++;
  }
}

function runScript(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      process.stdout.write(text);
      output = (output + text).slice(-8_000);
    });
    child.once('error', reject).once('close', (code) => resolve({ code, output }));
  });
}
