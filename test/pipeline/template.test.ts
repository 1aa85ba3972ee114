import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inspect, readLayer } from '../../src/formats/index.ts';
import { loadPacks, type PackSet } from '../../src/packs/index.ts';
import { standardTemplate } from '../../src/pipeline/index.ts';

const python = ['python3', '/usr/bin/python3'].find((command) => {
  try {
    execFileSync(command, ['-c', 'import openpyxl'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
const fill = `
import openpyxl, sys, datetime, json
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
head = [cell.value for cell in sheet[1]]
for row in range(2, 6):
    for title, value in {'Mã trạm': 'KK%d' % row, 'Thời gian': datetime.datetime(2026, 5, row, 8), 'Bụi PM2,5 (µg/m³)': 20.5}.items():
        sheet.cell(row, head.index(title) + 1).value = value
book.save(sys.argv[2])
checks = sheet.data_validations.dataValidation
print(json.dumps({'sheets': book.sheetnames, 'frozen': sheet.freeze_panes, 'checks': [[c.type, c.formula1] for c in checks]}))
`;

describe('the workbook of a standard', () => {
  const folder = mkdtempSync(join(tmpdir(), 'template-'));
  let packs: PackSet;
  before(async () => {
    packs = await loadPacks('packs');
  });
  after(() => rmSync(folder, { recursive: true }));
  const write = async (id: string, language: 'vi' | 'en' = 'vi') => {
    const path = join(folder, 'form.xlsx');
    writeFileSync(path, await standardTemplate(packs, packs.standard(id), language, '2026-11-25'));
    return path;
  };
  const layersOf = async (path: string) => {
    const file = { path, name: 'form.xlsx', sizeBytes: readFileSync(path).length };
    return { file, layers: (await inspect(file, { workFolder: folder })).layers };
  };

  test('of every standard of the packs can be made and read again, in both languages', async () => {
    for (const { id, standards } of packs.packs) {
      for (const standard of standards) {
        for (const language of ['vi', 'en'] as const) {
          const { layers } = await layersOf(await write(`${id}/${standard.id}`, language));
          assert.ok(layers.length >= 2, standard.id);
        }
      }
    }
  });

  test('the same day gives the same bytes', async () => {
    const first = readFileSync(await write('vn-air/air-stations'));
    assert.ok(first.equals(readFileSync(await write('vn-air/air-stations'))));
  });

  const skip = python ? false : 'needs python3 with openpyxl';
  test('opens in openpyxl with its checks, and what is filled in comes back', { skip }, async () => {
    const filled = join(folder, 'filled.xlsx');
    const empty = await write('vn-air/ambient-air-measurements');
    const told = JSON.parse(execFileSync(python!, ['-c', fill, empty, filled], { encoding: 'utf8' })) as {
      sheets: string[];
      frozen: string;
      checks: [string, string | null][];
    };
    assert.deepEqual([told.sheets, told.frozen], [['Nhập liệu', 'Hướng dẫn', 'Danh mục'], 'A2']);
    const { properties } = packs.standard('vn-air/ambient-air-measurements');
    assert.equal(
      told.checks.filter(([type]) => type === 'list').length,
      properties.filter((each) => each.codelist).length,
    );
    assert.ok(told.checks.some(([type, first]) => type === 'decimal' && first === '0'));
    const { file, layers } = await layersOf(filled);
    const data = layers.find(({ title, id }) => title === 'Nhập liệu' || id === 'Nhập liệu')!;
    assert.deepEqual(data.columns.slice(0, 2), ['Mã trạm', 'Tên trạm']);
    const rows = [];
    for await (const batch of readLayer(file, data, { workFolder: folder })) rows.push(...batch.rows);
    assert.equal(rows.length, 4);
    assert.deepEqual([rows[0]![0], rows[0]![2], rows[0]![4]], ['KK2', '2026-05-02T08:00:00', 20.5]);
  });
});
