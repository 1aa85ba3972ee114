import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { createHarmoniser, inferStandard, profileLayer, type Letters } from '../../src/harmonise/index.ts';
import { readLayer, type InputFile, type Layer } from '../../src/formats/index.ts';
import { fileAt, folderAt, look, workFolder } from '../formats/reading.ts';
import { plainContext } from '../harmonise/support.ts';
import { shippedLetters } from './shipped.ts';

const folder = join(process.env['LIENTHONG_TEST_DATA'] ?? '../shared', 'data');
const skip = existsSync(folder) ? false : `there is no real data at ${folder} (LIENTHONG_TEST_DATA)`;
const legacy = join(folder, 'vector/legacy');

// oxlint-disable-next-line no-control-regex
const beyondAscii = /[^\u0000-\u007f]/;

let letters: Letters;
before(async () => ({ letters } = await shippedLetters()));

/** A file as a run takes it in, as is: columns by property name. */
async function connect(file: InputFile) {
  const { layers } = await look(file);
  const [layer] = layers as readonly [Layer];
  const read = () => readLayer(file, layer, { workFolder });
  const profile = await profileLayer(layer, read(), { letters });
  const { standard, mapping } = inferStandard(profile, layer, { id: 'as-is', title: { vi: 'x', en: 'x' } });
  const harmoniser = createHarmoniser(
    { standard, mapping: { ...mapping, geometry: { from: 'none' } }, layer },
    { ...plainContext, letters },
  );
  const rows: (readonly unknown[])[] = [];
  const before: (readonly unknown[])[] = [];
  for await (const batch of read()) {
    before.push(...batch.rows);
    rows.push(...harmoniser.harmonise(batch).rows.map(({ values }) => values));
  }
  const names = standard.properties.map(({ name }) => name);
  const column = (name: string) => rows.map((row) => row[names.indexOf(name)]);
  return { layer, profile, names, rows, before, column, summary: harmoniser.summary() };
}

/** Names of the communes of a province, as the map beside the legacy copies has them. */
function rightNames(file: string): string[] {
  const map = JSON.parse(readFileSync(join(folder, 'admin', file), 'utf8')) as {
    features: { properties: Record<string, string> }[];
  };
  return map.features.flatMap(({ properties }) =>
    Object.values(properties).filter((value) => typeof value === 'string'),
  );
}

describe('real files in legacy letters', { skip }, () => {
  test('points of Cần Thơ: TCVN3, semicolons, decimal commas', async () => {
    const { names, column, summary, profile } = await connect(fileAt(join(legacy, 'canTho_diem_tcvn3_xy.csv')));
    assert.deepEqual(names, ['stt', 'ten_xa', 'x', 'y']);
    const right = new Set(rightNames('wards_92_can_tho_2025.geojson'));
    assert.deepEqual(
      column('ten_xa').filter((name) => !right.has(String(name))),
      [],
    );
    assert.equal(column('ten_xa').length, 103);
    assert.equal(profile.columns[2]!.guess.type, 'number');
    const issue = summary.find(({ rule }) => rule === 'letters')!;
    assert.deepEqual([issue.count, issue.detail['letters']], [103, 'tcvn3']);
  });
  const shapefiles = [
    { name: 'canTho_xa_tcvn3_vn2000tm3_105', map: 'wards_92_can_tho_2025.geojson', id: 'tcvn3' },
    { name: 'vinhLong_xa_vni_vn2000tm3_noprj', map: 'wards_86_vinh_long_2025.geojson', id: 'vni' },
    { name: 'hanoi_xa_utf8_vn2000utm48', map: 'wards_01_ha_noi_2025.geojson', id: null },
    { name: 'vinhLong_xa_tcvn3_mapinfo', map: 'wards_86_vinh_long_2025.geojson', id: 'tcvn3' },
  ];
  for (const { name, map, id } of shapefiles) {
    test(`${name}: every name as on the map`, async () => {
      const { rows, names, profile } = await connect(await folderAt(join(legacy, name)));
      const right = new Set(rightNames(map));
      const named = names.findIndex((each) => each.startsWith('ten'));
      // Without its MIF a MID has no names of columns.
      const at = named >= 0 ? named : profile.columns.findIndex((each) => each.letters !== null);
      const wrong = rows.map((row) => String(row[at])).filter((each) => !right.has(each));
      assert.deepEqual([rows.length > 100, wrong], [true, []]);
      assert.equal(profile.columns[at]!.letters?.found[0]?.id ?? null, id);
    });
  }
  test('power plants: double-encoded cells come right, the others stay', async () => {
    const { before: cells, rows, summary } = await connect(fileAt(join(folder, 'vector/powerplants_vietnam.csv')));
    const repaired = summary.filter(({ rule }) => rule === 'letters').flatMap(({ samples }) => samples);
    assert.deepEqual(Object.fromEntries(repaired.map(({ from, to }) => [from, to])), {
      'Na Táº©u': 'Na Tẩu',
      'Daâ€™Mbri': 'Da’Mbri',
      'Nam Má»Ÿ': 'Nam Mở',
      'Kon Dá»¡ng': 'Kon Dỡng',
      'Phu Má»¡': 'Phu Mỡ',
      'Phuoc Gia, Tien LÃ£nh': 'Phuoc Gia, Tien Lãnh',
    });
    // Cells beyond ASCII that nobody repaired: as they stood, but for blanks.
    const others = cells.flatMap((row, at) =>
      row.flatMap((cell, index): [string, unknown][] =>
        typeof cell === 'string' && beyondAscii.test(cell) && !repaired.some(({ from }) => from === cell)
          ? [[cell.replace(/\u00a0/g, ' ').trim(), rows[at]![index]]]
          : [],
      ),
    );
    assert.deepEqual(
      others.filter(([from, to]) => from !== to),
      [],
    );
    assert.equal(rows.length, cells.length);
  });
});
