// `node scripts/measure.mjs letters|addresses`: measures on the real files of LIENTHONG_TEST_DATA and writes the table between
// the marks of its document. `addresses --half tuned` prints the half that the resolver was made with, and what is wrong.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildOrExit, root } from './build.mjs';

const measurements = { letters, addresses };
const [what, option, half] = process.argv.slice(2);
if (!Object.hasOwn(measurements, what ?? '')) {
  console.error('Usage: npm run measure -- letters|addresses [--half tuned]');
  process.exit(2);
}
const testData = resolve(root, process.env.LIENTHONG_TEST_DATA ?? '../shared');
if (!existsSync(join(testData, 'data'))) {
  console.error(`There are no real files: ${testData} has no folder "data". Set LIENTHONG_TEST_DATA.`);
  process.exit(2);
}
buildOrExit();
process.chdir(root);
await measurements[what]();

async function letters() {
  const { lettersTable, measureLetters } = await compiled('test/letters/index.js');
  write('docs/letters.md', lettersTable(await measureLetters(testData, (line) => console.error(`  ${line}`))));
}

async function addresses() {
  const { addressTable, measureAddresses } = await compiled('test/measure/index.js');
  const { figures, counts } = await measureAddresses(testData, option === '--half' ? half : 'held-out');
  const table = addressTable(counts, figures);
  if (option !== '--half') return write('docs/addresses.md', table);
  console.log(table);
  for (const { way, wrong } of figures) if (wrong.length > 0) console.log(`\n${way}:\n${wrong.join('\n')}`);
}

function compiled(path) {
  return import(pathToFileURL(join(root, 'dist', path)).href);
}

function write(path, table) {
  const [begin, end] = ['<!-- measured -->', '<!-- end of measured -->'];
  const [before, rest] = readFileSync(join(root, path), 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${path} lacks the marks ${begin} and ${end}.`);
  writeFileSync(join(root, path), `${before}${begin}\n\n${table}\n${end}${after}`);
  console.log(table);
  console.log(`Written: ${path} (lay it out with \`npm run format\`)`);
}
