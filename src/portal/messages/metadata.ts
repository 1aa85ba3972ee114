import type { Messages } from '../../kernel/index.ts';

export const metadataMessages = {
  title: { vi: 'Mô tả bộ dữ liệu', en: 'About the dataset' },
  edit: { vi: 'Sửa mô tả', en: 'Edit the description' },
  lead: {
    vi: 'Khoảng phủ, thời gian, cột, đơn vị và chất lượng lấy từ chính dữ liệu. Ở đây chỉ viết điều dữ liệu không tự nói được.',
    en: 'Extent, period, columns, units and quality are taken from the data. Write here only what the data cannot say.',
  },
  name: { vi: 'Tên', en: 'Title in Vietnamese' },
  nameHint: {
    vi: 'Cái gì, ở đâu. Ví dụ: “Giếng khai thác nước dưới đất tỉnh Cà Mau”.',
    en: 'What, and where. For example: “Giếng khai thác nước dưới đất tỉnh Cà Mau”.',
  },
  nameEn: { vi: 'Tên tiếng Anh', en: 'Title in English' },
  nameEnHint: { vi: 'Để trống thì dùng tên tiếng Việt.', en: 'Left empty, the Vietnamese title is used.' },
  summary: { vi: 'Mô tả trong một, hai câu', en: 'Description in Vietnamese, in one or two sentences' },
  summaryHint: {
    vi: 'Mỗi dòng là gì, ai đo hay lập, dùng vào việc gì được và không được.',
    en: 'What a row is, who measured or drew it, what it is good for and what not.',
  },
  summaryEn: { vi: 'Mô tả tiếng Anh', en: 'Description in English' },
  contact: { vi: 'Hỏi ai', en: 'Whom to ask' },
  contactHint: {
    vi: 'Phòng ban và thư điện tử hoặc số máy. Mọi người đều thấy: không ghi số riêng.',
    en: 'Office and e-mail or telephone. Everybody sees it: no private numbers.',
  },
  save: { vi: 'Lưu', en: 'Save' },
  history: { vi: 'Các bản trước', en: 'Former versions' },
  version: { vi: 'Bản {version}, {who}', en: 'Version {version}, {who}' },
  fromSource: { vi: 'theo tệp nguồn', en: 'from the source' },
  current: { vi: 'đang dùng', en: 'in use' },
  goBack: { vi: 'Trở lại bản này', en: 'Go back to this version' },
} as const satisfies Messages;
