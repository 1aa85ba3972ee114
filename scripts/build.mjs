// Builds dist/ when it is missing or older than its sources. Safe when two processes build at once:
// the second waits for the first. Other scripts import `ensureBuilt`.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

export const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const lock = join(root, 'dist.lock');
const sources = ['src', 'test', 'bench', 'conformance', 'tsconfig.json', 'package.json', 'package-lock.json'];

/** Newest modification time (ms) below a path; 0 where it does not exist. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = stat.mtimeMs;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    // Written by every benchmark, compiled by none.
    if (entry.isDirectory() && entry.name === 'results') continue;
    latest = Math.max(latest, newest(join(path, entry.name)));
  }
  return latest;
}

function isFresh() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return sources.every((source) => newest(join(root, source)) <= built);
}

/** True when the process that wrote the lock is still there. */
function lockHolderLives() {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function takeLock() {
  for (let waited = 0; ; waited += 100) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (waited > 1000 && !lockHolderLives()) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

/** Copies what the compiler leaves out (styles, images, scripts of pages) beside the compiled modules. */
function copyAssets() {
  for (const name of readdirSync(join(root, 'src'), { recursive: true })) {
    const from = join(root, 'src', name);
    if (/\.(ts|tsx|md)$/.test(name) || statSync(from).isDirectory()) continue;
    const to = join(dist, 'src', name);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
  copyMapLibrary();
}

/**
 * MapLibre's published files, as they are, and packed: they are served side by side, so that the package itself is no
 * dependency of a running node. Packing takes seconds and is done once for each version.
 */
function copyMapLibrary() {
  const from = join(root, 'node_modules/maplibre-gl');
  const to = join(dist, 'src/portal/islands');
  const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  const mark = join(to, '.maplibre-version');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === version) return;
  mkdirSync(to, { recursive: true });
  for (const name of ['maplibre-gl.mjs', 'maplibre-gl-worker.mjs', 'maplibre-gl.css']) {
    const bytes = readFileSync(join(from, 'dist', name));
    writeFileSync(join(to, name), bytes);
    writeFileSync(join(to, `${name}.br`), brotliCompressSync(bytes));
  }
  writeFileSync(mark, version);
}

/** Compiles src, test, bench and conformance with tsc, only when something changed. Throws on a type error. */
export function ensureBuilt() {
  if (isFresh()) return;
  if (!existsSync(join(root, 'node_modules', 'typescript'))) {
    throw new Error('Dependencies are missing: run `npm ci` first.');
  }
  takeLock();
  try {
    if (isFresh()) return;
    const started = new Date();
    const run = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.json')],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    if (run.status !== 0) throw new Error('The TypeScript build failed; the messages are above.');
    copyAssets();
    writeFileSync(stamp, started.toISOString());
    // The stamp is as old as the moment the compiler started reading, so an edit made meanwhile builds again.
    utimesSync(stamp, started, started);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** For commands: a failed build is said in one line, without a stack. */
export function buildOrExit() {
  try {
    ensureBuilt();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildOrExit();
