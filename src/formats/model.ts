import type { Geometry } from '../kernel/index.ts';

/**
 * A cell as it stands in the file, before any meaning is given to it. CSV cells are text (never trimmed, '' when
 * empty); XLSX cells are numbers, booleans, text or, where the cell has a date style, ISO local text without zone
 * (`2026-11-22`, `2026-11-22T08:05:00`); GeoJSON properties are any JSON value. `null`: no such cell or JSON null.
 */
export type Cell = string | number | boolean | null | { readonly [key: string]: unknown } | readonly unknown[];

/** A file on disk to read: a kept blob, or one entry of an archive unpacked to a temporary file. Readers may seek. */
export interface InputFile {
  readonly path: string;
  /** The name people know it by (`Quan trắc 2025.xlsx`, `tram.csv`); content decides the format, the name only the title. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** What a layer is stored as. One line for each; the reader that claims it stands in `readers.ts`. */
export type LayerFormat =
  | 'csv'
  | 'xlsx'
  | 'geojson'
  | 'geojsonl'
  | 'xls'
  | 'ods'
  | 'fods'
  | 'xml-sheet'
  | 'html'
  | 'parquet'
  | 'json'
  | 'jsonl'
  | 'xml'
  | 'waterml'
  | 'toa5'
  | 'layout'
  | MapFormat;

/** Layers with geometry, and tables that stand beside them. */
export type MapFormat = 'shapefile' | 'dbf' | 'gpkg' | 'kml' | 'fgb' | 'gml' | 'mif' | 'gdal';

/** One sheet, layer or table of a file: a choice for the steward, never a guess. */
export interface Layer {
  /** Stable inside the delivery: `Sheet1`, `points.geojson`, `inner.zip/tram.xlsx#Trạm`; '' when the file has only one. */
  readonly id: string;
  readonly title: string;
  readonly format: LayerFormat;
  /** Entry path inside archives, outermost first; empty for a plain file. */
  readonly entry: readonly string[];
  /** Column names as they stand in the file, unique by suffix ` (2)`; empty names become `column N` (1-based). */
  readonly columns: readonly string[];
  readonly hasGeometry: boolean;
  /** The coordinate reference system as the file states it, true or not; absent where the file says nothing. */
  readonly crs?: LayerCrs;
  /**
   * Font in which most texts of each column are set; null where none is. Fonts of the time before Unicode say what the
   * characters of a text mean.
   */
  readonly fonts?: readonly (string | null)[];
  /** What was recognised and why: encoding, delimiter, header row, preamble …, for the steward to check. */
  readonly detected: readonly Detection[];
  /** Settings that `readLayer` uses, serialisable; a steward may override single ones. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** True when the layer has a header but no record, or nothing at all. */
  readonly empty: boolean;
}

/**
 * A reference system in the file's own words. Batches carry positions in it, x (east, longitude) first: a reader undoes
 * the axis order that its format defines, and says so in `detected`.
 */
export type LayerCrs =
  | { readonly kind: 'epsg'; readonly code: string; readonly axisOrder?: 'xy' | 'yx' } // 'EPSG:3405'
  | { readonly kind: 'wkt'; readonly wkt: string }
  | { readonly kind: 'proj4'; readonly proj4: string }
  /** Anything else, e.g. the CoordSys clause of MapInfo. */
  | { readonly kind: 'text'; readonly text: string };

export interface Detection {
  readonly what: string; // 'encoding', 'delimiter', 'header-row', 'decimal', …
  readonly value: string; // 'windows-1258', ';', '6', ','
  readonly reason: string; // stable key of a message, e.g. 'bom', 'valid-utf8', 'most-regular'
  readonly confidence: number; // 0..1
}

/** Up to a few thousand records in file order. All arrays have the same length. */
export interface RowBatch {
  readonly rows: readonly (readonly Cell[])[];
  /** 1-based position of each record in the file as people find it: physical line of a text file, row of a sheet, ordinal of a feature. */
  readonly positions: readonly number[];
  /** Only when the layer has geometry: GeoJSON in the layer's CRS, null where the record has none. */
  readonly geometries?: readonly (Geometry | null)[];
  /** GeoJSON's own feature ids, where present. */
  readonly ids?: readonly (string | number | null)[];
  /** Records that could not be read at all; they count as read and go to quarantine. */
  readonly rejected?: readonly RejectedRecord[];
  /** Rows between the records that are none; they do not count as read. */
  readonly leftOut?: readonly LeftOut[];
  /** Bytes of the file consumed so far, for progress. */
  readonly bytesRead: number;
}

/**
 * A row that is no record, and why: the header once more, as on each page of a printed table, or the example of a form.
 */
export interface LeftOut {
  readonly position: number;
  readonly reason: 'header-again' | 'example-row';
}

export interface RejectedRecord {
  readonly position: number;
  readonly reason:
    | 'too-few-cells'
    | 'too-many-cells'
    | 'unterminated-quote'
    | 'invalid-json'
    | 'not-a-feature'
    | 'invalid-geometry'
    | 'record-too-long';
  /** The record as text, at most 2,000 characters. */
  readonly raw: string;
  readonly detail?: string;
}
