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
} as const;

export const accessProblem = problemsOf(accessProblems);
