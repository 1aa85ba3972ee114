import { operatorCaller, publicCaller, type Caller } from '../../src/kernel/index.ts';
import { identitySamples } from './identity-samples.ts';
import { stationSamples } from './station-samples.ts';
import { studioSamples } from './studio-samples.ts';

export { publicCaller };

/** One resource as the modules give it, with the address it stands at. */
export interface Sample {
  readonly name: string;
  readonly resource: string;
  readonly path: string;
  readonly caller: Caller;
  readonly data: unknown;
  readonly problem?: Record<string, unknown>;
  /** What was typed into the form that was refused. */
  readonly typed?: Readonly<Record<string, unknown>>;
}

/** As the kernel gives it to a page. */
export function refusedOf({ problem, typed = {} }: Sample) {
  return problem ? { typed, field: null } : null;
}

export const base = 'http://localhost:8080';
/** Never allowed to arrive unescaped. */
export const attack = '<script>alert("x")</script>';

export const operator: Caller = operatorCaller('session', 'form-token');

const places = [
  ['T01', 'Trạm Nguyễn Văn Cừ', 105.877, 21.049, 41.4],
  ['T02', 'Trạm Trung Yên', 105.796, 21.011, 37.25],
  ['T03', 'Trạm Kim Liên', 105.836, 21.007, null],
  ['T04', 'Trạm Phạm Văn Đồng', 105.78, 21.04, 55],
  ['T05', `Trạm Ngã Bảy ${attack}`, 105.822, 21.028, 1240.5],
] as const;

const columns = [
  { name: 'ma_tram', title: 'Mã trạm', type: 'string' },
  { name: 'ten_tram', title: 'Tên trạm', type: 'string', description: 'Tên trên biển hiệu' },
  { name: 'gia_tri', title: 'Bụi mịn, trung bình giờ', type: 'number', unit: 'ug/m3' },
  { name: 'thoi_diem', title: 'Thời điểm', type: 'date-time' },
  { name: 'tinh', title: 'Tỉnh', type: 'string', codelist: 'vn-core/provinces' },
  { name: 'nam_dat', title: 'Năm đặt', type: 'integer' },
  { name: 'tu_dong', title: 'Tự động', type: 'boolean' },
  { name: 'dien_thoai', title: 'Điện thoại', type: 'string', personal: true },
  { name: 'ghi_chu', title: 'Ghi chú', type: 'string' },
  { name: 'tham_so', title: 'Tham số', type: 'json' },
];

const features = places.map(([id, name, longitude, latitude, value], index) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [longitude, latitude] },
  properties: {
    ma_tram: id,
    ten_tram: name,
    gia_tri: value,
    thoi_diem: '2026-11-22T02:00:00Z',
    tinh: '01',
    nam_dat: 2015 + index,
    tu_dong: index % 2 === 0,
    dien_thoai: null,
    ghi_chu: index === 1 ? attack : null,
    tham_so: index === 0 ? { chu_ky: 'PT1H' } : null,
  },
}));

const dataset = {
  id: 'khong-khi',
  title: 'Chất lượng không khí theo giờ',
  description: `Số liệu các trạm tự động, gửi mỗi giờ. ${attack}`,
  owner: 'node',
  mayManage: false,
  openness: 'open',
  withdrawn: false,
  licence: 'open-with-attribution',
  source: 'khong-khi',
  createdAt: '2026-11-20T01:00:00Z',
  updatedAt: '2026-11-21T23:05:00Z',
  extent: [102.14, 8.56, 109.46, 23.39],
  period: ['2026-01-01T00:00:00Z', '2026-11-22T02:00:00Z'],
  numberOfItems: 3321,
  href: `${base}/datasets/khong-khi`,
  collections: [
    {
      id: 'khong-khi',
      title: 'Số liệu giờ',
      standard: 'vn-air/hourly',
      edition: 3,
      updatedAt: '2026-11-21T23:05:00Z',
      count: 3321,
      extent: null,
      period: null,
      timeColumn: 'thoi_diem',
      hasGeometry: true,
      columns: columns.map(({ name, title, type, unit }) => ({ name, title, type, unit: unit ?? null })),
      quality: {
        read: 1240,
        accepted: 1228,
        quarantined: 12,
        issues: 30,
        acceptedShare: 1228 / 1240,
        completeness: 0.973,
        run: 7,
      },
      href: `${base}/collections/khong-khi`,
    },
  ],
};

const second = {
  ...dataset,
  id: 'tram',
  title: attack,
  description: null,
  openness: 'restricted',
  source: null,
  updatedAt: null,
  extent: null,
  period: null,
  collections: [],
  numberOfItems: 0,
};
const third = {
  ...dataset,
  id: 'dia-gioi',
  title: 'Địa giới hành chính sau sắp xếp',
  description: '34 đơn vị cấp tỉnh, 3.321 đơn vị cấp xã, theo các nghị quyết năm 2025.',
};

const collectionDocument = {
  id: 'khong-khi',
  title: 'Số liệu giờ',
  description: 'Giá trị trung bình một giờ của mỗi trạm.',
  itemType: 'feature',
  extent: { spatial: { bbox: [[105.7, 20.9, 106, 21.1]] } },
  crs: ['http://www.opengis.net/def/crs/OGC/1.3/CRS84'],
  storageCrs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
  links: [],
  dataset: 'khong-khi',
  standard: 'vn-air/hourly',
  edition: 3,
  updated: '2026-11-21T23:05:00Z',
  numberOfItems: 3321,
};

const counts = {
  read: 1240,
  stored: 1228,
  inserted: 1180,
  updated: 31,
  unchanged: 17,
  duplicates: 0,
  deleted: 2,
  quarantined: 12,
  issues: 30,
};

const run = {
  id: 7,
  kind: 'load',
  source: 'khong-khi',
  delivery: 4,
  dataset: 'khong-khi',
  collection: 'khong-khi',
  layer: 'Số liệu giờ',
  deliveryKind: 'full',
  undoes: null,
  state: 'done',
  phase: 'finished',
  progress: { done: 1240, total: 1240, endsAt: null },
  counts,
  edition: 3,
  baseEdition: 2,
  statistics: null,
  problem: null,
  createdAt: '2026-11-21T23:00:00Z',
  startedAt: '2026-11-21T23:00:01Z',
  finishedAt: '2026-11-21T23:05:00Z',
  href: `${base}/runs/7`,
};

