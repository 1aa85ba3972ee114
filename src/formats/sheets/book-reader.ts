import { Problem } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { LayerFormat } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected, LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { inspectSheet } from './inspect-sheet.ts';
import { readSheet } from './read-sheet.ts';
import type { SheetBook, SheetEntry } from './sheet.ts';

/** Opens a book for as long as `use` runs. */
export type OpenBook<Sheet extends SheetEntry> = (
  source: ByteSource,
  reading: Reading,
) => Promise<{ readonly book: SheetBook<Sheet>; close(): Promise<void> | void }>;

/** The reader of one spreadsheet format: every sheet is a layer; a broken one does not hold up the others. */
export function bookReader<Sheet extends SheetEntry>(format: LayerFormat, open: OpenBook<Sheet>): FormatReader {
  return {
    formats: [format],
    async inspect(source, reading) {
      const { book, close } = await open(source, reading);
      try {
        if (book.sheets.length === 0) throw problem('empty-file', { file: source.name });
        return await inspectSheets(book, format, reading);
      } finally {
        await close();
      }
    },
    async *read(source, layer, reading, batchRows) {
      const { book, close } = await open(source, reading);
      try {
        yield* readSheet(book, layer, reading, batchRows);
      } finally {
        await close();
      }
    },
  };
}

async function inspectSheets<Sheet extends SheetEntry>(
  book: SheetBook<Sheet>,
  format: LayerFormat,
  reading: Reading,
): Promise<Inspected> {
  const layers: LayerParts[] = [];
  const refused: { table: string; problem: Problem }[] = [];
  for (const sheet of book.sheets) {
    try {
      layers.push({ ...(await inspectSheet(book, sheet, reading)), format, table: sheet.name });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ table: sheet.name, problem: error });
    }
  }
  return { layers, refused };
}
