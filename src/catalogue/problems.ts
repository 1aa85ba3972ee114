import { problemsOf } from '../kernel/index.ts';

export const catalogueProblems = {
  'dataset-not-found': {
    status: 404,
    title: { vi: 'Không có bộ dữ liệu này', en: 'There is no such dataset' },
    detail: {
      vi: 'Không có bộ dữ liệu "{dataset}". Danh sách ở /datasets.',
      en: 'There is no dataset "{dataset}". /datasets lists them all.',
    },
  },
  'version-not-found': {
    status: 404,
    title: { vi: 'Không có bản này', en: 'There is no such version' },
    detail: {
      vi: 'Bộ dữ liệu "{dataset}" không có bản mô tả số {version}.',
      en: 'Dataset "{dataset}" has no version {version} of its words.',
    },
  },
} as const;

export const catalogueProblem = problemsOf(catalogueProblems);
