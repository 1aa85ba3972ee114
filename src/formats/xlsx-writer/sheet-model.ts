/** How a cell looks; each is one format of the workbook. */
export const cellStyles = [
  'plain',
  'header',
  'required',
  'title',
  'wrapped',
  'text',
  'number',
  'whole',
  'day',
  'moment',
  'example',
  'bad',
] as const;
export type CellStyle = (typeof cellStyles)[number];

export interface SheetCell {
  readonly value: string | number;
  readonly style?: CellStyle;
  /** Shown beside the cell. */
  readonly comment?: string;
}

export interface SheetColumn {
  /** In characters. */
  readonly width: number;
  /** Of the cells that are still empty. */
  readonly style?: CellStyle;
}

/** What Excel checks, and says, while somebody fills in a range. */
export interface Validation {
  /** `B2:B5000`. */
  readonly range: string;
  readonly type: 'list' | 'decimal' | 'whole' | 'date' | 'textLength' | 'none';
  readonly operator?: 'between' | 'greaterThanOrEqual' | 'lessThanOrEqual';
  /** Formulas; texts of a list stand in quotes, or it names a range. */
  readonly first?: string;
  readonly second?: string;
  /** A value that fails is refused, or only warned of. */
  readonly strict: boolean;
  readonly title: string;
  readonly prompt: string;
  readonly error?: string;
}

/** Cells for which the formula holds are marked. */
export interface Marking {
  readonly range: string;
  readonly formula: string;
}

export interface WrittenSheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly (SheetCell | null)[])[];
  /** Rows that stay in sight at the top. */
  readonly frozenRows?: number;
  readonly validations?: readonly Validation[];
  readonly markings?: readonly Marking[];
  readonly isHidden?: boolean;
}

export interface WrittenWorkbook {
  readonly sheets: readonly WrittenSheet[];
  /** Names of ranges: `L1` is `'Danh mục'!$A$2:$A$35`. */
  readonly names: Readonly<Record<string, string>>;
}

/** `A`, `Z`, `AA` … of a column counted from 0. */
export function columnLetters(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26));
  return index < 26 ? rest : columnLetters(Math.floor(index / 26) - 1) + rest;
}

/** Text of an XML document, without the control characters that XML cannot hold. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n\r]|\uFFFE|\uFFFF/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
