import type { Messages } from '../../kernel/index.ts';

/** Two editions of a collection beside each other. */
export const changesMessages = {
  title: { vi: 'So sánh hai ấn bản của {title}', en: 'Two editions of {title} compared' },
  crumb: { vi: 'So sánh', en: 'Comparison' },
  earlier: { vi: 'Từ', en: 'From' },
  later: { vi: 'Đến', en: 'To' },
  nothing: { vi: 'chưa có gì (từ đầu)', en: 'nothing (from the beginning)' },
  edition: { vi: 'ấn bản {number}, {moment}', en: 'edition {number}, {moment}' },
  show: { vi: 'So sánh', en: 'Compare' },
  swap: { vi: 'Ấn bản trước phải cũ hơn ấn bản sau.', en: 'The first edition must be the older one.' },
  inserted: { vi: 'Thêm', en: 'Added' },
  updated: { vi: 'Sửa', en: 'Changed' },
  deleted: { vi: 'Xoá', en: 'Removed' },
  many: {
    vi: 'Hơn 10.000 đối tượng khác nhau giữa hai ấn bản; không đếm hết.',
    en: 'More than 10,000 objects differ between the two editions; they are not all counted.',
  },
  same: { vi: 'Hai ấn bản này không khác gì ở những gì bạn xem được.', en: 'Nothing that you can see differs.' },
  table: { vi: 'Những đối tượng khác nhau', en: 'Objects that differ' },
  object: { vi: 'Đối tượng', en: 'Object' },
  what: { vi: 'Việc', en: 'What happened' },
  insert: { vi: 'thêm', en: 'added' },
  update: { vi: 'sửa', en: 'changed' },
  delete: { vi: 'xoá', en: 'removed' },
  values: { vi: 'Nội dung', en: 'Values' },
  was: { vi: 'trước:', en: 'was:' },
  is: { vi: 'nay:', en: 'now:' },
  moved: { vi: 'hình trên bản đồ đã đổi', en: 'the shape on the map changed' },
  seeBoth: { vi: 'Các lần thay đổi', en: 'Its history' },
  forPrograms: {
    vi: 'Chương trình lấy cùng thay đổi này ở dạng JSON:',
    en: 'Programs get the same changes as JSON:',
  },
} satisfies Messages;
