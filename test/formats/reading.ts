import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after } from 'node:test';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import {
  inspect,
  readLayer,
  type Cell,
  type InputFile,
  type Inspection,
  type Layer,
  type ReaderLimits,
  type ReaderOptions,
  type RowBatch,
} from '../../src/formats/index.ts';

/** One folder for a test file: what is written there is removed at its end. */
export const workFolder = mkdtempSync(join(tmpdir(), 'formats-'));
after(() => rmSync(workFolder, { recursive: true, force: true }));

let files = 0;

export function fileOf(content: string | Buffer, name = 'tep.csv'): InputFile {
  files += 1;
  const path = join(workFolder, `${files}`);
  writeFileSync(path, content);
  return { path, name, sizeBytes: statSync(path).size };
}

export function fileAt(path: string): InputFile {
  return { path, name: basename(path), sizeBytes: statSync(path).size };
}

/** A folder as it arrives from its transport: a zip of its files. */
export async function folderAt(path: string): Promise<InputFile> {
  const names = readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(path, name)).isFile());
  const entries = Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name))]));
  return fileOf(await zipOf(entries), `${basename(path)}.zip`);
}

export function look(
  file: InputFile,
  limits?: Partial<ReaderLimits>,
  options: Partial<ReaderOptions> = {},
): Promise<Inspection> {
  return inspect(file, { workFolder, ogr2ogr: 'ogr2ogr', ...(limits ? { limits } : {}), ...options });
}

export interface ReadAll {
  readonly rows: (readonly Cell[])[];
  readonly positions: number[];
  readonly geometries: unknown[];
  readonly ids: unknown[];
  readonly rejected: NonNullable<RowBatch['rejected']>[number][];
}

export async function readAll(file: InputFile, layer: Layer, limits?: Partial<ReaderLimits>): Promise<ReadAll> {
  const all: ReadAll = { rows: [], positions: [], geometries: [], ids: [], rejected: [] };
  for await (const batch of readLayer(file, layer, { workFolder, ogr2ogr: 'ogr2ogr', ...(limits ? { limits } : {}) })) {
    all.rows.push(...batch.rows);
    all.positions.push(...batch.positions);
    all.geometries.push(...(batch.geometries ?? []));
    all.ids.push(...(batch.ids ?? []));
    all.rejected.push(...(batch.rejected ?? []));
  }
  return all;
}

/** The only layer of a file with its records; fails where there is none or more. */
export async function readOnly(
  content: string | Buffer | InputFile,
  limits?: Partial<ReaderLimits>,
  options: Partial<ReaderOptions> = {},
) {
  const file = typeof content === 'string' || Buffer.isBuffer(content) ? fileOf(content) : content;
  const { layers, refused } = await look(file, limits, options);
  const [layer] = layers;
  if (!layer || layers.length > 1) {
    throw new Error(`${layers.length} layers; refused: ${refused.map(({ problem }) => problem.message).join('; ')}`);
  }
  return { layer, ...(await readAll(file, layer, limits)) };
}

/** The codes of what is refused, as `name: code`. */
export async function refusals(file: InputFile, limits?: Partial<ReaderLimits>): Promise<string[]> {
  const { refused } = await look(file, limits);
  return refused.map(({ name, problem }) => `${name}: ${problem.code}`);
}

export function zipOf(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}

/** A detection by what it is about: `value (reason)`. */
export function detected(layer: Layer, what: string): string | undefined {
  const found = layer.detected.find((detection) => detection.what === what);
  return found && `${found.value} (${found.reason})`;
}
