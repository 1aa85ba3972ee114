import type { Messages } from '../../kernel/index.ts';

/** How a steward tells the node to read a file. */
export const readingMessages = {
  reading: { vi: 'Đọc lại theo cách khác', en: 'Read it in another way' },
  readingLead: {
    vi: 'Chỉ điền những gì nút đọc chưa đúng. Lần giao sau dùng lại các lựa chọn này; để trống hết để bỏ chúng.',
    en: 'Fill in only what the node has read wrongly. The next delivery uses these choices again; leave all empty to drop them.',
  },
  encoding: { vi: 'Bảng mã chữ', en: 'Text encoding' },
  encodingHint: {
    vi: 'Của tệp chữ, DBF, Shapefile, MIF, KML, GML, GeoPackage: utf-8, windows-1252, utf-16le …',
    en: 'Of text files, DBF, Shapefile, MIF, KML, GML, GeoPackage: utf-8, windows-1252, utf-16le …',
  },
  delimiter: { vi: 'Dấu ngăn cột', en: 'Column separator' },
  delimiterHint: { vi: 'Một dấu, hoặc tab.', en: 'One mark, or tab.' },
  headerRow: { vi: 'Dòng tiêu đề', en: 'Header row' },
  headerRowHint: {
    vi: '5, hoặc 5-6 nếu tiêu đề có hai dòng; 0 nếu không có.',
    en: '5, or 5-6 for a header of two rows; 0 for none.',
  },
  firstRow: { vi: 'Dòng của bản ghi đầu', en: 'Row of the first record' },
  firstRowHint: { vi: 'Đếm từ 1, như trong tệp.', en: 'Counted from 1, as in the file.' },
  lastRow: { vi: 'Dòng của bản ghi cuối', en: 'Row of the last record' },
  lastRowHint: { vi: 'Các dòng sau đó không được đọc.', en: 'Rows after it are not read.' },
  range: { vi: 'Vùng của trang tính', en: 'Range of the sheet' },
  rangeHint: { vi: 'B:K hoặc B5:K200.', en: 'B:K or B5:K200.' },
  records: { vi: 'Nơi có bản ghi', en: 'Where records stand' },
  recordsHint: { vi: 'Của JSON: /results; của XML: /list/item.', en: 'In JSON: /results; in XML: /list/item.' },
  readAgain: { vi: 'Đọc lại', en: 'Read again' },
} as const satisfies Messages;
