import { problemsOf, type ProblemTypes } from '../kernel/index.ts';

/** What can be wrong with a file that somebody gives us. `{file}` is its name, with the way through archives. */
export const formatProblems = {
  'empty-file': {
    status: 422,
    title: { vi: 'Tệp rỗng', en: 'The file is empty' },
    detail: {
      vi: 'Tệp {file} không có dữ liệu nào. Hãy kiểm tra tệp ở nơi gửi rồi gửi lại.',
      en: 'The file {file} holds no data. Check the file where it comes from, then send it again.',
    },
  },
  'truncated-file': {
    status: 422,
    title: { vi: 'Tệp bị cắt cụt', en: 'The file is cut short' },
    detail: {
      vi: 'Tệp {file} thiếu phần cuối: dữ liệu dừng ở {place}. Có thể việc truyền tệp đã bị ngắt. Hãy gửi lại tệp đầy đủ.',
      en: 'The file {file} lacks its end: the data stop at {place}. The transfer was perhaps interrupted. Send the whole file again.',
    },
  },
  'damaged-file': {
    status: 422,
    title: { vi: 'Tệp bị hỏng', en: 'The file is damaged' },
    detail: {
      vi: 'Không đọc được tệp {file} tại {place}: {reason}. Hãy mở thử tệp ở nơi gửi, lưu lại rồi gửi lại.',
      en: 'The file {file} cannot be read at {place}: {reason}. Open it where it comes from, save it again and send it again.',
    },
  },
  'encrypted-file': {
    status: 422,
    title: { vi: 'Tệp có mật khẩu', en: 'The file is protected by a password' },
    detail: {
      vi: 'Tệp {file} được bảo vệ bằng mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.',
      en: 'The file {file} is protected by a password and cannot be read. Remove the password and send it again.',
    },
  },
  'unpacks-too-large': {
    status: 413,
    title: { vi: 'Tệp nén bung ra quá lớn', en: 'The archive unpacks to too much' },
    detail: {
      vi: 'Tệp {file} khi bung ra vượt giới hạn {limit}. Nếu dữ liệu thật sự lớn như vậy, hãy chia thành nhiều tệp.',
      en: 'The file {file} unpacks beyond the limit of {limit}. If the data really are so large, split them into several files.',
    },
  },
  'too-many-entries': {
    status: 413,
    title: { vi: 'Tệp nén có quá nhiều tệp con', en: 'The archive holds too many files' },
    detail: {
      vi: 'Tệp nén {file} có hơn {limit} tệp con. Hãy chia thành nhiều tệp nén nhỏ hơn.',
      en: 'The archive {file} holds more than {limit} files. Split it into smaller archives.',
    },
  },
  'too-many-layers': {
    status: 413,
    title: { vi: 'Tệp có quá nhiều bảng', en: 'The file holds too many tables' },
    detail: {
      vi: 'Tệp {file} có hơn {limit} bảng hoặc lớp riêng lẻ, không ai chọn xuể. Hãy ghép các tệp cùng cấu trúc thành một, hoặc chia thành nhiều tệp nén nhỏ hơn.',
      en: 'The file {file} holds more than {limit} separate tables or layers, which nobody can choose from. Put files of one structure together, or split it into smaller archives.',
    },
  },
  'nested-too-deep': {
    status: 422,
    title: { vi: 'Tệp nén lồng nhau quá nhiều lớp', en: 'Archives are nested too deep' },
    detail: {
      vi: 'Tệp {file} nằm sâu hơn {limit} lớp nén. Hãy bung bớt rồi gửi lại.',
      en: 'The file {file} lies deeper than {limit} archives. Unpack the outer ones and send it again.',
    },
  },
  'json-too-deep': {
    status: 422,
    title: { vi: 'JSON lồng nhau quá sâu', en: 'The JSON is nested too deep' },
    detail: {
      vi: 'Tệp {file} có đối tượng hoặc mảng lồng nhau hơn {limit} lớp, tại {place}. Hãy làm phẳng phần đó rồi gửi lại.',
      en: 'The file {file} has objects or arrays nested more than {limit} deep, at {place}. Flatten that part and send it again.',
    },
  },
  'record-too-long': {
    status: 422,
    title: { vi: 'Bản ghi quá dài', en: 'A record is too long' },
    detail: {
      vi: 'Trong tệp {file}, bản ghi ở {place} dài hơn {limit} byte. Có thể tệp thiếu dấu xuống dòng hoặc thiếu dấu nháy đóng. Hãy sửa chỗ đó rồi gửi lại.',
      en: 'In the file {file}, the record at {place} is longer than {limit} bytes. A line end or a closing quote is perhaps missing. Mend that place and send it again.',
    },
  },
  'too-many-columns': {
    status: 422,
    title: { vi: 'Quá nhiều cột', en: 'There are too many columns' },
    detail: {
      vi: 'Tệp {file} có hơn {limit} cột. Hãy kiểm tra dấu phân cách, hoặc xếp các cột lặp lại thành dòng, rồi gửi lại.',
      en: 'The file {file} has more than {limit} columns. Check the delimiter, or turn repeated columns into rows, and send it again.',
    },
  },
  'workbook-too-large': {
    status: 413,
    title: { vi: 'Bảng tính có quá nhiều chữ', en: 'The workbook holds too much text' },
    detail: {
      vi: 'Phần chữ dùng chung của bảng tính {file} dài hơn {limit} ký tự. Hãy lưu từng trang tính thành tệp CSV rồi gửi.',
      en: 'The shared texts of the workbook {file} are longer than {limit} characters. Save each sheet as a CSV file and send those.',
    },
  },
  'unsafe-xml': {
    status: 422,
    title: { vi: 'Tệp có XML không an toàn', en: 'The file holds unsafe XML' },
    detail: {
      vi: 'Phần {place} của tệp {file} khai báo DOCTYPE, điều mà tệp dữ liệu bình thường không có. Hãy mở tệp bằng phần mềm đã tạo ra nó, lưu lại rồi gửi lại.',
      en: 'The part {place} of the file {file} declares a DOCTYPE, which no ordinary data file does. Open the file in the program that made it, save it again and send it again.',
    },
  },
  'old-spreadsheet': {
    status: 415,
    title: { vi: 'Bảng tính ở định dạng chưa đọc được', en: 'The spreadsheet is in a format not read here' },
    detail: {
      vi: 'Tệp {file} có vẻ là {looksLike}. Hãy mở tệp, chọn Lưu thành (Save As) dạng .xlsx hoặc .csv rồi gửi lại.',
      en: 'The file {file} looks like {looksLike}. Open it, save it as .xlsx or .csv and send that.',
    },
  },
  'document-not-data': {
    status: 415,
    title: { vi: 'Đây là văn bản hoặc hình ảnh, không phải dữ liệu', en: 'This is a document or picture, not data' },
    detail: {
      vi: 'Tệp {file} có vẻ là {looksLike}, không đọc được thành bảng. Hãy xin bảng số liệu gốc dạng .xlsx hoặc .csv.',
      en: 'The file {file} looks like {looksLike} and cannot be read as a table. Ask for the original table as .xlsx or .csv.',
    },
  },
  'map-format-not-read': {
    status: 415,
    title: { vi: 'Định dạng bản đồ chưa đọc được', en: 'The map format is not read yet' },
    detail: {
      vi: 'Tệp {file} có vẻ là {looksLike}. Hãy mở lớp dữ liệu trong QGIS, xuất thành GeoJSON rồi gửi lại.',
      en: 'The file {file} looks like {looksLike}. Open the layer in QGIS, export it as GeoJSON and send that.',
    },
  },
  'geometry-kind-not-read': {
    status: 415,
    title: { vi: 'Kiểu hình học chưa đọc được', en: 'The kind of geometry is not read' },
    detail: {
      vi: 'Tệp {file} chứa hình học kiểu {kind} (khối ba chiều), ở đây chỉ đọc điểm, đường và vùng. Hãy đổi lớp sang vùng (polygon) trong ArcGIS hoặc QGIS rồi gửi lại.',
      en: 'The file {file} holds geometry of the kind {kind} (bodies in three dimensions); only points, lines and polygons are read. Turn the layer into polygons in ArcGIS or QGIS and send that.',
    },
  },
  'no-features': {
    status: 422,
    title: { vi: 'Tệp không có đối tượng nào', en: 'The file holds no features' },
    detail: {
      vi: 'Tệp {file} là GML nhưng không có featureMember hay member nào. Nếu đây là câu trả lời của dịch vụ WFS, hãy xem lại yêu cầu: có thể bộ lọc không chọn đối tượng nào hoặc dịch vụ báo lỗi.',
      en: 'The file {file} is GML but has no featureMember or member. If it is the answer of a WFS, look at the request again: perhaps its filter selects nothing, or the service reported an error.',
    },
  },
  'needs-gdal': {
    status: 415,
    title: { vi: 'Cần GDAL để đọc tệp này', en: 'This file needs GDAL' },
    detail: {
      vi: 'Tệp {file} có vẻ là {looksLike}. Máy chủ này chưa có GDAL (ogr2ogr) để đọc định dạng đó. Hãy cài gdal-bin hoặc đặt LIENTHONG_OGR2OGR, hoặc mở lớp trong QGIS và xuất thành GeoPackage rồi gửi lại.',
      en: 'The file {file} looks like {looksLike}. This server has no GDAL (ogr2ogr) to read it. Install gdal-bin or set LIENTHONG_OGR2OGR, or open the layer in QGIS, export it as GeoPackage and send that.',
    },
  },
  'gdal-failed': {
    status: 422,
    title: { vi: 'GDAL không đọc được tệp', en: 'GDAL cannot read the file' },
    detail: {
      vi: 'Tệp {file} có vẻ là {looksLike}, nhưng GDAL không đọc được: {reason}. Hãy kiểm tra tệp có đủ các tệp đi kèm không, hoặc mở trong QGIS và xuất thành GeoPackage rồi gửi lại.',
      en: 'The file {file} looks like {looksLike}, but GDAL cannot read it: {reason}. Check that all its companion files are there, or open it in QGIS, export it as GeoPackage and send that.',
    },
  },
  'packed-otherwise': {
    status: 415,
    title: { vi: 'Kiểu nén chưa đọc được', en: 'The kind of archive is not read' },
    detail: {
      vi: 'Tệp {file} có vẻ được nén bằng {looksLike}. Hãy bung ra rồi nén lại bằng zip hoặc gzip.',
      en: 'The file {file} looks packed with {looksLike}. Unpack it and pack it again as zip or gzip.',
    },
  },
  'plain-json': {
    status: 415,
    title: { vi: 'JSON này không có bảng ghi nào', en: 'The JSON holds no records' },
    detail: {
      vi: 'Tệp {file} là {looksLike}, không có danh sách đối tượng nào để đọc thành bảng hay thành bản đồ. Hãy gửi danh sách bản ghi, GeoJSON hoặc CSV.',
      en: 'The file {file} is {looksLike} without any list of objects to read as a table or a map. Send a list of records, GeoJSON or CSV.',
    },
  },
  'no-records-in-xml': {
    status: 415,
    title: { vi: 'XML này không có bản ghi nào', en: 'The XML holds no records' },
    detail: {
      vi: 'Tệp {file} là XML <{root}>, không có phần tử nào lặp lại như các bản ghi của một bảng. Hãy gửi CSV hay XML có danh sách bản ghi, hoặc chỉ đường dẫn tới bản ghi.',
      en: 'The file {file} is XML <{root}> without any element that repeats as records of a table do. Send CSV or XML with a list of records, or give the path of the records.',
    },
  },
  'metadata-not-data': {
    status: 415,
    title: { vi: 'Đây là siêu dữ liệu, không phải dữ liệu', en: 'This describes data and is none' },
    detail: {
      vi: 'Tệp {file} là XML <{root}>, mô tả dữ liệu hoặc dịch vụ. Hãy gửi chính dữ liệu (CSV, XLSX, GeoJSON …), hoặc chỉ đường dẫn tới bản ghi nếu cần đọc mô tả này thành bảng.',
      en: 'The file {file} is XML <{root}>, which describes data or a service. Send the data themselves (CSV, XLSX, GeoJSON …), or give the path of records to read this description as a table.',
    },
  },
  'not-a-table': {
    status: 415,
    title: { vi: 'Văn bản này không phải là bảng', en: 'The text is not a table' },
    detail: {
      vi: 'Tệp {file} là văn bản nhưng các dòng không chia thành cột đều nhau bằng dấu phẩy, chấm phẩy, tab hay gạch đứng. Hãy gửi tệp CSV có dòng tiêu đề.',
      en: 'The file {file} is text, but its lines do not divide into even columns by comma, semicolon, tab or bar. Send a CSV file with a header line.',
    },
  },
  'format-not-recognised': {
    status: 415,
    title: { vi: 'Không nhận ra định dạng tệp', en: 'The file format is not recognised' },
    detail: {
      vi: 'Không nhận ra tệp {file} ({looksLike}). Các định dạng đọc được: CSV, Excel .xlsx và .xls, OpenDocument .ods, Parquet, JSON, XML, WaterML, TOA5, GeoJSON, Shapefile, GeoPackage, KML, GML, và zip hoặc gzip của chúng.',
      en: 'The file {file} is not recognised ({looksLike}). What can be read: CSV, Excel .xlsx and .xls, OpenDocument .ods, Parquet, JSON, XML, WaterML, TOA5, GeoJSON, Shapefile, GeoPackage, KML, GML, and zip or gzip of these.',
    },
  },
  'layer-not-found': {
    status: 422,
    title: { vi: 'Không còn lớp dữ liệu này trong tệp', en: 'The layer is no longer in the file' },
    detail: {
      vi: 'Không tìm thấy {layer} trong tệp {file}. Hãy xem lại danh sách lớp của tệp và chọn lại.',
      en: '{layer} was not found in the file {file}. Look at the list of layers of the file and choose again.',
    },
  },
  'same-name-twice': {
    status: 422,
    title: { vi: 'Hai tệp con trùng tên', en: 'Two files have one name' },
    detail: {
      vi: 'Tệp nén có hơn một tệp con tên {file}; chỉ tệp đầu tiên được đọc. Hãy đặt tên khác nhau rồi nén lại.',
      en: 'The archive holds more than one file named {file}; only the first is read. Give them different names and pack again.',
    },
  },
  'unknown-setting': {
    status: 422,
    title: { vi: 'Thiết lập đọc tệp không hợp lệ', en: 'A reading setting is not valid' },
    detail: {
      vi: 'Không hiểu thiết lập {setting} = {value} khi đọc tệp {file}. Hãy chọn lại thiết lập này.',
      en: 'The setting {setting} = {value} for reading the file {file} is not understood. Choose it again.',
    },
  },
} as const satisfies ProblemTypes;

export const problem = problemsOf(formatProblems);
