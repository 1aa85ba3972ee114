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
  codes: { vi: 'Mã của danh mục', en: 'Codes of the list' },
  meaning: { vi: 'Ý nghĩa', en: 'Meaning' },
  type: { vi: 'Kiểu', en: 'Type' },
  zone: { vi: 'Múi giờ', en: 'Time zone' },
  missing: { vi: 'Cách ghi ô trống', en: 'Marks of empty cells' },
  excel: { vi: 'Ngày kiểu Excel', en: 'Excel dates' },
  'record-path': { vi: 'Nơi có bản ghi', en: 'Where records stand' },
  'other-records': { vi: 'Các danh sách khác trong tệp', en: 'Other lists in the file' },
  'geometry-from': { vi: 'Hình lấy từ', en: 'Shapes come from' },
  'row-groups': { vi: 'Số nhóm dòng', en: 'Row groups' },
  'boxes-left-out': { vi: 'Cột khung bao không tính là dữ liệu', en: 'Columns of boxes left out' },
  'unit-row': { vi: 'Dòng đơn vị', en: 'Row of units' },
  'number-row': { vi: 'Dòng đánh số cột', en: 'Row of column numbers' },
  'total-rows': { vi: 'Dòng tổng không tính là bản ghi', en: 'Totals left out' },
  'notes-below': { vi: 'Dòng ghi chú dưới bảng không tính là bản ghi', en: 'Notes below the table left out' },
  'header-again': { vi: 'Dòng tiêu đề lặp lại không tính là bản ghi', en: 'Repeated headers left out' },
  'hidden-sheet': { vi: 'Trang tính ẩn', en: 'Hidden sheet' },
  'date-system': { vi: 'Hệ ngày của bảng tính', en: 'Date system of the workbook' },
  formulas: { vi: 'Số ô công thức', en: 'Cells with formulas' },
  'formulas-without-value': { vi: 'Công thức chưa có giá trị', en: 'Formulas without a value' },
  letters: { vi: 'Bộ chữ', en: 'Letters' },
  name: { vi: 'Tên', en: 'Name' },
  codelist: { vi: 'Danh mục mã', en: 'Code list' },
  pattern: { vi: 'Mẫu viết', en: 'Pattern' },
  range: { vi: 'Khoảng giá trị', en: 'Range' },
  key: { vi: 'Khoá', en: 'Key' },
  former: { vi: 'Lựa chọn trước đây', en: 'Earlier choices' },
  exceptions: { vi: 'Giá trị khác kiểu', en: 'Values of another type' },
};

