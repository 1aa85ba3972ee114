import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface ToolLimits {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

export interface ToolResult {
  readonly code: number | null;
  /** The first kilobytes of what it said. */
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

const shell = '/bin/sh';
const keptCharacters = 256 * 1024;

/**
 * Runs a program with bounds on time, memory and the size of what it writes, without network for coordinate grids.
 * Killed when the signal says so. Rejects with ENOENT when there is no such program.
 */
export function runTool(
  program: string,
  args: readonly string[],
  limits: ToolLimits,
  signal: AbortSignal | undefined,
): Promise<ToolResult> {
  const [command, all] = bounded(program, args, limits);
  return new Promise((resolve, reject) => {
    const child = spawn(command, all, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limits.seconds * 1_000,
      killSignal: 'SIGKILL',
      ...(signal ? { signal } : {}),
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        if (said[name].length < keptCharacters) said[name] += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code, killedBy) => resolve({ code, ...said, timedOut: killedBy === 'SIGKILL' }));
  });
}

function bounded(program: string, args: readonly string[], limits: ToolLimits): [string, string[]] {
  if (!existsSync(shell)) return [program, [...args]];
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1024);
  const script =
    `ulimit -v ${kilobytes(limits.memoryBytes)}; ulimit -f ${kilobytes(limits.outputBytes) * 2}; ` +
    'PROJ_NETWORK=OFF GDAL_DISABLE_READDIR_ON_OPEN=FALSE; export PROJ_NETWORK; exec "$0" "$@"';
  return [shell, ['-c', script, program, ...args]];
}
