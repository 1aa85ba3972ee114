import type { Messages } from '../../kernel/index.ts';

export const templateMessages = {
  dataSheet: { vi: 'Nhập liệu', en: 'Data' },
  guidanceSheet: { vi: 'Hướng dẫn', en: 'Instructions' },
  listSheet: { vi: 'Danh mục', en: 'Code lists' },
  label: { vi: 'Tên', en: 'Label' },
  longitude: { vi: 'Kinh độ', en: 'Longitude' },
  latitude: { vi: 'Vĩ độ', en: 'Latitude' },
  required: { vi: 'Bắt buộc.', en: 'Required.' },
  chooseCode: { vi: 'Chọn mã trong danh mục: {value}.', en: 'Choose a code of the list: {value}.' },
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
    vi: 'Điền ở trang đầu, mỗi dòng một bản ghi. Không đổi tên cột. Cột chữ đỏ là bắt buộc. Ô tô hồng là khoá bị trùng. Mã tra ở trang ẩn «Danh mục». Khi nối tệp, chọn lớp của trang đầu.',
    en: 'Fill in the first sheet, one record a row. Leave the column names. Red names are required. Pink cells are keys that stand twice. Codes stand on the hidden sheet "Code lists". When connecting the file, choose the layer of the first sheet.',
  },
} as const satisfies Messages;
