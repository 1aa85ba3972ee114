import { problemsOf } from '../kernel/index.ts';

export const accessProblems = {
  'sign-in-link-used': {
    status: 403,
    title: { vi: 'Đường dẫn đăng nhập không còn dùng được', en: 'This sign-in link no longer works' },
    detail: {
      vi: 'Đường dẫn đã được dùng hoặc quá 10 phút. Gõ "lienthong open" để lấy đường dẫn mới.',
      en: 'The link has been used or is older than ten minutes. Run "lienthong open" for a new one.',
    },
  },
  'quota-used-up': {
    status: 429,
    title: { vi: 'Đã dùng hết hạn mức hôm nay', en: 'The quota of today is used up' },
    detail: {
      vi: 'Quyền được cấp cho đọc nhiều nhất {rows} dòng mỗi ngày và hôm nay đã đọc hết. Thử lại sau nửa đêm (giờ Việt Nam), hoặc xin cơ quan chủ quản nới hạn mức.',
      en: 'The grant gives at most {rows} rows a day and today they have been read. Try again after midnight (Vietnam), or ask the owner for more.',
    },
  },
  'no-such-dataset': {
    status: 404,
    title: { vi: 'Không có bộ dữ liệu này', en: 'There is no such dataset' },
    detail: {
      vi: 'Không có bộ dữ liệu "{dataset}" mà bạn quản lý. Các bộ dữ liệu ở /datasets.',
      en: 'There is no dataset "{dataset}" that you manage. /datasets lists them.',
    },
  },
  'no-such-grant': {
    status: 404,
    title: { vi: 'Không có quyền này', en: 'There is no such grant' },
    detail: {
      vi: 'Không có quyền "{grant}" trên dữ liệu mà bạn quản lý. Xem danh sách ở trang quyền của bộ dữ liệu.',
      en: 'There is no grant "{grant}" on data that you manage. See the list on the dataset’s page of grants.',
    },
  },
  'grant-ended': {
    status: 409,
    title: { vi: 'Quyền này đã kết thúc', en: 'This grant has ended' },
    detail: {
      vi: 'Quyền "{grant}" đã bị thu hồi, không sửa được nữa. Hãy cấp một quyền mới.',
      en: 'The grant "{grant}" was taken back and cannot be changed any more. Make a new one.',
    },
  },
  'bad-grant': {
    status: 422,
    title: { vi: 'Quyền chưa dùng được', en: 'The grant cannot be used' },
    detail: {
      vi: 'Ô "{field}" ghi "{value}". Có thể ghi: {expected}.',
      en: 'The field "{field}" says "{value}". It may say: {expected}.',
    },
  },
  'secret-column': {
    status: 422,
    title: { vi: 'Cột mật không được cấp', en: 'A secret column cannot be granted' },
    detail: {
      vi: 'Cột "{column}" được đánh dấu mật, không cấp cho ai được qua nút này.',
      en: 'The column "{column}" is marked secret: this node gives it to nobody.',
    },
  },
  'secret-not-open': {
    status: 422,
    title: { vi: 'Dữ liệu có cột mật không được mở', en: 'Data with a secret column cannot be open' },
    detail: {
      vi: 'Bộ dữ liệu "{dataset}" có cột được đánh dấu mật. Bỏ cột đó khỏi tệp nguồn rồi nạp lại, hoặc giữ mức "đóng".',
      en: 'The dataset "{dataset}" has a column marked secret. Leave it out of the source and deliver again, or keep the level "closed".',
    },
  },
  'view-as-not-allowed': {
    status: 403,
    title: { vi: 'Không được xem thay', en: 'You may not view as somebody else' },
    detail: {
      vi: 'Chỉ người quản lý dữ liệu xem được dữ liệu của mình như người khác sẽ thấy. Bỏ "view-as" khỏi địa chỉ.',
      en: 'Only who looks after data may see it as somebody else would. Leave "view-as" out of the address.',
    },
  },
} as const;

export const accessProblem = problemsOf(accessProblems);
