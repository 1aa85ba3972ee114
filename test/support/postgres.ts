import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A PostgreSQL server of one test run, in a temporary folder, with fsync on. */
export interface TestServer {
  /** Of the database `postgres`, as a superuser. */
  readonly url: string;
  stop(): Promise<void>;
  /** Stops cleanly, cutting all connections, and starts again on the same port. */
  restart(): Promise<void>;
  /** Ends the server as a power cut would and leaves it down; `restart` brings it back. */
  kill(): Promise<void>;
  /** False where it has ended, by itself or not. */
  readonly isRunning: boolean;
}

/**
 * Starts a server from the installed programs; null where there are none. Its folder, below `place`, is removed by `stop`.
 * `settings`: of its own, beside those it has.
 */
export async function startPostgres(
  place = tmpdir(),
  settings: Readonly<Record<string, string>> = {},
): Promise<TestServer | null> {
  const programs = findPrograms();
  if (!programs) return null;
  const folder = mkdtempSync(join(place, 'lienthong-postgres-'));
  const owner = ownerOf(folder);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    {
      ...owner,
      cwd: folder,
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const start = () => launch(join(programs, 'postgres'), data, folder, port, owner, settings);
  let server = await start();
  const endWithUs = () => void server.kill('SIGQUIT');
  process.once('exit', endWithUs);

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await end('SIGINT');
      process.off('exit', endWithUs);
      rmSync(folder, { recursive: true, force: true });
    },
    async restart() {
      await end('SIGINT');
      server = await start();
    },
    kill: () => end('SIGQUIT'),
    get isRunning() {
      return server.exitCode === null && server.signalCode === null;
    },
  };
}

/** True where `startPostgres` can start one. */
export function hasPostgres(): boolean {
  return findPrograms() !== undefined;
}

/** The newest installed version's programs. */
function findPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).find((path) => existsSync(join(path, 'postgres')));
}

/** PostgreSQL refuses to run as root: then the folder is given to the user `postgres`. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = (line ?? 'nobody:x:65534:65534').split(':').map(Number);
  chownSync(folder, uid!, gid!);
  return { uid: uid!, gid: gid! };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function launch(
  program: string,
  data: string,
  folder: string,
  port: number,
  owner: { uid?: number; gid?: number },
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const own = { listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, fsync: 'on' };
  const parameters = Object.entries({ ...own, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(program, ['-D', data, ...parameters], { ...owner, cwd: folder, stdio: 'ignore' });
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(50)) {
    if (server.exitCode !== null) break;
    if (await answers(port)) return server;
  }
  server.kill('SIGQUIT');
  throw new Error('The test server did not start.');
}

/** A statement answered: the port alone is open while the server still starts up and refuses everybody. */
async function answers(port: number): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
