import { problemsOf, type ProblemTypes } from '../kernel/index.ts';

/** What can be wrong with filters, page tokens, sortby, bbox and datetime. `position` is a character (1-based) or a JSON pointer. */
export const queryProblems = {
  'invalid-filter': {
    status: 400,
    title: { vi: 'Không đọc được bộ lọc', en: 'The filter could not be read' },
    detail: {
      vi: 'Bộ lọc CQL2 sai ở vị trí {position}: có {found}. Ở đó cần: {accepted}.',
      en: 'The CQL2 filter is wrong at position {position}: found {found}. Expected there: {accepted}.',
    },
  },
  'invalid-filter-literal': {
    status: 400,
    title: { vi: 'Giá trị trong bộ lọc không hợp lệ', en: 'A value in the filter is not valid' },
    detail: {
      vi: 'Giá trị {value} ở vị trí {position} của bộ lọc không hợp lệ. Hãy viết như: {accepted}.',
      en: 'The value {value} at position {position} of the filter is not valid. Write it like: {accepted}.',
    },
  },
  'unknown-filter-property': {
    status: 400,
    title: { vi: 'Bộ lọc dùng một thuộc tính không có', en: 'The filter uses a property that does not exist' },
    detail: {
      vi: 'Không có thuộc tính {property} (vị trí {position} của bộ lọc). Các thuộc tính dùng được: {accepted}.',
      en: 'There is no property {property} (position {position} of the filter). Properties that can be used: {accepted}.',
    },
  },
  'unknown-filter-function': {
    status: 400,
    title: { vi: 'Bộ lọc dùng một hàm không có', en: 'The filter uses a function that does not exist' },
    detail: {
      vi: 'Không có hàm {function} (vị trí {position} của bộ lọc). Các hàm dùng được: {accepted}.',
      en: 'There is no function {function} (position {position} of the filter). Functions that can be used: {accepted}.',
    },
  },
  'filter-type-mismatch': {
    status: 400,
    title: { vi: 'Kiểu dữ liệu trong bộ lọc không khớp', en: 'Data types in the filter do not fit together' },
    detail: {
      vi: 'Ở vị trí {position} của bộ lọc, {operator} không dùng được với {found}. Dùng được: {accepted}.',
      en: 'At position {position} of the filter, {operator} cannot be used with {found}. It accepts: {accepted}.',
    },
  },
  'filter-too-large': {
    status: 400,
    title: { vi: 'Bộ lọc quá lớn', en: 'The filter is too large' },
    detail: {
      vi: 'Bộ lọc vượt giới hạn {measure}: có {found}, tối đa {limit}. Hãy rút gọn hoặc chia thành nhiều yêu cầu.',
      en: 'The filter exceeds the limit on {measure}: {found}, at most {limit}. Shorten it or make several requests.',
    },
  },
  'invalid-page-token': {
    status: 400,
    title: { vi: 'Mã trang không dùng được', en: 'The page token cannot be used' },
    detail: {
      vi: 'Mã trang không phải do bộ lọc và ấn bản này sinh ra. Hãy bắt đầu lại từ trang đầu, rồi đi theo liên kết "next".',
      en: 'The page token was not made for this filter and edition. Start again at the first page and follow its "next" links.',
    },
  },
  'invalid-sortby': {
    status: 400,
    title: { vi: 'Tham số sortby không hợp lệ', en: 'The sortby parameter is not valid' },
    detail: {
      vi: 'Không sắp xếp được theo {value}. Hãy viết như +a,-b; sắp xếp được theo: {accepted}.',
      en: 'It is not possible to sort by {value}. Write it like +a,-b; these can be sorted by: {accepted}.',
    },
  },
  'invalid-bbox': {
    status: 400,
    title: { vi: 'Tham số bbox không hợp lệ', en: 'The bbox parameter is not valid' },
    detail: {
      vi: 'Giá trị bbox {value} không hợp lệ. Cần 4 số tây,nam,đông,bắc (hoặc 6 số có độ cao), nam không lớn hơn bắc, ví dụ 105.5,20.8,106,21.2.',
      en: 'The bbox {value} is not valid. It needs 4 numbers west,south,east,north (or 6 with heights), south not above north, for example 105.5,20.8,106,21.2.',
    },
  },
  'invalid-datetime': {
    status: 400,
    title: { vi: 'Tham số datetime không hợp lệ', en: 'The datetime parameter is not valid' },
    detail: {
      vi: 'Giá trị datetime {value} không hợp lệ. Hãy viết một thời điểm như 2026-01-31 hoặc 2026-01-31T07:00:00Z, hay một khoảng như 2026-01-01/2026-01-31, 2026-01-01/.., không đảo ngược.',
      en: 'The datetime {value} is not valid. Write an instant like 2026-01-31 or 2026-01-31T07:00:00Z, or an interval like 2026-01-01/2026-01-31 or 2026-01-01/.., not reversed.',
    },
  },
} as const satisfies ProblemTypes;

export const problem = problemsOf(queryProblems);

/** A caller's text as a problem may repeat it: one line, at most 80 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
