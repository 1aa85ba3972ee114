import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { inspect, readLayer } from '../../src/formats/index.ts';
import { inferStandard, profileLayer, proposeMapping, foldLetters } from '../../src/harmonise/index.ts';
import { loadPacks, type PackSet, type Property, type Standard } from '../../src/packs/index.ts';
import { assign } from '../../src/harmonise/propose/assign.ts';
import { packParts, packsFolder } from '../../src/modules.ts';
import { unitCode } from '../../src/pipeline/unit-code.ts';
import { batchOf, layerOf, streamOf } from './support.ts';
import { tablesElsewhere, tablesHeldBack, type TableElsewhere } from './tables-elsewhere.ts';

const data = join(process.env['LIENTHONG_TEST_DATA'] ?? '../shared', 'data');
const skip = existsSync(data) ? false : `there is no real data at ${data} (LIENTHONG_TEST_DATA)`;

let packs: PackSet;
before(async () => {
  packs = await loadPacks(packsFolder, { parts: packParts });
});

function contextOf() {
  const quantities = new Map(packs.units.map((unit) => [unit.code, unit.quantity]));
  return {
    codes: (id: string) =>
      new Set(
        packs.codelist(id).entries.flatMap(({ code, labelVi, labelEn }) => [code, labelVi, labelEn].map(foldLetters)),
      ),
    unit: (text: string) => unitCode(packs, text),
    quantity: (code: string) => quantities.get(code),
    corrections: [],
  };
}

/**
 * Columns of real files and the property each holds, judged by a person. All are in view by now: docs/mappings.md tells how
 * each was found at first sight. A column without counterpart is not listed.
 */
const files = [
  {
    path: 'air/healthyair_hcmc_stations1-4_2021-2022.csv.gz',
    standard: 'vn-air/ambient-air-measurements',
    columns: {
      date: 'time',
      Station_No: 'station_code',
      TSP: 'tsp',
      'PM2.5': 'pm25',
      O3: 'o3',
      CO: 'co',
      NO2: 'no2',
      SO2: 'so2',
      Temperature: 'temperature',
      Humidity: 'humidity',
    },
  },
  {
    path: 'air/airvisual_hcmc_2020/data-20-7-2020 (FPT Software HCM).csv',
    standard: 'vn-air/ambient-air-measurements',
    columns: { Time: 'time', Location: 'station_name' },
  },
  {
    path: 'air/airvisual_hcmc_2020/stations.csv',
    standard: 'vn-air/air-stations',
    columns: { name: 'name' },
  },
  {
    path: 'air/iqair_scrape_2025/aqi_can-tho_2025_apr.csv',
    standard: 'vn-air/ambient-air-measurements',
    columns: {
      timestamp: 'time',
      wind_speed: 'wind_speed',
      humidity: 'humidity',
      temperature: 'temperature',
      pm25: 'pm25',
      pm10: 'pm10',
      o3: 'o3',
      no2: 'no2',
      so2: 'so2',
      co: 'co',
    },
  },
  {
    path: 'air/hanoi_usembassy_pm25_2015-2018.csv.gz',
    standard: 'vn-air/ambient-air-measurements',
    columns: { site: 'station_code', date: 'time', duration: 'averaging_period' },
  },
  {
    path: 'air/openaq/measurements_v1.json',
    standard: 'vn-air/ambient-air-measurements',
    columns: { location: 'station_name', date_local: 'time' },
  },
  {
    path: 'air/openaq/locations_v1.json',
    standard: 'vn-air/air-stations',
    columns: { id: 'code', location: 'name', city: 'province_name' },
  },
  ...['brazil', 'malawi', 'algeria'].map((country) => ({
    path: `hydromet/stations_${country}.csv`,
    standard: 'vn-air/air-stations',
    columns: { station_name: 'name', wigos_station_identifier: 'code', elevation: 'elevation' },
  })),
  {
    path: 'hydromet/malawi_aws/WIGOS_0-454-2-AWSKAYEREKERA_2021-11-18T0955.csv',
    standard: 'vn-air/ambient-air-measurements',
    columns: {
      TIMESTAMP: 'time',
      Station_ID: 'station_code',
      Station_Name: 'station_name',
      'AirTempK (K)': 'temperature',
      'RH (%)': 'humidity',
      'Rain_mm_Tot (mm)': 'rainfall',
      'WindDir (degrees)': 'wind_direction',
    },
  },
  {
    path: 'admin/wards_92_can_tho_2025.geojson',
    standard: 'vn-core/commune-areas',
    columns: { code: 'code', name: 'name' },
  },
  {
    path: 'admin/merger_text_wards_2025-07-17.csv.gz',
    standard: 'vn-core/unit-figures',
    columns: { matinh: 'province_code', dientichkm2: 'land_area', dansonguoi: 'population' },
  },
];

