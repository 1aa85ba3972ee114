import type { Cell, RowBatch } from '../../formats/index.ts';
import { headerWords } from '../header-words.ts';
import type { ColumnProfile, ScaleFinding, SeriesLevel } from '../model.ts';
import { foldLetters } from '../property-names.ts';
import { numberShape, readNumber, readPlainNumber, shapeOfNumber } from '../read-number.ts';
import { isRateHeader, isTemperatureHeader } from './column-quantity.ts';
import { findScaleChanges } from './find-scale-changes.ts';
import { SeriesBlocks } from './series-blocks.ts';

/** Series that are kept apart; what is beyond is not watched. */
const mostSeries = 300;
/** Series times columns, which bounds the memory. */
const mostWatched = 3_000;
const mostLabels = 8;
const levelsKept = 40;
const mostLabelTexts = 200;
const judgedRows = 400;
/** Rows of a long file that are looked at: all at first, then one in four, then one in sixteen, drawn by chance. */
const wholeRows = 20_000;
const quarterRows = 200_000;

/** Among so many series a handful of numbers is small or large somewhere by chance alone. */
const manySeries = 20;
const leastAmongMany = 12;

/** Key of a column seen as one series. */
const whole = '';
/** Numbers that count days and rows. */
const countingWords = /^(?:day|month|year|hour|minute|week|ngay|thang|nam|gio|tuan|stt|tt|no|index|row|column \d+)$/;

const seriesWords =
  /^(?:ma|ten|ky hieu|so hieu|id|code|name|loai)?\s*(?:tram|diem|vi tri|station|site|location|sensor|thiet bi|device|thong so|chi tieu|parameter|variable|symbol|characteristic|analyte)(?:\s|$|id|code|name)/;

/** Watches the numbers of all columns in the one pass over a layer, per series where a column names one. */
export class ScaleWatch {
  readonly #columns: readonly string[];
  readonly #seriesColumns: readonly number[];
  readonly #labelColumns: number[] = [];
  readonly #watched = new Map<number, Map<string, SeriesBlocks>>();
  readonly #labelTexts: Set<string>[] = [];
  /** Columns where `1.234` stood, which is read with a decimal mark here. */
  readonly #doubtful = new Map<number, '.' | ','>();
  #numeric: readonly number[] | null = null;
  #count = 0;
  #rows = 0;
  #chance = 1;

  constructor(columns: readonly string[]) {
    this.#columns = columns;
    this.#seriesColumns = columns.flatMap((name, index) => (isSeriesHeader(name) ? [index] : [])).slice(0, 3);
  }

