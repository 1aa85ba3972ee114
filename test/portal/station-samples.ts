import { operatorCaller, publicCaller } from '../../src/kernel/index.ts';
import type { Sample } from './samples.ts';

const attack = '<script>alert("x")</script>';
const hour = 3_600_000;
const end = Date.parse('2026-11-22T02:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

const states = ['ok', 'calibrating', 'fault', 'offline', 'irregular', 'withheld'] as const;
const value = (i: number) => ({ time: iso(end - i * hour), value: 12.5 * i, flag: i + 1, status: 0, unit: 'µg/m³' });
const rows = states.map((state, i) => ({
  ...{ id: i + 1, network: 'khong-khi', code: `T0${i}`, name: i === 4 ? `Ngã Bảy ${attack}` : `Trạm ${i}`, state },
  ...{ longitude: i === 3 ? null : 105.8 + i / 50, latitude: i === 3 ? null : 21 + i / 70 },
  ...{ series: 6, lastTime: i === 3 ? null : iso(end - i * hour), value: i === 3 ? null : value(i) },
}));
const list = {
  stations: rows,
  counts: { ok: 1, calibrating: 1, fault: 1, offline: 1, irregular: 1, withheld: 1 },
  places: rows.filter(({ longitude }) => longitude !== null),
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
  at: null,
  classes: [10, 20, 35.5],
  times: { hours: ['2026-11-22T07', '2026-11-22T08'], days: ['2026-11-21', '2026-11-22'] },
  filter: { network: null, parameter: null, state: null, text: null },
  networks: [{ id: 'khong-khi', title: `Không khí ${attack}` }],
  parameters: [
    { symbol: 'PM10', title: 'Bụi PM10' },
    { symbol: 'pH', title: 'pH' },
  ],
  links: [{ rel: 'next', href: '/stations?token=abc' }],
};

/** A day of hours with a gap, a suspect value and one of a faulty device. */
const points = Array.from({ length: 24 }, (_, i) => ({
  ...{
    at: end - (24 - i) * hour,
    value: 20 + 8 * Math.sin(i / 3) - i / 10,
    flag: i === 5 ? 3 : 1,
    status: 0,
    received: 12,
  },
  ...(i === 15 ? { value: null, sent: 90, flag: 4, status: 2 } : {}),
})).filter((_, i) => i < 8 || i > 10);
const line = (grain: string, merged = 1) => ({
  ...{ series: 1, title: 'Bụi PM10', unit: 'µg/m³', resolution: { grain, merged, stepMs: hour }, points },
});
const series = ['PM10', 'pH'].map((symbol, i) => ({
  ...{ id: i + 1, symbol, title: i === 0 ? 'Bụi PM10' : symbol, unit: i === 0 ? 'µg/m³' : '', everySeconds: 3600 },
  ...{ count: 21, firstTime: iso(end - 24 * hour), isSilent: i === 1, time: i === 0 ? iso(end - hour) : null },
  ...{ value: i === 0 ? 21.4 : null, flag: i === 0 ? 3 : null, status: i === 0 ? 0 : null },
  ...{
    against: i === 0 ? ['range', 'neighbour'] : [],
    received: i === 0 ? 21 : null,
    measured: i === 0 ? 20 : null,
    expected: i === 0 ? 24 : null,
    isDrawn: i === 0,
  },
}));
const station = {
  ...{ id: 1, code: 'T01', name: `Trạm Nguyễn Văn Cừ ${attack}`, description: 'Cạnh cầu', about: { facility: attack } },
  ...{ longitude: 105.877, latitude: 21.049, network: { id: 'khong-khi', title: 'Không khí' }, approvedOnly: true },
  ...{ canFollow: false, canManage: false, state: 'ok', series, comparedWith: null },
  span: { name: 'day', from: iso(end - 24 * hour), to: iso(end), isUpToNow: true },
  charts: [{ ...line('raw'), compared: null }],
  outages: [
    { series: 1, from: iso(end - 16 * hour), to: iso(end - 13 * hour), seconds: 10_800 },
    { series: 2, from: iso(end - 99 * hour), to: null, seconds: 356_400 },
  ],
  deviceStates: [
    { series: 1, status: 1, from: iso(end - 9 * hour), to: iso(end - 8 * hour), seconds: 3_600, values: 13 },
    { series: 2, status: 14, from: iso(end - hour), to: null, seconds: 0, values: 1 },
  ],
  indices: [
    {
      ...{ index: 'x/a', title: 'Chỉ số giờ', at: iso(end), value: 137, deciding: 'Bụi', reason: null },
      level: { title: 'Kém', colour: '#ff7e00', advice: 'Nên ở trong nhà.' },
      why: ['Bụi: 62 µg/m³', `Theo ${attack}`],
    },
    {
      ...{ index: 'x/b', title: 'Chỉ số ngày', at: iso(end), value: null, level: null, deciding: null },
      ...{ reason: 'Chưa đủ dữ liệu: không có giá trị nào.', why: [] },
    },
  ],
};
const empty = { ...line('hour'), points: [], compared: null };
const compared = { ...line('day', 2), station: 'Trạm khác', year: 2025, shiftMs: 0 };

const named = { station: 1, name: attack, symbol: 'PM10', title: 'Bụi PM10' };
const report = {
  ...{ network: 'khong-khi', from: '2026-11-16', to: '2026-11-22', networks: list.networks, mostOutages: 2, links: [] },
  stations: rows.map(({ id, name, state, lastTime }) => ({
    ...{ id, name, state, lastTime },
    series: [{ id, symbol: 'PM10', title: 'Bụi PM10', received: 1900, measured: 1850, expected: 2016 }],
  })),
  outages: station.outages.map((outage) => ({ ...outage, ...named })),
  deviceStates: station.deviceStates.map((span) => ({ ...span, ...named })),
};

const around = ['Trạm A', `Trạm ${attack}`, 'Trạm C'].map((name, i) => ({ series: 11 + i, station: 2 + i, name }));
const held = {
  ...{ series: 1, station: 1, name: `Trạm Nguyễn Văn Cừ ${attack}`, network: 'khong-khi' },
  ...{ symbol: 'PM10', title: 'Bụi PM10', unit: 'µg/m³', offered: [...around, { series: 14, station: 5, name: 'Xa' }] },
  versions: [
    {
      ...{ version: 2, suspect: 12.5, madeBy: 'user:1', madeByName: attack, madeAt: iso(end), reason: 'set' },
      neighbours: around.map((one, i) => ({ ...one, difference: 1.25 * i - 1 })),
    },
    {
      ...{ version: 1, suspect: null, madeBy: 'derived', madeByName: null, madeAt: iso(end - hour), reason: 'derived' },
      neighbours: [],
    },
  ],
};

const sample = (name: string, resource: string, path: string, data: unknown): Sample => ({
  ...{ name, resource, path, caller: publicCaller, data },
});

/** Pages of stations. */
export const stationSamples: readonly Sample[] = [
  sample('stations', 'stations', '/stations', list),
  sample('stations-by-value', 'stations', '/stations?parameter=PM10', {
    ...list,
    filter: { ...list.filter, parameter: 'PM10' },
  }),
  sample('stations-of-hour', 'stations', '/stations?parameter=PM10&at=2026-11-22T07', {
    ...list,
    at: '2026-11-22T07',
    filter: { ...list.filter, parameter: 'PM10' },
  }),
  sample('no-stations', 'stations', '/stations?q=x', { ...list, stations: [], places: [], counts: {}, links: [] }),
  sample('no-such-parameter', 'stations', '/stations?parameter=PM2.5', { ...list, filter: { ...list.filter, parameter: 'PM2.5' }, stations: [], places: [], counts: {}, links: [] }), // prettier-ignore
  sample('station', 'station', '/stations/1', station),
  sample('station-compared', 'station', '/stations/1?span=decade&year=2025', {
    ...station,
    span: { ...station.span, name: 'decade', isUpToNow: false },
    charts: [{ ...line('day', 2), compared }, empty],
    indices: [],
    outages: [],
    deviceStates: [],
  }),
  sample('station-own-time', 'station', '/stations/1?from=2026-11-20T10:00&to=2026-11-20T12:00', {
    ...station,
    span: { name: 'own', from: '2026-11-20T03:00:00Z', to: '2026-11-20T05:00:00Z', isUpToNow: false },
  }),
  {
    ...sample('station-managed', 'station', '/stations/1', { ...station, canManage: true }),
    caller: operatorCaller('session', 'form-token'),
  },
  {
    ...sample('series-neighbours', 'series-neighbours', '/networks/khong-khi/series/1/neighbours', held),
    caller: operatorCaller('session', 'form-token'),
  },
  {
    ...sample('series-without-neighbours', 'series-neighbours', '/networks/khong-khi/series/1/neighbours', {
      ...held,
      unit: '',
      versions: [],
      offered: [],
    }),
    caller: operatorCaller('session', 'form-token'),
  },
  sample('station-report', 'station-report', '/stations/report', report),
];
