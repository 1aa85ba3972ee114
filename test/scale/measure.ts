import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, readLayer, type Cell, type Layer, type RowBatch } from '../../src/formats/index.ts';
import { profileLayer, type Profile, type ScaleFinding } from '../../src/harmonise/index.ts';

export const realFolder = join(process.env['LIENTHONG_TEST_DATA'] ?? '../shared', 'data');
export const missingData = existsSync(realFolder) ? false : `no real data at ${realFolder} (LIENTHONG_TEST_DATA)`;

export interface Series {
  readonly file: string;
  readonly layer: Layer;
  readonly batch: RowBatch;
}

const mostRows = 10_000;

/** Every layer of the real series, at most its first rows. */
export async function realSeries(folders = ['air', 'water', 'qc']): Promise<Series[]> {
  const found: Series[] = [];
  for (const path of folders.flatMap((folder) => filesBelow(join(realFolder, folder)))) {
    const file = { path, name: path.slice(realFolder.length + 1), sizeBytes: statSync(path).size };
    const { layers } = await inspect(file, { workFolder: '/tmp' }).catch(() => ({ layers: [] as Layer[] }));
    for (const layer of layers.filter(({ empty }) => !empty)) {
      const batch = await firstRows(readLayer(file, layer, { workFolder: '/tmp' }));
      if (batch && batch.rows.length >= 30) found.push({ file: `${file.name} ${layer.id}`.trim(), layer, batch });
    }
  }
  return found;
}

async function firstRows(batches: AsyncIterable<RowBatch>): Promise<RowBatch | null> {
  const rows: (readonly Cell[])[] = [];
  const positions: number[] = [];
  try {
    for await (const batch of batches) {
      rows.push(...(batch.rows as (readonly Cell[])[]));
      positions.push(...batch.positions);
      if (rows.length >= mostRows) break;
    }
  } catch {
    return null;
  }
  return { rows, positions, bytesRead: 0 };
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

export async function scalesOf(layer: Layer, batch: RowBatch): Promise<Profile> {
  async function* batches(): AsyncGenerator<RowBatch> {
    for (let at = 0; at < batch.rows.length; at += 2_000) {
      yield {
        rows: batch.rows.slice(at, at + 2_000),
        positions: batch.positions.slice(at, at + 2_000),
        bytesRead: 0,
      };
    }
  }
  return profileLayer(layer, batches());
}

/**
 * Numbers that change in a stretch of rows. `keepsPlaces`: they are rounded to the decimal places that the cell had, as a program
 * writes them that knows nothing of the change.
 */
export function plant(
  batch: RowBatch,
  column: number,
  from: number,
  to: number,
  change: (value: number) => number,
  keepsPlaces = false,
): RowBatch {
  const rows = batch.rows.map((row, at) => {
    if (at < from || at > to) return row;
    const cell = row[column];
    const [, digits = '', unit = ''] = /^\s*(-?\d+(?:\.\d+)?)(.*)$/s.exec(String(cell ?? '')) ?? [];
    if (digits === '') return row;
    const exact = Number(change(Number(digits)).toPrecision(12));
    const changed = keepsPlaces ? Number(exact.toFixed(digits.split('.')[1]?.length ?? 0)) : exact;
    const written = typeof cell === 'number' ? changed : `${changed}${unit}`;
    return row.map((other, index) => (index === column ? written : other));
  });
  return { ...batch, rows };
}

/** Columns that a change of seconds, minutes and hours may befall. */
export const goesByTime = (name: string): boolean => /speed|wind|discharge|flow|_m3s|duration/i.test(name);

export interface PlantedChange {
  readonly name: string;
  /** Only of columns that hold so much by the second, minute or hour. */
  readonly isOfTime: boolean;
  readonly factor: number;
  readonly change: (value: number) => number;
}

export const plantedChanges: readonly PlantedChange[] = [10, 100, 1_000, 60, 3_600].flatMap((factor) => [
  { name: `× ${factor}`, factor: 1 / factor, isOfTime: factor % 60 === 0, change: (value: number) => value * factor },
  { name: `÷ ${factor}`, factor, isOfTime: factor % 60 === 0, change: (value: number) => value / factor },
]);

/** Whether a finding names the stretch (to a tenth of it) and the factor of what was planted. */
export function isFound(
  findings: readonly ScaleFinding[],
  column: string,
  from: number,
  to: number,
  factor: number,
): boolean {
  return findings.some((finding) => {
    if (finding.column !== column || Math.abs(Math.log10(finding.factor / factor)) > 0.02) return false;
    const overlap = Math.min(to, finding.to) - Math.max(from, finding.from) + 1;
    return overlap >= 0.8 * (to - from + 1) && overlap >= 0.8 * (finding.to - finding.from + 1);
  });
}

/** A generator with a seed, so that the table comes out the same. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
