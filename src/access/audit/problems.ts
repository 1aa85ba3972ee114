import { problemsOf } from '../../kernel/index.ts';

export const auditProblems = {
  'audit-key-lost': {
    status: 409,
    title: { vi: 'Mất khoá ký nhật ký kiểm toán', en: 'The key of the audit log is lost' },
    detail: {
      vi: 'Tệp {file} không có hoặc không phải khoá đang dùng. Hãy chép lại tệp từ bản sao lưu; nếu không còn, chạy "lienthong audit rotate-key --lost".',
      en: 'The file {file} is missing or not the key in use. Bring it back from a backup; if there is none, run "lienthong audit rotate-key --lost".',
    },
  },
} as const;

export const auditProblem = problemsOf(auditProblems);
