import type { Messages } from '../../kernel/index.ts';

export const distributionMessages = {
  title: { vi: 'Phân bố giá trị: {title}', en: 'Distribution of values: {title}' },
  link: { vi: 'Phân bố từng cột', en: 'Distribution of each column' },
  all: { vi: 'Tính trên {count} dòng.', en: 'Over {count} [row|rows].' },
  sample: {
    vi: 'Tính trên {count} dòng lấy rải khắp bảng.',
    en: 'Over {count} rows, drawn from all over the table.',
  },
  filled: { vi: '{filled} giá trị, {empty} ô trống ({share}).', en: '{filled} values, {empty} empty ({share}).' },
  full: { vi: '{filled} giá trị, không ô nào trống.', en: '{filled} values, none empty.' },
  nothing: { vi: 'Cột này không có giá trị nào.', en: 'This column has no value.' },
  range: {
    vi: 'Từ {min} đến {max}; một nửa không quá {median}; trung bình {mean}.',
    en: 'From {min} to {max}; half are at most {median}; mean {mean}.',
  },
  period: { vi: 'Từ {min} đến {max}.', en: 'From {min} to {max}.' },
  same: { vi: 'Mọi giá trị bằng nhau: {value}.', en: 'All values are the same: {value}.' },
  distinct: { vi: '{count} giá trị khác nhau.', en: '{count} different [value|values].' },
  names: { vi: 'Gần như mỗi dòng một giá trị riêng.', en: 'Nearly every row has a value of its own.' },
  span: { vi: 'Khoảng', en: 'Span' },
  spanValue: { vi: '{from} – dưới {to}', en: '{from} – below {to}' },
  value: { vi: 'Giá trị', en: 'Value' },
  rows: { vi: 'Số dòng', en: 'Rows' },
  share: { vi: 'Tỷ lệ', en: 'Share' },
  values: { vi: 'Giá trị', en: 'Values' },
  emptyShare: { vi: '{share} trống', en: '{share} empty' },
  shape: {
    vi: 'Hình dạng phân bố; số liệu ở trang phân bố từng cột',
    en: 'Shape of the distribution; numbers on its own page',
  },
  frequent: { vi: 'Hay gặp: {values}.', en: 'Most frequent: {values}.' },
  preview: { vi: 'Vài dòng đầu', en: 'First rows' },
  related: { vi: 'Dữ liệu liên quan', en: 'Related data' },
  sameStandard: { vi: 'cùng mô hình dữ liệu', en: 'same standard' },
  sameOwner: { vi: 'cùng cơ quan', en: 'same owner' },
} as const satisfies Messages;
