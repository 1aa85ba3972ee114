import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { secondsSince } from './numbers.ts';

/** What a program said (both streams); null where it is not installed or failed. */
export function tryRun(program: string, args: readonly string[]): string | null {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  return status === 0 ? `${stdout}${stderr}` : null;
}

/** Full path of a program on the PATH; its name where it is not found. */
export function pathOf(program: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? program;
}

export interface Ran {
  readonly code: number;
  readonly seconds: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, ended by force after `limitMs`. Throws where it cannot start. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly limitMs: number },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.env ? { env: options.env } : {}),
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), options.limitMs);
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part));
    child.once('error', (error) => (clearTimeout(limit), reject(error)));
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      const late = signal === 'SIGKILL' ? `\nEnded after ${options.limitMs / 1_000} s.` : '';
      resolve({ code: code ?? 1, seconds: secondsSince(started), stdout: text.stdout, stderr: text.stderr + late });
    });
  });
}

/** A server started by a benchmark; it ends with this process whatever happens. */
export interface Server {
  readonly pid: number;
  stop(): Promise<void>;
}

export function startServer(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Server {
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (part: string) => (said = (said + part).slice(-4_000)));
  child.once('error', (error) => (said += error.message));
  // A master process ends its workers only when it is asked.
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  return {
    pid: child.pid ?? -1,
    stop: async () => {
      process.off('exit', end);
      await endProcess(child);
      if (child.exitCode !== null && child.exitCode !== 0) process.stderr.write(said);
    },
  };
}

/** Asks a process to end, and ends it after 15 s. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(force);
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
