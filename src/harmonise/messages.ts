import type { Message, Messages } from '../kernel/index.ts';

/** Sentence of one kind of cell issue; `{value}` as it stood in the file, other places from `Issue.detail`. */
const cellMessages = {
  type: {
    vi: 'có giá trị không đúng kiểu dữ liệu.',
    en: 'has a value of the wrong type.',
  },
  'type.not-a-number': {
    vi: '"{value}" không phải là số. Sửa trong tệp rồi giao lại.',
    en: '"{value}" is not a number. Correct the file and deliver it again.',
  },
  'type.ambiguous-number': {
    vi: '"{value}" có thể đọc theo hai cách. Cho biết dấu thập phân của cột này là phẩy hay chấm.',
    en: '"{value}" can be read in two ways. Say whether the decimal mark of this column is a comma or a dot.',
  },
  'type.leading-zero': {
    vi: '"{value}" có số 0 đứng đầu: đây là mã, không phải số. Đổi cột này thành chữ.',
    en: '"{value}" starts with a zero: it is a code, not a number. Make this column text.',
  },
  'type.not-whole': {
    vi: '"{value}" không phải là số nguyên. Không tự làm tròn. Sửa trong tệp, hoặc đổi cột này thành số thập phân.',
    en: '"{value}" is not a whole number, and it is not rounded for you. Correct the file, or make this column decimal.',
  },
  'type.too-large': {
    vi: '"{value}" quá lớn để giữ đúng từng chữ số. Nếu là mã, đổi cột này thành chữ.',
    en: '"{value}" is too large to keep every digit. If it is a code, make this column text.',
  },
  'type.other-unit': {
    vi: '"{value}" có đơn vị {found}, là đại lượng khác nên không đổi sang {expected} được. Sửa trong tệp, hoặc xem lại cột này có đúng là số đo ấy không.',
    en: '"{value}" is in {found}, which measures something else and cannot be turned into {expected}. Correct the file, or look again whether this is the right column.',
  },
  'type.unknown-unit': {
    vi: '"{value}" có đơn vị "{found}" mà nút không biết. Gần nhất: {nearest}. Sửa trong tệp rồi giao lại.',
    en: '"{value}" has the unit "{found}", which is not known. Nearest: {nearest}. Correct the file and deliver it again.',
  },
  'type.unit-needs-molar': {
    vi: '"{value}" có đơn vị {found}. Muốn đổi sang {expected} phải biết khối lượng mol, nhiệt độ và áp suất, mà mô hình không nêu cho cột này. Đổi trong tệp rồi giao lại.',
    en: '"{value}" is in {found}. Turning it into {expected} takes molar mass, temperature and pressure, which the standard does not state for this column. Convert it in the file and deliver it again.',
  },
  'type.not-a-date': {
    vi: '"{value}" không phải là ngày giờ. Ghi như 05/07/2025 hoặc 05/07/2025 08:30.',
    en: '"{value}" is not a date or time. Write it like 05/07/2025 or 05/07/2025 08:30.',
  },
  'type.not-in-calendar': {
    vi: 'ngày "{value}" không có trong lịch. Sửa trong tệp rồi giao lại.',
    en: 'the date "{value}" is not in the calendar. Correct the file and deliver it again.',
  },
  'type.has-time': {
    vi: '"{value}" có cả giờ, mà cột này chỉ giữ ngày. Đổi cột này thành ngày giờ.',
    en: '"{value}" has a time of day, and this column keeps dates only. Make this column date and time.',
  },
  'type.not-a-boolean': {
    vi: '"{value}" không phải là có hoặc không.',
    en: '"{value}" is neither yes nor no.',
  },
  required: {
    vi: 'thiếu giá trị bắt buộc. Điền vào tệp rồi giao lại.',
    en: 'lacks a value that is required. Fill it in and deliver the file again.',
  },
  range: { vi: 'có giá trị ngoài khoảng cho phép.', en: 'has a value outside the allowed range.' },
  'range.low': {
    vi: '{value} nhỏ hơn mức thấp nhất cho phép là {minimum}. Kiểm tra lại số đo và đơn vị.',
    en: '{value} is below the lowest allowed value, {minimum}. Check the measurement and its unit.',
  },
  'range.high': {
    vi: '{value} lớn hơn mức cao nhất cho phép là {maximum}. Kiểm tra lại số đo và đơn vị.',
    en: '{value} is above the highest allowed value, {maximum}. Check the measurement and its unit.',
  },
  pattern: {
    vi: '"{value}" không đúng mẫu viết {pattern}.',
    en: '"{value}" does not follow the pattern {pattern}.',
  },
  maxLength: {
    vi: 'chữ dài {length} ký tự, cho phép {maxLength}. Viết ngắn lại.',
    en: 'the text has {length} characters, and {maxLength} are allowed. Shorten it.',
  },
  codelist: { vi: 'có mã không dùng được.', en: 'has a code that cannot be used.' },
  'codelist.unknown': {
    vi: '"{value}" không có trong danh mục «{codelist}». Dùng mã hoặc tên đúng như danh mục.',
    en: '"{value}" is not in the code list "{codelist}". Use a code or a name exactly as listed.',
  },
  'codelist.similar': {
    vi: '"{value}" không có trong danh mục «{codelist}». Gần nhất: {proposal} (độ giống {score}); kế đó: {next}. Kiểm tra rồi sửa trong tệp.',
    en: '"{value}" is not in the code list "{codelist}". Nearest: {proposal} (likeness {score}); then: {next}. Check, and correct the file.',
  },
  'codelist.ambiguous': {
    vi: '"{value}" có thể là nhiều mục của danh mục «{codelist}»: {candidates}. Ghi mã, hoặc ghi thêm đơn vị cấp trên.',
    en: '"{value}" may be several entries of the code list "{codelist}": {candidates}. Give the code, or the unit above it.',
  },
  'codelist.outside': {
    vi: 'mã {code} thuộc đơn vị {standsIn}, mà dòng này ghi đơn vị {within}. Kiểm tra xem có lẫn mã cũ với mã mới không.',
    en: 'the code {code} stands in the unit {standsIn}, and this row says {within}. Check whether old and new codes were mixed.',
  },
  'codelist.divided': {
    vi: '{from} đã chia cho nhiều đơn vị: {candidates}. Ghi mã mới, hoặc để địa chỉ hay vị trí quyết định.',
    en: '{from} was divided among several units: {candidates}. Give the new code, or let address or place decide.',
  },
  'codelist.no-successor': {
    vi: '{from} không có đơn vị tương ứng trong danh mục «{codelist}».',
    en: '{from} has no counterpart in the code list "{codelist}".',
  },
  'codelist.no-address': {
    vi: 'không nhận ra đơn vị nào trong địa chỉ "{value}". Ghi thêm xã, huyện, tỉnh.',
    en: 'no unit was recognised in the address "{value}". Add commune, district, province.',
  },
  'codelist.lost-zeros': {
    vi: '"{value}" không có trong danh mục «{codelist}». Có lẽ là "{code}" bị mất số 0 đứng đầu. Sửa trong tệp, hoặc cho phép khôi phục số 0 ở cột này.',
    en: '"{value}" is not in the code list "{codelist}". It may be "{code}" without its leading zeros. Correct the file, or allow zeros to be put back in this column.',
  },
  'codelist.expired': {
    vi: 'mã "{value}" hôm nay không có hiệu lực (từ {validFrom} đến {validTo}). Dữ liệu được giữ. Kiểm tra xem có cần mã mới không.',
    en: 'the code "{value}" is not valid today (from {validFrom} to {validTo}). The record is kept. Check whether it needs the new code.',
  },
  geometry: { vi: 'vị trí không dùng được.', en: 'the geometry cannot be used.' },
  'geometry.missing': {
    vi: 'thiếu vị trí. Bổ sung toạ độ rồi giao lại.',
    en: 'there is no geometry. Add the coordinates and deliver again.',
  },
  'geometry.half-pair': {
    vi: 'thiếu một nửa toạ độ. Điền cả kinh độ và vĩ độ.',
    en: 'half of the coordinates is missing. Give both longitude and latitude.',
  },
  'geometry.unreadable-coordinate': {
    vi: '"{value}" không phải là toạ độ. Ghi như 105,7833 hoặc 105°47\'00".',
    en: '"{value}" is not a coordinate. Write it like 105.7833 or 105°47\'00".',
  },
  'geometry.unreadable-plane': {
    vi: '"{value}" không phải là toạ độ phẳng. Ghi như 585681,295 hoặc 1.112.073,34.',
    en: '"{value}" is not a plane coordinate. Write it like 585681.295 or 1,112,073.34.',
  },
  'geometry.unreadable-pair': {
    vi: '"{value}" không phải là một cặp toạ độ rõ ràng. Ghi như 10,0228; 105,7833 hoặc X=1109000 Y=585000.',
    en: '"{value}" is not a clear pair of coordinates. Write it like 10.0228, 105.7833 or X=1109000 Y=585000.',
  },
  'geometry.degrees-in-plane': {
    vi: '"{value}" là kinh vĩ độ, còn cột này được đọc theo mét. Chọn lại hệ toạ độ.',
    en: '"{value}" is in degrees, and this column is read in metres. Choose the reference system again.',
  },
  'geometry.out-of-range': {
    vi: 'toạ độ {value} nằm ngoài Trái Đất. Kinh độ từ −180 đến 180, vĩ độ từ −90 đến 90.',
    en: 'the coordinates {value} are not on Earth. Longitude runs from −180 to 180, latitude from −90 to 90.',
  },
  'geometry.plane-coordinates': {
    vi: 'toạ độ {value} có vẻ là mét, như trong hệ VN-2000, không phải độ. Chọn đúng hệ toạ độ, hoặc đổi sang kinh vĩ độ.',
    en: 'the coordinates {value} look like metres, as in VN-2000, not degrees. Choose the right reference system, or convert them to longitude and latitude.',
  },
  'geometry.swapped': {
    vi: 'kinh độ và vĩ độ có vẻ bị đổi chỗ ({value}). Xem lại hai cột toạ độ.',
    en: 'longitude and latitude seem to be swapped ({value}). Look at the two columns again.',
  },
  'geometry.not-finite': {
    vi: 'toạ độ {value} không phải là số hữu hạn.',
    en: 'the coordinates {value} are not finite numbers.',
  },
  'geometry.not-a-geometry': {
    vi: 'hình {value} viết không đúng dạng GeoJSON.',
    en: 'the {value} is not written as GeoJSON asks.',
  },
  'geometry.too-few-positions': {
    vi: 'hình {value} có quá ít điểm. Đường cần ít nhất 2, vòng khép kín ít nhất 4.',
    en: 'the {value} has too few positions. A line needs at least 2, a closed ring at least 4.',
  },
  'geometry.ring-not-closed': {
    vi: 'hình {value} có vòng chưa khép kín. Điểm cuối phải trùng điểm đầu.',
    en: 'the {value} has a ring that is not closed. Its last position must equal the first.',
  },
  'geometry.wrong-type': {
    vi: 'hình thuộc loại {found}, mô hình dùng {accepted}.',
    en: 'the geometry is a {found}, and the standard takes {accepted}.',
  },
  'too-few-cells': {
    vi: 'bản ghi có ít ô hơn tiêu đề. Có thể thiếu dấu ngăn cách.',
    en: 'the record has fewer cells than the header. A delimiter may be missing.',
  },
  'too-many-cells': {
    vi: 'bản ghi có nhiều ô hơn tiêu đề. Đặt ô có dấu ngăn cách trong ngoặc kép.',
    en: 'the record has more cells than the header. Put a cell that holds a delimiter in quotes.',
  },
  'unterminated-quote': {
    vi: 'ngoặc kép mở mà không đóng. Thêm dấu ngoặc kép cuối ô.',
    en: 'a quote is opened and never closed. Add the closing quote.',
  },
  'invalid-json': { vi: 'bản ghi không phải là JSON hợp lệ.', en: 'the record is not valid JSON.' },
  'not-a-feature': { vi: 'bản ghi không phải là đối tượng GeoJSON.', en: 'the record is not a GeoJSON feature.' },
  'invalid-geometry': {
    vi: 'hình học của bản ghi không đọc được.',
    en: 'the geometry of the record cannot be read.',
  },
  'record-too-long': {
    vi: 'bản ghi quá dài. Có thể thiếu ngoặc kép đóng ở một ô phía trên.',
    en: 'the record is too long. A closing quote may be missing in a cell above.',
  },
  corrected: {
    vi: '"{value}" trong tệp đã được sửa thành "{to}". Lý do: {why}',
    en: '"{value}" of the file was corrected to "{to}". Reason: {why}',
  },
  'correction-void': {
    vi: 'lần sửa thành "{to}" không dùng được nữa: ô này không còn là "{value}" vì tệp được đọc theo cách khác.',
    en: 'the correction to "{to}" no longer applies: the file is read in another way and the cell is not "{value}" any more.',
  },
  'key-clash': {
    vi: 'khoá "{value}" có ở nhiều dòng với nội dung khác nhau. Giữ lại dòng đúng rồi giao lại.',
    en: 'the key "{value}" stands in several rows that differ. Keep the right one and deliver again.',
  },
  'append-changes': {
    vi: 'khoá "{value}" đã có với nội dung khác. Lần giao này chỉ được thêm. Giao lại theo kiểu cập nhật nếu muốn sửa.',
    en: 'the key "{value}" is already there with other content. This delivery may only add. Deliver it as an update to change it.',
  },
  'area-invalid': {
    vi: 'hình vùng tự cắt hoặc sai cấu trúc.',
    en: 'the area crosses itself or is badly built.',
  },
} as const satisfies Messages;

