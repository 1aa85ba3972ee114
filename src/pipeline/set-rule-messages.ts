import { fill, type Messages, type Parameters } from '../kernel/index.ts';
import type { SetRule, Text } from '../packs/index.ts';

/** What a rule over many rows found, behind its title. */
const sentences = {
  area: {
    vi: 'ghi {told} m², đo trên hình được {size} m² (lệch {percent} %)',
    en: 'told {told} m², the geometry has {size} m² ({percent} % apart)',
  },
  sum: {
    vi: 'tổng của {values} là {sum}, trong khi toàn bộ là {whole}',
    en: 'the parts of {values} add up to {sum}, the whole is {whole}',
  },
  unique: { vi: '{values} đã có ở đối tượng {other}', en: '{values} also stands on {other}' },
  overlap: { vi: 'chồng {size} m² với {other}', en: '{size} m² lie over {other}' },
  gap: {
    vi: 'khe hở {size} m² tại {place}, giữa {others}',
    en: 'a gap of {size} m² at {place}, between {others}',
  },
  inside: { vi: 'nằm ngoài {unit} hoàn toàn', en: 'lies wholly outside {unit}' },
  'inside.part': { vi: '{size} m² nằm ngoài {unit}', en: '{size} m² lie outside {unit}' },
  'not-checked': {
    vi: 'chưa kiểm tra được, vì nút này chưa có lớp dữ liệu theo mô hình {standard}',
    en: 'not checked, because this node has no collection of the standard {standard}',
  },
  'not-checked.refused': {
    vi: 'chưa kiểm tra được, vì cơ quan sở hữu bộ dữ liệu này ({owner}) không được đọc lớp dữ liệu theo mô hình {standard} trên nút này; hãy xin quyền khai thác lớp đó, rồi chạy lại',
    en: 'not checked, because the owner of this dataset ({owner}) may not read the collection of the standard {standard} on this node; ask its owner for it, then run again',
  },
  'not-checked.some': {
    vi: 'không kiểm tra được {count} chỗ, vì {collection} không có mã tương ứng',
    en: '{count} places could not be checked: {collection} does not have their codes',
  },
} as const satisfies Messages;

/** Title and finding as one sentence in both languages, as rules of packs carry it. */
export function setRuleText(rule: SetRule, found: keyof typeof sentences, parameters: Parameters): Text {
  const say = (language: 'vi' | 'en'): string =>
    `${rule.title[language]}: ${fill(sentences[found], language, parameters)}`;
  return { vi: say('vi'), en: say('en') };
}
