import type { Cell, Detection, Layer } from '../formats/index.ts';
import type { PropertyType, Severity, Standard } from '../packs/index.ts';
import type { LettersGuess } from './letters/index.ts';

/** What is known of one column after reading the whole layer once. */
export interface ColumnProfile {
  /** As in `Layer.columns`. */
  readonly name: string;
  /** The same for people: in Unicode, where the header is written in legacy letters. */
  readonly title: string;
  readonly index: number;
  readonly rows: number;
  readonly empty: number;
  /** Estimated number of distinct non-empty values (sketch, about 1 %). */
  readonly distinct: number;
  readonly minimum: string | number | null;
  readonly maximum: string | number | null;
  readonly samples: readonly string[];
  readonly longest: number;
  /** Legacy letters found in the column; samples and extremes are shown converted. Null: right as it stands. */
  readonly letters: LettersGuess | null;
  /** Best type and how to read it. */
  readonly guess: ColumnGuess;
  /** Where the numbers of each series stand, to compare the next delivery with. */
  readonly levels?: readonly SeriesLevel[];
}

export interface ColumnGuess {
  readonly type: PropertyType;
  /** Decimal mark, date order, boolean words …: whatever `type` needs to be read, serialisable. */
  readonly reading: Readonly<Record<string, unknown>>;
  readonly meaning: 'time' | 'longitude' | 'latitude' | 'key' | 'none';
  /** UCUM code found in the header or the cells. */
  readonly unit: string | null;
  /** Full id of the code list that the values were found to be codes of. */
  readonly codes?: string;
  readonly why: readonly Detection[];
}

export interface Profile {
  readonly layer: string;
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  readonly geometry: {
    readonly types: Readonly<Record<string, number>>;
    readonly empty: number;
    readonly extent: readonly number[] | null;
  } | null;
  /** Numbers that seem to stand in another unit than the rest. */
  readonly scales?: readonly ScaleFinding[];
}

/** Typical values of one series of a column: of block medians the 5th, 50th and 95th of a hundred. */
export interface SeriesLevel {
  /** Texts of the columns that name the series; null: the whole column. */
  readonly series: Readonly<Record<string, string>> | null;
  readonly values: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
}

/** Numbers that seem to stand in another unit than the rest. Proposed, never applied by itself. */
export interface ScaleFinding {
  readonly column: string;
  /** `rows`: some rows of this delivery against the rest; `delivery`: all of it against the one before. */
  readonly scope: 'rows' | 'delivery';
  readonly series: Readonly<Record<string, string>> | null;
  readonly from: number;
  readonly to: number;
  /** What makes them like the rest: value × factor + offset. */
  readonly factor: number;
  readonly offset: number;
  readonly reason: 'decimal' | 'time' | 'molar' | 'temperature';
  /** Values in question, and values of the series. */
  readonly values: number;
  readonly of: number;
  readonly medianInside: number;
  readonly medianOutside: number;
  readonly confidence: number;
  /** Units that explain it, for people: of the rows in question and of the rest. */
  readonly units?: { readonly inside: string; readonly outside: string };
}

/** How one layer's columns become one standard's properties. Serialisable, versioned, kept with its source. */
export interface Mapping {
  readonly fields: readonly FieldMapping[];
  readonly geometry?: GeometryMapping;
  readonly missing?: readonly string[];
}

/** Where positions come from, and in which reference system they stand there. */
export type GeometryMapping =
  | (CrsChoice & {
      readonly from: 'layer';
      /** The layer gives north or latitude first. */
      readonly swapped?: boolean;
    })
  | (CrsChoice & {
      readonly from: 'columns';
      /** Column of the longitude, or of the easting where `crs` is a plane. */
      readonly longitude: string;
      /** Column of the latitude, or of the northing. */
      readonly latitude: string;
    })
  /** Both coordinates in one cell. */
  | (CrsChoice & { readonly from: 'column'; readonly column: string })
  | { readonly from: 'none' };

export interface CrsChoice {
  /**
   * A code of the packs (`EPSG:9208`), a proj4 string or WKT; `stated`: what the file says, at its word. Absent: what
   * the file says, and where it says nothing longitude and latitude of WGS 84.
   */
  readonly crs?: string;
  /** Why this one was taken, where it was guessed: kept for the lineage. */
  readonly why?: CrsReason;
}

export interface CrsReason {
  /** Key of a message `crs.<reason>`. */
  readonly reason: string;
  readonly confidence: number;
  /** Parameters of the message. */
  readonly detail?: Readonly<Record<string, string | number>>;
}

export interface FieldMapping {
  readonly target: string;
  /** Source column name as in `Layer.columns`; absent for a constant. */
  readonly column?: string;
  readonly constant?: string | number | boolean;
  /**
   * Overrides of how to read: decimal `,`|`.`, order `dmy`|`mdy`|`ymd`, zone `+07:00`, pattern, letters (an encoding of
   * the packs, `utf-8` for text decoded wrongly, `unicode` for leaving it alone) …
   */
  readonly reading?: Readonly<Record<string, unknown>>;
}

/** Numbers of some rows stand in another unit than the rest: value of the rest = value × factor + offset. */
export interface ScaleChange {
  /** First and last row, as in `RowBatch.positions`. */
  readonly from: number;
  readonly to: number;
  readonly factor: number;
  readonly offset?: number;
  /** Only rows with these texts in these columns: one station, one parameter. */
  readonly series?: Readonly<Record<string, string>>;
}

/** A harmonised value in the order of `Standard.properties`: text, number, boolean, ISO date/date-time text (UTC, Z), or JSON. */
export type Value = string | number | boolean | null | object;

export interface Issue {
  readonly rule: string; // 'type', 'required', 'range', 'pattern', 'codelist', 'geometry', 'nfc', 'decimal-comma', pack rule id …
  readonly severity: Severity;
  readonly column: string | null; // source column name where there is one, else the property
  /** null: a systematic conversion, reported once per column by `summary()`. */
  readonly position: number | null;
  readonly value: string | null; // as it stood in the file, at most 200 characters
  readonly action: 'changed' | 'kept' | 'emptied' | 'quarantined';
  /** Parameters for the message of `rule`. */
  readonly detail: Readonly<Record<string, string | number>>;
}

export interface SystematicIssue extends Issue {
  readonly position: null;
  readonly count: number;
  readonly samples: readonly { readonly from: string; readonly to: string; readonly position: number }[];
}

export interface HarmonisedRow {
  readonly position: number;
  /** In the order of `standard.properties`. */
  readonly values: readonly Value[];
  /** EWKB hex with SRID 4326, or null. */
  readonly geometry: string | null;
  /** GeoJSON feature id, if the source gave one. */
  readonly sourceId: string | number | null;
}

export interface QuarantinedRow {
  readonly position: number;
  readonly issues: readonly Issue[];
  /** The source cells by column name, for the steward to look at. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** What could be read of it, in the order of `standard.properties`; null for a record that could not be read at all. */
  readonly values: readonly Value[] | null;
  /** The values of the standard's key, where each could be read: lets the store keep the last good version, marked stale. */
  readonly key: readonly Value[] | null;
}

export interface HarmonisedBatch {
  readonly rows: readonly HarmonisedRow[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Cell issues of this batch (exceptions), including those of quarantined rows. */
  readonly issues: readonly Issue[];
}

export interface HarmoniserInput {
  readonly standard: Standard;
  readonly mapping: Mapping;
  readonly layer: Layer;
}
