import { unitsOfPacks } from '../../harmonise/index.ts';
import {
  columnLetters,
  formNames,
  writeWorkbook,
  type CellStyle,
  type Validation,
  type WrittenSheet,
} from '../../formats/index.ts';
import type { Language } from '../../kernel/index.ts';
import type { PackSet, Property, Standard } from '../../packs/index.ts';
import { exampleRows } from './example-rows.ts';
import { guidanceSheet } from './guidance-sheet.ts';
import { choicesOf, listFor, listSheet, listsOf, namesOf, type ListRange } from './list-sheet.ts';
import { templateMessages as messages } from './messages.ts';

const lastRow = 5_000;

/**
 * A workbook that people fill in for a standard: one column for each property under its title and unit, with lists,
 * ranges and lengths that Excel checks, and two examples; a sheet of instructions; the code lists on a hidden sheet.
 * Names in it tell the reader of a filled one which sheet is the table.
 */
export async function standardTemplate(
  packs: PackSet,
  standard: Standard,
  language: Language,
  today: string,
): Promise<Buffer> {
  const lists = listsOf(packs, standard, today);
  const properties = columnsOf(standard);
  const form: Form = { packs, language, lists, properties };
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
      ...exampleRows(properties, lists, language, today),
    ],
    frozenRows: 1,
    validations: properties.map((property, at) => validationFor(property, at, form)),
    markings: keyMarking(standard, properties),
  };
  const help = [guidanceSheet(packs, standard, language), listSheet(lists, language)];
  const table = `'${data.name}'!$A$1:$${columnLetters(properties.length - 1)}$${lastRow}`;
  return writeWorkbook({
    sheets: [data, ...help],
    names: {
      ...namesOf(lists, language),
      [formNames.table]: table,
      ...Object.fromEntries(help.map(({ name }, at) => [`lienthong_help_${at + 1}`, `'${name}'!$A$1`])),
    },
  });
}

interface Form {
  readonly packs: PackSet;
  readonly language: Language;
  readonly lists: readonly ListRange[];
  readonly properties: readonly Property[];
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

function validationFor(property: Property, at: number, form: Form): Validation {
  const letters = columnLetters(at);
  const range = `${letters}2:${letters}${lastRow}`;
  const title = property.title[form.language];
  const above = aboveOf(property, form.properties);
  const list = listFor(form.lists, property.codelist, above?.codelist);
  const prompt = promptFor(property, list, above, form);
  const about = { range, title, prompt, strict: true, error: prompt };
  if (list) {
    const cell = above ? `$${columnLetters(form.properties.indexOf(above))}2` : null;
    // Several codes in one cell, as ONT+CLN, are more than a list can offer: the list helps, and only warns.
    const strict = property.separator === undefined;
    return { ...about, strict, type: 'list', first: choicesOf(list, cell) };
  }
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

/** The property whose code says among which codes of this one's list to choose. */
function aboveOf({ within, codelist }: Property, properties: readonly Property[]): Property | undefined {
  if (within === undefined || codelist === undefined) return undefined;
  return properties.find(({ name, codelist: list }) => name === within && list !== undefined);
}

function promptFor(
  property: Property,
  list: ListRange | undefined,
  above: Property | undefined,
  { packs, language }: Form,
): string {
  const { required, minimum, maximum, maxLength, unit, description, type } = property;
  const say = (name: keyof typeof messages, value = '') => messages[name][language].replace('{value}', value);
  const sentences = [
    required ? say('required') : '',
    description?.[language] ?? '',
    list ? say('chooseCode', list.list.title[language]) : '',
    above ? say('chooseAbove', above.title[language]) : '',
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
