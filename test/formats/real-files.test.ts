import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileAt, folderAt, look, readAll } from './reading.ts';

interface Expected {
  readonly id: string;
  readonly format: string;
  readonly columns: number;
  readonly rows: number;
}

const folder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const skip = existsSync(join(folder, 'data')) ? false : `no real files in ${folder}`;
// Counted by Python's csv and json modules; map layers by ogrinfo.
const truth = JSON.parse(readFileSync(join('test', 'fixtures', 'real-files.json'), 'utf8')) as Record<
  string,
  Expected[]
>;

describe('real files give as many records as they hold', { skip }, () => {
  for (const [path, expected] of Object.entries(truth)) {
    test(path, async () => {
      const at = join(folder, path);
      const file = statSync(at).isDirectory() ? await folderAt(at) : fileAt(at);
      const { layers, refused } = await look(file);
      assert.deepEqual(refused, []);
      const found: Expected[] = [];
      for (const layer of layers) {
        const { rows, rejected } = await readAll(file, layer);
        assert.deepEqual(rejected, []);
        found.push({ id: layer.id, format: layer.format, columns: layer.columns.length, rows: rows.length });
      }
      assert.deepEqual(found, expected);
    });
  }
});
