import {
  columnLetters,
  writeWorkbook,
  type CellStyle,
  type Validation,
  type WrittenSheet,
} from '../../formats/index.ts';
import type { Language } from '../../kernel/index.ts';
import { isValidOn, type Codelist, type PackSet, type Property, type Standard } from '../../packs/index.ts';
import { unitsOfPacks } from '../units-of-packs.ts';
import { guidanceSheet } from './guidance-sheet.ts';
import { templateMessages as messages } from './messages.ts';

const lastRow = 5_000;

/** Where the codes of a list stand in the workbook, and under which name. */
interface ListRange {
  readonly name: string;
  readonly column: number;
  readonly list: Codelist;
}

/**
 * A workbook that people fill in for a standard: one column for each property under its title and unit, with lists,
 * ranges and lengths that Excel checks; a sheet of instructions; the code lists on a hidden sheet.
 */
export async function standardTemplate(
  packs: PackSet,
  standard: Standard,
  language: Language,
  today: string,
): Promise<Buffer> {
  const lists = listsOf(packs, standard);
  const properties = columnsOf(standard);
  const validations = properties.map((property, at) => validationFor(property, at, lists, packs, language));
  const data: WrittenSheet = {
    name: messages.dataSheet[language],
    columns: properties.map((property) => ({
      width: widthOf(headerOf(property, packs, language)),
      style: styleOf(property),
    })),
    rows: [
      properties.map((property) => ({
        value: headerOf(property, packs, language),
        style: isNeeded(property, standard) ? ('required' as const) : ('header' as const),
      })),
    ],
    frozenRows: 1,
    validations,
    markings: keyMarking(standard, properties),
  };
  return writeWorkbook({
    sheets: [data, guidanceSheet(packs, standard, language), listSheet(lists, language, today)],
    names: Object.fromEntries(
      lists.map(({ name, column, list }) => {
        const letters = columnLetters(column);
        const last = codesOf(list, today).length + 1;
        return [name, `'${messages.listSheet[language]}'!$${letters}$2:$${letters}$${Math.max(2, last)}`];
      }),
    ),
  });
}

/** The properties, and two columns for the position where the standard has one of points. */
function columnsOf(standard: Standard): Property[] {
  if (!standard.geometry?.types.includes('Point')) return [...standard.properties];
  const degrees = (name: string, limit: number): Property => {
    const title = messages[name as 'longitude' | 'latitude'];
    const { required } = standard.geometry!;
    return { name, title, type: 'number', unit: 'deg', minimum: -limit, maximum: limit, required, description: title };
  };
  return [...standard.properties, degrees('longitude', 180), degrees('latitude', 90)];
}

function headerOf({ title, unit, name }: Property, packs: PackSet, language: Language): string {
  if (unit === undefined || unit === '1' || name === 'longitude' || name === 'latitude') return title[language];
  return `${title[language]} (${unitsOfPacks(packs).symbol(unit)})`;
}

function isNeeded({ name, required }: Property, { key }: Standard): boolean {
  return required === true || key.includes(name);
}

function widthOf(header: string): number {
  return Math.min(40, Math.max(12, header.length + 2));
}

function styleOf({ type }: Property): CellStyle {
  if (type === 'number') return 'number';
  if (type === 'integer') return 'whole';
  if (type === 'date') return 'day';
  return type === 'date-time' ? 'moment' : 'text';
}

function listsOf(packs: PackSet, { properties }: Standard): ListRange[] {
  const ids = [...new Set(properties.flatMap(({ codelist }) => (codelist === undefined ? [] : [codelist])))];
  return ids.map((id, at) => ({ name: `danh_muc_${at + 1}`, column: at * 2, list: packs.codelist(id) }));
}

function codesOf({ entries }: Codelist, today: string) {
  return entries.filter((entry) => isValidOn(entry, today));
}

