import { problemsOf, type ProblemTypes } from '../problem.ts';

/** What can go wrong in backup, restore and move that a person can mend. */
export const operationsProblems = {
  'backup-running': {
    status: 409,
    title: { vi: 'Đang có một bản sao lưu được tạo', en: 'A backup is being made' },
    detail: {
      vi: 'Nút đang tạo một bản sao lưu từ {since}. Hãy chờ bản đó xong rồi thử lại.',
      en: 'This node has been making a backup since {since}. Wait until it is done, then try again.',
    },
  },
  'backup-damaged': {
    status: 422,
    title: { vi: 'Bản sao lưu không nguyên vẹn', en: 'The backup is not whole' },
    detail: {
      vi: 'Tệp {file} bị cắt hoặc bị sửa: {reason}. Hãy dùng một bản sao lưu khác.',
      en: 'The file {file} is cut off or altered: {reason}. Use another backup.',
    },
  },
  'backup-unreadable': {
    status: 422,
    title: { vi: 'Không đọc được bản sao lưu', en: 'The backup cannot be read' },
    detail: {
      vi: 'Không đọc được tệp {file}: {reason}. Hãy kiểm tra đường dẫn và quyền đọc.',
      en: 'Cannot read the file {file}: {reason}. Check the path and the permission to read it.',
    },
  },
  'backup-newer': {
    status: 409,
    title: { vi: 'Bản sao lưu mới hơn chương trình', en: 'The backup is newer than the program' },
    detail: {
      vi: 'Bản sao lưu có bước nâng cấp số {number} ({name}) của {module} mà chương trình này không biết. Hãy dùng phiên bản Lienthong đã tạo bản sao lưu, hoặc mới hơn.',
      en: 'The backup has migration {number} ({name}) of {module}, which this program does not know. Use the Lienthong that made the backup, or a newer one.',
    },
  },
  'backup-schema-differs': {
    status: 409,
    title: { vi: 'Cấu trúc bảng khác nhau', en: 'A table has another structure' },
    detail: {
      vi: 'Bảng {table} trong bản sao có các cột ({backup}), còn chương trình tạo ra ({program}). Hãy dùng đúng phiên bản Lienthong đã tạo bản sao.',
      en: 'The table {table} has the columns ({backup}) in the copy; this program makes ({program}). Use the Lienthong that made the copy.',
    },
  },
  'restore-target-not-empty': {
    status: 409,
    title: { vi: 'Nơi khôi phục không trống', en: 'The target is not empty' },
    detail: {
      vi: '{target} đã có dữ liệu ({found}). Hãy chọn thư mục dữ liệu trống và cơ sở dữ liệu trống, rồi chạy lại; lệnh này không bao giờ ghi đè.',
      en: '{target} already holds data ({found}). Choose an empty data folder and an empty database, then run again; this command never overwrites.',
    },
  },
  'restore-unfinished': {
    status: 409,
    title: { vi: 'Lần khôi phục trước chưa xong', en: 'A restore has not finished' },
    detail: {
      vi: 'Lần khôi phục vào {target} bắt đầu lúc {since} đã dừng giữa chừng, nên dữ liệu ở đó chưa đủ. Hãy xoá trống nơi đó rồi khôi phục lại.',
      en: 'The restore into {target} that began at {since} broke off, so the data there are not whole. Empty the target, then restore again.',
    },
  },
  'move-unfinished': {
    status: 409,
    title: { vi: 'Việc chuyển dữ liệu chưa xong', en: 'A move has not finished' },
    detail: {
      vi: 'Việc chuyển dữ liệu từ {source} bắt đầu lúc {since} chưa xong. Hãy chạy lại lệnh move để làm tiếp; trước đó không khởi động nút trên cơ sở dữ liệu này.',
      en: 'The move from {source} that began at {since} has not finished. Run the move command again to go on; until then no node starts on this database.',
    },
  },
  'move-source-changed': {
    status: 409,
    title: { vi: 'Dữ liệu gốc đã thay đổi giữa chừng', en: 'The source changed during the move' },
    detail: {
      vi: 'Từ khi bắt đầu chuyển lúc {since}, dữ liệu trong {source} đã thay đổi. Hãy làm trống cơ sở dữ liệu đích rồi chạy lại lệnh move.',
      en: 'The data in {source} changed after the move began at {since}. Empty the target database, then run the move command again.',
    },
  },
  'move-target-busy': {
    status: 409,
    title: { vi: 'Đang có việc chuyển khác vào cơ sở dữ liệu này', en: 'Another move into this database is at work' },
    detail: {
      vi: 'Một việc chuyển dữ liệu từ {source} đang dùng cơ sở dữ liệu đích. Hãy chờ việc đó xong, hoặc chọn cơ sở dữ liệu trống khác.',
      en: 'A move from {source} occupies the target database. Wait until it is done, or choose another empty database.',
    },
  },
  'move-mismatch': {
    status: 500,
    title: { vi: 'Dữ liệu sau khi chuyển không khớp', en: 'The moved data do not match' },
    detail: {
      vi: 'Bảng {table}: bản gốc có {source}, bản chuyển có {target}. Bản gốc vẫn nguyên. Hãy làm trống cơ sở dữ liệu đích rồi chạy lại lệnh move.',
      en: 'Table {table}: the source has {source}, the copy has {target}. The source is untouched. Empty the target database, then run the move command again.',
    },
  },
  'data-folder-moved': {
    status: 409,
    title: { vi: 'Dữ liệu đã chuyển sang máy chủ', en: 'The data have moved to a server' },
    detail: {
      vi: 'Dữ liệu trong {folder} đã chuyển sang {server} lúc {since}. Hãy đặt LIENTHONG_DATABASE_URL trỏ tới máy chủ đó rồi khởi động lại.',
      en: 'The data in {folder} moved to {server} at {since}. Set LIENTHONG_DATABASE_URL to that server, then start again.',
    },
  },
  'move-without-data': {
    status: 409,
    title: { vi: 'Không có dữ liệu để chuyển', en: 'There are no data to move' },
    detail: {
      vi: 'Thư mục {folder} không có cơ sở dữ liệu nhúng. Hãy kiểm tra LIENTHONG_DATA.',
      en: 'The folder {folder} holds no embedded database. Check LIENTHONG_DATA.',
    },
  },
} as const satisfies ProblemTypes;

export const backupProblem = problemsOf(operationsProblems);
