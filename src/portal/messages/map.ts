import type { Messages } from '../../kernel/index.ts';

/** The map page, as the server writes it. */
export const mapPageMessages = {
  map: { vi: 'Bản đồ', en: 'Map' },
  title: { vi: 'Bản đồ', en: 'Map' },
  lead: {
    vi: 'Chọn lớp để xem cùng nhau. Bấm vào một hình để xem thuộc tính; địa chỉ của trang giữ lại những gì đang xem.',
    en: 'Choose layers to see together. Press a shape to see its attributes; the address of the page keeps what is shown.',
  },
  needsScript: {
    vi: 'Bản đồ cần JavaScript. Các bảng dưới đây cho cùng dữ liệu.',
    en: 'The map needs JavaScript. The tables below give the same data.',
  },
  layers: { vi: 'Các lớp trên bản đồ', en: 'Layers of the map' },
  noLayers: {
    vi: 'Chưa chọn lớp nào. Bản đồ chỉ có nền.',
    en: 'No layer is chosen yet. The map shows its ground only.',
  },
  missing: {
    vi: 'Không có lớp: {ids}. Có thể lớp đã bị rút, hoặc bạn cần đăng nhập để xem.',
    en: 'There is no layer {ids}. It may have been withdrawn, or you may need to sign in to see it.',
  },
  add: { vi: 'Thêm lớp', en: 'Add a layer' },
  addOne: { vi: 'Thêm lớp {title}', en: 'Add the layer {title}' },
  find: { vi: 'Tìm lớp theo tên', en: 'Find a layer by its title' },
  findButton: { vi: 'Tìm', en: 'Find' },
  nothingFound: {
    vi: 'Không có lớp nào tên có “{text}”. Thử ít chữ hơn.',
    en: 'No layer has “{text}” in its title. Try fewer words.',
  },
  moreLayers: { vi: 'Xem thêm ({count} lớp nữa)', en: 'Show more ({count} [layer|layers] left)' },
  addButton: { vi: 'Thêm', en: 'Add' },
  take: { vi: 'Bỏ lớp {title}', en: 'Take away {title}' },
  takeShort: { vi: 'Bỏ', en: 'Take away' },
  objects: { vi: '{count} đối tượng', en: '{count} [object|objects]' },
  asTable: { vi: 'Những gì bản đồ cho thấy', en: 'What the map shows' },
  firstOf: {
    vi: '{shown} đối tượng đầu trong {count}. Bảng đầy đủ có lọc và sắp xếp.',
    en: 'The first {shown} of {count} objects. The full table filters and sorts.',
  },
  wholeTable: { vi: 'Bảng đầy đủ', en: 'The full table' },
  object: { vi: 'Đối tượng', en: 'Object' },
  openMap: { vi: 'Mở bản đồ lớn', en: 'Open the large map' },
  credits: {
    vi: 'Nền: Natural Earth (phạm vi công cộng). Dữ liệu: {node}.',
    en: 'Ground: Natural Earth (public domain). Data: {node}.',
  },
  mapAlternative: {
    vi: 'Bản đồ của {layers}. Cùng dữ liệu có trong các bảng bên dưới.',
    en: 'Map of {layers}. The same data stand in the tables below.',
  },
  groundOnly: { vi: 'nền bản đồ', en: 'the ground' },
} satisfies Messages;

/** Words that the map's script needs; it gets them in the page's language. */
export const mapIslandMessages = {
  show: { vi: 'Hiện lớp', en: 'Show layer' },
  otherValues: { vi: 'giá trị khác, hoặc trống', en: 'another value, or none' },
  zoomIn: { vi: 'Phóng to', en: 'Zoom in' },
  zoomOut: { vi: 'Thu nhỏ', en: 'Zoom out' },
  mapLabel: {
    vi: 'Bản đồ. Phím mũi tên để dời, + và − để phóng, Enter để xem thuộc tính ở giữa.',
    en: 'Map. Arrow keys move it, + and − zoom, Enter shows the attributes in the middle.',
  },
  tools: { vi: 'Công cụ bản đồ', en: 'Map tools' },
  whole: { vi: 'Cả vùng dữ liệu', en: 'All the data' },
  country: { vi: 'Cả nước', en: 'The country' },
  distance: { vi: 'Đo dài', en: 'Distance' },
  area: { vi: 'Đo diện tích', en: 'Area' },
  measuring: {
    vi: 'Bấm từng điểm (hoặc Enter ở giữa bản đồ). Backspace bỏ điểm cuối, Esc kết thúc.',
    en: 'Press point by point (or Enter for the middle of the map). Backspace takes the last one back, Esc ends.',
  },
  clear: { vi: 'Xoá số đo', en: 'Clear' },
  share: { vi: 'Chép liên kết', en: 'Copy the link' },
  shared: { vi: 'Đã chép liên kết', en: 'The link is copied' },
  print: { vi: 'In hoặc lưu PDF', en: 'Print or save as PDF' },
  nothingHere: { vi: 'Không có đối tượng nào ở đây.', en: 'There is no object here.' },
  found: { vi: 'Ở đây', en: 'Here' },
  openObject: { vi: 'Mở trang đối tượng', en: 'Open the object' },
  close: { vi: 'Đóng', en: 'Close' },
  coordinates: { vi: 'Toạ độ', en: 'Coordinates' },
  system: { vi: 'Hệ toạ độ', en: 'Reference system' },
  north: { vi: 'Bắc (X)', en: 'Northing (X)' },
  east: { vi: 'Đông (Y)', en: 'Easting (Y)' },
  latitude: { vi: 'Vĩ độ', en: 'Latitude' },
  longitude: { vi: 'Kinh độ', en: 'Longitude' },
  goTo: { vi: 'Đến chỗ này', en: 'Go there' },
  middle: { vi: 'Giữa bản đồ', en: 'Middle of the map' },
  notThere: {
    vi: 'Hai số này không phải toạ độ trong hệ đã chọn. Xem lại thứ tự Bắc, Đông và đơn vị.',
    en: 'These two numbers are no coordinates of the chosen system. Look at the order and the unit.',
  },
  northUp: { vi: 'B', en: 'N' },
  failed: {
    vi: 'Trình duyệt không vẽ được bản đồ (cần WebGL). Dữ liệu có trong bảng.',
    en: 'This browser cannot draw the map (it needs WebGL). The data are in the table.',
  },
} satisfies Messages;
