import { describe, test } from 'node:test';
import { featuresByGdal, skipWithoutGdal } from './gdal.ts';
import { assertSameAsGdal, formats, written } from './map-oracle.ts';

/** Of areas, which are the hardest, or what else the format can keep; all kinds in `map-formats.slow.test.ts`. */
describe('a layer reads as GDAL reads it', { skip: skipWithoutGdal }, () => {
  for (const [index, format] of formats.entries()) {
    const [kind = 'areas'] = format.kinds ?? [];
    test(`${index + 1}: ${format.format} ${format.options?.at(-1) ?? ''}, ${kind}`, async () => {
      const { file, path } = await written(format, kind);
      await assertSameAsGdal(file, featuresByGdal(path, undefined, format.openOptions), format);
    });
  }
});
