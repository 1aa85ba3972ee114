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
} as const;

export const accessProblem = problemsOf(accessProblems);
