import { columnLetters, type WrittenSheet } from '../../formats/index.ts';
import type { Language } from '../../kernel/index.ts';
import { isValidOn, type Codelist, type CodelistEntry, type PackSet, type Standard } from '../../packs/index.ts';
import { templateMessages as messages } from './messages.ts';

/** Codes, labels, codes above. */
const columnsOfList = 3;

/** Where the codes of a list stand in the workbook, and under which names. */
export interface ListRange {
  readonly list: Codelist;
  /** List whose codes choose among these ones; null: nothing does. */
  readonly above: string | null;
  readonly name: string;
  /** Of the cells with the codes above, beside the codes. */
  readonly aboveName: string;
  readonly column: number;
  readonly entries: readonly ListEntry[];
}

interface ListEntry {
  readonly entry: CodelistEntry;
  readonly above: string;
}

/**
 * The lists of a standard with the codes of a day. One that stands within another property is sorted by that one's
 * codes, so that those of one unit stand together.
 */
export function listsOf(packs: PackSet, { properties }: Standard, today: string): ListRange[] {
  const wanted = new Map<string, { readonly list: string; readonly above: string | null }>();
  for (const { codelist, within } of properties) {
    if (codelist === undefined) continue;
    const above = properties.find(({ name }) => name === within)?.codelist ?? null;
    wanted.set(keyOf(codelist, above), { list: codelist, above });
  }
  return [...wanted.values()].map(({ list: id, above }, at) => {
    const list = packs.codelist(id);
    const name = `danh_muc_${at + 1}`;
    const entries = list.entries
      .filter((entry) => isValidOn(entry, today))
      .map((entry) => ({ entry, above: above === null ? '' : codeAbove(packs, list, entry, above) }));
    if (above !== null) entries.sort((a, b) => compare(a.above, b.above) || compare(a.entry.code, b.entry.code));
    return { list, above, name, aboveName: `${name}_tren`, column: at * columnsOfList, entries };
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const keyOf = (list: string, above: string | null): string => `${list} ${above ?? ''}`;

/** The list that a property's cells are chosen from. */
export function listFor(
  lists: readonly ListRange[],
  codelist: string | undefined,
  above: string | undefined,
): ListRange | undefined {
  return lists.find((each) => each.list.id === codelist && each.above === (above ?? null));
}

/** The code of `level` that an entry stands under; '' where the lists do not say. */
function codeAbove(packs: PackSet, list: Codelist, entry: CodelistEntry, level: string): string {
  const { parent } = list;
  const code = parent ? (entry.extra[parent.column] ?? '') : '';
  if (!parent || code === '' || parent.codelist === level) return code;
  const upper = packs.codelist(parent.codelist);
  const above = upper.entries.find((each) => each.code === code);
  return above ? codeAbove(packs, upper, above, level) : '';
}

/** What the cells of a validation are chosen from: those under the code in `cell` as soon as there is one. */
export function choicesOf({ name, aboveName }: ListRange, cell: string | null): string {
  if (cell === null) return name;
  const first = `MATCH(${cell},${aboveName},0)-1`;
  return `IF(${cell}="",${name},OFFSET(INDEX(${name},1),${first},0,COUNTIF(${aboveName},${cell}),1))`;
}

/** Names of the ranges, by which formulas and validations find them. */
export function namesOf(lists: readonly ListRange[], language: Language): Record<string, string> {
  const sheet = `'${messages.listSheet[language]}'`;
  const range = (column: number, { entries }: ListRange): string => {
    const letters = columnLetters(column);
    return `${sheet}!$${letters}$2:$${letters}$${Math.max(2, entries.length + 1)}`;
  };
  return Object.fromEntries(
    lists.flatMap((list) => [
      [list.name, range(list.column, list)],
      ...(list.above === null ? [] : [[list.aboveName, range(list.column + 2, list)] as const]),
    ]),
  );
}

/** Code, label and code above side by side: the codes are what cells hold. */
export function listSheet(lists: readonly ListRange[], language: Language): WrittenSheet {
  const header = lists.flatMap(({ list }) =>
    [list.title[language], messages.label[language], messages.above[language]].map((value) => ({
      value,
      style: 'header' as const,
    })),
  );
  const height = Math.max(0, ...lists.map(({ entries }) => entries.length));
  const rows = Array.from({ length: height }, (_, at) =>
    lists.flatMap(({ entries }) => {
      const found = entries[at];
      if (!found) return [null, null, null];
      const { labelVi, labelEn, code } = found.entry;
      const label = language === 'vi' ? labelVi : labelEn || labelVi;
      const above = found.above === '' ? null : { value: found.above, style: 'text' as const };
      return [{ value: code, style: 'text' as const }, { value: label }, above];
    }),
  );
  return {
    name: messages.listSheet[language],
    columns: header.map((_, at) => ({ width: at % columnsOfList === 1 ? 40 : 14 })),
    rows: [header, ...rows],
    frozenRows: 1,
    isHidden: true,
  };
}
