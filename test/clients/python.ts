import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { absence, output } from './served-samples.ts';

/** Python with clients that Debian does not have: `.ci/run` makes it in the checkout. */
const own = fileURLToPath(new URL('../../../.cache/python/bin/python', import.meta.url));
const python = existsSync(own) ? own : 'python3';

/** Why tests with a module of Python are skipped here; false where they are not. */
export const lacks = (module: string): string | false => absence(python, '-c', `import ${module}`);

/** Runs a program with its arguments and gives what it printed, read as JSON. */
export async function inPython(program: string, ...words: readonly string[]): Promise<unknown> {
  return JSON.parse(await output(python, ['-c', program, ...words]));
}
