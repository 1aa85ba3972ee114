import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startNodeProcess, type NodeProcess } from '../../bench/support/node-process.ts';
import { connectFile } from './connected-file.ts';

const workbooks = join('test', 'fixtures', 'xlsx');

/** Records of each filled sheet, by the code that made the workbooks (`make-fixtures.py`); empty and hidden sheets give no layer. */
const expected: Readonly<Record<string, readonly number[]>> = {
  'dates-1900.xlsx': [2],
  'dates-1904.xlsx': [2],
  'decimal-comma-texts.xlsx': [2],
  'formulas-never-calculated.xlsx': [3],
  'gaps.xlsx': [2],
  'lo-dates.xlsx': [2],
  'lo-errors.xlsx': [2],
  'lo-formulas.xlsx': [3],
  'lo-two-row-header.xlsx': [2],
  'merged-titles.xlsx': [2],
  'nfd.xlsx': [1],
  'no-header.xlsx': [2],
  'rich-text.xlsx': [1],
  'several-sheets.xlsx': [1, 2],
  'two-row-header.xlsx': [2],
};

describe('every workbook ends as collections with all records of its sheets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
  let node: NodeProcess;
  before(async () => {
    node = await startNodeProcess(join(folder, 'data'), null);
  });
  after(async () => {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('every fixture has a truth', () => {
    const present = readdirSync(workbooks).filter((name) => name.endsWith('.xlsx'));
    assert.deepEqual(present.sort(), Object.keys(expected).sort());
  });

  for (const [i, [name, records]] of Object.entries(expected).entries()) {
    test(`${name}: ${records.join(', ')} record(s); again: nothing changes`, async () => {
      const first = await connectFile(node, workbooks, name, `workbook-${i + 1}`);
      assert.equal(first.refusal, null);
      assert.deepEqual(
        first.layers.map((layer) => layer.counts.read),
        records,
      );
      const second = await connectFile(node, workbooks, name, `workbook-${i + 1}`);
      for (const { counts } of second.layers) {
        const { inserted, updated, deleted } = counts;
        assert.deepEqual({ inserted, updated, deleted }, { inserted: 0, updated: 0, deleted: 0 });
      }
    });
  }
});
