import { operatorCaller } from '../../src/kernel/index.ts';
import type { Sample } from './samples.ts';

const attack = '<script>alert("x")</script>';
const caller = operatorCaller('session', 'form-token');
const columns = [
  { name: 'station_code', title: 'Mã trạm', type: 'string', unit: null, codelist: null, column: 'Ký hiệu' },
  { name: 'time', title: 'Thời điểm', type: 'date-time', unit: null, codelist: null, column: 'Giờ đo' },
  { name: 'pm25', title: 'Bụi PM2,5', type: 'number', unit: 'ug/m3', codelist: null, column: attack },
];
const good = { station_code: 'T01', time: '2026-11-21T22:00:00Z', pm25: 41.4 };
const problem = (property: string | null, severity: string, value: string | null, sentence: string) => ({
  property,
  column: property,
  rule: 'type',
  severity,
  action: 'quarantined',
  value,
  sentence,
});

const preview = {
  delivery: 4,
  source: 'khong-khi',
  layer: 'Số liệu giờ',
  layerTitle: 'Số liệu giờ',
  layerIndex: 0,
  layerRows: 250_000,
  collection: 'khong-khi',
  standard: 'vn-air/hourly',
  standardTitle: 'Không khí, trung bình giờ',
  read: 10_000,
  isWhole: false,
  refused: 2_311,
  warned: 1,
  wouldWait: true,
  columns,
  rows: [
    {
      position: 14,
      outcome: 'refused',
      values: { ...good, time: null },
      problems: [problem('time', 'error', '31/02/2026', 'Ngày "31/02/2026" không có trong lịch.')],
    },
    { position: 17, outcome: 'refused', values: null, problems: [problem(null, 'error', attack, `Dòng ${attack}.`)] },
    {
      position: 20,
      outcome: 'warned',
      values: { ...good, pm25: 1240.5 },
      problems: [problem('pm25', 'warning', '1240,5', 'Ngoài khoảng thường gặp.')],
    },
    { position: 2, outcome: 'good', values: good, problems: [] },
  ],
  causes: [
    {
      rule: 'type',
      column: 'time',
      severity: 'error',
      count: 2_311,
      sentence: 'Cột «Giờ đo»: có ngày không đọc được.',
    },
    { rule: 'range', column: attack, severity: 'warning', count: 1, sentence: `Cột «${attack}»: ngoài khoảng.` },
  ],
  conversions: [{ column: attack, sentence: `Cột «${attack}»: dấu phẩy thập phân được đổi.` }],
  shapes: {
    shapes: [
      { position: 2, geometry: { type: 'Point', coordinates: [105.877, 21.049] } },
      { position: 3, geometry: { type: 'Point', coordinates: [105.796, 21.011] } },
    ],
    left: 7_600,
  },
};

const correction = {
  id: 3,
  delivery: 4,
  source: 'khong-khi',
  collection: 'khong-khi',
  layer: '',
  position: 14,
  column: attack,
  oldValue: '31/02/2026',
  newValue: '28/02/2026',
  reason: `Trạm xác nhận ${attack}`,
  madeByName: 'Nguyễn Thị Hoa',
  madeAt: '2026-11-21T23:05:00Z',
  endedByName: null,
  endedAt: null,
  isCarried: true,
};
const ended = { ...correction, id: 2, newValue: '', endedByName: '', endedAt: '2026-11-21T23:06:00Z' };
const cell = (column: string, value: string, corrected = value, problems: string[] = []) => ({
  column,
  value,
  corrected,
  problems,
});
const sourceRow = {
  run: 7,
  delivery: 4,
  collection: 'khong-khi',
  position: 14,
  file: 'Quan trắc 2026.xlsx',
  isQuarantined: true,
  problems: ['Thiếu giá trị bắt buộc.'],
  cells: [
    cell('Ký hiệu', 'T01'),
    cell(attack, '31/02/2026', '28/02/2026'),
    cell('PM2,5', '-40', '-40', ['"-40" nhỏ hơn 0.']),
    cell('Ghi chú', 'dòng một\ndòng hai'),
    cell('Hình', 'POLYGON'.repeat(600)),
  ],
  corrections: [correction, ended],
  newerRun: null,
};

/** Pages of the studio; the forms of the decisions come from the samples of their own pages. */
export function studioSamples(proposal: unknown, delivery: unknown): Sample[] {
  const typed = { layer: 'Số liệu giờ', standard: 'vn-air/hourly', columns: ['pm25=PM10', 'station_code='] };
  const page = (name: string, resource: string, path: string, data: unknown): Sample => ({
    name,
    resource,
    path,
    caller,
    data,
  });
  const entry = (name: string, data: unknown) => page(name, 'preview', '/deliveries/4/preview', data);
  const listed = { delivery: 4, source: 'khong-khi', file: 'Quan trắc 2026.xlsx' };
  return [
    entry('preview', { ...preview, typed, decision: { resource: 'mapping-proposal', data: proposal } }),
    entry('preview-good', {
      ...preview,
      read: 12,
      isWhole: true,
      refused: 0,
      warned: 0,
      wouldWait: false,
      rows: preview.rows.slice(3),
      causes: [],
      conversions: [],
      shapes: { shapes: [], left: 0 },
      typed: { layer: 'Số liệu giờ', standard: 'vn-air/hourly' },
      decision: { resource: 'delivery', data: delivery },
    }),
    page('source-row', 'source-row', '/runs/7/rows/14', sourceRow),
    page('source-row-unreadable', 'source-row', '/runs/7/rows/17', { ...sourceRow, cells: null, corrections: [] }),
    page('source-row-late', 'source-row', '/runs/7/rows/14', { ...sourceRow, problems: [], newerRun: 9 }),
    page('corrections', 'corrections', '/deliveries/4/corrections', { ...listed, corrections: [correction, ended] }),
    page('corrections-none', 'corrections', '/deliveries/4/corrections', { ...listed, corrections: [] }),
  ];
}
