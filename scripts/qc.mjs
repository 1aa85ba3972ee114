// `npm run qc`: how well the quality control finds what people labelled in LIENTHONG_TEST_DATA, beside two baselines; writes
// the tables of docs/quality-control.md. `npm run qc -- --file F.csv --time T --value V --label L [--kind K]` prints the same
// for any labelled CSV file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildOrExit, root } from './build.mjs';

const text = { type: 'string' };
const { values } = parseArgs({ options: { file: text, time: text, value: text, label: text, kind: text } });
const { file, ...columns } = values;
if (file && !(columns.time && columns.value && columns.label)) {
  console.error('Usage: npm run qc [-- --file FILE.csv --time COLUMN --value COLUMN --label COLUMN [--kind COLUMN]]');
  process.exit(2);
}
const testData = resolve(root, process.env.LIENTHONG_TEST_DATA ?? '../shared');
buildOrExit();
const qc = await import(pathToFileURL(join(root, 'dist/test/qc/index.js')).href);
if (file) console.log(qc.measureFile(resolve(file), columns));
else await measureAll();

async function measureAll() {
  if (!qc.hasQcFiles(testData)) {
    console.error(`There are no labelled series: ${testData} has no folder "data/qc". Set LIENTHONG_TEST_DATA.`);
    process.exit(2);
  }
  write('kinds', qc.kindsTable(qc.measureKinds(qc.riverSeries(testData))));
  write('spans', qc.spansTable(qc.spanSeries(testData)));
  if (qc.hasStations(testData)) {
    const figures = [];
    for (const parameter of qc.plantedParameters) {
      figures.push(...(await qc.measureNeighbours(parameter, qc.plantedStations(testData, parameter))));
    }
    write('neighbours', qc.neighboursTable(figures));
  }
  console.log('Written: docs/quality-control.md (lay it out with `npm run format`)');
}

function write(name, table) {
  const path = join(root, 'docs/quality-control.md');
  const [begin, end] = [`<!-- measured ${name} -->`, `<!-- end of ${name} -->`];
  const [before, rest] = readFileSync(path, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${path} lacks the marks ${begin} and ${end}.`);
  writeFileSync(path, `${before}${begin}\n\n${table}\n\n${end}${after}`);
  console.log(table);
}
