import { join } from 'node:path';
import { createLetters, type Letters } from '../../src/harmonise/index.ts';
import { heldOutColumns } from './held-out.ts';
import { convertColumn, measureColumns, measureSingles, writings, type Score, type Writing } from './measure.ts';
import { administrativeNames } from './names.ts';
import { rightColumns, type RightColumn } from './right-text.ts';
import { shippedLetters } from './shipped.ts';

export interface WritingResult {
  readonly name: string;
  /** All names of one level in one column; the lists of the packs know the names. */
  readonly whole: Score;
  /** The same where no list knows them, in columns of all, of 50 and of 10 cells. */
  readonly unlisted: Score;
  readonly fifty: Score;
  readonly ten: Score;
  /** One cell by itself, in English company, and among right Vietnamese names; no list knows it. */
  readonly single: Score;
  readonly inEnglish: Score;
  readonly inRight: Score;
  /** Cells of the company that changed. */
  readonly disturbed: number;
}

export interface RightResult {
  readonly columns: number;
  readonly cells: number;
  /** Cells that are not plain ASCII, and how many different ones. */
  readonly beyondAscii: number;
  readonly different: number;
  /** Cells that changed, in their column and each alone. */
  readonly changed: readonly string[];
  readonly changedAlone: readonly string[];
}

const english = 'Station A|Water level|12.5|N/A|pH 7.2|upstream|QCVN 08|2025-07-01|sampled at noon|00123'.split('|');

/** Everything that docs/letters.md tells and the slow test holds. */
export async function measureLetters(folder: string, say: (line: string) => void = () => {}) {
  const { encodings, letters } = await shippedLetters();
  const unlisted = createLetters(encodings);
  const lists = administrativeNames(folder);
  const results = writings(encodings).map((writing) => {
    say(writing.name);
    return measureWriting(writing, lists, letters, unlisted);
  });
  say('right text');
  const listed = Object.entries(lists).map(([name, cells]) => ({ name, cells }));
  const right = measureRight([...rightColumns(join(folder, 'data')), ...listed], letters);
  say('text held back');
  const held = heldOutColumns();
  const vietnamese = held.filter(({ name }) => name.startsWith('vi '));
  const heldNames = writings(encodings).map((writing) => ({
    name: writing.name,
    ...sum(vietnamese.map(({ cells }) => measureColumns(cells, 0, writing, unlisted))),
  }));
  return { results, right, held: measureRight(held, letters), heldNames };
}

type Lists = ReturnType<typeof administrativeNames>;

function measureWriting(writing: Writing, lists: Lists, letters: Letters, unlisted: Letters): WritingResult {
  const levels = Object.values(lists);
  const all = (size: number, by: Letters, step = 1) =>
    sum(levels.map((names) => measureColumns(every(names, step), size, writing, by)));
  const few = every(lists.oldCommunes, 35);
  const singles = (company: readonly string[]) => measureSingles(few, company, writing, unlisted);
  const inEnglish = singles(english);
  const inRight = singles(every(lists.newCommunes, 66));
  return {
    name: writing.name,
    whole: all(0, letters),
    unlisted: all(0, unlisted),
    fifty: all(50, unlisted, 2),
    ten: all(10, unlisted, 10),
    single: singles([]),
    inEnglish,
    inRight,
    disturbed: inEnglish.disturbed + inRight.disturbed,
  };
}

function every<T>(all: readonly T[], step: number): T[] {
  return all.filter((_, at) => at % step === 0);
}

function sum(scores: readonly Score[]): Score {
  return scores.reduce((one, other) => ({ words: one.words + other.words, right: one.right + other.right }));
}

// oxlint-disable-next-line no-control-regex
const beyondAscii = /[^\u0000-\u007f]/;

function measureRight(columns: readonly RightColumn[], letters: Letters): RightResult {
  const different = new Set<string>();
  const changed: string[] = [];
  let cells = 0;
  let beyond = 0;
  for (const column of columns) {
    const found = convertColumn(column.cells, letters);
    column.cells.forEach((cell, at) => {
      cells++;
      if (beyondAscii.test(cell)) {
        beyond++;
        different.add(cell);
      }
      if (cell.normalize('NFC') !== found[at]) changed.push(cell);
    });
  }
  const changedAlone = [...different].filter((cell) => convertColumn([cell], letters)[0] !== cell.normalize('NFC'));
  return {
    columns: columns.length,
    cells,
    beyondAscii: beyond,
    different: different.size,
    changed: changed.filter((cell) => !isWronglyDecoded(cell)),
    changedAlone: changedAlone.filter((cell) => !isWronglyDecoded(cell)),
  };
}

/** The real data hold four names that were decoded wrongly before they came to us: those are to change. */
const wronglyDecoded = new Set([
  'Amt der BurgenlÃ¤ndischen Landesregierung',
  'Amt der KÃ¤rntner Landesregierung',
  'Eisenstadt LaschoberstraÃ\u009fe',
  'Klagenfurt VÃ¶lkermarkter StraÃ\u009fe',
]);

function isWronglyDecoded(cell: string): boolean {
  return wronglyDecoded.has(cell);
}

/** The part of docs/letters.md between its marks. */
export function lettersTable({ results, right, held, heldNames }: Awaited<ReturnType<typeof measureLetters>>): string {
  const percent = ({ words, right: good }: Score) => ((100 * good) / words).toFixed(2);
  const rows = results.map((each) =>
    [each.whole, each.unlisted, each.fifty, each.ten, each.single, each.inEnglish, each.inRight].map(percent),
  );
  const words = results[0]!.whole.words.toLocaleString('en');
  return [
    `Words that came back right, in %, of ${words} words of all names of provinces, districts and communes:`,
    '',
    '| written as | column, names listed | column | 50 cells | 10 cells | one cell alone | among English | among right names |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((cells, at) => `| ${results[at]!.name} | ${cells.join(' | ')} |`),
    '',
    `Right text of the real files, with which the rules were made: ${rightLine(right)} Cells beside the single ones ` +
      `above: ${results.reduce((total, { disturbed }) => total + disturbed, 0)} changed.`,
    '',
    `Right text held back (names of countries, languages and currencies in 67 languages, from ICU): ${rightLine(held)}`,
    '',
    'Held back as well, the Vietnamese ones among them, each list a column, no list of names to help:',
    '',
    '| written as | words | right | % |',
    '| --- | ---: | ---: | ---: |',
    ...heldNames.map((each) => `| ${each.name} | ${each.words} | ${each.right} | ${percent(each)} |`),
    '',
  ].join('\n');
}

function rightLine(right: RightResult): string {
  return (
    `${right.cells.toLocaleString('en')} cells in ${right.columns.toLocaleString('en')} columns, ` +
    `${right.beyondAscii.toLocaleString('en')} of them with letters beyond ASCII (${right.different.toLocaleString('en')} ` +
    `different): ${right.changed.length} changed in their column, ${right.changedAlone.length} changed when each ` +
    `different one stands alone.`
  );
}