const issueCounts = [
  {
    rule: 'type',
    severity: 'error',
    column: 'Ngày đo',
    action: 'quarantined',
    count: 9,
    systematic: false,
    samples: [],
    example: 'Dòng 14: ngày "31/02/2025" không có trong lịch. Sửa trong tệp rồi giao lại.',
    sentence: 'Ngày "{value}" không có trong lịch.',
  },
  {
    rule: 'range',
    severity: 'warning',
    column: 'PM2.5',
    action: 'kept',
    count: 3,
    systematic: false,
    samples: [],
    example: `Dòng 20: giá trị "${attack}" cao hơn mức thường gặp 500.`,
    sentence: 'Giá trị cao hơn mức thường gặp {maximum}.',
  },
  {
    rule: 'decimal-comma',
    severity: 'info',
    column: 'PM2.5',
    action: 'changed',
    count: 1228,
    systematic: true,
    samples: [{ from: '41,4', to: '41.4', position: 7 }],
    sentence: 'Dấu phẩy thập phân được đọc thành số.',
  },
];

const runPage = {
  ...run,
  file: { id: 4, name: 'Quan trắc 2026.xlsx', sizeBytes: 812_345 },
  issueCounts,
  canRollback: true,
};
const waitingProblem = {
  type: `${base}/problems/too-many-quarantined`,
  title: 'Quá nhiều dòng bị cách ly',
  status: 409,
  detail:
    '412 trong 1.240 dòng không đạt (trên 20 %). Chưa công bố gì. Xem lý do ở phần lỗi; nếu vẫn muốn nhận, duyệt lượt này.',
};

const column = (name: string, index: number, guess: Record<string, unknown>, samples: string[], edges: unknown[]) => ({
  name,
  index,
  rows: 1240,
  empty: index * 3,
  distinct: 1200 / (index + 1),
  minimum: edges[0] ?? null,
  maximum: edges[1] ?? null,
  samples,
  longest: 20,
  guess: { reading: {}, meaning: 'none', unit: null, why: [], ...guess },
});

const layer = {
  id: 'Số liệu giờ',
  title: 'Số liệu giờ',
  format: 'xlsx',
  entry: [],
  columns: ['Mã trạm', 'Ngày đo', 'PM2.5 (µg/m³)', attack],
  hasGeometry: false,
  detected: [
    { what: 'header-row', value: '6', reason: 'text-over-values', confidence: 0.95 },
    { what: 'preamble', value: '5', reason: 'lines-above-header', confidence: 0.95 },
    { what: 'encoding', value: 'windows-1258', reason: 'a-reason-nobody-wrote-down', confidence: 0.6 },
  ],
  settings: {},
  empty: false,
  profile: {
    layer: 'Số liệu giờ',
    rows: 1240,
    geometry: null,
    columns: [
      column(
        'Mã trạm',
        0,
        {
          type: 'string',
          meaning: 'key',
          why: [{ what: 'type', value: 'string', reason: 'leading-zeros', confidence: 0.95 }],
        },
        ['T01', 'T02'],
        ['T01', 'T35'],
      ),
      column(
        'Ngày đo',
        1,
        {
          type: 'date-time',
          meaning: 'time',
          why: [{ what: 'date-order', value: 'dmy', reason: 'vietnamese-order', confidence: 0.6 }],
        },
        ['22/11/2026 09:00', '22/11/2026 10:00'],
        ['2026-01-01T00:00:00', '2026-11-22T10:00:00'],
      ),
      column(
        'PM2.5 (µg/m³)',
        2,
        {
          type: 'number',
          unit: 'ug/m3',
          why: [
            { what: 'decimal', value: ',', reason: 'proven-by-values', confidence: 1 },
            { what: 'unit', value: 'ug/m3', reason: 'unit-in-header', confidence: 0.9 },
          ],
        },
        ['41,4', '37,25'],
        [0.5, 1240.5],
      ),
      column(attack, 3, { type: 'string' }, [attack, 'ghi chú dài '.repeat(10)], [null, null]),
    ],
  },
};

const delivery = {
  id: 4,
  source: 'khong-khi',
  kind: 'full',
  name: 'Quan trắc 2026.xlsx',
  sha256: 'a3f5c0d2'.repeat(8),
  sizeBytes: 812_345,
  receivedAt: '2026-11-21T22:58:00Z',
  state: 'inspected',
  problem: null,
  layers: [layer, { ...layer, id: 'Trống', title: 'Trống', empty: true, profile: null }],
  refused: [
    {
      name: 'ghi-chu.docx',
      problem: {
        type: `${base}/problems/unknown-format`,
        title: 'Không đọc được',
        status: 422,
        detail: `Tệp ${attack} không phải CSV, Excel hay GeoJSON. Lưu lại rồi giao lại.`,
      },
    },
  ],
  href: `${base}/deliveries/4`,
};
const undecidedPlaces = {
  mapping: { from: 'columns', longitude: 'Y', latitude: 'X', crs: 'EPSG:5897' },
  stated: null,
  open: true,
  options: [
    {
      crs: 'EPSG:5897',
      code: 'EPSG:5897',
      title: 'VN-2000 / TM-3',
      reason: `hệ quen dùng ở ${attack}`,
      confidence: 0.6,
      errorMetres: 1,
    },
    { crs: 'stated', code: null, title: attack, reason: 'tệp ghi như vậy', confidence: 0.1, errorMetres: null },
  ],
};
const coordinates = {
  crs: 'EPSG:5897',
  title: 'VN-2000 / TM-3',
  method: 'EPSG:6960',
  errorMetres: 1,
  confidence: 0.97,
  reason: attack,
  note: 'Chỉ để xem.',
  sentence: 'Toạ độ gốc: VN-2000 / TM-3, chuyển bằng EPSG:6960, sai số ≤ 1 m',
};
const standards = [{ id: 'vn-air/hourly', title: 'Không khí, trung bình giờ' }];
const decided = [
  {
    layer: 'Số liệu giờ',
    collection: 'khong-khi',
    standard: 'vn-air/hourly',
    mapping: null,
    key: ['ma_tram', 'thoi_diem'],
  },
];

const drift = {
  gone: [{ column: attack, isUsed: true }],
  added: ['do_am'],
  renamed: [{ from: 'PM2.5', to: 'Bụi PM2.5 (µg/m³)', score: 0.83, isUsed: true }],
  retyped: [{ column: 'thoi_diem', from: 'date-time', to: 'string', loses: true }],
  units: [{ column: 'so2', from: '[ppb]', to: 'ug/m3' }],
  emptied: ['ghi_chu'],
  geometry: { from: 'Point', to: 'Polygon (EPSG:9210)' },
  breaks: true,
};

