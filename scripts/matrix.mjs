// `node scripts/matrix.mjs`: connects every real file of LIENTHONG_TEST_DATA to one node and writes docs/input-matrix.md.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildOrExit, root } from './build.mjs';

const testData = resolve(root, process.env.LIENTHONG_TEST_DATA ?? '../shared');
if (!existsSync(join(testData, 'data'))) {
  console.error(`There are no real files: ${testData} has no folder "data". Set LIENTHONG_TEST_DATA.`);
  process.exit(2);
}
buildOrExit();
const matrix = await import(pathToFileURL(join(root, 'dist/test/matrix/index.js')).href);

// So that the node and its folder end with this process.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const folder = mkdtempSync(join(tmpdir(), 'lienthong-matrix-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
await writeMatrix();

async function writeMatrix() {
  const files = await connectAll();
  writeFileSync(join(root, 'docs/input-matrix.md'), matrix.matrixDocument(files));
  const refused = files.filter((file) => file.refusal !== null).length;
  console.log(`Written: docs/input-matrix.md (${files.length - refused} connected, ${refused} refused)`);
}

async function connectAll() {
  const node = await matrix.startNodeProcess(join(folder, 'data'), null);
  try {
    const files = [];
    for (const [i, path] of matrix.tableFiles(testData).entries()) {
      const file = await matrix.connectFile(node, testData, path, `file-${i + 1}`);
      const counts = file.layers.map(({ counts: { read, stored } }) => `${read} read, ${stored} stored`);
      console.log(`${file.code} ${path}: ${file.refusal ?? counts.join('; ')}`);
      files.push(file);
    }
    return files;
  } finally {
    await node.stop();
  }
}
