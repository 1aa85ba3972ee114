import type { Messages } from '../i18n.ts';

export const operationsMessages = {
  backupTitle: { vi: 'Sao lưu', en: 'Backup' },
  backupFresh: {
    vi: 'Bản sao lưu gần nhất xong cách đây {hours} giờ.',
    en: 'The last backup finished {hours} hours ago.',
  },
  backupOld: {
    vi: 'Bản sao lưu gần nhất xong cách đây {hours} giờ; cần ít nhất một bản mỗi ngày. Hãy chạy lệnh backup và xem lại lịch sao lưu.',
    en: 'The last backup finished {hours} hours ago; one a day is needed. Run the backup command and check its schedule.',
  },
  backupFailed: {
    vi: 'Lần sao lưu gần nhất không xong; bản dùng được gần nhất cách đây {hours} giờ. Hãy chạy lại lệnh backup và xem nhật ký.',
    en: 'The last backup failed; the last good one is {hours} hours old. Run the backup command again and look at the log.',
  },
  backupNone: {
    vi: 'Chưa có bản sao lưu nào. Hãy chạy lệnh backup và đặt lịch chạy hằng ngày.',
    en: 'There is no backup yet. Run the backup command and schedule it daily.',
  },
  jobsTitle: { vi: 'Công việc nền', en: 'Background jobs' },
  jobsWell: { vi: 'Không có công việc nào hỏng trong 24 giờ qua.', en: 'No job failed in the last 24 hours.' },
  jobsFailed: {
    vi: '{count} công việc hỏng trong 24 giờ qua ({kinds}). Hãy xem lý do ở từng việc rồi chạy lại.',
    en: '{count} jobs failed in the last 24 hours ({kinds}). Look at the reason of each, then run it again.',
  },
  jobsLost: {
    vi: '{count} công việc đã quá hạn giữ mà không tiến trình nào nhận tiếp. Hãy kiểm tra nút còn chạy, hoặc khởi động lại.',
    en: '{count} jobs are past their lease and nobody has taken them over. Check that the node runs, or start it again.',
  },
  diskTitle: { vi: 'Dung lượng đĩa', en: 'Disk space' },
  diskWell: { vi: 'Còn trống {free} ({percent} %).', en: '{free} are free ({percent} %).' },
  diskWellUntil: {
    vi: 'Còn trống {free} ({percent} %); với tốc độ hiện nay đủ dùng khoảng {days} ngày.',
    en: '{free} are free ({percent} %); at the present rate enough for about {days} days.',
  },
  diskShort: {
    vi: 'Chỉ còn trống {free} ({percent} %). Hãy thêm dung lượng hoặc xoá tệp không cần trên đĩa này.',
    en: 'Only {free} are free ({percent} %). Add space or remove what is not needed on this disk.',
  },
  diskShortSoon: {
    vi: 'Còn trống {free} ({percent} %); với tốc độ hiện nay sẽ đầy sau khoảng {days} ngày. Hãy thêm dung lượng trước lúc đó.',
    en: '{free} are free ({percent} %); at the present rate full in about {days} days. Add space before that.',
  },
  databaseTitle: { vi: 'Cơ sở dữ liệu', en: 'Database' },
  databaseWell: { vi: 'Trả lời sau {ms} ms.', en: 'Answers within {ms} ms.' },
  databaseSlow: {
    vi: 'Trả lời sau {ms} ms, chậm hơn bình thường. Hãy xem máy có quá tải hay đĩa có chậm không.',
    en: 'Answers only after {ms} ms. See whether the machine is overloaded or its disk slow.',
  },
  clockTitle: { vi: 'Đồng hồ', en: 'Clock' },
  clockWell: {
    vi: 'Đồng hồ lệch {seconds} giây so với cơ sở dữ liệu.',
    en: 'The clock differs by {seconds} s from the database.',
  },
  clockOff: {
    vi: 'Đồng hồ máy này lệch {seconds} giây so với cơ sở dữ liệu. Hãy bật đồng bộ giờ (NTP) trên cả hai máy.',
    en: "This machine's clock differs by {seconds} s from the database's. Switch on time synchronisation (NTP) on both.",
  },
  clockJumped: {
    vi: 'Đồng hồ máy này đã nhảy {seconds} giây. Hãy kiểm tra đồng bộ giờ (NTP), hoặc máy đã bị tạm dừng.',
    en: "This machine's clock jumped by {seconds} s. Check time synchronisation (NTP), or whether the machine was paused.",
  },
  vacuumTitle: { vi: 'Dọn dẹp cơ sở dữ liệu', en: 'Housekeeping of the database' },
  vacuumWell: { vi: 'Số dòng đã bỏ ở mức bình thường.', en: 'The number of dead rows is normal.' },
  vacuumLate: {
    vi: 'Bảng {table} có {dead} dòng đã bỏ trên {live} dòng còn dùng. Nút tự dọn khi rảnh; nếu vẫn thế sau một ngày, hãy khởi động lại nút.',
    en: 'The table {table} has {dead} dead rows beside {live} live ones. The node cleans up when it is idle; if this stays for a day, start it again.',
  },
  checkFailed: {
    vi: 'Không kiểm tra được: {reason}. Hãy xem nhật ký của nút.',
    en: 'Could not be checked: {reason}. Look at the log of the node.',
  },
  checkTimedOut: {
    vi: 'Việc kiểm tra không xong trong {seconds} giây. Hãy thử lại khi nút rảnh hơn.',
    en: 'The check did not end within {seconds} s. Try again when the node is less busy.',
  },
  adviceMigrations: {
    vi: 'Chưa chạy đủ các bước nâng cấp. Hãy khởi động lại nút.',
    en: 'Migrations are missing. Start the node again.',
  },
  adviceMissingFiles: {
    vi: 'Có tệp gốc được nhắc tới nhưng không còn trong kho. Hãy khôi phục chúng từ bản sao lưu.',
    en: 'Kept files are named but not there. Bring them back from a backup.',
  },
  adviceOrphanFiles: {
    vi: 'Có tệp trong kho mà không lần giao nào nhắc tới, thường do bị ngắt khi nhận. Có thể xoá sau khi đã sao lưu.',
    en: 'Files are kept that no delivery names, usually after a break while receiving. They may be removed after a backup.',
  },
  adviceLock: {
    vi: 'Khoá của thư mục dữ liệu không thuộc nút này. Hãy dừng tiến trình kia rồi khởi động lại.',
    en: 'The lock of the data folder does not belong to this node. Stop the other process, then start again.',
  },
  adviceNode: {
    vi: 'Cần Node.js 20.19 trở lên. Hãy nâng cấp.',
    en: 'Node.js 20.19 or later is needed. Upgrade it.',
  },
} as const satisfies Messages;
