// `node scripts/docs.mjs [--check]`: makes the generated pages of docs/; with --check says which are stale and exits 1.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildOrExit, root } from './build.mjs';
import { configurationDocument } from './docs/configuration.mjs';
import { openapiDocument } from './docs/openapi.mjs';
import { problemsDocument } from './docs/problems.mjs';

const check = process.argv.includes('--check');
buildOrExit();
const compiled = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
const node = await compiled('src/node.js');
const { allProblems } = await compiled('src/modules.js');
const kernel = await compiled('src/kernel/index.js');

const documents = {
  'docs/problems.md': problemsDocument(allProblems),
  'docs/configuration.md': configurationDocument(kernel.configKeys),
  'docs/openapi.json': await openapiDocument(node, kernel),
};
const stale = Object.entries(documents).filter(([path, text]) => current(path) !== text);
for (const [path, text] of stale) {
  if (check) console.error(`${path} is stale: run \`npm run docs\` and commit it.`);
  else writeFileSync(join(root, path), text);
}
if (!check)
  console.log(stale.length === 0 ? 'Nothing has changed.' : `Written: ${stale.map(([path]) => path).join(', ')}`);
process.exitCode = check && stale.length > 0 ? 1 : 0;

function current(path) {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
