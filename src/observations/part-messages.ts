import { fill, type Messages, type Parameters } from '../kernel/index.ts';
import type { Text } from '../packs/index.ts';

/** Why a file of quality rules, indices or thresholds is refused. */
export const partMessages = {
  'unknown-unit': {
    vi: 'Không có đơn vị "{unit}" trong danh mục đơn vị. Dùng mã UCUM có trong danh mục.',
    en: 'The unit lists have no unit "{unit}". Use one of their UCUM codes.',
  },
  'unknown-parameter': {
    vi: 'Thông số "{parameter}" không có trong mục parameters của tệp này. Thêm vào, hoặc sửa tên.',
    en: 'The parameter "{parameter}" is not among the parameters of this file. Add it or mend the name.',
  },
  'memory-decides': {
    vi: 'Điều ghi theo trí nhớ (M) không được quyết định gì. Tìm nguồn, hoặc dùng mức nhẹ hơn.',
    en: 'What is from memory (M) decides nothing. Find a source, or use the milder flag.',
  },
  'bad-condition': {
    vi: 'Điều kiện CQL2 này không dùng được: {detail}',
    en: 'This CQL2 condition cannot be used: {detail}',
  },
  'points-fall': {
    vi: 'Các điểm của thang phải tăng dần theo giá trị. Xếp lại theo thứ tự.',
    en: 'The points of a scale must rise by value. Put them in order.',
  },
  'levels-fall': {
    vi: 'Các mức phải xếp từ thấp đến cao. Xếp lại theo thứ tự.',
    en: 'Levels must stand from low to high. Put them in order.',
  },
  'unknown-scale': {
    vi: 'Không có thang "{scale}" trong mục scales của tệp này.',
    en: 'There is no scale "{scale}" under scales of this file.',
  },
  'unknown-part': {
    vi: 'Không có đầu vào, thông số hay nhóm "{name}" ở dạng này của chỉ số.',
    en: 'This form of the index has no input, parameter or group "{name}".',
  },
  'unknown-station-type': {
    vi: 'Không có loại trạm "{code}" trong danh mục vn-core/station-types.',
    en: 'The list vn-core/station-types has no type "{code}".',
  },
  'unknown-class': {
    vi: 'Không có mức hay cột "{name}" trong mục classes của tệp này.',
    en: 'There is no class "{name}" under classes of this file.',
  },
  'no-limit': {
    vi: 'Giới hạn cần min hoặc max, và min không lớn hơn max.',
    en: 'A limit needs min or max, and min must not exceed max.',
  },
} satisfies Messages;

/** A reason in both languages. */
export function reason(code: keyof typeof partMessages, parameters: Parameters): Text {
  const message = partMessages[code];
  return { vi: fill(message, 'vi', parameters), en: fill(message, 'en', parameters) };
}
