import type { DamageKind, Doubt } from '../access/index.ts';
import type { Message, Messages } from '../kernel/index.ts';

/** What is wrong, by kind; `{place}` numbers entries, or checkpoints and keys where the sentence says so. */
const damages: Readonly<Record<DamageKind, Message>> = {
  edited: { vi: '  Mục {place}: nội dung không còn như lúc ghi.', en: '  Entry {place}: not what was written.' },
  replaced: {
    vi: '  Mục {place}: không phải mục mà mục kế tiếp nối vào; đã bị thay hoặc đổi chỗ.',
    en: '  Entry {place}: not the one that the next follows; it was replaced or moved.',
  },
  missing: { vi: '  Mục {place}: đã bị xoá.', en: '  Entries {place}: removed.' },
  rewritten: {
    vi: '  Mục {place}: không phải những mục đã được ký; chuỗi đã bị làm lại.',
    en: '  Entries {place}: not those that were signed; the chain was made again.',
  },
  'outside-differs': {
    vi: '  Mục {place}: khác với bản lưu ngoài cơ sở dữ liệu.',
    en: '  Entries {place}: the copy outside the database says otherwise.',
  },
  'tail-missing': {
    vi: '  Mục {place}: đã bị cắt khỏi cuối nhật ký, theo bản lưu ngoài.',
    en: '  Entries {place}: cut off from the end, as the copy outside tells.',
  },
  'checkpoint-missing': { vi: '  Điểm kiểm tra {place}: đã bị xoá.', en: '  Checkpoint {place}: removed.' },
  'checkpoint-forged': {
    vi: '  Điểm kiểm tra {place}: bị sửa, hoặc không do khoá của nút ký.',
    en: "  Checkpoint {place}: changed, or not signed by the node's key.",
  },
  'key-forged': {
    vi: '  Khoá {place}: không phải khoá của nút, hoặc khoá trước không ký cho nó.',
    en: '  Key {place}: not a key of the node, or the key before did not sign for it.',
  },
  unsigned: {
    vi: '  Mục {place}: không có điểm kiểm tra nào ký cho chúng.',
    en: '  Entries {place}: no checkpoint signs for them.',
  },
  erased: {
    vi: '  Mục {place}: mất trường dữ liệu mà không có mục nào ghi việc xoá.',
    en: '  Entry {place}: a field is gone, and no entry tells of an erasure.',
  },
  'other-chain': {
    vi: '  Bản lưu ngoài có điểm kiểm tra của một chuỗi khác.',
    en: '  The copy outside holds checkpoints of another chain.',
  },
  broken: { vi: '  Gói không trọn vẹn sau mục {place}.', en: '  The bundle breaks off after entry {place}.' },
};

const doubts: Readonly<Record<Doubt['kind'], Message>> = {
  'no-outside': {
    vi: '  Không có bản lưu ngoài: có thể phần cuối đã bị cắt cùng với các điểm kiểm tra của nó.',
    en: '  There is no copy outside: the end may have been cut off together with its checkpoints.',
  },
  'outside-begins': {
    vi: '  Bản lưu ngoài chỉ bắt đầu từ mục {from}: trước đó chỉ có chữ ký làm chứng.',
    en: '  The copy outside begins at entry {from} only: before it the signatures alone bear witness.',
  },
  'no-key': {
    vi: '  Không biết khoá nào là của nút: mọi thứ có thể đã được làm lại với một khoá khác.',
    en: "  Which key is the node's is not known: all may have been made again with another key.",
  },
  window: {
    vi: '  Trước khi vào chuỗi (khoảng 1 giây) một mục có thể đã bị xoá hoặc thêm vào.',
    en: '  Before it was chained (about 1 second) an entry may have been removed or added.',
  },
  machine: {
    vi: '  Ai nắm khoá ký và mọi bản lưu ngoài thì có thể làm lại tất cả: hãy gửi bản lưu tới máy khác (syslog).',
    en: '  Whoever holds the signing key and every copy outside can make all of it again: send a copy to another machine (syslog).',
  },
  range: {
    vi: '  Chỉ kiểm tra mục {from}–{to}; việc xoá dữ liệu cá nhân có thể được ghi ở mục sau.',
    en: '  Only entries {from}–{to} were looked at; erasures may be told of later on.',
  },
  restored: {
    vi: '  Mục {from}: kho đã được khôi phục từ bản sao lưu; những gì ghi sau bản sao lưu đó không còn.',
    en: '  Entry {from}: the store was restored from a backup; what was written after that backup is not in it.',
  },
};

export const auditMessages = {
  ...damages,
  ...doubts,
  whole: {
    vi: 'Nhật ký nguyên vẹn: {entries} mục ({first}–{last}), {checkpoints} điểm kiểm tra có chữ ký.',
    en: 'The audit log is whole: {entries} entries ({first} to {last}), {checkpoints} signed checkpoints.',
  },
  damaged: {
    vi: 'NHẬT KÝ BỊ CAN THIỆP: {count} chỗ, trong {entries} mục ({first}–{last}).',
    en: 'THE AUDIT LOG WAS TAMPERED WITH: {count} places, in {entries} entries ({first} to {last}).',
  },
  near: { vi: '      khoảng {at}', en: '      about {at}' },
  cannotExclude: { vi: 'Kiểm tra này không loại trừ được:', en: 'What this check cannot exclude:' },
  exported: {
    vi: 'Đã ghi {file}. Kiểm tra độc lập: node {verifier} {file} --key {key}',
    en: 'Written: {file}. To check it independently: node {verifier} {file} --key {key}',
  },
  rotated: {
    vi: 'Khoá mới {id} thay cho {previous}. Hãy ghi lại mã khoá ở nơi khác.',
    en: 'The new key {id} replaces {previous}. Note its id somewhere else.',
  },
  wasErased: {
    vi: 'Đã xoá dữ liệu cá nhân khỏi {entries} mục.',
    en: 'Personal data were erased from {entries} entries.',
  },
} as const satisfies Messages;
