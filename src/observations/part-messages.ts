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
} satisfies Messages;

/** A reason in both languages. */
export function reason(code: keyof typeof partMessages, parameters: Parameters): Text {
  const message = partMessages[code];
  return { vi: fill(message, 'vi', parameters), en: fill(message, 'en', parameters) };
}
