import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findGdal } from '../../src/formats/gdal/ogr2ogr.ts';
import { inspect, readLayer } from '../../src/formats/index.ts';
import { newFolder, ogr2ogr, skipWithoutGdal } from './gdal.ts';
import { sampleFile } from './map-samples.ts';
import { detected, fileAt, fileOf, folderAt, look, readAll, readOnly, workFolder, zipOf } from './reading.ts';

const dxf = '  0\nSECTION\n  2\nENTITIES\n  0\nPOINT\n  8\n0\n 10\n1.5\n 20\n2.5\n 30\n0\n  0\nENDSEC\n  0\nEOF\n';

/** A program that does what a test needs instead of `ogr2ogr`. */
function program(script: string): string {
  const path = join(newFolder(), 'ogr2ogr');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const codes = (inspection: Awaited<ReturnType<typeof look>>) => inspection.refused.map(({ problem }) => problem.code);
const leftovers = () => readdirSync(workFolder).filter((name) => name.startsWith('reading-'));

describe('formats that only GDAL reads', { skip: skipWithoutGdal }, () => {
  test('a drawing: one layer, its own coordinates', async () => {
    const { layer, geometries } = await readOnly(fileOf(dxf, 'ban-ve.dxf'));
    assert.deepEqual([layer.format, layer.title, layer.crs], ['gdal', 'ban-ve', undefined]);
    assert.deepEqual((geometries[0] as { coordinates: number[] }).coordinates.slice(0, 2), [1.5, 2.5]);
    assert.equal(detected(layer, 'format'), 'DXF (AutoCAD) (read-by-gdal)');
    assert.deepEqual(leftovers(), []);
  });
  test('MapInfo TAB in a font encoding: bytes stay bytes, whatever the table says', async () => {
    const folder = newFolder();
    const path = join(folder, 'xa.tab');
    ogr2ogr('-f', 'MapInfo File', path, sampleFile('points'));
    const name = 'Ph­êng Ninh KiÒu';
    const dat = readFileSync(join(folder, 'xa.dat'), 'latin1');
    const there = /Ph[^\0]*?Ki[^\0 ]*/.exec(dat)![0];
    writeFileSync(join(folder, 'xa.dat'), dat.replace(there, name.padEnd(there.length, '\0')), 'latin1');
    writeFileSync(path, readFileSync(path, 'latin1').replaceAll('Neutral', 'WindowsLatin1'), 'latin1');
    const { layer, rows } = await readOnly(await folderAt(folder));
    assert.equal(rows[0]![layer.columns.indexOf('ten')], name);
    assert.equal(detected(layer, 'stated-encoding'), 'WindowsLatin1 (hint-only)');
    assert.equal(layer.crs?.kind, 'epsg');
  });
  test('MapInfo TAB with columns named in a font encoding', async () => {
    const folder = newFolder();
    const path = join(folder, 'xa.tab');
    ogr2ogr('-f', 'MapInfo File', path, sampleFile('points'));
    for (const file of [path, join(folder, 'xa.dat')]) {
      const text = readFileSync(file, 'latin1');
      writeFileSync(file, text.replace('ten', 'tªn'), 'latin1');
    }
    const { layer, rows } = await readOnly(await folderAt(folder));
    assert.ok(layer.columns.includes('tªn'), layer.columns.join(', '));
    assert.equal(rows.length, 20);
    assert.ok(String(rows[0]![layer.columns.indexOf('tªn')]).length > 0);
  });
  test('plane coordinates are not turned into degrees', async () => {
    const folder = newFolder();
    const path = join(folder, 'xa.tab');
    ogr2ogr('-f', 'MapInfo File', '-t_srs', 'EPSG:32648', path, sampleFile('points', 0));
    const { layer, geometries } = await readOnly(await folderAt(folder));
    assert.ok((geometries[1] as { coordinates: number[] }).coordinates[0]! > 100_000);
    assert.ok(layer.crs);
  });
  test('several layers of one file', async () => {
    const path = join(newFolder(), 'di.gpx');
    ogr2ogr('-f', 'GPX', '-nlt', 'POINT', '-select', '', path, sampleFile('points', 0));
    const file = fileAt(path);
    const { layers } = await look(file);
    const waypoints = layers.find(({ id }) => id === 'waypoints')!;
    assert.equal((await readAll(file, waypoints)).rows.length, 20);
    assert.ok(layers.some(({ id, empty }) => id === 'tracks' && empty));
  });
  test('a geodatabase is one thing in a folder, also among others', async () => {
    const folder = newFolder();
    ogr2ogr('-f', 'OpenFileGDB', '-nlt', 'PROMOTE_TO_MULTI', join(folder, 'dat.gdb'), sampleFile('points', 0));
    writeFileSync(join(folder, 'tram.csv'), 'ma,so\nA,1\nB,2\n');
    const file = await folderAt(folder);
    const { layers, refused } = await look(file);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      layers.map(({ id, format }) => `${id} ${format}`),
      ['dat.gdb gdal', 'tram.csv csv'],
    );
    assert.equal((await readAll(file, layers[0]!)).rows.length, 20);
    assert.deepEqual(leftovers(), []);
  });
  test('a table without the files beside it is refused in its words', async () => {
    const tab =
      '!table\n!version 300\n!charset Neutral\n\nDefinition Table\n  Type NATIVE Charset "Neutral"\n  Fields 1\n    a Integer ;\n';
    const { refused } = await look(fileOf(tab, 'xa.tab'));
    assert.equal(refused[0]?.problem.code, 'gdal-failed');
    assert.doesNotMatch(refused[0].problem.message, /tmp|reading-/);
  });
  test('names that people gave never reach a program', async () => {
    const zip = await zipOf({ '-f; touch x $(id).dxf': dxf, '"vsicurl".dxf': dxf });
    const { layers, refused } = await look(fileOf(zip, 'a.zip'));
    assert.deepEqual([layers.length, refused], [2, []]);
  });
  test('the version is told', async () => assert.match((await findGdal('ogr2ogr')).version ?? '', /^\d+\./));
});

