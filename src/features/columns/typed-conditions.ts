import { httpProblem, type Language } from '../../kernel/index.ts';
import type { CodeBook } from '../../codes/index.ts';
import type { Property } from '../../packs/index.ts';
import { foldText, type Expression, type Operand, type Operation } from '../../query/index.ts';
import { scaleOf, type Bound, type Bounds, type Scale } from './order-bounds.ts';

/** What typed texts need to be understood. */
export interface Reading {
  readonly language: Language;
  readonly codes: Pick<CodeBook, 'list'>;
}

/** Codes of one condition: more names match only where next to nothing was typed. */
const mostCodes = 200;
const plainFold = { letterCase: true, accents: true };

/** Whether people may type into the column: what holds a whole structure has no text of its own. */
export const isTyped = ({ type }: Property): boolean => type !== 'json';

/**
 * The condition that a text in a column means. Text: holds it, capitals and tone marks aside; of a code list also by the
 * label; `=x` is exactly x. Numbers, dates: equal, `>x`, `<=x`, `a..b`. `=` alone: empty, `*`: not empty.
 * Throws Problem `invalid-parameter` (400) that says what would be accepted.
 */
export function conditionOf(property: Property, text: string, reading: Reading): Expression {
  const column = { property: property.name };
  const asked = text.trim();
  if (asked === '=') return { op: 'isNull', args: [column] };
  if (asked === '*') return { op: 'not', args: [{ op: 'isNull', args: [column] }] };
  const scale = scaleOf(property, reading.language);
  if (scale) return orderedCondition(property, asked, scale);
  if (property.type === 'boolean') return booleanCondition(property, asked);
  return textCondition(property, asked, reading);
}

function refuse(property: Property, value: string, expected: string) {
  return httpProblem('invalid-parameter', { name: `find.${property.name}`, value: value.slice(0, 100), expected });
}

function booleanCondition(property: Property, asked: string): Expression {
  if (asked !== 'true' && asked !== 'false') throw refuse(property, asked, 'true, false');
  return { op: '=', args: [{ property: property.name }, asked === 'true'] };
}

function orderedCondition(property: Property, asked: string, scale: Scale): Expression {
  const column = { property: property.name };
  const read = (text: string) => {
    const stretch = scale.read(text.trim());
    if (!stretch) throw refuse(property, asked, scale.expected);
    return stretch;
  };
  const range = /^(.*?)(?:\.\.|…|–)(.*)$/.exec(asked);
  if (range && (range[1]!.trim() !== '' || range[2]!.trim() !== '')) {
    const [from, to] = [range[1]!.trim(), range[2]!.trim()];
    return bounded(column, {
      low: from === '' ? null : { value: read(from).first, isIn: true },
      high: to === '' ? null : read(to).last,
    });
  }
  const [, operator = '', rest = ''] = /^(>=|<=|≥|≤|>|<|=)?(.*)$/s.exec(asked)!;
  const { first, last } = read(rest);
  switch (operator) {
    case '>':
      return bounded(column, { low: { value: last.value, isIn: !last.isIn }, high: null });
    case '>=':
    case '≥':
      return bounded(column, { low: { value: first, isIn: true }, high: null });
    case '<':
      return bounded(column, { low: null, high: { value: first, isIn: false } });
    case '<=':
    case '≤':
      return bounded(column, { low: null, high: last });
    default:
      return bounded(column, { low: { value: first, isIn: true }, high: last });
  }
}

function bounded(column: Operand, { low, high }: Bounds): Expression {
  const isOne = low && high && low.isIn && high.isIn && JSON.stringify(low.value) === JSON.stringify(high.value);
  if (isOne) return { op: '=', args: [column, low.value] };
  if (low && high && low.isIn && high.isIn) return { op: 'between', args: [column, low.value, high.value] };
  const lower = low && { op: low.isIn ? '>=' : '>', args: [column, low.value] };
  const upper = high && { op: high.isIn ? '<=' : '<', args: [column, high.value] };
  if (lower && upper) return { op: 'and', args: [lower, upper] };
  return (lower ?? upper)!;
}

