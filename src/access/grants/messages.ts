import type { Messages } from '../../kernel/index.ts';

/** Words in which a grant is said. */
export const grantMessages = {
  mayAlways: {
    vi: '{who} được {what}, từ ngày {from}, không thời hạn.',
    en: '{who} may {what}, from {from}, without end.',
  },
  mayUntil: {
    vi: '{who} được {what}, từ ngày {from} đến trước ngày {until}.',
    en: '{who} may {what}, from {from} until {until} (that day not included).',
  },
  'action-know': { vi: 'biết là có bộ dữ liệu này', en: 'know that the dataset exists' },
  'action-read': { vi: 'xem', en: 'read it' },
  'action-download': { vi: 'tải về', en: 'download it' },
  'action-subscribe': { vi: 'nhận các thay đổi', en: 'follow its changes' },
  'action-write': { vi: 'gửi dữ liệu vào', en: 'deliver data into it' },
  'action-manage': { vi: 'quản lý (kể cả cấp quyền)', en: 'manage it (grants included)' },
  'grantee-public': { vi: 'Mọi người', en: 'Everybody' },
  'grantee-signed-in': { vi: 'Mọi người đã đăng nhập', en: 'Everybody who has signed in' },
  'grantee-organisation': { vi: 'Cơ quan {id}', en: 'The organisation {id}' },
  'grantee-role': { vi: '{role} của cơ quan {id}', en: '{role} of the organisation {id}' },
  'grantee-user': { vi: 'Người dùng {id}', en: 'The user {id}' },
  'grantee-client': { vi: 'Phần mềm {id}', en: 'The program {id}' },
  'role-administrator': { vi: 'Quản trị viên', en: 'Administrators' },
  'role-steward': { vi: 'Cán bộ quản lý dữ liệu', en: 'Data stewards' },
  'role-officer': { vi: 'Cán bộ nghiệp vụ', en: 'Officers' },
  'role-auditor': { vi: 'Kiểm toán viên', en: 'Auditors' },
  'role-viewer': { vi: 'Người xem', en: 'Viewers' },
  allOrdinary: {
    vi: 'Mọi lớp, mọi dòng, mọi cột trừ các cột được đánh dấu (cá nhân, cốt lõi, quan trọng, mật).',
    en: 'All layers, all rows, all columns except marked ones (personal, core, important, secret).',
  },
  layerAll: {
    vi: 'Lớp “{layer}”: mọi cột không được đánh dấu, trừ khi nói khác dưới đây.',
    en: 'Layer “{layer}”: all columns that are not marked, unless said otherwise below.',
  },
  layerNamed: { vi: 'Lớp “{layer}”: chỉ các cột nêu dưới đây.', en: 'Layer “{layer}”: only the columns named below.' },
  columns: { vi: '{columns}: {words}.', en: '{columns}: {words}.' },
  geometry: { vi: 'Vị trí trên bản đồ', en: 'Position on the map' },
  'as-shown': { vi: 'được thấy nguyên giá trị', en: 'seen as it is' },
  'as-removed': { vi: 'không thấy', en: 'not seen' },
  'as-hashed': {
    vi: 'thay bằng mã băm riêng của quyền này (giá trị giống nhau cho mã giống nhau)',
    en: 'replaced by a hash of this grant alone (equal values give equal hashes)',
  },
  'as-snapped': { vi: 'làm tròn theo bước {step}', en: 'rounded to steps of {step}' },
  'as-area': { vi: 'thay bằng đơn vị chứa nó trong “{area}”', en: 'replaced by the unit of “{area}” that it lies in' },
  rows: { vi: 'Chỉ các dòng thoả: {rows}', en: 'Only rows for which holds: {rows}' },
  perRequest: { vi: 'Nhiều nhất {rows} dòng mỗi lần hỏi.', en: 'At most {rows} rows a request.' },
  perDay: { vi: 'Nhiều nhất {rows} dòng mỗi ngày.', en: 'At most {rows} rows a day.' },
  purpose: { vi: 'Mục đích: {purpose}. Căn cứ: {basis}.', en: 'Purpose: {purpose}. Legal basis: {basis}.' },
  ended: { vi: 'Đã kết thúc ngày {when}, bởi {who}.', en: 'Ended on {when}, by {who}.' },
} satisfies Messages;
