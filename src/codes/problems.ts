import { problemsOf } from '../kernel/index.ts';

export const codeProblems = {
  'unit-not-found': {
    status: 404,
    title: { vi: 'Không có đơn vị này', en: 'There is no such unit' },
    detail: {
      vi: 'Danh mục "{list}" không có mã "{code}", hoặc không có danh mục này. Tìm theo tên ở /search.',
      en: 'List "{list}" has no code "{code}", or there is no such list. Search by name at /search.',
    },
  },
} as const;

export const codeProblem = problemsOf(codeProblems);
