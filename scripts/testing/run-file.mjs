// Runs one compiled test file in a process group of its own, so that a hang can be ended with all it started.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const reporter = pathToFileURL(fileURLToPath(new URL('reporter.mjs', import.meta.url))).href;
const keptOutputCharacters = 8_000;
/** Process ids of the groups that run now. */
const groups = new Set();

/** Ends every group that still runs; for an interrupted run. */
export function endAll() {
  for (const group of groups) endGroup(group);
}

function endGroup(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Gives {leaves, seconds, output}: what each leaf did, how long the file took, and the end of what it printed.
 * A hang, a crash, a file without tests are leaves that failed.
 */
export async function runFile(path, { cwd, env, limitMs }) {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-report-'));
  const report = join(folder, 'leaves.jsonl');
  const started = performance.now();
  try {
    const args = ['--enable-source-maps', `--test-reporter=${reporter}`, `--test-reporter-destination=${report}`, path];
    const end = await runGroup(args, { cwd, env, limitMs });
    const leaves = [...readLeaves(report, end, limitMs)];
    return { leaves, seconds: (performance.now() - started) / 1000, output: end.output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runGroup(args, { cwd, env, limitMs }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    child.once('error', reject);
    if (child.pid === undefined) return;
    groups.add(child.pid);
    let output = '';
    let hung = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-keptOutputCharacters)));
    }
    const timer = setTimeout(() => {
      hung = true;
      endGroup(child.pid);
    }, limitMs);
    // Whatever the file left running goes with it; 'close' would otherwise wait for a forgotten grandchild's pipes.
    child.once('exit', () => endGroup(child.pid));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      groups.delete(child.pid);
      resolve({ code, signal, hung, output });
    });
  });
}

function* readLeaves(report, { code, signal, hung }, limitMs) {
  let ended = false;
  let count = 0;
  let failures = 0;
  for (const leaf of readReport(report)) {
    if (leaf.kind === 'end') {
      ended = true;
      continue;
    }
    count++;
    if (leaf.kind === 'failed') failures++;
    yield leaf;
  }
  if (hung)
    yield failed('the file', `did not end within ${limitMs / 60_000} minutes; it and all it started were killed`);
  else if (!ended) yield failed('the file', `ended before its tests did (exit code ${code}, signal ${signal})`);
  else if (count === 0) yield failed('the file', 'holds no test');
  else if (code !== 0 && failures === 0)
    yield failed('the file', `every test passed, yet it ended with exit code ${code}`);
}

const failed = (name, error) => ({ kind: 'failed', name, error });

function readReport(report) {
  try {
    const lines = readFileSync(report, 'utf8').split('\n');
    // A last line cut by a kill has no line end: it is dropped.
    return lines.slice(0, -1).map((line) => JSON.parse(line));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
