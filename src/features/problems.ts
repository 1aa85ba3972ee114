import { problemsOf } from '../kernel/index.ts';

export const featureProblems = {
  'collection-not-found': {
    status: 404,
    title: { vi: 'Không có lớp dữ liệu này', en: 'There is no such collection' },
    detail: {
      vi: 'Không có lớp dữ liệu "{collection}". Danh sách các lớp ở /collections.',
      en: 'There is no collection "{collection}". /collections lists them all.',
    },
  },
  'not-granted': {
    status: 403,
    title: { vi: 'Chưa được cấp quyền này', en: 'This right was not granted' },
    detail: {
      vi: 'Bạn xem được lớp "{collection}" nhưng chưa được cấp quyền "{action}". Xin cơ quan chủ quản cấp thêm.',
      en: 'You may read the collection "{collection}", but the right "{action}" was not granted. Ask its owner for it.',
    },
  },
  'feature-not-found': {
    status: 404,
    title: { vi: 'Không có đối tượng này', en: 'There is no such feature' },
    detail: {
      vi: 'Lớp dữ liệu "{collection}" không có đối tượng "{feature}" ở ấn bản đang xem.',
      en: 'The collection "{collection}" has no feature "{feature}" in the edition asked for.',
    },
  },
  'edition-not-found': {
    status: 404,
    title: { vi: 'Không có ấn bản này', en: 'There is no such edition' },
    detail: {
      vi: 'Lớp dữ liệu "{collection}" chưa có ấn bản nào vào "{asked}". Ấn bản đầu tiên: {first}.',
      en: 'The collection "{collection}" had no edition at "{asked}". The first one: {first}.',
    },
  },
  'no-unit-column': {
    status: 400,
    title: { vi: 'Lớp này không có cột đơn vị', en: 'The collection has no column of units' },
    detail: {
      vi: 'Lớp dữ liệu "{collection}" không có cột nào mang mã của danh mục đơn vị có bảng chuyển đổi, nên không đọc theo "{asked}" được.',
      en: 'No column of the collection "{collection}" holds codes of a list of units with a crosswalk, so it cannot be read as "{asked}".',
    },
  },
  'no-classes': {
    status: 400,
    title: { vi: 'Cột này không chia được thành nhóm màu', en: 'This column gives no classes' },
    detail: {
      vi: 'Cột "{column}" của lớp "{collection}" chỉ có một giá trị, hoặc mỗi đối tượng một giá trị. Chọn cột số, hoặc cột có vài giá trị lặp lại.',
      en: 'The column "{column}" of the collection "{collection}" has one value only, or another one for each object. Choose a column of numbers, or one with a few values that repeat.',
    },
  },
  'style-version-not-found': {
    status: 404,
    title: { vi: 'Không có bản kiểu vẽ này', en: 'There is no such version of the style' },
    detail: {
      vi: 'Lớp "{collection}" không có bản kiểu vẽ số "{version}". Các bản ở /collections/{collection}/style.',
      en: 'The collection "{collection}" has no version "{version}" of its style. They are listed at /collections/{collection}/style.',
    },
  },
  'bad-measure': {
    status: 400,
    title: { vi: 'Phép tổng hợp không dùng được', en: 'A measure cannot be used' },
    detail: {
      vi: 'Không dùng được "{measure}". Viết count(), sum(cột), mean(cột), min(cột) hoặc max(cột); các cột số: {columns}.',
      en: '"{measure}" cannot be used. Write count(), sum(column), mean(column), min(column) or max(column); columns of numbers: {columns}.',
    },
  },
  'not-summable': {
    status: 400,
    title: { vi: 'Cột này không cộng được', en: 'This column does not add up' },
    detail: {
      vi: 'Mô hình chuẩn không nói rằng cột "{column}" cộng được (như diện tích, số lượng). Dùng mean, min hoặc max. Các cột cộng được: {columns}.',
      en: 'The standard does not say that the column "{column}" adds up (as areas and counts do). Use mean, min or max. Columns that add up: {columns}.',
    },
  },
  'bad-grouping': {
    status: 400,
    title: { vi: 'Không nhóm được theo cột này', en: 'Grouping by this is not possible' },
    detail: {
      vi: 'Tham số {name}: không dùng được "{value}". Dùng được: {known}.',
      en: 'Parameter {name}: "{value}" cannot be used. Possible: {known}.',
    },
  },
  'too-many-groups': {
    status: 400,
    title: { vi: 'Quá nhiều nhóm', en: 'Too many groups' },
    detail: {
      vi: 'Cách nhóm này cho hơn {most} nhóm. Lọc bớt, hoặc nhóm theo cột có ít giá trị hơn.',
      en: 'This grouping makes more than {most} groups. Filter, or group by a column with fewer values.',
    },
  },
  'tile-not-found': {
    status: 404,
    title: { vi: 'Không có ô bản đồ này', en: 'There is no such tile' },
    detail: {
      vi: 'Không có ô {tile}. Bộ ô này có: {limits}.',
      en: 'There is no tile {tile}. This tileset has: {limits}.',
    },
  },
  'tileset-not-found': {
    status: 404,
    title: { vi: 'Không có bộ ô bản đồ này', en: 'There is no such tileset' },
    detail: {
      vi: 'Không có lưới ô "{asked}". Lưới có: {known}.',
      en: 'There is no tile matrix set "{asked}". There is: {known}.',
    },
  },
  'style-not-found': {
    status: 404,
    title: { vi: 'Không có kiểu vẽ này', en: 'There is no such style' },
    detail: {
      vi: 'Lớp dữ liệu "{collection}" không có kiểu vẽ "{asked}". Kiểu có: {known}.',
      en: 'The collection "{collection}" has no style "{asked}". It has: {known}.',
    },
  },
  'no-geometry': {
    status: 404,
    title: { vi: 'Lớp này không có vị trí', en: 'The collection has no places' },
    detail: {
      vi: 'Lớp dữ liệu "{collection}" là bảng không có toạ độ (hoặc bạn không được xem toạ độ), nên không có ô bản đồ.',
      en: 'The collection "{collection}" is a table without coordinates (or you may not see them), so it has no tiles.',
    },
  },
  'too-many-tile-layers': {
    status: 400,
    title: { vi: 'Quá nhiều lớp trong một ô bản đồ', en: 'Too many layers in one tile' },
    detail: {
      vi: 'Một ô bản đồ có nhiều nhất {most} lớp. Chọn lớp bằng collections=MÃ,MÃ.',
      en: 'A tile has at most {most} layers. Choose them with collections=ID,ID.',
    },
  },
  'crs-not-offered': {
    status: 400,
    title: { vi: 'Hệ toạ độ không có', en: 'Unknown coordinate reference system' },
    detail: {
      vi: 'Lớp dữ liệu này không có hệ toạ độ "{crs}" cho tham số {name}. Các hệ có: {known}.',
      en: 'This collection has no CRS "{crs}" for {name}. It has: {known}.',
    },
  },
  'collection-exists': {
    status: 409,
    title: { vi: 'Lớp dữ liệu đã có chủ khác', en: 'The collection belongs to another dataset' },
    detail: {
      vi: 'Lớp dữ liệu "{collection}" đã thuộc một bộ dữ liệu khác. Chọn mã khác.',
      en: 'The collection "{collection}" already belongs to another dataset. Choose another id.',
    },
  },
  'schema-change-breaks': {
    status: 409,
    title: { vi: 'Cấu trúc dữ liệu thay đổi', en: 'The structure of the data has changed' },
    detail: {
      vi: 'Lần giao này đổi cột {columns} theo cách mà lớp dữ liệu "{collection}" không nhận được. Giao dưới mã nguồn mới, hoặc sửa ánh xạ.',
      en: 'This delivery changes {columns} in a way that the collection "{collection}" cannot take. Deliver it under a new id, or change the mapping.',
    },
  },
  'later-runs-stand-on-it': {
    status: 409,
    title: { vi: 'Đã có lượt chạy sau', en: 'Later runs stand on this one' },
    detail: {
      vi: 'Không hoàn tác được lượt {run}: các lượt {later} đã công bố trên kết quả của nó. Hoàn tác những lượt đó trước.',
      en: 'Run {run} cannot be rolled back: runs {later} have published on top of it. Roll those back first.',
    },
  },
  'lease-lost': {
    status: 409,
    title: { vi: 'Lượt chạy mất quyền ghi', en: 'The run lost its lease' },
    detail: {
      vi: 'Lượt {run} im lặng quá lâu và lượt khác đã ghi vào lớp "{collection}". Chạy lại lượt này.',
      en: 'Run {run} was silent for too long and another writes to "{collection}" now. Run it again.',
    },
  },
} as const;

export const featureProblem = problemsOf(featureProblems);
