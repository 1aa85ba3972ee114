import type { Messages } from '../../kernel/index.ts';

/** Standards and the workbooks that people fill in for them. */
export const standardMessages = {
  title: { vi: 'Mô hình và biểu mẫu', en: 'Standards and forms' },
  lead: {
    vi: 'Mỗi mô hình dữ liệu chuẩn có một biểu mẫu Excel: tên cột, đơn vị, danh mục để chọn, kiểm tra khi gõ, dòng mẫu và hướng dẫn có căn cứ. Tải về, điền, rồi nối tệp như mọi tệp khác.',
    en: 'Each standard has a workbook to fill in: columns, units, lists to choose from, checks while typing, example rows and instructions with their sources. Download it, fill it in and connect it as any other file.',
  },
  list: { vi: 'Các mô hình', en: 'Standards' },
  none: { vi: 'Nút chưa có gói lĩnh vực nào.', en: 'This node has no pack yet.' },
  standard: { vi: 'Mô hình', en: 'Standard' },
  pack: { vi: 'Gói', en: 'Pack' },
  columns: { vi: 'Số cột', en: 'Columns' },
  form: { vi: 'Biểu mẫu Excel', en: 'Workbook' },
  download: { vi: 'Tải biểu mẫu', en: 'Download the form' },
  downloadOf: { vi: 'Tải biểu mẫu của {standard}', en: 'Download the form of {standard}' },
  toForms: { vi: 'Chưa có tệp? Tải biểu mẫu Excel để điền.', en: 'No file yet? Download a workbook to fill in.' },
} as const satisfies Messages;
