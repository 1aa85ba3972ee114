import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startNodeProcess, type NodeProcess } from '../../bench/support/node-process.ts';
import { connectFile, tableFiles, type ConnectedFile } from './connected-file.ts';

const testData = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const skip = existsSync(join(testData, 'data')) ? false : `LIENTHONG_TEST_DATA: no real files in ${testData}`;
/** Records of each layer, counted by Python's csv, json and xml modules. */
const truth = JSON.parse(readFileSync(join('test', 'fixtures', 'real-files.json'), 'utf8')) as Record<
  string,
  readonly { readonly id: string; readonly rows: number }[]
>;

describe('every real file ends as a dataset with all its rows, or is refused with words that help', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
  let node: NodeProcess;
  before(async () => {
    node = await startNodeProcess(join(folder, 'data'), null);
  });
  after(async () => {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [i, path] of (skip ? [] : tableFiles(testData)).entries()) {
    test(path, async () => {
      const id = `file-${i + 1}`;
      const first = await connectFile(node, testData, path, id);
      const expected = truth[path];
      if (expected) {
        assertStored(first, expected);
        // That the same file changes nothing is told by every fourth: there are hundreds.
        if (i % 4 === 0) assertUnchanged(await connectFile(node, testData, path, id));
      } else assertRefused(first, path);
    });
  }

  test('the list of truths and the folder name the same files', () => {
    const known = new Set(tableFiles(testData));
    assert.deepEqual(
      Object.keys(truth).filter((path) => !known.has(path)),
      [],
    );
  });
});

function assertStored(file: ConnectedFile, expected: readonly { readonly id: string; readonly rows: number }[]): void {
  assert.equal(file.refusal, null, `exit code ${file.code}`);
  assert.deepEqual(
    file.layers.map((layer) => ({ id: layer.layer, rows: layer.counts.read })),
    expected.map(({ id, rows }) => ({ id, rows })),
  );
  for (const { counts } of file.layers) {
    assert.equal(counts.read, counts.stored + counts.quarantined, 'read = stored + quarantined');
    assert.equal(counts.stored, counts.inserted + counts.updated + counts.unchanged + counts.duplicates);
  }
}

/** A second load of the same file changes nothing and makes no edition. */
function assertUnchanged(second: ConnectedFile): void {
  assert.equal(second.refusal, null);
  for (const { counts } of second.layers) {
    const { inserted, updated, deleted } = counts;
    assert.deepEqual({ inserted, updated, deleted }, { inserted: 0, updated: 0, deleted: 0 });
  }
}

/** Their one record has a place that is none: positions where rings should be, a ring that is not closed. */
const allInQuarantine = [
  'data/catalog/sensorthings/entities/locations/3.json',
  'data/catalog/sensorthings/entities/locations/southern-alberta-polygon.json',
  'data/catalog/stac/stacserver_badGeometryItem.json',
];

/** The words name what the file is or what would be taken. */
function assertRefused(file: ConnectedFile, path: string): void {
  if (allInQuarantine.includes(path)) {
    assert.equal(file.code, 4);
    return assert.match(file.refusal ?? '', /1 of 1 rows were refused/);
  }
  assert.equal(file.code, 1, `${path} is in no list of truths: it should be refused`);
  assert.match(file.refusal ?? '', /GeoJSON|JSON|CSV|XLSX|XML/i);
  assert.ok((file.refusal ?? '').length > 40, file.refusal ?? 'no words');
}
