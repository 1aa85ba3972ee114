import { isEmpty, looksLikeValue } from './header.ts';
import type { Cell, Detection } from './model.ts';

/** One of the last rows of a table. */
export interface TailRow {
  readonly row: number;
  readonly cells: readonly (Cell | undefined)[];
  /** One text over several columns. */
  readonly isMerged?: boolean;
}

export interface Tail {
  /** Row of the last record; null when the table goes on to the end. */
  readonly lastRecord: number | null;
  readonly detected: readonly Detection[];
}

/** Rows kept from the end of a table: notes and signatures take a page at most. */
export const tailRows = 40;

const totalWords =
  /^[\s*]*(tổng(\s+(cộng|số|chung|toàn\s+\S+|hợp))?|cộng|t\.?\s*cộng|trung bình|bình quân|grand total|sub-?total|total|sum|average|mean)\s*[:.]?\s*$/iu;
const noteWords =
  /^\s*(ghi chú|chú thích|chú ý|lưu ý|nguồn|ngày lập|người lập|người ký|thủ trưởng|nơi nhận|đơn vị lập|notes?\b|remarks?\b|source\b|prepared by|\(?\*+\)?)/iu;

type Kind = 'total' | 'note' | 'perhaps-note' | 'record';

/**
 * Finds totals, notes and signatures below the records, from the last rows. Lines of one or two texts count as notes
 * only under an empty row, a total, a word for a note or merged cells: a record may have few cells too.
 */
export function findTail(rows: readonly TailRow[], width: number): Tail {
  const kinds = rows.map((row) => kindOf(row, width));
  let start = rows.length;
  while (start > 0 && kinds[start - 1] !== 'record') start -= 1;
  while (start < rows.length && !isAnchored(rows, kinds, start)) start += 1;
  // All that was looked at: then it is no tail but a table of another form.
  if (start === 0 || start === rows.length) return { lastRecord: null, detected: [] };
  const tail = rows.slice(start);
  const found = (what: string, kind: (kind: Kind) => boolean): Detection[] => {
    const places = tail.filter((_, index) => kind(kinds[start + index]!)).map(({ row }) => row);
    if (places.length === 0) return [];
    return [{ what, value: places.join(', '), reason: 'below-the-records', confidence: 0.85 }];
  };
  return {
    lastRecord: rows[start - 1]!.row,
    detected: [
      ...found('total-rows', (kind) => kind === 'total'),
      ...found('notes-below', (kind) => kind === 'note' || kind === 'perhaps-note'),
    ],
  };
}

function kindOf({ cells, isMerged }: TailRow, width: number): Kind {
  const filled = cells.filter((cell) => !isEmpty(cell));
  const texts = filled.filter((cell) => !looksLikeValue(cell!));
  const [first] = texts;
  if (typeof first !== 'string') return 'record';
  if (width >= 2 && texts.length === 1 && filled[0] === first && totalWords.test(first)) return 'total';
  if (width < 3 || filled.length > 2 || texts.length < filled.length) return 'record';
  if (noteWords.test(first) || (isMerged && filled.length === 1)) return 'note';
  return filled.length === 1 || width >= 4 ? 'perhaps-note' : 'record';
}

function isAnchored(rows: readonly TailRow[], kinds: readonly Kind[], index: number): boolean {
  if (kinds[index] === 'total' || kinds[index] === 'note') return true;
  return index > 0 && rows[index]!.row > rows[index - 1]!.row + 1;
}
