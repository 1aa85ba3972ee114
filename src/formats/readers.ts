import { csvReader } from './csv/csv-reader.ts';
import { geojsonReader } from './geojson/geojson-reader.ts';
import type { LayerFormat } from './model.ts';
import type { FormatReader } from './reader.ts';
import { mapReaders } from './map-readers.ts';
import { tableReaders } from './table-readers.ts';
import { xlsxReader } from './xlsx/xlsx-reader.ts';

/** Every format that is read. A new one: its folder, a line here, its name in `LayerFormat`, its look in `recognise.ts`. */
const readers: readonly FormatReader[] = [csvReader, xlsxReader, geojsonReader, ...tableReaders, ...mapReaders];

export function readerOf(format: LayerFormat): FormatReader {
  const reader = readers.find(({ formats }) => formats.includes(format));
  if (!reader) throw new Error(`no reader for ${format}`);
  return reader;
}
