export interface CsvShape {
  readonly delimiter: string;
  /** '' where quotes mean nothing. */
  readonly quote: string;
  /** Where a lone CR ends a line; otherwise it is part of a cell. LF and CRLF always end one. */
  readonly loneCr: boolean;
}

/** What the splitter tells. `text.slice(start, end)` is the record as it stands, good only during the call. */
export interface CsvListener {
  record(cells: string[], line: number, text: string, start: number, end: number): void;
  /** A quote was opened and not closed before the file or the patience ended; only that line is given up. */
  unterminated(line: number, text: string, start: number, end: number): void;
  /** A line longer than the limit. */
  tooLong(line: number): void;
}

const LF = 10;
const CR = 13;

/**
 * Splits text into records and cells (RFC 4180 and its looser relatives): doubled quotes, line ends inside quotes,
 * quotes inside unquoted cells kept as they are, text after a closing quote kept with the cell. Text comes in pieces of
 * any size. Lines are counted as an editor counts them.
 */
export class CsvSplitter {
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #loneCr: boolean;
  readonly #maxRecord: number;
  readonly #listener: CsvListener;
  #rest = '';
  /** Pieces not yet looked at, and how much must come before it is worth looking again. */
  #waiting: string[] = [];
  #waitingLength = 0;
  #enough = 0;
  #line = 1;

  constructor(shape: CsvShape, maxRecord: number, listener: CsvListener) {
    this.#delimiter = shape.delimiter === '' ? -1 : shape.delimiter.charCodeAt(0);
    this.#quote = shape.quote === '' ? -1 : shape.quote.charCodeAt(0);
    this.#loneCr = shape.loneCr;
    this.#maxRecord = maxRecord;
    this.#listener = listener;
  }

  push(piece: string): void {
    this.#waiting.push(piece);
    this.#waitingLength += piece.length;
    // A long record is looked at again only when it has doubled, so that the whole stays linear.
    if (this.#waitingLength < this.#enough) return;
    const text = this.#rest + (this.#waiting.length === 1 ? piece : this.#waiting.join(''));
    this.#forgetWaiting();
    const stopped = this.#split(text, false);
    this.#rest = text.slice(stopped);
    this.#enough = this.#rest.length;
  }

  end(): void {
    const text = this.#rest + this.#waiting.join('');
    this.#forgetWaiting();
    this.#split(text, true);
    this.#rest = '';
  }

  #forgetWaiting(): void {
    this.#waiting = [];
    this.#waitingLength = 0;
  }

  /** Gives every whole record of `text` and returns where the first unfinished one begins. */
  #split(text: string, isLast: boolean): number {
    let start = 0;
    while (start < text.length) {
      const next = this.#record(text, start, isLast);
      if (next !== -1) {
        start = next;
        continue;
      }
      if (!isLast && text.length - start <= this.#maxRecord) return start;
      start = this.#giveUpLine(text, start, isLast);
    }
    return text.length;
  }

  /** One record from `start`; returns where the next begins, or -1 when this one does not end in `text`. */
  #record(text: string, start: number, isLast: boolean): number {
    const delimiter = this.#delimiter;
    const quote = this.#quote;
    const loneCr = this.#loneCr;
    const length = text.length;
    const cells: string[] = [];
    let cellStart = start;
    let index = start;
    let extraLines = 0;
    for (;;) {
      if (index >= length) {
        if (!isLast) return -1;
        cells.push(text.slice(cellStart, length));
        this.#give(cells, text, start, length, extraLines);
        return length;
      }
      const code = text.charCodeAt(index);
      if (code === delimiter) {
        cells.push(text.slice(cellStart, index));
        index += 1;
        cellStart = index;
      } else if (code === LF) {
        const end = index > cellStart && text.charCodeAt(index - 1) === CR ? index - 1 : index;
        cells.push(text.slice(cellStart, end));
        this.#give(cells, text, start, end, extraLines);
        return index + 1;
      } else if (code === CR && loneCr) {
        if (index + 1 >= length && !isLast) return -1;
        cells.push(text.slice(cellStart, index));
        this.#give(cells, text, start, index, extraLines);
        return text.charCodeAt(index + 1) === LF ? index + 2 : index + 1;
      } else if (code === quote && index === cellStart) {
        // The cell ends at the first delimiter or line end after the closing quote.
        let cell = '';
        let from = index + 1;
        for (;;) {
          const close = text.indexOf(this.#quoteText, from);
          if (close === -1) return -1;
          if (close + 1 >= length && !isLast) return -1;
          if (text.charCodeAt(close + 1) === quote) {
            cell += text.slice(from, close + 1);
            from = close + 2;
            continue;
          }
          cell += text.slice(from, close);
          index = close + 1;
          break;
        }
        extraLines += this.#linesIn(text, cellStart, index);
        const after = index;
        while (index < length) {
          const next = text.charCodeAt(index);
          if (next === delimiter || next === LF || (next === CR && (loneCr || text.charCodeAt(index + 1) === LF)))
            break;
          index += 1;
        }
        if (index + 1 >= length && !isLast) return -1;
        if (index > after) cell += text.slice(after, index);
        cells.push(cell);
        if (index >= length) {
          this.#give(cells, text, start, length, extraLines);
          return length;
        }
        const stop = text.charCodeAt(index);
        if (stop !== delimiter) {
          this.#give(cells, text, start, index, extraLines);
          return stop === CR && text.charCodeAt(index + 1) === LF ? index + 2 : index + 1;
        }
        index += 1;
        cellStart = index;
      } else {
        index += 1;
      }
    }
  }

  get #quoteText(): string {
    return String.fromCharCode(this.#quote);
  }

  #give(cells: string[], text: string, start: number, end: number, extraLines: number): void {
    this.#listener.record(cells, this.#line, text, start, end);
    this.#line += 1 + extraLines;
  }

  #linesIn(text: string, start: number, end: number): number {
    let lines = 0;
    for (let index = start; index < end; index += 1) {
      const code = text.charCodeAt(index);
      if (code === LF) lines += 1;
      else if (code === CR && this.#loneCr && text.charCodeAt(index + 1) !== LF) lines += 1;
    }
    return lines;
  }

  /** The record has no end: gives up its first line and goes on with the next. */
  #giveUpLine(text: string, start: number, isLast: boolean): number {
    let end = start;
    while (end < text.length) {
      const code = text.charCodeAt(end);
      if (code === LF || (code === CR && this.#loneCr)) break;
      end += 1;
    }
    if (end === text.length && !isLast) {
      this.#listener.tooLong(this.#line);
      return text.length;
    }
    this.#listener.unterminated(this.#line, text, start, end);
    this.#line += 1;
    if (text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF) return end + 2;
    return Math.min(end + 1, text.length);
  }
}
