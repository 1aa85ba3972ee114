import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipped } from '../pipeline/zipped.ts';

/** A file as a browser sends it. */
export interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** One steward's way with one kind of file: what comes, how it is looked at, and what comes next. */
export interface Way {
  readonly kind: string;
  readonly width: 360 | 1280;
  readonly language: 'vi' | 'en';
  readonly hasScript: boolean;
  readonly skip: string | false;
  readonly first: () => Promise<SentFile>;
  readonly rows: number;
  /** Of these, kept out by the rules. */
  readonly refused: number;
  /** By a standard, a property that is to stay empty although the node proposes a column; null: as is, with this key. */
  readonly unmapped: string | null;
  /** The standard, where the node does not name it by itself. */
  readonly standard?: string;
  readonly key?: string;
  /** Whether the preview has a map. */
  readonly isMapped: boolean;
  /** The next delivery, from the columns of the first. */
  readonly next: (columns: readonly string[]) => Promise<SentFile>;
  readonly nextKind: 'full' | 'partial';
  /** What it changes: a record by its id, a property, the value before (undefined: no record) and after. */
  readonly change: {
    readonly id: string;
    readonly property: string;
    readonly before: unknown;
    readonly after: unknown;
  };
}

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const example = (name: string): Buffer => readFileSync(join(examples, name));
const shared = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const communes = join(shared, 'data/vector/legacy/canTho_xa_tcvn3_vn2000tm3_105');

const sent = (name: string, buffer: Buffer, mimeType = 'application/octet-stream'): SentFile => ({
  name,
  mimeType,
  buffer,
});

function replaced(content: Buffer, from: string, to: string): Buffer {
  const at = content.indexOf(from, 0, 'utf8');
  if (at === -1) throw new Error(`no ${from} in the example`);
  return Buffer.concat([content.subarray(0, at), Buffer.from(to), content.subarray(at + Buffer.byteLength(from))]);
}

async function shapefile(area: string | null): Promise<SentFile> {
  const files = readdirSync(communes).map((name): [string, Uint8Array] => {
    const content = readFileSync(join(communes, name));
    return [name, name.endsWith('.dbf') && area !== null ? replaced(content, '10.04', area) : content];
  });
  return sent('can-tho.zip', Buffer.from(await zipped(Object.fromEntries(files))), 'application/zip');
}

/** A month later the department sends its additions as plain text, with the columns of its workbook. */
function oneMoreRow(columns: readonly string[]): SentFile {
  const cells = columns.map((name) => {
    if (/^mã/i.test(name)) return 'MA-KK01';
    if (/^thời/i.test(name)) return '30/11/2026 07:00';
    return /^pm2/i.test(name) ? '33' : '';
  });
  return sent('thang-12.csv', Buffer.from(`${columns.join(';')}\n${cells.join(';')}\n`), 'text/csv');
}

export const ways: readonly Way[] = [
  {
    kind: 'CSV',
    width: 1280,
    language: 'vi',
    hasScript: true,
    skip: false,
    first: async () => sent('khong-khi-b.csv', example('tinh-mau-b-khong-khi.csv'), 'text/csv'),
    rows: 241,
    refused: 3,
    unmapped: 'station_name',
    standard: 'vn-air/ambient-air-measurements',
    isMapped: false,
    next: async () =>
      sent('khong-khi-b.csv', replaced(example('tinh-mau-b-khong-khi.csv'), '00:00;15,8', '00:00;16,8'), 'text/csv'),
    nextKind: 'full',
    change: { id: 'MB-KK01:2026-11-19T17:00:00Z', property: 'pm25', before: 15.8, after: 16.8 },
  },
  {
    kind: 'XLSX',
    width: 360,
    language: 'en',
    hasScript: true,
    skip: false,
    first: async () => sent('khong-khi-a.xlsx', example('tinh-mau-a-khong-khi.xlsx')),
    rows: 240,
    refused: 0,
    unmapped: 'note',
    isMapped: true,
    next: async (columns) => oneMoreRow(columns),
    nextKind: 'partial',
    change: { id: 'MA-KK01:2026-11-30T00:00:00Z', property: 'pm25', before: undefined, after: 33 },
  },
  {
    kind: 'GeoJSON',
    width: 360,
    language: 'vi',
    hasScript: false,
    skip: false,
    first: async () => sent('tram-c.geojson', example('tinh-mau-c-tram.geojson'), 'application/geo+json'),
    rows: 12,
    refused: 0,
    unmapped: 'note',
    isMapped: true,
    next: async () => {
      const content = replaced(example('tinh-mau-c-tram.geojson'), 'Công viên Trung tâm (mẫu)', 'Công viên Mới (mẫu)');
      return sent('tram-c.geojson', content, 'application/geo+json');
    },
    nextKind: 'full',
    change: { id: 'MA-KK01', property: 'name', before: 'Công viên Trung tâm (mẫu)', after: 'Công viên Mới (mẫu)' },
  },
  {
    kind: 'zipped Shapefile in legacy letters and VN-2000',
    width: 1280,
    language: 'en',
    hasScript: false,
    skip: existsSync(communes) ? false : `there is no real data at ${communes} (LIENTHONG_TEST_DATA)`,
    first: () => shapefile(null),
    rows: 103,
    refused: 0,
    unmapped: null,
    key: 'MA_XA',
    isMapped: true,
    next: () => shapefile('11.04'),
    nextKind: 'full',
    change: { id: '31120', property: 'dt_km2', before: 10.04, after: 11.04 },
  },
];
