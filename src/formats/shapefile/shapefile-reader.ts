import { readHead, type ByteSource } from '../byte-source.ts';
import type { Companions } from '../companions.ts';
import { DbfRows, surveyDbf, type DbfSurvey } from '../dbf/dbf-table.ts';
import type { Cell, Detection, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { rawOf, RowBatches } from '../row-batches.ts';
import { crsName, crsOfPrj } from '../stated-crs.ts';
import { geometryOfShape, type ShapeNotes } from './shape.ts';
import { multiPatch, shapeKinds, shpHeaderBytes } from './shp-header.ts';
import { isInSequence, openShp, type ShpRecords } from './shp-records.ts';
import { GeometryFault } from '../wkb.ts';

/** A .shp with what stands beside it; alone it is geometry without attributes. */
export const shapefileReader: FormatReader = {
  formats: ['shapefile'],
  companions: [
    ...['dbf', 'shx', 'prj', 'cpg', 'cst', 'dbt', 'fpt', 'qpj'],
    // Indexes, styles and metadata of several programs: nothing of the data.
    ...['sbn', 'sbx', 'fbn', 'fbx', 'ain', 'aih', 'atx', 'ixs', 'mxs', 'qix', 'shp.xml', 'xml', 'qmd', 'qml', 'sld'],
    ...['lyr', 'lyrx', 'avl', 'idm', 'ind', 'cdx', 'shp.ed.lock', 'sr.lock'],
  ],
  inspect: inspectShapefile,
  read: readShapefile,
};

/** Longer indexes would not fit into memory; records are then read in sequence. */
const indexLimit = 128 * 1024 * 1024;

async function inspectShapefile(source: ByteSource, reading: Reading, companions: Companions): Promise<Inspected> {
  const kind = await shapeKindOf(source);
  if (kind === multiPatch) throw problem('geometry-kind-not-read', { file: source.name, kind: 'MultiPatch' });
  const dbf = companions.find('dbf');
  const table = dbf ? await surveyDbf(dbf, reading, companions, source.name) : null;
  const index = await indexOf(companions);
  const notes: ShapeNotes = { nulls: 0, mended: 0, measured: 0 };
  const shapes = await countShapes(source, index, reading, notes);
  const crs = (await crsOfPrj(companions.find('prj'))) ?? (await crsOfPrj(companions.find('qpj')));
  return {
    layers: [
      {
        format: 'shapefile',
        columns: table?.columns ?? [],
        hasGeometry: true,
        ...(crs ? { crs } : {}),
        detected: [
          { what: 'geometry-type', value: shapeKinds[kind] ?? String(kind), reason: 'declared-by-file', confidence: 1 },
          {
            what: 'crs',
            value: crs ? crsName(crs) : '',
            reason: crs ? 'declared-by-file' : 'not-stated',
            confidence: crs ? 0.8 : 0,
          },
          ...(table?.detected ?? [note('attributes', 0, 'no-dbf-beside')]),
          ...shapeNotes(notes, shapes, table, index),
        ],
        settings: { encoding: table?.encoding ?? null },
        empty: Math.max(shapes, table?.records ?? 0) - (table?.deleted ?? 0) <= 0,
      },
    ],
  };
}

async function shapeKindOf(source: ByteSource): Promise<number> {
  const head = await readHead(source, shpHeaderBytes);
  if (head.length < shpHeaderBytes) throw problem('truncated-file', { file: source.name, place: 'SHP' });
  return head.readInt32LE(32);
}

async function indexOf(companions: Companions): Promise<Buffer | null> {
  const shx = companions.find('shx');
  if (!shx || (shx.sizeBytes ?? 0) > indexLimit) return null;
  const index = await readHead(shx, indexLimit);
  return index.length >= shpHeaderBytes + 8 ? index : null;
}

async function countShapes(source: ByteSource, index: Buffer | null, reading: Reading, notes: ShapeNotes) {
  const records = await openShp(source, index, reading);
  let shapes = 0;
  try {
    while (records.isReady || (await records.fill())) {
      const content = records.take();
      shapes += 1;
      if (content) shapeOf(content, notes);
    }
  } finally {
    await records.close();
  }
  return shapes;
}

function shapeNotes(notes: ShapeNotes, shapes: number, table: DbfSurvey | null, index: Buffer | null): Detection[] {
  const detected: Detection[] = [];
  const add = (what: string, value: number, reason: string) => {
    if (value > 0) detected.push(note(what, value, reason));
  };
  add('null-shapes', notes.nulls, 'read-without-geometry');
  add('rings-mended', notes.mended, 'holes-told-by-place');
  add('measures', notes.measured, 'not-kept');
  if (table) {
    add('shapes-without-row', shapes - table.records, 'read-without-attributes');
    add('rows-without-shape', table.records - shapes, 'read-without-geometry');
  }
  if (index && !isInSequence(index)) detected.push(note('order', shapes, 'read-by-index'));
  return detected;
}

function note(what: string, value: number, reason: string): Detection {
  return { what, value: String(value), reason, confidence: 1 };
}

/** The geometry, or why there is none. */
function shapeOf(content: Buffer, notes: ShapeNotes): ReturnType<typeof geometryOfShape> | GeometryFault {
  try {
    return geometryOfShape(content, notes);
  } catch (error) {
    if (error instanceof GeometryFault) return error;
    if (error instanceof RangeError) return new GeometryFault(error.message);
    throw error;
  }
}

async function* readShapefile(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
  companions: Companions,
): AsyncGenerator<RowBatch> {
  const dbf = companions.find('dbf');
  const encoding = String(layer.settings['encoding'] ?? 'utf-8');
  const records = await openShp(source, await indexOf(companions), reading);
  let rows: DbfRows | null = null;
  try {
    rows = dbf ? await DbfRows.open(dbf, encoding, reading, companions) : null;
    const batches = new RowBatches(true, batchRows);
    const join = joiner(layer, batches);
    for (let position = 1; ; position += 1) {
      const hasShape = records.isReady || (await records.fill());
      const hasRow = rows !== null && (rows.isReady || (await rows.fill()));
      if (!hasShape && !hasRow) break;
      join(position, hasShape ? records : null, hasRow ? rows : null);
      if (batches.isFull) yield batches.take(records.bytesRead + (rows?.bytesRead ?? 0));
    }
    if (!batches.isEmpty) yield batches.take(records.bytesRead + (rows?.bytesRead ?? 0));
  } finally {
    await records.close();
    await rows?.close();
  }
}

/** Puts one shape and one row together, by their order in both files. */
function joiner(layer: Layer, batches: RowBatches) {
  const nothing: readonly Cell[] = layer.columns.map(() => null);
  const notes: ShapeNotes = { nulls: 0, mended: 0, measured: 0 };
  return (position: number, records: ShpRecords | null, rows: DbfRows | null): void => {
    const content = records ? records.take() : undefined;
    const row = rows ? rows.take() : nothing;
    if (row === null) return;
    if (content === null) return batches.reject(position, 'record-too-long', rawOf(layer.columns, row));
    const geometry = content === undefined ? null : shapeOf(content, notes);
    if (geometry instanceof GeometryFault) {
      return batches.reject(position, 'invalid-geometry', rawOf(layer.columns, row), geometry.message);
    }
    batches.add(position, row, geometry);
  };
}
