import type { Messages } from '../../kernel/index.ts';

export const previewMessages = {
  title: { vi: 'Xem trước: {layer}', en: 'Preview: {layer}' },
  heading: { vi: 'Xem trước', en: 'Preview' },
  button: { vi: 'Xem trước', en: 'Preview' },
  lead: {
    vi: 'Bấm Xem trước để thấy các dòng sẽ thành gì theo lựa chọn này. Chưa lưu gì cả.',
    en: 'Press Preview to see what the rows would become by this choice. Nothing is stored yet.',
  },
  trying: { vi: 'Đang thử các dòng đầu…', en: 'Trying the first rows…' },
  failed: {
    vi: 'Chưa thử được. Kiểm tra mạng rồi bấm Xem trước.',
    en: 'That did not work. Check the network, then press Preview.',
  },
  triedAll: { vi: 'Đã thử cả {read} dòng, chưa lưu gì', en: 'Tried all {read} [row|rows], nothing is stored yet' },
  triedFirst: {
    vi: 'Đã thử {read} dòng đầu, chưa lưu gì',
    en: 'Tried the first {read} [row|rows], nothing is stored yet',
  },
  triedFirstOf: {
    vi: 'Đã thử {read} dòng đầu trong {total}, chưa lưu gì',
    en: 'Tried the first {read} of {total} [row|rows], nothing is stored yet',
  },
  allGood: { vi: 'mọi dòng đều lưu được', en: 'every one can be stored' },
  wouldRefuse: { vi: '{count} dòng sẽ để riêng', en: '{count} would be set aside' },
  wouldWarn: { vi: '{count} dòng lưu được nhưng nên xem lại', en: '{count} would be stored but should be looked at' },
  wouldWait: {
    vi: 'Hơn một phần năm số dòng sẽ để riêng. Nếu nạp ngay, lượt chạy sẽ dừng chờ bạn quyết định.',
    en: 'More than a fifth of the rows would be set aside. Loaded like this, the run waits for your decision.',
  },
  causes: { vi: 'Vì sao', en: 'Why' },
  times: { vi: '{count} dòng: {sentence}', en: '{count} [row|rows]: {sentence}' },
  rows: { vi: 'Các dòng sau khi hài hoà, dòng đáng ngại trước', en: 'Harmonised rows, worst first' },
  row: { vi: 'Dòng trong tệp', en: 'Row in the file' },
  refused: { vi: 'để riêng', en: 'set aside' },
  warned: { vi: 'nên xem lại', en: 'to look at' },
  good: { vi: 'lưu được', en: 'can be stored' },
  notRead: { vi: 'Không đọc được dòng này.', en: 'This row could not be read.' },
  inFile: { vi: 'Trong tệp: {value}', en: 'In the file: {value}' },
  conversions: { vi: 'Nút sẽ đổi những gì ({count})', en: 'What the node would convert ({count})' },
  map: { vi: 'Vị trí của các dòng lưu được', en: 'Where the rows that can be stored lie' },
  mapLeft: { vi: 'Còn {count} hình chưa vẽ ở đây.', en: '{count} more [shape is|shapes are] not drawn here.' },
  notTried: {
    vi: 'Chưa thử: quy tắc xét cả bảng, và so sánh với dữ liệu đã công bố. Những việc đó làm khi nạp; nạp sai thì hoàn tác được.',
    en: 'Not tried: rules over the whole table, and the comparison with what is published. That is done when loading; a wrong load can be rolled back.',
  },
  change: { vi: 'Sửa lựa chọn, hoặc nạp', en: 'Change the choice, or load' },
} as const satisfies Messages;
