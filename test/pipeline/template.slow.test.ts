import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inspect, readLayer, type Layer } from '../../src/formats/index.ts';
import { loadPacks, type PackSet } from '../../src/packs/index.ts';
import { standardTemplate } from '../../src/pipeline/index.ts';
import { onEmbeddedNode } from './node-under-test.ts';
import { asOperator, asPublic, expectOk } from './steward.ts';

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
# The first example is written over, the second one left standing, rows are added below.
for column in range(1, sheet.max_column + 1):
    sheet.cell(2, column).value = None
for row in [2, 4, 5, 6]:
    for title, value in {'Mã trạm': 'KK%d' % row, 'Thời gian': datetime.datetime(2026, 5, row, 8), 'Bụi PM2,5 (µg/m³)': 20.5}.items():
        sheet.cell(row, head.index(title) + 1).value = value
book.save(sys.argv[2])
checks = sheet.data_validations.dataValidation
print(json.dumps({'sheets': book.sheetnames, 'frozen': sheet.freeze_panes, 'checks': [[c.type, c.formula1] for c in checks]}))
`;

const dependent = `
import openpyxl, sys, json, re
book = openpyxl.load_workbook(sys.argv[1])
sheet, lists = book.worksheets[0], book.worksheets[2]
def cells(name):
    place = book.defined_names[name].attr_text.split('!')[1].replace('$', '')
    return [row[0].value for row in lists[place]]
formula = next(c.formula1 for c in sheet.data_validations.dataValidation if c.formula1 and 'OFFSET' in c.formula1)
codes = cells(re.search(r'danh_muc_\\d', formula).group(0))
above = cells(re.search(r'danh_muc_\\d_tren', formula).group(0))
chosen = '92'
first, count = above.index(chosen), above.count(chosen)
runs = sum(1 for i, a in enumerate(above) if i == 0 or above[i - 1] != a)
print(json.dumps({'formula': formula, 'codes': len(codes), 'together': runs == len(set(above)),
  'found': codes[first:first + count], 'expected': [c for c, a in zip(codes, above) if a == chosen],
  'examples': [sheet.cell(r, 1).value for r in (2, 3)]}))
`;
interface Dependent {
  readonly formula: string;
  readonly codes: number;
  readonly together: boolean;
  readonly found: readonly string[];
  readonly expected: readonly string[];
  readonly examples: readonly string[];
}

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
          assert.deepEqual(
            layers.map((layer) => [layer.id, layer.empty]),
            [['', true]],
            `${standard.id}: one table, and its examples are no records`,
          );
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
    const [data] = layers as [Layer];
    assert.equal(layers.length, 1);
    assert.deepEqual(data.columns.slice(0, 2), ['Mã trạm', 'Tên trạm']);
    const rows = [];
    for await (const batch of readLayer(file, data, { workFolder: folder })) rows.push(...batch.rows);
    assert.equal(rows.length, 4);
    assert.deepEqual([rows[0]![0], rows[0]![2], rows[0]![4]], ['KK2', '2026-05-02T08:00:00', 20.5]);
  });

  test('offers the communes of the chosen province, and shows two examples', { skip }, async () => {
    const path = await write('vn-core/unit-figures');
    const told = JSON.parse(execFileSync(python!, ['-c', dependent, path], { encoding: 'utf8' })) as Dependent;
    assert.match(told.formula, /^IF\(\$[A-Z]+2="",danh_muc_\d,OFFSET\(/);
    assert.ok(told.codes > 3_000);
    assert.ok(told.together, 'communes of one province stand together');
    assert.deepEqual(told.found, told.expected);
    assert.ok(told.found.length > 90);
    assert.match(told.examples[0]!, /^Ví dụ: /);
    assert.match(told.examples[1]!, /^Ví dụ: /);
  });
});

onEmbeddedNode('forms over HTTP', (node) => {
  const skip = python ? false : 'needs python3 with openpyxl';
  test('a filled form is connected without naming a layer', { skip }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'form-'));
    try {
      const page = await asPublic(node, '/standards', { headers: { accept: 'text/html' } });
      assert.match(page.text, /href="\/standards\/vn-air\/ambient-air-measurements\/template" download/);
      const { body } = await expectOk(asPublic(node, '/standards'));
      const standards = body['standards'] as { id: string; template: string }[];
      const { template } = standards.find(({ id }) => id === 'vn-air/ambient-air-measurements')!;
      for (const language of ['vi', 'en']) {
        const got = await fetch(`${node.url()}${template}?lang=${language}`);
        assert.equal(got.status, 200);
        writeFileSync(join(folder, `${language}.xlsx`), new Uint8Array(await got.arrayBuffer()));
      }
      execFileSync(python!, ['-c', fill, join(folder, 'vi.xlsx'), join(folder, 'dien.xlsx')]);
      const args = ['--standard', 'vn-air/ambient-air-measurements', '--yes', '--json'];
      const { code, json, said } = await node.command('connect', join(folder, 'dien.xlsx'), ...args);
      assert.equal(code, 0, said);
      assert.deepEqual([json()['read'], json()['stored']], [4, 4]);
      const source = await asOperator(node, '/sources/dien', { headers: { accept: 'text/html' } });
      assert.match(source.text, /href="\/standards\/vn-air\/ambient-air-measurements\/template" download/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
