import type { Geometry } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { chosenEncoding } from '../chosen-encoding.ts';
import { carrierDecoder, CarrierSurvey, type Decode } from '../carrier-text.ts';
import { uniqueColumns } from '../columns.ts';
import type { Cell, Detection, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected, LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { rawOf, RowBatches } from '../row-batches.ts';
import { crsName } from '../stated-crs.ts';
import { GeometryFault } from '../wkb.ts';
import { quoted, SqliteFile, type SqlRow } from './gpkg-file.ts';
import { geometryOfGpkg } from './gpkg-geometry.ts';
import { contentsOf, type GpkgTable, type TableColumn } from './gpkg-tables.ts';

/** GeoPackage (OGC 12-128): every layer and table of attributes; other SQLite files as tables. */
export const gpkgReader: FormatReader = {
  formats: ['gpkg'],
  companions: ['gpkg-wal', 'gpkg-shm', 'gpkg-journal', 'gpkg.aux.xml'],
  inspect: inspectGpkg,
  read: readGpkg,
};

async function inspectGpkg(source: ByteSource, reading: Reading): Promise<Inspected> {
  const file = await SqliteFile.open(source, reading);
  try {
    if (isOtherKind(file))
      throw problem('map-format-not-read', { file: source.name, looksLike: 'SpatiaLite / MBTiles' });
    const { tables, others } = contentsOf(file);
    const layers: LayerParts[] = [];
    for (const table of tables) layers.push(await layerOf(file, table, reading));
    return {
      layers,
      refused: others.map(({ name, kind }) => ({
        table: name,
        problem: problem('map-format-not-read', { file: `${source.name}#${name}`, looksLike: kind }),
      })),
    };
  } finally {
    file.close();
  }
}

/** SQLite files of map programs that are no GeoPackage. */
function isOtherKind(file: SqliteFile): boolean {
  if (file.has('gpkg_contents')) return false;
  return (
    file.has('geometry_columns') ||
    (file.has('metadata') && file.tables.some((name) => /^(tiles|images|map)$/.test(name)))
  );
}

async function layerOf(file: SqliteFile, table: GpkgTable, reading: Reading): Promise<LayerParts> {
  const limit = reading.limits.columns;
  if (table.columns.length > limit) throw problem('too-many-columns', { file: `${file.name}#${table.name}`, limit });
  const chosen = chosenEncoding(reading.choiceFor(file.name, table.name), file.name);
  const survey = new CarrierSurvey();
  const notes: Notes = { blobs: 0 };
  const look: Decode = (bytes) => (survey.look(bytes), '');
  const read = recordReader(table, reading.limits.recordBytes, look, notes);
  let records = 0;
  for (const row of file.rows(queryOf(table, reading.limits.recordBytes))) {
    records += 1;
    read(row);
    if (records % 2_000 === 0) await breathe(reading);
  }
  return {
    format: 'gpkg',
    table: table.name,
    columns: uniqueColumns(table.columns.map(({ name }) => name)),
    hasGeometry: table.geometryColumn !== null,
    ...(table.crs ? { crs: table.crs } : {}),
    detected: [...survey.detections(null, chosen), ...detections(table, notes)],
    settings: { table: table.name, encoding: chosen?.value ?? survey.encoding },
    empty: records === 0,
  };
}

/** Lets others have the processor between two steps of a long reading. */
async function breathe(reading: Reading): Promise<void> {
  reading.signal?.throwIfAborted();
  await new Promise((resolve) => setImmediate(resolve));
}

function detections(table: GpkgTable, { blobs }: Notes): Detection[] {
  const detected: Detection[] = [];
  if (table.geometryColumn !== null) {
    const value = table.crs ? crsName(table.crs) : '';
    const reason = table.crs ? 'declared-by-file' : 'not-stated';
    detected.push({ what: 'crs', value, reason, confidence: table.crs ? 0.9 : 0 });
    detected.push({
      what: 'geometry-type',
      value: table.geometryType ?? '',
      reason: 'declared-by-file',
      confidence: 1,
    });
  }
  if (blobs > 0) detected.push({ what: 'binary-cells', value: String(blobs), reason: 'not-read', confidence: 1 });
  for (const name of table.computed)
    detected.push({ what: 'computed-column', value: name, reason: 'not-read', confidence: 1 });
  return detected;
}

interface Notes {
  blobs: number;
}

interface GpkgRecord {
  readonly cells: readonly Cell[];
  readonly geometry: Geometry | null | GeometryFault | 'too-long';
  readonly id: number | string | null;
}

/** Cells stand as c0, c1 …, the geometry as g; what is longer than a record may be is left where it is. */
function queryOf(table: GpkgTable, maxBytes: number): string {
  const short = (name: string) => `case when length(${quoted(name)}) <= ${maxBytes} then ${quoted(name)} end`;
  const asSql = ({ name, type }: TableColumn) => {
    if (isText(type)) return `cast(${quoted(name)} as blob)`;
    return type === 'BLOB' ? short(name) : quoted(name);
  };
  const cells = table.columns.map((column, index) => `${asSql(column)} as c${index}`);
  const geometry = table.geometryColumn;
  const place = geometry ? [`${short(geometry)} as g`, `length(${quoted(geometry)}) as l`] : [];
  const key = table.key ? [`${quoted(table.key)} as k`] : [];
  return `select ${[...cells, ...place, ...key, '1 as one'].join(', ')} from ${quoted(table.name)}`;
}

/** Texts come as bytes: not every writer keeps to UTF-8. */
function isText(type: string): boolean {
  return /^(TEXT|.*CHAR.*|CLOB)$/.test(type);
}

function recordReader(table: GpkgTable, maxBytes: number, decode: Decode, notes: Notes): (row: SqlRow) => GpkgRecord {
  const names = table.columns.map((_, index) => `c${index}`);
  return (row) => ({
    cells: names.map((name, index) => cellOf(row[name] ?? null, table.columns[index]!.type, decode, notes)),
    geometry: table.geometryColumn === null ? null : placeOf(row, maxBytes),
    id: idOf(row['k']),
  });
}

function idOf(key: SqlRow[string] | undefined): number | string | null {
  if (typeof key === 'number' || typeof key === 'string') return key;
  return typeof key === 'bigint' ? key.toString() : null;
}

function cellOf(value: SqlRow[string], type: string, decode: Decode, notes: Notes): Cell {
  if (value instanceof Uint8Array) {
    if (isText(type)) return decode(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    notes.blobs += 1;
    return null;
  }
  if (typeof value === 'bigint') return value.toString();
  if (type === 'BOOLEAN' && (value === 0 || value === 1)) return value === 1;
  return value;
}

function placeOf(row: SqlRow, maxBytes: number): GpkgRecord['geometry'] {
  const blob = row['g'];
  if (typeof row['l'] === 'number' && row['l'] > maxBytes) return 'too-long';
  if (blob === null || blob === undefined) return null;
  if (!(blob instanceof Uint8Array)) return new GeometryFault(String(blob).slice(0, 100));
  try {
    return geometryOfGpkg(blob);
  } catch (error) {
    if (error instanceof GeometryFault) return error;
    throw error;
  }
}

async function* readGpkg(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const file = await SqliteFile.open(source, reading);
  try {
    const name = String(layer.settings['table']);
    const table = contentsOf(file).tables.find((each) => each.name === name);
    if (!table) throw problem('layer-not-found', { file: source.name, layer: name });
    const batches = new RowBatches(layer.hasGeometry, batchRows);
    const encoding = String(layer.settings['encoding']);
    const decode = carrierDecoder(encoding);
    if (!decode) throw problem('unknown-setting', { file: source.name, setting: 'encoding', value: encoding });
    const read = recordReader(table, reading.limits.recordBytes, decode, { blobs: 0 });
    let position = 0;
    for (const row of file.rows(queryOf(table, reading.limits.recordBytes))) {
      position += 1;
      addTo(batches, position, read(row), layer);
      if (!batches.isFull) continue;
      await breathe(reading);
      yield batches.take(0);
    }
    if (!batches.isEmpty) yield batches.take(source.sizeBytes ?? 0);
  } finally {
    file.close();
  }
}

function addTo(batches: RowBatches, position: number, { cells, geometry, id }: GpkgRecord, layer: Layer): void {
  if (geometry === 'too-long') batches.reject(position, 'record-too-long', rawOf(layer.columns, cells));
  else if (geometry instanceof GeometryFault) {
    batches.reject(position, 'invalid-geometry', rawOf(layer.columns, cells), geometry.message);
  } else batches.add(position, cells, geometry, id);
}