/** Why it was taken so, by `Detection.reason`. */
const reasons: Messages = {
  bom: { vi: 'tệp tự ghi rõ ở đầu', en: 'the file says so at its start' },
  'valid-utf8': { vi: 'mọi chữ đọc được theo bảng mã này', en: 'every character reads in this encoding' },
  'ascii-only': { vi: 'tệp chỉ có chữ không dấu', en: 'the file has unaccented characters only' },
  'valid-utf8-but-cut': {
    vi: 'đọc được gần hết, tệp bị cắt ở cuối',
    en: 'it reads nearly to the end, where the file is cut',
  },
  'runs-of-cyrillic-letters': { vi: 'có chuỗi chữ Kirin', en: 'runs of Cyrillic letters' },
  'not-utf8': { vi: 'không phải UTF-8', en: 'it is not UTF-8' },
  'most-regular': { vi: 'chia tệp đều nhất', en: 'it divides the file most evenly' },
  'text-over-values': { vi: 'chữ nằm trên các cột giá trị', en: 'text stands over columns of values' },
  'years-over-values': { vi: 'các năm nằm trên cột giá trị', en: 'years stand over columns of values' },
  'first-full-row': { vi: 'dòng đầu tiên có đủ các ô', en: 'the first row with all cells filled' },
  'values-in-first-row': { vi: 'dòng đầu đã là giá trị', en: 'the first row already holds values' },
  'lines-above-header': { vi: 'nằm trên dòng tiêu đề', en: 'they stand above the header' },
  'two-rows-merged-above': { vi: 'tiêu đề gồm hai dòng có ô gộp', en: 'the header spans two rows with merged cells' },
  'most-records': { vi: 'nơi có nhiều bản ghi nhất', en: 'most records stand there' },
  'several-lists': { vi: 'một trong vài danh sách của tệp', en: 'one of several lists of the file' },
  'geoparquet-default': { vi: 'mặc định của GeoParquet', en: 'the default of GeoParquet' },
  'groups-over-names': {
    vi: 'dòng trên là tên nhóm của các cột dưới',
    en: 'the upper row names groups of the columns below',
  },
  'directly-under-header': { vi: 'nằm ngay dưới tiêu đề', en: 'it stands directly under the header' },
  'below-the-records': { vi: 'nằm dưới các bản ghi', en: 'they stand below the records' },
  'same-as-header': { vi: 'giống hệt dòng tiêu đề', en: 'they equal the header' },
  chosen: { vi: 'do người quản lý chọn', en: 'chosen by the steward' },
  declared: { vi: 'tệp khai báo', en: 'the file declares it' },
  'last-calculated-value-read': { vi: 'lấy giá trị tính lần cuối', en: 'the value calculated last is read' },
  'never-calculated': { vi: 'chưa được tính lần nào', en: 'never calculated' },
  'hidden-in-workbook': { vi: 'bị ẩn trong bảng tính', en: 'hidden in the workbook' },
  'declared-by-workbook': { vi: 'bảng tính khai báo', en: 'the workbook declares it' },
  'marked-lines-unlike-rows': {
    vi: 'có dấu ở đầu và khác các dòng dữ liệu',
    en: 'marked at the start and unlike the rows',
  },
  'lone-carriage-returns': { vi: 'tệp chỉ có dấu CR', en: 'the file has carriage returns only' },
  structure: { vi: 'theo cấu trúc của tệp', en: 'by the structure of the file' },
  'legacy-crs-member': { vi: 'tệp ghi hệ toạ độ', en: 'the file names the system' },
  'rfc7946-default': { vi: 'mặc định của GeoJSON (RFC 7946)', en: 'the default of GeoJSON (RFC 7946)' },
  'no-values': { vi: 'cột không có giá trị nào', en: 'the column holds no value' },
  'missing-marks': { vi: 'những dấu thường dùng khi không có số liệu', en: 'marks that are usual for "no value"' },
  'boolean-cells': { vi: 'mọi ô là có hoặc không', en: 'every cell is true or false' },
  'boolean-words': { vi: 'mọi ô là một trong hai chữ có, không', en: 'every cell is a word for yes or no' },
  'date-header': { vi: 'tên cột nói là ngày giờ', en: 'the header speaks of a date or time' },
  'date-neighbours': { vi: 'cột bên cạnh là ngày giờ', en: 'the columns beside it are dates' },
  'compact-date': { vi: 'chữ số liền nhau thành một ngày có thật', en: 'the digits make a real date' },
  'leading-zeros': { vi: 'có số 0 ở đầu nên là mã, không phải số', en: 'zeros in front: a code, not a number' },
  text: { vi: 'trong cột có chữ', en: 'the column holds text' },
  'mostly-other': {
    vi: 'phần lớn giá trị cùng một kiểu, vài ô thì không',
    en: 'most values are of one type, a few are not',
  },
  'codes-of-list': {
    vi: 'tên cột và giá trị khớp danh mục này',
    en: 'header and values fit this list',
  },
  'codes-of-smaller-list': {
    vi: 'mọi giá trị đều có trong danh mục này; khó trùng hợp nếu là danh mục kia',
    en: 'all values are in this list, which would hardly happen by chance with the other',
  },
  'unit-in-cells': { vi: 'đơn vị nằm trong ô', en: 'the cells carry the unit' },
  'unit-in-header': { vi: 'đơn vị nằm trong tên cột', en: 'the header carries the unit' },
  'mixed-decimal-marks': { vi: 'lẫn dấu phẩy và dấu chấm thập phân', en: 'decimal commas and dots are mixed' },
  'impossible-dates': { vi: 'có ngày không có trong lịch', en: 'some dates are not in the calendar' },
  'mixed-date-order': { vi: 'lẫn ngày trước và tháng trước', en: 'day first and month first are mixed' },
  'too-many-digits': { vi: 'quá nhiều chữ số để là số đo', en: 'too many digits for a measure' },
  'identifier-header': { vi: 'tên cột nói là mã', en: 'the header speaks of an id' },
  'same-number-of-digits': { vi: 'mọi giá trị dài bằng nhau như mã', en: 'all values are equally long, like ids' },
  'other-columns': { vi: 'như các cột khác của bảng', en: 'as in the other columns' },
  'vietnamese-order': {
    vi: 'chưa có ngày nào quá 12; lấy cách viết của Việt Nam',
    en: 'no day is above 12; the Vietnamese order is taken',
  },
  'day-above-12': { vi: 'có số trên 12 ở vị trí của ngày', en: 'numbers above 12 show where the day stands' },
  'year-first': { vi: 'năm đứng trước', en: 'the year stands first' },
  'proven-by-values': { vi: 'các giá trị chứng tỏ', en: 'the values prove it' },
  'no-marks': { vi: 'không có dấu nào', en: 'there is no mark' },
  'long-integers-without-mark': { vi: 'số dài không có dấu ngăn', en: 'long numbers carry no mark' },
  'always-groups-of-three': { vi: 'sau dấu luôn là ba chữ số', en: 'three digits always follow the mark' },
  'usual-in-files': { vi: 'thường gặp trong tệp', en: 'usual in files' },
  'header-and-range': { vi: 'theo tên cột và khoảng giá trị', en: 'by header and range' },
  'only-date-column': { vi: 'cột ngày giờ duy nhất', en: 'the only column of dates' },
  'header-and-distinct': {
    vi: 'tên cột nói là mã và mọi giá trị khác nhau',
    en: 'the header speaks of an id and all values differ',
  },
  'vietnamese-syllables': {
    vi: 'đọc theo bảng mã này thì thành âm tiết tiếng Việt',
    en: 'read so, they become Vietnamese syllables',
  },
  'same-name': { vi: 'trùng tên', en: 'the same name' },
  'same-words': { vi: 'cùng các từ', en: 'the same words' },
  'shared-words': { vi: 'có từ chung', en: 'words in common' },
  abbreviation: { vi: 'giống tên viết tắt', en: 'like its abbreviation' },
  misspelt: { vi: 'gần giống, có lẽ viết sai', en: 'nearly the same, perhaps misspelt' },
  'type-fits': { vi: 'kiểu khớp', en: 'the type fits' },
  'type-nearly-fits': { vi: 'kiểu gần khớp, vài ô thì không', en: 'the type nearly fits, a few cells do not' },
  'type-differs': { vi: 'kiểu khác', en: 'the type is another' },
  'unit-fits': { vi: 'đúng đơn vị', en: 'the unit fits' },
  'unit-converts': { vi: 'đơn vị đổi được', en: 'the unit converts' },
  'unit-not-expected': { vi: 'mục này không có đơn vị', en: 'this property has no unit' },
  'unit-of-another-quantity': { vi: 'đơn vị của đại lượng khác', en: 'the unit of another quantity' },
  'values-in-codelist': { vi: 'giá trị có trong danh mục', en: 'its values are in the list' },
  'values-not-in-codelist': { vi: 'giá trị không có trong danh mục', en: 'its values are not in the list' },
  'values-fit-pattern': { vi: 'giá trị đúng mẫu', en: 'its values follow the pattern' },
  'values-break-pattern': { vi: 'giá trị không đúng mẫu', en: 'its values break the pattern' },
  'values-in-range': { vi: 'nằm trong khoảng cho phép', en: 'within what is allowed' },
  'values-outside-range': { vi: 'nằm ngoài khoảng cho phép', en: 'outside what is allowed' },
  'values-distinct': { vi: 'mọi giá trị khác nhau', en: 'all values differ' },
  'values-repeat': { vi: 'giá trị lặp lại', en: 'its values repeat' },
  'decided-before': { vi: 'đã được chọn ở nguồn khác', en: 'it was chosen for another source' },
  'decided-otherwise': { vi: 'ở nguồn khác đã chọn mục khác', en: 'another property was chosen elsewhere' },
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
