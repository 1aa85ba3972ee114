import type { Geometry, Message, Position } from '../../kernel/index.ts';
import { draw } from './drawing.ts';
import { partsOf } from './parts.ts';
import type { Box, Projection } from './projection.ts';

/** What lies beneath the data of a drawing: path data of areas and lines, and names at their places. */
export interface DrawnGround {
  /** Land of the world, coarse. */
  readonly land: string;
  /** The sea and the lakes around, which take the place of that land where the finer outlines are. */
  readonly water: string;
  readonly near: string;
  /** Viet Nam. */
  readonly own: string;
  readonly borders: string;
  readonly names: readonly { readonly name: Message; readonly x: number; readonly y: number }[];
}

/** The ground of drawings of the server; null where a box is so small that its coast would be wrong by more than it helps. */
export interface Ground {
  within(projection: Projection): DrawnGround | null;
}

interface Outline {
  readonly properties: { readonly kind: string; readonly vi?: string; readonly en?: string };
  readonly geometry: Geometry;
}

type Ring = readonly Position[];

/** The outlines are true to about a kilometre: on 90 km that is the width of a line or two. */
const leastDegrees = 0.8;
/** Names that a map of this size has room for; both archipelagos always (QCVN 80:2024/BTNMT). */
const named: ReadonlySet<string> = new Set(['archipelago']);
/** Length of the path data of each of its parts: what is not Viet Nam's or beside it may be coarse. */
const budgets = { land: 2_500, water: 2_500, near: 6_000, own: 6_000, borders: 3_000 } as const;
/** Beyond the edge, so that the line along it is not seen. */
const marginShare = 0.02;

/** `basemap`: GeoJSON of outlines by `kind`: `land`, `near`, `own`, `water`, `border`, `archipelago`. */
export function openGround(basemap: Buffer): Ground {
  const { features } = JSON.parse(basemap.toString('utf8')) as { features: Outline[] };
  const of = (kind: string): Outline[] => features.filter(({ properties }) => properties.kind === kind);
  const areas = (outlines: Outline[]): Ring[][] => outlines.flatMap(({ geometry }) => partsOf(geometry).areas.map((rings) => [...rings])); // prettier-ignore
  const [land, water, near, own] = ['land', 'water', 'near', 'own'].map((kind) => withBoxes(areas(of(kind))));
  const borders = of('border').flatMap(({ geometry }) => partsOf(geometry).lines);
  const names = features.filter(({ properties }) => named.has(properties.kind));
  return {
    within(projection) {
      const [west, south, east, north] = projection.box;
      if (Math.min(east - west, north - south) < leastDegrees) return null;
      const margin = (east - west) * marginShare;
      const box: Box = [west - margin, south - margin, east + margin, north + margin];
      const drawn = (rings: readonly Boxed[], budget: number): string =>
        draw({ points: [], lines: [], areas: rings.flatMap((each) => clipped(each, box)) }, projection, budget).areas;
      return {
        land: drawn(land!, budgets.land),
        water: drawn(water!, budgets.water),
        near: drawn(near!, budgets.near),
        own: drawn(own!, budgets.own),
        borders: draw(
          { points: [], lines: borders.flatMap((line) => runsWithin(line, box)), areas: [] },
          projection,
          budgets.borders,
        ).lines,
        names: names.flatMap(({ properties, geometry }) => {
          const [longitude, latitude] = (geometry as { coordinates: Position }).coordinates;
          if (longitude! < west || longitude! > east || latitude! < south || latitude! > north) return [];
          const { vi = '', en = '' } = properties;
          return [{ name: { vi, en }, x: projection.x(longitude!), y: projection.y(latitude!) }];
        }),
      };
    },
  };
}

interface Boxed {
  readonly rings: readonly Ring[];
  readonly box: Box;
}

function withBoxes(areas: readonly (readonly Ring[])[]): Boxed[] {
  return areas.map((rings) => ({ rings, box: boxOf(rings[0]!) }));
}

function boxOf(ring: Ring): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    [west, east] = [Math.min(west, x!), Math.max(east, x!)];
    [south, north] = [Math.min(south, y!), Math.max(north, y!)];
  }
  return [west, south, east, north];
}

const apart = (one: Box, other: Box): boolean =>
  one[2] < other[0] || one[0] > other[2] || one[3] < other[1] || one[1] > other[3];

/** The part of an area within the box (Sutherland and Hodgman): edges along the frame may join what is apart. */
function clipped({ rings, box: own }: Boxed, box: Box): Ring[][] {
  if (apart(own, box)) return [];
  const kept = rings.map((ring) => clipRing(ring, box)).filter((ring) => ring.length > 3);
  return kept.length === 0 ? [] : [kept];
}

function clipRing(ring: Ring, [west, south, east, north]: Box): Ring {
  let places = ring;
  for (const [axis, limit, sign] of [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ] as const) {
    const isIn = (place: Position): boolean => (place[axis]! - limit) * sign >= 0;
    const next: Position[] = [];
    for (let i = 0; i < places.length; i++) {
      const [from, to] = [places[(i + places.length - 1) % places.length]!, places[i]!];
      if (isIn(from) !== isIn(to)) {
        const share = (limit - from[axis]!) / (to[axis]! - from[axis]!);
        next.push([from[0]! + (to[0]! - from[0]!) * share, from[1]! + (to[1]! - from[1]!) * share]);
      }
      if (isIn(to)) next.push(to);
    }
    places = next;
  }
  return places.length === 0 ? places : [...places, places[0]!];
}

/** The runs of a line whose segments touch the box. */
function runsWithin(line: Ring, box: Box): Ring[] {
  const runs: Position[][] = [];
  let run: Position[] | null = null;
  for (let i = 1; i < line.length; i++) {
    const pair = [line[i - 1]!, line[i]!];
    if (apart(boxOf(pair), box)) {
      run = null;
      continue;
    }
    if (!run) runs.push((run = [pair[0]!]));
    run.push(pair[1]!);
  }
  return runs;
}
