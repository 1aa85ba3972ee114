import type { Messages } from '../kernel/index.ts';

/** What the command line says, in both languages. */
export const cliMessages = {
  serving: {
    vi: 'Nút đang phục vụ tại {url} (kho: {engine}). Dừng bằng Ctrl+C.',
    en: 'The node serves at {url} (store: {engine}). Stop it with Ctrl+C.',
  },
  stopping: { vi: 'Đang dừng…', en: 'Stopping…' },
  reading: { vi: 'Đọc {name}', en: 'Reading {name}' },
  nextOfSeveral: { vi: '\n{number}/{count} {name}', en: '\n{number}/{count} {name}' },
  severalToOne: {
    vi: 'Các tệp {places} là {count} lần giao đầy đủ khác nhau, không thể cùng vào nguồn "{id}": lần sau sẽ xoá dữ liệu của lần trước. Hãy bỏ --id để mỗi tệp thành một nguồn; hoặc thêm --delivery append (hay partial) để gộp dần vào một nguồn; hoặc để các tệp vào một thư mục rồi nối thư mục đó, mỗi tệp thành một lớp.',
    en: '{places} are {count} different full deliveries and cannot all go to the source "{id}": each would delete the data of the one before. Leave --id out to make each a source of its own; or add --delivery append (or partial) to add them to one source; or put the files into a folder and connect the folder, each file becomes a layer.',
  },
  sameNames: {
    vi: 'Các tệp {places} cùng cho mã nguồn "{id}". Hãy nối từng tệp với --id riêng, hoặc đổi tên tệp.',
    en: '{places} would all become the source "{id}". Connect them one at a time with an --id each, or rename them.',
  },
  found: { vi: '{name}: {layers} lớp có dữ liệu', en: '{name}: {layers} layer(s) with records' },
  layerLine: {
    vi: '  {layer}: {rows} dòng, {columns} cột ({detected})',
    en: '  {layer}: {rows} records, {columns} columns ({detected})',
  },
  lettersLine: {
    vi: '    «{column}»: chữ {letters} ở {share} % số ô có dấu (chắc {confidence} %), đổi sang Unicode: "{from}" → "{to}"',
    en: '    "{column}": {letters} letters in {share} % of the cells with marks ({confidence} % sure), turned into Unicode: "{from}" → "{to}"',
  },
  emptyLayer: { vi: '  {layer}: không có dòng nào', en: '  {layer}: no record' },
  hiddenLayer: {
    vi: '  {layer}: bị ẩn trong bảng tính nên không lấy; muốn lấy thì thêm --layer "{layer}" (và --layer cho từng lớp khác cần lấy)',
    en: '  {layer}: hidden in the workbook, so it is not taken; to take it add --layer "{layer}" (and --layer for each other one wanted)',
  },
  refusedFile: { vi: '  {name}: {reason}', en: '  {name}: {reason}' },
  suggested: {
    vi: '  {layer}: có vẻ theo mô hình {standard} (khớp {score}). Nạp theo mô hình: --standard {standard}',
    en: '  {layer}: seems to follow {standard} (fit {score}). To load it so: --standard {standard}',
  },
  scale: { vi: '  {layer}: {sentence}', en: '  {layer}: {sentence}' },
  drift: { vi: '  {layer}: khác lần giao trước', en: '  {layer}: different from the delivery before' },
  driftRenamed: {
    vi: '    có lẽ đổi tên: {from} → {to} ({score})',
    en: '    probably renamed: {from} → {to} ({score})',
  },
  driftGone: { vi: '    không còn: {columns}', en: '    gone: {columns}' },
  driftAdded: { vi: '    mới: {columns}', en: '    new: {columns}' },
  driftChanged: { vi: '    {column}: {from} → {to}', en: '    {column}: {from} → {to}' },
  driftEmptied: { vi: '    nay trống: {columns}', en: '    empty now: {columns}' },
  driftGeometry: { vi: '    hình: {from} → {to}', en: '    shapes: {from} → {to}' },
  proposal: {
    vi: 'Ánh xạ đề xuất sang {standard} (khớp {score}):',
    en: 'Proposed mapping to {standard} (fit {score}):',
  },
  proposedSure: { vi: '  {target} ← {column} ({score})', en: '  {target} ← {column} ({score})' },
  proposedDoubtful: {
    vi: '  {target} ← {column} ({score}, cần xem lại; có thể là: {others})',
    en: '  {target} ← {column} ({score}, please check; it might be: {others})',
  },
  proposalLeft: { vi: '  không dùng: {columns}', en: '  left behind: {columns}' },
  askProposals: { vi: 'Nhận các đề xuất này? [c/K] ', en: 'Accept these proposals? [y/N] ' },
  chooseMapping: {
    vi: '  - xem lại các cột chưa chắc: {fields} → --mapping TỆP, hoặc --yes để nhận đề xuất',
    en: '  - columns to be checked: {fields} → --mapping FILE, or --yes to accept the proposals',
  },
  openChoices: { vi: 'Cần người quyết định:', en: 'Somebody has to decide:' },
  chooseLayers: {
    vi: '  - chọn lớp: {layers} → --layer TÊN (dùng được nhiều lần)',
    en: '  - which layers: {layers} → --layer NAME (may be repeated)',
  },
  choosePublish: {
    vi: '  - công bố dưới mức nào: open, conditional, restricted, closed → --openness MỨC',
    en: '  - published at which level: open, conditional, restricted, closed → --openness LEVEL',
  },
  crsTaken: { vi: '    hệ toạ độ: {crs} ({reason})', en: '    reference system: {crs} ({reason})' },
  chooseCrs: {
    vi: '  - hệ toạ độ của {layer}: tệp không cho biết chắc → --crs MÃ, có thể là:',
    en: '  - reference system of {layer}: the file does not say it for sure → --crs CODE, perhaps:',
  },
  crsOption: { vi: '      {crs}  {title}: {reason} ({percent} %)', en: '      {crs}  {title}: {reason} ({percent} %)' },
  acceptAll: { vi: 'Nhận mọi đề xuất: thêm --yes.', en: 'To accept all proposals add --yes.' },
  askLayers: { vi: 'Lấy tất cả các lớp? [c/K] ', en: 'Take all layers? [y/N] ' },
  askPublish: { vi: 'Công bố là dữ liệu mở? [c/K] ', en: 'Publish as open data? [y/N] ' },
  notDone: { vi: 'Chưa làm gì cả.', en: 'Nothing was done.' },
  runDone: {
    vi: 'Đã đọc {read} dòng: {stored} đã lưu, {quarantined} cần xem lại.',
    en: '{read} records read: {stored} stored, {quarantined} to be looked at.',
  },
  runCounts: {
    vi: '  mới {inserted}, sửa {updated}, không đổi {unchanged}, trùng {duplicates}, xoá {deleted}, lỗi dữ liệu {issues}',
    en: '  inserted {inserted}, updated {updated}, unchanged {unchanged}, duplicates {duplicates}, deleted {deleted}, issues {issues}',
  },
  runEdition: { vi: 'Ấn bản {edition}: {url}', en: 'Edition {edition}: {url}' },
  runNoEdition: {
    vi: 'Không có gì thay đổi, nên không có ấn bản mới: {url}',
    en: 'Nothing has changed, so there is no new edition: {url}',
  },
  runWaiting: { vi: 'Lượt {run} chờ người quyết định: {reason}', en: 'Run {run} waits for a person: {reason}' },
  runFailed: { vi: 'Lượt {run} không thành: {reason}', en: 'Run {run} failed: {reason}' },
  seeQuarantine: {
    vi: 'Xem các dòng cần xem lại: lienthong quarantine {run}',
    en: 'See the rows in quarantine: lienthong quarantine {run}',
  },
  setUpLink: {
    vi: 'Nút chưa được thiết lập. Mở đường dẫn này một lần để lập cơ quan và người quản trị đầu tiên: {link}',
    en: 'The node has not been set up. Open this link once to make its organisation and first administrator: {link}',
  },
  tokenRenewed: {
    vi: 'Mã người vận hành mới nằm trong {file}. Mã cũ và các phiên mở bằng mã cũ không dùng được nữa.',
    en: "The operator's new token is in {file}. The old one, and sessions begun with it, open nothing any more.",
  },
  tokenRevoked: {
    vi: 'Đã thu hồi mã người vận hành. Lệnh "lienthong token renew" tạo mã mới.',
    en: 'The operator\'s token was taken back. "lienthong token renew" makes another one.',
  },
  letter: { vi: 'Gửi {recipient}: {subject}', en: 'To {recipient}: {subject}' },
  openLink: {
    vi: 'Mở đường dẫn này một lần trong trình duyệt (10 phút): {href}',
    en: 'Open this link once in a browser (within 10 minutes): {href}',
  },
  withdrawn: {
    vi: 'Đã rút bộ dữ liệu {id}; mọi thứ vẫn được giữ. Công bố lại: lienthong withdraw {id} --undo',
    en: 'Dataset {id} is withdrawn; everything is kept. Publish it again: lienthong withdraw {id} --undo',
  },
  restored: { vi: 'Bộ dữ liệu {id} lại được công bố.', en: 'Dataset {id} is published again.' },
  nothing: { vi: 'Không có gì.', en: 'Nothing.' },
  demoTitle: {
    vi: 'Bản trình diễn: bốn nguồn mẫu và một mạng trạm của các tỉnh, xã giả định.',
    en: 'Demonstration: four sample sources and a network of stations of pretended provinces and a commune.',
  },
  demoSource: { vi: '\n{number}/{count} {title}', en: '\n{number}/{count} {title}' },
  demoLook: { vi: '\nXem ở đây:', en: '\nLook here:' },
  demoHome: { vi: '  Trang chủ                    {url}/', en: '  Home                         {url}/?lang=en' },
  demoData: {
    vi: '  Dữ liệu                      {url}/datasets',
    en: '  Data                         {url}/datasets?lang=en',
  },
  demoStations: {
    vi: '  Trạm                         {url}/stations',
    en: '  Stations                     {url}/stations?lang=en',
  },
  demoNetwork: {
    vi: '\nMạng trạm không khí Tỉnh Mẫu D (dữ liệu mẫu)',
    en: '\nAir network of Sample Province D (sample data)',
  },
  demoNetworkDone: {
    vi: 'Đã lưu {count} số liệu của một tuần, tới giờ vừa qua.',
    en: '{count} values of a week stored, up to the hour that has just ended.',
  },
  demoApi: { vi: '  Dành cho lập trình viên      {url}/api', en: '  For developers               {url}/api?lang=en' },
  demoOperator: {
    vi: '  Chỗ của người vận hành (dùng một lần)  {url}',
    en: "  The operator's place (works once)      {url}",
  },
  demoOwn: {
    vi: '\nNối tệp của bạn từ một cửa sổ dòng lệnh khác:\n  LIENTHONG_DATA={data} npx lienthong connect TỆP --yes',
    en: '\nConnect a file of your own from another terminal:\n  LIENTHONG_DATA={data} npx lienthong connect FILE --yes',
  },
  demoStop: { vi: '\nDừng bằng Ctrl+C.', en: '\nStop it with Ctrl+C.' },
  timeLeft: { vi: 'còn {seconds} giây', en: '{seconds} s left' },
  backupDone: { vi: 'Đã sao lưu vào {file} ({size}).', en: 'Backed up to {file} ({size}).' },
  restoreDone: {
    vi: 'Đã phục hồi và kiểm tra: {tables} bảng, {rows} dòng, {files} tệp. Khởi động bằng: lienthong start',
    en: 'Restored and verified: {tables} tables, {rows} rows, {files} files. Start with: lienthong start',
  },
  moveDone: {
    vi: 'Đã chuyển và đối chiếu {tables} bảng, {rows} dòng. Từ nay đặt LIENTHONG_DATABASE_URL={url}',
    en: 'Moved and compared {tables} tables, {rows} rows. From now on set LIENTHONG_DATABASE_URL={url}',
  },
  nodeIsRunning: {
    vi: 'Một nút đang chạy trên thư mục này ({url}). Dừng nó trước.',
    en: 'A node is running on this folder ({url}). Stop it first.',
  },
  interrupted: {
    vi: 'Đã ngắt. Lượt chạy vẫn tiếp tục trong nút; xem bằng: lienthong runs',
    en: 'Interrupted. The run goes on in the node; see it with: lienthong runs',
  },
} as const satisfies Messages;
