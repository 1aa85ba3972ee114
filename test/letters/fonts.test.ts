import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inspect, readLayer, writeWorkbook } from '../../src/formats/index.ts';
import { createHarmoniser, inferStandard, profileLayer, type Letters } from '../../src/harmonise/index.ts';
import { partsOfZip, storedZip } from '../fuzz/stored-zip.ts';
import { plainContext } from '../harmonise/support.ts';
import { tableEncoder } from './encoders.ts';
import { shippedLetters } from './shipped.ts';

const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let letters: Letters;
let encode: (id: string, text: string) => string;
before(async () => {
  const shipped = await shippedLetters();
  letters = shipped.letters;
  encode = (id, text) =>
    tableEncoder(
      shipped.encodings.find((one) => one.id === id)!,
      shipped.encodings,
    )(text);
});

/** A sheet of one column, all of it in one font, as it comes out of the harmoniser. */
async function readIn(font: string, cells: readonly string[]): Promise<unknown[]> {
  const rows = [['Ten'], ...cells.map((cell) => [cell])].map((row) => row.map((value) => ({ value })));
  const book = await writeWorkbook({ sheets: [{ name: 'A', columns: [{ width: 9 }], rows }], names: {} });
  const parts = partsOfZip(book).map(({ name, bytes }) => ({
    name,
    bytes: name.endsWith('styles.xml') ? Buffer.from(bytes.toString('utf8').replaceAll('"Arial"', `"${font}"`)) : bytes,
  }));
  const path = join(folder, 'a.xlsx');
  const zip = storedZip(parts);
  writeFileSync(path, zip);
  const file = { path, name: 'a.xlsx', sizeBytes: zip.length };
  const { layers } = await inspect(file, { workFolder: folder });
  const [layer] = layers;
  assert.deepEqual(layer!.fonts, [font]);
  const profile = await profileLayer(layer!, readLayer(file, layer!, { workFolder: folder }), { letters });
  const { standard, mapping } = inferStandard(profile, layer!, { id: 'as-is', title: { vi: 'x', en: 'x' } });
  const harmoniser = createHarmoniser({ standard, mapping, layer: layer! }, { ...plainContext, letters });
  const values: unknown[] = [];
  for await (const batch of readLayer(file, layer!, { workFolder: folder }))
    values.push(...harmoniser.harmonise(batch).rows.map((row) => row.values[0]));
  return values;
}

describe('the font of a column says what its characters mean', () => {
  const cases = [
    { font: 'VNI-Times', id: 'vni', name: 'Tỉnh Gia Lai', is: 'Tỉnh Gia Lai' },
    { font: '.VnTime', id: 'tcvn3', name: 'Huyện Quỳnh Phụ', is: 'Huyện Quỳnh Phụ' },
    { font: '.VnArialH', id: 'tcvn3', name: 'huyện quỳnh nhai', is: 'HUYỆN QUỲNH NHAI' },
  ];
  for (const { font, id, name, is } of cases) {
    test(`one cell in ${font}, which alone is too little to tell`, async () => {
      assert.deepEqual(await readIn(font, [encode(id, name)]), [is]);
      assert.deepEqual(await readIn('Arial', [encode(id, name)]), [encode(id, name)]);
    });
  }
  test('a text that was put right since stays right in its old font', async () => {
    for (const font of ['.VnTime', 'VNI-Times', '.VnTimeH']) {
      const right = ['Xã Kim Chung', 'Tỉnh Gia Lai', 'Réunion'];
      for (const text of right) assert.deepEqual(await readIn(font, [text]), [text], `${text} in ${font}`);
    }
  });
});
