import type { Messages } from '../kernel/index.ts';

/** Reasons for which a pack is refused. */
export const faultMessages = {
  'no-manifest': {
    vi: 'Thư mục này không có tệp pack.yaml. Thêm tệp đó, hoặc đưa thư mục ra khỏi thư mục các gói.',
    en: 'This folder has no pack.yaml. Add one, or move the folder out of the packs folder.',
  },
  'not-yaml': {
    vi: 'Không đọc được tệp YAML: {detail}. Sửa chỗ này rồi nạp lại.',
    en: 'The YAML cannot be read: {detail}. Mend this place and load again.',
  },
  'not-utf8': {
    vi: 'Tệp không phải văn bản UTF-8. Lưu lại tệp với bảng mã UTF-8.',
    en: 'The file is not UTF-8 text. Save it again as UTF-8.',
  },
  'not-csv': {
    vi: 'Dấu ngoặc kép mở ở đây không được đóng. Thêm dấu đóng.',
    en: 'A quote opened here is never closed. Close it.',
  },
  'unreadable-file': {
    vi: 'Không mở được tệp: {detail}. Kiểm tra quyền đọc của tệp.',
    en: 'The file cannot be opened: {detail}. Check that it may be read.',
  },
  'unknown-part-file': {
    vi: 'Không có tệp "{name}" để thử. Các tệp có: {allowed}.',
    en: 'There is no file "{name}" to try. Files there are: {allowed}.',
  },
  'unknown-word': {
    vi: 'Không có từ "{word}" ở đây. Các từ dùng được: {allowed}.',
    en: 'There is no word "{word}" here. Allowed words: {allowed}.',
  },
  'unknown-word-nearest': {
    vi: 'Không có từ "{word}" ở đây. Có phải là "{nearest}"?',
    en: 'There is no word "{word}" here. Is it "{nearest}"?',
  },
  'missing-word': { vi: 'Thiếu "{word}". Thêm vào mục này.', en: '"{word}" is missing. Add it to this entry.' },
  'value-not-allowed': {
    vi: 'Giá trị "{value}" không dùng được. Các giá trị dùng được: {allowed}.',
    en: 'The value "{value}" is not allowed. Allowed values: {allowed}.',
  },
  'value-not-allowed-nearest': {
    vi: 'Giá trị "{value}" không dùng được. Có phải là "{nearest}"?',
    en: 'The value "{value}" is not allowed. Is it "{nearest}"?',
  },
  'expected-string': {
    vi: 'Giá trị {value} phải là văn bản. Đặt giá trị trong dấu ngoặc kép.',
    en: 'The value {value} must be text. Put it in quotes.',
  },
  'expected-number': {
    vi: 'Giá trị {value} phải là số, phần thập phân viết sau dấu chấm.',
    en: 'The value {value} must be a number, with a point before the decimals.',
  },
  'expected-integer': { vi: 'Giá trị {value} phải là số nguyên.', en: 'The value {value} must be a whole number.' },
  'expected-boolean': {
    vi: 'Giá trị {value} phải là true hoặc false.',
    en: 'The value {value} must be true or false.',
  },
  'expected-array': {
    vi: 'Chỗ này phải là danh sách, mỗi mục bắt đầu bằng dấu gạch ngang.',
    en: 'A list must stand here, each entry after a dash.',
  },
  'expected-object': {
    vi: 'Chỗ này phải là các cặp "từ: giá trị".',
    en: 'Pairs of "word: value" must stand here.',
  },
  'bad-form': {
    vi: 'Giá trị "{value}" không đúng dạng {pattern}.',
    en: 'The value "{value}" does not have the form {pattern}.',
  },
  empty: { vi: 'Chỗ này không được để trống.', en: 'This must not be empty.' },
  repeated: { vi: 'Danh sách có mục lặp lại. Bỏ mục thừa.', en: 'The list repeats an entry. Remove one.' },
  'bad-value': {
    vi: 'Giá trị {value} không hợp lệ (quy tắc {rule}).',
    en: 'The value {value} is not valid (rule {rule}).',
  },
  'id-not-name': {
    vi: 'Mã "{id}" phải trùng với tên tệp hoặc thư mục "{name}". Đổi một trong hai.',
    en: 'The id "{id}" must equal the name "{name}" of its file or folder. Change one of them.',
  },
  'entry-without-file': {
    vi: 'pack.yaml nói đến "{id}" nhưng không có tệp {file}. Thêm tệp hoặc bỏ mục này.',
    en: 'pack.yaml speaks of "{id}" but there is no file {file}. Add the file or remove the entry.',
  },
  'file-without-entry': {
    vi: 'Tệp này không có mục "{id}" trong phần {part} của pack.yaml. Thêm mục đó.',
    en: 'This file has no entry "{id}" in the part {part} of pack.yaml. Add one.',
  },
  'unknown-dependency': {
    vi: 'Gói cần gói "{id}", nhưng gói đó không có trong thư mục các gói. Thêm gói đó.',
    en: 'The pack needs "{id}", which is not in the packs folder. Add that pack.',
  },
  'refused-dependency': {
    vi: 'Gói cần gói "{id}", nhưng gói đó bị từ chối. Sửa gói đó trước.',
    en: 'The pack needs "{id}", which was refused. Mend that pack first.',
  },
  'circular-dependency': {
    vi: 'Các gói cần lẫn nhau thành vòng: {cycle}. Bỏ một mối nối.',
    en: 'The packs need each other in a circle: {cycle}. Remove one link.',
  },
  'kept-version-unusable': {
    vi: 'Phiên bản {version} đang dùng không còn khớp với các gói mà nó cần, nên không giữ được.',
    en: 'Version {version}, in use until now, no longer fits the packs it needs, so it could not be kept.',
  },
  'unknown-codelist': {
    vi: 'Không có danh mục "{id}" trong gói này hoặc các gói nó cần ({allowed}).',
    en: 'There is no code list "{id}" in this pack or the packs it needs ({allowed}).',
  },
  'unknown-codelist-nearest': {
    vi: 'Không có danh mục "{id}" trong gói này hoặc các gói nó cần. Có phải là "{nearest}"?',
    en: 'There is no code list "{id}" in this pack or the packs it needs. Is it "{nearest}"?',
  },
  'unknown-unit': {
    vi: 'Không có đơn vị "{unit}" trong danh mục {list}. Dùng mã UCUM của danh mục đó, hoặc thêm đơn vị vào đó.',
    en: 'There is no unit "{unit}" in the list {list}. Use a UCUM code of that list, or add the unit there.',
  },
  'unknown-unit-nearest': {
    vi: 'Không có đơn vị "{unit}" trong danh mục {list}. Có phải là "{nearest}"?',
    en: 'There is no unit "{unit}" in the list {list}. Is it "{nearest}"?',
  },
  'unknown-property': {
    vi: 'Không có thuộc tính "{name}" trong mô hình này. Các thuộc tính: {allowed}.',
    en: 'This standard has no property "{name}". Properties: {allowed}.',
  },
  'unknown-property-nearest': {
    vi: 'Không có thuộc tính "{name}" trong mô hình này. Có phải là "{nearest}"?',
    en: 'This standard has no property "{name}". Is it "{nearest}"?',
  },
  'unknown-standard': {
    vi: 'Không có mô hình "{id}" trong gói này hoặc các gói nó cần ({allowed}).',
    en: 'There is no standard "{id}" in this pack or the packs it needs ({allowed}).',
  },
  'unknown-crs': {
    vi: 'Không có hệ toạ độ "{code}" trong gói này hoặc các gói nó cần.',
    en: 'There is no coordinate system "{code}" in this pack or the packs it needs.',
  },
  'repeated-name': {
    vi: 'Tên "{name}" đã dùng ở dòng {line}. Mỗi tên chỉ dùng một lần.',
    en: 'The name "{name}" is already used on line {line}. Use each name once.',
  },
  'repeated-elsewhere': {
    vi: 'Tên "{name}" đã dùng trong tệp khác của gói này hoặc của gói nó cần. Mỗi tên chỉ dùng một lần.',
    en: 'The name "{name}" is already used in another file of this pack or of one it needs. Use each name once.',
  },
  'reserved-rule': {
    vi: 'Mã quy tắc "{name}" dành cho phép kiểm tra có sẵn. Chọn mã khác.',
    en: 'The rule id "{name}" belongs to a built-in check. Choose another.',
  },
  'key-not-required': {
    vi: 'Thuộc tính khoá "{name}" phải có "required: true", vì dòng thiếu khoá không nhận ra được.',
    en: 'The key property "{name}" needs "required: true": a row without its key cannot be recognised.',
  },
  'word-needs-type': {
    vi: '"{word}" chỉ dùng cho kiểu {types}, không dùng cho kiểu {type}.',
    en: '"{word}" is for the types {types}, not for the type {type}.',
  },
  'range-reversed': {
    vi: 'Giá trị nhỏ nhất {minimum} lớn hơn giá trị lớn nhất {maximum}. Đổi lại.',
    en: 'The minimum {minimum} is above the maximum {maximum}. Swap them.',
  },
  'bad-pattern': {
    vi: 'Biểu thức mẫu "{pattern}" không đọc được: {detail}.',
    en: 'The pattern "{pattern}" cannot be read: {detail}.',
  },
  'bad-condition': { vi: 'Điều kiện không đọc được: {detail}', en: 'The condition cannot be read: {detail}' },
  'unconfirmed-decides': {
    vi: 'Quy tắc "{rule}" dựa vào nguồn chưa kiểm chứng (M) nên không được chặn dòng. Đổi mức thành warning hoặc info.',
    en: 'Rule "{rule}" rests on an unconfirmed source (M), so it must not refuse rows. Make it a warning or info.',
  },
  'molar-needs-unit': {
    vi: 'Thuộc tính "{name}" nêu molar mà không có unit. Nêu đơn vị nồng độ khối lượng.',
    en: 'The property "{name}" states molar without a unit. Give it a unit of mass concentration.',
  },
  'molar-unconfirmed': {
    vi: 'Khối lượng mol của "{name}" dựa vào nguồn chưa kiểm chứng (M) nên không được dùng để đổi số liệu.',
    en: 'The molar mass of "{name}" rests on an unconfirmed source (M), so it must not convert measurements.',
  },
  'molar-half-state': {
    vi: 'molar của "{name}" phải nêu cả temperature và pressure, hoặc không nêu cả hai.',
    en: 'molar of "{name}" must state both temperature and pressure, or neither.',
  },
  'word-of-other-kind': {
    vi: 'Quy tắc loại "{kind}" không dùng từ "{word}". Các từ của loại này: {allowed}.',
    en: 'A rule of the kind "{kind}" has no word "{word}". Words of this kind: {allowed}.',
  },
  'kind-needs-word': {
    vi: 'Quy tắc loại "{kind}" cần có từ "{word}". Thêm vào mục này.',
    en: 'A rule of the kind "{kind}" needs the word "{word}". Add it to this entry.',
  },
  'kind-needs-areas': {
    vi: 'Quy tắc loại "{kind}" chỉ dùng cho mô hình có hình học dạng vùng (Polygon, MultiPolygon).',
    en: 'A rule of the kind "{kind}" is for standards whose geometry is an area (Polygon, MultiPolygon).',
  },
  'gap-decides': {
    vi: 'Khe hở không thuộc dòng nào, nên quy tắc "gap" không chặn dòng. Đổi mức thành warning hoặc info.',
    en: 'A gap belongs to no row, so a rule "gap" cannot refuse any. Make it a warning or info.',
  },
  'cells-differ': {
    vi: 'Dòng có {cells} ô, tiêu đề có {columns} cột. Kiểm tra dấu phẩy và ngoặc kép.',
    en: 'The line has {cells} cells, the header {columns} columns. Check commas and quotes.',
  },
  'missing-column': { vi: 'Thiếu cột "{column}".', en: 'The column "{column}" is missing.' },
  'empty-cell': { vi: 'Cột "{column}" không được để trống.', en: 'The column "{column}" must not be empty.' },
  'not-a-date': {
    vi: 'Cột "{column}": "{value}" không phải ngày dạng năm-tháng-ngày có trong lịch.',
    en: 'Column "{column}": "{value}" is not a calendar date written year-month-day.',
  },
  'dates-reversed': {
    vi: 'Ngày bắt đầu {from} ở sau ngày kết thúc {to}. Đổi lại.',
    en: 'The first day {from} is after the last day {to}. Swap them.',
  },
  'periods-overlap': {
    vi: 'Mã "{code}" đã có hiệu lực trong thời gian này ở dòng {line}. Mỗi lúc chỉ một dòng có hiệu lực.',
    en: 'The code "{code}" is already valid in this time on line {line}. Only one line may be valid at a time.',
  },
  'not-a-number': {
    vi: 'Cột "{column}": "{value}" không phải số viết với dấu chấm thập phân.',
    en: 'Column "{column}": "{value}" is not a number written with a decimal point.',
  },
  'code-not-in-list': {
    vi: 'Cột "{column}": mã "{value}" không có trong danh mục {list}.',
    en: 'Column "{column}": the code "{value}" is not in the list {list}.',
  },
  'unknown-column': {
    vi: 'Danh mục này không khai cột "{column}" trong mục columns. Thêm vào đó.',
    en: 'This list declares no column "{column}" under columns. Add it there.',
  },
  'column-not-codes': {
    vi: '"{column}" phải khai danh mục (codelist), vì giá trị của nó là mã.',
    en: '"{column}" must name its code list (codelist): what it holds are codes.',
  },
  'not-a-day': {
    vi: 'Thuộc tính "{name}" phải có kiểu date hoặc date-time thì mới cho biết ngày.',
    en: 'The property "{name}" must be a date or date-time to give the day.',
  },
  'not-above': {
    vi: 'Thuộc tính "{name}" phải dùng một danh mục đứng trên danh mục {list} (từ "parent" của danh mục).',
    en: 'The property "{name}" must use a list that stands above the list {list} (the word "parent" of a list).',
  },
  'relation-differs': {
    vi: 'Mã "{from}" có {count} dòng, nên quan hệ phải là "{relation}".',
    en: 'The code "{from}" stands on {count} lines, so its relation must be "{relation}".',
  },
  'repeated-row': {
    vi: 'Dòng {line} đã chuyển "{from}" thành "{to}". Bỏ một dòng.',
    en: 'Line {line} already turns "{from}" into "{to}". Remove one of them.',
  },
} as const satisfies Messages;
