import { problemsOf, type ProblemTypes } from '../kernel/index.ts';

/** What can be wrong with a mapping or a standard before the first row is read. */
export const harmoniseProblems = {
  'mapping-unknown-target': {
    status: 400,
    title: { vi: 'Mô hình chuẩn không có thuộc tính này', en: 'The standard has no such property' },
    detail: {
      vi: 'Ánh xạ nhắc đến thuộc tính "{target}", nhưng mô hình "{standard}" không có. Gần nhất: {nearest}.',
      en: 'The mapping names the property "{target}", which the standard "{standard}" does not have. Nearest: {nearest}.',
    },
  },
  'mapping-unknown-column': {
    status: 400,
    title: { vi: 'Tệp không có cột này', en: 'The file has no such column' },
    detail: {
      vi: 'Ánh xạ nhắc đến cột "{column}", nhưng lớp "{layer}" không có. Gần nhất: {nearest}. Sửa ánh xạ hoặc xem lại dòng tiêu đề.',
      en: 'The mapping names the column "{column}", which the layer "{layer}" does not have. Nearest: {nearest}. Change the mapping, or look at the header row again.',
    },
  },
  'mapping-target-twice': {
    status: 400,
    title: { vi: 'Một thuộc tính được ánh xạ hai lần', en: 'A property is mapped twice' },
    detail: {
      vi: 'Thuộc tính "{target}" nhận dữ liệu từ hai chỗ. Giữ lại một.',
      en: 'The property "{target}" takes its values from two places. Keep one of them.',
    },
  },
  'mapping-no-origin': {
    status: 400,
    title: { vi: 'Ánh xạ chưa rõ nguồn', en: 'A mapping has no clear origin' },
    detail: {
      vi: 'Với thuộc tính "{target}", ghi đúng một trong hai: tên cột, hoặc giá trị không đổi.',
      en: 'For the property "{target}", give exactly one of the two: a column, or a constant.',
    },
  },
  'mapping-bad-constant': {
    status: 400,
    title: { vi: 'Giá trị không đổi không hợp với thuộc tính', en: 'A constant does not suit its property' },
    detail: {
      vi: 'Giá trị "{value}" không dùng được cho thuộc tính "{target}" kiểu {type}. Sửa giá trị này trong ánh xạ.',
      en: 'The value "{value}" cannot be used for the property "{target}" of type {type}. Change it in the mapping.',
    },
  },
  'mapping-bad-reading': {
    status: 400,
    title: { vi: 'Cách đọc không hợp lệ', en: 'A way of reading is not valid' },
    detail: {
      vi: 'Cách đọc "{name}" = "{value}" của cột "{column}" không dùng được. Được dùng: {accepted}.',
      en: 'The reading "{name}" = "{value}" of the column "{column}" cannot be used. Accepted: {accepted}.',
    },
  },
  'letters-unknown': {
    status: 400,
    title: { vi: 'Không có bộ chữ này', en: 'There are no such letters' },
    detail: {
      vi: 'Không có bộ chữ "{letters}". Được dùng: {accepted}. "unicode" nghĩa là giữ nguyên.',
      en: 'There are no letters called "{letters}". Accepted: {accepted}. "unicode" leaves the text alone.',
    },
  },
  'mapping-required-missing': {
    status: 400,
    title: { vi: 'Thiếu thuộc tính bắt buộc', en: 'A required property is not mapped' },
    detail: {
      vi: 'Mô hình "{standard}" bắt buộc có: {targets}. Chọn cột hoặc giá trị không đổi cho từng thuộc tính.',
      en: 'The standard "{standard}" requires: {targets}. Choose a column or a constant for each.',
    },
  },
  'mapping-no-geometry': {
    status: 400,
    title: { vi: 'Không có vị trí', en: 'There is no geometry' },
    detail: {
      vi: 'Lớp "{layer}" không có hình học, mà mô hình "{standard}" cần. Chọn hai cột kinh độ và vĩ độ, hoặc giao một tệp bản đồ.',
      en: 'The layer "{layer}" has no geometry, and the standard "{standard}" needs one. Choose the columns of longitude and latitude, or deliver a map file.',
    },
  },
  'crs-unknown': {
    status: 400,
    title: { vi: 'Không hiểu hệ toạ độ này', en: 'This reference system is not understood' },
    detail: {
      vi: 'Không hiểu hệ toạ độ "{crs}". Ghi mã như EPSG:9208, hoặc chuỗi proj4 hay WKT. Các mã thường dùng: {known}.',
      en: 'The reference system "{crs}" is not understood. Give a code such as EPSG:9208, or a proj4 string or WKT. Usual codes: {known}.',
    },
  },
  'crs-needed': {
    status: 422,
    title: { vi: 'Cần chọn hệ toạ độ', en: 'The reference system must be chosen' },
    detail: {
      vi: 'Lớp "{layer}" ghi hệ toạ độ "{stated}" mà nút không đọc được. Chọn hệ toạ độ (--crs, hoặc ở trang của lần giao). Các mã thường dùng: {known}.',
      en: 'The layer "{layer}" states the reference system "{stated}", which the node cannot read. Choose one (--crs, or on the page of the delivery). Usual codes: {known}.',
    },
  },
  'mapping-unit-differs': {
    status: 400,
    title: { vi: 'Đơn vị đo là của đại lượng khác', en: 'The unit measures something else' },
    detail: {
      vi: 'Cột "{column}" ghi đơn vị {found}, không đổi sang {expected} của thuộc tính "{target}" được vì là hai đại lượng khác nhau. Chọn cột khác, hoặc nếu tiêu đề ghi sai, đặt cách đọc "unit" bằng đơn vị đúng của cột.',
      en: 'The column "{column}" says {found}, which cannot be turned into {expected} of the property "{target}": they measure different things. Choose another column, or, if the header is wrong, set the reading "unit" to the right unit of the column.',
    },
  },
  'mapping-unit-needs-molar': {
    status: 400,
    title: { vi: 'Thiếu khối lượng mol, nhiệt độ, áp suất', en: 'Molar mass, temperature and pressure are missing' },
    detail: {
      vi: 'Cột "{column}" ghi đơn vị {found}, thuộc tính "{target}" dùng {expected}. Muốn đổi phải biết khối lượng mol (và với khí: nhiệt độ, áp suất), mà mô hình không nêu cho thuộc tính này (mục "molar"). Đổi số liệu trong tệp rồi giao lại, hoặc nếu tiêu đề ghi sai, đặt cách đọc "unit".',
      en: 'The column "{column}" says {found}, the property "{target}" is in {expected}. Converting takes the molar mass (and for a gas temperature and pressure), which the standard does not state for this property (member "molar"). Convert the values and deliver again, or, if the header is wrong, set the reading "unit".',
    },
  },
  'standard-codelist-missing': {
    status: 409,
    title: { vi: 'Không tìm thấy danh mục mã', en: 'A code list is missing' },
    detail: {
      vi: 'Thuộc tính "{target}" cần danh mục "{codelist}", nhưng chưa gói nào đang dùng có danh mục này. Nạp gói đó rồi chạy lại.',
      en: 'The property "{target}" needs the code list "{codelist}", which no pack in use has. Load that pack and run again.',
    },
  },
} as const satisfies ProblemTypes;

export const harmoniseProblem = problemsOf(harmoniseProblems);

/** Up to three names that look most like a mistyped one, for the detail of a problem; `—` when there is none at all. */
export function nearestNames(name: string, candidates: readonly string[]): string {
  const wanted = bigrams(name);
  const ranked = candidates
    .map((candidate) => ({ candidate, likeness: likeness(wanted, bigrams(candidate)) }))
    .sort((one, other) => other.likeness - one.likeness);
  const near = ranked.filter(({ likeness }) => likeness > 0.3);
  const shown = (near.length > 0 ? near : ranked).slice(0, 3).map(({ candidate }) => `"${candidate}"`);
  return shown.join(', ') || '—';
}

function bigrams(text: string): Set<string> {
  const padded = ` ${text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()} `;
  return new Set(Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2)));
}

/** Dice's coefficient: twice the shared pairs of letters by all pairs. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of one) if (other.has(pair)) shared++;
  return (2 * shared) / (one.size + other.size);
}
