import type { Messages } from '../../kernel/index.ts';

/** The table of a collection: what is typed into columns, which are shown, in which order. */
export const tableMessages = {
  find: { vi: 'Lọc', en: 'Filter' },
  findIn: { vi: 'Lọc {column}', en: 'Filter {column}' },
  findHint: {
    vi: 'Gõ vào ô dưới tên cột: một phần chữ, không cần dấu; số và ngày như 30, >30, 10..20, 11/2026. Dấu = tìm ô trống.',
    en: 'Type below the name of a column: part of a text, with or without marks; numbers and dates like 30, >30, 10..20, 2026-11. A = finds empty cells.',
  },
  any: { vi: 'Tất cả', en: 'All' },
  options: { vi: 'Lọc, chọn cột, sắp xếp', en: 'Filter, choose columns, sort' },
  columns: { vi: 'Các cột hiện trong bảng', en: 'Columns of the table' },
  order: { vi: 'Sắp xếp theo', en: 'Sort by' },
  fileOrder: { vi: 'thứ tự trong tệp', en: 'the order of the file' },
  ascending: { vi: '{column}, tăng dần', en: '{column}, ascending' },
  descending: { vi: '{column}, giảm dần', en: '{column}, descending' },
  condition: { vi: 'Điều kiện khác (CQL2)', en: 'Another condition (CQL2)' },
  apply: { vi: 'Áp dụng', en: 'Apply' },
  chosen: { vi: 'Đang lọc', en: 'Filtered by' },
  one: { vi: '{column}: {text}', en: '{column}: {text}' },
  empty: { vi: 'trống', en: 'empty' },
  filled: { vi: 'có giá trị', en: 'not empty' },
  inFrame: { vi: 'trong khung bản đồ', en: 'in the frame of the map' },
  inTime: { vi: 'thời gian {text}', en: 'time {text}' },
  drop: { vi: 'Bỏ', en: 'Clear' },
  dropOne: { vi: 'Bỏ điều kiện {text}', en: 'Clear the condition {text}' },
  dropAll: { vi: 'Bỏ hết', en: 'Clear all' },
  mapHint: {
    vi: 'Dời hoặc phóng bản đồ thì bảng chỉ còn những gì trong khung. Dòng được chọn sáng lên trên bản đồ.',
    en: 'When the map is moved or zoomed, the table keeps what lies in its frame. The row that is pointed at lights up on the map.',
  },
  hidden: { vi: 'Đang ẩn {count} cột.', en: '{count} [column is|columns are] hidden.' },
  allColumns: { vi: 'Hiện tất cả', en: 'Show all' },
} satisfies Messages;
