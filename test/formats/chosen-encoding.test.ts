import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import iconv from 'iconv-lite';
import type { ReadingChoice } from '../../src/formats/index.ts';
import { newFolder, ogr2ogr, skipWithoutGdal } from './gdal.ts';
import { detected, fileOf, look, readOnly, zipOf } from './reading.ts';

/** Every place where a sample writes its words is filled with these bytes: as long as `written`, in windows-1258. */
const words = 'Hả Tiên!';
const written = 'CHUVIETX';

const point = { type: 'Point', coordinates: [105.5, 10] };
const feature = (ten: string) => ({ type: 'Feature', properties: { ten }, geometry: point });

/** A file of the driver whose one text is `bytes`. */
function fileWith(bytes: Buffer, driver: string, ending: string, options: readonly string[] = []) {
  const folder = newFolder();
  const source = join(folder, 'in.geojson');
  writeFileSync(source, JSON.stringify({ type: 'FeatureCollection', features: [feature(written)] }));
  ogr2ogr('-f', driver, ...options, join(folder, `a.${ending}`), source);
  const names = readdirSync(folder).filter((name) => name.startsWith('a.') && !name.endsWith('.cpg'));
  const files = Object.fromEntries(names.map((name) => [name, replaced(readFileSync(join(folder, name)), bytes)]));
  return names.length === 1 ? fileOf(files[names[0]!]!, names[0]) : zipOf(files).then((zip) => fileOf(zip, 'a.zip'));
}

function replaced(file: Buffer, bytes: Buffer): Buffer {
  const text = file.toString('latin1').replaceAll(written, bytes.toString('latin1'));
  return Buffer.from(text.replace('encoding="UTF-8" ', '').replace('encoding="utf-8" ', ''), 'latin1');
}

const drivers: readonly { driver: string; ending: string; options?: string[] }[] = [
  { driver: 'ESRI Shapefile', ending: 'shp' },
  { driver: 'MapInfo File', ending: 'mif', options: ['-dsco', 'FORMAT=MIF'] },
  { driver: 'KML', ending: 'kml' },
  { driver: 'GML', ending: 'gml' },
  { driver: 'GPKG', ending: 'gpkg' },
];

describe('an encoding that a steward chose holds for what is read', { skip: skipWithoutGdal }, () => {
  const bytes = iconv.encode(words.normalize('NFD'), 'windows-1258').subarray(0, 8);
  const meant = iconv.decode(bytes, 'windows-1258');
  const choose = (encoding: string): { choices: ReadingChoice[] } => ({ choices: [{ encoding }] });
  for (const { driver, ending, options } of drivers) {
    test(ending, async () => {
      const file = await fileWith(bytes, driver, ending, options);
      const guessed = await readOnly(file);
      assert.equal(detected(guessed.layer, 'encoding'), 'windows-1252 (not-utf8)');
      const told = await readOnly(file, {}, choose('windows-1258'));
      assert.equal(detected(told.layer, 'encoding'), 'windows-1258 (chosen)');
      const cells = told.rows[0]!.filter((cell) => typeof cell === 'string');
      assert.ok(cells.includes(meant), `${JSON.stringify(cells)} hold ${meant}`);
      const { refused } = await look(file, {}, choose('utf-99'));
      assert.deepEqual(
        refused.map(({ problem }) => problem.code),
        ['unknown-setting'],
      );
    });
  }

  test('bytes that happen to be UTF-8 stay bytes where they are chosen to be', async () => {
    const table = await fileWith(Buffer.from('Cà Mau1', 'utf8'), 'ESRI Shapefile', 'shp');
    const { layer, rows } = await readOnly(table, {}, choose('windows-1252'));
    assert.equal(detected(layer, 'encoding'), 'windows-1252 (chosen)');
    assert.equal(rows[0]![0], 'CÃ\u00a0 Mau1');
  });
});

describe('one of several tables', () => {
  const folder = (name: string, data: string) =>
    `<Folder><name>${name}</name><Placemark><name>Ph\xad\xeang</name><ExtendedData><Data name="${data}"><value>1</value></Data></ExtendedData></Placemark></Folder>`;
  const kml = Buffer.from(
    `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${folder('A', 'x')}${folder('B', 'y')}</Document></kml>`,
    'latin1',
  );
  test('of a KML is chosen for: the file has one encoding', async () => {
    const { layers } = await look(fileOf(kml, 'a.kml'), {}, { choices: [{ layer: 'B', encoding: 'iso-8859-2' }] });
    assert.deepEqual(
      layers.map((layer) => [layer.id, detected(layer, 'encoding')]),
      [
        ['A', 'iso-8859-2 (chosen)'],
        ['B', 'iso-8859-2 (chosen)'],
      ],
    );
  });
});
