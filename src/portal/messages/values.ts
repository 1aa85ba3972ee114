import type { Messages } from '../../kernel/index.ts';

export const valueMessages = {
  yes: { vi: 'Có', en: 'Yes' },
  no: { vi: 'Không', en: 'No' },
  none: { vi: 'không có giá trị', en: 'no value' },
  east: { vi: 'Đ', en: 'E' },
  west: { vi: 'T', en: 'W' },
  north: { vi: 'B', en: 'N' },
  south: { vi: 'N', en: 'S' },
  seconds: { vi: '{count} giây', en: '{count} [second|seconds]' },
  minutes: { vi: '{count} phút', en: '{count} [minute|minutes]' },
  hours: { vi: '{hours} giờ {minutes} phút', en: '{hours} h {minutes} min' },
  vietnamTime: { vi: 'giờ Việt Nam, UTC+7', en: 'Vietnam time, UTC+7' },
  asMoment: { vi: '{moment} (UTC+7)', en: '{moment} (UTC+7)' },
  string: { vi: 'chữ', en: 'text' },
  integer: { vi: 'số nguyên', en: 'whole number' },
  number: { vi: 'số', en: 'number' },
  boolean: { vi: 'có hoặc không', en: 'yes or no' },
  date: { vi: 'ngày', en: 'date' },
  'date-time': { vi: 'ngày giờ', en: 'date and time' },
  json: { vi: 'nhiều giá trị', en: 'several values' },
  geometry: { vi: 'hình trên bản đồ', en: 'shape on the map' },
  open: { vi: 'Mở', en: 'Open' },
  conditional: { vi: 'Mở có điều kiện', en: 'Open on conditions' },
  restricted: { vi: 'Chia sẻ theo yêu cầu', en: 'Shared on request' },
  closed: { vi: 'Không chia sẻ', en: 'Not shared' },
  'open-with-attribution': { vi: 'Dùng tự do, ghi rõ nguồn', en: 'Free to use, name the source' },
  full: { vi: 'Toàn bộ', en: 'Complete' },
  partial: { vi: 'Một phần', en: 'A part' },
  append: { vi: 'Nối thêm', en: 'Additions' },
  fullHint: {
    vi: 'Tệp có tất cả. Đối tượng không còn trong tệp sẽ bị xoá.',
    en: 'The file holds everything. What is no longer in it is deleted.',
  },
  partialHint: {
    vi: 'Tệp chỉ có phần mới hoặc phần sửa. Không xoá gì.',
    en: 'The file holds new and corrected records only. Nothing is deleted.',
  },
  appendHint: {
    vi: 'Tệp chỉ có dòng mới. Dòng cũ giữ nguyên.',
    en: 'The file holds new records only. Older ones stay as they are.',
  },
} as const satisfies Messages;

/** The word for a closed value (type, openness, delivery kind); a word that is not in the list stays as it is. */
export function wordFor(value: string): { vi: string; en: string } {
  return (valueMessages as Messages)[value] ?? { vi: value, en: value };
}