/** What a conversion did to a column, without numbers: count and example are added by `describeIssue`. */
const conversionMessages = {
  letters: {
    vi: 'chữ theo bảng mã {letters} được đổi sang Unicode.',
    en: 'letters written in {letters} were turned into Unicode.',
  },
  'letters-doubtful': {
    vi: 'chữ cũ có thể đọc theo nhiều cách (chữ hoa, hoặc byte bị mất); cách gần đúng nhất được giữ. Kiểm tra các ô này.',
    en: 'legacy letters could be read in more than one way (capitals, or lost bytes); the likeliest was kept. Check these cells.',
  },
  nfc: {
    vi: 'chữ có dấu được đưa về dạng dựng sẵn (Unicode NFC).',
    en: 'letters with marks were composed (Unicode NFC).',
  },
  spaces: {
    vi: 'khoảng trắng lạ được thay bằng khoảng trắng thường.',
    en: 'unusual blanks were replaced by ordinary spaces.',
  },
  'control-characters': { vi: 'ký tự điều khiển bị bỏ.', en: 'control characters were removed.' },
  trim: { vi: 'khoảng trắng ở đầu và cuối ô bị bỏ.', en: 'blanks at both ends of the cell were removed.' },
  'decimal-comma': { vi: 'dấu phẩy được đọc là dấu thập phân.', en: 'the comma was read as decimal mark.' },
  'thousands-mark': { vi: 'dấu ngăn hàng nghìn được bỏ.', en: 'marks between thousands were removed.' },
  'unit-removed': { vi: 'đơn vị đo viết trong ô được bỏ.', en: 'the unit written in the cell was removed.' },
  'unit-converted': {
    vi: 'số đo được đổi từ {from} sang {to} (× {factor}).',
    en: 'measurements were converted from {from} to {to} (× {factor}).',
  },
  'unit-converted.offset': {
    vi: 'số đo được đổi từ {from} sang {to} (× {factor}, cộng {offset}).',
    en: 'measurements were converted from {from} to {to} (× {factor}, plus {offset}).',
  },
  'unit-converted.amount': {
    vi: 'số đo được đổi từ {from} sang {to} qua khối lượng mol {mass} g/mol (× {factor}).',
    en: 'measurements were converted from {from} to {to} by the molar mass {mass} g/mol (× {factor}).',
  },
  'unit-converted.molar': {
    vi: 'số đo được đổi từ {from} sang {to} qua khối lượng mol {mass} g/mol, ở {temperature} °C và {pressure} kPa như mô hình nêu (× {factor}).',
    en: 'measurements were converted from {from} to {to} by the molar mass {mass} g/mol, at {temperature} °C and {pressure} kPa as the standard states (× {factor}).',
  },
  'unit-unknown': {
    vi: 'tiêu đề ghi đơn vị "{found}" mà nút không biết, nên số được hiểu là {expected}. Gần nhất: {nearest}. Nếu là đơn vị khác, đặt cách đọc "unit".',
    en: 'the header says "{found}", which is no known unit, so the numbers were taken as {expected}. Nearest: {nearest}. If it is another unit, set the reading "unit".',
  },
  'unit-assumed': {
    vi: 'số không ghi đơn vị được hiểu là {from} như các ô khác của cột.',
    en: 'numbers without a unit were taken as {from}, like the other cells of the column.',
  },
  'scale-changed': {
    vi: 'từ dòng {from} đến dòng {to} số được đổi như người phụ trách đã chấp nhận (× {factor}, cộng {offset}).',
    en: 'from row {from} to row {to} the numbers were changed as the steward accepted (× {factor}, plus {offset}).',
  },
  'unit-suspected.rows': {
    vi: 'từ dòng {from} đến dòng {to} (chuỗi: {series}) số có vẻ ghi theo đơn vị khác: trung vị {inside}, các dòng khác {outside}; nhân {factor} thì khớp (tin cậy {confidence}). Chưa đổi gì. Nếu đúng, thêm vào cách đọc "scale" của cột.',
    en: 'from row {from} to row {to} (series: {series}) the numbers seem to stand in another unit: median {inside}, other rows {outside}; × {factor} makes them fit (confidence {confidence}). Nothing was changed. If it is so, add it to the reading "scale" of the column.',
  },
  'unit-suspected.rows-offset': {
    vi: 'từ dòng {from} đến dòng {to} (chuỗi: {series}) số có vẻ theo thang nhiệt độ khác: trung vị {inside}, các dòng khác {outside}; nhân {factor} rồi cộng {offset} thì khớp (tin cậy {confidence}). Chưa đổi gì. Nếu đúng, thêm vào cách đọc "scale" của cột.',
    en: 'from row {from} to row {to} (series: {series}) the numbers seem to stand on another temperature scale: median {inside}, other rows {outside}; × {factor} plus {offset} makes them fit (confidence {confidence}). Nothing was changed. If it is so, add it to the reading "scale" of the column.',
  },
  'unit-suspected.delivery': {
    vi: 'so với lần giao trước (chuỗi: {series}) số có vẻ ghi theo đơn vị khác: trung vị {inside}, lần trước {outside}; nhân {factor} thì khớp (tin cậy {confidence}). Chưa đổi gì. Nếu đúng, đặt cách đọc "unit" hay "scale" của cột.',
    en: 'against the delivery before (series: {series}) the numbers seem to stand in another unit: median {inside}, before {outside}; × {factor} makes them fit (confidence {confidence}). Nothing was changed. If it is so, set the reading "unit" or "scale" of the column.',
  },
  'unit-suspected.delivery-offset': {
    vi: 'so với lần giao trước (chuỗi: {series}) số có vẻ theo thang nhiệt độ khác: trung vị {inside}, lần trước {outside}; nhân {factor} rồi cộng {offset} thì khớp (tin cậy {confidence}). Chưa đổi gì. Nếu đúng, đặt cách đọc "unit" hay "scale" của cột.',
    en: 'against the delivery before (series: {series}) the numbers seem to stand on another temperature scale: median {inside}, before {outside}; × {factor} plus {offset} makes them fit (confidence {confidence}). Nothing was changed. If it is so, set the reading "unit" or "scale" of the column.',
  },
  'unit-suspected.range': {
    vi: 'phần lớn số ({outside} trên {of}) nằm ngoài khoảng của mô hình, nhân {factor} thì {inside} số nằm trong: có vẻ ghi theo đơn vị khác. Chưa đổi gì. Nếu đúng, đặt cách đọc "unit" của cột.',
    en: 'most numbers ({outside} of {of}) lie outside the range of the standard, and × {factor} puts {inside} of them inside: they seem to stand in another unit. Nothing was changed. If it is so, set the reading "unit" of the column.',
  },
  'missing-mark': { vi: 'ký hiệu "không có số liệu" thành ô trống.', en: 'marks for "no value" became empty.' },
  'date-format': { vi: 'ngày giờ được viết lại theo ISO 8601.', en: 'dates and times were rewritten as ISO 8601.' },
  'zone-assumed': {
    vi: 'giờ không ghi múi giờ được hiểu là giờ của nguồn và đổi sang UTC.',
    en: 'times without a zone were taken as local time of the source and turned into UTC.',
  },
  'time-dropped': { vi: 'chỉ giữ ngày, bỏ giờ.', en: 'only the date was kept, the time of day dropped.' },
  'excel-serial': { vi: 'số ngày của Excel được đọc thành ngày.', en: 'Excel day numbers were read as dates.' },
  'boolean-word': { vi: 'chữ được đọc thành có hoặc không.', en: 'words were read as true or false.' },
  'json-text': { vi: 'chữ dạng JSON được mở thành dữ liệu.', en: 'JSON written as text was opened.' },
  'codelist-label': { vi: 'tên được đổi thành mã trong danh mục.', en: 'names were replaced by their codes.' },
  'codelist-similar': {
    vi: 'tên viết khác danh mục (không dấu, viết tắt, cách viết khác) được nhận ra và đổi thành mã.',
    en: 'names written otherwise than in the list (without tone marks, abbreviated, spelled differently) were recognised and replaced by their codes.',
  },
  'code-translated': {
    vi: 'mã của danh mục khác được đổi theo bảng chuyển đổi.',
    en: 'codes of another list were translated by the crosswalk.',
  },
  'address-resolved': {
    vi: 'địa chỉ được đổi thành mã đơn vị.',
    en: 'addresses were turned into the codes of their units.',
  },
  'code-restored': {
    vi: 'mã bị mất số 0 đứng đầu được khôi phục.',
    en: 'codes that had lost their leading zeros were restored.',
  },
  'coordinate-dms': {
    vi: 'độ, phút, giây được đổi ra độ.',
    en: 'degrees, minutes and seconds were turned into degrees.',
  },
  'coordinates-converted.known-error': {
    vi: 'toạ độ được chuyển từ {crs} sang WGS 84 bằng {method}, sai số ≤ {error} m ({because}).',
    en: 'positions were converted from {crs} to WGS 84 by {method}, error ≤ {error} m ({because}).',
  },
  'coordinates-converted.unknown-error': {
    vi: 'toạ độ được chuyển từ {crs} sang WGS 84, sai số chưa biết ({because}).',
    en: 'positions were converted from {crs} to WGS 84, error unknown ({because}).',
  },
  'coordinates-converted.same-datum': {
    vi: 'toạ độ phẳng {crs} được đổi ra kinh vĩ độ ({because}).',
    en: 'plane positions of {crs} were turned into degrees ({because}).',
  },
  'coordinates-converted': {
    vi: 'toạ độ được chuyển sang WGS 84.',
    en: 'positions were converted to WGS 84.',
  },
  'axes-swapped': {
    vi: 'hai trục toạ độ được đổi chỗ: nguồn ghi trục bắc trước trục đông.',
    en: 'the two axes were exchanged: the source gives north before east.',
  },
  'coordinate-pair': {
    vi: 'hai toạ độ trong một ô được tách ra.',
    en: 'two coordinates in one cell were taken apart.',
  },
  'plane-number': {
    vi: 'toạ độ phẳng được viết lại thành số thường.',
    en: 'plane coordinates were rewritten as plain numbers.',
  },
  'geometry-promoted': {
    vi: 'hình đơn được giữ dưới dạng hình nhiều phần của mô hình.',
    en: 'single shapes were kept as the multi-part type of the standard.',
  },
  'heights-dropped': {
    vi: 'độ cao không được lưu: kho giữ toạ độ phẳng. Độ cao vẫn còn trong tệp gốc được giữ.',
    en: 'heights are not stored: the store keeps plane positions. The kept file still has them.',
  },
  'ordinate-dropped': {
    vi: 'số thứ tư của toạ độ, hoặc độ cao không có ở mọi điểm, bị bỏ.',
    en: 'a fourth ordinate, or heights that not all positions have, were dropped.',
  },
  'identifier-computed': {
    vi: 'mã để trống được tính từ vị trí: điểm nằm sâu nhất trong hình, viết bằng GeoHash.',
    en: 'empty identifiers were computed from the place: the innermost point of the shape, as a GeoHash.',
  },
  'not-mapped': {
    vi: 'cột này không có trong ánh xạ nên không được lưu. Tệp gốc vẫn giữ nguyên.',
    en: 'this column is not mapped and was not stored. The file itself is kept.',
  },
} as const satisfies Messages;

