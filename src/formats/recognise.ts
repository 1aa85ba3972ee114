import { gdalKindOf } from './gdal/gdal-kinds.ts';
import { looksLikeDbf } from './dbf/dbf-header.ts';
import type { LayerFormat } from './model.ts';
import { looksLikeShx, startsLikeShp } from './shapefile/shp-header.ts';

/** What the first bytes of a file say it is. Names and endings are never asked. */
export type Recognised =
  | { readonly kind: 'empty' | 'gzip' | 'zip' }
  /** For the reader of that format; where formats begin alike (JSON, text), the reader looks closer. */
  | { readonly kind: 'layers'; readonly format: LayerFormat }
  /** Tells something of a file beside it and is nothing by itself. */
  | { readonly kind: 'sidecar'; readonly looksLike: string }
  | { readonly kind: 'refused'; readonly problem: RefusedKind; readonly looksLike: string };

export type RefusedKind =
  | 'old-spreadsheet'
  | 'document-not-data'
  | 'map-format-not-read'
  | 'packed-otherwise'
  | 'format-not-recognised'
  | 'encrypted-file';

/** Enough to see past a long XML prologue, and for the directory of most old Office files. */
export const headBytes = 64 * 1024;

interface Signature {
  readonly bytes: string;
  readonly at?: number;
  readonly problem: RefusedKind;
  readonly looksLike: string;
}

// Latin-1 strings, longest first where one begins like another. Sources: the specification of each format.
const signatures: readonly Signature[] = [
  { bytes: '%PDF-', problem: 'document-not-data', looksLike: 'PDF' },
  { bytes: '{\\rtf', problem: 'document-not-data', looksLike: 'RTF (Word)' },
  { bytes: '\x89PNG', problem: 'document-not-data', looksLike: 'PNG' },
  { bytes: '\xff\xd8\xff', problem: 'document-not-data', looksLike: 'JPEG' },
  { bytes: 'GIF8', problem: 'document-not-data', looksLike: 'GIF' },
  { bytes: 'WEBP', at: 8, problem: 'document-not-data', looksLike: 'WebP' },
  { bytes: 'II*\0', problem: 'map-format-not-read', looksLike: 'TIFF / GeoTIFF' },
  { bytes: 'MM\0*', problem: 'map-format-not-read', looksLike: 'TIFF / GeoTIFF' },
  { bytes: 'II+\0', problem: 'map-format-not-read', looksLike: 'BigTIFF' },
  { bytes: 'CDF\x01', problem: 'map-format-not-read', looksLike: 'NetCDF' },
  { bytes: 'CDF\x02', problem: 'map-format-not-read', looksLike: 'NetCDF' },
  { bytes: '\x89HDF', problem: 'map-format-not-read', looksLike: 'HDF5 / NetCDF-4' },
  { bytes: 'GRIB', problem: 'format-not-recognised', looksLike: 'GRIB (WMO)' },
  { bytes: 'BUFR', problem: 'format-not-recognised', looksLike: 'BUFR (WMO)' },
  { bytes: 'AC10', problem: 'map-format-not-read', looksLike: 'DWG (AutoCAD)' },
  { bytes: 'Rar!', problem: 'packed-otherwise', looksLike: 'RAR' },
  { bytes: "7z\xbc\xaf'\x1c", problem: 'packed-otherwise', looksLike: '7-Zip' },
  { bytes: 'BZh', problem: 'packed-otherwise', looksLike: 'bzip2' },
  { bytes: '\xfd7zXZ', problem: 'packed-otherwise', looksLike: 'xz' },
  { bytes: '\x28\xb5\x2f\xfd', problem: 'packed-otherwise', looksLike: 'zstd' },
  { bytes: 'ustar', at: 257, problem: 'packed-otherwise', looksLike: 'tar' },
];