describe('where there is no GDAL, or it misbehaves', () => {
  const cases = [
    { means: 'nobody shall be asked', ogr2ogr: null, is: 'needs-gdal' },
    { means: 'no such program', ogr2ogr: '/nowhere/ogr2ogr', is: 'needs-gdal' },
    { means: 'an error', ogr2ogr: program('echo "ERROR 1: /tmp/secret is bad" >&2; exit 1'), is: 'gdal-failed' },
    { means: 'a crash', ogr2ogr: program('kill -SEGV $$'), is: 'gdal-failed' },
    { means: 'it never ends', ogr2ogr: program('exec sleep 60'), is: 'gdal-failed' },
    { means: 'it wants all memory', ogr2ogr: program('ulimit -v | grep -qv unlimited && exit 3'), is: 'gdal-failed' },
  ];
  for (const { means, ogr2ogr: path, is } of cases) {
    test(means, async () => {
      const inspection = await look(fileOf(dxf, 'a.dxf'), { toolSeconds: 1 }, { ogr2ogr: path });
      assert.deepEqual(codes(inspection), [is]);
      assert.doesNotMatch(inspection.refused[0]!.problem.message, /secret/);
      assert.deepEqual(leftovers(), []);
    });
  }
  test('a signal ends it', async () => {
    const signal = AbortSignal.timeout(200);
    const options = { workFolder, signal, ogr2ogr: program('exec sleep 60') };
    await assert.rejects(inspect(fileOf(dxf, 'a.dxf'), options));
    const layer = { format: 'gdal', entry: [], columns: [], settings: {} } as never;
    await assert.rejects(async () => {
      for await (const _ of readLayer(fileOf(dxf, 'a.dxf'), layer, { ...options, signal: AbortSignal.timeout(200) }));
    });
    assert.deepEqual(leftovers(), []);
  });
});
