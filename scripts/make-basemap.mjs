// `node scripts/make-basemap.mjs`: makes packs/vn-basemap/basemap.json from the outlines of Natural Earth (public domain)
// that the package world-atlas carries. Land has no owner in it: only Vietnam's own is told apart. Borders between states
// are drawn where two of them meet on land, without names.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { feature, mesh } from 'topojson-client';
import { root } from './build.mjs';

const require = createRequire(import.meta.url);
const read = (name) => JSON.parse(readFileSync(require.resolve(`world-atlas/${name}.json`), 'utf8'));
const [world, near] = [read('countries-110m'), read('countries-10m')];
const vietnam = '704';
/** What is drawn in detail, west, south, east, north; around it the coarse outlines of the world. */
const region = [88, -8, 130, 32];
/** The two archipelagos: islands in these boxes are Vietnam's (QCVN 80:2024/BTNMT). */
const archipelagos = [
  [111, 15.5, 113.2, 17.3],
  [111.2, 6.3, 116, 12],
];
/** Degrees: half a pixel at level 7 for what is near, at level 4 for the world. */
const [nearStep, ownStep, worldStep] = [0.012, 0.005, 0.06];
const leastIsland = 0.04;

const boxOf = (ring) =>
  ring.reduce(
    ([w, s, e, n], [x, y]) => [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
const inside = ([w, s, e, n], [west, south, east, north]) => w >= west && s >= south && e <= east && n <= north;
const meets = ([w, s, e, n], [west, south, east, north]) => w < east && s < north && e > west && n > south;
const polygonsOf = ({ type, coordinates }) => (type === 'Polygon' ? [coordinates] : coordinates);

/** Douglas and Peucker; a ring keeps its ends. */
function straightened(line, step) {
  const kept = new Set([0, line.length - 1]);
  const stack = [[0, line.length - 1]];
  while (stack.length > 0) {
    const [from, to] = stack.pop();
    const [[x1, y1], [x2, y2]] = [line[from], line[to]];
    const length = Math.hypot(x2 - x1, y2 - y1);
    let [farthest, at] = [0, -1];
    for (let i = from + 1; i < to; i++) {
      const [x, y] = line[i];
      const away =
        length === 0 ? Math.hypot(x - x1, y - y1) : Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length;
      if (away > farthest) [farthest, at] = [away, i];
    }
    if (farthest <= step) continue;
    kept.add(at);
    stack.push([from, at], [at, to]);
  }
  return line.filter((_, i) => kept.has(i));
}
const rounded = (line, digits) => line.map((place) => place.map((value) => Number(value.toFixed(digits))));

/** Cuts a ring to a box, side by side (Sutherland and Hodgman). */
function cut(ring, [west, south, east, north]) {
  const sides = [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ];
  return sides.reduce(
    (open, [axis, edge, sign]) => {
      const isIn = (place) => (place[axis] - edge) * sign >= 0;
      return open.flatMap((place, i) => {
        const before = open.at(i - 1);
        if (isIn(place) === isIn(before)) return isIn(place) ? [place] : [];
        const share = (edge - before[axis]) / (place[axis] - before[axis]);
        const crossing = [0, 1].map((each) =>
          each === axis ? edge : before[each] + share * (place[each] - before[each]),
        );
        return isIn(place) ? [crossing, place] : [crossing];
      });
    },
    ring.slice(0, -1),
  );
}

function ringsOf(polygon, step, digits, box) {
  return polygon.flatMap((ring) => {
    const open = box ? cut(ring, box) : ring.slice(0, -1);
    if (open.length < 3) return [];
    const closed = rounded(straightened([...open, open[0]], step), digits);
    return closed.length >= 4 ? [closed] : [];
  });
}

const isOwn = (id, box) => id === vietnam || archipelagos.some((each) => inside(box, each));
const land = { own: [], other: [], world: [] };
for (const { id, geometry } of feature(near, near.objects.countries).features) {
  for (const polygon of polygonsOf(geometry)) {
    const box = boxOf(polygon[0]);
    if (!meets(box, region)) continue;
    const own = isOwn(id, box);
    const isSmall = box[2] - box[0] < leastIsland && box[3] - box[1] < leastIsland;
    if (isSmall && !own) continue;
    const rings = ringsOf(polygon, isSmall ? 0 : own ? ownStep : nearStep, isSmall ? 4 : 3, own ? null : region);
    if (rings.length > 0) land[own ? 'own' : 'other'].push(rings);
  }
}
for (const { geometry } of feature(world, world.objects.land).features) {
  for (const polygon of polygonsOf(geometry)) {
    const rings = ringsOf(polygon, worldStep, 2, null);
    if (rings.length > 0) land.world.push(rings);
  }
}
const borders = mesh(near, near.objects.countries, (a, b) => a !== b)
  .coordinates.filter((line) => meets(boxOf(line), region))
  .map((line) => rounded(straightened(line, nearStep), 3));

const shape = (kind, coordinates) => ({
  type: 'Feature',
  properties: { kind },
  geometry: { type: 'MultiPolygon', coordinates },
});
const corners = ([west, south, east, north]) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const label = (kind, vi, en, x, y, least) => ({
  type: 'Feature',
  properties: { kind, vi, en, least },
  geometry: { type: 'Point', coordinates: [x, y] },
});
const labels = [
  label('archipelago', 'Quần đảo Hoàng Sa\n(Việt Nam)', 'Hoàng Sa Islands\n(Viet Nam)', 112, 16.5, 3),
  label('archipelago', 'Quần đảo Trường Sa\n(Việt Nam)', 'Trường Sa Islands\n(Viet Nam)', 113.4, 8.9, 3),
  label('sea', 'Biển Đông', 'East Sea', 113.6, 13.2, 3),
  label('state', 'Việt Nam', 'Viet Nam', 108.1, 13.9, 3),
  label('city', 'Hà Nội', 'Hà Nội', 105.84, 21.03, 4),
  label('city', 'TP. Hồ Chí Minh', 'Hồ Chí Minh City', 106.7, 10.78, 4),
  label('city', 'Đà Nẵng', 'Đà Nẵng', 108.21, 16.06, 4.5),
  label('city', 'Hải Phòng', 'Hải Phòng', 106.68, 20.86, 5.5),
  label('city', 'Huế', 'Huế', 107.59, 16.46, 5.5),
  label('city', 'Cần Thơ', 'Cần Thơ', 105.78, 10.03, 5),
];
const basemap = {
  type: 'FeatureCollection',
  features: [
    shape('land', land.world),
    // Covers the coarse outlines where finer ones are drawn.
    shape('water', [[corners(region)]]),
    shape('near', land.other),
    shape('own', land.own),
    { type: 'Feature', properties: { kind: 'border' }, geometry: { type: 'MultiLineString', coordinates: borders } },
    ...labels,
  ],
};
const path = join(root, 'packs/vn-basemap/basemap.json');
writeFileSync(path, `${JSON.stringify(basemap)}\n`);
console.log(`${path}: ${Math.round(readFileSync(path).length / 1024)} KiB`);
