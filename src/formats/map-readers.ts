import { dbfReader } from './dbf/dbf-reader.ts';
import { fgbReader } from './fgb/fgb-reader.ts';
import { gdalReader } from './gdal/gdal-reader.ts';
import { gmlReader } from './gml/gml-reader.ts';
import { gpkgReader } from './gpkg/gpkg-reader.ts';
import { kmlReader } from './kml/kml-reader.ts';
import { mifReader } from './mif/mif-reader.ts';
import type { FormatReader } from './reader.ts';
import { shapefileReader } from './shapefile/shapefile-reader.ts';

/** Formats of geographic layers. */
export const mapReaders: readonly FormatReader[] = [
  shapefileReader,
  dbfReader,
  mifReader,
  kmlReader,
  gmlReader,
  fgbReader,
  gpkgReader,
  gdalReader,
];
