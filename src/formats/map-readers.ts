import { dbfReader } from './dbf/dbf-reader.ts';
import type { FormatReader } from './reader.ts';
import { shapefileReader } from './shapefile/shapefile-reader.ts';

/** Formats of geographic layers. */
export const mapReaders: readonly FormatReader[] = [shapefileReader, dbfReader];
