import { problemsOf } from '../problem.ts';

export const httpProblems = {
  'not-found': {
    status: 404,
    title: { vi: 'Không có trang này', en: 'There is nothing at this address' },
    detail: {
      vi: 'Không có gì ở địa chỉ {path}. Kiểm tra lại địa chỉ, hoặc bắt đầu từ trang chủ /.',
      en: 'There is nothing at {path}. Check the address, or start from the home page /.',
    },
  },
  'method-not-allowed': {
    status: 405,
    title: { vi: 'Không dùng được cách gửi này', en: 'This method does not work here' },
    detail: {
      vi: 'Địa chỉ {path} không nhận {method}. Cách gửi được nhận: {allowed}.',
      en: '{path} does not take {method}. It takes: {allowed}.',
    },
  },
  'not-acceptable': {
    status: 406,
    title: { vi: 'Không có dạng dữ liệu này', en: 'This representation does not exist' },
    detail: {
      vi: 'Tài nguyên này không có dạng "{asked}". Các dạng có: {offered}.',
      en: 'This resource has no representation "{asked}". It has: {offered}.',
    },
  },
  'unknown-parameter': {
    status: 400,
    title: { vi: 'Tham số lạ', en: 'Unknown parameter' },
    detail: {
      vi: 'Không có tham số "{name}" ở địa chỉ này. Các tham số có: {known}.',
      en: 'There is no parameter "{name}" at this address. It has: {known}.',
    },
  },
  'invalid-parameter': {
    status: 400,
    title: { vi: 'Tham số không đúng', en: 'A parameter is not valid' },
    detail: {
      vi: 'Tham số {name} có giá trị "{value}" không dùng được: {expected}.',
      en: 'The value "{value}" of {name} cannot be used: {expected}.',
    },
  },
  'invalid-body': {
    status: 422,
    title: { vi: 'Nội dung gửi lên không đúng', en: 'The body is not valid' },
    detail: {
      vi: 'Phần {pointer}: {reason}. Sửa rồi gửi lại.',
      en: 'At {pointer}: {reason}. Correct it and send it again.',
    },
  },
  'unsupported-media-type': {
    status: 415,
    title: { vi: 'Không đọc được loại nội dung này', en: 'This content type cannot be read' },
    detail: {
      vi: 'Nội dung loại "{type}" không nhận ở đây. Gửi {expected}.',
      en: 'Content of type "{type}" is not taken here. Send {expected}.',
    },
  },
  'second-factor-needed': {
    status: 403,
    title: { vi: 'Cần xác nhận lần hai', en: 'A second factor is needed' },
    detail: {
      vi: 'Vai trò của bạn bắt buộc có mã một lần hoặc khoá đăng nhập. Đặt ở trang tài khoản /account; sau đó mọi quyền dùng được ngay.',
      en: 'Your role must have one-time codes or a passkey. Set one up at /account; all rights then work at once.',
    },
  },
  'too-many-requests': {
    status: 429,
    title: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
    detail: {
      vi: 'Nơi gửi này gửi quá nhiều yêu cầu. Hãy gửi lại sau {seconds} giây, và lấy nhiều dữ liệu mỗi lần hơn (limit) thay vì hỏi nhiều lần.',
      en: 'Too many requests come from this caller. Send again after {seconds} s, and ask for more at a time (limit) rather than more often.',
    },
  },
  'body-too-large': {
    status: 413,
    title: { vi: 'Nội dung quá lớn', en: 'The body is too large' },
    detail: {
      vi: 'Nội dung gửi lên vượt quá giới hạn {limit}. Tệp dữ liệu gửi bằng cách tải tệp của nguồn.',
      en: 'The body exceeds the limit of {limit}. Send data files as an upload of their source.',
    },
  },
  'view-as-elsewhere': {
    status: 400,
    title: { vi: 'Không xem thay được ở đây', en: 'This cannot be viewed as somebody else' },
    detail: {
      vi: 'Chỉ xem thay được các trang và dữ liệu dành cho mọi người. Bỏ "view-as" khỏi địa chỉ.',
      en: 'Only pages and data that are there for everybody can be viewed as somebody else. Leave "view-as" out of the address.',
    },
  },
  'sign-in-required': {
    status: 401,
    title: { vi: 'Cần đăng nhập', en: 'Sign in first' },
    detail: {
      vi: 'Nội dung này dành cho người đã đăng nhập. Đăng nhập ở /sign-in; chương trình gửi khoá hoặc mã truy cập trong "Authorization: Bearer". Người vận hành gõ "lienthong open" trên máy của nút.',
      en: 'This is for those who have signed in. Sign in at /sign-in; programs send a key or an access token as "Authorization: Bearer". The operator runs "lienthong open" on the node\'s machine.',
    },
  },
  'role-required': {
    status: 403,
    title: { vi: 'Vai trò của bạn không làm được việc này', en: 'Your roles do not allow this' },
    detail: {
      vi: 'Việc này cần một trong các vai trò: {roles}. Hỏi người quản trị của cơ quan bạn.',
      en: 'This takes one of the roles: {roles}. Ask an administrator of your organisation.',
    },
  },
  'reading-only': {
    status: 403,
    title: { vi: 'Khoá này chỉ để đọc', en: 'This key only reads' },
    detail: {
      vi: 'Khoá hoặc mã truy cập được cấp chỉ để đọc, không thay đổi được gì. Dùng một khoá có quyền ghi.',
      en: 'The key or access token was issued for reading and changes nothing. Use one that may write.',
    },
  },
  'invalid-form-token': {
    status: 403,
    title: { vi: 'Biểu mẫu đã cũ', en: 'The form is out of date' },
    detail: {
      vi: 'Mã bảo vệ của biểu mẫu không khớp phiên làm việc. Tải lại trang rồi gửi lại.',
      en: "The form's protection token does not fit this session. Reload the page and send it again.",
    },
  },
  'shutting-down': {
    status: 503,
    title: { vi: 'Nút đang dừng', en: 'The node is stopping' },
    detail: {
      vi: 'Nút đang dừng và không nhận việc mới. Thử lại sau ít phút.',
      en: 'The node is stopping and takes no new work. Try again in a few minutes.',
    },
  },
  internal: {
    status: 500,
    title: { vi: 'Lỗi của nút', en: 'A fault of the node' },
    detail: {
      vi: 'Nút gặp lỗi mà người dùng không gây ra. Báo người vận hành mã {id}; chi tiết nằm trong nhật ký.',
      en: 'The node met a fault that you did not cause. Tell the operator the id {id}; the log has the details.',
    },
  },
} as const;

export const httpProblem = problemsOf(httpProblems);
