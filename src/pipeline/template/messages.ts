import type { Messages } from '../../kernel/index.ts';

export const templateMessages = {
  dataSheet: { vi: 'Nhập liệu', en: 'Data' },
  guidanceSheet: { vi: 'Hướng dẫn', en: 'Instructions' },
  listSheet: { vi: 'Danh mục', en: 'Code lists' },
  label: { vi: 'Tên', en: 'Label' },
  above: { vi: 'Thuộc', en: 'Within' },
  longitude: { vi: 'Kinh độ', en: 'Longitude' },
  latitude: { vi: 'Vĩ độ', en: 'Latitude' },
  required: { vi: 'Bắt buộc.', en: 'Required.' },
  chooseCode: { vi: 'Chọn mã trong danh mục: {value}.', en: 'Choose a code of the list: {value}.' },
  chooseAbove: {
    vi: 'Chọn «{value}» trước để danh mục chỉ còn các mã thuộc đó.',
    en: 'Choose "{value}" first: the list then holds its codes only.',
  },
  unit: { vi: 'Đơn vị: {value}.', en: 'Unit: {value}.' },
  atLeast: { vi: 'Từ {value}.', en: 'At least {value}.' },
  atMost: { vi: 'Đến {value}.', en: 'At most {value}.' },
  atMostLetters: { vi: 'Nhiều nhất {value} ký tự.', en: 'At most {value} characters.' },
  day: { vi: 'Ngày/tháng/năm.', en: 'Day/month/year.' },
  moment: { vi: 'Ngày/tháng/năm giờ:phút, giờ Việt Nam.', en: 'Day/month/year hour:minute, Vietnamese time.' },
  column: { vi: 'Cột', en: 'Column' },
  how: { vi: 'Cách ghi', en: 'How to fill in' },
  source: { vi: 'Căn cứ', en: 'Source' },
  step: {
    vi: 'Điền ở trang đầu, mỗi dòng một bản ghi. Không đổi tên cột. Cột chữ đỏ là bắt buộc. Ô tô hồng là khoá bị trùng. Dòng bắt đầu bằng «Ví dụ:» là dòng mẫu, không bao giờ được nạp: xoá đi hoặc ghi đè cả dòng. Mã tra ở trang ẩn «Danh mục».',
    en: 'Fill in the first sheet, one record a row. Leave the column names. Red names are required. Pink cells are keys that stand twice. Rows that begin with "Example:" are never loaded: delete them or write over the whole row. Codes stand on the hidden sheet "Code lists".',
  },
} as const satisfies Messages;