async function proposeFor(path: string, standard: Standard) {
  const file = { path: join(data, path), name: basename(path), sizeBytes: statSync(join(data, path)).size };
  const { layers } = await inspect(file, { workFolder: tmpdir() });
  const layer = layers.find(({ empty }) => !empty)!;
  const unit = (text: string) => unitCode(packs, text);
  const profile = await profileLayer(layer, readLayer(file, layer, { workFolder: tmpdir() }), { unit });
  const asIs = inferStandard(profile, layer, { id: 'as-is', title: { vi: '', en: '' } });
  return proposeMapping(layer, profile, standard, contextOf(), asIs.mapping.geometry);
}

describe('columns of real files find their properties', { skip }, () => {
  let right = 0;
  let all = 0;
  for (const { path, standard, columns } of files) {
    test(path, async (t) => {
      const { fields } = await proposeFor(path, packs.standard(standard));
      const found = new Map<string, string>(fields.map((field) => [field.column, field.target]));
      for (const [column, target] of Object.entries(columns)) {
        all += 1;
        if (found.get(column) === target) right += 1;
        else t.diagnostic(`${column} became ${found.get(column) ?? 'nothing'}, not ${target}`);
      }
    });
  }

  test('at least nine in ten columns are right', (t) => {
    t.diagnostic(`${right} of ${all} right`);
    assert.ok(right >= all * 0.9);
  });
});

describe('columns as tables elsewhere name them find their properties', () => {
  test('in view: all but two in a hundred', async (t) => {
    const { counted, wrong } = await countOf(tablesElsewhere);
    t.diagnostic(`${counted - wrong.length} of ${counted} right`);
    assert.ok(wrong.length <= counted * 0.02, wrong.join('\n'));
  });

  test('held back: at least nine in ten', async (t) => {
    const { counted, wrong } = await countOf(tablesHeldBack);
    t.diagnostic(`${counted - wrong.length} of ${counted} right`);
    // The wrong ones are not named: who reads them has them in view.
    assert.ok(wrong.length <= counted * 0.1, `${wrong.length} of ${counted} are wrong`);
  });
});

async function countOf(tables: readonly TableElsewhere[]): Promise<{ counted: number; wrong: string[] }> {
  const wrong: string[] = [];
  let counted = 0;
  for (const table of tables) {
    const found = await targetsOf(table);
    for (const [header, target] of table.columns) {
      if (target === null) continue;
      counted += 1;
      if (found.get(header) !== target) wrong.push(`${table.title}: ${header} became ${found.get(header)}`);
    }
  }
  return { counted, wrong };
}

async function targetsOf({ standard, columns }: TableElsewhere): Promise<Map<string, string>> {
  const layer = layerOf(columns.map(([header]) => header));
  const rows = columns[0]![2].map((_, row) => columns.map(([, , values]) => values[row]!));
  const profile = await profileLayer(layer, streamOf(batchOf(rows)), { unit: (text) => unitCode(packs, text) });
  const asIs = inferStandard(profile, layer, { id: 'as-is', title: { vi: '', en: '' } });
  const place = asIs.mapping.geometry;
  const { fields } = proposeMapping(layer, profile, packs.standard(standard), contextOf(), place);
  return new Map(fields.map(({ column, target }) => [column, target]));
}

