import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the checkout, seen from dist/test/house. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every file below a folder of the checkout, with `/`, from the root; none where the folder is missing. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(folder, join(entry.parentPath, entry.name).slice(join(root, folder).length + 1)))
    .sort();
}

export const sourceFiles = (): string[] => filesBelow('src').filter((path) => /\.tsx?$/.test(path));

/** What stands in the repository: what git lists where there is a checkout, else every file that is not made here. */
export function repositoryFiles(): string[] {
  if (existsSync(join(root, '.git'))) {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
    return listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  }
  const made = new Set(['node_modules', 'dist', 'data', 'demo-data', '.cache']);
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return [entry.name];
    return made.has(entry.name) ? [] : filesBelow(entry.name);
  });
}

/** The text without comments; strings and templates stay. A regular expression that holds a quote is read as a string. */
export function withoutComments(text: string): string {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replace(token, (found) => (found.startsWith('/*') || found.startsWith('//') ? ' ' : found));
}

/** Texts of the modules that a file names: import and export … from, import(…), and new URL(…, import.meta.url). */
export function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const forms = [
    /\b(?:import|export)\b[^'"`;()=]*?\bfrom\s*['"]([^'"\n]+)['"]/g,
    /\bimport\s*['"]([^'"\n]+)['"]/g,
    /\bimport\s*\(\s*['"]([^'"\n]+)['"]/g,
    /\bnew URL\(\s*['"](\.[^'"\n]+\.tsx?)['"]\s*,\s*import\.meta\.url/g,
  ];
  return forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1]!));
}

/** An arrow between two files of src/, both from the root. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** The same without `import type` and `export type`, which are gone when the program runs. */
export function importsAtRun(text: string): string[] {
  return importsOf(
    withoutComments(text).replace(/\b(?:import|export)\s+type\b[^'"`;()=]*?\bfrom\s*['"][^'"\n]+['"]/g, ' '),
  );
}

/** Every arrow of src/; packages and node's own modules are left out. */
export function arrows(targetsOf = importsOf): Arrow[] {
  return sourceFiles().flatMap((from) =>
    targetsOf(read(from))
      .filter((target) => target.startsWith('.'))
      .map((target) => ({ from, to: posix.normalize(posix.join(posix.dirname(from), target)) })),
  );
}

/** `features` of `src/features/write/stage.ts`; the file's own name for `src/node.ts`. */
export function moduleOf(path: string): string {
  const [, first = '', ...rest] = path.split('/');
  return rest.length === 0 ? first.replace(/\.tsx?$/, '') : first;
}
