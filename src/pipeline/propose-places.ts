import {
  letterConverter,
  proposeGeometry,
  UnitPlaces,
  type GeometryProposal,
  type PlaceSample,
  type Profile,
} from '../harmonise/index.ts';
import type { Layer } from '../formats/index.ts';
import type { Pack, PackSet } from '../packs/index.ts';
import { crsOfPacks } from './crs-of-packs.ts';
import { lettersOf } from './letters-of.ts';

const known = new WeakMap<readonly Pack[], UnitPlaces>();

function unitPlacesOf({ packs }: PackSet): UnitPlaces {
  let places = known.get(packs);
  if (!places) known.set(packs, (places = new UnitPlaces(packs)));
  return places;
}

/** How the positions of a layer are to be read, by all that the packs know of places; null where it goes without saying. */
export function proposePlaces(
  packs: PackSet,
  layer: Layer,
  profile: Profile,
  sample: PlaceSample,
  hints: readonly string[],
): GeometryProposal | null {
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  const letters = lettersOf(packs);
  const converters = new Map(
    profile.columns.map(({ name, letters: guess }) => [name, guess && letterConverter(guess, letters)]),
  );
  return proposeGeometry({
    layer,
    profile,
    sample,
    book: crsOfPacks(packs),
    units: unitPlacesOf(packs),
    hints,
    read: (column, text) => converters.get(column)?.(text).text ?? text,
    titleOf: (column) => columns.get(column)?.title ?? column,
  });
}
