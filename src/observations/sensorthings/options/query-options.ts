import { entitySets, relationOf } from '../entity-sets.ts';
import type { EntitySet, Relation } from '../model.ts';
import { staProblem } from '../problems.ts';
import { splitOutside } from './split.ts';

export const resultFormats = ['dataArray', 'CSV', 'GeoJSON'] as const;
export type ResultFormat = (typeof resultFormats)[number];

/** Options of one collection or entity (18-088, 9.3), of which `filter` and `orderby` are still text. */
export interface QueryOptions {
  readonly filter: string | null;
  readonly orderby: string | null;
  /** Null: everything. */
  readonly select: ReadonlySet<string> | null;
  readonly expand: readonly Expand[];
  readonly top: number;
  readonly skip: number;
  readonly count: boolean;
  readonly skiptoken: string | null;
  readonly resultFormat: ResultFormat | null;
  /** The options as they were written, by name. */
  readonly written: ReadonlyMap<string, string>;
}

export interface Expand {
  readonly relation: Relation;
  readonly options: QueryOptions;
}

const defaultTop = 100;
export const mostTop = 10_000;
/** Rows that are skipped are read all the same: `@iot.nextLink` goes on without. */
const mostSkip = 1_000_000;
const mostExpands = 30;

const names = ['filter', 'orderby', 'select', 'expand', 'top', 'skip', 'count', 'skiptoken', 'resultFormat'] as const;
type Name = (typeof names)[number];
export const optionNames: readonly string[] = names.map((name) => `$${name}`);

/** Options of a request's query. Throws Problem `sta-option-invalid`. */
export function parseOptions(set: EntitySet, query: Readonly<Record<string, string>>): QueryOptions {
  const written = new Map<string, string>();
  for (const [name, value] of Object.entries(query)) {
    if (!name.startsWith('$')) continue;
    if (!isName(name.slice(1))) throw invalid(name, value, optionNames.join(', '));
    written.set(name.slice(1), value);
  }
  const budget = { left: mostExpands };
  return readOptions(set, written, budget);
}

const isName = (name: string): name is Name => (names as readonly string[]).includes(name);

function readOptions(set: EntitySet, written: ReadonlyMap<string, string>, budget: { left: number }): QueryOptions {
  const format = written.get('resultFormat');
  const resultFormat = resultFormats.find((each) => each.toLowerCase() === format?.toLowerCase()) ?? null;
  if (format !== undefined && resultFormat === null && format.toLowerCase() !== 'json') {
    throw invalid('$resultFormat', format, resultFormats.join(', '));
  }
  return {
    filter: written.get('filter') ?? null,
    orderby: written.get('orderby') ?? null,
    select: readSelect(set, written.get('select')),
    expand: readExpand(set, written.get('expand'), budget),
    top: readNumber('$top', written.get('top'), defaultTop, mostTop),
    skip: readNumber('$skip', written.get('skip'), 0, mostSkip),
    count: readCount(written.get('count')),
    skiptoken: written.get('skiptoken') ?? null,
    resultFormat,
    written,
  };
}

/** More than `most` is no fault where a server may give less (`$top`); the page is then smaller. */
function readNumber(option: string, text: string | undefined, fallback: number, most: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,15}$/.test(text)) throw invalid(option, text, '0, 1, 2, …');
  if (option === '$skip' && Number(text) > most) throw invalid(option, text, `≤ ${most}; @iot.nextLink`);
  return Math.min(Number(text), most);
}

function readCount(text: string | undefined): boolean {
  if (text !== undefined && text !== 'true' && text !== 'false') throw invalid('$count', text, 'true, false');
  return text === 'true';
}

const idNames = new Set(['id', '@iot.id', 'selfLink', '@iot.selfLink']);

function readSelect(set: EntitySet, text: string | undefined): ReadonlySet<string> | null {
  if (text === undefined) return null;
  const known = [...set.properties, ...set.relations].map(({ name }) => name);
  const selected = text.split(',').map((name) => name.trim());
  for (const name of selected) {
    if (!idNames.has(name) && !known.includes(name.split('/')[0]!)) {
      throw invalid('$select', name, ['id', ...known].join(', '));
    }
  }
  return new Set(selected.map((name) => (idNames.has(name) ? 'id' : name.split('/')[0]!)));
}

function readExpand(set: EntitySet, text: string | undefined, budget: { left: number }): Expand[] {
  if (text === undefined) return [];
  const byName = new Map<string, Expand>();
  for (const part of splitOutside(text, ',')) {
    if (budget.left-- <= 0) throw invalid('$expand', text.slice(0, 80), `≤ ${mostExpands}`);
    const expand = readExpandItem(set, part.trim(), budget);
    const before = byName.get(expand.relation.name);
    byName.set(expand.relation.name, before ? merged(before, expand) : expand);
  }
  return [...byName.values()];
}

/** `Datastreams/Sensor,Datastreams/ObservedProperty` expands one relation with both. */
function merged(first: Expand, second: Expand): Expand {
  const byName = new Map(first.options.expand.map((each) => [each.relation.name, each]));
  for (const each of second.options.expand) {
    const before = byName.get(each.relation.name);
    byName.set(each.relation.name, before ? merged(before, each) : each);
  }
  const wider = second.options.written.size > first.options.written.size ? second : first;
  return { ...wider, options: { ...wider.options, expand: [...byName.values()] } };
}

/** `Datastreams`, `Datastreams/Observations`, `Datastreams($top=1;$expand=Sensor)/Observations($top=1)`. */
function readExpandItem(set: EntitySet, text: string, budget: { left: number }): Expand {
  const [first = '', ...rest] = splitOutside(text, '/');
  const [, name = '', inner = ''] = /^([A-Za-z]+)(?:\((.*)\))?$/s.exec(first.trim()) ?? [];
  const relation = relationOf(set, name);
  if (!relation) throw invalid('$expand', text.slice(0, 80), set.relations.map((each) => each.name).join(', '));
  const written = new Map<string, string>();
  for (const option of splitOutside(inner, ';').filter((each) => each.trim() !== '')) {
    const [, optionName = '', value = ''] = /^\s*\$(\w+)=(.*)$/s.exec(option) ?? [];
    if (!isName(optionName) || optionName === 'skiptoken' || optionName === 'resultFormat') {
      throw invalid('$expand', option.slice(0, 80), '$filter=…;$select=…;$orderby=…;$top=…;$skip=…;$count=…;$expand=…');
    }
    written.set(optionName, value.trim());
  }
  const further = rest.length > 0 ? rest.join('/') : null;
  if (further !== null) {
    const inside = written.get('expand');
    written.set('expand', inside === undefined ? further : `${inside},${further}`);
  }
  return { relation, options: readOptions(entitySets[relation.to], written, budget) };
}

export function invalid(option: string, value: string, accepted: string) {
  return staProblem('sta-option-invalid', { option, value: value.slice(0, 120), accepted });
}
