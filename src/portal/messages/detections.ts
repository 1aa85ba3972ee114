import type { Message, Messages } from '../../kernel/index.ts';

/** What was recognised in a file, by `Detection.what`. */
const subjects: Messages = {
  encoding: { vi: 'Bảng mã chữ', en: 'Text encoding' },
  delimiter: { vi: 'Dấu ngăn cột', en: 'Column separator' },
  'header-row': { vi: 'Dòng tiêu đề', en: 'Header row' },
  preamble: { vi: 'Số dòng bỏ qua ở đầu', en: 'Lines left out at the top' },
  comments: { vi: 'Dấu của dòng ghi chú', en: 'Mark of comment lines' },
  'line-end': { vi: 'Dấu hết dòng', en: 'Line end' },
  'records-stand-as': { vi: 'Cách ghi bản ghi', en: 'How records are written' },
  crs: { vi: 'Hệ toạ độ', en: 'Coordinate system' },
  'geometry-type': { vi: 'Kiểu hình', en: 'Kind of shape' },
  decimal: { vi: 'Dấu thập phân', en: 'Decimal mark' },
  thousands: { vi: 'Dấu ngăn nghìn', en: 'Thousands mark' },
  'date-order': { vi: 'Thứ tự ngày tháng', en: 'Order of day and month' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  meaning: { vi: 'Ý nghĩa', en: 'Meaning' },
  type: { vi: 'Kiểu', en: 'Type' },
  zone: { vi: 'Múi giờ', en: 'Time zone' },
};

/** Why it was taken so, by `Detection.reason`. */
const reasons: Messages = {
  bom: { vi: 'tệp tự ghi rõ ở đầu', en: 'the file says so at its start' },
  'valid-utf8': { vi: 'mọi chữ đọc được theo bảng mã này', en: 'every character reads in this encoding' },
  'ascii-only': { vi: 'tệp chỉ có chữ không dấu', en: 'the file has unaccented characters only' },
  'valid-utf8-but-cut': { vi: 'đọc được gần hết, tệp bị cắt ở cuối', en: 'it reads nearly to the end, where the file is cut' },
  'tone-marks-after-vowels': { vi: 'dấu thanh đứng sau nguyên âm', en: 'tone marks stand after vowels' },
  'runs-of-cyrillic-letters': { vi: 'có chuỗi chữ Kirin', en: 'runs of Cyrillic letters' },
  'single-western-letters': { vi: 'có vài chữ Tây Âu', en: 'a few western letters' },
  'not-utf8': { vi: 'không phải UTF-8', en: 'it is not UTF-8' },
  'most-regular': { vi: 'chia tệp đều nhất', en: 'it divides the file most evenly' },
  'text-over-values': { vi: 'chữ nằm trên các cột giá trị', en: 'text stands over columns of values' },
  'years-over-values': { vi: 'các năm nằm trên cột giá trị', en: 'years stand over columns of values' },
  'first-full-row': { vi: 'dòng đầu tiên có đủ các ô', en: 'the first row with all cells filled' },
  'values-in-first-row': { vi: 'dòng đầu đã là giá trị', en: 'the first row already holds values' },
  'lines-above-header': { vi: 'nằm trên dòng tiêu đề', en: 'they stand above the header' },
  'two-rows-merged-above': { vi: 'tiêu đề gồm hai dòng có ô gộp', en: 'the header spans two rows with merged cells' },
  'marked-lines-unlike-rows': { vi: 'có dấu ở đầu và khác các dòng dữ liệu', en: 'marked at the start and unlike the rows' },
  'lone-carriage-returns': { vi: 'tệp chỉ có dấu CR', en: 'the file has carriage returns only' },
  structure: { vi: 'theo cấu trúc của tệp', en: 'by the structure of the file' },
  'legacy-crs-member': { vi: 'tệp ghi hệ toạ độ', en: 'the file names the system' },
  'rfc7946-default': { vi: 'mặc định của GeoJSON (RFC 7946)', en: 'the default of GeoJSON (RFC 7946)' },
  'all-features-looked-at': { vi: 'đã xem mọi đối tượng', en: 'all features were looked at' },
};

const byContent: Message = { vi: 'theo nội dung của tệp', en: 'by the content of the file' };

export function subjectOf(what: string): Message {
  return subjects[what] ?? { vi: what.replaceAll('-', ' '), en: what.replaceAll('-', ' ') };
}

/** In words; a reason that is not in the list still gets a true sentence, never its key. */
export function reasonOf(reason: string): Message {
  return reasons[reason] ?? byContent;
}

const values: Messages = {
  ',': { vi: 'dấu phẩy', en: 'comma' },
  ';': { vi: 'dấu chấm phẩy', en: 'semicolon' },
  '\t': { vi: 'dấu tab', en: 'tab' },
  '|': { vi: 'dấu gạch đứng', en: 'vertical bar' },
  '.': { vi: 'dấu chấm', en: 'dot' },
  ' ': { vi: 'dấu cách', en: 'space' },
};
const noHeader: Message = { vi: 'không có', en: 'none' };

export function detectedValue(what: string, value: string): Message {
  if (what === 'header-row' && value === '0') return noHeader;
  return values[value] ?? { vi: value, en: value };
}
