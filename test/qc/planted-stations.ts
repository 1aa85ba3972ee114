import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LabelledSeries, LabelledValue } from './labelled-series.ts';

const hour = 3_600_000;
const stationsFile = 'healthyair_hcmc_stations1-4_2021-2022.csv.gz';
const fileOf = (testData: string): string => join(testData, 'data', 'air', stationsFile);

export const hasStations = (testData: string): boolean => existsSync(fileOf(testData));

/** Parameters of the file that its four stations all measure for more than half a year. */
export const plantedParameters = ['Temperature', 'Humidity', 'PM2.5', 'O3'] as const;
/** Stations made of the real ones. */
const count = 6;
/** By so many hours the disagreement of one is later than that of another: more than two months. */
const apartHours = 1_500;

/** What is planted, in standard deviations of the station's own values, and for how many hours. */
const faults = [
  { kind: 'offset of 1 deviation', hours: 48, size: () => 1 },
  { kind: 'offset of 2 deviations', hours: 48, size: () => 2 },
  { kind: 'drift to 2 deviations in a week', hours: 168, size: (hourOfIt: number) => (2 * hourOfIt) / 168 },
] as const;
/** One station is disturbed at a time, then none for the rest of ten days. */
const slotHours = 240;

/**
 * Six stations of one parameter with faults at known hours. The file has four stations, too few that go together for three
 * neighbours each; so each of the six is what station 2 really measured, moved by what stations 1 and 3 really differed
 * from it at some other time. The labels are made, not found.
 */
export function plantedStations(testData: string, parameter: (typeof plantedParameters)[number]): LabelledSeries[] {
  const real = realStations(testData, parameter);
  const base = [...real.get('2')!].sort(([one], [other]) => one - other);
  const first = base[0]![0];
  const apart = ['1', '3'].map((name) => {
    const other = real.get(name)!;
    return base.flatMap(([at, value]) => (other.has(at) ? [other.get(at)! - value] : []));
  });
  return Array.from({ length: count }, (_, place) => {
    const differences = apart[place % apart.length]!;
    const values = base.map(
      ([at, value], i) => [at, value + differences[(i + place * apartHours) % differences.length]!] as const,
    );
    const deviation = deviationOf(values.map(([, value]) => value));
    return {
      name: `${parameter} ${place + 1}`,
      hints: {},
      windows: [],
      values: values.map(([at, value]) => planted(at, value, { first, deviation, place })),
    };
  });
}

/** Values by their moment, by the number of the station. */
function realStations(testData: string, parameter: string): Map<string, Map<number, number>> {
  const lines = gunzipSync(readFileSync(fileOf(testData)))
    .toString()
    .trim()
    .split(/\r?\n/);
  const names = lines[0]!.split(',');
  const [date, number, column] = ['date', 'Station_No', parameter].map((name) => names.indexOf(name));
  const byStation = new Map<string, Map<number, number>>();
  for (const line of lines.slice(1)) {
    const cells = line.split(',');
    const value = Number(cells[column!]);
    if (cells[column!] === '' || !Number.isFinite(value)) continue;
    const own = byStation.get(cells[number!]!) ?? new Map<number, number>();
    byStation.set(cells[number!]!, own.set(readTime(cells[date!]!), value));
  }
  return byStation;
}

function planted(
  at: number,
  value: number,
  { first, deviation, place }: Readonly<Record<'first' | 'deviation' | 'place', number>>,
): LabelledValue {
  const since = Math.floor((at - first) / hour);
  const [slot, hourOfIt] = [Math.floor(since / slotHours), since % slotHours];
  const fault = faults[Math.floor(slot / count) % faults.length]!;
  if (slot < 0 || slot % count !== place || hourOfIt >= fault.hours) return { at, value, kind: '' };
  return { at, value: value + deviation * fault.size(hourOfIt + 1), kind: fault.kind };
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length);
}

/** `23-02-2021 21:00`, taken as UTC: only differences matter here. */
function readTime(text: string): number {
  const [day, month, year, hours, minutes] = /^(\d+)-(\d+)-(\d+) (\d+):(\d+)/.exec(text)!.slice(1).map(Number);
  return Date.UTC(year!, month! - 1, day, hours, minutes);
}
