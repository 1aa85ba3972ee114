import type { Messages } from '../../kernel/index.ts';

/** How a collection is drawn on maps. */
export const styleMessages = {
  title: { vi: 'Kiểu vẽ của {title}', en: 'How {title} is drawn' },
  edit: { vi: 'Kiểu vẽ trên bản đồ', en: 'Style on the map' },
  editOf: { vi: 'Kiểu vẽ trên bản đồ của {title}', en: 'Style on the map of {title}' },
  lead: {
    vi: 'Mọi bản đồ của nút và các chương trình bản đồ đều vẽ theo đây. Màu nào cũng đọc được trên nền sáng, kể cả với người khó phân biệt màu.',
    en: 'Every map of the node, and programs that draw maps, follow this. Each colour is clear on the light ground, also for who sees few colours.',
  },
  now: { vi: 'Đang vẽ', en: 'As it is drawn now' },
  colour: { vi: 'Màu', en: 'Colour' },
  byPlace: { vi: 'theo thứ tự lớp trên bản đồ', en: 'by its place on the map' },
  width: { vi: 'Bề dày nét (px)', en: 'Width of lines (px)' },
  widthHint: { vi: 'Đường, ở tỉ lệ vừa; viền của vùng bằng một nửa.', en: 'Lines at a middle scale; edges of areas have half of it.' }, // prettier-ignore
  size: { vi: 'Bán kính điểm (px)', en: 'Radius of points (px)' },
  sizeHint: { vi: 'Khi nhìn gần; nhìn xa thì nhỏ lại.', en: 'Seen closely; smaller from afar.' },
  label: { vi: 'Nhãn', en: 'Label' },
  labelHint: { vi: 'Cột có chữ đứng cạnh mỗi đối tượng.', en: 'The column whose text stands beside each object.' },
  noLabel: { vi: 'không có nhãn', en: 'no label' },
  by: { vi: 'Tô màu theo cột', en: 'Colour by a column' },
  byHint: {
    vi: 'Cột số: chia nhóm có số đối tượng gần bằng nhau. Cột khác: mỗi giá trị hay gặp một màu.',
    en: 'Numbers: classes with about as many objects each. Other columns: a colour for each frequent value.',
  },
  one: { vi: 'một màu cho tất cả', en: 'one colour for all' },
  ramp: { vi: 'Dải màu cho cột số', en: 'Colours for numbers' },
  steps: { vi: 'Số nhóm', en: 'Number of classes' },
  tryIt: { vi: 'Xem thử', en: 'Try it' },
  trying: { vi: 'Xem thử', en: 'As it would be drawn' },
  notSaved: {
    vi: 'Bản đồ vẽ theo lựa chọn dưới đây. Chưa lưu: người khác vẫn thấy kiểu cũ.',
    en: 'The map is drawn by the choices below. Not saved: others still see the former style.',
  },
  drawing: { vi: 'Bản vẽ {count} đối tượng đầu tiên', en: 'Drawing of the first {count} [object|objects]' },
  save: { vi: 'Lưu kiểu vẽ', en: 'Save the style' },
  history: { vi: 'Các kiểu vẽ trước', en: 'Former styles' },
  version: { vi: 'Kiểu {version}, {who}', en: 'Style {version}, {who}' },
  byNode: { vi: 'nút tự chọn', en: 'chosen by the node' },
  current: { vi: 'đang dùng', en: 'in use' },
  goBack: { vi: 'Trở lại kiểu này', en: 'Go back to this style' },
  inWords: { vi: 'màu {colour}, nét {width}, điểm {size}', en: 'colour {colour}, lines {width}, points {size}' },
  labelled: { vi: 'nhãn {column}', en: 'label {column}' },
  classed: { vi: 'tô màu theo {column}', en: 'coloured by {column}' },
  base: { vi: 'Nền của mọi bản đồ', en: 'The base of every map' },
  baseLead: {
    vi: 'Ranh giới và tên của các đơn vị này có thể nằm dưới dữ liệu trên mọi bản đồ của nút, cho mọi người xem.',
    en: 'Boundaries and names of these units can lie beneath the data on every map of the node, for everybody.',
  },
  baseChosen: {
    vi: 'Ranh giới của các đơn vị này đang nằm dưới dữ liệu trên mọi bản đồ của nút.',
    en: 'Boundaries of these units lie beneath the data on every map of the node.',
  },
  baseClosed: {
    vi: 'Chỉ dữ liệu mở mới làm nền được: bản đồ nào ai cũng xem. Mở bộ dữ liệu này trước.',
    en: 'Only open data can be the base: everybody sees every map. Open this dataset first.',
  },
  baseLabel: { vi: 'Cột tên đơn vị', en: 'Column of the names' },
  baseUse: { vi: 'Dùng làm nền', en: 'Use as base' },
  baseKeep: { vi: 'Lưu cột tên', en: 'Save the column' },
  baseStop: { vi: 'Trở lại nền của nút', en: "Go back to the node's own ground" },
  partial: {
    vi: 'Người chỉ xem được một phần dữ liệu thấy một màu, không có nhóm: ranh giới nhóm sẽ nói lộ phần bị ẩn.',
    en: 'Who sees only a part of the data gets one colour and no classes: where classes part would tell of what is hidden.',
  },
} satisfies Messages;