const mappingOf = (column: string) => ({ fields: [{ target: 'pm25', column }], geometry: { from: 'none' } });
const proposal = {
  delivery: 4,
  source: 'khong-khi',
  layer: 'Số liệu giờ',
  layerTitle: 'Số liệu giờ',
  standard: 'vn-air/hourly',
  standardTitle: 'Không khí, trung bình giờ',
  score: 0.86,
  properties: [
    {
      name: 'pm25',
      title: 'Bụi PM2,5',
      type: 'number',
      unit: 'ug/m3',
      required: true,
      personal: false,
      proposed: {
        target: 'pm25',
        column: attack,
        score: 0.97,
        certainty: 'sure',
        reasons: [
          { what: 'name', value: attack, reason: 'same-name', confidence: 1 },
          { what: 'unit', value: 'ug/m3', reason: 'unit-fits', confidence: 0.77 },
        ],
        runnersUp: [{ column: 'PM10', score: 0.31 }],
      },
    },
    {
      name: 'station_code',
      title: 'Mã trạm',
      type: 'string',
      unit: null,
      required: true,
      personal: true,
      proposed: null,
    },
  ],
  columns: [
    { name: attack, type: 'number', samples: ['12,5', attack] },
    { name: 'Người lập', type: 'string', samples: ['Lan'] },
  ],
  left: ['Người lập'],
  missing: ['station_code'],
  mapping: mappingOf(attack),
  current: null,
  shared: [{ source: 'tram-b', version: 3, madeAt: '2026-11-21T22:58:00Z' }],
};
const versions = (['proposed', 'given', 'shared', 'followed'] as const).map((origin, index) => ({
  source: 'khong-khi',
  layer: index === 0 ? '' : attack,
  standard: 'vn-air/hourly',
  version: index + 1,
  origin,
  delivery: 4,
  madeAt: '2026-11-21T22:58:00Z',
  mapping: mappingOf(attack),
}));

const source = {
  id: 'khong-khi',
  title: 'Quan trắc không khí, Sở Nông nghiệp và Môi trường',
  transport: 'http',
  location: 'https://example.org/khong-khi.csv',
  delivery: 'append',
  openness: 'open',
  layers: [{ layer: '', collection: 'khong-khi', standard: null, key: [] }],
  lastSha256: null,
  lastDeliveryAt: '2026-11-21T22:58:00Z',
  createdAt: '2026-11-20T01:00:00Z',
  href: `${base}/sources/khong-khi`,
};

