import { htmlReader } from './html/html-reader.ts';
import { jsonReader } from './json/json-reader.ts';
import { layoutReader } from './layouts/layout-reader.ts';
import { flatOdsReader, odsReader } from './ods/ods-reader.ts';
import { parquetReader } from './parquet/parquet-reader.ts';
import type { FormatReader } from './reader.ts';
import { toa5Reader } from './toa5/toa5-reader.ts';
import { xlsReader } from './xls/xls-reader.ts';
import { xmlReader } from './xml-records/xml-reader.ts';
import { xmlSheetReader } from './xml-sheet/xml-sheet-reader.ts';

/** Formats of tables and series, beside CSV and XLSX. */
export const tableReaders: readonly FormatReader[] = [
  xlsReader,
  odsReader,
  flatOdsReader,
  xmlSheetReader,
  htmlReader,
  jsonReader,
  parquetReader,
  xmlReader,
  toa5Reader,
  layoutReader,
];
