import type { Geometry } from '../../kernel/index.ts';
import type { Cell, Detection, Layer, LayerCrs, RowBatch } from '../model.ts';
import { GeometryFault, geometryOfWkb } from '../wkb.ts';
import { readWkt, type GeometryText } from './read-wkt.ts';

/** Headers under which programs write a geometry as text; only such columns are looked into. */
const headers = /wkt|wkb|geom|shape|hinh[ _]?hoc|hình[ _]?học|ranh[ _]?gi[oớ]i|polygon/i;
/** Share of the filled cells that must be geometries. */
const enough = 0.9;
const sridFlag = 0x20000000;

/** The column of a table that holds each record's geometry as text. */
export interface GeometryColumn {
  readonly name: string;
  readonly detected: Detection;
  readonly crs: LayerCrs | null;
}

/** Columns whose name says that they might hold geometries. */
export function mayHoldGeometry(columns: readonly string[]): boolean {
  return columns.some((name) => headers.test(name));
}

/** The first column whose cells are geometries, judged by the first records; null without one. */
export function findGeometryColumn(columns: readonly string[], rows: RowBatch['rows']): GeometryColumn | null {
  for (const [at, name] of columns.entries()) {
    if (!headers.test(name)) continue;
    const filled = rows.flatMap((row) => (typeof row[at] === 'string' && row[at].trim() !== '' ? [row[at]] : []));
    const found = filled.map(geometryText).filter((each) => each !== null);
    if (found.length === 0 || found.length < filled.length * enough) continue;
    const srids = new Set(found.map(({ srid }) => srid));
    const [srid = null] = srids;
    const isBinary = /^[0-9a-f]+$/i.test(filled[0]!.trim());
    return {
      name,
      detected: {
        what: 'geometry-column',
        value: name,
        reason: isBinary ? 'wkb-in-cells' : 'wkt-in-cells',
        confidence: found.length / filled.length,
      },
      crs: srids.size === 1 && srid !== null && srid !== 0 ? { kind: 'epsg', code: `EPSG:${srid}` } : null,
    };
  }
  return null;
}

/** The batches of a table with the geometries that stand in one of its columns; the text stays where it is. */
export async function* withGeometries(
  batches: AsyncIterable<RowBatch>,
  { columns, settings }: Layer,
): AsyncGenerator<RowBatch> {
  const at = columns.indexOf(String(settings[geometrySetting]));
  for await (const batch of batches) yield { ...batch, geometries: batch.rows.map((row) => geometryIn(row[at])) };
}

/** Name of the setting of a layer that says which column holds its geometry. */
export const geometrySetting = 'geometryColumn';

function geometryIn(cell: Cell | undefined): Geometry | null {
  return typeof cell === 'string' ? (geometryText(cell)?.geometry ?? null) : null;
}

/** Well-known text, or well-known binary in hexadecimal digits, as databases write it. */
function geometryText(cell: string): GeometryText | null {
  const text = cell.trim();
  if (!/^0[01][0-9a-f]{8,}$/i.test(text) || text.length % 2 === 1) return readWkt(text);
  const bytes = Buffer.from(text, 'hex');
  try {
    return { geometry: geometryOfWkb(bytes), srid: sridOf(bytes) };
  } catch (error) {
    if (error instanceof GeometryFault) return null;
    throw error;
  }
}

function sridOf(bytes: Buffer): number | null {
  const isLittle = bytes[0] === 1;
  const read = (offset: number) => (isLittle ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset));
  return bytes.length >= 9 && (read(1) & sridFlag) !== 0 ? read(5) : null;
}