/** Values as a column of this property would have them. */
function valuesOf(property: Property, row: number): string {
  if (property.codelist) {
    const { entries } = packs.codelist(property.codelist);
    return entries[(row * 7) % entries.length]!.code;
  }
  const low = property.minimum ?? 1;
  const high = Math.min(property.maximum ?? low + 100, low + 1_000);
  switch (property.type) {
    case 'integer':
      return String(Math.floor(low + ((high - low) * (row % 9)) / 10));
    case 'number':
      return (low + ((high - low) * (row % 9)) / 10).toFixed(2);
    case 'date':
      return `2025-0${(row % 9) + 1}-15`;
    case 'date-time':
      return `2025-0${(row % 9) + 1}-15T08:00:00+07:00`;
    case 'boolean':
      return row % 2 === 0 ? 'true' : 'false';
    default:
      return `Chữ ${row}`;
  }
}

/** Every name a pack gives a property is taken away in turn, and stands as a header: do the other names find it? */
describe('a header that the pack does not know is found by the names it knows', () => {
  test('leave one name out: more than half of all headers, and at most 6 % wrong', async (t) => {
    const counts = { right: 0, none: 0, wrong: 0 };
    const wrong: string[] = [];
    for (const standard of packs.packs.flatMap((pack) => pack.standards)) {
      for (const property of standard.properties) {
        const names = [property.title.vi, property.title.en, ...(property.synonyms ?? [])];
        for (const header of names) {
          const target = await targetWithout(standard, property, header);
          if (target === property.name) counts.right += 1;
          else if (target === null) counts.none += 1;
          else {
            counts.wrong += 1;
            wrong.push(`${standard.id}: ${header} → ${target} instead of ${property.name}`);
          }
        }
      }
    }
    const total = counts.right + counts.none + counts.wrong;
    t.diagnostic(`${total} headers: ${counts.right} right, ${counts.none} left open, ${counts.wrong} wrong`);
    assert.ok(counts.right / total >= 0.55, `${counts.right} of ${total}`);
    assert.ok(counts.wrong / total <= 0.06, wrong.join('\n'));
  });
});

async function targetWithout(standard: Standard, property: Property, header: string): Promise<string | null> {
  const folded = foldLetters(header).replace(/[^a-z0-9]/g, '');
  const isOther = (name: string) => foldLetters(name).replace(/[^a-z0-9]/g, '') !== folded;
  const poorer: Property = {
    ...property,
    title: {
      vi: isOther(property.title.vi) ? property.title.vi : property.name,
      en: isOther(property.title.en) ? property.title.en : property.name,
    },
    synonyms: (property.synonyms ?? []).filter(isOther),
  };
  const properties = standard.properties.map((each) => (each === property ? poorer : each));
  const layer = layerOf([header]);
  const rows = Array.from({ length: 20 }, (_, row) => [valuesOf(property, row)]);
  const profile = await profileLayer(layer, streamOf(batchOf(rows)), { unit: (text) => unitCode(packs, text) });
  const { fields } = proposeMapping(layer, profile, { ...standard, properties }, contextOf(), { from: 'none' });
  return fields[0]?.target ?? null;
}

describe('the assignment', () => {
  test('is the best as a whole: no exchange of two columns gains anything', () => {
    const gains = fc.integer({ min: 1, max: 6 }).chain((columns) =>
      fc.array(fc.array(fc.integer({ min: -2, max: 9 }), { minLength: columns, maxLength: columns }), {
        minLength: 1,
        maxLength: 5,
      }),
    );
    fc.assert(
      fc.property(gains, (gain) => {
        const chosen = assign(gain);
        const taken = chosen.filter((column) => column !== -1);
        assert.equal(new Set(taken).size, taken.length);
        const sum = chosen.reduce((total, column, row) => total + (column === -1 ? 0 : gain[row]![column]!), 0);
        assert.equal(sum, bestByTrial(gain, 0, new Set()));
      }),
    );
  });
});

function bestByTrial(gain: readonly (readonly number[])[], row: number, taken: ReadonlySet<number>): number {
  if (row === gain.length) return 0;
  let best = bestByTrial(gain, row + 1, taken);
  gain[row]!.forEach((value, column) => {
    if (value > 0 && !taken.has(column)) {
      best = Math.max(best, value + bestByTrial(gain, row + 1, new Set([...taken, column])));
    }
  });
  return best;
}
