import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { operatorTokenFile } from '../../src/access/index.ts';
import { announcedNode } from '../../src/kernel/index.ts';
import { endProcess, run } from './programs.ts';

const entry = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const megabyte = 1_000_000;

/** Counts of a run: read = stored + quarantined. */
export interface RunCounts {
  readonly read: number;
  readonly stored: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly deleted: number;
  readonly quarantined: number;
  readonly issues: number;
}

/** What `connect --json` says in its last line. */
export interface ConnectSummary extends RunCounts {
  readonly collection: string | null;
  readonly edition: number | null;
  readonly run: number | null;
  readonly state: string | null;
  readonly problem: { readonly title: string; readonly detail: string } | null;
  /** Only where a file gave several layers. */
  readonly collections?: readonly (RunCounts & {
    readonly collection: string;
    readonly layer: string;
    readonly run: number;
  })[];
}

/** A node in a process of its own, on loopback. */
export interface NodeProcess {
  readonly url: string;
  /** The operator's. */
  readonly token: string;
  readonly pid: number;
  /** From the start of the process until `/readyz` answered 200. */
  readonly readyAfterMs: number;
  /** Megabytes of memory in use now, and the most there has been (Linux only, else null). */
  memory(): { readonly now: number | null; readonly peak: number | null };
  /** `lienthong connect … --yes --json` in a process of its own; throws unless all rows were stored. */
  connect(
    file: string,
    options: ConnectOptions,
  ): Promise<{ readonly seconds: number; readonly summary: ConnectSummary }>;
  /** The same, whatever comes of it: refusals and quarantine are answers too. */
  tryConnect(file: string, options: ConnectOptions): Promise<ConnectAnswer>;
  /** An answer of the node's API, as the operator. */
  get<T>(path: string): Promise<T>;
  /** Posts JSON to the node's API, as the operator. */
  post<T>(path: string, body: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** How `connect` ended: exit code, its last line as JSON (null when there is none) and its words for people. */
export interface ConnectAnswer {
  readonly code: number;
  readonly seconds: number;
  readonly answer: Partial<ConnectSummary> | null;
  readonly words: string;
}

export interface ConnectOptions {
  readonly id: string;
  readonly key?: string;
  readonly openness?: string;
  /** Reference system, where the file says none. */
  readonly crs?: string;
  readonly limitMs: number;
}

/** Starts a node on a data folder, with the embedded store unless a server is given. */
export async function startNodeProcess(dataFolder: string, databaseUrl: string | null): Promise<NodeProcess> {
  const env = environment(dataFolder, databaseUrl);
  const started = performance.now();
  const child = spawn(process.execPath, [entry, 'start'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said = (said + part).slice(-4_000)));
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  const url = await waitUntilReady(dataFolder, () => child.exitCode !== null).catch((error: unknown) => {
    throw new Error(`The node did not start: ${said}`, { cause: error });
  });
  const readyAfterMs = performance.now() - started;
  const pid = child.pid!;
  const token = readFileSync(operatorTokenFile(dataFolder), 'utf8').trim();
  const asOperator = async (path: string, init: RequestInit) => {
    const answer = await fetch(new URL(path, url), {
      ...init,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers },
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as never;
  };
  return {
    url,
    token,
    pid,
    readyAfterMs,
    memory: () => ({ now: memoryOf(pid, 'VmRSS'), peak: memoryOf(pid, 'VmHWM') }),
    connect: (file, options) => connectFile(file, options, env),
    tryConnect: (file, options) => tryConnect(file, options, env),
    get: (path) => asOperator(path, {}),
    post: (path, body) =>
      asOperator(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    stop: async () => {
      process.off('exit', end);
      await endProcess(child);
    },
  };
}

/** Settings of the reader's own node would disturb: only what a benchmark says is passed on. */
function environment(dataFolder: string, databaseUrl: string | null): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('LIENTHONG_'));
  return {
    ...Object.fromEntries(own),
    LIENTHONG_DATA: dataFolder,
    LIENTHONG_PORT: '0',
    LIENTHONG_LOG_LEVEL: 'error',
    LIENTHONG_RATE_LIMIT: 'none',
    ...(databaseUrl ? { LIENTHONG_DATABASE_URL: databaseUrl } : {}),
  };
}

async function waitUntilReady(dataFolder: string, hasEnded: () => boolean): Promise<string> {
  const until = Date.now() + 60_000;
  while (Date.now() < until && !hasEnded()) {
    await sleep(5);
    const url = announcedNode(dataFolder)?.url;
    const answer = url === undefined ? null : await fetch(`${url}/readyz`).catch(() => null);
    if (url !== undefined && answer?.ok) return url;
  }
  throw new Error('The node did not become ready within a minute.');
}

/** A line of /proc/PID/status, in megabytes. */
function memoryOf(pid: number, name: 'VmRSS' | 'VmHWM'): number | null {
  try {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : (Number(kilobytes) * 1_024) / megabyte;
  } catch {
    return null;
  }
}

async function connectFile(file: string, options: ConnectOptions, env: NodeJS.ProcessEnv) {
  const { code, seconds, answer, words } = await tryConnect(file, options, env);
  if (code !== 0 || answer === null) throw new Error(`connect ended with ${code}: ${words.slice(-2_000)}`);
  return { seconds, summary: answer as ConnectSummary };
}

async function tryConnect(file: string, options: ConnectOptions, env: NodeJS.ProcessEnv): Promise<ConnectAnswer> {
  const key = options.key ? ['--key', options.key] : [];
  const openness = options.openness ? ['--openness', options.openness] : [];
  const crs = options.crs ? ['--crs', options.crs] : [];
  const args = ['--lang', 'en', 'connect', file, '--id', options.id, ...key, ...crs, ...openness, '--yes', '--json'];
  const ran = await run(process.execPath, [entry, ...args], { env, limitMs: options.limitMs });
  const last = ran.stdout.trim().split('\n').at(-1) ?? '';
  const answer = last.startsWith('{') ? (JSON.parse(last) as Partial<ConnectSummary>) : null;
  return { code: ran.code, seconds: ran.seconds, answer, words: ran.stderr.trim() };
}