  take(batch: RowBatch): void {
    this.#numeric ??= this.#chooseColumns(batch);
    const labels: (string | null)[] = this.#labelColumns.map(() => null);
    for (let at = 0; at < batch.rows.length; at++) {
      if (!this.#isLookedAt()) continue;
      const row = batch.rows[at]!;
      const position = batch.positions[at]!;
      this.#readLabels(row, labels);
      const series = this.#seriesColumns.length === 0 ? whole : this.#seriesOf(row);
      for (const index of this.#numeric) {
        const value = this.#read(row[index], index);
        if (!Number.isFinite(value) || isMissingNumber(value)) continue;
        this.#seriesBlocks(index, whole)?.add(value, position, labels);
        if (series !== whole) this.#seriesBlocks(index, series)?.add(value, position, labels);
      }
    }
  }

  /** By chance, not by counting, so that no series that comes round at fixed steps is missed; the same every time. */
  #isLookedAt(): boolean {
    this.#rows++;
    if (this.#rows <= wholeRows) return true;
    this.#chance = (Math.imul(this.#chance, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#chance >>> (this.#rows <= quarterRows ? 30 : 28) === 0;
  }

  findings(profiles: readonly ColumnProfile[], molar: (column: string) => readonly number[]): ScaleFinding[] {
    const mayExplain = this.#labelColumns.map((index, label) => {
      const isNamed = profiles[index]?.guess.type === 'string' || this.#seriesColumns.includes(index);
      return isNamed && this.#labelTexts[label]!.size <= mostLabelTexts;
    });
    return [...this.#watched].flatMap(([index, bySeries]) => {
      const profile = profiles[index]!;
      if (!this.#isMeasurement(profile)) return [];
      const { name: column } = profile;
      const quantity = { isTemperature: isTemperatureHeader(column), isRate: isRateHeader(column) };
      const context = { column, ...quantity, mayExplain };
      const found = [...bySeries].map(([key, blocks]) =>
        findScaleChanges(blocks, { ...context, series: this.#seriesNamed(key), molar: molar(profile.name) }),
      );
      const least = bySeries.size > manySeries ? leastAmongMany : 0;
      // What holds for the whole column need not be said of each series.
      return found[0] && found[0].length > 0 ? found[0] : found.flat().filter(({ values }) => values >= least);
    });
  }

  /** What the next delivery is compared with. */
  levels(profile: ColumnProfile): SeriesLevel[] | undefined {
    const bySeries = this.#watched.get(profile.index);
    if (!bySeries || !this.#isMeasurement(profile)) return undefined;
    const levels = [...bySeries].slice(0, levelsKept).flatMap(([key, series]) => {
      const blocks = series.finish();
      if (blocks.length === 0) return [];
      const medians = blocks.map(({ median }) => median).toSorted((a, b) => a - b);
      const at = (share: number) => medians[Math.floor((medians.length - 1) * share)]!;
      return [
        {
          series: this.#seriesNamed(key),
          values: series.count,
          low: at(0.05),
          median: at(0.5),
          high: at(0.95),
          from: blocks[0]!.from,
          to: blocks.at(-1)!.to,
        },
      ];
    });
    return levels.length > 0 ? levels : undefined;
  }

  #isMeasurement({ guess, name, index, distinct }: ColumnProfile): boolean {
    const isNumber = guess.type === 'number' || guess.type === 'integer' || guess.reading['suffix'] !== undefined;
    const doubtful = this.#doubtful.get(index);
    const isReadSo = doubtful === undefined || guess.reading['decimal'] === doubtful;
    if (countingWords.test(foldLetters(name).trim())) return false;
    const { key, identifier, time } = headerWords(name);
    return isNumber && isReadSo && guess.meaning === 'none' && distinct > 5 && !key && !identifier && !time;
  }

  #chooseColumns(batch: RowBatch): number[] {
    const rows = batch.rows.slice(0, judgedRows);
    const numeric: number[] = [];
    for (const index of this.#seriesColumns) this.#addLabel(index);
    this.#columns.forEach((name, index) => {
      if (this.#seriesColumns.includes(index)) return;
      const cells = rows.map((row) => row[index]).filter((cell) => cell !== '' && cell !== null && cell !== undefined);
      const numbers = cells.filter((cell) => Number.isFinite(this.#read(cell, index))).length;
      if (numbers * 2 >= cells.length || cells.length === 0) numeric.push(index);
      else if (!headerWords(name).time) this.#addLabel(index);
    });
    return numeric;
  }

  #addLabel(index: number): void {
    if (this.#labelColumns.length >= mostLabels) return;
    this.#labelColumns.push(index);
    this.#labelTexts.push(new Set());
  }

  #readLabels(row: readonly (Cell | undefined)[], labels: (string | null)[]): void {
    for (let label = 0; label < labels.length; label++) {
      const cell = row[this.#labelColumns[label]!];
      labels[label] = cell === null || cell === undefined || cell === '' ? null : String(cell);
      const texts = this.#labelTexts[label]!;
      if (labels[label] !== null && texts.size <= mostLabelTexts) texts.add(labels[label]!);
    }
  }

  #seriesOf(row: readonly (Cell | undefined)[]): string {
    return JSON.stringify(
      this.#seriesColumns.map((index) =>
        String(row[index] ?? '')
          .trim()
          .slice(0, 100),
      ),
    );
  }

  #seriesNamed(key: string): Record<string, string> | null {
    if (key === whole) return null;
    const texts = JSON.parse(key) as string[];
    return Object.fromEntries(this.#seriesColumns.map((index, at) => [this.#columns[index]!, texts[at]!]));
  }

  #seriesBlocks(index: number, series: string): SeriesBlocks | null {
    let bySeries = this.#watched.get(index);
    if (!bySeries) this.#watched.set(index, (bySeries = new Map()));
    let blocks = bySeries.get(series);
    if (!blocks) {
      if (bySeries.size >= mostSeries || this.#count >= mostWatched) return null;
      this.#count++;
      bySeries.set(series, (blocks = new SeriesBlocks()));
    }
    return blocks;
  }

  #read(cell: Cell | undefined, index: number): number {
    if (typeof cell === 'number') return cell;
    if (typeof cell !== 'string' || cell === '') return NaN;
    const shape = shapeOfNumber(cell);
    if (shape === numberShape.none) return numberBeforeUnit(cell);
    if (shape !== numberShape.dotEither && shape !== numberShape.commaEither) return readPlainNumber(cell);
    const decimal = shape === numberShape.dotEither ? '.' : ',';
    this.#doubtful.set(index, decimal);
    return readNumber(cell, { decimal, thousands: '' });
  }
}

function isSeriesHeader(name: string): boolean {
  return seriesWords.test(
    foldLetters(name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
      .replace(/[^a-z0-9]+/g, ' ')
      .trim(),
  );
}

function numberBeforeUnit(text: string): number {
  const match = text.length <= 24 ? /^\s*(-?\d+(?:[.,]\d+)?)\s*[^\d\s.,:/-]/.exec(text) : null;
  return match ? readPlainNumber(match[1]!.replace(',', '.')) : NaN;
}

/** Runs of nines below zero stand for "no value". */
function isMissingNumber(value: number): boolean {
  return value <= -99 && /^-9{2,}(?:\.9+)?$/.test(String(value));
}
