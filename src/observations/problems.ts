import { problemsOf } from '../kernel/index.ts';
import { sensorThingsProblems } from './sensorthings/problems.ts';

export const observationProblems = {
  ...sensorThingsProblems,
  'network-not-found': {
    status: 404,
    title: { vi: 'Không có mạng trạm này', en: 'There is no such network' },
    detail: {
      vi: 'Không có mạng trạm "{network}", hoặc bạn chưa được phép xem. Danh sách ở /networks.',
      en: 'There is no network "{network}", or you may not see it. /networks lists them.',
    },
  },
  'station-not-found': {
    status: 404,
    title: { vi: 'Không có trạm này', en: 'There is no such station' },
    detail: {
      vi: 'Không có trạm số "{station}", hoặc bạn chưa được phép xem. Danh sách ở /stations.',
      en: 'There is no station number "{station}", or you may not see it. /stations lists them.',
    },
  },
  'invalid-time-range': {
    status: 400,
    title: { vi: 'Khoảng thời gian không dùng được', en: 'The time cannot be used' },
    detail: {
      vi: 'Từ {from} đến {to} không xem được: lúc cuối phải sau lúc đầu và không quá {years} năm. Sửa from hoặc to.',
      en: 'Nothing can be shown from {from} to {to}: the end must come after the start, by no more than {years} years. Change from or to.',
    },
  },
  'edr-invalid-coords': {
    status: 400,
    title: { vi: 'Không đọc được toạ độ', en: 'The coordinates could not be read' },
    detail: {
      vi: 'coords "{value}" không dùng được. Cần WKT theo độ, kinh độ trước: {accepted}. Ví dụ: POINT(105.85 21.03).',
      en: 'coords "{value}" cannot be used. It takes well-known text in degrees, longitude first: {accepted}. Example: POINT(105.85 21.03).',
    },
  },
  'edr-invalid-within': {
    status: 400,
    title: { vi: 'Bán kính không hợp lệ', en: 'The radius is not valid' },
    detail: {
      vi: 'Bán kính "{value}" không dùng được. Cần within là số dương và within-units là một trong: {accepted}.',
      en: 'The radius "{value}" cannot be used. It takes a positive number in within, and in within-units one of: {accepted}.',
    },
  },
  'edr-unknown-parameter': {
    status: 400,
    title: { vi: 'Không có thông số này', en: 'There is no such parameter' },
    detail: {
      vi: 'Mạng trạm này không có thông số "{name}". Có: {accepted}.',
      en: 'This network has no parameter "{name}". It has: {accepted}.',
    },
  },
  'edr-unknown-crs': {
    status: 400,
    title: { vi: 'Không có hệ toạ độ này', en: 'There is no such coordinate system' },
    detail: {
      vi: 'Hệ toạ độ "{value}" không có ở đây. Dùng CRS84 (độ, kinh độ trước).',
      en: 'The coordinate system "{value}" is not offered here. Use CRS84 (degrees, longitude first).',
    },
  },
  'edr-too-much': {
    status: 413,
    title: { vi: 'Quá nhiều số liệu cho một lần', en: 'Too many values for one answer' },
    detail: {
      vi: 'Một lần trả tối đa {limit} giá trị. Hãy ghi datetime ngắn hơn, ít thông số hơn hoặc vùng nhỏ hơn.',
      en: 'One answer holds at most {limit} values. Ask for a shorter datetime, fewer parameters or a smaller area.',
    },
  },
  'network-exists': {
    status: 409,
    title: { vi: 'Mã mạng trạm đã được dùng', en: 'The network id is taken' },
    detail: {
      vi: 'Mã "{network}" đã là của một bộ dữ liệu hoặc mạng trạm khác. Hãy chọn mã khác.',
      en: 'The id "{network}" already belongs to a dataset or another network. Choose another one.',
    },
  },
  'intake-full': {
    status: 503,
    title: { vi: 'Nút đang nhận quá nhiều số liệu', en: 'The node is taking in too much at once' },
    detail: {
      vi: 'Hàng chờ đã đầy ({waiting} số liệu). Chưa có gì của lần gửi này được lưu; hãy gửi lại sau vài giây.',
      en: 'The queue is full ({waiting} readings). Nothing of this delivery was stored; send it again in a few seconds.',
    },
  },
  'delivery-broke-off': {
    status: 422,
    title: { vi: 'Lần giao bị ngắt giữa chừng', en: 'The delivery broke off' },
    detail: {
      vi: 'Số liệu đến hết dòng {line} đã được lưu và giữ nguyên; các dòng sau chưa được đọc: {reason} Hãy giao phần còn lại; giao lại từ đầu cũng không nhân đôi số liệu.',
      en: 'The values up to line {line} are stored and stay; the lines after it have not been read: {reason} Deliver the rest; delivering all of it again doubles nothing.',
    },
  },
  'spill-full': {
    status: 503,
    title: {
      vi: 'Cơ sở dữ liệu tạm ngừng và hết chỗ giữ tạm',
      en: 'The database is away and nothing more can be kept',
    },
    detail: {
      vi: 'Cơ sở dữ liệu đang tạm ngừng, và chỗ giữ tạm số liệu trên đĩa ({limit} MiB, mỗi người gửi một nửa) đã hết hoặc đĩa đã đầy. Chưa nhận gì của lần gửi này; hãy giữ lại và gửi lại sau.',
      en: 'The database is away, and the room on the disk for what waits ({limit} MiB, half of it for one sender) is used up or the disk is full. Nothing of this delivery was taken; keep it and send it again later.',
    },
  },
  'spill-sender-gone': {
    status: 403,
    title: { vi: 'Người gửi không còn quyền', en: 'The sender may no longer deliver' },
    detail: {
      vi: 'Lần giao này đã chờ cơ sở dữ liệu; khi lưu thì {sender} không còn được phép giao vào mạng trạm này. Nội dung được giữ lại; nếu vẫn cần, người có quyền hãy giao lại.',
      en: 'This delivery had waited for the database; when it was to be stored, {sender} might no longer deliver into this network. Its bytes are kept; if they are wanted, let somebody who may deliver them again.',
    },
  },
  'spill-body-gone': {
    status: 422,
    title: { vi: 'Mất nội dung của lần giao', en: 'The bytes of a delivery are gone' },
    detail: {
      vi: 'Lần giao này đã chờ cơ sở dữ liệu, nhưng tệp nội dung ({bytes} byte) không còn trong thư mục spill: có người hoặc ổ đĩa đã xoá. Hãy nhờ người gửi giao lại.',
      en: 'This delivery had waited for the database, but the file with its {bytes} bytes is no longer in the spill folder: somebody, or the disk, removed it. Have the sender deliver it again.',
    },
  },
  'spill-failed': {
    status: 500,
    title: { vi: 'Không lưu được lần giao đã chờ', en: 'A delivery that had waited cannot be stored' },
    detail: {
      vi: 'Nút đã thử nhiều lần mà không lưu được lần giao này: {reason}. Nội dung được giữ lại; hãy xem nhật ký của nút, rồi giao lại.',
      en: 'The node tried several times and could not store this delivery: {reason}. Its bytes are kept; look at the log of the node, then deliver them again.',
    },
  },
  'reading-in-future': {
    status: 400,
    title: { vi: 'Thời điểm ở tương lai', en: 'The moment lies in the future' },
    detail: {
      vi: 'Thời điểm {time} muộn hơn giờ hiện tại của nút quá 24 giờ. Hãy kiểm tra đồng hồ của thiết bị và múi giờ.',
      en: 'The moment {time} is more than 24 hours later than the clock of the node. Check the device’s clock and the time zone.',
    },
  },
  'reading-out-of-calendar': {
    status: 400,
    title: { vi: 'Thời điểm ngoài khoảng cho phép', en: 'The moment is out of range' },
    detail: {
      vi: 'Thời điểm {time} trước năm 1600 hoặc không phải là thời điểm hợp lệ.',
      en: 'The moment {time} is before the year 1600 or is no valid moment.',
    },
  },
  'too-many-series': {
    status: 507,
    title: { vi: 'Hết số cho chuỗi', en: 'No number left for a series' },
    detail: {
      vi: 'Một nút giữ tối đa {limit} chuỗi số liệu. Hãy chia cho nhiều nút.',
      en: 'One node keeps at most {limit} series. Divide them among several nodes.',
    },
  },
  'no-file': {
    status: 422,
    title: { vi: 'Chưa có tệp', en: 'No file was sent' },
    detail: {
      vi: 'Yêu cầu không kèm tệp hay nội dung nào. Hãy gửi tệp trong phần thân của yêu cầu.',
      en: 'The request carries no file or content. Send it as the body of the request.',
    },
  },
  'not-a-station-file': {
    status: 422,
    title: { vi: 'Không phải tệp số liệu của trạm', en: 'Not a file of a station' },
    detail: {
      vi: 'Tên và nội dung của tệp {file} không theo mẫu tệp trạm nào mà nút biết. Hãy kiểm tra tên tệp (ví dụ TINH_COSO_TRAM_yyyyMMddHHmmss.txt) và các cột.',
      en: 'Neither the name nor the lines of {file} follow a layout of station files that the node knows. Check the name (such as PROVINCE_FACILITY_STATION_yyyyMMddHHmmss.txt) and the columns.',
    },
  },
  'line-not-understood': {
    status: 422,
    title: { vi: 'Không hiểu dòng này', en: 'The line cannot be understood' },
    detail: {
      vi: 'Dòng "{line}" không có đủ trạm, ký hiệu thông số, giá trị và thời điểm theo mẫu tệp.',
      en: 'The line "{line}" lacks the station, symbol, value or time that the layout wants.',
    },
  },
  'unknown-device-state': {
    status: 422,
    title: { vi: 'Trạng thái thiết bị không rõ', en: 'Unknown state of the device' },
    detail: {
      vi: 'Mã trạng thái "{code}" không có trong mẫu tệp, nên không biết giá trị có phải là số đo không. Hãy bổ sung mã vào mẫu tệp rồi gửi lại.',
      en: 'The state "{code}" is not in the layout, so nobody knows whether the value was measured. Add it to the layout and send the file again.',
    },
  },
  'unit-differs': {
    status: 422,
    title: { vi: 'Đơn vị khác với đơn vị của chuỗi', en: 'The unit is not that of the series' },
    detail: {
      vi: 'Giá trị ghi đơn vị "{unit}", còn chuỗi "{series}" dùng "{known}", và không đổi được từ đơn vị này sang đơn vị kia.',
      en: 'The value is in "{unit}" and the series "{series}" in "{known}", and one cannot be turned into the other.',
    },
  },
  'bulk-columns': {
    status: 422,
    title: { vi: 'Thiếu cột', en: 'Columns are missing' },
    detail: {
      vi: 'Dòng đầu "{columns}" cần có các cột time, value và station, parameter (hoặc datastream); thêm được unit, status.',
      en: 'The first line "{columns}" must name the columns time, value and station, parameter (or datastream); unit and status may be added.',
    },
  },
  'line-too-long': {
    status: 422,
    title: { vi: 'Dòng quá dài', en: 'The line is too long' },
    detail: {
      vi: 'Dòng {line} dài quá 64 KB. Mỗi số liệu phải là một dòng.',
      en: 'Line {line} is longer than 64 KB. Each value must be a line of its own.',
    },
  },
  'no-moment': {
    status: 422,
    title: { vi: 'Không phải thời điểm', en: 'Not a moment' },
    detail: {
      vi: '"{time}" không phải là thời điểm. Viết theo ISO 8601 (2026-04-15T10:35:00+07:00) hoặc yyyyMMddHHmmss; không ghi múi giờ là giờ Việt Nam.',
      en: '"{time}" is no moment. Write ISO 8601 (2026-04-15T10:35:00+07:00) or yyyyMMddHHmmss; without a zone it is Vietnamese time.',
    },
  },
  'no-number': {
    status: 422,
    title: { vi: 'Không phải số', en: 'Not a number' },
    detail: {
      vi: 'Giá trị "{value}" không phải là số. Để trống khi không đo được; dấu thập phân là dấu chấm.',
      en: 'The value "{value}" is no number. Leave it empty where nothing was measured; the decimal mark is a point.',
    },
  },
  'no-series': {
    status: 422,
    title: { vi: 'Không rõ chuỗi số liệu', en: 'The series is not known' },
    detail: {
      vi: 'Không tìm được chuỗi "{named}" trong mạng trạm này. Ghi station và parameter, hoặc số của chuỗi ở cột datastream.',
      en: 'There is no series "{named}" in this network. Give station and parameter, or the number of a series in the column datastream.',
    },
  },
  'receipt-not-found': {
    status: 404,
    title: { vi: 'Không có biên nhận này', en: 'There is no such receipt' },
    detail: {
      vi: 'Mạng trạm "{network}" không có biên nhận {receipt}.',
      en: 'The network "{network}" has no receipt {receipt}.',
    },
  },
  'adjustment-not-found': {
    status: 404,
    title: { vi: 'Không có phiếu hiệu chỉnh này', en: 'There is no such adjustment slip' },
    detail: {
      vi: 'Mạng trạm "{network}" không có phiếu hiệu chỉnh {adjustment}.',
      en: 'The network "{network}" has no adjustment slip {adjustment}.',
    },
  },
  'adjustment-not-so': {
    status: 409,
    title: { vi: 'Phiếu không ở bước này', en: 'The slip is not at this step' },
    detail: {
      vi: 'Phiếu {adjustment} đang ở trạng thái "{state}", không thực hiện được bước "{step}". Hãy xem lại phiếu.',
      en: 'The slip {adjustment} is "{state}"; "{step}" is not possible from there. Look at the slip again.',
    },
  },
  'adjustment-incomplete': {
    status: 422,
    title: { vi: 'Phiếu hiệu chỉnh chưa đủ', en: 'The slip is incomplete' },
    detail: {
      vi: 'Phiếu "{action}" cần thời gian từ trước đến sau; "flag" cần cờ, "shift" cần factor hoặc offset.',
      en: 'A slip "{action}" needs a time that runs forwards; "flag" needs a flag, "shift" a factor or an offset.',
    },
  },
  'series-not-found': {
    status: 404,
    title: { vi: 'Không có chuỗi số liệu này', en: 'There is no such series' },
    detail: {
      vi: 'Mạng trạm "{network}" không có chuỗi số liệu {series}.',
      en: 'The network "{network}" has no series {series}.',
    },
  },
  'neighbours-unfit': {
    status: 422,
    title: { vi: 'Không làm trạm lân cận được', en: 'These cannot be the neighbours' },
    detail: {
      vi: 'Không dùng được lựa chọn này ({named}). Cần {fewest} đến {most} chuỗi của các trạm khác trong cùng mạng, cùng thông số, đơn vị và kiểu ghi thời gian, mỗi chuỗi có ít nhất {hours} giờ chung trong {days} ngày gần nhất.',
      en: 'This choice cannot be used ({named}). It takes {fewest} to {most} series of other stations of the network with the same parameter, unit and time stamp, each with at least {hours} common hours in the last {days} days.',
    },
  },
  'neighbours-not-own': {
    status: 409,
    title: { vi: 'Chưa ai tự chọn trạm lân cận', en: 'Nobody has chosen these neighbours' },
    detail: {
      vi: 'Trạm lân cận của chuỗi {series} do nút tự tìm, không có lựa chọn riêng nào để bỏ.',
      en: 'The node itself found the neighbours of series {series}: there is no choice to take back.',
    },
  },
  'no-folder': {
    status: 422,
    title: { vi: 'Không có thư mục này', en: 'There is no such folder' },
    detail: {
      vi: '"{path}" không phải là thư mục trên máy của nút, hoặc nút không được đọc. Ghi đường dẫn đầy đủ.',
      en: '"{path}" is no folder on the node’s machine, or the node may not read it. Give the whole path.',
    },
  },
  'feed-not-found': {
    status: 404,
    title: { vi: 'Không có thư mục nhận tệp này', en: 'There is no such feed' },
    detail: {
      vi: 'Mạng trạm "{network}" không nhận tệp từ thư mục số {feed}.',
      en: 'The network "{network}" takes no files from a folder {feed}.',
    },
  },
  'feed-failed': {
    status: 422,
    title: { vi: 'Không đọc được thư mục', en: 'The folder cannot be read' },
    detail: {
      vi: 'Không đọc được thư mục {path}: {reason}. Nút thử lại mỗi phút.',
      en: 'The folder {path} cannot be read: {reason}. The node tries again every minute.',
    },
  },
  'no-month': {
    status: 400,
    title: { vi: 'Không phải tháng', en: 'Not a month' },
    detail: {
      vi: '"{month}" không phải là tháng. Viết như 2026-04.parquet.',
      en: '"{month}" is no month. Write it like 2026-04.parquet.',
    },
  },
  'month-empty': {
    status: 404,
    title: { vi: 'Tháng này không có số liệu', en: 'There is nothing of this month' },
    detail: {
      vi: 'Mạng trạm "{network}" không có số liệu nào bạn được xem trong tháng {month}.',
      en: 'The network "{network}" has no values of {month} that you may see.',
    },
  },
  'answer-beyond-grant': {
    status: 403,
    title: { vi: 'Nhiều số liệu hơn quyền khai thác', en: 'More values than the grant gives' },
    detail: {
      vi: 'Câu trả lời có {rows} số liệu của mạng trạm "{network}", còn quyền của bạn cho {limit}. Hãy hỏi khoảng thời gian ngắn hơn hoặc ít thông số hơn.',
      en: 'The answer has {rows} values of the network "{network}", and your grant gives {limit}. Ask for a shorter time or fewer parameters.',
    },
  },
  'too-many-streams': {
    status: 429,
    title: { vi: 'Theo dõi quá nhiều dòng cùng lúc', en: 'Too many streams at once' },
    detail: {
      vi: 'Mỗi nơi theo dõi nhiều nhất {limit} dòng số liệu cùng lúc. Hãy đóng bớt trang trạm, hoặc theo dõi nhiều chuỗi trong một dòng (series=1,2).',
      en: 'One caller may follow at most {limit} streams at once. Close pages of stations, or follow several series in one stream (series=1,2).',
    },
  },
  'limits-not-counted': {
    status: 403,
    title: { vi: 'Quyền có hạn mức không dùng được ở đây', en: 'A grant with limits does not open this' },
    detail: {
      vi: 'Quyền của bạn đối với mạng trạm "{network}" có hạn mức số liệu, mà ở đây số liệu không được đếm. Hãy đọc qua EDR, trang của trạm hoặc tệp tháng.',
      en: 'Your grant on the network "{network}" is limited to so many values, and here none are counted. Read by EDR, the pages of stations or files of months.',
    },
  },
} as const;

export const observationProblem = problemsOf(observationProblems);