/** Frames around the sentences: where it happened, how often, an example. */
const frameMessages = {
  'at.row': { vi: 'Dòng {position}: {sentence}', en: 'Row {position}: {sentence}' },
  'at.cell': { vi: 'Dòng {position}, cột «{column}»: {sentence}', en: 'Row {position}, column "{column}": {sentence}' },
  'at.column': { vi: 'Cột «{column}»: {sentence}', en: 'Column "{column}": {sentence}' },
  times: { vi: '{sentence} Số ô: {count}.', en: '{sentence} Cells: {count}.' },
  example: { vi: '{sentence} Ví dụ: "{from}" → "{to}".', en: '{sentence} Example: "{from}" → "{to}".' },
  'some-values': { vi: 'có giá trị không đạt quy tắc "{rule}".', en: 'has values that fail the rule "{rule}".' },
  'pack-rule': { vi: 'không đạt quy tắc «{title}».', en: 'fails the rule "{title}".' },
} as const satisfies Messages;

/** Sentences that need no single value: for a count of issues. */
const countMessages = {
  required: { vi: 'thiếu giá trị bắt buộc.', en: 'lacks required values.' },
  pattern: { vi: 'có giá trị viết không đúng mẫu.', en: 'has values that do not follow the pattern.' },
  maxLength: { vi: 'có chữ dài quá mức cho phép.', en: 'has texts that are too long.' },
  corrected: { vi: 'có ô được người quản lý dữ liệu sửa.', en: 'has cells that a steward corrected.' },
  'correction-void': {
    vi: 'có lần sửa không dùng được nữa vì tệp được đọc theo cách khác.',
    en: 'has corrections that no longer apply, because the file is read in another way.',
  },
  'key-clash': {
    vi: 'một khoá có ở nhiều dòng với nội dung khác nhau.',
    en: 'one key stands in several rows that differ.',
  },
  'append-changes': {
    vi: 'khoá đã có với nội dung khác, mà lần giao này chỉ được thêm.',
    en: 'the key is already there with other content, and this delivery may only add.',
  },
} as const satisfies Messages;

