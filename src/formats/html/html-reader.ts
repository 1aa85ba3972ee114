import type { ByteSource } from '../byte-source.ts';
import { chosenEncoding } from '../chosen-encoding.ts';
import { textDecoding, EncodingCheck, type TextDecoding } from '../csv/encoding.ts';
import type { Detection } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { bookReader } from '../sheets/book-reader.ts';
import type { SheetEntry, SheetNotes, SheetRow, SheetRows } from '../sheets/sheet.ts';
import { HtmlTables, listenFor } from './html-tables.ts';

interface HtmlTable extends SheetEntry {
  readonly place: number;
}

/** Tables of a web page, as many systems write them under the name `.xls`. */
export const htmlReader = bookReader<HtmlTable>('html', async (source, reading) => {
  const encoding = await encodingOf(source, reading);
  const sheets = await listTables(source, encoding.value, reading);
  // A page without any table of two columns and two rows is a text.
  if (sheets.length === 0) throw problem('document-not-data', { file: source.name, looksLike: 'HTML' });
  return {
    book: {
      name: source.name,
      sheets,
      detected: [encoding],
      rows: (sheet, notes) => tableRows(source, encoding.value, sheet, notes, reading),
    },
    close: () => {},
  };
});

const headBytes = 8 * 1024;

/** By mark or by what the page declares, else by its bytes: UTF-8 where they are, else western bytes one to one. */
async function encodingOf(source: ByteSource, reading: Reading): Promise<Detection> {
  const check = new EncodingCheck();
  let head = '';
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    check.push(chunk);
    if (head.length < headBytes) head += chunk.toString('latin1', 0, headBytes);
  }
  const seen = check.end();
  const chosen = chosenEncoding(reading.choiceFor(source.name), source.name);
  if (chosen) return chosen;
  if (seen.value.startsWith('utf-')) return seen;
  const declared = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]?.toLowerCase();
  if (declared && declared !== 'utf-8' && textDecoding(declared)) {
    return { what: 'encoding', value: declared, reason: 'declared', confidence: 0.9 };
  }
  return { what: 'encoding', value: 'windows-1252', reason: 'not-utf8', confidence: 0.4 };
}

async function listTables(source: ByteSource, encoding: string, reading: Reading): Promise<HtmlTable[]> {
  const tables: { rows: number; widest: number; caption: string }[] = [];
  const pages = new HtmlTables(
    {
      open: () => tables.push({ rows: 0, widest: 0, caption: '' }),
      row(table, { cells }) {
        tables[table]!.rows += 1;
        tables[table]!.widest = Math.max(tables[table]!.widest, cells.filter((cell) => cell !== undefined).length);
      },
      merge: () => {},
      caption: (table, text) => (tables[table]!.caption = text.slice(0, 100)),
    },
    reading.limits.recordBytes,
  );
  await feed(source, encoding, reading, pages);
  const taken = new Set<string>();
  return tables.flatMap(({ rows, widest, caption }, place) => {
    if (rows < 2 || widest < 2) return [];
    let name = caption || `Table ${place + 1}`;
    if (taken.has(name)) name = `${name} (${place + 1})`;
    taken.add(name);
    return [{ name, isHidden: false, place }];
  });
}

async function* tableRows(
  source: ByteSource,
  encoding: string,
  sheet: HtmlTable,
  notes: SheetNotes,
  reading: Reading,
): AsyncGenerator<SheetRows> {
  const rows: SheetRow[] = [];
  const page = new HtmlTables(listenFor(sheet.place, notes, rows), reading.limits.recordBytes);
  const decoding = textDecoding(encoding)!;
  const bytes = source.open();
  for await (const chunk of bytes) {
    reading.signal?.throwIfAborted();
    page.push(decoding.write(chunk));
    if (rows.length > 0) yield { rows: rows.splice(0), bytesRead: bytes.bytesRead() };
  }
  page.push(decoding.end());
  page.end();
  if (rows.length > 0) yield { rows, bytesRead: bytes.bytesRead() };
}

async function feed(source: ByteSource, encoding: string, reading: Reading, page: HtmlTables): Promise<void> {
  const decoding: TextDecoding = textDecoding(encoding)!;
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    page.push(decoding.write(chunk));
  }
  page.push(decoding.end());
  page.end();
}
