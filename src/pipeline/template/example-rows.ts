import { exampleMarks, type SheetCell } from '../../formats/index.ts';
import type { Language } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { listFor, type ListRange } from './list-sheet.ts';

/** Two rows that show how to fill in. The words before their first cell keep them from being taken as data. */
export function exampleRows(
  properties: readonly Property[],
  lists: readonly ListRange[],
  language: Language,
  today: string,
): SheetCell[][] {
  return [1, 2].map((number) => {
    const chosen = new Map<string, string>();
    return properties.map((property, at): SheetCell => {
      const value = exampleOf(property, properties, lists, chosen, { number, language, today });
      chosen.set(property.name, value);
      return { value: at === 0 ? exampleMarks[language] + value : value, style: 'example' };
    });
  });
}

interface Which {
  readonly number: number;
  readonly language: Language;
  readonly today: string;
}

function exampleOf(
  property: Property,
  properties: readonly Property[],
  lists: readonly ListRange[],
  chosen: ReadonlyMap<string, string>,
  { number, language, today }: Which,
): string {
  const { type, codelist, within, pattern, required } = property;
  if (codelist !== undefined) {
    const above = properties.find(({ name }) => name === within)?.codelist;
    const { entries } = listFor(lists, codelist, above)!;
    const wanted = within === undefined ? undefined : chosen.get(within);
    const fitting =
      wanted === undefined || above === undefined ? entries : entries.filter((each) => each.above === wanted);
    return (fitting[number - 1] ?? fitting[0])?.entry.code ?? '';
  }
  const [year, month, day] = today.split('-');
  switch (type) {
    case 'number':
    case 'integer':
      return numberOf(property, number, language);
    case 'boolean':
      return number === 1 ? 'có' : 'không';
    case 'date':
      return `${day}/${month}/${year}`;
    case 'date-time':
      return `${day}/${month}/${year} 0${7 + number}:00`;
    default:
      // What a text must look like only its pattern says, and that is no example.
      if (pattern !== undefined) return '';
      return required || property.maxLength === undefined ? `${property.title[language].slice(0, 20)} ${number}` : '';
  }
}

/** Inside the range, near its lower end: a measurement rather than an extreme. */
function numberOf({ name, type, minimum, maximum }: Property, number: number, language: Language): string {
  if (name === 'longitude') return decimal(105.8 + number / 100, language);
  if (name === 'latitude') return decimal(10 + number / 100, language);
  const low = minimum ?? 0;
  const value = maximum === undefined ? low + number * 10 : low + ((maximum - low) * number) / 10;
  return decimal(type === 'integer' ? Math.round(value) : Number(value.toPrecision(3)), language);
}

function decimal(value: number, language: Language): string {
  return language === 'vi' ? String(value).replace('.', ',') : String(value);
}
