import { setImmediate } from 'node:timers/promises';
import type { ByteSource } from '../byte-source.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { bookReader } from '../sheets/book-reader.ts';
import type { SheetEntry, SheetNotes, SheetRow, SheetRows } from '../sheets/sheet.ts';
import type { XmlHandler } from '../xml/xml-parser.ts';
import { readXml, xmlEvents } from '../xml/xml-stream.ts';
import { openZip, type Zip } from '../zip.ts';
import { OdsCells, type OdsRow } from './ods-cells.ts';

interface OdsSheet extends SheetEntry {
  readonly place: number;
}

/** OpenDocument spreadsheets in their zip. `content.xml` is streamed once for each sheet. */
export const odsReader = bookReader<OdsSheet>('ods', async (source, reading) => {
  const zip = await openZip(source, reading);
  try {
    const content = await contentOf(zip);
    return { book: await bookOf(content, source.name, reading), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
});

/** The same as one XML file (.fods). */
export const flatOdsReader = bookReader<OdsSheet>('fods', async (source, reading) => ({
  book: await bookOf(source, source.name, reading),
  close: () => {},
}));

async function contentOf(zip: Zip): Promise<ByteSource> {
  const find = (name: string) => zip.entries.find((entry) => entry.name === name);
  if (find('encrypted-package')) throw problem('encrypted-file', { file: zip.name });
  const manifest = find('META-INF/manifest.xml');
  if (manifest) {
    let text = '';
    for await (const chunk of zip.source(manifest).open()) {
      text = text.slice(-64) + chunk.toString('latin1');
      if (text.includes('encryption-data')) throw problem('encrypted-file', { file: zip.name });
    }
  }
  const content = find('content.xml');
  if (!content) throw problem('damaged-file', { file: zip.name, place: 'content.xml', reason: '?' });
  return zip.source(content);
}

async function bookOf(content: ByteSource, name: string, reading: Reading) {
  return {
    name,
    sheets: await listSheets(content, name, reading),
    rows: (sheet: OdsSheet, notes: SheetNotes) => sheetRows(content, name, sheet, notes, reading),
  };
}

async function listSheets(content: ByteSource, name: string, reading: Reading): Promise<OdsSheet[]> {
  const sheets: OdsSheet[] = [];
  const hiddenStyles = new Set<string>();
  let style = '';
  let depth = 0;
  const tables: XmlHandler = {
    open(element, attributes) {
      if (element === 'style') style = attributes['style:name'] ?? '';
      else if (element === 'table-properties' && attributes['table:display'] === 'false') hiddenStyles.add(style);
      else if (element === 'table') {
        depth += 1;
        if (depth > 1) return;
        const isHidden = hiddenStyles.has(attributes['table:style-name'] ?? '');
        sheets.push({ name: attributes['table:name'] ?? `Sheet${sheets.length + 1}`, isHidden, place: sheets.length });
      }
    },
    close(element) {
      if (element === 'table') depth -= 1;
    },
    text() {},
  };
  await readXml(contentXml(content, name), reading, tables);
  return sheets;
}

async function* sheetRows(
  content: ByteSource,
  name: string,
  sheet: OdsSheet,
  notes: SheetNotes,
  reading: Reading,
): AsyncGenerator<SheetRows> {
  const cells = new OdsCells(sheet.place, notes);
  const expand = new Expansion(`${name}#${sheet.name}`, reading);
  for await (const bytesRead of xmlEvents(contentXml(content, name), reading, cells)) {
    for await (const rows of expand.rows(cells.take())) yield { rows, bytesRead };
    if (cells.ended) return;
  }
}

function contentXml(source: ByteSource, file: string) {
  return { source, file, part: 'content.xml', encoding: null };
}

const rowsAtOnce = 2_000;

/** Repeated rows written out; a small file that repeats without end is refused as an archive that unpacks to too much. */
class Expansion {
  readonly #name: string;
  readonly #reading: Reading;
  #cells = 0;

  constructor(name: string, reading: Reading) {
    this.#name = name;
    this.#reading = reading;
  }

  async *rows(repeated: readonly OdsRow[]): AsyncGenerator<SheetRow[]> {
    let rows: SheetRow[] = [];
    for (const { row, times, cells, filled } of repeated) {
      const limit = this.#reading.limits.columns;
      if (filled > limit) throw problem('too-many-columns', { file: this.#name, limit });
      for (let index = 0; index < times; index += 1) {
        rows.push({ row: row + index, cells });
        if (index > 0) this.#cells += filled;
        if (rows.length < rowsAtOnce) continue;
        this.#reading.checkUnpacked(this.#name, this.#cells * 8);
        yield rows;
        rows = [];
        if (times > rowsAtOnce) await setImmediate();
        this.#reading.signal?.throwIfAborted();
      }
    }
    if (rows.length > 0) yield rows;
  }
}
