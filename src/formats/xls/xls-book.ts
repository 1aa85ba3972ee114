import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { builtInDateStyle, dateStyleOf, type DateStyle } from '../sheets/dates.ts';
import type { SheetEntry } from '../sheets/sheet.ts';
import { biff, biffRecords, codepageText, SharedTexts, shortText, type BiffRecord } from './biff.ts';
import type { CompoundFile, StreamEntry } from './compound-file.ts';

export interface XlsSheet extends SheetEntry {
  /** Where its records begin in the stream of the book. */
  readonly offset: number;
}

/** What the sheets of one book share ([MS-XLS] 2.1.7.20.3). */
export interface XlsBook {
  readonly file: CompoundFile;
  readonly stream: StreamEntry;
  readonly sheets: readonly XlsSheet[];
  readonly is1904: boolean;
  readonly texts: readonly string[];
  readonly dateStyles: readonly DateStyle[];
  /** False before Excel 97: texts are bytes in a code page. */
  readonly isUnicode: boolean;
  readonly codepage: number;
}

/** Throws Problems `encrypted-file`, `old-spreadsheet`, `damaged-file`, `truncated-file`, `workbook-too-large`. */
export async function openXlsBook(file: CompoundFile, reading: Reading): Promise<XlsBook> {
  const stream = file.find('Workbook') ?? file.find('Book');
  if (!stream) {
    if (file.find('EncryptedPackage')) throw problem('encrypted-file', { file: file.name });
    throw problem('format-not-recognised', { file: file.name, looksLike: 'OLE2' });
  }
  const globals = new Globals(file.name, reading);
  for await (const records of biffRecords(file.read(stream), 0)) {
    reading.signal?.throwIfAborted();
    if (records.some((record) => globals.take(record) === 'end')) break;
  }
  return { file, stream, ...globals.end() };
}

class Globals {
  readonly #name: string;
  readonly #limit: number;
  readonly #sheets: XlsSheet[] = [];
  readonly #formats = new Map<number, DateStyle>();
  readonly #styles: number[] = [];
  #sst: Buffer[] = [];
  #sstBytes = 0;
  #inSst = false;
  #is1904 = false;
  #isUnicode = true;
  #codepage = 0;
  #isBook = false;

  constructor(name: string, reading: Reading) {
    this.#name = name;
    this.#limit = reading.limits.sharedTextCharacters;
  }

  take({ type, body }: BiffRecord): 'end' | null {
    this.#inSst &&= type === biff.continue;
    switch (type) {
      case biff.bof:
        if (this.#isBook) return null;
        this.#isBook = true;
        this.#isUnicode = body.length < 2 || body.readUInt16LE(0) >= 0x0600;
        return null;
      case biff.filepass:
        throw problem('encrypted-file', { file: this.#name });
      case biff.codepage:
        if (body.length >= 2) this.#codepage = body.readUInt16LE(0);
        return null;
      case biff.date1904:
        this.#is1904 = body[0] === 1;
        return null;
      case biff.boundsheet:
        this.#addSheet(body);
        return null;
      case biff.format:
        if (body.length > 2) this.#formats.set(body.readUInt16LE(0), dateStyleOf(this.#formatText(body)));
        return null;
      case biff.xf:
        if (body.length >= 4) this.#styles.push(body.readUInt16LE(2));
        return null;
      case biff.sst:
        this.#inSst = true;
        this.#keepTexts(body);
        return null;
      case biff.continue:
        if (this.#inSst) this.#keepTexts(body);
        return null;
      default:
        return type === biff.eof ? 'end' : null;
    }
  }

  end(): Omit<XlsBook, 'file' | 'stream'> {
    if (!this.#isBook) throw problem('damaged-file', { file: this.#name, place: 'Workbook', reason: 'BOF' });
    const texts: string[] = [];
    let characters = 0;
    for (const text of new SharedTexts(this.#sst).texts()) {
      characters += text.length + 16;
      if (characters > this.#limit) throw this.#tooLarge();
      texts.push(text);
    }
    this.#sst = [];
    return {
      sheets: this.#sheets,
      is1904: this.#is1904,
      texts,
      dateStyles: this.#styles.map((format) => this.#formats.get(format) ?? builtInDateStyle(format)),
      isUnicode: this.#isUnicode,
      codepage: this.#codepage,
    };
  }

  #keepTexts(body: Buffer): void {
    this.#sstBytes += body.length;
    if (this.#sstBytes > this.#limit * 2) throw this.#tooLarge();
    this.#sst.push(Buffer.from(body));
  }

  #addSheet(body: Buffer): void {
    // Type 0: a worksheet; others are charts, macros and modules.
    if (body.length < 8 || body[5] !== 0) return;
    const name = this.#isUnicode ? shortText(body, 6, 1) : codepageText(body.subarray(7, 7 + body[6]!), this.#codepage);
    this.#sheets.push({ name, isHidden: (body[4]! & 3) !== 0, offset: body.readUInt32LE(0) });
  }

  #formatText(body: Buffer): string {
    return this.#isUnicode ? shortText(body, 2, 2) : codepageText(body.subarray(3, 3 + body[2]!), this.#codepage);
  }

  #tooLarge() {
    return problem('workbook-too-large', { file: this.#name, limit: this.#limit });
  }
}
