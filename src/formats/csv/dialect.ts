import { findHeaderBlock, type HeaderBlock } from '../header-block.ts';
import { findHeader, isEmpty } from '../header.ts';
import type { Detection } from '../model.ts';
import { CsvSplitter, type CsvShape } from './split-records.ts';

export interface CsvDialect extends CsvShape {
  /** '#' where lines that begin with it are remarks; '' where they are data. */
  readonly comment: string;
  /** Physical line of the (lowest) header; 0 where there is none. */
  readonly headerLine: number;
  /** Physical line where records begin. */
  readonly firstLine: number;
  /** The header's cells, or empty names when there is none. */
  readonly header: readonly string[];
  /** Rows of the header, cell by cell: between records they are none. */
  readonly headerRows: readonly (readonly string[])[];
  readonly hasRecords: boolean;
  readonly detected: readonly Detection[];
}

/** What is known before the text is looked at: the steward's words, and how units are told. */
export interface DialectHints {
  readonly delimiter?: string | undefined;
  readonly comment?: string | undefined;
  /** Physical lines of the header; `null`: there is none. */
  readonly header?: { readonly from: number; readonly to: number } | null | undefined;
  readonly isUnit?: ((text: string) => boolean) | undefined;
}

interface Line {
  readonly cells: string[];
  readonly line: number;
  readonly isComment: boolean;
}

// Of layouts equally regular the earlier one wins: commas come last because decimal commas are regular too.
const delimiters = ['\t', '|', ';', ','] as const;

/**
 * Says how a text is laid out from its beginning. `isWhole` when that is all of it; otherwise the last line may be cut
 * and is not looked at. Null when the text is not a table.
 */
export function detectDialect(head: string, isWhole: boolean, hints: DialectHints = {}): CsvDialect | null {
  const loneCr = hasLoneCr(head);
  const declared = /^sep=([^\r\n])\r?(?:\n|$)/i.exec(head)?.[1];
  const given = hints.delimiter ?? declared;
  const skippedLines = declared === undefined ? 0 : 1;
  const layouts = (given === undefined ? [...delimiters] : [given])
    .map((delimiter) => layoutOf(head, isWhole, { delimiter, quote: '"', loneCr }, skippedLines, hints))
    .filter((layout) => layout !== null);
  const best = layouts.toSorted((left, right) => right.score - left.score)[0];
  const reason =
    hints.delimiter === undefined ? (declared === undefined ? 'most-regular' : 'declared-by-sep') : 'chosen';
  if (best) return describe(best, reason, hints);
  return singleColumn(head, isWhole, loneCr, skippedLines, hints);
}

interface Layout {
  readonly shape: CsvShape;
  readonly lines: readonly Line[];
  readonly comment: string;
  readonly width: number;
  /** Share of lines, from the first full one on, that have the usual number of cells. */
  readonly share: number;
  /** The share, less where lines stand above the table, less where no header is found. */
  readonly score: number;
}

function layoutOf(
  head: string,
  isWhole: boolean,
  shape: CsvShape,
  skippedLines: number,
  hints: DialectHints,
): Layout | null {
  const all = linesOf(head, isWhole, shape, hints.comment).filter(({ line }) => line > skippedLines);
  const plain = all.filter(({ isComment, cells }) => !isComment && cells.some((cell) => cell !== ''));
  const width = usualWidth(plain.length > 0 ? plain : all);
  if (width < 2) return null;
  const comment = hints.comment ?? (commentsAreRemarks(all, width) ? '#' : '');
  const lines = withoutBlanks(comment === '' ? all : all.filter(({ isComment }) => !isComment));
  const skipped = lines.findIndex(({ cells }) => cells.length >= width);
  const from = lines.slice(skipped);
  const regular = from.filter(({ cells }) => cells.length === width).length;
  const share = regular / Math.max(1, from.length);
  // One line of several cells under lines of none is a sentence with commas.
  const isChosen = hints.delimiter !== undefined;
  if (!isChosen && (share < 0.5 || (skipped > 0 && regular < 2))) return null;
  const header = findHeader(
    from.map(({ cells }) => cells),
    width,
  );
  const score = share - (skipped > 0 ? 0.05 : 0) - (header.index < 0 ? 0.1 : 0);
  return { shape, lines, comment, width, share, score };
}

function linesOf(head: string, isWhole: boolean, shape: CsvShape, comment = '#'): Line[] {
  const lines: Line[] = [];
  const mark = comment === '' ? -1 : comment.charCodeAt(0);
  const record = (cells: string[], line: number, text: string, start: number) => {
    lines.push({ cells, line, isComment: text.charCodeAt(start) === mark });
  };
  const splitter = new CsvSplitter(shape, head.length + 1, {
    record,
    unterminated: (line, text, start, end) => record([text.slice(start, end)], line, text, start),
    tooLong: () => {},
  });
  splitter.push(head);
  if (isWhole) splitter.end();
  return lines;
}

function withoutBlanks(lines: readonly Line[]): Line[] {
  return lines.filter(({ cells }) => !isBlankRecord(cells));
}

/** The last lines of a text whose layout is known, for finding totals and notes. `firstLine`: number of its first. */
export function lastLines(text: string, dialect: CsvDialect, firstLine: number): { row: number; cells: string[] }[] {
  return withoutBlanks(linesOf(text, true, dialect, dialect.comment))
    .filter(({ isComment }) => !isComment)
    .map(({ line, cells }) => ({ row: line + firstLine - 1, cells }));
}

