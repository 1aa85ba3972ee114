import { once } from 'node:events';
import { createWriteStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { country, writeSampleCsv } from '../support/sample-file.ts';

const corners = 24;
/** Where the real files lie, beside the checkout unless it is said. */
const realFolder = join(process.env['LIENTHONG_TEST_DATA'] ?? '../shared', 'data/admin');

/** Files of the layers that are measured, by the layer's id; each has the key `code`. */
export interface Layers {
  readonly files: Readonly<Record<string, string>>;
  readonly leftOut: readonly string[];
}

/** Writes so many points, a tenth as many areas, and the areas of all administrative units that there are. */
export async function writeLayers(folder: string, rows: number): Promise<Layers> {
  const points = join(folder, 'points.csv');
  const areas = join(folder, 'areas.geojsonl');
  const units = join(folder, 'units.geojsonl');
  await writeSampleCsv(points, rows);
  await writeAreas(areas, Math.ceil(rows / 10));
  const files = { points, areas };
  if (!existsSync(realFolder)) {
    return { files, leftOut: [`Areas of administrative units: ${realFolder} is not there (LIENTHONG_TEST_DATA).`] };
  }
  writeUnits(units);
  return { files: { ...files, units }, leftOut: [] };
}

/** Areas of 24 corners, from some metres to some kilometres across. */
async function writeAreas(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  const [west, south, east, north] = country;
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let row = 0; row < rows; row++) {
    const [x, y] = [west + random() * (east - west), south + random() * (north - south)];
    const radius = 0.0005 * 2 ** (random() * 7);
    const ring = Array.from({ length: corners }, (_, corner) => {
      const angle = (corner / corners) * 2 * Math.PI;
      const reach = radius * (0.7 + 0.3 * random());
      return [Number((x + Math.cos(angle) * reach).toFixed(6)), Number((y + Math.sin(angle) * reach).toFixed(6))];
    });
    const geometry = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
    const feature = { type: 'Feature', geometry, properties: { code: `P${row}`, use: `U${row % 40}` } };
    if (!file.write(`${JSON.stringify(feature)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

interface RealUnit {
  readonly geometry: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Provinces before and after July 2025, districts and wards, of every file that has areas. */
function writeUnits(path: string): void {
  const names = readdirSync(realFolder).filter((name) => name.endsWith('.geojson'));
  const lines = names.sort().flatMap((name) => {
    const { features } = JSON.parse(readFileSync(join(realFolder, name), 'utf8')) as { features: RealUnit[] };
    const list = name.replace(/\.geojson$/, '');
    return features.map(({ geometry, properties }, index) => {
      const { name: unit = null, fullName = null } = properties;
      return JSON.stringify({
        type: 'Feature',
        geometry,
        properties: { code: `${list} ${index}`, list, name: unit, full_name: fullName },
      });
    });
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
}
