/**
 * How a steward wants a layer to be read where the reader would guess. What does not concern a format says nothing to
 * its reader. Rows and lines are numbered as people see them, from 1.
 */
export interface ReadingChoice {
  /** Id, sheet or title of the layer; absent: every layer of the file. */
  readonly layer?: string;
  /**
   * Of text files, and of map formats whose texts are bytes or say their encoding wrongly (DBF, Shapefile, MIF, KML, GML,
   * GeoPackage): a name of the WHATWG Encoding Standard, or one that iconv-lite knows. With `windows-1252` every byte
   * stays as it is, so that the letters of a font can be told column by column.
   */
  readonly encoding?: string;
  readonly delimiter?: string;
  /** Mark of comment lines; '' for none. */
  readonly comment?: string;
  /** `5`, `5-6` for a header of several rows, `0` for none. */
  readonly headerRow?: string;
  /** First and last row of the records. */
  readonly firstRow?: number;
  readonly lastRow?: number;
  /** Columns of a sheet: `B:K`; or a range with header: `B5:K200`. */
  readonly range?: string;
  /** Where records stand in JSON (`/results`, `/data/*`+`/items`) and XML (`/list/item`). */
  readonly records?: string;
}

/** Rows of a header, 0-based none: `5` → 5–5, `5-6` → 5–6, `0` → null; undefined where it cannot be understood. */
export function headerRowsOf(text: string): { from: number; to: number } | null | undefined {
  const found = /^\s*(\d{1,7})\s*(?:[-–:]\s*(\d{1,7}))?\s*$/.exec(text);
  if (!found) return undefined;
  const from = Number(found[1]);
  const to = Number(found[2] ?? found[1]);
  if (from === 0) return null;
  return to >= from && to - from < 10 ? { from, to } : undefined;
}

export interface SheetRange {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** `B:K`, `B5:K200`, `5:200` with 0-based columns and 1-based rows; undefined where it cannot be understood. */
export function sheetRangeOf(text: string): SheetRange | undefined {
  const found = /^\s*\$?([A-Za-z]{0,3})\$?(\d{0,7})\s*:\s*\$?([A-Za-z]{0,3})\$?(\d{0,7})\s*$/.exec(text);
  if (!found || (found[1] === '' && found[2] === '') || (found[3] === '' && found[4] === '')) return undefined;
  const range = {
    firstColumn: found[1] ? columnOfLetters(found[1]) : 0,
    lastColumn: found[3] ? columnOfLetters(found[3]) : Number.MAX_SAFE_INTEGER,
    firstRow: found[2] ? Number(found[2]) : 1,
    lastRow: found[4] ? Number(found[4]) : Number.MAX_SAFE_INTEGER,
  };
  return range.firstColumn <= range.lastColumn && range.firstRow <= range.lastRow ? range : undefined;
}

function columnOfLetters(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
