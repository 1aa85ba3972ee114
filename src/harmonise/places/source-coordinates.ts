import type { Layer } from '../../formats/index.ts';
import type { Text } from '../../packs/index.ts';
import type { CrsReason, GeometryMapping } from '../model.ts';
import { harmoniseProblem } from '../problems.ts';
import type { CrsBook, SourceCrs } from './crs-book.ts';
import { resolveCrs, statementText } from './resolve-crs.ts';

/** Where the positions of a run come from: kept with the run, so that every stored geometry can say it. */
export interface SourceCoordinates {
  readonly code: string | null;
  readonly title: Text;
  readonly method: string;
  readonly errorMetres: number | null;
  readonly geographic: boolean;
  readonly note?: Text;
  /** Key of a message `crs.<reason>`: `stated`, `steward`, `assumed`, `datum-of-grid`, or how it was guessed. */
  readonly reason: string;
  readonly confidence: number;
  readonly detail?: CrsReason['detail'];
}

export interface ChosenCrs {
  readonly crs: SourceCrs;
  readonly why: CrsReason;
}

/** Longitude and latitude of WGS 84, where nothing else is said: GeoJSON's default, and that of every receiver. */
const assumed: SourceCrs = {
  code: 'OGC:CRS84',
  title: { vi: 'WGS 84 (kinh độ, vĩ độ)', en: 'WGS 84 (longitude, latitude)' },
  definition: '+proj=longlat +datum=WGS84 +no_defs',
  geographic: true,
  datum: 'wgs-84',
  method: '',
  errorMetres: 0,
};

/**
 * The reference system of a mapping's positions. Throws Problems `crs-unknown` (the steward's choice is none) and
 * `crs-needed` (the file states one that nobody can read, and nobody has chosen another).
 */
export function chooseCrs(geometry: GeometryMapping | undefined, layer: Layer, book: CrsBook | undefined): ChosenCrs {
  const choice = geometry?.from === 'none' ? undefined : geometry;
  const asked = choice?.crs;
  if (asked !== undefined && asked !== 'stated') {
    const found = book && resolveCrs(book, asked);
    if (!found) throw harmoniseProblem('crs-unknown', { crs: asked, known: knownCodes(book) });
    return { crs: found.crs, why: choice?.why ?? { reason: 'steward', confidence: 1 } };
  }
  if (layer.crs === undefined || !book) {
    return { crs: assumed, why: choice?.why ?? { reason: 'assumed', confidence: 0.9 } };
  }
  const found = resolveCrs(book, layer.crs);
  if (!found) {
    const text = statementText(layer.crs).slice(0, 200);
    throw harmoniseProblem('crs-needed', { layer: layer.title || layer.id, stated: text, known: knownCodes(book) });
  }
  if (found.rather && asked !== 'stated') {
    return { crs: found.rather, why: { reason: 'datum-of-grid', confidence: 0.85 } };
  }
  return { crs: found.crs, why: { reason: 'stated', confidence: 1 } };
}

export function sourceCoordinates({ crs, why }: ChosenCrs): SourceCoordinates {
  const { code, title, method, errorMetres, geographic, note } = crs;
  return { code, title, method, errorMetres, geographic, ...(note ? { note } : {}), ...why };
}

function knownCodes(book: CrsBook | undefined): string {
  return (book?.candidates() ?? []).map(({ code }) => code).join(', ') || '—';
}
