// `node scripts/measure.mjs letters`: measures the detector of letters on the names and texts of LIENTHONG_TEST_DATA and
// writes the table of docs/letters.md between its marks.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildOrExit, root } from './build.mjs';

const [what] = process.argv.slice(2);
if (what !== 'letters') {
  console.error('Usage: npm run measure -- letters');
  process.exit(2);
}
const testData = resolve(root, process.env.LIENTHONG_TEST_DATA ?? '../shared');
if (!existsSync(join(testData, 'data'))) {
  console.error(`There are no real files: ${testData} has no folder "data". Set LIENTHONG_TEST_DATA.`);
  process.exit(2);
}
buildOrExit();
process.chdir(root);
const letters = await import(pathToFileURL(join(root, 'dist/test/letters/index.js')).href);
const table = letters.lettersTable(await letters.measureLetters(testData, (line) => console.error(`  ${line}`)));
const document = join(root, 'docs/letters.md');
const [begin, end] = ['<!-- measured -->', '<!-- end of measured -->'];
const [before, rest] = readFileSync(document, 'utf8').split(begin);
const after = rest?.split(end)[1];
if (after === undefined) throw new Error(`docs/letters.md lacks the marks ${begin} and ${end}.`);
writeFileSync(document, `${before}${begin}\n\n${table}\n${end}${after}`);
console.log(table);
console.log('Written: docs/letters.md (lay it out with `npm run format`)');
