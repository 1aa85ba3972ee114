import { suggest } from './check-schema.ts';
import { reason, type Place } from './faults.ts';
import type { Codelist, CodelistEntry, LegalSource, NameColumns, Text } from './model.ts';
import type { CheckContext, PackPart, PartFile } from './part.ts';
import { readCsv, type CsvRecord } from './read-csv.ts';
import { closed, legalSources, line, reference, slug, text } from './schema.ts';

/** What a further column of a code list holds; `codelist` names the list whose codes its cells are. */
interface ExtraColumn {
  readonly type: 'text' | 'number' | 'pattern' | 'codelist';
  readonly codelist?: string;
  readonly description?: Text;
}

interface CodelistHead {
  readonly title: Text;
  readonly description?: Text;
  readonly sources: readonly LegalSource[];
  readonly columns?: Readonly<Record<string, ExtraColumn>>;
  /** Name of the column with the parent's code. */
  readonly parent?: string;
  readonly names?: NameColumns;
  readonly sameAs?: string;
  readonly units?: Codelist['units'];
}

const ownColumns = ['code', 'label_vi', 'label_en', 'valid_from', 'valid_to', 'source'] as const;

/** codelists/*.csv, described by the section `codelists` of pack.yaml. */
export const codelistsPart: PackPart<Codelist> = {
  name: 'codelists',
  extension: '.csv',
  entry: closed(
    {
      title: text,
      description: text,
      sources: legalSources,
      columns: {
        type: 'object',
        propertyNames: { pattern: '^[a-z][a-z0-9_]*$' },
        additionalProperties: closed(
          {
            type: { type: 'string', enum: ['text', 'number', 'pattern', 'codelist'] },
            codelist: reference,
            description: text,
          },
          ['type'],
        ),
      },
      parent: line,
      names: closed({ kind: line, kinds: reference, aliases: line }),
      sameAs: line,
      units: closed({ scheme: slug, level: slug, headers: { type: 'array', items: line, uniqueItems: true } }, [
        'scheme',
        'level',
      ]),
    },
    ['title', 'sources'],
  ),
  read: readCodelist,
  check: checkReferences,
};

function readCodelist(file: PartFile): Codelist {
  const head = file.entry as CodelistHead;
  const extras = head.columns ?? {};
  const [header, ...records] = readCsv(file.text, (place, why) => file.refuse(place, why));
  const entries: CodelistEntry[] = [];
  if (checkHeader(header, extras, file)) {
    const reader = entryReader(header!, extras, file);
    for (const record of records) {
      const entry = reader(record);
      if (entry) entries.push(entry);
    }
    checkPeriods(entries, records, file);
  }
  const { title, description, sources: source } = head;
  const list = { id: `${file.pack}/${file.id}`, title, ...(description && { description }), source, entries };
  return { ...list, ...structureOf(head, file) };
}

/** Parent, names and scheme, with full ids; what they name must be a declared column. */
function structureOf(head: CodelistHead, file: PartFile): Pick<Codelist, 'parent' | 'names' | 'sameAs' | 'units'> {
  const { columns = {}, parent, names, sameAs, units } = head;
  const named: readonly (readonly [string, string | undefined])[] = [
    ['parent', parent],
    ['sameAs', sameAs],
    ['names', names?.kind],
    ['names', names?.aliases],
  ];
  for (const [word, column] of named) {
    if (column !== undefined && !columns[column]) file.refuseEntry([word], reason('unknown-column', { column }));
  }
  const full = (id: string) => (id.includes('/') ? id : `${file.pack}/${id}`);
  const above = parent === undefined ? undefined : columns[parent];
  if (above && above.codelist === undefined)
    file.refuseEntry(['parent'], reason('column-not-codes', { column: parent! }));
  return {
    ...(above?.codelist !== undefined && { parent: { column: parent!, codelist: full(above.codelist) } }),
    ...(names && { names: { ...names, ...(names.kinds !== undefined && { kinds: full(names.kinds) }) } }),
    ...(sameAs !== undefined && { sameAs }),
    ...(units && { units }),
  };
}

function checkHeader(header: CsvRecord | undefined, extras: Readonly<Record<string, ExtraColumn>>, file: PartFile) {
  const place: Place = { line: header?.line ?? 1, column: 1 };
  const wanted = [...ownColumns, ...Object.keys(extras)];
  const found = header?.cells ?? [];
  const missing = wanted.filter((column) => !found.includes(column));
  const unknown = found.filter((column) => !wanted.includes(column));
  for (const column of missing) file.refuse(place, reason('missing-column', { column }));
  for (const column of unknown) file.refuse(place, suggest('unknown-word', 'word', column, wanted));
  if (new Set(found).size < found.length) file.refuse(place, reason('repeated'));
  return missing.length === 0 && unknown.length === 0;
}

