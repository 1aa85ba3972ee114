import { readHead, type ByteSource, gunzipSource } from './byte-source.ts';
import type { LayerFormat } from './model.ts';
import { problem } from './problems.ts';
import { headBytes, recognise, type Recognised } from './recognise.ts';
import type { Reading } from './reading.ts';
import type { Zip } from './zip.ts';

/** What a zip is: one thing that is read whole, an office file of another kind, or simply files packed together. */
export type ZipContent =
  | { readonly kind: 'layers'; readonly format: LayerFormat }
  | { readonly kind: 'files' }
  | { readonly kind: 'refused'; readonly problem: 'old-spreadsheet' | 'document-not-data'; readonly looksLike: string };

export async function recogniseSource(source: ByteSource): Promise<Recognised> {
  return recognise(await readHead(source, headBytes));
}

/** Told by the content types part of Office files and the mimetype entry of OpenDocument files, never by the name. */
export async function recogniseZip(zip: Zip): Promise<ZipContent> {
  const types = await textOfEntry(zip, '[Content_Types].xml');
  if (types !== null) {
    if (/sheet\.binary/.test(types)) return { kind: 'refused', problem: 'old-spreadsheet', looksLike: 'Excel .xlsb' };
    if (/(spreadsheetml\.(sheet|template)|ms-excel\.(sheet|template)\.macroEnabled)\.main\+xml/i.test(types))
      return { kind: 'layers', format: 'xlsx' };
    if (/wordprocessingml|ms-word/.test(types)) {
      return { kind: 'refused', problem: 'document-not-data', looksLike: 'Word (.docx)' };
    }
    if (/presentationml|ms-powerpoint/.test(types)) {
      return { kind: 'refused', problem: 'document-not-data', looksLike: 'PowerPoint (.pptx)' };
    }
  }
  const mimetype = await textOfEntry(zip, 'mimetype');
  if (mimetype?.includes('opendocument.spreadsheet')) {
    return { kind: 'layers', format: 'ods' };
  }
  if (mimetype?.includes('opendocument') || mimetype?.includes('epub')) {
    return { kind: 'refused', problem: 'document-not-data', looksLike: 'OpenDocument / EPUB' };
  }
  return { kind: 'files' };
}

async function textOfEntry(zip: Zip, name: string): Promise<string | null> {
  const entry = zip.entries.find((other) => other.name === name);
  if (!entry) return null;
  const head = await readHead(zip.source(entry), headBytes);
  return head[0] === 0xff ? head.toString('utf16le') : head.toString('utf8');
}

/** The one thing a gzip holds, named as the gzip without its ending. */
export function contentOfGzip(
  packed: ByteSource,
  reading: Reading,
): { readonly name: string; readonly source: ByteSource } {
  const name = packed.name.slice(packed.name.lastIndexOf('/') + 1).replace(/\.gz$/i, '');
  return { name, source: gunzipSource(packed, packed.name, reading) };
}

/** Throws Problem `nested-too-deep`. */
export function checkArchiveDepth(name: string, depth: number, reading: Reading): void {
  const limit = reading.limits.archiveDepth;
  if (depth > limit) throw problem('nested-too-deep', { file: name, limit });
}
