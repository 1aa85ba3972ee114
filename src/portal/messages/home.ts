import type { Messages } from '../../kernel/index.ts';

export const homeMessages = {
  lead: {
    vi: 'Nơi các cơ quan kết nối, chuẩn hoá và chia sẻ dữ liệu tài nguyên, môi trường. Ai cũng xem được phần mở, và biết mỗi số liệu từ đâu ra.',
    en: 'Where agencies connect, harmonise and share natural-resources and environment data. Anyone can read what is open, and see where each number comes from.',
  },
  doors: { vi: 'Bắt đầu từ đâu', en: 'Where to start' },
  near: { vi: 'Quanh chỗ tôi đứng có gì', en: 'What is around me' },
  nearHint: {
    vi: 'Trình duyệt hỏi bạn trước khi cho biết vị trí; vị trí chỉ dùng để mở bản đồ ở chỗ ấy.',
    en: 'Your browser asks before it tells where you are; that is used to open the map there, and for nothing else.',
  },
  noPlace: {
    vi: 'Trình duyệt không cho biết bạn đang ở đâu. Hãy gõ tên xã, phường vào ô tìm kiếm.',
    en: 'The browser does not tell where you are. Type the name of your commune into the search box.',
  },
  forCitizen: { vi: 'Người dân', en: 'Citizens' },
  forBusiness: { vi: 'Doanh nghiệp', en: 'Businesses' },
  forOfficer: { vi: 'Cán bộ', en: 'Officers' },
  forAnalyst: { vi: 'Người phân tích', en: 'Analysts' },
  placeDoor: { vi: 'Nơi bạn ở có dữ liệu gì', en: 'What there is about where you live' },
  placeDoorText: {
    vi: 'Gõ tên xã, phường hay tỉnh, cả tên cũ.',
    en: 'Type the name of a commune or province, old names too.',
  },
  datasetsDoor: { vi: 'Tìm bộ dữ liệu', en: 'Find a dataset' },
  datasetsDoorText: { vi: 'Ai giữ, mới đến đâu, lấy thế nào.', en: 'Who keeps it, how fresh it is, how to get it.' },
  collectionsDoor: { vi: 'Xem các bảng', en: 'Look at the tables' },
  collectionsDoorText: { vi: 'Lọc, sắp xếp, mở từng đối tượng.', en: 'Filter, sort, open single objects.' },
  apiDoor: { vi: 'Lấy dữ liệu bằng chương trình', en: 'Use the data in programs' },
  apiDoorText: {
    vi: 'Địa chỉ mở theo chuẩn OGC, không cần khoá.',
    en: 'Open addresses by OGC standards, no key needed.',
  },
  sourcesDoor: { vi: 'Đưa dữ liệu vào', en: 'Bring data in' },
  sourcesDoorText: {
    vi: 'Thả một tệp, xem máy hiểu gì, rồi công bố.',
    en: 'Drop a file, see what was understood, publish it.',
  },
  stationsDoor: { vi: 'Xem trạm đang đo gì', en: 'See what stations measure' },
  stationsDoorText: {
    vi: 'Số liệu mới nhất, diễn biến, chỉ số và mức của từng trạm.',
    en: 'Newest values, how they came about, the index and level of each station.',
  },
  mapDoor: { vi: 'Mở bản đồ', en: 'Open the map' },
  mapDoorText: {
    vi: 'Chồng các lớp dữ liệu lên nhau, đo, tìm toạ độ, in.',
    en: 'Put layers over one another, measure, find coordinates, print.',
  },
  numbers: { vi: 'Nút này có', en: 'This node holds' },
  datasets: { vi: 'bộ dữ liệu', en: 'datasets' },
  collections: { vi: 'lớp dữ liệu', en: 'collections' },
  features: { vi: 'đối tượng', en: 'objects' },
  stations: { vi: 'trạm, {sending} trạm đang gửi đúng hẹn', en: 'stations, {sending} of them sending on time' },
  updated: { vi: 'cập nhật gần nhất (UTC+7)', en: 'last update (UTC+7)' },
  newest: { vi: 'Mới nhất', en: 'Newest' },
  all: { vi: 'Xem tất cả bộ dữ liệu', en: 'See all datasets' },
  nothing: {
    vi: 'Nút này chưa công bố bộ dữ liệu nào. Người vận hành thả tệp đầu tiên ở trang Nguồn.',
    en: 'This node has not published a dataset yet. Its operator drops the first file on the Sources page.',
  },
} as const satisfies Messages;
