import { problemsOf, type ProblemTypes } from '../kernel/index.ts';

/** What a caller can ask of the packs in vain. */
export const packProblems = {
  'unknown-standard': {
    status: 404,
    title: { vi: 'Không có mô hình dữ liệu chuẩn này', en: 'There is no such standard' },
    detail: {
      vi: 'Không có mô hình "{id}" trong các gói đang dùng. Chọn một trong: {known}.',
      en: 'No pack in use has a standard "{id}". Choose one of: {known}.',
    },
  },
  'ambiguous-standard': {
    status: 400,
    title: { vi: 'Nhiều gói có mô hình dữ liệu này', en: 'Several packs have this standard' },
    detail: {
      vi: 'Có nhiều gói dùng mã mô hình "{id}". Viết kèm tên gói: {choices}.',
      en: 'Several packs use the standard id "{id}". Write it with its pack: {choices}.',
    },
  },
  'unknown-codelist': {
    status: 404,
    title: { vi: 'Không có danh mục mã này', en: 'There is no such code list' },
    detail: {
      vi: 'Không có danh mục "{id}" trong các gói đang dùng. Chọn một trong: {known}.',
      en: 'No pack in use has a code list "{id}". Choose one of: {known}.',
    },
  },
  'unknown-crs': {
    status: 400,
    title: { vi: 'Không có hệ toạ độ này', en: 'There is no such coordinate reference system' },
    detail: {
      vi: 'Không có hệ toạ độ "{id}" trong các gói đang dùng. Chọn một trong: {known}.',
      en: 'No pack in use defines the coordinate reference system "{id}". Choose one of: {known}.',
    },
  },
  'unknown-unit': {
    status: 400,
    title: { vi: 'Không có đơn vị đo này', en: 'There is no such unit of measure' },
    detail: {
      vi: 'Không có đơn vị "{id}" trong danh mục đơn vị. Dùng mã UCUM, ví dụ: {known}.',
      en: 'The unit list has no unit "{id}". Use a UCUM code, for example: {known}.',
    },
  },
  'packs-folder-unreadable': {
    status: 500,
    title: { vi: 'Không đọc được thư mục các gói', en: 'The packs folder cannot be read' },
    detail: {
      vi: 'Không đọc được thư mục "{folder}". Kiểm tra đường dẫn và quyền đọc.',
      en: 'The folder "{folder}" cannot be read. Check the path and the permissions.',
    },
  },
} as const satisfies ProblemTypes;

export const packProblem = problemsOf(packProblems);
