import { mkdir, readFile, rm, stat, symlink, writeFile, copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileSource, readHead, type ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import type { Companions } from '../companions.ts';
import { gpkgReader } from '../gpkg/gpkg-reader.ts';
import type { Detection, Layer, RowBatch } from '../model.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { fileGeodatabase, gdalCompanions, gdalKindOf, type GdalKind } from './gdal-kinds.ts';
import { convert } from './ogr2ogr.ts';
import { withPlainFields } from './tab-fields.ts';

/** What GDAL reads where it is installed: MapInfo TAB, DXF, DGN, File Geodatabase, GPX. */
export const gdalReader: FormatReader = {
  formats: ['gdal'],
  companions: gdalCompanions,
  inspect: inspectGdal,
  read: readGdal,
};

interface Converted {
  readonly kind: GdalKind;
  readonly source: ByteSource;
  /** Encoding that the file states; a hint only. */
  readonly stated: string | null;
  /** Names of columns that were put aside for the way, by the plain name that stands for each. */
  readonly names: ReadonlyMap<string, string>;
  release(): Promise<void>;
}

async function inspectGdal(source: ByteSource, reading: Reading, companions: Companions): Promise<Inspected> {
  const converted = await converting(source, reading, companions);
  try {
    const { layers, refused } = await gpkgReader.inspect(converted.source, reading, companions);
    const several = layers.length > 1;
    return {
      layers: layers.map(({ table = '', ...layer }) => ({
        ...layer,
        format: 'gdal',
        columns: uniqueColumns(layer.columns.map((name) => converted.names.get(name) ?? name)),
        ...(several ? { table } : {}),
        detected: [...gdalDetections(converted), ...layer.detected],
      })),
      ...(refused ? { refused } : {}),
    };
  } finally {
    await converted.release();
  }
}

function gdalDetections({ kind, stated }: Converted): Detection[] {
  const detected: Detection[] = [{ what: 'format', value: kind.looksLike, reason: 'read-by-gdal', confidence: 1 }];
  if (stated !== null) detected.push({ what: 'stated-encoding', value: stated, reason: 'hint-only', confidence: 0.3 });
  return detected;
}

async function* readGdal(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
  companions: Companions,
): AsyncGenerator<RowBatch> {
  const converted = await converting(source, reading, companions);
  try {
    yield* gpkgReader.read(converted.source, layer, reading, batchRows, companions);
  } finally {
    await converted.release();
  }
}

async function converting(source: ByteSource, reading: Reading, companions: Companions): Promise<Converted> {
  const kind = await kindOf(source);
  const folder = await reading.temporaryPath();
  await mkdir(folder);
  const output = join(folder, 'layers.gpkg');
  try {
    const { input, stated, names } = await layOut(source, kind, folder, companions);
    await convert(input, output, kind, source.name, reading);
    const { size } = await stat(output);
    return {
      kind,
      stated,
      names,
      source: fileSource({ path: output, name: source.name, sizeBytes: size }, reading),
      release: () => rm(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function kindOf(source: ByteSource): Promise<GdalKind> {
  if (source.isFolder) return fileGeodatabase;
  const head = await readHead(source, 4_096);
  return gdalKindOf(head.toString('latin1')) ?? fileGeodatabase;
}

/** Puts the files under plain names into a folder of their own: no name that people gave reaches GDAL. */
async function layOut(source: ByteSource, kind: GdalKind, folder: string, companions: Companions) {
  const input = join(folder, `input.${kind.ending}`);
  if (kind.ending === 'tab') {
    const { text, stated } = withoutCharset(await readFile(await source.path(), 'latin1'));
    const plain = withPlainFields(text);
    await writeFile(input, plain.text, 'latin1');
    await bringCompanions(kind, folder, companions);
    return { input, stated, names: plain.names };
  }
  await bring(await source.path(), input);
  await bringCompanions(kind, folder, companions);
  return { input, stated: null, names: new Map<string, string>() };
}

/** The texts of a table shall come as they stand, whatever it says they are; UTF-8 stays. */
function withoutCharset(text: string): { readonly text: string; readonly stated: string | null } {
  const stated = /charset\s+"?(\w+)"?/i.exec(text)?.[1] ?? null;
  if (stated === null || /^utf-?8$/i.test(stated)) return { text, stated };
  return { text: text.replace(/(charset\s+"?)\w+/gi, '$1Neutral'), stated };
}

async function bringCompanions(kind: GdalKind, folder: string, companions: Companions): Promise<void> {
  for (const ending of kind.companions) {
    const beside = companions.find(ending);
    if (beside) await bring(await beside.path(), join(folder, `input.${ending}`));
  }
}

async function bring(from: string, to: string): Promise<void> {
  await symlink(resolve(from), to).catch(() => copyFile(from, to));
}
