/** A file that the runner makes itself; the same bytes every time. */
export interface SampleFile {
  readonly source: string;
  readonly name: string;
  readonly key: string;
  readonly text: string;
}

type Position = readonly [number, number];
interface SampleFeature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
}

export const largeCollection = 'mau-lon';
export const emptiedCollection = 'mau-rong';

/**
 * Pretended data of every kind that a node serves: points with moments, areas with holes, a table without geometry, a
 * layer whose only run is rolled back, and one beyond the 10,000 features up to which counts are exact.
 */
export function sampleFiles(): SampleFile[] {
  return [
    geojson('mau-diem-do', points(251)),
    geojson('mau-vung', range(60).map(area)),
    table('mau-bang', 120),
    geojson(emptiedCollection, points(5)),
    geojson(largeCollection, points(12_000)),
  ];
}

/** Points for a check that publishes: `moved` of them have another value, `missing` are gone, `added` are new. */
export function pointsVersion(source: string, change: { moved: number; missing: number; added: number }): SampleFile {
  const kept = range(40)
    .filter((i) => i >= change.missing)
    .map((i) => measuredPoint(i, i >= 40 - change.moved ? 1_000 : 0));
  return geojson(source, [...kept, ...range(change.added).map((i) => measuredPoint(1_000 + i))]);
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
const kinds = ['nước mặt', 'không khí', 'đất – "mẫu", thử'];

/**
 * `count` points, the last two at the south-west and north-east ends. The official suite carries only these two corners
 * of an extent into another CRS, where the box between them leaves out the other two corners: no point lies there.
 */
function points(count: number): SampleFeature[] {
  const ends: Position[] = [
    [104, 9],
    [108, 22.5],
  ];
  const scattered = range(count - ends.length).map((i) => measuredPoint(i));
  return [...scattered, ...ends.map((place, i) => ({ ...measuredPoint(count + i), geometry: pointAt(place) }))];
}

const pointAt = (coordinates: Position) => ({ type: 'Point', coordinates });

function measuredPoint(i: number, raised = 0): SampleFeature {
  const hundredths: Position = [10_450 + ((i * 37) % 300), 950 + ((i * 53) % 1_200)];
  const place: Position = [hundredths[0] / 100, hundredths[1] / 100];
  return {
    properties: {
      ma: `D${String(i).padStart(5, '0')}`,
      ten: `Điểm đo số ${i}`,
      loai: kinds[i % kinds.length],
      luc: new Date(Date.UTC(2026, 0, 1) + i * 5_400_000).toISOString().replace('.000Z', 'Z'),
      gia_tri: i % 17 === 0 ? null : Math.round(Math.sin(i) * 1e5) / 1e3 + raised,
      so_lan: i % 9,
      dat: i % 2 === 0,
    },
    geometry: i % 50 === 48 ? null : pointAt(place),
  };
}

function area(i: number): SampleFeature {
  const west = 105 + (i % 10) * 0.2;
  const south = 20 + Math.floor(i / 10) * 0.2;
  const outer = ring(west, south, 0.18);
  const hole = ring(west + 0.05, south + 0.05, 0.03).reverse();
  const parts = i % 4 === 3 ? [[outer, hole], [ring(west, south + 2, 0.1)]] : [[outer, hole]];
  return {
    properties: {
      ma: `V${String(i).padStart(3, '0')}`,
      ten: `Vùng ${i}`,
      ngay: `2025-${String(1 + (i % 12)).padStart(2, '0')}-15`,
      dien_tich: 10 + i * 0.5,
    },
    geometry:
      parts.length > 1 ? { type: 'MultiPolygon', coordinates: parts } : { type: 'Polygon', coordinates: parts[0] },
  };
}

function ring(west: number, south: number, size: number): Position[] {
  const [east, north] = [west + size, south + size];
  const corners: Position[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return corners.map(([x, y]) => [Number(x.toFixed(6)), Number(y.toFixed(6))]);
}

function geojson(source: string, features: readonly SampleFeature[]): SampleFile {
  const lines = features.map((feature) => JSON.stringify({ type: 'Feature', ...feature }));
  const text = `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
  return { source, name: `${source}.geojson`, key: 'ma', text };
}

function table(source: string, rows: number): SampleFile {
  const lines = range(rows).map(
    (i) => `T${String(i).padStart(3, '0')};Dòng ${i};${i * 3};2026-02-${String(1 + (i % 28)).padStart(2, '0')}`,
  );
  return { source, name: `${source}.csv`, key: 'ma', text: ['ma;ten;so;ngay', ...lines, ''].join('\n') };
}
