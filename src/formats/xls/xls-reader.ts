import { bookReader } from '../sheets/book-reader.ts';
import { CompoundFile } from './compound-file.ts';
import { openXlsBook, type XlsSheet } from './xls-book.ts';
import { xlsRows } from './xls-rows.ts';

/** Excel 97 to 2003 (BIFF8), and 5.0 and 95 (BIFF5) in the same container. */
export const xlsReader = bookReader<XlsSheet>('xls', async (source, reading) => {
  const file = await CompoundFile.open(await source.path(), source.name);
  try {
    const book = await openXlsBook(file, reading);
    return {
      book: {
        name: source.name,
        sheets: book.sheets,
        is1904: book.is1904,
        rows: (sheet, notes) => xlsRows(book, sheet, notes, reading),
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
});
