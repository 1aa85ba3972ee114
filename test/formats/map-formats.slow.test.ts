import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { featuresByGdal, skipWithoutGdal } from './gdal.ts';
import { assertSameAsGdal, formats, kmlOnly, packed, written } from './map-oracle.ts';
import { sampleKinds } from './map-samples.ts';
import { fileAt } from './reading.ts';

const folder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const skipReal = skipWithoutGdal || (existsSync(join(folder, 'data')) ? false : `no real files: LIENTHONG_TEST_DATA`);

describe('a layer reads as GDAL reads it', { skip: skipWithoutGdal }, () => {
  for (const [index, format] of formats.entries()) {
    for (const kind of format.kinds ?? sampleKinds) {
      test(`${index + 1}: ${format.format} ${format.options?.at(-1) ?? ''}, ${kind}`, async () => {
        const { file, path } = await written(format, kind);
        await assertSameAsGdal(file, featuresByGdal(path, undefined, format.openOptions), format);
      });
    }
  }
});

describe('real files read as GDAL reads them', { skip: skipReal }, () => {
  const files = [
    { path: 'vector/regional_plan_bw', main: 'ikg.shp' },
    { path: 'vector/districts_mekong_delta', main: 'Districts_Mekong_delta.shp', encoding: 'UTF-8' },
    { path: 'vector/legacy/hanoi_xa_utf8_vn2000utm48', main: 'xa.shp', encoding: 'UTF-8' },
    { path: 'vector/legacy/canTho_xa_tcvn3_vn2000tm3_105', main: 'xa.shp', encoding: 'CP1252' },
    { path: 'vector/salinity_basins_sea.kml', main: '', leftOut: [...kmlOnly, 'Description'] },
    { path: 'vector/coastal_segments_sea.fgb', main: '' },
    { path: 'vector/provinces34.fgb', main: '' },
    { path: 'vector/parcels_nrw_etrs89utm32.gpkg', main: '' },
    { path: 'vector/river_discharge_salinity_sea.gpkg', main: '' },
    { path: 'vector/wastewater_discharge_minnesota.gpkg', main: '' },
    { path: 'vector/estuary_basins_sea.gml', main: '', leftOut: ['gml_id'] },
    { path: 'vector/rivers_osgb_inspire.gml', main: '', leftOut: ['fid', 'gml_id'] },
    { path: 'vector/rivers_osgb_inspire_nosrs.gml', main: '', leftOut: ['fid', 'gml_id'] },
    { path: 'vector/wards_86_vinh_long_2025.kml', main: '', leftOut: [...kmlOnly, 'Description', 'name'] },
    // GDAL gives the bytes of its texts as they stand, which JSON cannot hold.
    { path: 'vector/legacy/vinhLong_xa_tcvn3_mapinfo', main: 'xa.mif', leftOut: ['TEN_XA', 'LOAI'] },
    { path: 'vector/legacy/vinhLong_xa_vni_vn2000tm3_noprj', main: 'xa.shp', encoding: 'CP1252' },
  ];
  for (const { path, main, encoding, leftOut } of files) {
    test(path, async () => {
      const at = join(folder, 'data', path);
      const isFile = main === '';
      const options = encoding ? ['-oo', `ENCODING=${encoding}`] : [];
      await assertSameAsGdal(
        isFile ? fileAt(at) : await packed(at, join(at, main)),
        featuresByGdal(join(at, main), undefined, options),
        leftOut ? { leftOut } : {},
      );
    });
  }
});
