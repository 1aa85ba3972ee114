import { readHead, type ByteSource } from './byte-source.ts';
import type { LayerCrs } from './model.ts';

/** What a .prj says: WKT as a rule, sometimes what somebody wrote instead. Null where it is blank or no text. */
export async function crsOfPrj(source: ByteSource | null): Promise<LayerCrs | null> {
  if (!source) return null;
  const text = (await readHead(source, 64 * 1024))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '')
    .trim();
  return text === '' ? null : crsOfText(text);
}

export function crsOfText(text: string): LayerCrs {
  if (/^[A-Z][A-Z_]+\s*[[(]/i.test(text)) return { kind: 'wkt', wkt: text };
  if (text.startsWith('+')) return { kind: 'proj4', proj4: text };
  const code = /^(?:urn:(?:x-)?ogc:def:crs:)?EPSG:(?:[\d.]*:)?(\d{4,6})$/i.exec(text);
  return code ? { kind: 'epsg', code: `EPSG:${code[1]}` } : { kind: 'text', text: text.slice(0, 2_000) };
}

/** In one line, for people. */
export function crsName(crs: LayerCrs): string {
  switch (crs.kind) {
    case 'epsg':
      return crs.code;
    case 'wkt':
      return /^[A-Z_]+\s*[[(]\s*"([^"]*)"/i.exec(crs.wkt)?.[1] ?? crs.wkt.slice(0, 80);
    case 'proj4':
      return crs.proj4;
    case 'text':
      return crs.text.slice(0, 120);
  }
}
