import type { Layer } from '../../formats/index.ts';
import type { Text } from '../../packs/index.ts';
import type { CrsReason, GeometryMapping, Profile } from '../model.ts';
import type { CrsBook, SourceCrs } from './crs-book.ts';
import { findOrdinates } from './find-ordinates.ts';
import { judgeCrs, type CrsOption } from './judge-crs.ts';
import type { PlaceSample } from './place-sample.ts';
import { resolveCrs, statementText, type ResolvedCrs } from './resolve-crs.ts';
import type { UnitPlaces } from './unit-places.ts';
import type { Points } from './weigh-crs.ts';
import { findWitnesses } from './witnesses.ts';

/** How a layer's positions are to be read, proposed to the steward. */
export interface GeometryProposal {
  readonly mapping: GeometryMapping;
  /** What the file says of its reference system, in its own words; null: nothing. */
  readonly stated: string | null;
  /** Best first; empty where there was nothing to choose. */
  readonly options: readonly ProposedCrs[];
  /** The evidence does not decide: somebody must. */
  readonly open: boolean;
}

export interface ProposedCrs extends CrsReason {
  /** As `Mapping.geometry.crs` takes it. */
  readonly crs: string;
  readonly code: string | null;
  readonly title: Text;
  readonly errorMetres: number | null;
}

export interface GeometryQuestion {
  readonly layer: Layer;
  readonly profile: Profile;
  readonly sample: PlaceSample;
  readonly book: CrsBook;
  readonly units: UnitPlaces;
  /** Names of file, folder, layer and source. */
  readonly hints: readonly string[];
  /** The text of a cell, or a header, in Unicode. */
  readonly read?: (column: string, text: string) => string;
  readonly titleOf?: (column: string) => string;
}

/** Null where the usual reading needs no proposal: longitude and latitude, or what the file states without doubt. */
export function proposeGeometry(question: GeometryQuestion): GeometryProposal | null {
  return question.layer.hasGeometry ? proposeForLayer(question) : proposeForTable(question);
}

function proposeForLayer(question: GeometryQuestion): GeometryProposal | null {
  const { layer, profile, sample, book } = question;
  const extent = profile.geometry?.extent;
  if (!extent) return null;
  const resolved = layer.crs === undefined ? null : resolveCrs(book, layer.crs);
  const stated = layer.crs === undefined ? null : statementText(layer.crs).slice(0, 500);
  const points = sample.rows.map(({ centre }) => centre);
  if (inDegrees(extent)) return proposeDegrees(extent, resolved, stated);
  // A geographic system cannot be meant where positions are metres.
  const believed = resolved?.crs.geographic ? null : resolved;
  const swapped = isNorthFirst(extent);
  const turned: Points = swapped ? points.map((point) => point && [point[1], point[0]]) : points;
  const base = { from: 'layer' as const, ...(swapped ? { swapped } : {}) };
  return choose(question, turned, believed, stated, base);
}

/** Degrees are taken as they are stated; only the order may be wrong. */
function proposeDegrees(extent: Extent, resolved: ResolvedCrs | null, stated: string | null): GeometryProposal | null {
  const [west, south, east, north] = extent;
  const swapped = Math.min(south, Math.abs(south)) > 90 && north <= 180 && Math.abs(west) <= 90 && Math.abs(east) <= 90;
  const isPlane = resolved !== null && !resolved.crs.geographic;
  if (!swapped && !isPlane) return null;
  // The file says metres, the numbers are degrees.
  const crs = isPlane ? { crs: 'OGC:CRS84', why: { reason: 'degrees-in-file', confidence: 0.8 } } : {};
  return {
    mapping: { from: 'layer', ...(swapped ? { swapped } : {}), ...crs },
    stated,
    options: [],
    open: false,
  };
}

type Extent = readonly number[] & { readonly 0: number; readonly 1: number; readonly 2: number; readonly 3: number };

function inDegrees(extent: readonly number[]): extent is Extent {
  return extent.every((value) => Math.abs(value) <= 180.000001);
}

/** The first ordinates are all northings of the northern hemisphere, the second all eastings below them. */
function isNorthFirst([minX, minY, maxX, maxY]: readonly number[]): boolean {
  return minX! > 900_000 && maxX! < 3_000_000 && minY! >= 100_000 && maxY! <= 900_000;
}

function proposeForTable(question: GeometryQuestion): GeometryProposal | null {
  const { layer, profile, sample, titleOf = (column) => column } = question;
  const found = findOrdinates(layer, profile, sample.rows, titleOf);
  if (!found) return null;
  const plain = { stated: null, options: [], open: false };
  if (found.kind === 'swapped') {
    const { longitude, latitude } = found;
    return {
      ...plain,
      mapping: { from: 'columns', longitude, latitude, why: { reason: 'swapped-columns', confidence: 0.9 } },
    };
  }
  if (found.kind === 'pair') {
    const base = { from: 'column' as const, column: found.column };
    return found.plane ? choose(question, found.points, null, null, base) : { ...plain, mapping: base };
  }
  const base = { from: 'columns' as const, longitude: found.east, latitude: found.north };
  return choose(question, found.points, null, null, base);
}

type Base = Exclude<GeometryMapping, { from: 'none' }>;

function choose(
  question: GeometryQuestion,
  points: Points,
  resolved: ResolvedCrs | null,
  stated: string | null,
  base: Base,
): GeometryProposal | null {
  const { layer, sample, book, units, hints } = question;
  const { read = (_, text) => text, titleOf = (column) => column } = question;
  const witnesses = findWitnesses({ columns: layer.columns, rows: sample.rows, hints, units, read, titleOf });
  const verdict = judgeCrs({ points, resolved, witnesses, book, units });
  const isPlain = resolved !== null && verdict.options[0]?.why.reason === 'stated';
  if (isPlain && !('swapped' in base)) return null;
  const options = verdict.options.map(optionOf);
  const [best] = options;
  const mapping: GeometryMapping = !best || isPlain ? base : { ...base, crs: best.crs, why: whyOf(best) };
  return { mapping, stated, options: isPlain ? [] : options, open: verdict.open };
}

function optionOf({ crs, why }: CrsOption): ProposedCrs {
  return { crs: askFor(crs, why), code: crs.code, title: crs.title, errorMetres: crs.errorMetres, ...why };
}

/** What the file states may have no other name. */
function askFor(crs: SourceCrs, { reason }: CrsReason): string {
  return reason === 'stated' ? 'stated' : (crs.code ?? crs.definition);
}

function whyOf({ reason, confidence, detail }: ProposedCrs): CrsReason {
  return { reason, confidence, ...(detail ? { detail } : {}) };
}
