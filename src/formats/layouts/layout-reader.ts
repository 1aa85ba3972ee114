import type { ByteSource } from '../byte-source.ts';
import { carrierDecoder } from '../carrier-text.ts';
import { recogniseSource } from '../containers.ts';
import type { Cell, Detection, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { RowBatches } from '../row-batches.ts';
import { openZip } from '../zip.ts';
import { fileColumn, layoutColumns, readLine, readName, type FileLayout } from './file-layout.ts';

/** What reading needs to know: the layout itself, so that a layer stays readable when its pack is gone. */
export interface LayoutSettings {
  readonly layout: FileLayout;
}

/** Small text files of a known layout: one, or all of an archive together as one layer. */
export const layoutReader: FormatReader = {
  formats: ['layout'],
  // Only `inspect` knows the layouts and the names of neighbours; it makes these layers itself.
  inspect: (source) => Promise.reject(problem('not-a-table', { file: source.name })),
  read: readFiles,
};

export function layoutLayer(layout: FileLayout, files: number): LayerParts {
  const told = (what: string, value: string, reason: string): Detection => ({ what, value, reason, confidence: 0.95 });
  const settings: LayoutSettings = { layout };
  return {
    format: 'layout',
    columns: layoutColumns(layout),
    hasGeometry: false,
    detected: [told('layout', layout.id, 'name-and-lines'), told('files', String(files), 'same-layout')],
    settings: { ...settings },
    empty: false,
  };
}

/** The layout of a text file, by its name, else by its lines. */
export async function layoutOf(source: ByteSource, reading: Reading): Promise<FileLayout | null> {
  const named = layoutByName(source.name, reading);
  if (named || reading.layouts.length === 0) return named;
  const lines = await firstLines(source, 20);
  const fits = (layout: FileLayout) => lines.filter((line) => readLine(layout, line) !== null).length;
  return reading.layouts.find((layout) => lines.length >= 2 && fits(layout) === lines.length) ?? null;
}

export function layoutByName(name: string, reading: Reading): FileLayout | null {
  return reading.layouts.find((layout) => readName(layout, name) !== null) ?? null;
}

async function firstLines(source: ByteSource, most: number): Promise<string[]> {
  let text = '';
  for await (const chunk of source.open()) {
    text += chunk.toString('latin1');
    if (text.length > 16 * 1024) break;
  }
  return text
    .slice(0, 16 * 1024)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, most);
}

async function* readFiles(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const { layout } = layer.settings as unknown as LayoutSettings;
  const batches = new RowBatches(false, batchRows);
  const columns = layoutColumns(layout);
  let position = 0;
  for await (const { name, text, share } of filesOf(source, layout, reading)) {
    const fields = readName(layout, name);
    for (const line of text.split(/\r\n|\n|\r/)) {
      position += 1;
      if (line.trim() === '') continue;
      const row = readLine(layout, line);
      if (row) batches.add(position, cellsOf(columns, fields, row, name));
      else batches.reject(position, 'too-few-cells', line, name);
      if (batches.isFull) yield batches.take(share);
    }
  }
  if (!batches.isEmpty) yield batches.take(source.sizeBytes ?? 0);
}

function cellsOf(
  columns: readonly string[],
  fields: ReadonlyMap<string, string> | null,
  row: ReadonlyMap<string, string>,
  name: string,
): Cell[] {
  return columns.map((column) => (column === fileColumn ? name : (row.get(column) ?? fields?.get(column) ?? null)));
}

interface TextFile {
  readonly name: string;
  readonly text: string;
  /** Bytes of the whole read so far. */
  readonly share: number;
}

/** The file itself, or those of an archive that bear a name of the layout, in the order of their names. */
async function* filesOf(source: ByteSource, layout: FileLayout, reading: Reading): AsyncGenerator<TextFile> {
  const { kind } = await recogniseSource(source);
  if (kind !== 'zip') {
    const { length, text } = await textOf(source, reading);
    yield { name: nameIn(source.name), text, share: length };
    return;
  }
  const zip = await openZip(source, reading);
  try {
    const entries = zip.entries.filter(({ name }) => readName(layout, name) !== null);
    entries.sort((left, right) => (left.name < right.name ? -1 : 1));
    let share = 0;
    for (const entry of entries) {
      share += entry.entry.compressedSize;
      yield { name: entry.name, text: (await textOf(zip.source(entry), reading)).text, share };
    }
  } finally {
    zip.close();
  }
}

function nameIn(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** A file of a few lines, whole. Throws Problem `record-too-long` where it is none. */
async function textOf(source: ByteSource, reading: Reading): Promise<{ length: number; text: string }> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    length += chunk.length;
    if (length > reading.limits.recordBytes) {
      throw problem('record-too-long', { file: source.name, place: 'byte 0', limit: reading.limits.recordBytes });
    }
    parts.push(chunk);
  }
  const bytes = Buffer.concat(parts);
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : decode(bytes);
  return { length, text: text.replace(/^\ufeff/, '') };
}

const decode = carrierDecoder('utf-8')!;
