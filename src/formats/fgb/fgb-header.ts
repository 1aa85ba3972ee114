import type { ChunkReader } from '../chunk-reader.ts';
import type { LayerCrs } from '../model.ts';
import { problem } from '../problems.ts';
import { crsOfText } from '../stated-crs.ts';
import { FlatTable } from './flat-table.ts';

/** Types of columns by their number in the schema of FlatGeobuf 3. */
export const columnTypes = [
  ...(['byte', 'ubyte', 'bool', 'short', 'ushort', 'int', 'uint', 'long', 'ulong', 'float', 'double'] as const),
  ...(['string', 'json', 'datetime', 'binary'] as const),
];
export type ColumnType = (typeof columnTypes)[number];

export interface FgbColumn {
  readonly name: string;
  readonly type: ColumnType;
}

export interface FgbHeader {
  readonly name: string | null;
  /** 0 where each feature says its own. */
  readonly geometryType: number;
  readonly hasZ: boolean;
  readonly columns: readonly FgbColumn[];
  /** 0 where it is not known. */
  readonly features: number;
  readonly crs: LayerCrs | null;
}

export const magic = Buffer.from('fgb\x03fgb', 'latin1');
const largestHeader = 10 * 1024 * 1024;

/** Reads the header and passes over the index. Throws Problems `truncated-file`, `damaged-file`, `too-many-columns`. */
export async function readFgbHeader(chunks: ChunkReader, file: string, maxColumns: number): Promise<FgbHeader> {
  const cutShort = () => problem('truncated-file', { file, place: 'FlatGeobuf' });
  const damaged = (reason: string) => problem('damaged-file', { file, place: 'FlatGeobuf', reason });
  if (!(await chunks.fill(12))) throw cutShort();
  const start = chunks.take(12);
  if (!start.subarray(0, 7).equals(magic)) throw damaged('magic');
  const length = start.readUInt32LE(8);
  if (length > largestHeader || length < 8) throw damaged(`${length} byte`);
  if (!(await chunks.fill(length))) throw cutShort();
  const bytes = chunks.take(length);
  try {
    const table = FlatTable.root(bytes);
    const header = headerOf(table);
    if (header.columns.length > maxColumns) throw problem('too-many-columns', { file, limit: maxColumns });
    const index = indexBytes(header.features, table.uint16(9, 16));
    if (!(await chunks.skip(index))) throw cutShort();
    return header;
  } catch (error) {
    if (error instanceof RangeError) throw damaged(error.message);
    throw error;
  }
}

function headerOf(table: FlatTable): FgbHeader {
  return {
    name: table.text(0),
    geometryType: table.uint8(2),
    hasZ: table.bool(3),
    columns: columnsOf(table, 7),
    features: table.uint64(8),
    crs: crsOf(table.table(10)),
  };
}

export function columnsOf(table: FlatTable, field: number): FgbColumn[] {
  return table.tables(field).map((column) => {
    const type = columnTypes[column.uint8(1)];
    if (!type) throw new RangeError(`column type ${column.uint8(1)}`);
    return { name: column.text(0) ?? '', type };
  });
}

function crsOf(crs: FlatTable | null): LayerCrs | null {
  if (!crs) return null;
  const code = crs.int32(1);
  const organisation = crs.text(0) ?? 'EPSG';
  if (code > 0 && /^epsg$/i.test(organisation)) return { kind: 'epsg', code: `EPSG:${code}` };
  const wkt = crs.text(4);
  return wkt ? crsOfText(wkt) : null;
}

/** A packed R-tree: nodes of 40 bytes, level by level until one is left. */
function indexBytes(features: number, nodeSize: number): number {
  if (features === 0 || nodeSize < 2) return 0;
  let level = features;
  let nodes = features;
  do {
    level = Math.ceil(level / nodeSize);
    nodes += level;
  } while (level > 1);
  return nodes * 40;
}
