import { unknownCodelist } from './codelists-part.ts';
import { reason } from './faults.ts';
import type { Codelist, Crosswalk, CrosswalkRow, LegalSource, Text } from './model.ts';
import type { CheckContext, PackPart, PartFile } from './part.ts';
import { readCsv } from './read-csv.ts';
import { closed, legalSources, reference, text } from './schema.ts';

interface CrosswalkHead {
  readonly title: Text;
  readonly description?: Text;
  readonly sources: readonly LegalSource[];
  readonly from: string;
  readonly to: string;
}

const columns = ['from', 'to', 'relation', 'confidence', 'note'] as const;

/** crosswalks/*.csv: how the codes of one list became those of another; described by a section of pack.yaml. */
export const crosswalksPart: PackPart<Crosswalk> = {
  name: 'crosswalks',
  extension: '.csv',
  entry: closed({ title: text, description: text, sources: legalSources, from: reference, to: reference }, [
    'title',
    'sources',
    'from',
    'to',
  ]),
  read: readCrosswalk,
  check: checkCodes,
};

function readCrosswalk(file: PartFile): Crosswalk {
  const { title, description, sources: source, from, to } = file.entry as CrosswalkHead;
  const full = (id: string) => (id.includes('/') ? id : `${file.pack}/${id}`);
  const rows = readRows(file);
  return {
    id: `${file.pack}/${file.id}`,
    title,
    ...(description && { description }),
    source,
    from: full(from),
    to: full(to),
    rows,
  };
}

function readRows(file: PartFile): CrosswalkRow[] {
  const [header, ...records] = readCsv(file.text, (place, why) => file.refuse(place, why));
  const places = columns.map((column) => header?.cells.indexOf(column) ?? -1);
  columns.forEach((column, index) => {
    if (places[index] === -1) file.refuse({ line: 1, column: 1 }, reason('missing-column', { column }));
  });
  if (!header || places.includes(-1)) return [];
  const rows: CrosswalkRow[] = [];
  const lines: number[] = [];
  for (const { cells, line } of records) {
    const [from, to, relation, confidence, note] = places.map((place) => cells[place] ?? '');
    const allowed = relation === 'whole' || relation === 'part';
    if (from === '') file.refuse({ line, column: 1 }, reason('empty-cell', { column: 'from' }));
    if (to === '') file.refuse({ line, column: 1 }, reason('empty-cell', { column: 'to' }));
    if (!allowed) {
      const details = { value: relation!, allowed: 'whole, part' };
      file.refuse({ line, column: 1 }, reason('value-not-allowed', details));
      continue;
    }
    rows.push({ from: from!, to: to!, relation, confidence: confidence!, note: note! });
    lines.push(line);
  }
  checkRelations(rows, lines, file);
  return rows;
}

/** A code on one line went whole; a code on several was divided, and every line says so. */
function checkRelations(rows: readonly CrosswalkRow[], lines: readonly number[], file: PartFile): void {
  const targets = new Map<string, Map<string, number>>();
  rows.forEach(({ from, to }, index) => {
    const known = targets.get(from);
    if (!known) targets.set(from, new Map([[to, lines[index]!]]));
    else if (!known.has(to)) known.set(to, lines[index]!);
    else {
      const details = { from, to, line: known.get(to)! };
      file.refuse({ line: lines[index]!, column: 1 }, reason('repeated-row', details));
    }
  });
  rows.forEach(({ from, relation }, index) => {
    const count = targets.get(from)!.size;
    const expected = count > 1 ? 'part' : 'whole';
    if (relation === expected) return;
    const details = { from, count, relation: expected };
    file.refuse({ line: lines[index]!, column: 1 }, reason('relation-differs', details));
  });
}

function checkCodes(crosswalk: Crosswalk, file: PartFile, context: CheckContext): void {
  for (const side of ['from', 'to'] as const) {
    const list = context.codelist(crosswalk[side]);
    if (list) refuseStrangers(crosswalk, side, list, file);
    else file.refuseEntry([side], unknownCodelist(crosswalk[side], context.visible));
  }
}

function refuseStrangers(crosswalk: Crosswalk, side: 'from' | 'to', list: Codelist, file: PartFile): void {
  const codes = new Set(list.entries.map((entry) => entry.code));
  const strangers = crosswalk.rows.filter((row) => !codes.has(row[side]));
  if (strangers.length === 0) return;
  const records = readCsv(file.text, () => undefined).slice(1);
  for (const stranger of strangers) {
    const line = records[crosswalk.rows.indexOf(stranger)]?.line ?? 1;
    const details = { column: side, value: stranger[side], list: list.id };
    file.refuse({ line, column: 1 }, reason('code-not-in-list', details));
  }
}