/** Code and label side by side: the codes are what cells hold. */
function listSheet(lists: readonly ListRange[], language: Language, today: string): WrittenSheet {
  const tables = lists.map(({ list }) => codesOf(list, today));
  const height = Math.max(0, ...tables.map((entries) => entries.length));
  const header = lists.flatMap(({ list }) => [
    { value: list.title[language], style: 'header' as const },
    { value: messages.label[language], style: 'header' as const },
  ]);
  const rows = Array.from({ length: height }, (_, at) =>
    tables.flatMap((entries) => {
      const entry = entries[at];
      if (!entry) return [null, null];
      const label = language === 'vi' ? entry.labelVi : entry.labelEn || entry.labelVi;
      return [{ value: entry.code, style: 'text' as const }, { value: label }];
    }),
  );
  return {
    name: messages.listSheet[language],
    columns: header.map((_, at) => ({ width: at % 2 === 0 ? 14 : 40 })),
    rows: [header, ...rows],
    frozenRows: 1,
    isHidden: true,
  };
}

function validationFor(
  property: Property,
  at: number,
  lists: readonly ListRange[],
  packs: PackSet,
  language: Language,
): Validation {
  const letters = columnLetters(at);
  const range = `${letters}2:${letters}${lastRow}`;
  const title = property.title[language];
  const prompt = promptFor(property, lists, packs, language);
  const about = { range, title, prompt, strict: true, error: prompt };
  const list = lists.find((each) => each.list.id === property.codelist);
  if (list) return { ...about, type: 'list', first: list.name };
  const { type, minimum, maximum, maxLength } = property;
  if (type === 'boolean') return { ...about, type: 'list', first: '"có,không"' };
  if (type === 'number' || type === 'integer') {
    const kind = type === 'number' ? 'decimal' : 'whole';
    return {
      ...about,
      type: kind,
      operator: 'between',
      first: String(minimum ?? -1e15),
      second: String(maximum ?? 1e15),
    };
  }
  if (type === 'date' || type === 'date-time') {
    // Texts in ISO form are read too, so a date that Excel does not know is only warned of.
    return { ...about, type: 'date', operator: 'greaterThanOrEqual', first: '1', strict: false };
  }
  if (maxLength !== undefined) {
    return { ...about, type: 'textLength', operator: 'lessThanOrEqual', first: String(maxLength) };
  }
  return { range, title, prompt, strict: false, type: 'none' };
}

function promptFor(property: Property, lists: readonly ListRange[], packs: PackSet, language: Language): string {
  const { required, minimum, maximum, maxLength, unit, description, type } = property;
  const list = lists.find((each) => each.list.id === property.codelist)?.list;
  const say = (name: keyof typeof messages, value = '') => messages[name][language].replace('{value}', value);
  const sentences = [
    required ? say('required') : '',
    description?.[language] ?? '',
    list ? say('chooseCode', list.title[language]) : '',
    unit ? say('unit', unitsOfPacks(packs).symbol(unit)) : '',
    minimum === undefined ? '' : say('atLeast', String(minimum)),
    maximum === undefined ? '' : say('atMost', String(maximum)),
    maxLength === undefined ? '' : say('atMostLetters', String(maxLength)),
    type === 'date' || type === 'date-time' ? say(type === 'date' ? 'day' : 'moment') : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ') || property.title[language];
}

/** Rows whose key stands twice. */
function keyMarking({ key }: Standard, properties: readonly Property[]): WrittenSheet['markings'] {
  const columns = key.map((name) => columnLetters(properties.findIndex((property) => property.name === name)));
  if (columns.length === 0) return [];
  const counted = columns.map((letters) => `$${letters}$2:$${letters}$${lastRow},$${letters}2`).join(',');
  const filled = columns.map((letters) => `$${letters}2<>""`).join(',');
  return columns.map((letters) => ({
    range: `${letters}2:${letters}${lastRow}`,
    formula: `AND(${filled},COUNTIFS(${counted})>1)`,
  }));
}
