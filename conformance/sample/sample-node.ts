import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Publisher } from '../model.ts';
import { emptiedCollection, type SampleFile } from './sample-files.ts';

/** A node of the runner's own, on a temporary data folder and a free port, with sample data. */
export interface SampleNode {
  readonly url: string;
  readonly publisher: Publisher;
  stop(): Promise<void>;
}

interface DemoSource {
  readonly id: string;
  readonly file: string;
  readonly standard?: string;
  readonly mapping?: string;
  readonly layer?: string;
}

const root = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../', import.meta.url));
const command = join(root, 'bin', 'lienthong.mjs');
const startWithinMs = 120_000;
/** `connect` answers 3 when some rows went to quarantine; the samples have such rows on purpose. */
const good = new Set([0, 3]);

export interface SampleChoice {
  readonly files: readonly SampleFile[];
  /** Connect the folder examples/ too, with its standards and mappings. */
  readonly examples: boolean;
}

/** A node without any data, and the right to do everything on it. */
export interface EmptyNode {
  readonly url: string;
  readonly operatorToken: string;
  stop(): Promise<void>;
}

/** Starts a node for a suite that writes; `baseUrl`: the address that it gives as its own. */
export async function startEmptyNode(baseUrl: string): Promise<EmptyNode> {
  const { folder, stop, ready } = startServer({ LIENTHONG_BASE_URL: baseUrl });
  try {
    const url = await ready();
    const operatorToken = readFileSync(join(folder, 'data', 'operator-token'), 'utf8').trim();
    return { url, operatorToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface StartedServer {
  /** Temporary folder, in which its data folder is. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
  /** Waits until it serves; its address. */
  ready(): Promise<string>;
}

function startServer(settings: NodeJS.ProcessEnv): StartedServer {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-conformance-'));
  const environment = {
    ...process.env,
    LIENTHONG_DATA: join(folder, 'data'),
    LIENTHONG_PORT: '0',
    LIENTHONG_LOG_LEVEL: 'error',
    ...settings,
  };
  const server = spawn(process.execPath, [command, 'start'], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const endWithUs = (): void => void server.kill('SIGKILL');
  process.once('exit', endWithUs);
  const stop = async (): Promise<void> => {
    await end(server);
    process.off('exit', endWithUs);
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, environment, stop, ready: () => untilReady(server, join(folder, 'data', 'node.json')) };
}

/** Starts a node and connects its samples through the command line. */
export async function startSampleNode(choice: SampleChoice): Promise<SampleNode> {
  const { folder, environment, stop, ready } = startServer({});
  try {
    const url = await ready();
    const lienthong = (...words: string[]) => runCommand(words, environment);
    const deliver = async (file: Omit<SampleFile, 'key'>, key: string): Promise<string> => {
      const path = join(folder, file.name);
      writeFileSync(path, file.text);
      return lienthong('connect', path, '--id', file.source, '--key', key, '--yes', '--accept-loss', '--json');
    };
    for (const file of choice.files) await deliver(file, file.key);
    if (choice.files.some((file) => file.source === emptiedCollection)) await emptyByRollback(lienthong);
    if (choice.examples) await connectExamples(lienthong);
    return {
      url,
      publisher: { deliver: async (source, file, key) => void (await deliver({ source, ...file }, key)) },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Lienthong = (...words: string[]) => Promise<string>;

async function connectExamples(lienthong: Lienthong): Promise<void> {
  const examples = join(root, 'examples');
  const sources = JSON.parse(readFileSync(join(examples, 'demo.json'), 'utf8')) as DemoSource[];
  for (const source of sources) {
    const options = ['--id', source.id, '--yes'];
    if (source.layer) options.push('--layer', source.layer);
    if (source.standard) options.push('--standard', source.standard);
    if (source.mapping) options.push('--mapping', join(examples, source.mapping));
    await lienthong('connect', join(examples, source.file), ...options);
  }
}

/** A collection whose first run was taken back has an edition without features. */
async function emptyByRollback(lienthong: Lienthong): Promise<void> {
  const runs = JSON.parse(await lienthong('runs', '--json')) as { id: number; collection: string }[];
  const run = runs.find((one) => one.collection === emptiedCollection);
  if (!run) throw new Error(`No run has loaded ${emptiedCollection}.`);
  await lienthong('rollback', String(run.id));
}

async function untilReady(server: ChildProcess, file: string): Promise<string> {
  for (const end = Date.now() + startWithinMs; Date.now() < end; await sleep(200)) {
    if (server.exitCode !== null) throw new Error(`The node ended with ${server.exitCode} while it started.`);
    if (!existsSync(file)) continue;
    const { url } = JSON.parse(readFileSync(file, 'utf8')) as { url: string };
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return url;
  }
  throw new Error(`The node was not ready after ${startWithinMs / 1000} s.`);
}

/** Runs `lienthong …` and gives its standard output; throws with its words when it fails. */
function runCommand(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [command, '--lang', 'en', ...words], { env: environment });
  let output = '';
  let speech = '';
  child.stdout.on('data', (bytes: Buffer) => (output += String(bytes)));
  child.stderr.on('data', (bytes: Buffer) => (speech += String(bytes)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (good.has(code ?? 1)) resolve(output);
      else reject(new Error(`lienthong ${words.join(' ')} ended with ${code}:\n${speech}${output}`));
    });
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  const force = setTimeout(() => server.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(force);
}
