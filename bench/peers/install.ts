import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support/programs.ts';

const limitMs = 10 * 60_000;

/** Makes a Python environment with the pinned packages of `requirements` in `folder`, unless it is there. */
export async function installPeers(folder: string, requirements: string): Promise<void> {
  if (!existsSync(join(folder, 'bin/python'))) await runOrThrow('python3', ['-m', 'venv', folder]);
  await runOrThrow(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
}

async function runOrThrow(program: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await run(program, args, { limitMs });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stderr.slice(-2_000)}`);
}
