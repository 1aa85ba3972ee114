import { problemsOf } from '../kernel/index.ts';

export const pipelineProblems = {
  'upload-too-large': {
    status: 413,
    title: { vi: 'Tệp quá lớn', en: 'The file is too large' },
    detail: {
      vi: 'Mỗi tệp gửi lên nhiều nhất {limit} MiB. Nén tệp lại hoặc chia nhỏ rồi gửi từng phần (kiểu giao "partial"), hoặc nhờ người vận hành nút.',
      en: 'A file that is sent may have at most {limit} MiB. Compress it, send it in parts (delivery "partial"), or ask the operator of the node.',
    },
  },
  'uploads-used-up': {
    status: 429,
    title: { vi: 'Đã gửi hết mức của hôm nay', en: 'Today’s uploads are used up' },
    detail: {
      vi: 'Mỗi người gửi được nhiều nhất {limit} MiB mỗi ngày. Gửi lại sau nửa đêm (giờ Việt Nam), hoặc nhờ người vận hành nút nới mức.',
      en: 'Each caller may send at most {limit} MiB a day. Send it after midnight (Vietnam), or ask the operator of the node for more.',
    },
  },
  'owner-needed': {
    status: 422,
    title: { vi: 'Cần nói nguồn thuộc cơ quan nào', en: 'Say which organisation owns the source' },
    detail: {
      vi: 'Nguồn mới phải thuộc một cơ quan mà bạn quản trị dữ liệu: {known}. Ghi mã cơ quan vào trường owner.',
      en: 'A new source belongs to an organisation where you are a steward: {known}. Put its agency code into owner.',
    },
  },
  'id-not-free': {
    status: 409,
    title: { vi: 'Mã này không còn trống', en: 'This id is not free' },
    detail: {
      vi: 'Mã "{id}" đã được dùng trên nút này. Chọn một mã khác.',
      en: 'The id "{id}" is in use on this node. Choose another one.',
    },
  },
  'place-needs-operator': {
    status: 403,
    title: {
      vi: 'Chỉ người vận hành đọc tệp trên máy của nút',
      en: "Only the operator reads files of the node's machine",
    },
    detail: {
      vi: 'Tệp và thư mục trên máy của nút chỉ do người vận hành nối. Tải tệp lên, hoặc ghi một địa chỉ http(s).',
      en: "Files and folders of the node's machine are connected by the operator only. Upload the file, or give an http(s) address.",
    },
  },
  'delivery-not-found': {
    status: 404,
    title: { vi: 'Không có lần giao này', en: 'There is no such delivery' },
    detail: { vi: 'Không có lần giao số {delivery}.', en: 'There is no delivery {delivery}.' },
  },
  'delivery-not-inspected': {
    status: 409,
    title: { vi: 'Tệp chưa đọc xong', en: 'The file has not been looked through yet' },
    detail: {
      vi: 'Lần giao {delivery} đang được đọc qua lần đầu. Chờ xong rồi chọn lớp.',
      en: 'Delivery {delivery} is being looked through. Choose its layers when that has ended.',
    },
  },
  'preview-too-slow': {
    status: 503,
    title: { vi: 'Không xem trước kịp', en: 'The preview takes too long' },
    detail: {
      vi: 'Sau {seconds} giây vẫn chưa đọc được dòng đầu của tệp này. Cứ nạp: dòng không đạt được để riêng, nạp sai thì hoàn tác được.',
      en: 'After {seconds} seconds no row of this file could be read. Load it: rows that do not pass are set aside, and a wrong load can be rolled back.',
    },
  },
  'delivery-in-use': {
    status: 409,
    title: { vi: 'Tệp đang được nạp', en: 'The file is being loaded' },
    detail: {
      vi: 'Lượt chạy {run} đang dùng lần giao {delivery}. Chờ lượt đó kết thúc, hoặc huỷ nó, rồi đọc lại tệp.',
      en: 'Run {run} is using delivery {delivery}. Wait until it has ended, or discard it, then read the file again.',
    },
  },
  'delivery-refused': {
    status: 409,
    title: { vi: 'Tệp không dùng được', en: 'The file cannot be used' },
    detail: {
      vi: 'Lần giao {delivery} không đọc được; lý do nằm ở trang của lần giao.',
      en: 'Delivery {delivery} could not be read; its page says why.',
    },
  },
  'nothing-to-load': {
    status: 422,
    title: { vi: 'Tệp không có bản ghi nào', en: 'The file holds no record' },
    detail: {
      vi: 'Tệp {name} không có bảng hay lớp nào có dữ liệu. Kiểm tra lại tệp rồi giao lại.',
      en: 'No table or layer of {name} holds a record. Check the file and deliver it again.',
    },
  },
  'unknown-layer': {
    status: 422,
    title: { vi: 'Không có lớp này trong tệp', en: 'The file has no such layer' },
    detail: {
      vi: 'Tệp không có lớp "{layer}". Các lớp có: {known}.',
      en: 'The file has no layer "{layer}". It has: {known}.',
    },
  },
  'key-not-found': {
    status: 422,
    title: { vi: 'Không có cột khoá này', en: 'There is no such key column' },
    detail: {
      vi: 'Lớp "{layer}" không có cột "{column}" để làm khoá. Các cột có: {known}.',
      en: 'The layer "{layer}" has no column "{column}" to use as key. It has: {known}.',
    },
  },
  'mapping-needed': {
    status: 422,
    title: { vi: 'Cần ánh xạ', en: 'A mapping is needed' },
    detail: {
      vi: 'Chưa biết chắc cột nào của lớp "{layer}" ứng với mô hình {standard}: thiếu {missing}. Chọn cột ở trang của lần giao, hoặc gửi tệp ánh xạ bằng --mapping. Các cột có: {known}.',
      en: 'It is not known for sure which columns of "{layer}" make up the standard {standard}: {missing} missing. Choose the columns on the page of the delivery, or give a mapping file with --mapping. The columns are: {known}.',
    },
  },
  'mapping-version-not-found': {
    status: 404,
    title: { vi: 'Không có phiên bản ánh xạ này', en: 'There is no such version of the mapping' },
    detail: {
      vi: 'Nguồn {source} không có phiên bản ánh xạ {version} của bảng và mô hình này. Danh sách ở /sources/{source}/mappings.',
      en: 'The source {source} has no version {version} of the mapping of this table and standard. /sources/{source}/mappings lists them all.',
    },
  },
  'mapping-not-shared': {
    status: 422,
    title: { vi: 'Nguồn kia không có ánh xạ này', en: 'The other source has no such mapping' },
    detail: {
      vi: 'Nguồn {source} chưa có ánh xạ nào sang mô hình {standard}. Danh sách ở /mappings.',
      en: 'The source {source} has no mapping to the standard {standard}. /mappings lists them all.',
    },
  },
  'schema-drift': {
    status: 409,
    title: { vi: 'Cấu trúc tệp đã đổi', en: 'The file is built differently now' },
    detail: {
      vi: 'Lớp "{layer}" khác lần giao trước. Có lẽ đổi tên: {renamed}. Không còn: {gone}. Chưa lưu gì. Xem trang của lần giao, rồi chấp nhận đề xuất (--yes) hoặc gửi ánh xạ mới.',
      en: 'The layer "{layer}" differs from the delivery before. Probably renamed: {renamed}. No longer there: {gone}. Nothing is stored. Look at the page of the delivery, then accept the proposals (--yes) or give a new mapping.',
    },
  },
  'crs-undecided': {
    status: 422,
    title: { vi: 'Cần chọn hệ toạ độ', en: 'The reference system must be chosen' },
    detail: {
      vi: 'Lớp "{layer}" không cho biết chắc hệ toạ độ; chọn sai thì lệch từ hàng trăm mét đến hàng chục ki-lô-mét. Có thể là: {options}. Chọn ở trang của lần giao, hoặc dùng --crs MÃ.',
      en: 'The layer "{layer}" does not say its reference system for sure; a wrong choice is off by hundreds of metres to tens of kilometres. It may be: {options}. Choose on the page of the delivery, or with --crs CODE.',
    },
  },
  'crs-without-geometry': {
    status: 422,
    title: { vi: 'Lớp không có toạ độ', en: 'The layer has no positions' },
    detail: {
      vi: 'Lớp "{layer}" không có hình, cũng không có cột toạ độ nào được nhận ra, nên không dùng được hệ toạ độ "{crs}". Chọn cột toạ độ trong ánh xạ.',
      en: 'The layer "{layer}" has no geometry and no column of coordinates that was recognised, so the reference system "{crs}" cannot be used. Choose the columns in a mapping.',
    },
  },
  'run-not-found': {
    status: 404,
    title: { vi: 'Không có lượt chạy này', en: 'There is no such run' },
    detail: {
      vi: 'Không có lượt chạy số {run}. Danh sách ở /runs.',
      en: 'There is no run {run}. /runs lists them all.',
    },
  },
  'row-not-in-file': {
    status: 404,
    title: { vi: 'Tệp không có dòng này', en: 'The file has no such row' },
    detail: {
      vi: 'Tệp của lượt {run} không có dòng dữ liệu số {row}.',
      en: 'The file of run {run} has no record at row {row}.',
    },
  },
  'row-too-far': {
    status: 422,
    title: { vi: 'Dòng này ở quá xa trong tệp', en: 'The row lies too far down the file' },
    detail: {
      vi: 'Đọc tới dòng {row} mất hơn {seconds} giây. Mở tệp gốc và tìm dòng đó.',
      en: 'Reading up to row {row} takes more than {seconds} seconds. Open the file itself and look for that row.',
    },
  },
  'work-list-gone': {
    status: 404,
    title: { vi: 'Đường dẫn này không còn dùng được', en: 'This link no longer works' },
    detail: {
      vi: 'Đường dẫn xem các dòng cần sửa dùng được {days} ngày, hoặc địa chỉ bị sao chép thiếu. Hỏi lại người đã gửi.',
      en: 'A link to rows to correct works for {days} days, or the address was not copied whole. Ask who sent it.',
    },
  },
  'run-not-waiting': {
    status: 409,
    title: { vi: 'Lượt chạy không chờ ai', en: 'The run waits for nobody' },
    detail: {
      vi: 'Lượt {run} đang ở trạng thái "{state}", không có gì để duyệt hay bỏ.',
      en: 'Run {run} is "{state}"; there is nothing to accept or discard.',
    },
  },
  'record-not-readable': {
    status: 422,
    title: { vi: 'Dòng này không đọc được thành các ô', en: 'This row could not be read as cells' },
    detail: {
      vi: 'Dòng {row} không đọc được thành các ô nên không sửa ở đây được. Sửa trong tệp rồi giao lại.',
      en: 'Row {row} could not be read as cells and cannot be corrected here. Correct the file and deliver it again.',
    },
  },
  'correction-unknown-column': {
    status: 422,
    title: { vi: 'Tệp không có cột này', en: 'The file has no such column' },
    detail: {
      vi: 'Không có cột: {columns}. Các cột của tệp: {known}.',
      en: 'There is no column {columns}. Columns of the file: {known}.',
    },
  },
  'nothing-corrected': {
    status: 422,
    title: { vi: 'Chưa sửa ô nào', en: 'No cell was corrected' },
    detail: {
      vi: 'Mọi ô vẫn như cũ. Sửa ít nhất một ô, hoặc trở lại danh sách.',
      en: 'Every cell is as it was. Correct at least one, or go back to the list.',
    },
  },
  'correction-not-found': {
    status: 404,
    title: { vi: 'Không có lần sửa này', en: 'There is no such correction' },
    detail: {
      vi: 'Lần giao này không có lần sửa số {correction}.',
      en: 'This delivery has no correction {correction}.',
    },
  },
  'newer-run-published': {
    status: 409,
    title: { vi: 'Đã có dữ liệu mới hơn', en: 'Newer data is published' },
    detail: {
      vi: 'Lượt {newer} đã công bố lần giao mới hơn cho lớp này; duyệt lượt {run} sẽ đưa dữ liệu cũ trở lại. Bỏ lượt {run}, hoặc giao lại tệp.',
      en: 'Run {newer} has published a later delivery of this collection; accepting run {run} would bring older data back. Discard run {run}, or deliver the file again.',
    },
  },
  'run-not-published': {
    status: 409,
    title: { vi: 'Lượt chạy chưa công bố gì', en: 'The run published nothing' },
    detail: {
      vi: 'Lượt {run} không tạo ấn bản nào, nên không có gì để hoàn tác.',
      en: 'Run {run} made no edition, so there is nothing to roll back.',
    },
  },
  'run-given-up': {
    status: 500,
    title: { vi: 'Lượt chạy bị bỏ dở', en: 'The run was given up' },
    detail: {
      vi: 'Lượt {run} gặp lỗi của nút nhiều lần nên đã dừng; chưa công bố gì. Xem nhật ký của nút, rồi chạy lại bằng "lienthong rerun {run}".',
      en: 'Run {run} met faults of the node again and again and was stopped; nothing is published. Look at the log of the node, then run it again with "lienthong rerun {run}".',
    },
  },
  'run-has-no-delivery': {
    status: 409,
    title: { vi: 'Lượt chạy không có tệp', en: 'The run has no file' },
    detail: {
      vi: 'Lượt {run} là một lần hoàn tác, không đọc tệp nào nên không chạy lại được.',
      en: 'Run {run} is a rollback; it read no file and cannot be run again.',
    },
  },
  'run-broke-off': {
    status: 500,
    title: { vi: 'Nút gặp lỗi khi xử lý', en: 'The node met a fault on the way' },
    detail: {
      vi: 'Nút không xử lý được tệp này vì một lỗi của chính nút: {reason}. Tệp vẫn được giữ và chưa công bố gì; báo người vận hành.',
      en: 'The node could not work through this file because of a fault of its own: {reason}. The file is kept and nothing is published; tell the operator.',
    },
  },
  'too-many-quarantined': {
    status: 409,
    title: { vi: 'Quá nhiều dòng bị cách ly', en: 'Too many rows in quarantine' },
    detail: {
      vi: '{quarantined} trong {read} dòng không đạt (trên 20 %). Chưa công bố gì. Xem lý do ở phần lỗi; nếu vẫn muốn nhận, duyệt lượt này hoặc dùng --accept-loss.',
      en: '{quarantined} of {read} rows were refused (above 20 %). Nothing is published. Look at the issues; to take it all the same, accept the run or use --accept-loss.',
    },
  },
  'too-many-deleted': {
    status: 409,
    title: { vi: 'Quá nhiều đối tượng sẽ mất', en: 'Too many features would go' },
    detail: {
      vi: 'Lần giao này xoá {deleted} trong {count} đối tượng (trên 20 %). Chưa công bố gì. Nếu đúng ý, duyệt lượt này hoặc dùng --accept-loss; nếu tệp chỉ là một phần, giao kiểu "partial".',
      en: 'This delivery deletes {deleted} of {count} features (above 20 %). Nothing is published. If that is meant, accept the run or use --accept-loss; if the file is only a part, deliver it as "partial".',
    },
  },
} as const;

export const pipelineProblem = problemsOf(pipelineProblems);
