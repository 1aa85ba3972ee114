import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { endingBeside } from './companions.ts';
import type { LayerFormat } from './model.ts';
import { readerOf } from './readers.ts';
import { headBytes, recognise } from './recognise.ts';

/** Formats whose one file is only a part: the rest of the data stands in files beside it. */
const inParts: readonly LayerFormat[] = ['shapefile', 'dbf', 'mif', 'gdal'];

/**
 * Files on disk that belong to one, as `xa.dbf` and `xa.prj` belong to `xa.shp`, sorted; none where the file stands for
 * itself, is a folder or cannot be read.
 */
export async function filesBeside(path: string): Promise<string[]> {
  const recognised = recognise(await headOf(path).catch(() => Buffer.alloc(0)));
  if (recognised.kind !== 'layers' || !inParts.includes(recognised.format)) return [];
  const wanted = readerOf(recognised.format).companions ?? [];
  const name = basename(path);
  const others = await readdir(dirname(path), { withFileTypes: true });
  return others
    .filter((other) => other.isFile() && other.name !== name)
    .filter((other) => wanted.includes(endingBeside(name, other.name) ?? ''))
    .map((other) => join(dirname(path), other.name))
    .toSorted();
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
