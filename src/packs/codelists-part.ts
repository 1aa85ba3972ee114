import { suggest } from './check-schema.ts';
import { reason, type Place } from './faults.ts';
import type { Codelist, CodelistEntry, LegalSource, Text } from './model.ts';
import type { CheckContext, PackPart, PartFile } from './part.ts';
import { readCsv, type CsvRecord } from './read-csv.ts';
import { closed, legalSources, reference, text } from './schema.ts';

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
    const readers = header!.cells.map((column) => extras[column]);
    for (const record of records) {
      const cells = cellsOf(record, header!, file);
      if (!cells) continue;
      checkCells(cells, record.line, readers, file);
      entries.push(entryOf(cells, Object.keys(extras)));
    }
    checkPeriods(entries, records, file);
  }
  const { title, description, sources: source } = head;
  return { id: `${file.pack}/${file.id}`, title, ...(description && { description }), source, entries };
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

type Cells = Readonly<Record<string, string>>;

function cellsOf(record: CsvRecord, header: CsvRecord, file: PartFile): Cells | null {
  if (record.cells.length === header.cells.length) {
    return Object.fromEntries(header.cells.map((column, index) => [column, record.cells[index]!]));
  }
  const counts = { cells: record.cells.length, columns: header.cells.length };
  file.refuse({ line: record.line, column: 1 }, reason('cells-differ', counts));
  return null;
}

function entryOf(cells: Cells, extras: readonly string[]): CodelistEntry {
  return {
    code: cells['code']!,
    labelVi: cells['label_vi']!,
    labelEn: cells['label_en']!,
    validFrom: cells['valid_from']!,
    validTo: cells['valid_to']!,
    source: cells['source']!,
    extra: Object.fromEntries(extras.map((column) => [column, cells[column]!])),
  };
}

function checkCells(cells: Cells, lineNumber: number, extras: readonly (ExtraColumn | undefined)[], file: PartFile) {
  const place: Place = { line: lineNumber, column: 1 };
  for (const column of ['code', 'label_vi', 'label_en', 'source']) {
    if (cells[column]!.trim() === '') file.refuse(place, reason('empty-cell', { column }));
  }
  for (const column of ['valid_from', 'valid_to']) {
    const value = cells[column]!;
    if (value !== '' && !isCalendarDate(value)) file.refuse(place, reason('not-a-date', { column, value }));
  }
  const { valid_from: from, valid_to: to } = cells as { valid_from: string; valid_to: string };
  if (from !== '' && to !== '' && from > to) file.refuse(place, reason('dates-reversed', { from, to }));
  Object.keys(cells).forEach((column, index) => checkExtra(column, cells[column]!, extras[index], place, file));
}

function checkExtra(column: string, value: string, extra: ExtraColumn | undefined, place: Place, file: PartFile) {
  if (value === '' || !extra) return;
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

function isCalendarDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Codes are reused over the years, so one code may stand on several lines, but only once at a time. */
function checkPeriods(entries: readonly CodelistEntry[], records: readonly CsvRecord[], file: PartFile): void {
  if (entries.length !== records.length) return;
  const byCode = new Map<string, number[]>();
  entries.forEach((entry, index) => {
    const earlier = byCode.get(entry.code) ?? [];
    const clash = earlier.find((other) => overlap(entries[other]!, entry));
    if (clash !== undefined) {
      const details = { code: entry.code, line: records[clash]!.line };
      file.refuse({ line: records[index]!.line, column: 1 }, reason('periods-overlap', details));
    }
    byCode.set(entry.code, [...earlier, index]);
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
  const lines = recordLines(file.text);
  list.entries.forEach((entry, index) => {
    const value = entry.extra[column]!;
    if (value === '' || codes.has(value)) return;
    const place = { line: lines[index] ?? 1, column: 1 };
    file.refuse(place, reason('code-not-in-list', { column, value, list: target.id }));
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