/** Reads one record after another: places of the columns are looked up once, because lists may have 10,000 lines. */
function entryReader(
  header: CsvRecord,
  extras: Readonly<Record<string, ExtraColumn>>,
  file: PartFile,
): (record: CsvRecord) => CodelistEntry | null {
  const place = (column: string) => header.cells.indexOf(column);
  const [code, labelVi, labelEn, from, to, source] = ownColumns.map(place) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const further = Object.entries(extras).map(([column, extra]) => ({ column, extra, at: place(column) }));
  const checked = further.filter(({ extra }) => extra.type === 'number' || extra.type === 'pattern');
  return ({ cells, line: lineNumber }) => {
    const start: Place = { line: lineNumber, column: 1 };
    if (cells.length !== header.cells.length) {
      file.refuse(start, reason('cells-differ', { cells: cells.length, columns: header.cells.length }));
      return null;
    }
    for (const at of [code, labelVi, labelEn, source]) {
      if (cells[at]!.trim() === '') file.refuse(start, reason('empty-cell', { column: header.cells[at]! }));
    }
    checkDates(cells[from]!, cells[to]!, start, file);
    for (const { column, extra, at } of checked) checkExtra(column, cells[at]!, extra, start, file);
    const extra: Record<string, string> = {};
    for (const { column, at } of further) extra[column] = cells[at]!;
    return {
      code: cells[code]!,
      labelVi: cells[labelVi]!,
      labelEn: cells[labelEn]!,
      validFrom: cells[from]!,
      validTo: cells[to]!,
      source: cells[source]!,
      extra,
    };
  };
}

function checkDates(from: string, to: string, place: Place, file: PartFile): void {
  for (const [column, value] of [
    ['valid_from', from],
    ['valid_to', to],
  ] as const) {
    if (value !== '' && !isCalendarDate(value)) file.refuse(place, reason('not-a-date', { column, value }));
  }
  if (from !== '' && to !== '' && from > to) file.refuse(place, reason('dates-reversed', { from, to }));
}

function checkExtra(column: string, value: string, extra: ExtraColumn, place: Place, file: PartFile): void {
  if (value === '') return;
  if (extra.type === 'number' && !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(value)) {
    file.refuse(place, reason('not-a-number', { column, value }));
  }
  if (extra.type === 'pattern') {
    const detail = patternFault(value);
    if (detail !== null) file.refuse(place, reason('bad-pattern', { pattern: value, detail }));
  }
}

/** Why a text is no regular expression of JSON Schema (ECMA-262 with the `u` flag), or null when it is one. */
export function patternFault(pattern: string): string | null {
  try {
    return RegExp(pattern, 'u') && null;
  } catch (error) {
    return (error as Error).message;
  }
}

const calendarDates = new Map<string, boolean>();

/** A long list names few days, each many times. */
function isCalendarDate(value: string): boolean {
  let known = calendarDates.get(value);
  if (known === undefined) {
    known = standsInCalendar(value);
    if (calendarDates.size < 1_000) calendarDates.set(value, known);
  }
  return known;
}

function standsInCalendar(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Codes are reused over the years, so one code may stand on several lines, but only once at a time. */
function checkPeriods(entries: readonly CodelistEntry[], records: readonly CsvRecord[], file: PartFile): void {
  if (entries.length !== records.length) return;
  const byCode = new Map<string, number[]>();
  entries.forEach((entry, index) => {
    const earlier = byCode.get(entry.code);
    if (!earlier) {
      byCode.set(entry.code, [index]);
      return;
    }
    const clash = earlier.find((other) => overlap(entries[other]!, entry));
    if (clash !== undefined) {
      const details = { code: entry.code, line: records[clash]!.line };
      file.refuse({ line: records[index]!.line, column: 1 }, reason('periods-overlap', details));
    }
    earlier.push(index);
  });
}

function overlap(one: CodelistEntry, other: CodelistEntry): boolean {
  const startsBeforeEnd = (start: string, end: string) => start === '' || end === '' || start <= end;
  return startsBeforeEnd(one.validFrom, other.validTo) && startsBeforeEnd(other.validFrom, one.validTo);
}

function checkReferences(list: Codelist, file: PartFile, context: CheckContext): void {
  for (const [column, extra] of Object.entries((file.entry as CodelistHead).columns ?? {})) {
    if (extra.type !== 'codelist') continue;
    const where = ['columns', column];
    if (extra.codelist === undefined) {
      file.refuseEntry(where, reason('missing-word', { word: 'codelist' }));
      continue;
    }
    const target = context.codelist(extra.codelist);
    if (target) refuseStrangers(list, column, target, file);
    else file.refuseEntry([...where, 'codelist'], unknownCodelist(extra.codelist, context.visible));
  }
}

function refuseStrangers(list: Codelist, column: string, target: Codelist, file: PartFile): void {
  const codes = new Set(target.entries.map((entry) => entry.code));
  const isStranger = (entry: CodelistEntry) => entry.extra[column] !== '' && !codes.has(entry.extra[column]!);
  if (!list.entries.some(isStranger)) return;
  const lines = recordLines(file.text);
  list.entries.forEach((entry, index) => {
    if (!isStranger(entry)) return;
    const place = { line: lines[index] ?? 1, column: 1 };
    const details = { column, value: entry.extra[column]!, list: target.id };
    file.refuse(place, reason('code-not-in-list', details));
  });
}

function recordLines(csv: string): number[] {
  return readCsv(csv, () => undefined)
    .slice(1)
    .map((record) => record.line);
}

/** The reason for a code list that cannot be seen from a pack, with the nearest that can. */
export function unknownCodelist(id: string, visible: readonly { readonly codelists: readonly Codelist[] }[]): Text {
  const known = visible.flatMap((pack) => pack.codelists.map((list) => list.id));
  return suggest('unknown-codelist', 'id', id, known);
}
