import type { Messages } from '../../kernel/index.ts';

export const searchMessages = {
  title: { vi: 'Tìm kiếm', en: 'Search' },
  titleOf: { vi: 'Kết quả cho “{query}”', en: 'Results for “{query}”' },
  label: { vi: 'Tìm dữ liệu hoặc nơi chốn', en: 'Search data or places' },
  hint: { vi: 'Gõ có dấu hay không dấu đều được. Ví dụ:', en: 'With or without tone marks. For example:' },
  find: { vi: 'Tìm', en: 'Search' },
  example1: { vi: 'chất lượng không khí', en: 'air quality' },
  example2: { vi: 'Cần Thơ', en: 'Cần Thơ' },
  example3: { vi: 'thửa đất', en: 'parcels' },
  nothing: {
    vi: 'Không thấy gì cho “{query}”. Thử ít từ hơn, hoặc xem tất cả bộ dữ liệu.',
    en: 'Nothing was found for “{query}”. Try fewer words, or look through all datasets.',
  },
  allDatasets: { vi: 'Tất cả bộ dữ liệu', en: 'All datasets' },
  more: { vi: 'Xem thêm: {title}', en: 'More: {title}' },
  unitLead: { vi: '{list}, mã {code}.', en: '{list}, code {code}.' },
  validFrom: { vi: 'Có hiệu lực từ {day}.', en: 'In force since {day}.' },
  validTo: { vi: 'Hết hiệu lực ngày {day}.', en: 'No longer in force since {day}.' },
  above: { vi: 'Thuộc', en: 'In' },
  before: { vi: 'Trước đây là', en: 'Before' },
  after: { vi: 'Nay thuộc', en: 'Today' },
  data: { vi: 'Dữ liệu về nơi này', en: 'Data of this place' },
  noData: {
    vi: 'Chưa có bộ dữ liệu nào trên nút này có dòng mang mã của nơi này.',
    en: 'No dataset of this node has rows with the code of this place yet.',
  },
  rows: { vi: '{count} dòng theo cột “{column}”', en: '{count} [row|rows] by column “{column}”' },
  wholeTable: { vi: '(mở cả bảng)', en: '(opens the whole table)' },
  within: { vi: 'Các đơn vị bên trong ({count})', en: 'Units within ({count})' },
} as const satisfies Messages;
