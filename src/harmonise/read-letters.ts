import type { Cell } from '../formats/index.ts';
import { letterConverter, unicode, type ConvertedText, type Letters } from './letters/index.ts';
import { harmoniseProblem } from './problems.ts';
import type { ColumnContext, ReadCell } from './reading.ts';

type Convert = (text: string, position: number) => string;

/**
 * Puts the conversion of legacy letters before the reader of a column: codes, dates and words are looked at in
 * Unicode. Counted once per column; readings that are only the likeliest are counted apart. Throws Problem
 * `mapping-bad-reading` for letters that no pack knows.
 */
export function readLetters(context: ColumnContext, letters: Letters | undefined, read: ReadCell): ReadCell {
  const convert = converterOf(context, letters);
  if (!convert) return read;
  return (cell, position, row) => {
    if (typeof cell === 'string') return read(convert(cell, position), position, row);
    const inside = typeof cell === 'object' && cell !== null ? convertInside(cell, position, convert) : cell;
    return read(inside, position, row);
  };
}

function converterOf({ reading, column, conversions }: ColumnContext, letters: Letters | undefined): Convert | null {
  if (!reading.letters || !letters) return null;
  refuseUnknown(reading.letters.found[0]!.id, column, letters);
  const convert = letterConverter(reading.letters, letters);
  if (!convert) return null;
  const counters = new Map(
    reading.letters.found.map(({ id }) => [
      id,
      conversions.counter('letters', column, 'changed', { detail: { letters: id } }),
    ]),
  );
  const doubtful = conversions.counter('letters-doubtful', column, 'changed', { severity: 'warning' });
  return (text, position) => {
    const converted: ConvertedText = convert(text);
    if (converted.id === null) return text;
    counters.get(converted.id)?.add(text, converted.text, position);
    if (converted.doubtful) doubtful.add(text, converted.text, position);
    return converted.text;
  };
}

function refuseUnknown(id: string, column: string, letters: Letters): void {
  if (letters.candidate(id)) return;
  const accepted = [unicode, ...letters.candidates.map((candidate) => candidate.id)];
  throw harmoniseProblem('mapping-bad-reading', {
    name: 'letters',
    value: id,
    column,
    accepted: accepted.map((each) => `"${each}"`).join(' '),
  });
}

function convertInside(value: Exclude<Cell, string>, position: number, convert: Convert): Cell {
  const inside = (each: unknown): unknown => {
    if (typeof each === 'string') return convert(each, position);
    if (Array.isArray(each)) return each.map(inside);
    if (each === null || typeof each !== 'object') return each;
    return Object.fromEntries(Object.entries(each).map(([name, member]) => [convert(name, position), inside(member)]));
  };
  return inside(value) as Cell;
}
