import type { Messages } from '../../kernel/index.ts';

export const workListMessages = {
  sheet: { vi: 'Cần sửa (lượt {run})', en: 'To correct (run {run})' },
  row: { vi: 'Dòng trong tệp', en: 'Row in the file' },
  reason: { vi: 'Vì sao', en: 'Why' },
  firstOnly: {
    vi: 'Tệp này có {count} trong {total} dòng; lấy phần sau bằng after=SỐ ở địa chỉ, hoặc sửa trong tệp gốc.',
    en: 'This file has {count} of {total} rows; the next ones come with after=NUMBER in the address, or correct the file itself.',
  },
  how: { vi: 'Cách dùng', en: 'How to use' },
  steps: {
    vi: 'Trang kia có các dòng chưa lưu được, đúng như trong tệp. Ô tô đỏ là ô cần sửa; để chuột lên ô để xem lý do.\nSửa ngay trong trang đó (cột C đến {last}), hoặc sửa trong tệp gốc theo số dòng ở cột A.\nNếu sửa trong trang đó: xoá cột A và B, lưu lại, rồi giao tệp này như một lần giao bổ sung (một phần).\nNếu sửa trong tệp gốc: giao lại cả tệp.',
    en: 'The other sheet has the rows that could not be stored, just as they stand in the file. Cells in red are to be corrected; the reason is shown beside the cell.\nCorrect them there (columns C to {last}), or in the file itself by the row number in column A.\nIf you correct them there: delete columns A and B, save, and deliver this file as a partial delivery.\nIf you correct the file itself: deliver the whole file again.',
  },
} as const satisfies Messages;
