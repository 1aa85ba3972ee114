import { problemsOf, type ProblemTypes } from '../problem.ts';

/** What can go wrong with the database that the person running the node can mend. */
export const databaseProblems = {
  'data-folder-in-use': {
    status: 409,
    title: { vi: 'Thư mục dữ liệu đang được dùng', en: 'The data folder is in use' },
    detail: {
      vi: 'Thư mục {folder} đang được tiến trình số {processId} trên máy {host} sử dụng. Hãy dừng tiến trình đó, hoặc chọn thư mục dữ liệu khác, rồi chạy lại.',
      en: 'The folder {folder} is being used by process {processId} on {host}. Stop that process, or choose another data folder, then start again.',
    },
  },
  'data-folder-unusable': {
    status: 500,
    title: { vi: 'Không dùng được thư mục dữ liệu', en: 'The data folder cannot be used' },
    detail: {
      vi: 'Không ghi được vào {folder}: {reason}. Hãy kiểm tra quyền ghi và dung lượng đĩa, rồi chạy lại.',
      en: 'Cannot write in {folder}: {reason}. Check the write permission and the free disk space, then start again.',
    },
  },
  'data-folder-other-version': {
    status: 500,
    title: { vi: 'Dữ liệu thuộc phiên bản khác', en: 'The data belong to another version' },
    detail: {
      vi: 'Dữ liệu trong {folder} do PostgreSQL {found} ghi, còn chương trình này dùng PostgreSQL {expected}. Hãy mở bằng phiên bản Lienthong cũ, chuyển dữ liệu ra máy chủ bằng lệnh move, rồi nâng cấp.',
      en: 'The data in {folder} were written by PostgreSQL {found}; this program uses PostgreSQL {expected}. Open them with the earlier Lienthong, move them out with the move command, then upgrade.',
    },
  },
  'database-stopped': {
    status: 503,
    title: { vi: 'Cơ sở dữ liệu đã dừng', en: 'The database has stopped' },
    detail: {
      vi: 'Cơ sở dữ liệu đã dừng: {reason}. Dữ liệu đã xác nhận vẫn còn. Nút tự khởi động lại cơ sở dữ liệu sau vài giây; nếu đĩa đầy, hãy giải phóng chỗ.',
      en: 'The database has stopped: {reason}. Confirmed data are kept. The node starts it again by itself within seconds; if the disk is full, make room.',
    },
  },
  'database-unavailable': {
    status: 503,
    title: { vi: 'Chưa kết nối được cơ sở dữ liệu', en: 'The database cannot be reached' },
    detail: {
      vi: 'Không kết nối được máy chủ cơ sở dữ liệu {server}: {reason}. Hãy kiểm tra máy chủ đang chạy, địa chỉ và mật khẩu.',
      en: 'Cannot connect to the database server {server}: {reason}. Check that it is running, its address and the password.',
    },
  },
  'database-interrupted': {
    status: 503,
    title: { vi: 'Cơ sở dữ liệu ngắt giữa chừng', en: 'The database broke off' },
    detail: {
      vi: 'Máy chủ cơ sở dữ liệu ngắt kết nối khi đang trả lời, có thể đang khởi động lại. Hãy thử lại sau ít phút; việc ghi chưa chắc đã xong thì xem lại trước khi gửi lần nữa.',
      en: 'The database server broke off while it answered; it is perhaps being restarted. Try again in a minute; if you were writing, look whether it was done before you send it again.',
    },
  },
  'disk-full': {
    status: 507,
    title: { vi: 'Đĩa của nút đã đầy', en: "The node's disk is full" },
    detail: {
      vi: 'Không còn chỗ trên đĩa để ghi, nên chưa nhận hay công bố gì; dữ liệu đang có vẫn nguyên. Giải phóng dung lượng, rồi giao lại hoặc chạy lại.',
      en: 'There is no room on the disk to write, so nothing was taken or published; the data that stand are whole. Free some space, then deliver or run again.',
    },
  },
  'query-too-costly': {
    status: 422,
    title: { vi: 'Yêu cầu quá nặng', en: 'The request costs too much' },
    detail: {
      vi: 'Câu hỏi này cần nhiều thời gian hoặc bộ nhớ hơn mức nút cho phép nên đã bị ngắt; không có gì bị thay đổi. Hãy hỏi ít hơn: thêm bbox hoặc bộ lọc trên cột có chỉ mục, bỏ sắp xếp, giảm limit, hoặc đi theo liên kết "next".',
      en: 'This question takes more time or memory than the node allows and was cut; nothing was changed. Ask for less: add a bbox or a filter on an indexed column, leave the order out, lower the limit, or follow the "next" links.',
    },
  },
  'database-too-old': {
    status: 500,
    title: { vi: 'Phiên bản cơ sở dữ liệu quá cũ', en: 'The database version is too old' },
    detail: {
      vi: 'Máy chủ đang chạy {product} {found}; cần từ {expected} trở lên. Hãy nâng cấp máy chủ rồi chạy lại.',
      en: 'The server runs {product} {found}; {expected} or later is needed. Upgrade the server, then start again.',
    },
  },
  'database-encoding': {
    status: 500,
    title: { vi: 'Bảng mã của cơ sở dữ liệu không phù hợp', en: 'The database has the wrong encoding' },
    detail: {
      vi: 'Cơ sở dữ liệu dùng bảng mã {found}; tiếng Việt cần UTF8. Hãy tạo cơ sở dữ liệu mới với ENCODING UTF8.',
      en: 'The database uses the encoding {found}; Vietnamese needs UTF8. Create a new database with ENCODING UTF8.',
    },
  },
  'database-extension-missing': {
    status: 500,
    title: { vi: 'Thiếu phần mở rộng của cơ sở dữ liệu', en: 'A database extension is missing' },
    detail: {
      vi: 'Chưa có phần mở rộng {extension} ({reason}). Hãy cài gói phần mềm tương ứng trên máy chủ, rồi nhờ quản trị viên chạy trong cơ sở dữ liệu này: CREATE EXTENSION {extension};',
      en: 'The extension {extension} is missing ({reason}). Install its package on the server, then have an administrator run in this database: CREATE EXTENSION {extension};',
    },
  },
  'database-migration-changed': {
    status: 500,
    title: { vi: 'Bước nâng cấp đã bị sửa', en: 'A released migration was changed' },
    detail: {
      vi: 'Bước nâng cấp số {number} ({name}) của {module} khác với bước đã chạy trên cơ sở dữ liệu này. Hãy cài lại đúng bản phát hành; mọi thay đổi mới phải là một bước mới.',
      en: 'Migration {number} ({name}) of {module} differs from the one that ran on this database. Install the release again; a new change must be a new migration.',
    },
  },
  'database-newer': {
    status: 500,
    title: { vi: 'Cơ sở dữ liệu mới hơn chương trình', en: 'The database is newer than the program' },
    detail: {
      vi: 'Cơ sở dữ liệu đã có bước nâng cấp số {number} ({name}) của {module} mà chương trình này không biết. Hãy chạy phiên bản Lienthong mới hơn, hoặc khôi phục bản sao lưu cũ.',
      en: 'The database has migration {number} ({name}) of {module}, which this program does not know. Run a newer Lienthong, or restore an earlier backup.',
    },
  },
} as const satisfies ProblemTypes;

export const databaseProblem = problemsOf(databaseProblems);
