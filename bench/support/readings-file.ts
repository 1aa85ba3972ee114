import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** The same values twice: as a push (CSV) and as rows of the table (PostgreSQL's text format). */
export interface ReadingsFile {
  readonly csv: string;
  readonly copy: string;
}

const stepMs = 300_000;
const linesAtOnce = 5_000;

export interface Readings {
  readonly stations: number;
  /** Number of the first station; default 0. */
  readonly first?: number;
  readonly rows: number;
  /** Milliseconds since 1970. */
  readonly start: number;
}

/** Values of so many stations every five minutes, all stations of a moment one after the other. */
export async function writeReadings(path: string, readings: Readings): Promise<ReadingsFile> {
  const { stations, first: firstStation = 0, rows, start } = readings;
  const file = { csv: `${path}.csv`, copy: `${path}.copy` };
  const [csv, copy] = [createWriteStream(file.csv), createWriteStream(file.copy)];
  csv.write('station,parameter,unit,time,value\n');
  for (let from = 0; from < rows; from += linesAtOnce) {
    let [first, second] = ['', ''];
    for (let i = from; i < Math.min(rows, from + linesAtOnce); i++) {
      const station = firstStation + (i % stations);
      const step = Math.floor(i / stations);
      const time = new Date(start + step * stepMs).toISOString();
      const value = valueAt(station, step);
      first += `S${station},PM10,µg/m³,${time},${value}\n`;
      second += `${time}\t${value}\t${station + 1}\t1\t0\t2\t0\n`;
    }
    for (const [stream, text] of [
      [csv, first],
      [copy, second],
    ] as const) {
      if (!stream.write(text)) await once(stream, 'drain');
    }
  }
  for (const stream of [csv, copy]) {
    stream.end();
    await once(stream, 'finish');
  }
  return file;
}

/** A day's wave with a little noise that repeats. */
function valueAt(station: number, step: number): number {
  const wave = 15 * Math.sin((step / 288) * 2 * Math.PI + station);
  return Math.round((50 + wave + ((step * 7919 + station * 131) % 37) / 5) * 10) / 10;
}
