import { posix } from 'node:path';
import type { ByteSource } from '../byte-source.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import type { Zip } from '../zip.ts';
import { builtInDateStyle, dateStyleOf, type DateStyle } from '../sheets/dates.ts';
import { formNames, rangeNamed, type FormTable } from '../sheets/form.ts';
import { attributeOf, type XmlHandler } from '../xml/xml-parser.ts';
import { readXml } from '../xml/xml-stream.ts';

export interface SheetEntry {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

/** What sheets of one workbook share (ECMA-376 part 1, 18.2 to 18.8). */
export interface Workbook {
  readonly name: string;
  readonly sheets: readonly SheetEntry[];
  readonly is1904: boolean;
  /** The table of a workbook that was made for filling in; the sheets that explain it are not in the list. */
  readonly form: FormTable | null;
  readonly sharedStrings: readonly string[];
  /** What its number format shows, by cell style. */
  readonly dateStyles: readonly DateStyle[];
  /** Name of the font, by cell style. */
  readonly fonts: readonly string[];
  sheetSource(sheet: SheetEntry): ByteSource;
}

/** Throws Problems `damaged-file`, `truncated-file`, `unsafe-xml`, `workbook-too-large`. */
export async function openWorkbook(zip: Zip, reading: Reading): Promise<Workbook> {
  const parts = new Parts(zip, reading);
  const workbookPart = await findWorkbookPart(parts);
  const related = await relationsOf(parts, workbookPart);
  const { sheets, is1904, form } = await readSheetList(parts, workbookPart, related);
  const partOfType = (type: string) => [...related.values()].find((relation) => relation.type.endsWith(type))?.target;
  return {
    name: zip.name,
    sheets,
    is1904,
    form,
    sharedStrings: await readSharedStrings(parts, partOfType('/sharedStrings'), reading),
    ...(await readCellStyles(parts, partOfType('/styles'))),
    sheetSource: (sheet) => parts.source(sheet.part),
  };
}

class Parts {
  readonly name: string;
  readonly #zip: Zip;
  readonly #reading: Reading;

  constructor(zip: Zip, reading: Reading) {
    this.name = zip.name;
    this.#zip = zip;
    this.#reading = reading;
  }

  has(part: string): boolean {
    return this.#find(part) !== undefined;
  }

  source(part: string): ByteSource {
    const entry = this.#find(part);
    if (!entry) throw problem('damaged-file', { file: this.name, place: part, reason: '?' });
    return this.#zip.source(entry);
  }

  read(part: string, handler: XmlHandler): Promise<void> {
    return readXml({ source: this.source(part), file: this.name, part, encoding: null }, this.#reading, handler);
  }

  /** Part names are compared without case (ECMA-376 part 2, 6.2.2). */
  #find(part: string) {
    const wanted = part.toLowerCase();
    return this.#zip.entries.find(({ name }) => name.toLowerCase() === wanted);
  }
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

async function relationsOf(parts: Parts, part: string): Promise<Map<string, Relation>> {
  const folder = posix.dirname(part);
  const relationsPart = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations = new Map<string, Relation>();
  if (!parts.has(relationsPart)) return relations;
  await parts.read(relationsPart, {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== 'Relationship' || !Id || !Target || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      relations.set(Id, { type: Type ?? '', target });
    },
    close() {},
    text() {},
  });
  return relations;
}

async function findWorkbookPart(parts: Parts): Promise<string> {
  const relations = await relationsOf(parts, '');
  const main = [...relations.values()].find(({ type }) => type.endsWith('/officeDocument'));
  return main?.target ?? 'xl/workbook.xml';
}

async function readSheetList(parts: Parts, part: string, related: ReadonlyMap<string, Relation>) {
  const sheets: SheetEntry[] = [];
  const named = new Map<string, string>();
  let naming: string | null = null;
  let is1904 = false;
  await parts.read(part, {
    open(name, attributes) {
      if (name === 'definedName') naming = attributes['name'] ?? null;
      if (name === 'workbookPr') is1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      const relation = related.get(attributeOf(attributes, 'id') ?? '');
      // Chart sheets and dialog sheets hold no cells.
      if (!relation?.type.endsWith('/worksheet')) return;
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible';
      sheets.push({ name: attributes['name'] ?? relation.target, part: relation.target, isHidden });
    },
    close: () => void (naming = null),
    text(piece) {
      if (naming?.startsWith('lienthong_')) named.set(naming, (named.get(naming) ?? '') + piece);
    },
  });
  return { ...formOf(sheets, named), is1904 };
}

function formOf(sheets: readonly SheetEntry[], named: ReadonlyMap<string, string>) {
  const form = rangeNamed(named.get(formNames.table) ?? '');
  if (!form || !sheets.some(({ name }) => name === form.sheet)) return { sheets, form: null };
  const help = [...named].filter(([name]) => formNames.help.test(name)).map(([, range]) => rangeNamed(range)?.sheet);
  return { sheets: sheets.filter(({ name }) => name === form.sheet || !help.includes(name)), form };
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

async function readSharedStrings(parts: Parts, part: string | undefined, reading: Reading): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined || !parts.has(part)) return strings;
  const limit = reading.limits.sharedTextCharacters;
  const text = new RichText();
  let characters = 0;
  await parts.read(part, {
    open(name) {
      text.open(name);
    },
    close(name) {
      text.close(name);
      if (name !== 'si') return;
      const string = text.take();
      // Each string costs its characters and about as much again as 16 characters to hold.
      characters += string.length + 16;
      if (characters > limit) throw problem('workbook-too-large', { file: parts.name, limit });
      strings.push(string);
    },
    text(piece) {
      text.text(piece);
    },
  });
  return strings;
}

/** The text of `si` or `is`: all `t` one after another, without phonetic guides (18.4.6) . */
export class RichText {
  #inText = false;
  #phonetic = 0;
  #text = '';

  open(name: string): void {
    if (name === 'rPh') this.#phonetic += 1;
    else if (name === 't') this.#inText = this.#phonetic === 0;
  }

  close(name: string): void {
    if (name === 'rPh') this.#phonetic -= 1;
    else if (name === 't') this.#inText = false;
  }

  text(piece: string): void {
    if (this.#inText) this.#text += piece;
  }

  take(): string {
    const text = unescapeText(this.#text);
    this.#text = '';
    return text;
  }
}

/** `_x000D_` stands for a character that XML cannot hold (18.4.12, ST_Xstring). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

async function readCellStyles(
  parts: Parts,
  part: string | undefined,
): Promise<{ dateStyles: DateStyle[]; fonts: string[] }> {
  const styles: DateStyle[] = [];
  const fonts: string[] = [];
  if (part === undefined || !parts.has(part)) return { dateStyles: styles, fonts };
  const custom = new Map<number, DateStyle>();
  const names: string[] = [];
  let inFonts = false;
  let inCellFormats = false;
  await parts.read(part, {
    open(name, attributes) {
      const id = Number(attributes['numFmtId'] ?? 0);
      if (name === 'numFmt') custom.set(id, dateStyleOf(attributes['formatCode'] ?? ''));
      else if (name === 'fonts') inFonts = true;
      else if (name === 'font' && inFonts) names.push('');
      else if (name === 'name' && inFonts && names.length > 0) names[names.length - 1] = attributes['val'] ?? '';
      else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) {
        styles.push(custom.get(id) ?? builtInDateStyle(id));
        fonts.push(names[Number(attributes['fontId'] ?? 0)] ?? '');
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
      else if (name === 'fonts') inFonts = false;
    },
    text() {},
  });
  return { dateStyles: styles, fonts };
}
