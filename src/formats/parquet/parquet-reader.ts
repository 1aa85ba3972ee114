import { parquetRead, parquetSchema, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Geometry } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import type { Cell, Detection, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { RowBatches } from '../row-batches.ts';
import { GeometryFault } from '../wkb.ts';
import { geoColumns, geometryOfValue, type GeoColumns, type GeometryColumn } from './geoparquet.ts';
import { checkPages, damaged, openParquet, type ParquetFile } from './parquet-file.ts';
import { parsers, plainCell, takeMeaning, type ValueReader } from './parquet-values.ts';

/** Parquet and GeoParquet, row group by row group, large groups in parts. */
export const parquetReader: FormatReader = {
  formats: ['parquet'],
  inspect: inspectParquet,
  read: readParquet,
};

/** Cells unpacked at once. */
const mostCells = 4_000_000;

interface Table {
  readonly columns: readonly { readonly name: string; readonly read: ValueReader }[];
  readonly geo: GeoColumns;
}

async function inspectParquet(source: ByteSource, reading: Reading): Promise<Inspected> {
  const file = await openParquet(source);
  try {
    const { columns, geo } = tableOf(file, reading);
    const { row_groups: groups } = file.metadata;
    let rows = 0;
    for (const [index, group] of groups.entries()) {
      reading.signal?.throwIfAborted();
      await checkPages(file, group, `row group ${index + 1}`);
      rows += Number(group.num_rows);
      reading.checkUnpacked(source.name, rows * Math.max(1, columns.length));
    }
    const crs = geo.primary?.crs;
    return {
      layers: [
        {
          format: 'parquet',
          columns: uniqueColumns(columns.map(({ name }) => name)),
          hasGeometry: geo.primary !== null,
          ...(crs ? { crs } : {}),
          detected: detectionsOf(file, geo),
          settings: { columns: columns.map(({ name }) => name) },
          empty: rows === 0,
        },
      ],
    };
  } catch (error) {
    throw damaged(error, source.name, 'Parquet');
  } finally {
    await file.close();
  }
}

function detectionsOf(file: ParquetFile, geo: GeoColumns): Detection[] {
  const told = (what: string, value: string, reason: string): Detection => ({ what, value, reason, confidence: 1 });
  const detected = [told('row-groups', String(file.metadata.row_groups.length), 'structure')];
  if (geo.primary) {
    detected.push(told('geometry-from', `${geo.primary.name} (${geo.primary.encoding})`, 'declared'));
    detected.push(...geo.primary.detected);
  }
  if (geo.boxes.length > 0) detected.push(told('boxes-left-out', geo.boxes.join(', '), 'declared'));
  return detected;
}

function tableOf(file: ParquetFile, reading: Reading): Table {
  const schema = parquetSchema(file.metadata);
  const geo = geoColumns(file.metadata.key_value_metadata, schema);
  const others = new Map<string, GeometryColumn>(geo.others.map((column) => [column.name, column]));
  const columns: { name: string; read: ValueReader }[] = [];
  for (const { element, children } of schema.children) {
    const { name } = element;
    const read = children.length > 0 || element.repetition_type === 'REPEATED' ? plainCell : takeMeaning(element);
    for (const child of children) dropUnreadable(child.element);
    if (name === geo.primary?.name || geo.boxes.includes(name)) continue;
    const other = others.get(name);
    columns.push({ name, read: other ? (value) => geometryCell(value, other) : read });
  }
  const limit = reading.limits.columns;
  if (columns.length > limit) throw problem('too-many-columns', { file: file.name, limit });
  return { columns, geo };
}

/** Types that the library refuses are read as bytes. */
function dropUnreadable(element: SchemaElement): void {
  if (element.converted_type === 'BSON' || element.converted_type === 'INTERVAL') delete element.converted_type;
}

function geometryCell(value: unknown, column: GeometryColumn): Cell {
  try {
    return (geometryOfValue(value, column.encoding) ?? null) as Cell;
  } catch {
    return plainCell(value);
  }
}

async function* readParquet(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const file = await openParquet(source);
  try {
    const table = tableOf(file, reading);
    const batches = new RowBatches(layer.hasGeometry, batchRows);
    const total = file.metadata.row_groups.reduce((sum, { num_rows: rows }) => sum + Number(rows), 0);
    let start = 0;
    for (const [index, group] of file.metadata.row_groups.entries()) {
      await checkPages(file, group, `row group ${index + 1}`);
      const end = start + Number(group.num_rows);
      const step = Math.max(1_000, Math.floor(mostCells / Math.max(1, table.columns.length + 1)));
      for (; start < end; start = Math.min(end, start + step)) {
        reading.signal?.throwIfAborted();
        const rows = await rowsOf(file, table, start, Math.min(end, start + step));
        for (const [place, row] of rows.entries()) {
          addRow(batches, table, row, start + place + 1);
          if (batches.isFull) yield batches.take(Math.round((file.buffer.byteLength * (start + place + 1)) / total));
        }
      }
    }
    if (!batches.isEmpty) yield batches.take(file.buffer.byteLength);
  } catch (error) {
    throw damaged(error, source.name, 'Parquet');
  } finally {
    await file.close();
  }
}

async function rowsOf(file: ParquetFile, table: Table, rowStart: number, rowEnd: number): Promise<unknown[][]> {
  let rows: unknown[][] = [];
  await parquetRead({
    file: file.buffer,
    metadata: file.metadata,
    columns: [...table.columns.map(({ name }) => name), ...(table.geo.primary ? [table.geo.primary.name] : [])],
    rowStart,
    rowEnd,
    compressors,
    parsers,
    utf8: false,
    geoparquet: false,
    onComplete: (read) => (rows = read),
  });
  if (rows.length !== rowEnd - rowStart) {
    throw problem('damaged-file', { file: file.name, place: `№ ${rowStart + rows.length + 1}`, reason: 'num_rows' });
  }
  return rows;
}

function addRow(batches: RowBatches, { columns, geo }: Table, row: readonly unknown[], position: number): void {
  const cells = columns.map(({ read }, index) => read(row[index]));
  if (!geo.primary) return batches.add(position, cells);
  let geometry: Geometry | null | undefined;
  let fault = geo.primary.encoding as string;
  try {
    geometry = geometryOfValue(row[columns.length], geo.primary.encoding);
  } catch (error) {
    if (!(error instanceof GeometryFault)) throw error;
    fault = error.message;
  }
  if (geometry === undefined) {
    const raw = JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]])));
    batches.reject(position, 'invalid-geometry', raw, fault);
  } else batches.add(position, cells, geometry);
}
