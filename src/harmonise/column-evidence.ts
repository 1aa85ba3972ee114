import type { Cell } from '../formats/index.ts';
import { cleanText, isCleanText } from './clean-text.ts';
import { DistinctSketch, hashNumber, hashText } from './distinct-sketch.ts';
import { booleanWords, missingMarks } from './empty-words.ts';
import { headerWords, type HeaderWords } from './header-words.ts';
import { LetterSample } from './letters/index.ts';
import { readCoordinate } from './read-coordinate.ts';
import { dayOf, emptyParts, isTimeOfDay, scanMoment } from './read-moment.ts';
import { numberShape, readNumber } from './read-number.ts';
import { shapeOfNumber } from './read-number.ts';

/** What one cell is, beyond the number shapes 1 to 13 of `numberShape`. 0 is any other text. */
export const cellKind = {
  text: 0,
  dateYearFirst: 14,
  dateDayFirst: 15,
  dateMonthFirst: 16,
  dateEitherOrder: 17,
  dateInWords: 18,
  impossibleDate: 19,
  missingMark: 20,
  booleanWord: 21,
  integerCell: 22,
  decimalCell: 23,
  booleanCell: 24,
  jsonCell: 25,
} as const;
const kinds = 26;

/** Days that Excel serial numbers of this range mean: 1954 to 2064. */
const firstSerial = 20_000;
const lastSerial = 60_000;
const samplesKept = 5;
const sampleLength = 200;

/** Smallest and largest of the numbers seen. */
export class Extent {
  minimum = Infinity;
  maximum = -Infinity;

  add(value: number): void {
    if (value < this.minimum) this.minimum = value;
    if (value > this.maximum) this.maximum = value;
  }
}

/**
 * Everything that one pass remembers of a column. `counts` counts cells; the other counters skip a cell that repeats
 * the one above it, because they only serve to tell all, some and none apart.
 */
export class ColumnEvidence {
  readonly name: string;
  /** The name in Unicode. */
  readonly title: string;
  readonly header: HeaderWords;
  /** Texts as they stand in the file, for the detector of letters. */
  readonly letters = new LetterSample();
  readonly counts = new Float64Array(kinds);
  readonly sketch = new DistinctSketch();
  readonly samples: string[] = [];
  readonly missing = new Set<string>();
  readonly booleans = new Set<string>();
  readonly numbers = new Extent();
  /** Of `1.234` and `1,234`, read with a decimal mark. */
  readonly doubtful = new Extent();
  /** Local seconds, read day first and month first. */
  readonly dayFirst = new Extent();
  readonly monthFirst = new Extent();
  empty = 0;
  longest = 0;
  fewestDigits = Infinity;
  mostDigits = 0;
  shortIntegers = 0;
  longIntegers = 0;
  compactDates = 0;
  longCompactDates = 0;
  integerRuns = 0;
  numberRuns = 0;
  serials = 0;
  fractionalSerials = 0;
  inLongitudeRange = 0;
  inLatitudeRange = 0;
  timed = 0;
  afterMidnight = 0;
  zoned = 0;
  textRuns = 0;
  coordinates = 0;
  /** The same letters after every number of a text column, e.g. `km/h`; null once they differ. */
  suffix: string | null | undefined;
  suffixed = 0;
  smallestText: string | null = null;
  largestText: string | null = null;

  readonly #axis: 'longitude' | 'latitude' | null;
  readonly #parts = emptyParts();
  readonly #convert: ((text: string) => string) | null;
  #last = '';
  #lastKind: number = cellKind.text;

  /** `convert` is how the column's letters seem to be read, judged by its first cells. */
  constructor(name: string, title: string, convert: ((text: string) => string) | null = null) {
    this.name = name;
    this.title = title;
    this.#convert = convert;
    this.header = headerWords(title);
    const { longitude, latitude } = this.header;
    this.#axis = longitude === 'strong' ? 'longitude' : latitude === 'strong' ? 'latitude' : null;
  }

  add(cell: Cell | undefined): void {
    if (typeof cell === 'string') this.#addText(cell);
    else if (cell === null || cell === undefined) this.empty++;
    else if (typeof cell === 'number') this.#addNumberCell(cell);
    else if (typeof cell === 'boolean') this.#addOther(String(cell), cellKind.booleanCell);
    else this.#addOther(JSON.stringify(cell), cellKind.jsonCell);
  }

  #addText(raw: string): void {
    if (raw === this.#last && raw !== '') {
      this.counts[this.#lastKind]!++;
      return;
    }
    this.letters.add(raw);
    const letters = this.#convert ? this.#convert(raw) : raw;
    const text = isCleanText(letters) ? letters : cleanText(letters);
    if (text === '') {
      this.empty++;
      return;
    }
    this.#last = raw;
    this.#lastKind = this.#classify(text);
    this.counts[this.#lastKind]!++;
    this.#remember(text, hashText(text));
  }

  #addNumberCell(value: number): void {
    const isInteger = Number.isInteger(value);
    this.counts[isInteger ? cellKind.integerCell : cellKind.decimalCell]!++;
    this.#takeNumber(value, this.numbers);
    if (this.samples.length < samplesKept) this.#sample(String(value));
    this.sketch.add(hashNumber(value));
    this.longest = Math.max(this.longest, isInteger && Math.abs(value) < 1e6 ? 7 : String(value).length);
  }

