import { codesWithin, unitsAbove, type FindList, type Unit } from '../../codes/index.ts';
import { codelistEntry, type Codelist, type Crosswalk, type Pack } from '../../packs/index.ts';

/** One unit of the lowest level whose place is known. */
export interface KnownPlace {
  readonly list: string;
  readonly code: string;
  readonly longitude: number;
  readonly latitude: number;
  /** Of a circle as large as the unit. */
  readonly radiusMetres: number;
}

const usualRadiusMetres = 5_000;
/** Places are looked up in squares of a quarter of a degree, two squares around a position. */
const squaresPerDegree = 4;
const squaresAround = 2;
const metresPerDegree = 110_900;
const metresPerDegreeOfEquator = 111_320;

/** How far east and north of a place's centre a position lies. */
export function metresBetween(place: KnownPlace, longitude: number, latitude: number): readonly [number, number] {
  const shrink = Math.cos((place.latitude * Math.PI) / 180);
  const east = (longitude - place.longitude) * shrink * metresPerDegreeOfEquator;
  return [east, (latitude - place.latitude) * metresPerDegree];
}

/** Where the units of the packs' lists lie: known for some list by its own numbers, for others through hierarchy and crosswalks. */
export class UnitPlaces {
  readonly places: readonly KnownPlace[];
  /** Lists of units of a division, as the packs mark them. */
  readonly lists: readonly Codelist[];
  readonly find: FindList;
  readonly #own = new Map<string, Map<string, number>>();
  readonly #crosswalks: readonly Crosswalk[];
  readonly #squares = new Map<number, number[]>();
  readonly #areas = new Map<string, ReadonlySet<number>>();

  constructor(packs: readonly Pack[]) {
    const lists = new Map(packs.flatMap((pack) => pack.codelists.map((list) => [list.id, list] as const)));
    this.find = (id) => lists.get(id);
    this.lists = [...lists.values()].filter(({ units }) => units !== undefined);
    this.#crosswalks = packs.flatMap((pack) => pack.crosswalks);
    const places: KnownPlace[] = [];
    for (const { codelist, entries } of packs.flatMap((pack) => pack.locations)) {
      const own = this.#own.get(codelist) ?? new Map<string, number>();
      this.#own.set(codelist, own);
      for (const { code, longitude, latitude, areaKm2 } of entries) {
        own.set(code, places.length);
        const radiusMetres = areaKm2 ? Math.sqrt(areaKm2 / Math.PI) * 1000 : usualRadiusMetres;
        places.push({ list: codelist, code, longitude, latitude, radiusMetres });
      }
    }
    this.places = places;
    places.forEach((place, index) => {
      const key = squareKey(squareOf(place.longitude), squareOf(place.latitude));
      const square = this.#squares.get(key);
      if (square) square.push(index);
      else this.#squares.set(key, [index]);
    });
  }

  /** The place whose centre is nearest, measured by its size: a large unit reaches further. Index -1: none around. */
  nearest(longitude: number, latitude: number): { readonly index: number; readonly metres: number } {
    const best = { index: -1, metres: Infinity };
    let least = Infinity;
    const [column, row] = [squareOf(longitude), squareOf(latitude)];
    for (let x = column - squaresAround; x <= column + squaresAround; x++) {
      for (let y = row - squaresAround; y <= row + squaresAround; y++) {
        for (const index of this.#squares.get(squareKey(x, y)) ?? []) {
          const place = this.places[index]!;
          const metres = Math.hypot(...metresBetween(place, longitude, latitude));
          if (metres / place.radiusMetres >= least) continue;
          least = metres / place.radiusMetres;
          best.index = index;
          best.metres = metres;
        }
      }
    }
    return best;
  }

  /** The known places that a unit covers, or became; empty when nothing is known of it. */
  areaOf({ list, code }: Unit): ReadonlySet<number> {
    const key = `${list} ${code}`;
    let area = this.#areas.get(key);
    if (!area) this.#areas.set(key, (area = this.#coverOf(list, code)));
    return area;
  }

  #coverOf(list: string, code: string): ReadonlySet<number> {
    const own = this.#own.get(list)?.get(code);
    if (own !== undefined) return new Set([own]);
    const covered = new Set(this.#carried(list, code));
    if (covered.size > 0) return covered;
    for (const below of this.lists) {
      if (below.id === list) continue;
      for (const member of codesWithin(below, { list, code }, this.find)) {
        const place = this.#own.get(below.id)?.get(member);
        if (place !== undefined) covered.add(place);
        else for (const each of this.#carried(below.id, member)) covered.add(each);
      }
    }
    return covered;
  }

  /** Places of the units that a code became. */
  #carried(list: string, code: string): number[] {
    return this.#crosswalks
      .filter(({ from }) => from === list)
      .flatMap(
        (crosswalk) =>
          targetsOf(crosswalk)
            .get(code)
            ?.map((to) => this.#own.get(crosswalk.to)?.get(to)) ?? [],
      )
      .filter((place) => place !== undefined);
  }

  /** Reference systems that are usual in a unit, and in those that became it or that it became. */
  customaryCrs(unit: Unit): string[] {
    const related = this.#crosswalks.flatMap(({ from, to, rows }): Unit[] => {
      if (to === unit.list)
        return rows.filter((row) => row.to === unit.code).map((row) => ({ list: from, code: row.from }));
      if (from === unit.list)
        return rows.filter((row) => row.from === unit.code).map((row) => ({ list: to, code: row.to }));
      return [];
    });
    const codes = [unit, ...related].map(({ list, code }) => {
      const found = this.find(list);
      return (found && codelistEntry(found, code)?.extra['crs']) ?? '';
    });
    return [...new Set(codes.filter((code) => code !== ''))];
  }

  /** What a unit stands in, nearest first. */
  above({ list, code }: Unit): readonly Unit[] {
    const found = this.find(list);
    return found ? unitsAbove(found, code, this.find) : [];
  }

  labelOf({ list, code }: Unit): string {
    const found = this.find(list);
    return (found && codelistEntry(found, code)?.labelVi) ?? code;
  }
}

const squareOf = (degrees: number): number => Math.floor(degrees * squaresPerDegree);
const squareKey = (x: number, y: number): number => x * 10_000 + y;

const targets = new WeakMap<Crosswalk, ReadonlyMap<string, readonly string[]>>();

function targetsOf(crosswalk: Crosswalk): ReadonlyMap<string, readonly string[]> {
  let known = targets.get(crosswalk);
  if (!known) {
    const made = new Map<string, string[]>();
    for (const { from, to } of crosswalk.rows) made.set(from, [...(made.get(from) ?? []), to]);
    targets.set(crosswalk, (known = made));
  }
  return known;
}
