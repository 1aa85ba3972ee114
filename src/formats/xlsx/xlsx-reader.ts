import { bookReader } from '../sheets/book-reader.ts';
import { openZip } from '../zip.ts';
import { sheetRows } from './sheet-rows.ts';
import { openWorkbook, type SheetEntry } from './workbook.ts';

export const xlsxReader = bookReader<SheetEntry>('xlsx', async (source, reading) => {
  const zip = await openZip(source, reading);
  try {
    const workbook = await openWorkbook(zip, reading);
    return {
      book: {
        name: workbook.name,
        sheets: workbook.sheets,
        is1904: workbook.is1904,
        form: workbook.form,
        rows: (sheet, notes) => sheetRows(workbook, sheet, notes, reading),
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
});