/** Blank lines and lines of nothing but delimiters are not records. */
export function isBlankRecord(cells: readonly string[]): boolean {
  if (cells.length === 1) return cells[0]!.trim() === '';
  for (const cell of cells) if (cell !== '') return false;
  return true;
}

function usualWidth(lines: readonly Line[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of lines) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let usual = 0;
  for (const [width, count] of counts) {
    const most = counts.get(usual) ?? 0;
    if (count > most || (count === most && width > usual)) usual = width;
  }
  return usual;
}

/** `# đo ngày 3/5` is a remark; `#1,A,2` among lines of three cells is data. */
function commentsAreRemarks(lines: readonly Line[], width: number): boolean {
  const marked = lines.filter(({ isComment }) => isComment);
  if (marked.length === 0) return false;
  const regular = marked.filter(({ cells }) => cells.length === width).length;
  return regular * 2 <= marked.length;
}

/** Excel for the Mac and old exports end lines with CR alone. */
function hasLoneCr(head: string): boolean {
  const lineFeeds = head.split('\n').length - 1;
  const lone = head.match(/\r(?!\n|$)/g)?.length ?? 0;
  return lone > lineFeeds || (lineFeeds === 0 && head.endsWith('\r'));
}

function singleColumn(
  head: string,
  isWhole: boolean,
  loneCr: boolean,
  skippedLines: number,
  hints: DialectHints,
): CsvDialect | null {
  const shape = { delimiter: ',', quote: '"', loneCr };
  const all = linesOf(head, isWhole, shape).filter(({ line }) => line > skippedLines);
  const comment = all.length > 0 && commentsAreRemarks(all, 2) ? '#' : '';
  const lines = withoutBlanks(comment === '' ? all : all.filter(({ isComment }) => !isComment));
  if (lines.length < 2 || lines.some(({ cells }) => cells.length !== 1 || /[;\t|]/.test(cells[0]!))) return null;
  const layout: Layout = { shape, lines, comment, width: 1, share: 1, score: 1 };
  const found = findHeader(
    lines.map(({ cells }) => cells),
    1,
  );
  // Sentences are not column names; a list needs a short header, or values below it.
  if (found.index !== 0 || lines.some(({ cells }) => cells[0]!.length > 200)) return null;
  return describe(layout, 'single-column', hints);
}

function describe(layout: Layout, delimiterReason: string, hints: DialectHints): CsvDialect {
  const { lines, shape, width } = layout;
  const block = findHeaderBlock(
    lines.map(({ cells }) => cells),
    width,
    { isUnit: hints.isUnit, chosen: hints.header ? indicesOf(hints.header, lines) : hints.header },
  );
  const last = block.nameRows.at(-1);
  const header = last === undefined ? null : lines[last]!;
  const data = lines.slice(block.first);
  const firstFull = data.find(
    ({ cells }) => cells.length >= width || cells.filter((cell) => !isEmpty(cell)).length > 1,
  );
  const names = header ? block.names : Array.from({ length: width }, () => '');
  const headerRows = [...block.nameRows, block.unitRow, block.numberRow].filter((index) => index >= 0);
  return {
    ...shape,
    comment: layout.comment,
    headerLine: header?.line ?? 0,
    firstLine: header ? lines[block.first - 1]!.line + 1 : (firstFull?.line ?? 1),
    header: names,
    headerRows: headerRows.map((index) => lines[index]!.cells),
    hasRecords: data.length > 0,
    detected: [
      { what: 'delimiter', value: shape.delimiter, reason: delimiterReason, confidence: layout.share },
      ...headerDetections(block, lines, layout),
    ],
  };
}

function indicesOf(chosen: { from: number; to: number }, lines: readonly Line[]): { from: number; to: number } {
  const from = lines.findIndex(({ line }) => line >= chosen.from);
  const to = lines.findLastIndex(({ line }) => line <= chosen.to);
  return from === -1 ? { from: 0, to: -1 } : { from, to };
}

function headerDetections(block: HeaderBlock, lines: readonly Line[], layout: Layout): Detection[] {
  const { reason, confidence, nameRows } = block;
  const lineOf = (index: number | undefined) => (index === undefined ? 0 : lines[index]!.line);
  const [top, last] = [lineOf(nameRows[0]), lineOf(nameRows.at(-1))];
  const value = top === last ? String(last) : `${top}-${last}`;
  const detections: Detection[] = [{ what: 'header-row', value, reason, confidence }];
  for (const [what, index] of [['unit-row', block.unitRow] as const, ['number-row', block.numberRow] as const]) {
    if (index < 0) continue;
    detections.push({ what, value: String(lineOf(index)), reason: 'directly-under-header', confidence: 0.9 });
  }
  const preamble = nameRows[0] ?? 0;
  if (preamble > 0) {
    detections.push({ what: 'preamble', value: String(preamble), reason: 'lines-above-header', confidence });
  }
  if (layout.comment !== '') {
    detections.push({ what: 'comments', value: layout.comment, reason: 'marked-lines-unlike-rows', confidence: 0.9 });
  }
  if (layout.shape.loneCr) {
    detections.push({ what: 'line-end', value: 'CR', reason: 'lone-carriage-returns', confidence: 0.95 });
  }
  return detections;
}