  #addOther(text: string, kind: number): void {
    this.counts[kind]!++;
    this.#remember(text, hashText(text));
  }

  #remember(text: string, hash: number): void {
    this.sketch.add(hash);
    if (text.length > this.longest) this.longest = text.length;
    if (this.samples.length < samplesKept) this.#sample(text);
    if (this.smallestText === null || text < this.smallestText) this.smallestText = text;
    if (this.largestText === null || text > this.largestText) this.largestText = text;
  }

  #sample(text: string): void {
    const short = text.slice(0, sampleLength);
    if (!this.samples.includes(short)) this.samples.push(short);
  }

  #classify(text: string): number {
    const first = text.charCodeAt(0);
    const isDigit = first >= 0x30 && first <= 0x39;
    if (isDigit || first === 0x2d || first === 0x2e || first === 0x2b || first === 0x2212) {
      const shape = shapeOfNumber(text);
      if (shape !== numberShape.none) {
        this.#takeShaped(text, shape);
        return shape;
      }
    }
    if ((isDigit || (first | 0x20) === 0x6e) && text.length >= 8 && scanMoment(text, this.#parts)) {
      return this.#takeMoment();
    }
    return this.#takeWord(text, first);
  }

  #takeShaped(text: string, shape: number): void {
    if (shape <= numberShape.leadingZero) {
      this.#takeDigits(text);
      if (shape === numberShape.integer) this.#takeNumber(Number(text.replace('\u2212', '-')), this.numbers);
      return;
    }
    const either = shape === numberShape.dotEither || shape === numberShape.commaEither;
    this.#takeNumber(readNumber(text, shapeFormats[shape]!), either ? this.doubtful : this.numbers);
  }

  #takeDigits(text: string): void {
    const first = text.charCodeAt(0);
    const digits = first >= 0x30 && first <= 0x39 ? text.length : text.length - 1;
    this.integerRuns++;
    if (digits < this.fewestDigits) this.fewestDigits = digits;
    if (digits > this.mostDigits) this.mostDigits = digits;
    if (digits > 3) this.longIntegers++;
    else this.shortIntegers++;
    if (digits !== 8 && digits !== 12 && digits !== 14) return;
    if (!scanMoment(text, this.#parts) || this.#parts.year < 1900 || this.#parts.year > 2100) return;
    if (Number.isNaN(dayOf(this.#parts, 'ymd')) || !isTimeOfDay(this.#parts)) return;
    this.compactDates++;
    if (digits > 8) this.longCompactDates++;
    this.#takeSeconds(dayOf(this.#parts, 'ymd'), this.dayFirst, this.monthFirst);
  }

  #takeNumber(value: number, extent: Extent): void {
    this.numberRuns++;
    extent.add(value);
    if (value >= firstSerial && value < lastSerial) {
      this.serials++;
      if (!Number.isInteger(value)) this.fractionalSerials++;
    }
    if (value >= -180 && value <= 180) this.inLongitudeRange++;
    if (value >= -90 && value <= 90) this.inLatitudeRange++;
  }

  #takeMoment(): number {
    const parts = this.#parts;
    const dayFirst = dayOf(parts, 'dmy');
    const monthFirst = dayOf(parts, 'mdy');
    if (!isTimeOfDay(parts) || (Number.isNaN(dayFirst) && Number.isNaN(monthFirst))) return cellKind.impossibleDate;
    if (parts.secondOfDay !== -1) this.timed++;
    if (parts.secondOfDay > 0 || parts.fraction !== '') this.afterMidnight++;
    if (!Number.isNaN(parts.offsetMinutes)) this.zoned++;
    if (!Number.isNaN(dayFirst)) this.#takeSeconds(dayFirst, this.dayFirst);
    if (!Number.isNaN(monthFirst)) this.#takeSeconds(monthFirst, this.monthFirst);
    if (parts.shape === 'year-first') return cellKind.dateYearFirst;
    if (parts.shape !== 'year-last') return cellKind.dateInWords;
    if (Number.isNaN(monthFirst)) return cellKind.dateDayFirst;
    return Number.isNaN(dayFirst) ? cellKind.dateMonthFirst : cellKind.dateEitherOrder;
  }

  #takeSeconds(day: number, ...extents: readonly Extent[]): void {
    const seconds = day * 86_400 + Math.max(0, this.#parts.secondOfDay);
    for (const extent of extents) extent.add(seconds);
  }

  #takeWord(text: string, first: number): number {
    if (text.length <= 10) {
      if (missingMarks.has(text)) {
        this.missing.add(text);
        return cellKind.missingMark;
      }
      const word = text.toLowerCase();
      if (booleanWords.has(word)) {
        this.booleans.add(word);
        return cellKind.booleanWord;
      }
    }
    this.textRuns++;
    if (this.#axis && !Number.isNaN(readCoordinate(text, this.#axis))) this.coordinates++;
    const startsNumber = (first >= 0x30 && first <= 0x39) || first === 0x2d;
    if (startsNumber && this.suffix !== null && text.length <= 32) this.#takeSuffix(text);
    return cellKind.text;
  }

  #takeSuffix(text: string): void {
    const match = /^-?\d+(?:[.,]\d+)?\s*((?!e\d)[^\d\s.,:/-].*)$/iu.exec(text);
    const suffix = match ? match[1]! : null;
    this.suffix = this.suffix === undefined || this.suffix === suffix ? suffix : null;
    this.suffixed++;
  }
}

const shapeFormats = Array.from({ length: 14 }, (_, shape) => {
  const comma: number[] = [
    numberShape.commaDecimal,
    numberShape.commaEither,
    numberShape.dotGroups,
    numberShape.dotGroupsCommaDecimal,
    numberShape.spaceGroupsCommaDecimal,
  ];
  const decimal = comma.includes(shape) ? (',' as const) : ('.' as const);
  const space: number[] = [
    numberShape.spaceGroups,
    numberShape.spaceGroupsCommaDecimal,
    numberShape.spaceGroupsDotDecimal,
  ];
  return {
    decimal,
    thousands: space.includes(shape) ? (' ' as const) : decimal === ',' ? ('.' as const) : (',' as const),
  };
});