const itemsData = {
  collection: 'khong-khi',
  title: 'Số liệu giờ',
  dataset: 'khong-khi',
  edition: 3,
  isCurrent: true,
  publishedAt: '2026-11-21T23:05:00Z',
  extent: [105.7, 20.9, 106, 21.1],
  hasGeometry: true,
  columns,
  sortables: ['ma_tram', 'thoi_diem', 'gia_tri'],
  features,
  numberMatched: 3321,
  numberMatchedEstimate: null,
  numberReturned: 5,
  query: { sortby: '-gia_tri' },
  crs: { uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', title: 'WGS 84' },
  links: [{ href: `${base}/collections/khong-khi/items?token=abc&sortby=-gia_tri`, rel: 'next', type: 'text/html' }],
};

const summaryData = {
  collection: 'khong-khi',
  title: `Số liệu giờ ${attack}`,
  dataset: 'khong-khi',
  edition: 3,
  publishedAt: '2026-11-21T23:05:00Z',
  isCurrent: true,
  by: [{ name: 'tinh', title: 'Tỉnh', type: 'string', codelist: 'vn-core/provinces' }],
  measures: [
    { name: 'count()', function: 'count' },
    { name: 'sum(gia_tri)', function: 'sum', property: 'gia_tri', title: 'Giá trị', unit: 'ug/m3' },
  ],
  groups: [
    { key: { tinh: '01' }, label: { tinh: 'Thành phố Hà Nội' }, values: { 'count()': 12, 'sum(gia_tri)': 31.5 } },
    {
      key: { tinh: null },
      label: {},
      oneOf: { tinh: [{ code: '24', label: attack }, { code: '25', label: null }] }, // prettier-ignore
      values: { 'count()': 1, 'sum(gia_tri)': null },
    },
    { key: { tinh: null }, label: {}, values: { 'count()': 3, 'sum(gia_tri)': 2 } },
  ],
  numberOfGroups: 3,
  choices: columns,
  levels: ['commune', 'province'],
  hasUnits: true,
  query: {},
};

const wideColumns = Array.from({ length: 40 }, (_one, index) => ({
  name: `cot_${index + 1}`,
  title: `Cột số ${index + 1}`,
  type: index === 1 ? 'integer' : 'string',
}));

const ring = Array.from({ length: 40 }, (_one, index): [number, number] => {
  const angle = (index / 39) * 2 * Math.PI;
  return [105.8 + 0.12 * Math.cos(angle) * (1 + 0.2 * Math.sin(5 * angle)), 21 + 0.09 * Math.sin(angle)];
});

const plainStyle = { colour: null, width: 1.6, size: 7, label: null, classes: null };
const classedStyle = {
  ...{ colour: 'ochre', width: 3, size: 9, label: 'ghi_chu' },
  classes: { kind: 'graduated', column: 'gia_tri', ramp: 'earth', breaks: [10, 25.5] },
};
const styleData = {
  ...{ collection: 'khong-khi', dataset: 'khong-khi', title: 'Số liệu giờ', kind: 'mixed', extent: [105, 20, 106, 21] },
  ...{ columns, classed: ['gia_tri'], style: classedStyle, base: null, preview: null },
  versions: [
    { version: 1, style: classedStyle, madeBy: attack, madeAt: '2026-11-21T23:05:11Z' },
    { version: 0, style: plainStyle, madeBy: 'node', madeAt: '2026-11-21T23:05:11Z' },
  ],
};
const legend = {
  kind: 'areas',
  colour: '#4a3f9f',
  column: { name: 'gia_tri', title: attack, unit: 'ug/m3' },
  classes: [
    { colour: '#00908a', from: null, to: 1240.5 },
    { colour: '#005578', from: 1240.5, to: 2000 },
    { colour: '#151945', from: 2000, to: null },
  ],
  other: '#6b7071',
};
const mapLayer = {
  ...{ id: 'khong-khi', title: attack, dataset: 'khong-khi', kind: 'areas', extent: [105, 20, 106, 21] },
  ...{ updated: '2026-11-21T23:05:11Z', numberOfItems: 1240, columns, features, legend, tiles: '', style: '' },
};
const mapData = {
  layers: [
    mapLayer,
    {
      ...mapLayer,
      id: 'b',
      features: [],
      legend: {
        ...legend,
        classes: [
          { colour: '#4a3f9f', value: '01', label: 'Thành phố Hà Nội' },
          { colour: '#876c00', value: attack, label: null },
        ],
      },
    },
    { ...mapLayer, id: 'c', legend: { kind: 'points', colour: '#c1587d', column: null, classes: [], other: null } },
  ],
  missing: [attack],
  more: [{ id: 'd', title: attack, numberOfItems: 3 }],
  ...{ find: '', offered: 1, numberOffered: 40, numberOfOthers: 40 },
  ...{ extent: [105, 20, 106, 21], at: null, systems: [] },
};

const changesData = {
  collection: 'khong-khi',
  title: 'Số liệu giờ',
  since: 2,
  edition: 3,
  isCurrent: true,
  hasGeometry: true,
  columns,
  editions: [3, 2, 1].map((number) => ({ number, publishedAt: `2026-11-2${number}T23:05:00Z` })),
  counts: { insert: 1240, update: 3, delete: 1 },
  links: [{ rel: 'next', href: `${base}/collections/khong-khi/changes?since=2&token=x` }],
};

const itemData = {
  ...features[0],
  links: [],
  edition: 3,
  stale: true,
  lineage: {
    coordinates,
    run: 7,
    source: 'khong-khi',
    delivery: 4,
    file: 'Quan trắc 2026.xlsx',
    sha256: 'a3f5c0d2'.repeat(8),
    receivedAt: '2026-11-21T22:58:00Z',
    layer: 'Số liệu giờ',
    position: 14,
    corrections: [{ madeAt: '2026-11-21T23:05:00Z' }],
  },
  history: [
    {
      edition: 3,
      until: null,
      publishedAt: '2026-11-21T23:05:00Z',
      properties: features[0]!.properties,
      geometry: features[0]!.geometry,
    },
    {
      edition: 2,
      until: 3,
      publishedAt: '2026-11-20T23:05:00Z',
      properties: { ...features[0]!.properties, gia_tri: 39.1, ghi_chu: attack },
      geometry: null,
    },
    {
      edition: 1,
      until: 2,
      publishedAt: null,
      properties: { ...features[0]!.properties, gia_tri: 39.1 },
      geometry: null,
    },
  ],
  collection: 'khong-khi',
  title: 'Số liệu giờ',
  dataset: 'khong-khi',
  isCurrent: true,
  columns,
};

const quarantine = {
  run: 7,
  collection: 'khong-khi',
  total: 12,
  rows: [14, 20, 33].map((position, index) => ({
    number: index + 1,
    position,
    fid: null,
    cells: { 'Mã trạm': 'T01', 'Ngày đo': '31/02/2025', 'PM2.5 (µg/m³)': index === 1 ? attack : 41.4, 'Ghi chú': null },
    issues: [
      {
        rule: 'type',
        severity: 'error',
        column: 'Ngày đo',
        position,
        value: '31/02/2025',
        action: 'quarantined',
        detail: {},
        sentence: `Dòng ${position}: ngày "31/02/2025" không có trong lịch. Sửa trong tệp rồi giao lại.`,
      },
    ],
  })),
  next: 3,
};

const operations = {
  checkedAt: '2026-11-22T02:00:00Z',
  expectations: [
    {
      id: 'outbox',
      state: 'ok',
      since: null,
      title: 'Thư gửi đi',
      detail: 'Không thư nào chờ quá 5 phút.',
      href: null,
    },
    {
      id: 'source-khong-khi',
      state: 'warning',
      since: '2026-11-22T01:05:00Z',
      title: 'Nguồn "khong-khi"',
      detail: 'Lẽ ra giao mỗi giờ; lần gần nhất là 08:05.',
      href: '/sources/khong-khi',
    },
    {
      id: 'disk',
      state: 'failed',
      since: '2026-11-21T20:00:00Z',
      title: 'Chỗ trống trên đĩa',
      detail: 'Còn 1,2 GB, dưới mức 5 GB. Xoá bớt hoặc thêm đĩa.',
      href: null,
    },
  ],
  jobs: [
    {
      id: 12,
      kind: 'load',
      title: 'Nạp đợt gửi vào bộ dữ liệu',
      state: 'running',
      startedAt: '2026-11-22T01:59:00Z',
      error: null,
    },
    {
      id: 13,
      kind: 'inspect',
      title: 'Xem xét đợt gửi',
      state: 'waiting',
      startedAt: null,
      error: `không mở được tệp ${attack}`,
    },
  ],
  checks: [
    { name: 'database', state: 'ok', value: 'embedded' },
    { name: 'disk', state: 'failed', value: { freeBytes: 1_200_000_000 } },
  ],
};

const entry = (name: string, resource: string, path: string, data: unknown, more: Partial<Sample> = {}): Sample => ({
  name,
  resource,
  path,
  data,
  caller: publicCaller,
  ...more,
});
const asOperator = { caller: operator };

const grantable = {
  collections: [
    {
      id: 'khong-khi',
      title: 'Số liệu giờ',
      hasGeometry: true,
      columns: [
        { name: 'ma_tram', title: 'Mã trạm', type: 'string', mark: null },
        { name: 'gia_tri', title: 'Bụi mịn', type: 'number', mark: null },
        { name: 'dien_thoai', title: `Điện thoại ${attack}`, type: 'string', mark: 'personal' },
      ],
    },
  ],
  areas: [{ id: 'xa', title: 'Đơn vị hành chính cấp xã' }],
};

const grant = {
  id: 'g1x',
  version: 2,
  grantee: 'role:H26.5/officer',
  granteeName: 'Cán bộ nghiệp vụ của cơ quan H26.5',
  actions: ['read', 'download'],
  collections: {
    'khong-khi': {
      columns: { dien_thoai: 'hashed', geometry: { snapped: 0.01 }, ma_tram: { area: 'xa' } },
      others: 'shown',
      rows: `ten = '${attack}'`,
    },
  },
  rowsPerRequest: 1000,
  rowsPerDay: null,
  from: '2026-11-20T01:00:00Z',
  until: '2027-01-01T00:00:00Z',
  purpose: attack,
  legalBasis: 'NĐ 278/2025/NĐ-CP',
  madeAt: '2026-11-20T01:00:00Z',
  madeBy: 'operator',
  state: 'holds',
  words: ['Cán bộ nghiệp vụ của cơ quan H26.5 được xem và tải về.', `Chỉ các dòng thoả: ${attack}`],
};

const grantsPage = {
  dataset: 'khong-khi',
  owner: 'node',
  openness: 'restricted',
  opennessLevels: ['open', 'conditional', 'restricted', 'closed'],
  columnMarks: ['personal', 'core', 'important', 'secret'],
  grantable,
  grants: [grant, { ...grant, id: 'g2x', state: 'to-come' }],
  title: `Không khí ${attack}`,
  organisations: [{ code: 'H26.5', name: `Sở Tài nguyên ${attack}` }],
};

const spread = { mean: null, median: null, distinct: null, min: null, max: null, empty: 0, bins: [], values: [] };
const distribution = {
  collection: 'khong-khi',
  title: `Không khí ${attack}`,
  edition: 3,
  publishedAt: '2026-11-21T23:05:11Z',
  looked: 4,
  isSample: true,
  columns: [
    {
      ...{ ...spread, name: 'gia_tri', title: 'Bụi mịn', type: 'number', unit: 'ug/m3' },
      ...{ min: 3.5, max: 12, mean: 6.123456, median: 5, empty: 1 },
      bins: [
        { from: 0, to: 10, count: 2 },
        { from: 10, to: 20, count: 1 },
      ],
    },
    { ...spread, name: 'luc', title: 'Lúc', type: 'date', unit: null, min: '2026-01-01', max: '2026-01-02' },
    {
      ...spread,
      name: 'x',
      title: attack,
      type: 'string',
      unit: null,
      distinct: 1,
      values: [{ value: attack, label: null, count: 4 }],
    },
    { ...spread, name: 'y', title: 'Trống', type: 'string', unit: null, distinct: 0, empty: 4 },
    { ...spread, name: 'z', title: 'Một', type: 'integer', unit: null, min: 1, max: 1, mean: 1, median: 1 },
  ],
};

const metadataWords = { title: attack, titleEn: '', description: attack, descriptionEn: '', contact: attack };
const unitEntry = { list: 'vn-core/provinces-34', code: '92', label: `Cần Thơ ${attack}`, href: `${base}/units/a` };
export const samples: readonly Sample[] = [
  entry('home', 'home', '/', {
    title: 'Dữ liệu tài nguyên và môi trường',
    description: '',
    links: [],
    datasets: [dataset, third, second],
    numbers: {
      datasets: 12,
      collections: 31,
      features: 1_240_355,
      updatedAt: '2026-11-21T23:05:11Z',
      stations: 312,
      sending: 297,
    },
  }),
  entry('home-empty', 'home', '/', {
    title: 'Nút mới',
    description: 'Chưa có gì.',
    links: [],
    datasets: [],
    numbers: { datasets: 0, collections: 0, features: 0, updatedAt: null, stations: 0, sending: 0 },
  }),
  entry('datasets', 'datasets', '/datasets', { datasets: [dataset, third, second] }),
  entry('dataset', 'dataset', '/datasets/khong-khi', { ...dataset, source: null }),
  entry(
    'dataset-operator',
    'dataset',
    '/datasets/khong-khi',
    {
      ...dataset,
      mayManage: true,
      withdrawn: true,
      collections: [
        dataset.collections[0],
        { ...dataset.collections[0], id: 'tram', title: attack, hasGeometry: false, quality: null },
      ],
    },
    asOperator,
  ),
  entry(
    'metadata',
    'metadata',
    '/datasets/khong-khi/metadata',
    { dataset: 'khong-khi', ...metadataWords, versions: [] },
    asOperator,
  ),
  entry(
    'metadata-history',
    'metadata',
    '/datasets/khong-khi/metadata',
    {
      dataset: 'khong-khi',
      ...metadataWords,
      versions: [
        { ...metadataWords, version: 1, madeBy: attack, madeAt: '2026-11-21T23:05:11Z' },
        { ...metadataWords, version: 0, madeBy: 'source', madeAt: '2026-11-21T23:05:11Z' },
      ],
    },
    asOperator,
  ),
  entry('dataset-known', 'dataset', '/datasets/khong-khi', { ...dataset, contentGranted: false, collections: [] }),
  entry('grants', 'grants', '/datasets/khong-khi/grants', grantsPage, asOperator),
  entry(
    'grants-refused',
    'grants',
    '/datasets/khong-khi/grants',
    { ...grantsPage, grants: [] },
    {
      ...asOperator,
      typed: { grantee: attack, 'action.read': 'on', 'rows.khong-khi': 'x = ' },
      problem: {
        type: `${base}/problems/invalid-filter`,
        title: 'Bộ lọc không đúng',
        status: 422,
        detail: 'Bộ lọc dừng giữa chừng sau "x =".',
        field: 'rows.khong-khi',
      },
    },
  ),
  entry(
    'grant',
    'grant',
    '/grants/g1x',
    { ...grant, dataset: 'khong-khi', title: 'Không khí', grantable, history: [grant] },
    asOperator,
  ),
  entry('design', 'design', '/design', { tokens: {} }),
  entry('search', 'search', '/search?q=x', {
    query: attack,
    kind: null,
    groups: [
      { kind: 'dataset', title: 'Bộ dữ liệu', hasMore: true, hits: [{ title: attack, text: null, href: `${base}/a` }] },
      {
        kind: 'place',
        title: 'Nơi chốn',
        hasMore: false,
        hits: [{ title: 'Cần Thơ', text: attack, href: `${base}/b` }],
      },
    ],
  }),
  entry('search-nothing', 'search', '/search?q=x', { query: attack, kind: null, groups: [] }),
  entry('search-empty', 'search', '/search', { query: '', kind: null, groups: [] }),
  entry('unit', 'unit', '/units/vn-core/provinces-34/92', {
    ...unitEntry,
    ...{ listTitle: 'Tỉnh', validFrom: '2025-07-01', validTo: null, above: [], before: [unitEntry, unitEntry] },
    after: [],
    within: [unitEntry],
    data: [
      {
        collection: 'a',
        title: attack,
        column: 'Mã xã',
        count: 10,

        leadsToJustThese: false,
        href: `${base}/collections/a/items?x=1`,
      },
    ],
  }),
  entry('unit-bare', 'unit', '/units/vn-core/communes/1', {
    ...unitEntry,
    ...{ listTitle: 'Xã', validFrom: null, validTo: '2025-07-01', above: [unitEntry], before: [], after: [unitEntry] },
    within: [],
    data: [],
  }),
  entry('distribution', 'distribution', '/collections/khong-khi/distribution', { ...distribution, links: [] }),
  entry('dataset-preview', 'dataset', '/datasets/khong-khi', {
    ...dataset,
    source: null,
    collections: [{ ...dataset.collections[0], preview: { distribution, features: [] } }],
    related: [
      { id: 'a', title: attack, why: 'standard' },
      { id: 'b', title: 'Trạm', why: 'owner' },
    ],
  }),
  entry('collections', 'collections', '/collections', {
    links: [],
    crs: [],
    collections: [collectionDocument, { ...collectionDocument, id: 'b', title: attack, storageCrs: undefined }],
  }),
  entry(
    'collection',
    'collection',
    '/collections/khong-khi',
    {
      ...collectionDocument,
      columns,
      sortables: ['ma_tram'],
      coordinates: [coordinates],
      editions: [3, 2, 1].map((number) => ({
        number,
        publishedAt: '2026-11-21T23:05:00Z',
        count: 3321,
        inserted: 12,
        updated: 3,
        deleted: 0,
        run: 7,
        href: '',
      })),
    },
    asOperator,
  ),
  entry('items', 'items', '/collections/khong-khi/items?sortby=-gia_tri', itemsData),
  entry('items-on-units', 'items', '/collections/khong-khi/items', {
    ...itemsData,
    base: {
      title: { vi: `Xã ${attack}`, en: `Communes ${attack}` },
      lines: [
        [
          [105.7, 20.9],
          [105.9, 21.1],
        ],
      ],
      names: [{ name: attack, longitude: 105.84, latitude: 21.02 }],
    },
  }),
  entry('items-units', 'items', '/collections/khong-khi/items?units=after', {
    ...itemsData,
    canReadUnits: true,
    query: { units: 'after' },
  }),
  entry('summary', 'summary', '/collections/khong-khi/summary?by=tinh&measure=sum(gia_tri)', {
    ...summaryData,
    query: { by: 'tinh', measure: 'sum(gia_tri)' },
  }),
  entry('unit-match', 'unit-match', '/units/match?q=xa', {
    query: { q: attack },
    lists: [{ id: 'vn-core/provinces-34', title: 'Tỉnh' }],
    outcome: 'doubtful',
    candidates: [
      {
        list: 'vn-core/communes-before-2025',
        listTitle: 'Xã cũ',
        code: '28840',
        label: attack,
        score: 0.8,
        above: [{ list: 'd', listTitle: 'Huyện', code: '831', label: 'Huyện Châu Thành' }],
        elsewhere: [{ list: 'n', listTitle: 'Xã mới', code: '28841', label: 'Xã Tân Phú' }],
      },
    ],
  }),
  entry('unit-match-empty', 'unit-match', '/units/match', { query: {}, lists: [], outcome: null, candidates: [] }),
  entry('summary-empty', 'summary', '/collections/khong-khi/summary?filter=x', {
    ...summaryData,
    by: [],
    groups: [],
    numberOfGroups: 0,
    query: { filter: `x = '${attack}'` },
    levels: [],
    hasUnits: false,
  }),
  entry('items-areas', 'items', '/collections/khong-khi/items?filter=nam_dat%20%3E%201', {
    ...itemsData,
    isCurrent: false,
    query: { filter: 'nam_dat > 1', 'as-of': '2' },
    numberMatched: null,
    numberMatchedEstimate: 12_000,
    links: [],
    features: features.map((feature, index) => ({
      ...feature,
      geometry:
        index === 4
          ? null
          : index % 2
            ? { type: 'LineString', coordinates: ring.slice(0, 20) }
            : { type: 'Polygon', coordinates: [ring.map(([x, y]) => [x + index * 0.2, y])] },
    })),
  }),
  entry('items-typed', 'items', '/collections/khong-khi/items?filter=x&properties=ma_tram&bbox=105,20,106,21', {
    ...itemsData,
    shown: [itemsData.columns[0]!.name],
    typable: itemsData.columns.map(({ name }) => name),
    typed: { [itemsData.columns[0]!.name]: attack, [itemsData.columns[1]!.name]: '=' },
    rest: `x <> '${attack}'`,
    box: [105, 20, 106, 21],
    query: { filter: 'x', properties: 'ma_tram', bbox: '105,20,106,21', datetime: '2026-01-01/..' },
  }),
  entry('items-wide', 'items', '/collections/khong-khi/items', {
    ...itemsData,
    query: {},
    columns: wideColumns,
    sortables: wideColumns.map(({ name }) => name),
    features: Array.from({ length: 50 }, (_one, index) => ({
      type: 'Feature',
      id: `f187068${index}c0ea034e596c`,
      geometry: { type: 'Point', coordinates: [105 + index / 100, 10 + (index % 7) / 10] },
      properties: { cot_1: 'diaphanhanhchinhcapxa_2025.202', cot_2: 31_120 },
    })),
  }),
  entry('items-none', 'items', '/collections/khong-khi/items?filter=x', {
    ...itemsData,
    features: [],
    numberMatched: 0,
    numberReturned: 0,
    query: { filter: `x = '${attack}'` },
    links: [],
  }),
  entry('item', 'item', '/collections/khong-khi/items/T01', itemData),
  entry(
    'item-cells',
    'item',
    '/collections/khong-khi/items/T01',
    { ...itemData, lineage: { ...itemData.lineage, cells: { gia_tri: attack, ma_tram: 'Mã' } } },
    asOperator,
  ),
  entry(
    'item-area',
    'item',
    '/collections/khong-khi/items/T01',
    {
      ...itemData,
      stale: false,
      geometry: { type: 'Polygon', coordinates: [ring] },
      history: [],
      lineage: { ...itemData.lineage, file: null },
    },
    asOperator,
  ),
  entry('map', 'map', '/map?layers=khong-khi,b,c,x', mapData),
  entry('map-empty', 'map', '/map', {
    ...mapData,
    ...{ layers: [], missing: [], more: [], find: attack, numberOffered: 0, extent: null },
  }),
  entry('style-editor', 'style-editor', '/collections/khong-khi/style', styleData, asOperator),
  entry(
    'style-editor-tried',
    'style-editor',
    '/collections/khong-khi/style/preview',
    { ...styleData, preview: { layers: [], legend, features } },
    asOperator,
  ),
  entry(
    'style-editor-base',
    'style-editor',
    '/collections/khong-khi/style',
    { ...styleData, kind: 'areas', base: { isChosen: true, label: 'ghi_chu', labels: ['ghi_chu'] } },
    asOperator,
  ),
  entry(
    'style-editor-new',
    'style-editor',
    '/collections/khong-khi/style',
    { ...styleData, kind: 'points', style: plainStyle, versions: [] },
    {
      ...asOperator,
      typed: { by: 'ghi_chu', size: attack },
      problem: { type: '/problems/no-classes', title: 'Không chia được', status: 400, detail: attack },
    },
  ),
  entry('changes', 'changes', '/collections/khong-khi/changes?since=2', {
    ...changesData,
    changes: [
      { op: 'insert', id: 'T01', feature: features[0], before: null },
      {
        op: 'update',
        id: 'T02',
        feature: features[1],
        before: {
          ...features[1],
          geometry: null,
          properties: { ...features[1]!.properties, ghi_chu: attack, gia_tri: null },
        },
      },
      { op: 'delete', id: attack, feature: null, before: features[2] },
    ],
  }),
  entry('changes-none', 'changes', '/collections/khong-khi/changes?since=2&until=2', {
    ...changesData,
    ...{ edition: 2, isCurrent: false, counts: { insert: 0, update: 0, delete: 0 }, links: [], changes: [] },
  }),
  entry('changes-many', 'changes', '/collections/khong-khi/changes?since=0&token=x', {
    ...changesData,
    ...{
      since: 0,
      counts: null,
      changes: [{ op: 'insert', id: 'T01', feature: { ...features[0], properties: {} }, before: null }],
    },
  }),
  entry('schema', 'schema', '/collections/khong-khi/queryables', {
    title: 'Số liệu giờ',
    type: 'object',
    properties: {
      gia_tri: { title: 'Bụi mịn', type: 'number', 'x-ogc-unit': 'ug/m3' },
      geometry: { format: 'geometry-any' },
      ngay: { title: attack, type: 'string', format: 'date' },
    },
  }),
  entry('standards', 'standards', '/standards', {
    standards: [
      {
        id: 'vn-air/hourly',
        title: 'Không khí, trung bình giờ',
        description: attack,
        pack: 'Không khí',
        geometry: [],
        columns: 9,
        template: '/standards/vn-air/hourly/template',
      },
    ],
  }),
  entry('standards-none', 'standards', '/standards', { standards: [] }),
  entry(
    'sources',
    'sources',
    '/sources',
    { sources: [source, { ...source, id: 'b', title: attack, lastDeliveryAt: null, transport: 'upload' }] },
    asOperator,
  ),
  entry(
    'sources-refused',
    'sources',
    '/sources',
    { sources: [] },
    {
      ...asOperator,
      typed: { id: attack, title: 'Không khí "A"', delivery: 'partial' },
      problem: {
        type: `${base}/problems/invalid-id`,
        title: 'Mã nguồn không đúng',
        status: 422,
        detail: `Mã "${attack}" có chữ không dùng được. Chỉ dùng chữ thường, số và gạch nối.`,
        errors: [{ pointer: '/id', detail: 'chữ thường, số, gạch nối' }],
      },
    },
  ),
  entry('source', 'source', '/sources/khong-khi', { ...source, deliveries: [delivery], runs: [run] }, asOperator),
  entry(
    'source-scheduled',
    'source',
    '/sources/khong-khi',
    {
      ...source,
      schedule: {
        cron: '0 6 * * *',
        times: { every: 'day', at: '06:00' },
        nextAt: '2026-11-22T23:00:00Z',
        lastFetchAt: '2026-11-21T23:00:00Z',
        problem: { ...waitingProblem, detail: `Không tới được ${attack}.` },
      },
      deliveries: [delivery],
      runs: [run],
    },
    asOperator,
  ),
  entry(
    'source-upload',
    'source',
    '/sources/b',
    { ...source, transport: 'upload', location: null, deliveries: [], runs: [] },
    asOperator,
  ),
  entry('delivery', 'delivery', '/deliveries/4', { ...delivery, decided, standards, runs: [] }, asOperator),
  entry(
    'delivery-without-crs',
    'delivery',
    '/deliveries/4',
    { ...delivery, layers: [{ ...layer, places: undecidedPlaces }], decided: [], standards, runs: [] },
    asOperator,
  ),
  entry(
    'delivery-refused',
    'delivery',
    '/deliveries/4/runs',
    { ...delivery, layers: [layer, { ...layer, id: 'Khác', title: 'Khác' }], decided: [], standards, runs: [run] },
    {
      ...asOperator,
      typed: { layer: layer.id, title: 'Giờ', key: ['ma', 'ngay'], openness: 'closed', delivery: 'append' },
      problem: {
        type: `${base}/problems/key-not-found`,
        title: 'Không có cột khoá này',
        status: 422,
        detail: 'Lớp "Số liệu giờ" không có cột "ma".',
        errors: [{ pointer: '/key', detail: 'không có cột "ma"' }],
      },
    },
  ),
  entry(
    'delivery-drift',
    'delivery',
    '/deliveries/4',
    {
      ...delivery,
      layers: [{ ...layer, drift }],
      suggestions: [{ layer: layer.id, standard: 'vn-air/hourly', title: 'Không khí, trung bình giờ', score: 0.9 }],
      decided,
      standards,
      runs: [],
    },
    asOperator,
  ),
  entry('mapping-proposal', 'mapping-proposal', '/deliveries/4/proposal?standard=vn-air/hourly', proposal, asOperator),
  ...stationSamples,
  ...studioSamples(proposal, { ...delivery, decided, standards, runs: [] }),
  entry(
    'mapping-versions',
    'mapping-versions',
    '/sources/khong-khi/mappings',
    { source: 'khong-khi', title: 'Quan trắc không khí', versions },
    asOperator,
  ),
  entry('mappings', 'mappings', '/mappings', { standard: 'vn-air/hourly', mappings: versions.slice(1) }, asOperator),
  entry('mappings-none', 'mappings', '/mappings', { standard: 'vn-air/hourly', mappings: [] }, asOperator),
  entry(
    'delivery-inspecting',
    'delivery',
    '/deliveries/4',
    { ...delivery, state: 'inspecting', layers: null, refused: null, decided: [], standards, runs: [] },
    asOperator,
  ),
  entry(
    'delivery-unreadable',
    'delivery',
    '/deliveries/4',
    {
      ...delivery,
      state: 'refused',
      layers: null,
      refused: null,
      decided: [],
      standards,
      runs: [],
      problem: { ...waitingProblem, title: 'Không đọc được tệp', detail: 'Tệp bị cắt ở giữa. Chép lại rồi giao lại.' },
    },
    asOperator,
  ),
  entry(
    'runs',
    'runs',
    '/runs',
    {
      runs: [
        run,
        { ...run, id: 6, state: 'waiting' },
        { ...run, id: 5, state: 'failed', startedAt: null },
        { ...run, id: 4, kind: 'rollback', state: 'running', undoes: 3 },
      ],
    },
    asOperator,
  ),
  entry('run', 'run', '/runs/7', runPage, asOperator),
  entry(
    'run-running',
    'run',
    '/runs/7',
    {
      ...runPage,
      state: 'running',
      phase: 'reading',
      progress: { done: 520, total: 1240, endsAt: '2026-11-22T02:03:00Z' },
      counts: { ...counts, read: 520, stored: 0, quarantined: 4 },
      edition: null,
      finishedAt: null,
      canRollback: false,
      issueCounts: [],
    },
    asOperator,
  ),
  entry(
    'run-waiting',
    'run',
    '/runs/7',
    { ...runPage, state: 'waiting', edition: null, canRollback: false, problem: waitingProblem },
    asOperator,
  ),
  entry(
    'issues',
    'issues',
    '/runs/7/issues?rule=type',
    {
      run: 7,
      collection: 'khong-khi',
      counts: issueCounts,
      issues: [
        {
          number: 1,
          rule: 'type',
          severity: 'error',
          column: 'Ngày đo',
          position: 14,
          value: '31/02/2025',
          action: 'quarantined',
          detail: {},
          sentence: 'Dòng 14: ngày "31/02/2025" không có trong lịch.',
        },
        {
          number: 2,
          rule: 'type',
          severity: 'error',
          column: null,
          position: null,
          value: attack,
          action: 'kept',
          detail: {},
          sentence: 'Cả dòng.',
        },
      ],
      next: 2,
    },
    asOperator,
  ),
  entry('quarantine', 'quarantine', '/runs/7/quarantine', quarantine, asOperator),
  entry(
    'source-rows',
    'source-rows',
    '/runs/7/file?row=5',
    {
      ...{ run: 7, collection: 'khong-khi', file: attack, layer: attack, row: 5, column: 'a', columns: ['a', attack] },
      rows: [
        { position: 4, cells: [1, null], raw: null },
        { position: 5, cells: [attack, { type: 'Point' }], raw: null },
        { position: 6, cells: null, raw: attack },
      ],
    },
    asOperator,
  ),
  entry(
    'quarantine-corrected',
    'quarantine',
    '/runs/7/quarantine',
    { ...quarantine, delivery: 4, corrected: [{ position: quarantine.rows[0]!.position, count: 2 }], newerRun: null },
    asOperator,
  ),
  entry('quarantine-shared', 'quarantine', '/work-list?code=abc', { ...quarantine, isShared: true }),
  entry(
    'work-list-link',
    'work-list-link',
    '/runs/7/quarantine/links',
    { run: 7, href: `${base}/work-list?code=abc`, days: 14 },
    asOperator,
  ),
  entry('operations', 'operations', '/operations', operations, asOperator),
  entry(
    'operations-calm',
    'operations',
    '/operations',
    { ...operations, expectations: [operations.expectations[0]], jobs: [], checks: [] },
    asOperator,
  ),
  entry(
    'audit',
    'audit',
    '/audit?who=user:7&limit=2',
    {
      entries: [
        {
          number: 4711,
          at: '2026-11-20T03:04:05.678Z',
          action: 'read',
          outcome: 'done',
          who: 'user:7',
          onBehalfOf: ['H26.5'],
          resources: ['gieng-khoan'],
          target: `/collections/gieng-khoan/items?q=${attack}`,
          purpose: attack,
          legalBasis: '12/QĐ-UBND',
          address: '192.0.2.1',
          rows: 1240,
          erased: [],
        },
        {
          number: 4710,
          at: '2026-11-20T03:04:05.000Z',
          action: 'change',
          outcome: 'refused',
          problem: 'role-required',
          erased: ['who', 'resources', 'address'],
        },
      ],
      next: 4710,
      waiting: 1,
      sealed: { entry: 4712, at: '2026-11-20T03:04:06.000Z', hash: '0'.repeat(64), key: '0123456789abcdef' },
      actions: ['read', 'change'],
      outcomes: ['done', 'refused'],
    },
    asOperator,
  ),
  entry(
    'audit-empty',
    'audit',
    '/audit?action=erase',
    { entries: [], next: null, waiting: 0, sealed: null, actions: ['erase'], outcomes: ['done'] },
    asOperator,
  ),
  entry('conformance', 'conformance', '/conformance', {
    conformsTo: [
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
      'http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison',
    ],
  }),
  entry('api', 'api', '/api', {
    href: '/openapi.json',
    operations: [
      { method: 'GET', path: '/collections/{collectionId}/items', summary: 'Các đối tượng của một lớp', tag: 'data' },
      { method: 'POST', path: '/sources', summary: attack, tag: 'sources' },
    ],
  }),
  entry('problem', 'problem', '/collections/khong-khi/items?filter=gia_tri%20%3E%20%3E', {
    type: `${base}/problems/invalid-filter`,
    title: 'Không đọc được điều kiện lọc',
    status: 400,
    detail: `Ở ký tự 11 của điều kiện lẽ ra là một giá trị, không phải "${attack}".`,
  }),
  entry('problem-type', 'problem-type', '/problems/invalid-filter', {
    code: 'invalid-filter',
    status: 400,
    title: 'Không đọc được điều kiện lọc',
    detail: 'Ở ký tự {position} lẽ ra là {expected}.',
  }),
  ...identitySamples,
];