export function recognise(head: Buffer): Recognised {
  if (head.length === 0) return { kind: 'empty' };
  const start = head.toString('latin1', 0, 512);
  if (start.startsWith('\x1f\x8b')) return { kind: 'gzip' };
  if (['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].some((mark) => start.startsWith(mark))) return { kind: 'zip' };
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return oldOffice(head);
  if (start.startsWith('PAR1')) return { kind: 'layers', format: 'parquet' };
  if (start.startsWith('AC1015')) return { kind: 'layers', format: 'gdal' };
  const signature = signatures.find(({ bytes, at = 0 }) => start.startsWith(bytes, at));
  if (signature) return { kind: 'refused', problem: signature.problem, looksLike: signature.looksLike };
  if (startsLikeShp(head)) {
    if (looksLikeShx(head)) return { kind: 'sidecar', looksLike: 'Shapefile (.shx)' };
    return { kind: 'layers', format: 'shapefile' };
  }
  if (start.startsWith('fgb\x03fgb')) return { kind: 'layers', format: 'fgb' };
  if (start.startsWith('SQLite format 3\0')) return { kind: 'layers', format: 'gpkg' };
  if (gdalKindOf(head.toString('latin1', 0, 4_096))) return { kind: 'layers', format: 'gdal' };
  if (looksLikeDbf(head)) return { kind: 'layers', format: 'dbf' };
  return recogniseText(head);
}

/** Names in the directory of a compound file are UTF-16LE ([MS-CFB] 2.6.1). */
function oldOffice(head: Buffer): Recognised {
  const has = (name: string) => head.includes(Buffer.from(name, 'utf16le'));
  if (has('EncryptedPackage')) {
    return { kind: 'refused', problem: 'encrypted-file', looksLike: 'Office' };
  }
  if (has('WordDocument')) return { kind: 'refused', problem: 'document-not-data', looksLike: 'Word 97-2003 (.doc)' };
  if (has('PowerPoint Document')) {
    return { kind: 'refused', problem: 'document-not-data', looksLike: 'PowerPoint 97-2003 (.ppt)' };
  }
  if (has('Dgn~')) return { kind: 'refused', problem: 'map-format-not-read', looksLike: 'DGN V8 (MicroStation)' };
  return { kind: 'layers', format: 'xls' };
}

function recogniseText(head: Buffer): Recognised {
  const text = textStart(head);
  if (text === null) return { kind: 'refused', problem: 'format-not-recognised', looksLike: 'binary' };
  // A mark that is none reads as two characters that are no UTF-8.
  const start = text.replaceAll('\x1e', ' ').replace(/^[\ufeff\ufffd\s]+/, '');
  // `[Mã],[Tên]` is a header as some databases write it, not JSON.
  if (/^(\{|\[\s*([{["\]]|-?\d|true|false|null))/.test(start)) return { kind: 'layers', format: 'geojson' };
  if (start.startsWith('<')) return recogniseXml(start);
  if (/^(PROJCS|GEOGCS|GEOCCS|PROJCRS|GEOGCRS|GEODCRS|COMPD_CS|BOUNDCRS|VERT_CS)\s*\[/.test(start)) {
    return { kind: 'sidecar', looksLike: 'WKT (.prj)' };
  }
  if (looksLikeMif(start)) return { kind: 'layers', format: 'mif' };
  if (/^(ZCZC\s+\d*\s*)?[A-Z]{4}\d\d [A-Z]{4} \d{6}\b|^(AAXX|BBXX) \d{5}\s/.test(start)) {
    return { kind: 'refused', problem: 'format-not-recognised', looksLike: 'WMO bulletin (SYNOP)' };
  }
  if (/^(---\s*\n)?([\w-]+:[^\n,;|\t]*\n)+ +[\w-]+:/.test(start)) {
    return { kind: 'refused', problem: 'format-not-recognised', looksLike: 'YAML' };
  }
  if (
    /^(--[^\n]*\n|\s)*(SET \w+ ?(=|TO)|CREATE (TABLE|DATABASE|SCHEMA)|INSERT INTO|BEGIN;|DROP TABLE|PRAGMA )/i.test(
      start,
    )
  ) {
    return { kind: 'refused', problem: 'format-not-recognised', looksLike: 'SQL' };
  }
  if (/^(#[^\n]*\n|\s)*(@(prefix|base)\s|prefix\s+[\w-]*:\s*<)/i.test(start)) {
    return { kind: 'refused', problem: 'format-not-recognised', looksLike: 'RDF Turtle (.ttl)' };
  }
  if (/^"?TOA5"?,/.test(start)) return { kind: 'layers', format: 'toa5' };
  return { kind: 'layers', format: 'csv' };
}

/** Clauses of a header, then `Columns N`, each at the start of a line. */
function looksLikeMif(start: string): boolean {
  return (
    /^(version\s+\d+|charset\s+"|delimiter\s+"|coordsys\s|columns\s+\d+)/i.test(start) &&
    /(^|\n)\s*columns\s+\d+\s*\r?\n/i.test(start)
  );
}

/** The start as rough text, or null where bytes stand that no text has. */
function textStart(head: Buffer): string | null {
  const wide = utf16Of(head);
  if (wide === 'utf-16le') return head.toString('utf16le', 0, head.length & ~1);
  if (wide === 'utf-16be')
    return Buffer.from(head.subarray(0, head.length & ~1))
      .swap16()
      .toString('utf16le');
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return null;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1e) controls += 1;
  }
  return controls * 50 > head.length ? null : head.toString('utf8', 0, 4096);
}

/** UTF-16 by its mark, or by zero bytes on one side of the pairs: digits and delimiters are ASCII in every table. */
export function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  const mark =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
  // Some programs put the mark before text of one byte a character: behind it stands what reads as ASCII.
  if (mark && !isAsciiText(head.subarray(2, 66))) return mark;
  let even = 0;
  let odd = 0;
  const pairs = Math.min(head.length, 4096) >> 1;
  for (let index = 0; index < pairs * 2; index += 2) {
    if (head[index] === 0) even += 1;
    if (head[index + 1] === 0) odd += 1;
  }
  if (pairs >= 2 && odd > pairs * 0.3 && even < pairs * 0.02) return 'utf-16le';
  if (pairs >= 2 && even > pairs * 0.3 && odd < pairs * 0.02) return 'utf-16be';
  return null;
}

function isAsciiText(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13));
}

const xmlRoots: readonly { readonly root: RegExp; readonly is: Recognised }[] = [
  { root: /<(\w+:)?kml[\s>]/i, is: { kind: 'layers', format: 'kml' } },
  { root: /<(xs:|xsd:)?schema[\s>]/, is: { kind: 'sidecar', looksLike: 'XML Schema (.xsd)' } },
  { root: /<GMLFeatureClassList[\s>]/, is: { kind: 'sidecar', looksLike: 'GML (.gfs)' } },
  {
    root: /<(qgis|StyledLayerDescriptor|sld:StyledLayerDescriptor)[\s>]/,
    is: { kind: 'sidecar', looksLike: 'QML / SLD' },
  },
  {
    root: /<(\w+:)?(FeatureCollection|SpatialDataSet)[\s>]|opengis\.net\/gml/,
    is: { kind: 'layers', format: 'gml' },
  },
];

/** Descriptions of data and of services; their lists are no records. */
export const metadataRoots =
  /^(\w*Capabilities|\w\w_Metadata|metadata|RDF|GetRecord\w*|GetDomainResponse|alert|DescribeRecord\w*|Record|catalog|feed|ExceptionReport|GetFeatureOfInterest\w*|ProcessDescriptions)$/i;

/** Name of the first element, without its prefix; '' where there is none. */
export function rootOf(start: string): string {
  return /<(?:\w+:)?(\w[\w.-]*)/.exec(start.replace(/^(\s*<[?!][^>]*>)+/, ''))?.[1] ?? '';
}

function recogniseXml(start: string): Recognised {
  // The namespace of Excel stands in pages that Excel wrote too; the root tells them apart.
  if (/<!doctype html|<html[\s>]/i.test(start)) return { kind: 'layers', format: 'html' };
  if (/<(\w+:)?Workbook[\s>]/.test(start) && start.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
    return { kind: 'layers', format: 'xml-sheet' };
  }
  if (/<office:document[\s>]/.test(start)) return { kind: 'layers', format: 'fods' };
  if (/^<(table|meta|head|body|style|div|center)[\s>]/i.test(start)) return { kind: 'layers', format: 'html' };
  // Measurements name the namespace of GML for their places and times.
  if (
    /<(\w+:)?(GetObservationResponse|OM_Observation|timeSeriesResponse|sitesResponse)[\s>]|opengis\.net\/waterml/.test(
      start,
    )
  ) {
    return { kind: 'layers', format: 'waterml' };
  }
  const root = rootOf(start);
  // What SOAP carries is a question or an answer; measurements were told above.
  if (metadataRoots.test(root) || root === 'Envelope') return { kind: 'layers', format: 'xml' };
  const found = xmlRoots.find(({ root }) => root.test(start));
  return found?.is ?? { kind: 'layers', format: 'xml' };
}
