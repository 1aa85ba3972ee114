import { parquetSchema, type SchemaElement } from 'hyparquet';
import { assembleAsync, asyncGroupToRows } from 'hyparquet/src/rowgroup.js';
import { prepareParquetRead, readParquetPlan } from 'hyparquet/src/scan.js';
import { compressors } from 'hyparquet-compressors';
import type { Geometry } from '../../kernel/index.ts';
import type { Cell, Detection, LayerCrs } from '../model.ts';
import { GeometryFault } from '../wkb.ts';
import { geoColumns, geometryOfValue, type GeoColumns, type GeometryColumn } from './geoparquet.ts';
import { ParquetFault } from './parquet-fault.ts';
import { checkPages, type ParquetFile } from './parquet-file.ts';
import { parsers, plainCell, takeMeaning, type ValueReader } from './parquet-values.ts';

/** What a file says of itself, ready to leave the worker thread. */
export interface ParquetSummary {
  readonly columns: readonly string[];
  readonly groupRows: readonly number[];
  readonly hasGeometry: boolean;
  readonly crs: LayerCrs | undefined;
  readonly detected: readonly Detection[];
}

export interface ParquetRow {
  readonly cells: readonly Cell[];
  readonly geometry: Geometry | null;
  /** Why what stands in the geometry's place is none. */
  readonly fault: string | null;
}

/** One open file; its schema is taken apart once. */
export class ParquetTable {
  readonly #file: ParquetFile;
  readonly #columns: { readonly name: string; readonly read: ValueReader }[] = [];
  readonly #geo: GeoColumns;

  /** Throws ParquetFaults `too-many-columns`, `damaged-file`. */
  constructor(file: ParquetFile, mostColumns: number) {
    this.#file = file;
    const schema = parquetSchema(file.metadata);
    this.#geo = geoColumns(file.metadata.key_value_metadata, schema);
    const others = new Map<string, GeometryColumn>(this.#geo.others.map((column) => [column.name, column]));
    for (const { element, children } of schema.children) {
      const name = nameOf(element, file.name);
      const read = children.length > 0 || element.repetition_type === 'REPEATED' ? plainCell : takeMeaning(element);
      for (const child of children) dropUnreadable(child.element);
      if (name === this.#geo.primary?.name || this.#geo.boxes.includes(name)) continue;
      const other = others.get(name);
      this.#columns.push({ name, read: other ? (value) => geometryCell(value, other) : read });
    }
    if (this.#columns.length > mostColumns)
      throw new ParquetFault('too-many-columns', { file: file.name, limit: mostColumns });
  }

  /** Looks at every page's header. Throws ParquetFault `damaged-file`. */
  async summary(): Promise<ParquetSummary> {
    const { row_groups: groups } = this.#file.metadata;
    for (const [index, group] of groups.entries()) await checkPages(this.#file, group, `row group ${index + 1}`);
    return {
      columns: this.#columns.map(({ name }) => name),
      groupRows: groups.map(({ num_rows: rows }) => Number(rows)),
      hasGeometry: this.#geo.primary !== null,
      crs: this.#geo.primary?.crs,
      detected: this.#detections(),
    };
  }

  /** Rows of one row group, or a part of it. */
  async rows(rowStart: number, rowEnd: number): Promise<ParquetRow[]> {
    const { name, buffer, metadata } = this.#file;
    const primary = this.#geo.primary;
    const columns = [...this.#columns.map((column) => column.name), ...(primary ? [primary.name] : [])];
    const { options, plan } = await prepareParquetRead({
      ...{ file: buffer, metadata, columns, rowStart, rowEnd },
      ...{ compressors, parsers, utf8: false, geoparquet: false },
    });
    const groups = readParquetPlan(options, plan);
    // Each column is read on its own; a fault in one must not leave that of another without anybody to hear it.
    for (const column of groups.flatMap(({ asyncColumns }) => asyncColumns)) column.data.catch(() => {});
    const rows: ParquetRow[] = [];
    for (const group of groups) {
      const whole = assembleAsync(group, parquetSchema(metadata), parsers);
      const read = await Promise.allSettled(whole.asyncColumns.map(({ data }) => data));
      const failed = read.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
      const from = Math.max(rowStart - group.groupStart, 0);
      const to = Math.min(rowEnd - group.groupStart, group.groupRows);
      for (const row of await asyncGroupToRows(whole, from, to, columns, 'array')) rows.push(this.#row(row));
    }
    if (rows.length !== rowEnd - rowStart) {
      throw new ParquetFault('damaged-file', {
        file: name,
        place: `№ ${rowStart + rows.length + 1}`,
        reason: 'num_rows',
      });
    }
    return rows;
  }

  #row(values: readonly unknown[]): ParquetRow {
    const cells = this.#columns.map(({ read }, index) => read(values[index]));
    const primary = this.#geo.primary;
    if (!primary) return { cells, geometry: null, fault: null };
    try {
      const geometry = geometryOfValue(values[this.#columns.length], primary.encoding);
      return geometry === undefined
        ? { cells, geometry: null, fault: primary.encoding }
        : { cells, geometry, fault: null };
    } catch (error) {
      if (!(error instanceof GeometryFault)) throw error;
      return { cells, geometry: null, fault: error.message };
    }
  }

  #detections(): Detection[] {
    const told = (what: string, value: string, reason: string): Detection => ({ what, value, reason, confidence: 1 });
    const detected = [told('row-groups', String(this.#file.metadata.row_groups.length), 'structure')];
    const { primary, boxes } = this.#geo;
    if (primary) {
      detected.push(told('geometry-from', `${primary.name} (${primary.encoding})`, 'declared'), ...primary.detected);
    }
    if (boxes.length > 0) detected.push(told('boxes-left-out', boxes.join(', '), 'declared'));
    return detected;
  }
}

/** The library's types promise a name; damaged bytes keep no promise. */
function nameOf({ name }: SchemaElement, file: string): string {
  if (typeof (name as unknown) === 'string') return name;
  throw new ParquetFault('damaged-file', { file, place: 'schema', reason: 'name' });
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