function textCondition(property: Property, asked: string, { language, codes }: Reading): Expression {
  const column = { property: property.name };
  if (asked.startsWith('=')) return { op: '=', args: [column, asked.slice(1).trim()] };
  if (property.codelist !== undefined) {
    const found = codesFor(codes.list(property.codelist)?.entries ?? [], asked, language);
    if (found.length === 1) return { op: '=', args: [column, found[0]!] };
    if (found.length > 1) return { op: 'in', args: [column, found] };
  }
  const pattern = `%${asked.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return { op: 'like', args: [folded(column), folded(pattern)] };
}

const folded = (operand: Operand): Operation => ({ op: 'casei', args: [{ op: 'accenti', args: [operand] }] });

interface Entry {
  readonly code: string;
  readonly labelVi: string;
  readonly labelEn: string;
}

/** Codes that were written themselves, parted by `;`, else those whose label holds the text. */
function codesFor(entries: readonly Entry[], asked: string, language: Language): string[] {
  const written = asked.split(';').map((part) => part.trim());
  const known = new Set(entries.map(({ code }) => code));
  if (written.every((code) => known.has(code))) return [...new Set(written)];
  const part = foldText(asked, plainFold);
  const labels = entries.filter(({ labelVi, labelEn }) =>
    foldText(language === 'en' ? `${labelEn}\n${labelVi}` : labelVi, plainFold).includes(part),
  );
  const found = [...new Set(labels.map(({ code }) => code))];
  return found.length > mostCodes ? [] : found;
}

/** A filter taken apart: what reads like typed into columns, and the rest. */
export interface TakenApart {
  readonly typed: Readonly<Record<string, string>>;
  /** Null: nothing else. */
  readonly rest: Expression | null;
}

/** The texts that would make this filter, column by column; what no text says stays as the rest. */
export function takeApart(filter: Expression | null, properties: readonly Property[], reading: Reading): TakenApart {
  const conjuncts = filter === null ? [] : conjunctsOf(filter);
  const typed: Record<string, string> = {};
  let rest = conjuncts;
  for (const property of properties.filter(isTyped)) {
    const own = conjuncts.filter((conjunct) => isAbout(conjunct, property.name));
    const text = own.length === 0 ? null : textOf(own, property, reading);
    if (text === null) continue;
    typed[property.name] = text;
    rest = rest.filter((conjunct) => !own.includes(conjunct));
  }
  return { typed, rest: joined(rest) };
}

/** Conditions that all hold; null: none. */
export function joined(conditions: readonly Expression[]): Expression | null {
  const flat = conditions.flatMap(conjunctsOf);
  return flat.length === 0 ? null : flat.length === 1 ? flat[0]! : { op: 'and', args: flat };
}

function conjunctsOf(filter: Expression): Expression[] {
  if (typeof filter === 'object' && filter.op === 'and') return (filter.args as Expression[]).flatMap(conjunctsOf);
  return [filter];
}

/** Whether a condition compares this column, and nothing else, with constants. */
function isAbout(condition: Expression, name: string): boolean {
  const named = new Set([...JSON.stringify(condition).matchAll(/"property":("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!) as string)); // prettier-ignore
  return named.size === 1 && named.has(name);
}

function textOf(conditions: readonly Expression[], property: Property, reading: Reading): string | null {
  const candidate = candidateOf(conditions, property, reading);
  if (candidate === null) return null;
  // Only what leads back to the very same condition may stand in the column.
  const again = (() => {
    try {
      return joined([conditionOf(property, candidate, reading)]);
    } catch {
      return null;
    }
  })();
  return JSON.stringify(again) === JSON.stringify(joined(conditions)) ? candidate : null;
}

function candidateOf(conditions: readonly Expression[], property: Property, reading: Reading): string | null {
  const scale = scaleOf(property, reading.language);
  const [only] = conditions as Operation[];
  if (conditions.length === 1 && typeof only === 'object') {
    if (only.op === 'isNull') return '=';
    if (only.op === 'not') return '*';
  }
  if (scale) {
    const bounds = boundsOf(conditions);
    return bounds && scale.write(bounds);
  }
  if (conditions.length !== 1 || typeof only !== 'object') return null;
  const value = only.args[1];
  if (property.type === 'boolean') return typeof value === 'boolean' ? String(value) : null;
  if (only.op === 'in') return Array.isArray(value) ? value.join('; ') : null;
  if (only.op === 'like') {
    const pattern = /"(%(?:[^"\\]|\\.)*%)"/.exec(JSON.stringify(value))?.[1];
    return pattern === undefined ? null : (JSON.parse(`"${pattern}"`) as string).slice(1, -1).replaceAll(/\\([\\%_])/g, '$1'); // prettier-ignore
  }
  if (only.op !== '=' || typeof value !== 'string') return null;
  return property.codelist !== undefined && reading.codes.list(property.codelist)?.entries.some(({ code }) => code === value) // prettier-ignore
    ? value
    : `=${value}`;
}

/** Lower and upper end of comparisons with one constant each; null where they say more than that. */
function boundsOf(conditions: readonly Expression[]): Bounds | null {
  let [low, high]: [Bound | null, Bound | null] = [null, null];
  for (const condition of conditions) {
    if (typeof condition !== 'object') return null;
    const { op, args } = condition;
    const given = boundOf(op, args);
    if (!given || (given.low && low) || (given.high && high)) return null;
    low = given.low ?? low;
    high = given.high ?? high;
  }
  return { low, high };
}

function boundOf(op: string, [, value, to]: readonly Operand[]): Bounds | null {
  if (value === undefined) return null;
  if (op === '=') return { low: { value, isIn: true }, high: { value, isIn: true } };
  if (op === 'between') return { low: { value, isIn: true }, high: { value: to!, isIn: true } };
  if (op === '>' || op === '>=') return { low: { value, isIn: op === '>=' }, high: null };
  return op === '<' || op === '<=' ? { low: null, high: { value, isIn: op === '<=' } } : null;
}
