import { problem } from '../problems.ts';
import type { LatinLines } from '../latin-lines.ts';

export interface MifColumn {
  /** One character a byte. */
  readonly name: string;
  readonly type: string;
}

/** What stands before `Data` (MapInfo Interchange Format, MapInfo Professional user guide, appendix). */
export interface MifHeader {
  readonly version: string;
  readonly charset: string | null;
  readonly delimiter: string;
  readonly coordSys: string | null;
  readonly transform: { readonly scale: readonly [number, number]; readonly shift: readonly [number, number] } | null;
  readonly columns: readonly MifColumn[];
}

const startWord = /^\s*(version|charset|delimiter|unique|index|coordsys|transform|columns|data)\b/i;

/** Throws Problems `truncated-file`, `damaged-file`, `too-many-columns`. */
export async function readMifHeader(lines: LatinLines, file: string, maxColumns: number): Promise<MifHeader> {
  const clauses: string[] = [];
  let columns: MifColumn[] = [];
  for (;;) {
    const line = await nextLine(lines, file);
    const word = startWord.exec(line)?.[1]?.toLowerCase();
    if (word === 'data') break;
    if (word === 'columns') columns = await readColumns(line, lines, file, maxColumns);
    else if (word) clauses.push(line.trim());
    // A long clause goes on in the next line.
    else if (line.trim() !== '' && clauses.length > 0) clauses.push(`${clauses.pop()} ${line.trim()}`);
    else if (line.trim() !== '') throw damaged(file, lines, line);
    if (clauses.length > 100) throw damaged(file, lines, line);
  }
  const clause = (name: string) => {
    const found = clauses.find((each) => each.toLowerCase().startsWith(name));
    return found === undefined ? null : found.slice(name.length).trim();
  };
  return {
    version: clause('version') ?? '1',
    charset: clause('charset')?.replaceAll('"', '') ?? null,
    delimiter: delimiterOf(clause('delimiter')),
    coordSys: clause('coordsys'),
    transform: transformOf(clause('transform')),
    columns,
  };
}

async function nextLine(lines: LatinLines, file: string): Promise<string> {
  if (!lines.isReady && !(await lines.fill())) throw problem('truncated-file', { file, place: 'MIF' });
  return lines.take();
}

async function readColumns(line: string, lines: LatinLines, file: string, maxColumns: number): Promise<MifColumn[]> {
  const count = Number(/columns\s+(\d+)/i.exec(line)?.[1] ?? Number.NaN);
  if (!Number.isInteger(count)) throw damaged(file, lines, line);
  if (count > maxColumns) throw problem('too-many-columns', { file, limit: maxColumns });
  const columns: MifColumn[] = [];
  while (columns.length < count) {
    const described = (await nextLine(lines, file)).trim();
    const parts = /^(\S+)\s+([A-Za-z]+)/.exec(described);
    if (!parts) throw damaged(file, lines, described);
    columns.push({ name: parts[1]!, type: parts[2]!.toLowerCase() });
  }
  return columns;
}

function damaged(file: string, lines: LatinLines, line: string) {
  const place = `dòng / line ${lines.lineNumber}`;
  return problem('damaged-file', { file, place, reason: line.trim().slice(0, 80) });
}

function delimiterOf(clause: string | null): string {
  const quoted = /"(.)"/.exec(clause ?? '')?.[1];
  return quoted ?? '\t';
}

function transformOf(clause: string | null): MifHeader['transform'] {
  const numbers = (clause ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return null;
  const [scaleX, scaleY, shiftX, shiftY] = numbers as [number, number, number, number];
  // Nought means that there is no scale.
  return { scale: [scaleX || 1, scaleY || 1], shift: [shiftX, shiftY] };
}