/** Where positions come from, as lineage tells it. */
export const coordinateMessages = {
  converted: {
    vi: 'Toạ độ gốc: {crs}, chuyển bằng {method}, sai số ≤ {error} m',
    en: 'Source coordinates: {crs}, converted by {method}, error ≤ {error} m',
  },
  'converted-unknown': {
    vi: 'Toạ độ gốc: {crs}, sai số chuyển đổi chưa biết',
    en: 'Source coordinates: {crs}, error of the conversion unknown',
  },
  projected: {
    vi: 'Toạ độ gốc: {crs}, đổi ra kinh vĩ độ cùng hệ quy chiếu, không có sai số chuyển đổi',
    en: 'Source coordinates: {crs}, turned into degrees of the same datum without error of conversion',
  },
  kept: {
    vi: 'Toạ độ gốc: {crs}, giữ nguyên',
    en: 'Source coordinates: {crs}, kept as they are',
  },
} as const satisfies Messages;

/** Why a reference system was taken: part of a sentence. */
export const crsReasons = {
  stated: { vi: 'tệp ghi như vậy', en: 'the file says so' },
  steward: { vi: 'người phụ trách chọn', en: 'chosen by the steward' },
  assumed: { vi: 'tệp không ghi gì khác', en: 'the file says nothing else' },
  'datum-of-grid': {
    vi: 'tệp ghi WGS 84, nhưng lưới chiếu này chỉ hệ đó dùng; nếu đúng như tệp ghi thì lệch khoảng 200 m',
    en: 'the file says WGS 84, but only that datum has this grid; about 200 m are at stake',
  },
  'unit-centres': {
    vi: 'đoán: trong các hệ đã thử, hệ này đặt {count} dòng gần nhất với đơn vị ghi ở {place}, lệch tâm {offset} m',
    en: 'guessed: of the systems tried this puts {count} rows nearest to the units of {place}, {offset} m from their centres',
  },
  'custom-near-centres': {
    vi: 'đoán: hệ quen dùng ở đó, và {count} dòng nằm trong các đơn vị ghi ở {place}, lệch tâm {offset} m',
    en: 'guessed: usual there, and {count} rows lie in the units of {place}, {offset} m from their centres',
  },
  'near-centres': {
    vi: 'đoán: {count} dòng nằm trong các đơn vị ghi ở {place}, lệch tâm {offset} m',
    en: 'guessed: {count} rows lie in the units of {place}, {offset} m from their centres',
  },
  'in-province': {
    vi: 'đoán: hệ này đặt {share} % điểm vào {place}',
    en: 'guessed: this puts {share} % of the points into {place}',
  },
  'custom-of-place': {
    vi: 'đoán: hệ quen dùng của {place}, và các điểm nằm trong đó',
    en: 'guessed: the usual system of {place}, and the points lie there',
  },
  'in-country': {
    vi: 'đoán: các điểm nằm trong nước; tệp không có mã hay tên nơi để kiểm tra',
    en: 'guessed: the points lie in the country; no code or name of a place was there to check',
  },
  'degrees-in-file': {
    vi: 'tệp ghi hệ toạ độ phẳng, nhưng các số là độ',
    en: 'the file states a plane system, but the numbers are degrees',
  },
  'swapped-columns': {
    vi: 'cột kinh độ và cột vĩ độ đổi chỗ cho nhau',
    en: 'the columns of longitude and latitude have changed places',
  },
  'outside-stated-place': {
    vi: 'đoán: theo hệ tệp ghi thì điểm rơi ngoài nơi ghi trong dòng, theo hệ này thì đúng',
    en: 'guessed: by the system that the file states the points miss the places they name, by this one they do not',
  },
} as const satisfies Messages;

/** All sentences of this module by rule, `rule.reason`, or frame. */
export const harmoniseMessages: Messages = { ...conversionMessages, ...cellMessages, ...frameMessages };

export function frame(name: keyof typeof frameMessages): Message {
  return frameMessages[name];
}

/** The sentence about one cell, or undefined for the rule of a pack. */
export function cellMessage(rule: string, reason: string | number | undefined): Message | undefined {
  const messages: Messages = cellMessages;
  return (reason === undefined ? undefined : messages[`${rule}.${reason}`]) ?? messages[rule];
}

/** The sentence about a whole column, or undefined for the rule of a pack. */
export function columnMessage(rule: string, reason?: string | number): Message | undefined {
  const messages: Messages = { ...cellMessages, ...countMessages, ...conversionMessages };
  const precise: Messages = conversionMessages;
  return (reason === undefined ? undefined : precise[`${rule}.${reason}`]) ?? messages[rule];
}
