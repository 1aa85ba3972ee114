import type { Messages } from '../../kernel/index.ts';

export const operationsMessages = {
  title: { vi: 'Vận hành', en: 'Operations' },
  lead: {
    vi: 'Những gì lẽ ra phải diễn ra mà chưa, xếp nặng trước.',
    en: 'What should have happened and did not, worst first.',
  },
  checkedAt: { vi: 'Kiểm tra lúc {moment}.', en: 'Checked {moment}.' },
  allGood: {
    vi: 'Mọi việc đang đúng hẹn: {count} việc được theo dõi, không việc nào chậm.',
    en: 'Everything is on time: {count} [expectation is|expectations are] watched, none is late.',
  },
  someBad: {
    vi: '{count} việc cần xem.',
    en: '{count} [matter needs|matters need] a look.',
  },
  ok: { vi: 'Đúng hẹn', en: 'On time' },
  warning: { vi: 'Cần chú ý', en: 'Needs attention' },
  failed: { vi: 'Có sự cố', en: 'Failing' },
  since: { vi: 'từ {moment}', en: 'since {moment}' },
  look: { vi: 'Mở trang liên quan', en: 'Open the page concerned' },
  onTime: { vi: 'Đang đúng hẹn', en: 'On time' },
  jobs: { vi: 'Việc nền', en: 'Background jobs' },
  noJobs: { vi: 'Không có việc nào đang chạy hay chờ.', en: 'No job is running or waiting.' },
  job: { vi: 'Việc', en: 'Job' },
  jobBefore: { vi: '{kind} {id}, trước đó {count} lượt', en: '{kind} {id}, {count} before it' },
  started: { vi: 'Bắt đầu (UTC+7)', en: 'Started (UTC+7)' },
  error: { vi: 'Lỗi gần nhất', en: 'Last error' },
  checks: { vi: 'Kiểm tra của máy', en: 'Checks of the machine' },
  check: { vi: 'Kiểm tra', en: 'Check' },
  value: { vi: 'Kết quả', en: 'Result' },
  waiting: { vi: 'Đang chờ', en: 'Waiting' },
  running: { vi: 'Đang chạy', en: 'Running' },
  done: { vi: 'Xong', en: 'Done' },
  cancelled: { vi: 'Đã bỏ', en: 'Cancelled' },
} as const satisfies Messages;

export const problemMessages = {
  errors: { vi: 'Chỗ cần sửa', en: 'What to correct' },
  wayOn: { vi: 'Đi tiếp', en: 'Where to go' },
  home: { vi: 'Trang chủ', en: 'Home page' },
  datasets: { vi: 'Danh sách bộ dữ liệu', en: 'List of datasets' },
  parent: { vi: 'Trang trên: {path}', en: 'The page above: {path}' },
  about: { vi: 'Về loại lỗi này', en: 'About this kind of problem' },
  code: { vi: 'Mã lỗi', en: 'Problem code' },
  status: { vi: 'Trạng thái HTTP', en: 'HTTP status' },
  correctFilter: { vi: 'Sửa điều kiện lọc', en: 'Correct the filter' },
  correct: { vi: 'Sửa {name}', en: 'Correct {name}' },
  retry: { vi: 'Thử lại', en: 'Try again' },
  typeLead: {
    vi: 'Trang này giải thích một loại lỗi mà nút có thể trả lời.',
    en: 'This page explains one kind of problem that the node may answer with.',
  },
  says: { vi: 'Nút trả lời', en: 'What the node says' },
} as const satisfies Messages;

export const apiMessages = {
  conformanceTitle: { vi: 'Chuẩn được tuân theo', en: 'Standards followed' },
  conformanceLead: {
    vi: 'Nút này công bố {count} lớp tuân thủ. Mỗi địa chỉ dưới đây là một phần của một chuẩn mở.',
    en: 'This node declares {count} conformance [class|classes]. Each address below is a part of an open standard.',
  },
  title: { vi: 'API của nút', en: "The node's API" },
  lead: {
    vi: 'Trang cho người và API cho chương trình ở cùng một địa chỉ. Thêm f=json vào địa chỉ, hoặc gửi đầu mục Accept. Dữ liệu mở không cần khoá.',
    en: 'Pages for people and the API for programs share one address. Add f=json to an address, or send an Accept header. Open data needs no key.',
  },
  description: { vi: 'Bản mô tả OpenAPI 3.0', en: 'The OpenAPI 3.0 description' },
  tryIt: { vi: 'Thử ngay', en: 'Try it' },
  operations: { vi: 'Các địa chỉ', en: 'Addresses' },
  method: { vi: 'Cách gọi', en: 'Method' },
  path: { vi: 'Địa chỉ', en: 'Address' },
  summary: { vi: 'Để làm gì', en: 'What for' },
  'tag-data': { vi: 'Dữ liệu', en: 'Data' },
  'tag-catalogue': { vi: 'Danh mục', en: 'Catalogue' },
  'tag-sources': { vi: 'Nguồn', en: 'Sources' },
  'tag-runs': { vi: 'Lượt chạy', en: 'Runs' },
  'tag-access': { vi: 'Đăng nhập', en: 'Sign-in' },
  'tag-node': { vi: 'Nút', en: 'Node' },
  'tag-audit': { vi: 'Kiểm toán', en: 'Audit' },
  'tag-operations': { vi: 'Vận hành', en: 'Operations' },
} as const satisfies Messages;
