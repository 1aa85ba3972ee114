import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** A made-up observation at a made-up point; every value follows from the row's number. */
export interface SampleRow {
  readonly code: string;
  readonly measuredAt: string;
  readonly station: string;
  readonly level: string;
  readonly temperature: string;
  readonly count: number;
  readonly longitude: string;
  readonly latitude: string;
}

/** Points lie evenly over this box, which holds the mainland: west, south, east, north in degrees. */
export const country = [102.1, 8.4, 109.5, 23.4] as const;
export const stations = 500;
const firstMoment = Date.UTC(2020, 0, 1);
const minuteMs = 60_000;
const changedPlace = 7;

/** `version` moves the values of every hundredth row: the same rows otherwise. */
export function sampleRow(number: number, version = 1): SampleRow {
  const isChanged = version > 1 && number % 100 === changedPlace;
  const next = randomFrom(number * 2_654_435_761 + (isChanged ? version : 0));
  const place = randomFrom(number * 40_503 + 977);
  const [west, south, east, north] = country;
  return {
    code: `P${String(number).padStart(8, '0')}`,
    measuredAt: new Date(firstMoment + number * minuteMs).toISOString().replace('.000Z', 'Z'),
    station: `Trạm ${number % stations}`,
    level: (next() * 10 - 2).toFixed(6),
    temperature: (18 + next() * 17).toFixed(1),
    count: Math.floor(next() * 1_000),
    longitude: (west + place() * (east - west)).toFixed(6),
    latitude: (south + place() * (north - south)).toFixed(6),
  };
}

/** How many of so many rows differ between two versions. */
export const changedRows = (rows: number): number => Math.floor((rows - changedPlace - 1) / 100) + 1;

export const sampleColumns = [
  'code',
  'measured_at',
  'station',
  'level',
  'temperature',
  'count',
  'longitude',
  'latitude',
];

/** Writes the rows as CSV (UTF-8, comma, dot); the same number of rows is always the same file. */
export async function writeSampleCsv(path: string, rows: number, version = 1): Promise<void> {
  await writeLines(
    path,
    rows,
    (number) => {
      const row = sampleRow(number, version);
      return `${Object.values(row).join(',')}\n`;
    },
    `${sampleColumns.join(',')}\n`,
  );
}

/** The same rows as one GeoJSON FeatureCollection. */
export async function writeSampleGeojson(path: string, rows: number): Promise<void> {
  const line = (number: number): string => {
    const { longitude, latitude, measuredAt, level, temperature, ...rest } = sampleRow(number);
    const properties = { ...rest, measured_at: measuredAt, level: Number(level), temperature: Number(temperature) };
    const geometry = { type: 'Point', coordinates: [Number(longitude), Number(latitude)] };
    return `${number === 0 ? '' : ',\n'}${JSON.stringify({ type: 'Feature', geometry, properties })}`;
  };
  await writeLines(path, rows, line, '{"type":"FeatureCollection","features":[\n', '\n]}\n');
}

/** Writes `rows` pieces one after the other, a few thousand at a time, waiting for the disk. */
export async function writeLines(
  path: string,
  rows: number,
  line: (number: number) => string,
  head = '',
  tail = '',
): Promise<void> {
  const out = createWriteStream(path);
  out.write(head);
  for (let from = 0; from < rows; from += 5_000) {
    let text = '';
    for (let number = from; number < Math.min(rows, from + 5_000); number++) text += line(number);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end(tail);
  await finished(out);
}

/** Numbers in [0, 1) that follow from the seed (mulberry32, public domain). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
