import type { Layer } from '../formats/index.ts';
import { chooseCrs, sourceCoordinates, type GeometryMapping, type SourceCoordinates } from '../harmonise/index.ts';
import type { PackSet, Standard } from '../packs/index.ts';
import { crsOfPacks } from './crs-of-packs.ts';
import type { InspectedLayer } from './inspection-model.ts';
import { pipelineProblem } from './problems.ts';

/** What was decided for the layer at an earlier delivery. */
export interface ChosenBefore {
  /** By a steward. */
  readonly crs: string | undefined;
  /** The whole mapping is that of the delivery before. */
  readonly isMapping: boolean;
}

/**
 * The mapping's geometry with the reference system that was asked for, remembered or proposed. Throws Problems
 * `crs-undecided` where the evidence leaves several and nobody has chosen, `crs-unknown` where the choice is none.
 */
export function withChosenCrs(
  { layer, places }: InspectedLayer,
  geometry: GeometryMapping | undefined,
  asked: string | undefined,
  before: ChosenBefore | null,
): GeometryMapping | undefined {
  if (asked !== undefined) return withCrs(geometry ?? places?.mapping, asked, layer);
  const again = before?.crs ?? (before?.isMapping && geometry && geometry.from !== 'none' ? geometry.crs : undefined);
  if (again !== undefined && !speaksAgainst(places, again)) {
    return before?.crs === undefined ? geometry : withCrs(geometry, again, layer);
  }
  if (again === undefined && (!places?.open || isDecided(geometry, places.mapping))) return geometry;
  if (!places) return geometry;
  const names = places.options.map((option) => `${option.crs} (${option.title.vi})`);
  throw pipelineProblem('crs-undecided', { layer: layer.title || layer.id, options: names.join('; ') || '–' });
}

/** The rows of this delivery, by their own codes or names, lie where another system puts them. */
function speaksAgainst(places: InspectedLayer['places'], crs: string): boolean {
  if (!places || crs === 'stated') return false;
  const isEvident =
    places.options[0]?.reason === 'unit-centres' || places.options[0]?.reason === 'outside-stated-place';
  return isEvident && !places.options.some((option) => option.crs === crs);
}

/** A mapping of other columns, or with a system of its own, is a steward's word; the open proposal itself is not. */
function isDecided(geometry: GeometryMapping | undefined, open: GeometryMapping): boolean {
  if (!geometry || geometry.from === 'none' || open.from === 'none') return geometry?.from === 'none';
  if (originOf(geometry) !== originOf(open)) return true;
  return geometry.crs !== undefined && (geometry.crs !== open.crs || geometry.why === undefined);
}

function originOf(geometry: GeometryMapping): string {
  if (geometry.from === 'columns') return JSON.stringify([geometry.longitude, geometry.latitude]);
  return geometry.from === 'column' ? geometry.column : geometry.from;
}

function withCrs(geometry: GeometryMapping | undefined, crs: string, layer: Layer): GeometryMapping | undefined {
  if (!geometry || geometry.from === 'none') {
    throw pipelineProblem('crs-without-geometry', { layer: layer.title || layer.id, crs });
  }
  const { why: _, ...rest } = geometry;
  return { ...rest, crs };
}

/** What every geometry of a run can say of its origin; null for tables without positions. Throws Problems `crs-unknown`, `crs-needed`. */
export function coordinatesOf(
  packs: PackSet,
  layer: Layer,
  standard: Standard,
  geometry: GeometryMapping | undefined,
): SourceCoordinates | null {
  if (!standard.geometry || geometry?.from === 'none') return null;
  if (!layer.hasGeometry && (geometry === undefined || geometry.from === 'layer')) return null;
  return sourceCoordinates(chooseCrs(geometry, layer, crsOfPacks(packs)));
}
